//! What a played container does: how long it runs and how it ends.
//!
//! By annotation of its pod, else by its command if that is simple enough, else by whether it is
//! expected to end.

use std::time::Duration;

use bowline_apimachinery::time::Duration as ApiDuration;

use crate::runtime::ContainerConfig;

/// Annotation: how long the pod's containers run (`5s`); `forever` to run until stopped. Followed
/// by `.` and a container's name, for that container only.
pub const DURATION_ANNOTATION: &str = "hollow.bowline.dev/duration";
/// Annotation: the exit code of the pod's containers. Followed by `.` and a container's name, for
/// that container only.
pub const EXIT_CODE_ANNOTATION: &str = "hollow.bowline.dev/exit-code";

/// A container's life, from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// It runs until it is stopped.
    Forever,
    /// It ends by itself.
    Ends {
        /// After so long.
        after: Duration,
        /// With this code.
        exit_code: i32,
    },
}

/// The life of a container; `completion` is how long one runs of which nothing is known but that
/// it ends.
#[must_use]
pub fn script(config: &ContainerConfig, completion: Duration) -> Script {
    let by_command = Command::read(config);
    let duration = annotation(config, DURATION_ANNOTATION);
    let exit_code = annotation(config, EXIT_CODE_ANNOTATION).and_then(|text| text.parse().ok());
    let after = match duration {
        Some("forever") => None,
        Some(text) => text.parse::<ApiDuration>().ok().map(ApiDuration::to_std),
        None => match by_command {
            Some(command) => command.after,
            None if exit_code.is_some() || config.run_to_completion => Some(completion),
            None => None,
        },
    };
    match after {
        None => Script::Forever,
        Some(after) => {
            let by_command = by_command.map_or(0, |command| command.exit_code);
            Script::Ends { after, exit_code: exit_code.unwrap_or(by_command) }
        }
    }
}

fn annotation<'a>(config: &'a ContainerConfig, name: &str) -> Option<&'a str> {
    let of_container = config.annotations.get(&format!("{name}.{}", config.name));
    of_container.or_else(|| config.annotations.get(name)).map(String::as_str)
}

/// A command of which it is plain how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Command {
    /// `None` for ever.
    after: Option<Duration>,
    exit_code: i32,
}

impl Command {
    fn read(config: &ContainerConfig) -> Option<Self> {
        let words: Vec<&str> =
            config.command.iter().chain(&config.args).map(String::as_str).collect();
        let (program, arguments) = words.split_first()?;
        match (program.rsplit('/').next()?, arguments) {
            ("sh" | "bash" | "ash", ["-c" | "-ec" | "-ce", text]) => Self::read_shell(text),
            _ => Self::read_words(&words),
        }
    }

    fn read_shell(text: &str) -> Option<Self> {
        let mut all = Self { after: Some(Duration::ZERO), exit_code: 0 };
        for part in text.split([';', '\n']).flat_map(|part| part.split("&&")) {
            let words: Vec<&str> = part.split_whitespace().collect();
            if words.is_empty() {
                continue;
            }
            let one = Self::read_words(&words)?;
            let Some((before, more)) = all.after.zip(one.after) else {
                return Some(Self { after: None, exit_code: 0 });
            };
            all = Self { after: Some(before.saturating_add(more)), exit_code: one.exit_code };
            if words[0] == "exit" {
                break;
            }
        }
        Some(all)
    }

    fn read_words(words: &[&str]) -> Option<Self> {
        let at_once = |exit_code| Some(Self { after: Some(Duration::ZERO), exit_code });
        match words {
            ["true"] | ["exit"] => at_once(0),
            ["echo", ..] => at_once(0),
            ["false"] => at_once(1),
            ["exit", code] => at_once(code.parse().ok()?),
            ["sleep", "infinity" | "inf"] => Some(Self { after: None, exit_code: 0 }),
            ["sleep", time] => Some(Self { after: Some(sleep_time(time)?), exit_code: 0 }),
            _ => None,
        }
    }
}

/// `5`, `0.5`, `5s`, `2m`, `1h`
fn sleep_time(text: &str) -> Option<Duration> {
    let (number, unit) = match text.chars().last()? {
        's' => (&text[..text.len() - 1], 1.0),
        'm' => (&text[..text.len() - 1], 60.0),
        'h' => (&text[..text.len() - 1], 3600.0),
        'd' => (&text[..text.len() - 1], 86_400.0),
        _ => (text, 1.0),
    };
    let seconds = number.parse::<f64>().ok()? * unit;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, command, annotations, whether it is expected to end, and its life.
    type Case = (
        &'static str,
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
        bool,
        Script,
    );

    #[test]
    fn lives_of_containers() {
        let ends = |seconds: f64, exit_code| Script::Ends {
            after: Duration::from_secs_f64(seconds),
            exit_code,
        };
        let cases: [Case; 12] = [
            ("server", &[], &[], false, Script::Forever),
            ("job", &[], &[], true, ends(2.0, 0)),
            ("sleeps", &["sleep", "3"], &[], false, ends(3.0, 0)),
            ("sleeps long", &["/bin/sleep", "infinity"], &[], true, ends(2.0, 0)),
            ("sleeps for ever", &["sleep", "infinity"], &[], true, Script::Forever),
            ("fails", &["/bin/sh", "-c", "exit 3"], &[], false, ends(0.0, 3)),
            (
                "in sequence",
                &["sh", "-c", "sleep 0.5; sleep 1m && exit 2"],
                &[],
                true,
                ends(60.5, 2),
            ),
            ("too hard", &["sh", "-c", "while true; do date; done"], &[], false, Script::Forever),
            ("annotated", &[], &[(DURATION_ANNOTATION, "1m30s")], false, ends(90.0, 0)),
            ("annotated code", &[], &[(EXIT_CODE_ANNOTATION, "7")], false, ends(2.0, 7)),
            (
                "its own annotation",
                &["false"],
                &[("hollow.bowline.dev/exit-code.c", "0"), (EXIT_CODE_ANNOTATION, "7")],
                false,
                ends(0.0, 0),
            ),
            ("kept", &["true"], &[(DURATION_ANNOTATION, "forever")], true, Script::Forever),
        ];
        for (name, command, annotations, run_to_completion, want) in cases {
            let config = ContainerConfig {
                name: "c".into(),
                command: command.iter().map(|s| (*s).to_owned()).collect(),
                annotations: annotations
                    .iter()
                    .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                    .collect(),
                run_to_completion,
                ..ContainerConfig::default()
            };
            assert_eq!(script(&config, Duration::from_secs(2)), want, "{name}");
        }
    }
}
