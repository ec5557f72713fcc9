//! What a user may do.
//!
//! *Upstream:* `apiserver/pkg/authorization`.

pub mod bootstrap;
mod escalation;
mod rbac;
mod rules;
mod union;

pub use escalation::EscalationCheck;
pub use rbac::{RbacAuthorizer, RbacObject};
pub use rules::missing;
pub use union::{Privileged, Union};

use std::sync::Arc;

use async_trait::async_trait;

use crate::authentication::User;

/// What is asked for, as authorizers see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Who asks.
    pub user: Arc<User>,
    /// `get`, `list`, `create`...; the lower-case HTTP method for other paths.
    pub verb: String,
    /// API group; empty for the core group.
    pub group: String,
    /// API version.
    pub version: String,
    /// Plural name of the resource.
    pub resource: String,
    /// Subresource; empty for none.
    pub subresource: String,
    /// Namespace; empty for all, and for cluster-scoped resources.
    pub namespace: String,
    /// Name of the object; empty for all.
    pub name: String,
    /// URL path.
    pub path: String,
    /// Whether the request is about a resource; else only `verb` and `path` count.
    pub resource_request: bool,
    /// The label selector of a list, watch or deletecollection, as the client wrote it.
    pub label_selector: String,
    /// The field selector of a list, watch or deletecollection, as the client wrote it.
    pub field_selector: String,
}

/// What an authorizer says, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Allow {
        /// For the audit log.
        reason: String,
    },
    /// No, whatever others say.
    Deny {
        /// Shown to the client.
        reason: String,
    },
    /// Ask the next; no if there is none.
    NoOpinion {
        /// Shown to the client if nobody allows.
        reason: String,
    },
}

impl Decision {
    /// Yes, without words.
    #[must_use]
    pub fn allow() -> Self {
        Self::Allow { reason: String::new() }
    }

    /// No opinion, without words.
    #[must_use]
    pub fn no_opinion() -> Self {
        Self::NoOpinion { reason: String::new() }
    }

    /// Whether the request may go on.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allow { .. })
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Allow { reason } | Self::Deny { reason } | Self::NoOpinion { reason } => reason,
        }
    }
}

/// Decides what users may do.
#[async_trait]
pub trait Authorizer: Send + Sync + 'static {
    /// Whether the user may do it.
    ///
    /// # Errors
    /// When it cannot be found out now; the request then fails unless another authorizer decides.
    async fn authorize(&self, attributes: &Attributes) -> Result<Decision, AuthorizationError>;
}

const _: Option<&dyn Authorizer> = None;

/// Why an authorizer could not decide.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// Whoever could tell does not answer.
    #[error("authorization by {authorizer} failed")]
    Unavailable {
        /// `rbac`, `webhook`
        authorizer: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Allows everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct AlwaysAllow;

#[async_trait]
impl Authorizer for AlwaysAllow {
    async fn authorize(&self, _: &Attributes) -> Result<Decision, AuthorizationError> {
        Ok(Decision::allow())
    }
}
