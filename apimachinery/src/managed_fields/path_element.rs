//! The steps of a path into an object, and how they are written in `FieldsV1`.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Map, Value};

use super::value_order::compare;
use crate::codec::json;
use crate::validation::quoted;

/// One step from a value to a part of it.
#[derive(Clone, Debug)]
pub enum PathElement {
    /// A member of an object.
    Field(String),
    /// The item of a list with these values of the keys, in order of the keys' names.
    Key(Vec<(String, Value)>),
    /// The item of a set with this value.
    Value(Value),
    /// The item of a list at this index.
    Index(i64),
}

impl PathElement {
    /// A member of an object.
    pub fn field(name: impl Into<String>) -> Self {
        Self::Field(name.into())
    }

    /// Reads the text of a `FieldsV1` key, such as `f:spec` or `k:{"name":"a"}`.
    ///
    /// `None` for kinds of keys that a later version may know.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(super) fn parse(text: &str) -> Result<Option<Self>, &'static str> {
        let mut chars = text.chars();
        let (Some(kind), Some(separator)) = (chars.next(), chars.next()) else {
            return Err("key must be 2 characters long");
        };
        if separator != ':' {
            return Err("missing colon");
        }
        let content = chars.as_str();
        Ok(Some(match kind {
            'f' => Self::Field(content.to_owned()),
            'v' => Self::Value(serde_json::from_str(content).map_err(|_| "value is not JSON")?),
            'k' => {
                let keys: Map<String, Value> =
                    serde_json::from_str(content).map_err(|_| "key is not a JSON object")?;
                let mut keys: Vec<_> = keys.into_iter().collect();
                keys.sort_by(|a, b| a.0.cmp(&b.0));
                Self::Key(keys)
            }
            'i' => Self::Index(content.parse().map_err(|_| "index is not a number")?),
            _ => return Ok(None),
        }))
    }

    /// The text of the `FieldsV1` key.
    pub(super) fn to_key(&self) -> String {
        match self {
            Self::Field(name) => format!("f:{name}"),
            Self::Key(keys) => {
                let keys: Vec<String> = keys
                    .iter()
                    .map(|(name, value)| format!("{}:{}", text(name), text(value)))
                    .collect();
                format!("k:{{{}}}", keys.join(","))
            }
            Self::Value(value) => format!("v:{}", text(value)),
            Self::Index(index) => format!("i:{index}"),
        }
    }
}

/// JSON as upstream writes it.
fn text<T: serde::Serialize + ?Sized>(value: &T) -> String {
    json::write(value).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

impl Ord for PathElement {
    fn cmp(&self, other: &Self) -> Ordering {
        fn rank(element: &PathElement) -> u8 {
            match element {
                PathElement::Field(_) => 0,
                PathElement::Key(_) => 1,
                PathElement::Value(_) => 2,
                PathElement::Index(_) => 3,
            }
        }
        match (self, other) {
            (Self::Field(l), Self::Field(r)) => l.cmp(r),
            (Self::Key(l), Self::Key(r)) => {
                let keys = l.iter().zip(r);
                let keys = keys.map(|(l, r)| l.0.cmp(&r.0).then_with(|| compare(&l.1, &r.1)));
                keys.fold(Ordering::Equal, Ordering::then).then(l.len().cmp(&r.len()))
            }
            (Self::Value(l), Self::Value(r)) => compare(l, r),
            (Self::Index(l), Self::Index(r)) => l.cmp(r),
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

impl PartialOrd for PathElement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for PathElement {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for PathElement {}

impl fmt::Display for PathElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(f, ".{name}"),
            Self::Key(keys) => {
                f.write_str("[")?;
                for (at, (name, value)) in keys.iter().enumerate() {
                    if at > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{name}={}", Shown(value))?;
                }
                f.write_str("]")
            }
            Self::Value(value) => write!(f, "[={}]", Shown(value)),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A value as paths show it.
struct Shown<'a>(&'a Value);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::String(text) => write!(f, "{}", quoted(text)),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|i| Shown(i).to_string()).collect();
                write!(f, "[{}]", items.join(","))
            }
            Value::Object(members) => {
                for (name, value) in members {
                    write!(f, "{name}={}", Shown(value))?;
                }
                Ok(())
            }
            scalar => f.write_str(&text(scalar)),
        }
    }
}

/// A way from an object to a part of it, printed as `.spec.containers[name="a"].image`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<PathElement>);

impl Path {
    /// A path of members of objects.
    #[must_use]
    pub fn fields(names: &[&str]) -> Self {
        Self(names.iter().map(|name| PathElement::field(*name)).collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|element| element.fmt(f))
    }
}
