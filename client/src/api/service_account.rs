//! Verbs that only service accounts have.

use bowline_api::authentication::v1::TokenRequest;
use bowline_api::core::v1::ServiceAccount;

use super::Api;
use crate::Error;

impl Api<ServiceAccount> {
    /// Asks for a token of the service account; it is in the answer's status.
    ///
    /// # Errors
    /// `is_not_found` when the account is not there.
    pub async fn create_token(
        &self,
        name: &str,
        request: &TokenRequest,
    ) -> Result<TokenRequest, Error> {
        self.create_subresource(name, "token", request).await
    }
}
