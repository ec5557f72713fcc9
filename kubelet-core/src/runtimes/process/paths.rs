//! Where a container's paths are on the host.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::runtime::ContainerMount;

/// Pairs of a path in the container and one on the host, the longest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathMap {
    pairs: Vec<(String, PathBuf)>,
}

impl PathMap {
    /// The map of a container's mounts, and of the file for its last message.
    #[must_use]
    pub fn new(mounts: &[ContainerMount], message: Option<(&str, &Path)>) -> Self {
        let trimmed = |path: &str| path.trim_end_matches('/').to_owned();
        let mut pairs: Vec<(String, PathBuf)> = mounts
            .iter()
            .map(|mount| (trimmed(&mount.container_path), mount.host_path.clone()))
            .chain(message.map(|(path, file)| (trimmed(path), file.to_owned())))
            // A volume at the root would be everywhere.
            .filter(|(path, _)| !path.is_empty())
            .collect();
        pairs.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        pairs.dedup_by(|a, b| a.0 == b.0);
        Self { pairs }
    }

    /// The text with each mount path that stands in it as a path, or as the beginning of one,
    /// replaced by the path on the host: `--config=/etc/app/x` with a volume at `/etc/app`.
    #[must_use]
    pub fn rewrite(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = None;
        while let Some(at) = rest.find('/') {
            out.push_str(&rest[..at]);
            before = rest[..at].chars().next_back().or(before);
            rest = &rest[at..];
            let found = if before.is_none_or(may_precede) { self.starts(rest) } else { None };
            let taken = match found {
                Some((path, host)) => {
                    out.push_str(&host.to_string_lossy());
                    path.len()
                }
                None => {
                    out.push('/');
                    1
                }
            };
            before = rest[..taken].chars().next_back();
            rest = &rest[taken..];
        }
        out.push_str(rest);
        out
    }

    fn starts(&self, text: &str) -> Option<&(String, PathBuf)> {
        self.pairs.iter().find(|(path, _)| {
            text.strip_prefix(path.as_str())
                .is_some_and(|rest| rest.chars().next().is_none_or(|c| !is_of_name(c)))
        })
    }

    /// The pairs.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Path)> {
        self.pairs.iter().map(|(path, host)| (path.as_str(), host.as_path()))
    }
}

/// Whether an absolute path may begin after this character.
fn may_precede(c: char) -> bool {
    !is_of_name(c) && c != '/'
}

/// Whether a character goes on with the name of a file.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || "._-+@%~$}".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mount_paths_are_replaced_where_they_are_paths() {
        let mount = |container: &str, host: &str| ContainerMount {
            container_path: container.into(),
            host_path: host.into(),
            ..ContainerMount::default()
        };
        let map = PathMap::new(
            &[mount("/etc/app/", "/v/config"), mount("/data", "/v/data"), mount("/data/x", "/v/x")],
            Some(("/dev/termination-log", Path::new("/m"))),
        );
        let cases = [
            ("/data", "/v/data"),
            ("/data/file", "/v/data/file"),
            ("/data/x/y", "/v/x/y"),
            ("/data/xy", "/v/data/xy"),
            ("/database", "/database"),
            ("--config=/etc/app/a.yaml", "--config=/v/config/a.yaml"),
            ("a:/data:b", "a:/v/data:b"),
            ("cat '/etc/app/a' > /dev/termination-log", "cat '/v/config/a' > /m"),
            ("/other/data", "/other/data"),
            ("http://host/data", "http://host/data"),
            ("$HOME/data", "$HOME/data"),
            ("./data", "./data"),
            ("//data", "//data"),
            ("é/data /data", "é/data /v/data"),
            ("", ""),
        ];
        for (text, want) in cases {
            assert_eq!(map.rewrite(text), want, "{text}");
        }
    }
}
