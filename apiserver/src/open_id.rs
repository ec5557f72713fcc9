//! What others need to check our tokens: the issuer's configuration and keys.
//!
//! *Upstream:* `apiserver/pkg/server/routes/openidmetadata.go`.

use std::sync::Arc;

use async_trait::async_trait;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use serde_json::Value;

use crate::authentication::ServiceAccountTokens;
use crate::body::{self, Body};
use crate::non_resource::NonResource;
use crate::registry::Registry;

const CONFIGURATION: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/openid/v1/jwks";

/// Serves the documents of a token issuer.
#[derive(Clone)]
pub struct OpenId(Arc<ServiceAccountTokens>);

impl OpenId {
    /// The documents of this issuer.
    #[must_use]
    pub fn new(tokens: Arc<ServiceAccountTokens>) -> Self {
        Self(tokens)
    }
}

#[async_trait]
impl NonResource for OpenId {
    async fn serve(&self, _: &Registry, request: &http::request::Parts) -> Option<Response<Body>> {
        match request.uri.path() {
            CONFIGURATION => Some(document(&self.0.discovery(), "application/json")),
            KEYS => Some(document(&self.0.jwks(), "application/jwk-set+json")),
            _ => None,
        }
    }

    fn paths(&self) -> Vec<String> {
        vec![CONFIGURATION.to_owned(), KEYS.to_owned()]
    }
}

fn document(value: &Value, content_type: &'static str) -> Response<Body> {
    let mut response = Response::new(body::full(value.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
