//! What a server says of itself: discovery, OpenAPI, version, health, token keys.

mod documents;
mod health;

use std::sync::Arc;

use async_trait::async_trait;
use bowline_apimachinery::codec::json;
use http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use crate::authentication::ServiceAccountTokens;
use crate::body::{self, Body};
use crate::non_resource::NonResource;
use crate::registry::Registry;
use crate::{discovery, version};
use documents::Documents;

/// Serves everything a server says of itself.
#[derive(Default)]
pub struct Endpoints {
    documents: Documents,
    tokens: Option<Arc<ServiceAccountTokens>>,
}

impl Endpoints {
    /// The endpoints of a server; those of OpenID only where tokens are signed.
    #[must_use]
    pub fn new(tokens: Option<Arc<ServiceAccountTokens>>) -> Self {
        Self { documents: Documents::default(), tokens }
    }
}

#[async_trait]
impl NonResource for Endpoints {
    async fn serve(
        &self,
        registry: &Registry,
        request: &http::request::Parts,
    ) -> Option<Response<Body>> {
        let path = request.uri.path();
        let header = |name| request.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("");
        let catalog = registry.catalog();
        match path {
            "/" => return Some(plain_json(&json!({"paths": paths(registry)}))),
            "/version" | "/version/" => {
                return serde_json::to_value(version::info()).ok().map(|v| plain_json(&v));
            }
            "/openapi/v3" | "/openapi/v3/" => {
                let index = self.documents.index(catalog);
                return Some(document("application/json", &index, header(IF_NONE_MATCH)));
            }
            "/openapi/v2" => {
                let document_v2 = self.documents.v2(catalog);
                return Some(document("application/json", &document_v2, header(IF_NONE_MATCH)));
            }
            "/.well-known/openid-configuration" => {
                return self.tokens.as_ref().map(|t| plain_json(&t.discovery()));
            }
            "/openid/v1/jwks" => {
                let mut response = plain_json(&self.tokens.as_ref()?.jwks());
                let ty = HeaderValue::from_static("application/jwk-set+json");
                response.headers_mut().insert(CONTENT_TYPE, ty);
                return Some(response);
            }
            _ => {}
        }
        if let Some(key) = path.strip_prefix("/openapi/v3/") {
            let found = self.documents.v3(catalog, key)?;
            return Some(document("application/json", &found, header(IF_NONE_MATCH)));
        }
        if let Some(response) = health::answer(path, request.uri.query().unwrap_or("")) {
            return Some(response);
        }
        let accept = header(http::header::ACCEPT);
        let found = discovery::document(&catalog.served(), path, accept)?;
        Some(document(found.content_type, &found.body, header(IF_NONE_MATCH)))
    }
}

/// The paths that `/` lists.
fn paths(registry: &Registry) -> Vec<String> {
    let served = registry.catalog().served();
    let mut paths: Vec<String> = [
        "/api",
        "/apis",
        "/healthz",
        "/livez",
        "/metrics",
        "/openapi/v2",
        "/openapi/v3",
        "/readyz",
        "/version",
    ]
    .map(str::to_owned)
    .to_vec();
    for group in served.groups() {
        if !group.name.is_empty() {
            paths.push(format!("/apis/{}", group.name));
        }
        for version in &group.versions {
            paths.push(match group.name.as_str() {
                "" => format!("/api/{version}"),
                name => format!("/apis/{name}/{version}"),
            });
        }
    }
    paths.sort();
    paths
}

fn plain_json(value: &Value) -> Response<Body> {
    // Values always have a JSON form.
    let bytes = json::write(value).unwrap_or_default();
    let mut response = Response::new(body::full(bytes));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A document that clients keep: answered with 304 while it is the one they know.
fn document(content_type: &'static str, value: &Value, known: &str) -> Response<Body> {
    let etag = discovery::etag(value);
    let unchanged = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag);
    let mut response = plain_json(value);
    if unchanged {
        response = Response::new(body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, value);
    }
    response
}
