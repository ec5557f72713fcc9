//! Dates, moments and spans.

use bowline_apimachinery::time::{Duration, Time};

use super::patterns;

/// The spellings of each unit; anything that begins with the last one counts too.
const UNITS: [&[&str]; 8] = [
    &["ns", "nano"],
    &["us", "µs", "micro"],
    &["ms", "milli"],
    &["s", "sec"],
    &["m", "min"],
    &["h", "hr", "hour"],
    &["d", "day"],
    &["w", "wk", "week"],
];

pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && format!("{text}T00:00:00Z").parse::<Time>().is_ok()
}

pub(super) fn is_date_time(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts = lower.split('t');
    let (Some(date), Some(time)) = (parts.next(), parts.next()) else { return false };
    let Some(pattern) = patterns::TIME_OF_DAY.as_ref() else { return false };
    let Some(found) = pattern.captures(time) else { return false };
    is_date(date) && &found[1] <= "23" && &found[2] <= "59" && &found[3] <= "59"
}

pub(super) fn is_duration(text: &str) -> bool {
    if text.parse::<Duration>().is_ok() {
        return true;
    }
    let Some(pattern) = patterns::DURATION_PART.as_ref() else { return false };
    let mut found = false;
    for part in pattern.captures_iter(text) {
        if part[1].parse::<i64>().is_err() {
            return false;
        }
        let unit = part[2].to_lowercase();
        found |= UNITS.iter().any(|spellings| {
            spellings.contains(&unit.as_str())
                || spellings.last().is_some_and(|last| unit.starts_with(last))
        });
    }
    found
}
