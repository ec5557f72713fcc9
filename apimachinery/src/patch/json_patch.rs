//! JSON patch (RFC 6902), with the API server's liberties.
//!
//! The liberties: negative indices count from the end, `replace` of a missing member adds it,
//! `test` takes an absent member for `null`, and `copy` from an absent member writes `null`.
//!
//! *Upstream:* `github.com/evanphx/json-patch` v4 and
//! `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::codec::json::MAX_DEPTH;

/// The most operations the API server takes in one patch.
pub const MAX_OPERATIONS: usize = 10_000;

/// The most bytes of JSON that all `copy` operations of a patch may add together.
pub const MAX_COPIED_BYTES: usize = 3 * 1024 * 1024;

/// Why a JSON patch can't be read or applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonPatchError {
    /// The text is not a list of objects.
    #[error("json patch: {0}")]
    Decode(#[from] serde_json::Error),
    /// More than [`MAX_OPERATIONS`].
    #[error("the allowed maximum operations in a JSON patch is {MAX_OPERATIONS}, got {0}")]
    TooManyOperations(usize),
    /// `op` is none of the six.
    #[error("unexpected kind: {0}")]
    UnknownOperation(String),
    /// The operation lacks a member it needs.
    #[error("{operation} operation lacks a {member}: missing value")]
    Incomplete {
        /// The operation.
        operation: &'static str,
        /// `path` or `from`.
        member: &'static str,
    },
    /// The document has no such place.
    #[error("{operation} operation does not apply: doc is missing path: {path:?}: missing value")]
    Missing {
        /// The operation.
        operation: &'static str,
        /// The JSON pointer.
        path: String,
    },
    /// A list has no such index.
    #[error("error in {operation} for path: '{path}': unable to access invalid index: {index}")]
    Index {
        /// The operation.
        operation: &'static str,
        /// The JSON pointer.
        path: String,
        /// The index asked for.
        index: i64,
    },
    /// A list was given a key that is no number.
    #[error("error in {operation} for path: '{path}': {key:?} is not an array index")]
    NotAnIndex {
        /// The operation.
        operation: &'static str,
        /// The JSON pointer.
        path: String,
        /// Its last part.
        key: String,
    },
    /// The value differs from what `test` expects.
    #[error("testing value {0} failed: test failed")]
    TestFailed(String),
    /// The copies add more than [`MAX_COPIED_BYTES`].
    #[error(
        "unable to complete the copy, the accumulated size increase of copy is {0}, exceeding the limit {MAX_COPIED_BYTES}"
    )]
    CopiedTooMuch(usize),
    /// The document would nest deeper than [`MAX_DEPTH`].
    #[error("{operation} operation does not apply: {path:?}: exceeded max depth")]
    Depth {
        /// The operation.
        operation: &'static str,
        /// The JSON pointer.
        path: String,
    },
}

impl JsonPatchError {
    /// The HTTP status the API server answers with: 400, 413 or 422.
    #[must_use]
    pub fn code(&self) -> u16 {
        match self {
            Self::Decode(_) => 400,
            Self::TooManyOperations(_) => 413,
            _ => 422,
        }
    }
}

/// Reads a patch and applies it.
///
/// # Errors
/// When the patch is malformed or does not fit the document. The document is partly patched then:
/// throw it away.
pub fn apply(document: &mut Value, patch: &[u8]) -> Result<(), JsonPatchError> {
    apply_operations(document, decode(patch)?)
}

/// Reads a patch; `null` is a patch without operations.
///
/// # Errors
/// When the text is not a list of objects, or the list is too long.
pub fn decode(patch: &[u8]) -> Result<Vec<Map<String, Value>>, JsonPatchError> {
    let operations: Option<Vec<Option<Map<String, Value>>>> = serde_json::from_slice(patch)?;
    let operations = operations.unwrap_or_default();
    if operations.len() > MAX_OPERATIONS {
        return Err(JsonPatchError::TooManyOperations(operations.len()));
    }
    Ok(operations.into_iter().map(Option::unwrap_or_default).collect())
}

/// Applies operations in order.
///
/// # Errors
/// When one does not fit the document, which is partly patched then.
pub fn apply_operations(
    document: &mut Value,
    operations: Vec<Map<String, Value>>,
) -> Result<(), JsonPatchError> {
    let mut copied = 0;
    for operation in operations {
        step(document, operation, &mut copied)?;
    }
    Ok(())
}

fn step(
    document: &mut Value,
    mut operation: Map<String, Value>,
    copied: &mut usize,
) -> Result<(), JsonPatchError> {
    let value = operation.remove("value");
    let text = |name: &'static str, member: &'static str| {
        operation
            .get(member)
            .and_then(Value::as_str)
            .ok_or(JsonPatchError::Incomplete { operation: name, member })
    };
    match operation.get("op").and_then(Value::as_str).unwrap_or("unknown") {
        "add" => Place::new("add", text("add", "path")?).add(document, value.unwrap_or_default()),
        "remove" => Place::new("remove", text("remove", "path")?).remove(document).map(drop),
        "replace" => {
            let place = Place::new("replace", text("replace", "path")?);
            place.replace(document, value.unwrap_or_default())
        }
        "move" => {
            let from = Place::new("move", text("move", "from")?);
            from.get(document)?;
            let value = from.remove(document)?;
            Place::new("move", text("move", "path")?).add(document, value)
        }
        "copy" => {
            let from = Place::new("copy", text("copy", "from")?);
            let value = from.get(document)?.cloned().unwrap_or_default();
            let place = Place::new("copy", text("copy", "path")?);
            place.container(document)?;
            if !value.is_null() {
                *copied += value.to_string().len();
            }
            if *copied > MAX_COPIED_BYTES {
                return Err(JsonPatchError::CopiedTooMuch(*copied));
            }
            place.add(document, value)
        }
        "test" => Place::new("test", text("test", "path")?).test(document, value),
        other => Err(JsonPatchError::UnknownOperation(other.to_owned())),
    }
}

/// A JSON pointer, and the operation that uses it, for its errors.
#[derive(Clone, Copy)]
struct Place<'a> {
    operation: &'static str,
    path: &'a str,
}

impl<'a> Place<'a> {
    fn new(operation: &'static str, path: &'a str) -> Self {
        Self { operation, path }
    }

    fn add(self, document: &mut Value, value: Value) -> Result<(), JsonPatchError> {
        self.check_depth(&value)?;
        let (container, key) = self.container(document)?;
        match container {
            Container::Object(members) => {
                members.insert(key.into_owned(), value);
            }
            Container::List(items) if key == "-" => items.push(value),
            Container::List(items) => {
                let at = self.index(&key, items.len() + 1)?;
                items.insert(at, value);
            }
        }
        Ok(())
    }

    /// A few copies double the depth each, and who walks the document needs stack for it.
    fn check_depth(self, value: &Value) -> Result<(), JsonPatchError> {
        if self.path.matches('/').count() + depth(value) <= MAX_DEPTH {
            return Ok(());
        }
        Err(JsonPatchError::Depth { operation: self.operation, path: self.path.to_owned() })
    }

    fn remove(self, document: &mut Value) -> Result<Value, JsonPatchError> {
        let (container, key) = self.container(document)?;
        match container {
            Container::Object(members) => members.remove(&*key).ok_or_else(|| self.missing()),
            Container::List(items) => {
                let at = self.index(&key, items.len())?;
                Ok(items.remove(at))
            }
        }
    }

    fn replace(self, document: &mut Value, value: Value) -> Result<(), JsonPatchError> {
        self.check_depth(&value)?;
        if self.path.is_empty() {
            // Upstream quietly keeps the document where the new one would be a scalar.
            if value.is_object() || value.is_array() {
                *document = value;
            }
            return Ok(());
        }
        let (container, key) = self.container(document)?;
        match container {
            Container::Object(members) => {
                members.insert(key.into_owned(), value);
            }
            Container::List(items) => {
                let at = self.index(&key, items.len()).map_err(|_| self.missing())?;
                items[at] = value;
            }
        }
        Ok(())
    }

    fn test(self, document: &mut Value, value: Option<Value>) -> Result<(), JsonPatchError> {
        let found = if self.path.is_empty() { Some(&*document) } else { self.get(document)? };
        let matches = match (found, &value) {
            (None | Some(Value::Null), value) => value.as_ref().is_none_or(Value::is_null),
            (Some(_), None) => false,
            (Some(found), Some(value)) => found == value,
        };
        if matches { Ok(()) } else { Err(JsonPatchError::TestFailed(self.path.to_owned())) }
    }

    /// The value there; `None` for an absent member of an object.
    fn get(self, document: &mut Value) -> Result<Option<&Value>, JsonPatchError> {
        let (container, key) = self.container(document)?;
        match container {
            Container::Object(members) => Ok(members.get(&*key)),
            Container::List(items) => Ok(items.get(self.index(&key, items.len())?)),
        }
    }

    /// The object or list that holds the place, and the key within.
    fn container<'d>(
        self,
        document: &'d mut Value,
    ) -> Result<(Container<'d>, Cow<'a, str>), JsonPatchError> {
        let mut parts = self.path.split('/').map(unescape);
        parts.next();
        let mut key = parts.next().ok_or_else(|| self.missing())?;
        let mut here = document;
        for next in parts {
            let inner = match here {
                Value::Object(members) => members.get_mut(&*key),
                Value::Array(items) => {
                    let length = items.len();
                    self.index(&key, length).ok().and_then(|at| items.get_mut(at))
                }
                _ => None,
            };
            here = inner.ok_or_else(|| self.missing())?;
            key = next;
        }
        match here {
            Value::Object(members) => Ok((Container::Object(members), key)),
            Value::Array(items) => Ok((Container::List(items), key)),
            _ => Err(self.missing()),
        }
    }

    /// The index below `length` that `key` means; negative ones count from `length`.
    fn index(self, key: &str, length: usize) -> Result<usize, JsonPatchError> {
        let wanted: i64 = key.parse().map_err(|_| JsonPatchError::NotAnIndex {
            operation: self.operation,
            path: self.path.to_owned(),
            key: key.to_owned(),
        })?;
        let at = match usize::try_from(wanted) {
            Ok(at) => Some(at),
            Err(_) => usize::try_from(wanted.unsigned_abs())
                .ok()
                .and_then(|back| length.checked_sub(back)),
        };
        at.filter(|at| *at < length).ok_or_else(|| JsonPatchError::Index {
            operation: self.operation,
            path: self.path.to_owned(),
            index: wanted,
        })
    }

    fn missing(self) -> JsonPatchError {
        JsonPatchError::Missing { operation: self.operation, path: self.path.to_owned() }
    }
}

/// How deep a value nests; a scalar does not.
fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

enum Container<'d> {
    Object(&'d mut Map<String, Value>),
    List(&'d mut Vec<Value>),
}

/// Undoes the escapes of RFC 6901: `~1` for a slash, `~0` for a tilde.
fn unescape(part: &str) -> Cow<'_, str> {
    if part.contains('~') {
        Cow::Owned(part.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(part)
    }
}

#[cfg(test)]
mod tests;
