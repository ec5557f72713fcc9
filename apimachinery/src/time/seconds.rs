//! [`Time`]: a moment in whole seconds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rfc3339::{self, Fraction, ParseTimeError, ZERO_SECONDS};
use super::{Duration, MicroTime};

/// A moment in whole seconds, printed in UTC as `2006-01-02T15:04:05Z`.
///
/// The default is Go's zero time, the start of year 1: it means "not set" and is `null` on the
/// wire. Upstream: `apimachinery/pkg/apis/meta/v1/time.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The time that is not set.
    pub const ZERO: Self = Self(ZERO_SECONDS);

    /// The moment that is `seconds` after (or before) 1970-01-01T00:00:00Z.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// Appends what [`Display`](fmt::Display) shows.
    pub(crate) fn append_to(self, out: &mut Vec<u8>) {
        rfc3339::append(out, self.0, None);
    }

    /// Whether this is the time that is not set.
    pub const fn is_zero(self) -> bool {
        self.0 == ZERO_SECONDS
    }

    /// How much later this moment is than `earlier`; negative if it is before it.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.0.saturating_sub(earlier.0))
    }

    /// The moment `span` later, in whole seconds; the part below a second is dropped downwards.
    pub const fn saturating_add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.as_nanos().div_euclid(1_000_000_000)))
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<MicroTime> for Time {
    /// Drops the fraction of the second.
    fn from(time: MicroTime) -> Self {
        Self(time.unix_micros().div_euclid(1_000_000))
    }
}

impl FromStr for Time {
    type Err = ParseTimeError;

    /// Reads RFC 3339; a fraction of a second is dropped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        rfc3339::parse(text, Fraction::Any).map(|(seconds, _)| Self(seconds))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::write(f, self.0, None)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_zero() { serializer.serialize_unit() } else { serializer.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::micro_time::deserialize_moment(deserializer, Self::ZERO)
    }
}
