//! Paths that are not resources: discovery, OpenAPI, health, version and what an embedder adds.

use async_trait::async_trait;
use bowline_apimachinery::codec;
use bowline_apimachinery::meta::Status;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, VARY};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::body::{self, Body};
use crate::documents::Encoded;
use crate::handlers::respond;
use crate::health;
use crate::openapi;
use crate::registry::Registry;
use crate::request_info::parameter;
use crate::server::Shared;
use crate::version;

/// Serves paths that are not resources.
#[async_trait]
pub trait NonResource: Send + Sync + 'static {
    /// The answer, or `None` to let others try.
    async fn serve(
        &self,
        registry: &Registry,
        request: &http::request::Parts,
    ) -> Option<Response<Body>>;

    /// The paths served, for the list at `/`.
    fn paths(&self) -> Vec<String> {
        Vec::new()
    }
}

const _: Option<&dyn NonResource> = None;

pub(crate) async fn answer(
    shared: &Shared,
    request: Request<Body>,
) -> Result<Response<Body>, Status> {
    let (parts, _body) = request.into_parts();
    for handler in shared.non_resource() {
        if let Some(response) = handler.serve(shared.registry(), &parts).await {
            return Ok(response);
        }
    }
    let path = parts.uri.path();
    if let Some(response) = health::answer(shared, &parts).await {
        return Ok(response);
    }
    if path == "/metrics" {
        return Ok(shared.metrics().answer(shared.registry()).await);
    }
    let known = own(shared, &parts);
    match known {
        Some(response) if parts.method == Method::GET => Ok(response),
        Some(_) => Ok(respond::text(405, "405: Method Not Allowed\n")),
        None => Ok(respond::text(404, "404 page not found\n")),
    }
}

/// The server's own documents.
fn own(shared: &Shared, parts: &http::request::Parts) -> Option<Response<Body>> {
    let path = parts.uri.path();
    let accept = parts.headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    let catalog = shared.registry().catalog();
    let documents = shared.documents();
    match path.trim_matches('/') {
        "" => Some(index(shared)),
        "version" => {
            let info = codec::json::to_value(&version::info(), None).ok()?;
            Some(json_document(&info))
        }
        "openapi/v2" => {
            let found = if accept.contains(openapi::PROTOBUF_V2) {
                documents.openapi_v2_protobuf(catalog)?
            } else {
                documents.openapi_v2(catalog)?
            };
            let mut response = document(parts, &found);
            response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
            Some(response)
        }
        "openapi/v3" => Some(document(parts, &*documents.openapi_index(catalog)?)),
        trimmed => match trimmed.strip_prefix("openapi/v3/") {
            Some(key) => openapi_v3(shared, parts, key),
            None => {
                let found = documents.discovery(catalog, path, accept)?;
                let mut response = document(parts, &found);
                response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
                Some(response)
            }
        },
    }
}

/// A document that clients may keep for ever when they ask for it by its hash.
fn openapi_v3(shared: &Shared, parts: &http::request::Parts, key: &str) -> Option<Response<Body>> {
    let found = shared.documents().openapi_v3(shared.registry().catalog(), key)?;
    let hash = found.etag.trim_matches('"');
    match parameter(parts.uri.query().unwrap_or(""), "hash") {
        None => Some(document(parts, &found)),
        Some(wanted) if wanted == hash => {
            let mut response = document(parts, &found);
            let forever = HeaderValue::from_static("public, immutable, max-age=31536000");
            response.headers_mut().insert(CACHE_CONTROL, forever);
            Some(response)
        }
        Some(_) => {
            let mut response = Response::new(body::empty());
            *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
            let location = format!("/openapi/v3/{key}?hash={hash}");
            response.headers_mut().insert(LOCATION, HeaderValue::from_str(&location).ok()?);
            Some(response)
        }
    }
}

/// A document, or nothing when the client has it.
fn document(parts: &http::request::Parts, document: &Encoded) -> Response<Body> {
    let has = parts.headers.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("");
    let known = has.split(',').any(|etag| etag.trim() == document.etag);
    let content = if known { body::empty() } else { body::full(document.bytes.clone()) };
    let mut response = Response::new(content);
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(document.content_type));
    if let Ok(etag) = HeaderValue::from_str(&document.etag) {
        headers.insert(ETAG, etag);
    }
    response
}

fn json_document(value: &Value) -> Response<Body> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut response = Response::new(body::full(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The list of all paths.
fn index(shared: &Shared) -> Response<Body> {
    let mut paths: Vec<String> =
        ["/api", "/apis", "/metrics", "/openapi/v2", "/openapi/v3", "/version"]
            .into_iter()
            .map(str::to_owned)
            .collect();
    for group in shared.registry().catalog().served().groups() {
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
    paths.extend(health::paths());
    paths.extend(shared.non_resource().iter().flat_map(|handler| handler.paths()));
    paths.sort();
    json_document(&json!({ "paths": paths }))
}
