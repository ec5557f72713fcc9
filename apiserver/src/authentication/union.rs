//! The authenticators of a server, asked in upstream's order.

use std::sync::Arc;

use async_trait::async_trait;

use super::{AUTHENTICATED, AuthenticationError, Authenticator, User};

/// The token of an `Authorization: Bearer` header.
#[must_use]
pub fn bearer_token(request: &http::request::Parts) -> Option<&str> {
    let header = request.headers.get(http::header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Asks each authenticator in turn.
///
/// The first that knows the sender wins and puts them in `system:authenticated`. A request with a
/// bearer token that nobody knows is refused; one without credentials is nobody's.
#[derive(Clone, Default)]
pub struct Union(Vec<Arc<dyn Authenticator>>);

impl Union {
    /// Of authenticators, in the order they are asked.
    #[must_use]
    pub fn new(authenticators: Vec<Arc<dyn Authenticator>>) -> Self {
        Self(authenticators)
    }
}

#[async_trait]
impl Authenticator for Union {
    async fn authenticate(
        &self,
        request: &http::request::Parts,
    ) -> Result<Option<User>, AuthenticationError> {
        let mut failure = None;
        for authenticator in &self.0 {
            match authenticator.authenticate(request).await {
                Ok(Some(user)) if user.in_group(AUTHENTICATED) => return Ok(Some(user)),
                Ok(Some(user)) => return Ok(Some(user.group(AUTHENTICATED))),
                Ok(None) => {}
                Err(fault) => failure = failure.or(Some(fault)),
            }
        }
        match failure {
            Some(fault) => Err(fault),
            None if bearer_token(request).is_some() => Err(AuthenticationError::Invalid {
                kind: "bearer token",
                reason: "no authenticator knows it".to_owned(),
            }),
            None => Ok(None),
        }
    }
}
