//! Ports, ids, ranges and texts that spell numbers.

use super::{NON_EMPTY, max_length, pattern};

/// The longest name of a port.
const PORT_NAME_MAX_LENGTH: usize = 15;

/// A number from `low` to `high`, both included.
pub fn in_range(value: i64, low: i64, high: i64) -> Vec<String> {
    if (low..=high).contains(&value) {
        return Vec::new();
    }
    vec![format!("must be between {low} and {high}, inclusive")]
}

/// The number of a TCP or UDP port.
pub fn port_number(port: i64) -> Vec<String> {
    in_range(port, 1, 65_535)
}

/// The id of a user.
pub fn user_id(id: i64) -> Vec<String> {
    in_range(id, 0, i64::from(i32::MAX))
}

/// The id of a group.
pub fn group_id(id: i64) -> Vec<String> {
    in_range(id, 0, i64::from(i32::MAX))
}

/// The name of a port, after RFC 6335 in lower case.
pub fn port_name(port: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if port.len() > PORT_NAME_MAX_LENGTH {
        errors.push(max_length(PORT_NAME_MAX_LENGTH));
    }
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if port.is_empty() || !port.bytes().all(allowed) {
        let message = "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        errors.push(message.to_owned());
    }
    if !port.bytes().any(|b| b.is_ascii_lowercase()) {
        errors.push("must contain at least one letter (a-z)".to_owned());
    }
    if port.contains("--") {
        errors.push("must not contain consecutive hyphens".to_owned());
    }
    if port.starts_with('-') || port.ends_with('-') {
        errors.push("must not begin or end with a hyphen".to_owned());
    }
    errors
}

/// Digits and a percent sign.
pub fn percent(value: &str) -> Vec<String> {
    let digits = value.strip_suffix('%').unwrap_or("");
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    vec![pattern(
        "a valid percent string must be a numeric string followed by an ending '%'",
        "[0-9]+%",
        &["1%", "93%"],
    )]
}

/// A whole number as a person writes it: no plus sign, no leading zeros, no minus zero.
pub fn decimal_integer(value: &str) -> Vec<String> {
    if value.is_empty() {
        return vec![NON_EMPTY.to_owned()];
    }
    let digits = value.strip_prefix('-').unwrap_or(value);
    let nonzero = !digits.is_empty() && !digits.starts_with('0');
    if value == "0" || (nonzero && digits.bytes().all(|b| b.is_ascii_digit())) {
        return Vec::new();
    }
    vec!["must be a valid decimal integer in canonical form".to_owned()]
}
