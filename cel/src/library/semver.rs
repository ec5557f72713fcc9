//! Semantic versions.

use std::cmp::Ordering;

use super::{Call, Implementation, Library};
use crate::value::{Error, Opaque, Semver, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
string_to_semver: semver(string) -> kubernetes.Semver
string_bool_to_semver: semver(string, bool) -> kubernetes.Semver
is_semver_string: isSemver(string) -> bool
is_semver_string_bool: isSemver(string, bool) -> bool
semver_is_greater_than: <kubernetes.Semver>.isGreaterThan(kubernetes.Semver) -> bool
semver_is_less_than: <kubernetes.Semver>.isLessThan(kubernetes.Semver) -> bool
semver_compare_to: <kubernetes.Semver>.compareTo(kubernetes.Semver) -> int
semver_major: <kubernetes.Semver>.major() -> int
semver_minor: <kubernetes.Semver>.minor() -> int
semver_patch: <kubernetes.Semver>.patch() -> int",
    types: &["kubernetes.Semver"],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "semver" => |call| {
                let (text, tolerant) = text(&call, "semver")?;
                let parsed = parse(text, tolerant).map_err(Error::other)?;
                Ok(Value::opaque(Opaque::Semver(parsed)))
            },
            "isSemver" => |call| {
                let (text, tolerant) = text(&call, "isSemver")?;
                Ok(Value::Bool(parse(text, tolerant).is_ok()))
            },
            "major" => |call| part(call, "major", 0),
            "minor" => |call| part(call, "minor", 1),
            "patch" => |call| part(call, "patch", 2),
            _ => return None,
        })
    },
};

pub(super) fn compare(a: &Semver, b: &Semver) -> Ordering {
    a.compare(b)
}

fn text<'c>(call: &Call<'c, '_>, function: &str) -> Result<(&'c str, bool), Error> {
    match call.args {
        [Value::String(text)] => Ok((text, false)),
        [Value::String(text), Value::Bool(tolerant)] => Ok((text, *tolerant)),
        _ => Err(call.no_overload(function)),
    }
}

fn part<'a>(call: Call<'_, 'a>, function: &str, at: usize) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque)] = call.args
        && let Opaque::Semver(version) = &**opaque
    {
        return Ok(Value::Int(i64::try_from(version.numbers[at]).unwrap_or(i64::MAX)));
    }
    Err(call.no_overload(function))
}

/// Reads a version; a tolerant reader takes a `v` in front, fewer numbers and leading zeros.
fn parse(text: &str, tolerant: bool) -> Result<Semver, String> {
    if tolerant { strict(&normalised(text)?) } else { strict(text) }
}

fn normalised(text: &str) -> Result<String, String> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let mut parts: Vec<String> = text.splitn(3, '.').map(str::to_owned).collect();
    for part in &mut parts {
        if part.len() > 1 {
            let bare = part.trim_start_matches('0');
            let digit = bare.starts_with(|c: char| c.is_ascii_digit());
            *part = if digit { bare.to_owned() } else { format!("0{bare}") };
        }
    }
    if parts.len() < 3 && parts.last().is_some_and(|p| p.contains(['+', '-'])) {
        return Err("short version cannot contain PreRelease/Build meta data".to_owned());
    }
    parts.resize(3, "0".to_owned());
    Ok(parts.join("."))
}

fn strict(text: &str) -> Result<Semver, String> {
    if text.is_empty() {
        return Err("Version string empty".to_owned());
    }
    let parts: Vec<&str> = text.splitn(3, '.').collect();
    let [major, minor, rest] = parts[..] else {
        return Err("No Major.Minor.Patch elements found".to_owned());
    };
    let (rest, build) = match rest.split_once('+') {
        Some((rest, build)) => (rest, Some(build)),
        None => (rest, None),
    };
    let (patch, pre) = match rest.split_once('-') {
        Some((patch, pre)) => (patch, Some(pre)),
        None => (rest, None),
    };
    let numbers = [
        number(major, "major number")?,
        number(minor, "minor number")?,
        number(patch, "patch number")?,
    ];
    let pre_release = parts_of(pre, "Prerelease")?;
    for part in &pre_release {
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        if digits && part.len() > 1 && part.starts_with('0') {
            return Err(format!(
                "Numeric PreRelease version must not contain leading zeroes {part:?}"
            ));
        }
    }
    parts_of(build, "Build meta data")?;
    Ok(Semver { numbers, pre_release })
}

fn number(text: &str, what: &str) -> Result<u64, String> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("Invalid character(s) found in {what} {text:?}"));
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(format!("{} must not contain leading zeroes {text:?}", capital(what)));
    }
    text.parse().map_err(|_| format!("{what} {text:?} is out of range"))
}

fn capital(what: &str) -> String {
    let mut chars = what.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn parts_of(text: Option<&str>, what: &str) -> Result<Vec<String>, String> {
    let Some(text) = text else { return Ok(Vec::new()) };
    text.split('.')
        .map(|part| {
            let valid = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if part.is_empty() {
                return Err(format!("{what} is empty"));
            }
            if valid {
                return Ok(part.to_owned());
            }
            Err(format!("Invalid character(s) found in {} {part:?}", what.to_lowercase()))
        })
        .collect()
}
