//! A number or a text, such as a port by number or by name, or a count or a percentage.

use std::fmt;
use std::num::IntErrorKind;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A 32-bit number or a text; on the wire it is whichever it holds.
///
/// Upstream: `apimachinery/pkg/util/intstr/intstr.go`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IntOrString {
    /// A number.
    Int(i32),
    /// A text, often a percentage such as `25%`.
    String(String),
}

/// Which way a share of a whole is rounded to a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Towards positive infinity, as for `maxSurge`.
    Up,
    /// Towards negative infinity, as for `maxUnavailable`.
    Down,
}

/// A text where a count or a percentage was needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScaleError {
    /// The text does not end in `%`.
    #[error("invalid value for IntOrString: invalid type: string is not a percentage")]
    NotPercentage,
    /// What stands before the `%` is not a whole number.
    #[error("invalid value for IntOrString: invalid value {text:?}: not a whole number before '%'")]
    NotNumber {
        /// The whole text.
        text: String,
    },
}

impl IntOrString {
    /// Reads a text as a number if it is one that fits 32 bits, else keeps it as text.
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(number) => Self::Int(number),
            Err(_) => Self::String(text.to_owned()),
        }
    }

    /// The number, or the number that the text spells; 0 for other texts. A number too large for
    /// 64 bits gives the nearest that fits, as Go's `Atoi` does.
    pub fn int_value(&self) -> i64 {
        match self {
            Self::Int(number) => i64::from(*number),
            Self::String(text) => match text.parse::<i64>() {
                Ok(number) => number,
                Err(error) => match error.kind() {
                    IntErrorKind::PosOverflow => i64::MAX,
                    IntErrorKind::NegOverflow => i64::MIN,
                    _ => 0,
                },
            },
        }
    }

    /// The number as it stands, or the percentage taken of `total` and rounded.
    ///
    /// # Errors
    /// When the text is not a whole number followed by `%`.
    pub fn scaled_value(&self, total: i64, round: Round) -> Result<i64, ScaleError> {
        let Self::String(text) = self else { return Ok(self.int_value()) };
        let percent = text.strip_suffix('%').ok_or(ScaleError::NotPercentage)?;
        let percent: i64 =
            percent.parse().map_err(|_| ScaleError::NotNumber { text: text.clone() })?;
        // Floating point as upstream has it: the results must agree to the last pod.
        let share = percent as f64 * total as f64 / 100.0;
        Ok(match round {
            Round::Up => share.ceil() as i64,
            Round::Down => share.floor() as i64,
        })
    }
}

impl Default for IntOrString {
    fn default() -> Self {
        Self::Int(0)
    }
}

impl From<i32> for IntOrString {
    fn from(number: i32) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for IntOrString {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for IntOrString {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl FromStr for IntOrString {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::parse(text))
    }
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => write!(f, "{number}"),
            Self::String(text) => f.write_str(text),
        }
    }
}

impl Serialize for IntOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Int(number) => serializer.serialize_i32(*number),
            Self::String(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for IntOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntOrStringVisitor)
    }
}

struct IntOrStringVisitor;

impl Visitor<'_> for IntOrStringVisitor {
    type Value = IntOrString;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a 32-bit integer or a string")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<IntOrString, E> {
        i32::try_from(number)
            .map(IntOrString::Int)
            .map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<IntOrString, E> {
        i32::try_from(number)
            .map(IntOrString::Int)
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<IntOrString, E> {
        // JSON's `-0` reaches us as a float.
        if number == 0.0 && number.is_sign_negative() {
            return Ok(IntOrString::Int(0));
        }
        Err(E::invalid_type(de::Unexpected::Float(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<IntOrString, E> {
        Ok(IntOrString::from(text))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<IntOrString, E> {
        Ok(IntOrString::String(text))
    }

    fn visit_unit<E: de::Error>(self) -> Result<IntOrString, E> {
        Ok(IntOrString::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_scale_and_round() {
        for (value, total, up, down) in [
            (IntOrString::from("50%"), 7, 4, 3),
            (IntOrString::from("-5%"), 99, -4, -5),
            (IntOrString::from("05%"), 99, 5, 4),
            (IntOrString::from(3), 99, 3, 3),
        ] {
            assert_eq!(value.scaled_value(total, Round::Up), Ok(up), "{value} up");
            assert_eq!(value.scaled_value(total, Round::Down), Ok(down), "{value} down");
        }
        for text in ["", "5", "%", "x%", "100%%", "5% "] {
            assert!(IntOrString::from(text).scaled_value(10, Round::Up).is_err(), "{text}");
        }
    }

    #[test]
    fn json_is_the_inner_value() {
        for (json, want) in [
            ("8080", IntOrString::Int(8080)),
            ("\"http\"", IntOrString::from("http")),
            ("\"80\"", IntOrString::from("80")),
            ("null", IntOrString::Int(0)),
            ("-0", IntOrString::Int(0)),
        ] {
            let got: IntOrString = serde_json::from_str(json).unwrap();
            assert_eq!(got, want, "{json}");
        }
        for json in ["1.5", "2147483648", "true", "[]", "{}"] {
            assert!(serde_json::from_str::<IntOrString>(json).is_err(), "{json}");
        }
        assert_eq!(serde_json::to_string(&IntOrString::Int(1)).unwrap(), "1");
        assert_eq!(serde_json::to_string(&IntOrString::from("1")).unwrap(), "\"1\"");
    }

    #[test]
    fn texts_that_spell_numbers_have_an_int_value() {
        for (text, want) in
            [("7", 7), ("+7", 7), ("x", 0), ("", 0), ("99999999999999999999", i64::MAX)]
        {
            assert_eq!(IntOrString::from(text).int_value(), want, "{text}");
        }
        assert_eq!(IntOrString::parse("12"), IntOrString::Int(12));
        assert_eq!(IntOrString::parse("3000000000"), IntOrString::from("3000000000"));
    }
}
