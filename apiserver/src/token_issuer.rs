//! The seam to whoever signs service account tokens.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::Value;

/// Signs tokens for `serviceaccounts/token`.
#[async_trait]
pub trait TokenIssuer: Send + Sync + 'static {
    /// Answers a `TokenRequest` for a service account: the request with its `status` filled in.
    ///
    /// `bound` is the pod, secret or node that `spec.boundObjectRef` names, if it names one; that
    /// it exists and has the uid asked for was checked before.
    ///
    /// # Errors
    /// The answer to the client.
    async fn issue(
        &self,
        service_account: &Value,
        request: Value,
        bound: Option<&Value>,
    ) -> Result<Value, Status>;
}

const _: Option<&dyn TokenIssuer> = None;
