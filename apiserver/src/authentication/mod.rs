//! Who sends a request.
//!
//! *Upstream:* `apiserver/pkg/authentication`.

mod client_certificate;
mod impersonation;
mod service_account;
mod token_file;
mod union;

pub use client_certificate::{ClientCertificates, PeerCertificates};
pub use impersonation::{Impersonation, ImpersonationError};
pub use service_account::{AccountLookup, Bound, ServiceAccountTokens, TokenFault};
pub use token_file::{TokenFile, TokenFileError};
pub use union::{Union, bearer_token};

use std::collections::BTreeMap;

use async_trait::async_trait;

/// The name of requests without credentials.
pub const ANONYMOUS: &str = "system:anonymous";
/// The group of requests without credentials.
pub const UNAUTHENTICATED: &str = "system:unauthenticated";
/// The group of everyone else.
pub const AUTHENTICATED: &str = "system:authenticated";
/// The group that may do everything.
pub const MASTERS: &str = "system:masters";

/// Someone who sends requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct User {
    /// `alice`, `system:serviceaccount:default:web`
    pub name: String,
    /// What tells two users of one name apart; often empty.
    pub uid: String,
    /// The groups the user is in.
    pub groups: Vec<String>,
    /// What else the authenticator knows.
    pub extra: BTreeMap<String, Vec<String>>,
}

impl User {
    /// A user without groups.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a group.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.groups.push(group.into());
        self
    }

    /// The user of requests without credentials.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::named(ANONYMOUS).group(UNAUTHENTICATED)
    }

    /// The server itself, when it reads and writes through its own front door.
    #[must_use]
    pub fn api_server() -> Self {
        Self::named("system:apiserver").group(MASTERS).group(AUTHENTICATED)
    }

    /// Whether the user is in a group.
    #[must_use]
    pub fn in_group(&self, group: &str) -> bool {
        self.groups.iter().any(|g| g == group)
    }
}

/// Finds out who sends a request.
#[async_trait]
pub trait Authenticator: Send + Sync + 'static {
    /// The sender, or `None` when the request has no credentials of this kind.
    ///
    /// # Errors
    /// When there are credentials but they are wrong, or cannot be checked now.
    async fn authenticate(
        &self,
        request: &http::request::Parts,
    ) -> Result<Option<User>, AuthenticationError>;
}

const _: Option<&dyn Authenticator> = None;

/// Why credentials were not accepted; clients only learn `Unauthorized`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The credentials are malformed, expired, revoked or signed by a stranger.
    #[error("invalid {kind}: {reason}")]
    Invalid {
        /// `bearer token`, `client certificate`
        kind: &'static str,
        /// Why.
        reason: String,
    },
    /// Whoever could tell does not answer.
    #[error("{kind} could not be checked")]
    Unavailable {
        /// `bearer token`, `client certificate`
        kind: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
