//! `FieldsV1`: a set as a JSON tree whose keys are path elements.

use std::fmt;

use serde_json::{Map, Value};

use super::set::{FieldSet, Node};
use crate::managed_fields::path_element::PathElement;

/// A text that is not `FieldsV1`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParseFieldsError {
    /// Not JSON at all.
    #[error("managed fields: {0}")]
    Json(#[from] serde_json::Error),
    /// A value that should be an object.
    #[error("managed fields: {0} is not an object")]
    NotAnObject(String),
    /// A key that is no path element.
    #[error("managed fields: parsing key {key:?} as path element: {reason}")]
    Key {
        /// The key.
        key: String,
        /// What is wrong.
        reason: &'static str,
    },
}

impl FieldSet {
    /// Reads `FieldsV1` text. Keys of kinds that a later version may know are dropped.
    ///
    /// # Errors
    /// When the text is no tree of path elements.
    pub fn parse(text: &str) -> Result<Self, ParseFieldsError> {
        Self::from_value(&serde_json::from_str(text)?)
    }

    /// Reads a `FieldsV1` value.
    ///
    /// # Errors
    /// When the value is no tree of path elements.
    pub fn from_value(value: &Value) -> Result<Self, ParseFieldsError> {
        read(value).map(|(set, _)| set)
    }

    /// Writes the set as a `FieldsV1` value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Object(self.members(false))
    }

    fn members(&self, include_self: bool) -> Map<String, Value> {
        let mut members = Map::new();
        if include_self {
            members.insert(".".to_owned(), Value::Object(Map::new()));
        }
        for node in &self.nodes {
            let inner = node.children.members(node.is_marked());
            members.insert(node.element.to_key(), Value::Object(inner));
        }
        members
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, include_self: bool) -> fmt::Result {
        let mut first = true;
        f.write_str("{")?;
        if include_self {
            f.write_str("\".\":{}")?;
            first = false;
        }
        for node in &self.nodes {
            if !first {
                f.write_str(",")?;
            }
            first = false;
            write!(f, "{}:", Value::String(node.element.to_key()))?;
            node.children.write(f, node.is_marked())?;
        }
        f.write_str("}")
    }
}

impl Node {
    /// Whether the text has to say that the element is a member: without children it is anyway.
    fn is_marked(&self) -> bool {
        self.member && !self.children.is_empty()
    }
}

/// `FieldsV1` text, in the order of the set.
impl fmt::Display for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}

/// The set, and whether the element that holds it is a member itself.
fn read(value: &Value) -> Result<(FieldSet, bool), ParseFieldsError> {
    let members = match value {
        Value::Object(members) => members,
        Value::Null => return Ok((FieldSet::new(), true)),
        other => return Err(ParseFieldsError::NotAnObject(other.to_string())),
    };
    let mut set = FieldSet::new();
    let mut is_member = false;
    for (key, value) in members {
        if key == "." {
            is_member = true;
            continue;
        }
        let element = PathElement::parse(key)
            .map_err(|reason| ParseFieldsError::Key { key: key.clone(), reason })?;
        let Some(element) = element else { continue };
        let (children, member) = read(value)?;
        set.add(element, super::set::Mark { member, children });
    }
    is_member |= set.is_empty();
    Ok((set, is_member))
}
