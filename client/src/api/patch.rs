//! The four forms of a patch.

use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::resource::Object;
use serde_json::Value;

use crate::Error;
use crate::rest::Query;

/// A change to an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// A list of operations, RFC 6902.
    Json(Value),
    /// A part of the object, RFC 7396: lists are replaced, null deletes.
    Merge(Value),
    /// A part of the object whose lists are merged by their keys; built-in kinds only.
    Strategic(Value),
    /// The fields that the manager wants; those it wanted before and does not now are removed
    /// unless others want them. Creates the object if it is not there.
    Apply {
        /// The fields, with `apiVersion`, `kind` and the name.
        object: RawJson,
        /// Who wants them.
        manager: String,
        /// Whether to take over fields that others own with another value.
        force: bool,
    },
}

impl Patch {
    /// Applies an object: exactly the fields that are set in it.
    ///
    /// # Errors
    /// When a value in the object has no JSON form.
    pub fn apply<K: Object>(object: &K, manager: &str) -> Result<Self, Error> {
        let bytes = if object.metadata().managed_fields.is_empty() {
            object.encode(MediaType::Json)?
        } else {
            let mut bare = object.clone();
            bare.metadata_mut().managed_fields.clear();
            bare.encode(MediaType::Json)?
        };
        let object = RawJson::from_wire(&bytes);
        Ok(Self::Apply { object, manager: manager.to_owned(), force: false })
    }

    /// Takes over fields that others own; of an apply patch only.
    #[must_use]
    pub fn force(mut self) -> Self {
        if let Self::Apply { force, .. } = &mut self {
            *force = true;
        }
        self
    }

    /// The media type and the text.
    pub(crate) fn body(&self) -> (&'static str, Vec<u8>) {
        match self {
            Self::Json(value) => ("application/json-patch+json", value.to_string().into()),
            Self::Merge(value) => ("application/merge-patch+json", value.to_string().into()),
            Self::Strategic(value) => {
                ("application/strategic-merge-patch+json", value.to_string().into())
            }
            Self::Apply { object, .. } => {
                ("application/apply-patch+yaml", object.as_str().as_bytes().to_vec())
            }
        }
    }

    /// Adds what an apply patch says in the URL; its manager goes before the handle's.
    pub(crate) fn complete(&self, mut writes: super::WriteOptions) -> Query {
        match self {
            Self::Apply { manager, force, .. } => {
                manager.clone_into(&mut writes.field_manager);
                let mut query = writes.query();
                query.flag("force", *force);
                query
            }
            _ => writes.query(),
        }
    }
}
