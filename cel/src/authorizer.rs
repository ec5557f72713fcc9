//! The seam to whoever decides what a user may do, for policies that ask.

use std::fmt::Debug;

/// Answers the checks of an expression.
pub trait Authorizer: Debug + Send + Sync {
    /// Decides. The verb and the rest of `attributes` are as the expression wrote them.
    fn authorize(&self, attributes: &Attributes) -> Decision;

    /// The same for a service account in place of the user of the request.
    fn service_account(&self, namespace: &str, name: &str) -> std::sync::Arc<dyn Authorizer>;
}

/// What is asked: a path, or a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Path of a request that is for no resource.
    pub path: Option<String>,
    /// API group.
    pub group: String,
    /// Plural name of the resource.
    pub resource: String,
    /// Subresource, or empty.
    pub subresource: String,
    /// Namespace, or empty.
    pub namespace: String,
    /// Name of the object, or empty.
    pub name: String,
    /// Verb.
    pub verb: String,
    /// Field selector as written, or empty.
    pub field_selector: String,
    /// Label selector as written, or empty.
    pub label_selector: String,
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is allowed.
    pub allowed: bool,
    /// Why.
    pub reason: String,
    /// What went wrong while deciding, or empty.
    pub error: String,
}
