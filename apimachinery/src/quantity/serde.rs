//! Quantities on the wire: a string or a number in, a string out, null for zero.

use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse::ParseQuantityError;
use super::value::Quantity;

impl Quantity {
    /// Reads a JSON value as upstream does: by its text, so that `1e3` stays an exponent and
    /// numbers of any length stay exact. Escapes in strings are not resolved, since no quantity
    /// has a use for them; white space around the quantity is dropped.
    ///
    /// # Errors
    /// When what stands between the quotes, or without them, is not a quantity.
    pub fn from_json_text(json: &str) -> Result<Self, ParseQuantityError> {
        if json == "null" {
            return Ok(Self::default());
        }
        let quoted = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Self::parse(quoted.unwrap_or(json).trim())
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(QuantityVisitor)
    }
}

struct QuantityVisitor;

impl Visitor<'_> for QuantityVisitor {
    type Value = Quantity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quantity such as \"500m\" or 2")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
        Quantity::parse(text.trim()).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Quantity, E> {
        Ok(Quantity::from(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Quantity, E> {
        Quantity::parse(&number.to_string()).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Quantity, E> {
        // The shortest digits that give this float, which are those that were written.
        Quantity::parse(&number.to_string()).map_err(E::custom)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Quantity, E> {
        Ok(Quantity::default())
    }
}
