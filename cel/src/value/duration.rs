//! Lengths of time, in nanoseconds.

use std::fmt;

/// A length of time of up to about 292 years either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(i64);

const UNITS: [(&str, i64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

impl Duration {
    /// A length in nanoseconds.
    pub fn from_nanoseconds(n: i64) -> Self {
        Self(n)
    }

    /// Its length in nanoseconds.
    pub fn nanoseconds(self) -> i64 {
        self.0
    }

    /// Its length in seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// Reads what Go prints: signed sequences of decimals with units, such as `-1h30m1.5s`.
    pub fn parse(text: &str) -> Option<Self> {
        parse_with(text, |name| UNITS.iter().find(|(n, _)| *n == name).map(|(_, v)| *v))
    }

    /// Reads the format `duration` of a schema: what Go reads, or a number and a unit in words.
    pub(crate) fn parse_format(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| parse_words(text))
    }
}

fn parse_with(text: &str, unit_of: impl Fn(&str) -> Option<i64>) -> Option<Duration> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(Duration(0));
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let whole = &rest[..digits];
        rest = &rest[digits..];
        let mut fraction = "";
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            (fraction, rest) = after.split_at(end);
        }
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after;
        let unit = i128::from(unit_of(name)?);
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        total = total.checked_add(whole.checked_mul(unit)?)?;
        let (mut value, mut scale) = (0_i128, 1_i128);
        for digit in fraction.bytes().take(18) {
            value = value * 10 + i128::from(digit - b'0');
            scale *= 10;
        }
        total = total.checked_add(value * unit / scale)?;
        if total > i128::from(i64::MAX) + 1 {
            return None;
        }
    }
    i64::try_from(if negative { -total } else { total }).ok().map(Duration)
}

/// Numbers with units in words, as schemas allow: `5 weeks`.
fn parse_words(text: &str) -> Option<Duration> {
    let text = text.trim();
    let mut total: i64 = 0;
    let mut rest = text;
    let mut any = false;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let count: i64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let end = rest.find(|c: char| !(c.is_alphabetic())).unwrap_or(rest.len());
        let unit = match &rest[..end] {
            "ns" | "nano" => 1,
            "us" | "\u{b5}s" | "micro" => 1_000,
            "ms" | "milli" => 1_000_000,
            "s" | "sec" | "secs" => 1_000_000_000,
            "m" | "min" | "mins" => 60_000_000_000,
            "h" | "hr" | "hour" | "hours" => 3_600_000_000_000,
            "d" | "day" | "days" => 86_400_000_000_000,
            "w" | "week" | "weeks" => 604_800_000_000_000,
            _ => return None,
        };
        total = total.checked_add(count.checked_mul(unit)?)?;
        rest = rest[end..].trim_start();
        any = true;
    }
    any.then_some(Duration(total))
}

/// Prints as Go does: `1h30m0s`, `1.5s`, `0s`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        if n == 0 {
            return f.write_str("0s");
        }
        for (limit, divisor, unit) in
            [(1_000, 1, "ns"), (1_000_000, 1_000, "\u{b5}s"), (1_000_000_000, 1_000_000, "ms")]
        {
            if n < limit {
                return write!(f, "{}{unit}", decimal(n, divisor));
            }
        }
        let seconds = n / 1_000_000_000;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if seconds >= 60 {
            write!(f, "{minutes}m")?;
        }
        write!(f, "{}s", decimal(n % 60_000_000_000, 1_000_000_000))
    }
}

/// `n / divisor` as a decimal without trailing zeros; `divisor` is a power of ten.
pub(super) fn decimal(n: u64, divisor: u64) -> String {
    let (whole, rest) = (n / divisor, n % divisor);
    if rest == 0 {
        return whole.to_string();
    }
    let width = divisor.ilog10() as usize;
    format!("{whole}.{}", format!("{rest:0width$}").trim_end_matches('0'))
}
