//! Responses.

use bytes::Bytes;
use futures::StreamExt;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};

use super::handler::{HandlerError, LogStream};

/// What goes back to the caller.
pub(super) type Body = UnsyncBoxBody<Bytes, std::io::Error>;

pub(super) const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");
pub(super) const METRICS: HeaderValue =
    HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

pub(super) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

pub(super) fn respond(
    status: StatusCode,
    content_type: HeaderValue,
    body: impl Into<Bytes>,
) -> Response<Body> {
    let mut response = Response::new(full(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

pub(super) fn text(status: StatusCode, text: impl Into<String>) -> Response<Body> {
    respond(status, TEXT, text.into())
}

pub(super) fn stream(stream: LogStream) -> Response<Body> {
    let body = StreamBody::new(stream.map(|piece| piece.map(Frame::data)));
    Response::new(BodyExt::boxed_unsync(body))
}

/// A response that ends the handling of a request early.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) Box<Response<Body>>);

impl From<Response<Body>> for Refusal {
    fn from(response: Response<Body>) -> Self {
        Self(Box::new(response))
    }
}

impl From<HandlerError> for Refusal {
    fn from(error: HandlerError) -> Self {
        text(error.status(), error.to_string()).into()
    }
}
