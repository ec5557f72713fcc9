//! Several authorizers, asked in turn.
//!
//! *Upstream:* `apiserver/pkg/authorization/union`.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Attributes, AuthorizationError, Authorizer, Decision};
use crate::authentication::MASTERS;

/// Asks each in turn: the first that allows or denies decides, all that shrug make a no.
#[derive(Clone, Default)]
pub struct Union(Vec<Arc<dyn Authorizer>>);

impl Union {
    /// Of authorizers, in the order they are asked.
    #[must_use]
    pub fn new(authorizers: Vec<Arc<dyn Authorizer>>) -> Self {
        Self(authorizers)
    }
}

#[async_trait]
impl Authorizer for Union {
    async fn authorize(&self, attributes: &Attributes) -> Result<Decision, AuthorizationError> {
        let mut reasons = Vec::new();
        let mut failure = None;
        for authorizer in &self.0 {
            match authorizer.authorize(attributes).await {
                Ok(Decision::NoOpinion { reason }) => {
                    if !reason.is_empty() {
                        reasons.push(reason);
                    }
                }
                Ok(decided) => return Ok(decided),
                Err(fault) => failure = failure.or(Some(fault)),
            }
        }
        match failure {
            Some(fault) => Err(fault),
            None => Ok(Decision::NoOpinion { reason: reasons.join("\n") }),
        }
    }
}

/// Allows everything to `system:masters`, before anyone else is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Privileged;

#[async_trait]
impl Authorizer for Privileged {
    async fn authorize(&self, attributes: &Attributes) -> Result<Decision, AuthorizationError> {
        Ok(if attributes.user.in_group(MASTERS) {
            Decision::allow()
        } else {
            Decision::no_opinion()
        })
    }
}
