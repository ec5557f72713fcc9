//! [`Duration`]: a span in nanoseconds, in Go's spelling.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const NANOS_PER_MICRO: i64 = 1000;
const NANOS_PER_MILLI: i64 = 1_000_000;
const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// A span of time in nanoseconds, negative if it runs backwards; written as Go writes durations,
/// such as `1h30m0s` or `1.5ms`.
///
/// Upstream: `apimachinery/pkg/apis/meta/v1/duration.go`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

/// A text that is not a duration in Go's spelling.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseDurationError {
    /// The text is not a sequence of numbers with units, or does not fit 64 bits of nanoseconds.
    #[error("time: invalid duration {text:?}")]
    Invalid {
        /// The text.
        text: String,
    },
    /// A number has no unit.
    #[error("time: missing unit in duration {text:?}")]
    MissingUnit {
        /// The text.
        text: String,
    },
    /// A unit is none of `ns`, `us`, `µs`, `ms`, `s`, `m`, `h`.
    #[error("time: unknown unit {unit:?} in duration {text:?}")]
    UnknownUnit {
        /// The text.
        text: String,
        /// The unit.
        unit: String,
    },
}

impl Duration {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// The longest span, some 292 years.
    pub const MAX: Self = Self(i64::MAX);

    /// A span of nanoseconds.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// A span of milliseconds; the longest span if they do not fit.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(NANOS_PER_MILLI))
    }

    /// A span of seconds; the longest span if they do not fit.
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    /// The span in nanoseconds.
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// The span in whole seconds, rounded towards zero.
    pub const fn as_secs(self) -> i64 {
        self.0 / NANOS_PER_SECOND
    }

    /// Whether the span is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The span as the standard library has it; nothing if it runs backwards.
    pub fn to_std(self) -> std::time::Duration {
        std::time::Duration::from_nanos(u64::try_from(self.0).unwrap_or(0))
    }
}

impl From<std::time::Duration> for Duration {
    /// Spans that do not fit become the longest.
    fn from(span: std::time::Duration) -> Self {
        Self(i64::try_from(span.as_nanos()).unwrap_or(i64::MAX))
    }
}

impl From<Duration> for std::time::Duration {
    /// As [`Duration::to_std`].
    fn from(span: Duration) -> Self {
        span.to_std()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        if nanos == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_char('-')?;
        }
        let (second, milli, micro) =
            (NANOS_PER_SECOND as u64, NANOS_PER_MILLI as u64, NANOS_PER_MICRO as u64);
        if nanos < micro {
            return write!(f, "{nanos}ns");
        }
        if nanos < milli {
            return write_decimal(f, nanos, micro, "µs");
        }
        if nanos < second {
            return write_decimal(f, nanos, milli, "ms");
        }
        let minutes = nanos / second / 60;
        if minutes >= 60 {
            write!(f, "{}h", minutes / 60)?;
        }
        if minutes > 0 {
            write!(f, "{}m", minutes % 60)?;
        }
        write_decimal(f, nanos % (60 * second), second, "s")
    }
}

/// `nanos` in units of `unit` nanoseconds, without trailing zeros.
fn write_decimal(f: &mut fmt::Formatter<'_>, nanos: u64, unit: u64, name: &str) -> fmt::Result {
    write!(f, "{}", nanos / unit)?;
    let mut rest = nanos % unit;
    if rest > 0 {
        f.write_char('.')?;
    }
    let mut place = unit;
    while rest > 0 {
        place /= 10;
        write!(f, "{}", rest / place)?;
        rest %= place;
    }
    f.write_str(name)
}

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || ParseDurationError::Invalid { text: text.to_owned() };
        let (negative, mut rest) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        if rest == "0" {
            return Ok(Self::ZERO);
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let (nanos, after) = read_term(text, rest)?;
            total = total.checked_add(nanos).filter(|sum| *sum <= 1 << 63).ok_or_else(invalid)?;
            rest = after;
        }
        if negative {
            return 0_i64.checked_sub_unsigned(total).map(Self).ok_or_else(invalid);
        }
        i64::try_from(total).map(Self).map_err(|_| invalid())
    }
}

/// Reads one number with its unit off the front of `rest`: nanoseconds and what follows.
fn read_term<'a>(text: &str, rest: &'a str) -> Result<(u64, &'a str), ParseDurationError> {
    let invalid = || ParseDurationError::Invalid { text: text.to_owned() };
    let (whole, rest) = split_digits(rest);
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => split_digits(rest),
        None => ("", rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return Err(invalid());
    }
    let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    if unit.is_empty() {
        return Err(ParseDurationError::MissingUnit { text: text.to_owned() });
    }
    let scale = unit_nanos(unit).ok_or_else(|| ParseDurationError::UnknownUnit {
        text: text.to_owned(),
        unit: unit.to_owned(),
    })?;
    let mut nanos: u64 = 0;
    if !whole.is_empty() {
        let whole: u64 = whole.parse().map_err(|_| invalid())?;
        nanos = whole.checked_mul(scale).filter(|n| *n <= 1 << 63).ok_or_else(invalid)?;
    }
    nanos += fraction_nanos(fraction, scale);
    if nanos > 1 << 63 { Err(invalid()) } else { Ok((nanos, rest)) }
}

/// Digits that no longer fit 63 bits are dropped, and the product is taken in floating point, as
/// Go does: the results agree to the nanosecond.
fn fraction_nanos(digits: &str, scale: u64) -> u64 {
    let (mut number, mut power) = (0_u64, 1.0_f64);
    for digit in digits.bytes() {
        let Some(next) = number.checked_mul(10).map(|n| n + u64::from(digit - b'0')) else { break };
        if next > 1 << 63 {
            break;
        }
        number = next;
        power *= 10.0;
    }
    if number == 0 { 0 } else { (number as f64 * (scale as f64 / power)) as u64 }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn unit_nanos(unit: &str) -> Option<u64> {
    Some(match unit {
        "ns" => 1,
        // The micro sign and the Greek letter look alike; Go takes both.
        "us" | "\u{b5}s" | "\u{3bc}s" => NANOS_PER_MICRO as u64,
        "ms" => NANOS_PER_MILLI as u64,
        "s" => NANOS_PER_SECOND as u64,
        "m" => 60 * NANOS_PER_SECOND as u64,
        "h" => 3600 * NANOS_PER_SECOND as u64,
        _ => return None,
    })
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DurationVisitor)
    }
}

struct DurationVisitor;

impl Visitor<'_> for DurationVisitor {
    type Value = Duration;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a duration such as \"1h30m\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Duration, E> {
        text.parse().map_err(E::custom)
    }
}
