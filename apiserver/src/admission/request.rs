//! What admission plugins see of a write.

use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use serde_json::Value;

use crate::authentication::User;
use crate::registry::Registry;
use crate::registry::warnings::Warnings;

/// What is being done to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// POST, or a PUT or apply that creates.
    Create,
    /// PUT or PATCH.
    Update,
    /// DELETE, of one or of a collection.
    Delete,
    /// A subresource that carries a stream, such as `pods/exec`.
    Connect,
}

impl Operation {
    /// `CREATE`, as webhooks read it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Connect => "CONNECT",
        }
    }
}

/// A write on its way to storage.
#[derive(Debug)]
pub struct AdmissionRequest<'a> {
    /// Who writes.
    pub user: &'a Arc<User>,
    /// What is done.
    pub operation: Operation,
    /// API group of the resource; empty for the core group.
    pub group: &'a str,
    /// API version of the resource.
    pub version: &'a str,
    /// Plural name of the resource.
    pub resource: &'a str,
    /// Subresource; empty for none.
    pub subresource: &'a str,
    /// Kind of `object`; for a subresource with a body of its own kind, that one (`Scale`).
    pub kind: &'a str,
    /// Group and version of `kind`, as in `apiVersion`.
    pub api_version: &'a str,
    /// Namespace; empty for cluster-scoped resources.
    pub namespace: &'a str,
    /// Name; empty while it is still to be generated.
    pub name: &'a str,
    /// The object to be stored; `Null` when deleting, the options when connecting.
    pub object: Value,
    /// The object that is there; `Null` when creating.
    pub old_object: &'a Value,
    /// `CreateOptions`, `UpdateOptions`, `PatchOptions` or `DeleteOptions`.
    pub options: &'a Value,
    /// Whether nothing will be stored.
    pub dry_run: bool,
    /// Where plugins leave texts for the client's user.
    pub warnings: &'a Warnings,
    /// What else is stored.
    pub registry: &'a Registry,
}

impl AdmissionRequest<'_> {
    /// Whether this is about a resource, without a subresource.
    #[must_use]
    pub fn is(&self, group: &str, resource: &str) -> bool {
        self.subresource.is_empty() && self.group == group && self.resource == resource
    }

    /// `pods "web" is forbidden: why`
    #[must_use]
    pub fn forbidden(&self, why: &str) -> Status {
        let name = match self.name {
            "" => self.object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or(""),
            name => name,
        };
        let name = match name {
            "" => self
                .object
                .pointer("/metadata/generateName")
                .and_then(Value::as_str)
                .unwrap_or("Unknown"),
            name => name,
        };
        Status::forbidden(self.group, self.resource, name, why)
    }
}
