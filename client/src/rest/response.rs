//! Reading what is not the object that was asked for: statuses.

use bowline_apimachinery::codec::{self, MediaType, protobuf};
use bowline_apimachinery::meta::{Status, reason};
use http::{HeaderMap, Method, StatusCode};
use serde::Deserialize;

/// The `apiVersion` and `kind` that a body claims.
pub(crate) fn kind_of(body: &[u8], media_type: MediaType) -> Option<(String, String)> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Types {
        #[serde(default)]
        api_version: String,
        #[serde(default)]
        kind: String,
    }
    match media_type {
        MediaType::Protobuf => {
            let envelope = protobuf::open(body).ok()?;
            Some((envelope.api_version, envelope.kind))
        }
        _ => {
            let types: Types = serde_json::from_slice(body).ok()?;
            Some((types.api_version, types.kind))
        }
    }
}

/// Reads a body that claims to be a `Status`.
fn status_of(body: &[u8], media_type: MediaType) -> Option<Status> {
    let (api_version, kind) = kind_of(body, media_type)?;
    if kind != "Status" || !(api_version == "v1" || api_version == "meta.k8s.io/v1") {
        return None;
    }
    let mut status = Status::default();
    codec::decode(&mut status, body, media_type).ok()?;
    Some(status)
}

/// The failure in the body of an answer whose code is a success; servers do that rarely.
///
/// Only bodies that begin as a `Status` does are parsed, so that large objects are not read twice.
pub(crate) fn is_failed_status(body: &[u8], media_type: MediaType) -> Option<Status> {
    let head = &body[..body.len().min(64)];
    let hint: &[u8] = b"Status";
    if !head.windows(hint.len()).any(|w| w == hint) {
        return None;
    }
    status_of(body, media_type).filter(|s| s.status == "Failure")
}

/// What a failed answer says, as a `Status`, whoever wrote it.
///
/// *Upstream:* `NewGenericServerResponse` of `apimachinery/pkg/api/errors/errors.go`, for the
/// bodies that are not a `Status`.
pub(crate) fn failure(
    method: &Method,
    code: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Status {
    let media_type = super::media_type_of(headers, body, String::new).unwrap_or_default();
    if let Some(mut status) = status_of(body, media_type) {
        if status.code == 0 {
            status.code = i32::from(code.as_u16());
        }
        return status;
    }
    let (reason, message) = generic(method, code);
    let mut status = Status::failure(code.as_u16(), reason, message);
    let text = String::from_utf8_lossy(body);
    if !text.trim().is_empty() {
        let text: String = text.trim().chars().take(2048).collect();
        status = status.cause("UnexpectedServerResponse", text, "");
    }
    match retry_after(headers) {
        Some(seconds) => status.retry_after(i32::try_from(seconds).unwrap_or(i32::MAX)),
        None => status,
    }
}

/// Whole seconds of a `Retry-After` header; dates are passed over, as upstream does.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<u64> {
    headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

fn generic(method: &Method, code: StatusCode) -> (&'static str, String) {
    let (reason, message) = match code.as_u16() {
        400 => (reason::BAD_REQUEST, "the server rejected our request for an unknown reason"),
        401 => (reason::UNAUTHORIZED, "the server has asked for the client to provide credentials"),
        403 => (reason::FORBIDDEN, "the server does not allow access to the requested resource"),
        404 => (reason::NOT_FOUND, "the server could not find the requested resource"),
        405 => (
            reason::METHOD_NOT_ALLOWED,
            "the server does not allow this method on the requested resource",
        ),
        406 => (
            reason::NOT_ACCEPTABLE,
            "the server was unable to respond with a content type that the client supports",
        ),
        409 if method == Method::POST => (reason::ALREADY_EXISTS, "the server reported a conflict"),
        409 => (reason::CONFLICT, "the server reported a conflict"),
        410 => (reason::GONE, "the server no longer holds what was asked for"),
        413 => (reason::REQUEST_ENTITY_TOO_LARGE, "the request is too large for the server"),
        415 => (reason::UNSUPPORTED_MEDIA_TYPE, "the body of the request was in an unknown format"),
        422 => (reason::INVALID, "the server rejected our request due to an error in our request"),
        429 => (
            reason::TOO_MANY_REQUESTS,
            "the server has received too many requests and has asked us to try again later",
        ),
        500 => (
            reason::INTERNAL_ERROR,
            "an error on the server has prevented the request from succeeding",
        ),
        503 => {
            (reason::SERVICE_UNAVAILABLE, "the server is currently unable to handle the request")
        }
        504 => (reason::TIMEOUT, "the server was unable to return a response in the time allotted"),
        code if code >= 500 => (
            reason::INTERNAL_ERROR,
            "an error on the server has prevented the request from succeeding",
        ),
        _ => ("", "the server responded with an unexpected status"),
    };
    (reason, format!("{message} (HTTP {})", code.as_u16()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_taken_as_it_is_and_anything_else_is_wrapped() {
        let status = br#"{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}"#;
        for (name, method, code, body, reason, causes) in [
            ("status", Method::GET, 404, &status[..], "NotFound", 0),
            ("text", Method::GET, 503, b"upstream down", "ServiceUnavailable", 1),
            ("empty", Method::GET, 403, b"", "Forbidden", 0),
            ("conflict of a create", Method::POST, 409, b"", "AlreadyExists", 0),
            ("conflict of an update", Method::PUT, 409, b"", "Conflict", 0),
            (
                "other object",
                Method::GET,
                502,
                br#"{"kind":"Pod","apiVersion":"v1"}"#,
                "InternalError",
                1,
            ),
        ] {
            let code = StatusCode::from_u16(code).unwrap();
            let got = failure(&method, code, &HeaderMap::new(), body);
            assert_eq!(got.reason, reason, "{name}");
            assert_eq!(got.code, i32::from(code.as_u16()), "{name}");
            assert_eq!(got.details_or_default().causes.len(), causes, "{name}");
        }
    }

    #[test]
    fn a_failure_under_a_good_code_is_found_and_objects_are_left_alone() {
        let failed = br#"{"kind":"Status","apiVersion":"v1","status":"Failure","code":500}"#;
        assert!(is_failed_status(failed, MediaType::Json).is_some());
        let fine = br#"{"kind":"Status","apiVersion":"v1","status":"Success"}"#;
        assert!(is_failed_status(fine, MediaType::Json).is_none());
        let pod = br#"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"Status"}}"#;
        assert!(is_failed_status(pod, MediaType::Json).is_none());
    }
}
