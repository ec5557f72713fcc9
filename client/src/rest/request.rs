//! A request that can be sent more than once.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request};

use super::Query;
use crate::Error;
use crate::transport::{Body, Lane, body};

/// Everything of a request but the connection and the credentials.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) path_and_query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) lane: Lane,
}

impl Outgoing {
    /// A request without a body.
    pub(crate) fn new(method: Method, path: String) -> Self {
        Self {
            method,
            path_and_query: path,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            lane: Lane::Request,
        }
    }

    pub(crate) fn query(mut self, query: &Query) -> Self {
        self.path_and_query.push_str(query.as_str());
        self
    }

    pub(crate) fn accept(mut self, media_types: &'static str) -> Self {
        self.headers.insert(ACCEPT, HeaderValue::from_static(media_types));
        self
    }

    pub(crate) fn body(mut self, content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self.body = bytes.into();
        self
    }

    pub(crate) fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// Takes an HTTP request apart.
    pub(crate) fn from_http(request: Request<Vec<u8>>, lane: Lane) -> Self {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |p| p.as_str());
        Self {
            method: parts.method,
            path_and_query: path.to_owned(),
            headers: parts.headers,
            body: body.into(),
            lane,
        }
    }

    /// The request as HTTP, to be sent once; `defaults` are headers for where it has none.
    pub(crate) fn to_http(&self, defaults: &HeaderMap) -> Result<Request<Body>, Error> {
        let payload =
            if self.body.is_empty() { body::empty() } else { body::full(self.body.clone()) };
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(&self.path_and_query)
            .extension(self.lane)
            .body(payload)
            .map_err(|source| Error::Request { request: self.describe(), source })?;
        for name in defaults.keys().filter(|name| !self.headers.contains_key(*name)) {
            for value in defaults.get_all(name) {
                request.headers_mut().append(name, value.clone());
            }
        }
        for (name, value) in &self.headers {
            request.headers_mut().append(name, value.clone());
        }
        Ok(request)
    }

    /// Whether the request may change anything on the server.
    pub(crate) fn is_mutating(&self) -> bool {
        !matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    /// `GET /api/v1/namespaces/default/pods/web`; without the query, which may be long.
    pub(crate) fn describe(&self) -> String {
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        format!("{} {path}", self.method)
    }
}
