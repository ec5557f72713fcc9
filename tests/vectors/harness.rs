//! Reads recorded cases, runs them and reports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

/// How many differences a report shows.
const SHOWN: usize = 10;

/// Why a case did not pass.
pub(crate) enum Miss {
    /// We do something else.
    Differs(String),
    /// There is no code yet for this kind of case. Such cases are counted, but fail nothing.
    NotImplemented,
}

impl From<String> for Miss {
    fn from(difference: String) -> Self {
        Self::Differs(difference)
    }
}

/// The outcome of a case.
pub(crate) type Outcome = Result<(), Miss>;

/// Runs all cases of a topic. `check` gets the case's kind (the middle of its id), its input and
/// what was recorded. Panics with the first differences if there are any; a topic without a file
/// is skipped.
pub(crate) fn topic(name: &str, check: impl Fn(&str, &Value, &Value) -> Outcome) {
    let files = files(&root(), &format!("{name}.jsonl"));
    if files.is_empty() {
        println!("vectors {name}: skipped, there is no {name}.jsonl below {}", root().display());
        return;
    }
    let mut passed = 0;
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for file in files {
        for line in read(&file).lines().filter(|line| !line.trim().is_empty()) {
            let case: Value = serde_json::from_str(line).expect("a case is a JSON object");
            let id = case["id"].as_str().expect("a case has an id");
            let kind = kind(id, name);
            match check(kind, &case["in"], &case["out"]) {
                Ok(()) => passed += 1,
                Err(Miss::NotImplemented) => *missing.entry(kind.to_owned()).or_default() += 1,
                Err(Miss::Differs(difference)) => {
                    differences.push(format!("{id}: {difference}\n    in: {}", case["in"]));
                }
            }
        }
    }
    println!("vectors {name}: {passed} passed, {} failed", differences.len());
    for (kind, count) in &missing {
        println!("vectors {name}: {count} of kind {kind} not implemented");
    }
    let shown = differences.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} of {name} differ, first:\n{shown}", differences.len());
}

/// A file that stands beside those of the topics; `None` if there is none.
pub(crate) fn beside(name: &str) -> Option<Value> {
    let file = files(&root(), name).into_iter().next()?;
    Some(serde_json::from_str(&read(&file)).expect("a file of JSON"))
}

/// Compares JSON values and names the first place where they differ.
pub(crate) fn same(got: &Value, want: &Value) -> Outcome {
    match difference(got, want, "out") {
        None => Ok(()),
        Some(difference) => Err(difference.into()),
    }
}

/// What a failure is recorded as: only the fact of it counts, unless the topic's notes say more.
pub(crate) fn is_failure(recorded: &Value) -> bool {
    recorded["error"] == true
}

/// Compares a result with a recorded value or failure.
pub(crate) fn same_result<E: std::fmt::Display>(got: Result<Value, E>, want: &Value) -> Outcome {
    match got {
        Ok(got) if is_failure(want) => Err(format!("succeeds with {got}").into()),
        Ok(got) => same(&got, want),
        Err(_) if is_failure(want) => Ok(()),
        Err(error) => Err(format!("fails: {error}").into()),
    }
}

/// The texts of a recorded list.
pub(crate) fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A text of a case's input.
pub(crate) fn text<'a>(input: &'a Value, field: &str) -> &'a str {
    input[field].as_str().unwrap_or_else(|| panic!("{input} has no text {field}"))
}

/// The names of all topics that have a file.
pub(crate) fn topics() -> Vec<String> {
    let mut topics: Vec<_> = files(&root(), ".jsonl")
        .iter()
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    topics.sort();
    topics.dedup();
    topics
}

fn root() -> PathBuf {
    match env::var_os("BOWLINE_VECTORS") {
        Some(root) => root.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("data/vectors"),
    }
}

/// All files below a folder whose name is `name`, or ends with it if it begins with a dot.
fn files(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for path in entries.flatten().map(|entry| entry.path()) {
        let file_name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            found.extend(files(&path, name));
        } else if file_name == name || (name.starts_with('.') && file_name.ends_with(name)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// `labelparse` of `selectors-labelparse-0003`.
fn kind<'a>(id: &'a str, topic: &str) -> &'a str {
    let rest = id.strip_prefix(topic).and_then(|rest| rest.strip_prefix('-')).unwrap_or(id);
    rest.rsplit_once('-').map_or(rest, |(kind, _)| kind)
}

fn difference(got: &Value, want: &Value, place: &str) -> Option<String> {
    match (got, want) {
        (Value::Object(a), Value::Object(b)) => {
            let missing = b.keys().find(|key| !a.contains_key(*key));
            let extra = a.keys().find(|key| !b.contains_key(*key));
            if let Some(key) = missing {
                return Some(format!("{place}.{key} is missing, want {}", b[key]));
            }
            if let Some(key) = extra {
                return Some(format!("{place}.{key} is {}, want nothing", a[key]));
            }
            a.iter().find_map(|(key, value)| difference(value, &b[key], &format!("{place}.{key}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| difference(a, b, &format!("{place}[{index}]"))),
        _ if got == want => None,
        _ => Some(format!("{place} is {got}, want {want}")),
    }
}
