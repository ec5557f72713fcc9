//! Kinds that are questions: posted, answered in their status, never stored.
//!
//! *Upstream:* `pkg/registry/authorization` and `pkg/registry/authentication`.

mod access;
mod rules;
mod token;

use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use serde_json::Value;

use crate::authentication::{ServiceAccountTokens, User};
use crate::authorization::{Authorizer, RbacAuthorizer};

/// Who answers the questions.
#[derive(Clone)]
pub struct Reviews {
    authorizer: Arc<dyn Authorizer>,
    rbac: Option<Arc<RbacAuthorizer>>,
    tokens: Option<Arc<ServiceAccountTokens>>,
}

impl Reviews {
    /// Answers by an authorizer; rules and tokens only where their sources are given.
    #[must_use]
    pub fn new(
        authorizer: Arc<dyn Authorizer>,
        rbac: Option<Arc<RbacAuthorizer>>,
        tokens: Option<Arc<ServiceAccountTokens>>,
    ) -> Self {
        Self { authorizer, rbac, tokens }
    }

    /// Whether a resource (by group and plural) is one of these.
    #[must_use]
    pub fn knows(group: &str, plural: &str) -> bool {
        matches!(
            (group, plural),
            ("authentication.k8s.io", "selfsubjectreviews" | "tokenreviews")
                | (
                    "authorization.k8s.io",
                    "localsubjectaccessreviews"
                        | "selfsubjectaccessreviews"
                        | "selfsubjectrulesreviews"
                        | "subjectaccessreviews"
                )
        )
    }

    /// Answers a question: the body with its `status` filled in.
    ///
    /// `namespace` is that of the URL; empty for all but local reviews.
    ///
    /// # Errors
    /// When the question makes no sense, or cannot be answered.
    pub async fn answer(
        &self,
        plural: &str,
        namespace: &str,
        user: &Arc<User>,
        mut body: Value,
    ) -> Result<Value, Status> {
        let status = match plural {
            "selfsubjectreviews" => serde_json::json!({"userInfo": token::user_info(user)}),
            "tokenreviews" => token::review(self.tokens.as_deref(), &body).await?,
            "selfsubjectrulesreviews" => rules::review(self.rbac.as_deref(), user, &body)?,
            _ => access::review(&*self.authorizer, plural, namespace, user, &mut body).await?,
        };
        body["status"] = status;
        Ok(body)
    }
}
