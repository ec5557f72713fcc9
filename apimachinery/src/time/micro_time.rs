//! [`MicroTime`]: a moment in microseconds.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rfc3339::{self, Fraction, ParseTimeError, ZERO_SECONDS};
use super::{Duration, Time};

const MICROS_PER_SECOND: i64 = 1_000_000;

/// A moment in microseconds, printed in UTC as `2006-01-02T15:04:05.000000Z`.
///
/// The default is Go's zero time and is `null` on the wire. Only texts with exactly six digits of
/// fraction are read. Upstream: `apimachinery/pkg/apis/meta/v1/micro_time.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroTime(i64);

impl MicroTime {
    /// The time that is not set.
    pub const ZERO: Self = Self(ZERO_SECONDS * MICROS_PER_SECOND);

    /// The moment that is `micros` microseconds after (or before) 1970-01-01T00:00:00Z.
    pub const fn from_unix_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// Whether this is the time that is not set.
    pub const fn is_zero(self) -> bool {
        self.0 == Self::ZERO.0
    }

    /// How much later this moment is than `earlier`; negative if it is before it.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0).saturating_mul(1000))
    }

    /// The moment `span` later; the part below a microsecond is dropped downwards.
    pub const fn saturating_add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.as_nanos().div_euclid(1000)))
    }
}

impl Default for MicroTime {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<Time> for MicroTime {
    fn from(time: Time) -> Self {
        Self(time.unix_seconds().saturating_mul(MICROS_PER_SECOND))
    }
}

impl FromStr for MicroTime {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (seconds, nanos) = rfc3339::parse(text, Fraction::Micros)?;
        Ok(Self(seconds * MICROS_PER_SECOND + i64::from(nanos / 1000)))
    }
}

impl MicroTime {
    /// Appends what [`Display`](fmt::Display) shows.
    pub(crate) fn append_to(self, out: &mut Vec<u8>) {
        let micros = self.0.rem_euclid(MICROS_PER_SECOND) as u32;
        rfc3339::append(out, self.0.div_euclid(MICROS_PER_SECOND), Some(micros));
    }
}

impl fmt::Display for MicroTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.rem_euclid(MICROS_PER_SECOND) as u32;
        rfc3339::write(f, self.0.div_euclid(MICROS_PER_SECOND), Some(micros))
    }
}

impl Serialize for MicroTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_zero() { serializer.serialize_unit() } else { serializer.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for MicroTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_moment(deserializer, Self::ZERO)
    }
}

/// A string in the moment's own syntax; null gives `unset`.
pub(super) fn deserialize_moment<'de, D, T>(deserializer: D, unset: T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = ParseTimeError>,
{
    deserializer.deserialize_any(MomentVisitor { unset, moment: PhantomData })
}

struct MomentVisitor<T> {
    unset: T,
    moment: PhantomData<T>,
}

impl<T: FromStr<Err = ParseTimeError>> Visitor<'_> for MomentVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time in RFC 3339 or null")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_unit<E: de::Error>(self) -> Result<T, E> {
        Ok(self.unset)
    }
}
