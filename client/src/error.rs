//! What can go wrong when speaking to an API server, and how to tell.

use bowline_apimachinery::codec::{DecodeError, EncodeError};
use bowline_apimachinery::meta::{Status, StatusCause, reason};

use crate::transport::TransportError;

/// A request that did not succeed.
///
/// Match with the predicates: they follow upstream's rules for servers that leave out the reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server answered that it would not.
    #[error("{}", describe(.0))]
    Status(Box<Status>),
    /// No answer came.
    #[error("{request}: no answer")]
    Transport {
        /// Method and path of the request.
        request: String,
        /// Why.
        source: TransportError,
    },
    /// The answer could not be read.
    #[error("{request}: the answer cannot be read")]
    Decode {
        /// Method and path of the request.
        request: String,
        /// Why.
        source: DecodeError,
    },
    /// The answer has an encoding that was not asked for.
    #[error("{request}: unexpected content type {content_type:?}")]
    ContentType {
        /// Method and path of the request.
        request: String,
        /// What the server sent.
        content_type: String,
    },
    /// The object cannot be written in the encoding chosen.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A patch or an option has no JSON form.
    #[error("{what} has no JSON form")]
    Json {
        /// What was to be written.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The request is not valid as HTTP: a name or an option holds what a URL or header cannot.
    #[error("{request}: not a valid request")]
    Request {
        /// Method and path of the request.
        request: String,
        /// Why.
        source: http::Error,
    },
    /// The handle speaks of all namespaces, and the verb needs one.
    #[error("{resource}: the request needs a namespace")]
    NamespaceRequired {
        /// Plural name of the resource.
        resource: String,
    },
    /// The object to be written has no name.
    #[error("{resource}: the request needs a name")]
    NameRequired {
        /// Plural name of the resource.
        resource: String,
    },
    /// The write was not sent: the leadership it depended on has passed its deadline.
    #[error("{request}: not sent, leadership has expired")]
    LeadershipExpired {
        /// Method and path of the request.
        request: String,
    },
    /// A connection could not be upgraded, or what was upgraded does not speak as it should.
    #[cfg(feature = "streaming")]
    #[error(transparent)]
    Streaming(#[from] crate::streaming::StreamingError),
    /// A frame of a watch is longer than the limit.
    #[error("{request}: a watch event of {size} bytes exceeds the limit of {limit}")]
    FrameTooLarge {
        /// Method and path of the request.
        request: String,
        /// Size of the frame, in bytes, as far as known.
        size: usize,
        /// The limit, in bytes.
        limit: usize,
    },
}

impl Error {
    /// The server's answer, if that is what failed the request.
    #[must_use]
    pub fn status(&self) -> Option<&Status> {
        match self {
            Self::Status(status) => Some(status),
            _ => None,
        }
    }

    /// 404: the object, or the kind, is not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.answers(reason::NOT_FOUND, 404)
    }

    /// 409 on create: the name is taken.
    #[must_use]
    pub fn is_already_exists(&self) -> bool {
        self.answers(reason::ALREADY_EXISTS, 0)
    }

    /// 409 otherwise: the object has changed since it was read, or a precondition or another field
    /// manager stands against the write.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.answers(reason::CONFLICT, 409)
    }

    /// 410: the resource version or continue token asked for is no longer held.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.answers(reason::GONE, 410) || self.answers(reason::EXPIRED, 410)
    }

    /// 401: the server does not know who asks.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.answers(reason::UNAUTHORIZED, 401)
    }

    /// 403: the server knows who asks and refuses.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.answers(reason::FORBIDDEN, 403)
    }

    /// 422: the object is not valid; the causes say where.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        self.answers(reason::INVALID, 422)
    }

    /// 400: the request makes no sense to the server.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.answers(reason::BAD_REQUEST, 400)
    }

    /// 429: the server, or a disruption budget, asks to come again later.
    #[must_use]
    pub fn is_too_many_requests(&self) -> bool {
        self.status().is_some_and(|s| s.reason == reason::TOO_MANY_REQUESTS || s.code == 429)
    }

    /// 415: the server does not read the encoding sent.
    #[must_use]
    pub fn is_unsupported_media_type(&self) -> bool {
        self.answers(reason::UNSUPPORTED_MEDIA_TYPE, 415)
    }

    /// 406: the server does not write any encoding asked for.
    #[must_use]
    pub fn is_not_acceptable(&self) -> bool {
        self.answers(reason::NOT_ACCEPTABLE, 406)
    }

    /// 405: the resource does not have the verb.
    #[must_use]
    pub fn is_method_not_allowed(&self) -> bool {
        self.answers(reason::METHOD_NOT_ALLOWED, 405)
    }

    /// 504: the server gave up waiting.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.answers(reason::TIMEOUT, 504)
    }

    /// 503: nobody behind the address can answer now.
    #[must_use]
    pub fn is_service_unavailable(&self) -> bool {
        self.answers(reason::SERVICE_UNAVAILABLE, 503)
    }

    /// The resource version asked for is newer than what the server has seen yet.
    #[must_use]
    pub fn is_resource_version_too_large(&self) -> bool {
        const MESSAGE: &str = "Too large resource version";
        self.is_timeout()
            && (self.causes().iter().any(|c| c.reason == "ResourceVersionTooLarge")
                || self.status().is_some_and(|s| s.message.contains(MESSAGE)))
    }

    /// The namespace is being deleted and takes no new objects.
    #[must_use]
    pub fn is_namespace_terminating(&self) -> bool {
        self.is_forbidden() && self.causes().iter().any(|c| c.reason == "NamespaceTerminating")
    }

    /// Whether the same request may succeed later without anything being repaired: the server was
    /// overloaded, unavailable or out of reach.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.is_transient(),
            Self::Status(status) => matches!(status.code, 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether the connection was refused, so that nothing of the request was seen by anyone.
    #[must_use]
    pub fn is_connection_refused(&self) -> bool {
        matches!(self, Self::Transport { source: TransportError::Connect(_), .. })
    }

    /// The causes that the server gave: one a faulty field, or one a conflicting field manager.
    #[must_use]
    pub fn causes(&self) -> &[StatusCause] {
        self.status().and_then(|s| s.details.as_deref()).map_or(&[], |d| &d.causes)
    }

    /// How long the server asks to wait, if it does.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        let seconds = self.status()?.details.as_deref()?.retry_after_seconds;
        u64::try_from(seconds).ok().filter(|s| *s > 0).map(std::time::Duration::from_secs)
    }

    /// Upstream's rule: the reason decides, and the code when the reason is not a known one.
    fn answers(&self, reason: &str, code: i32) -> bool {
        self.status().is_some_and(|s| {
            s.reason == reason || (s.code == code && !KNOWN_REASONS.contains(&s.reason.as_str()))
        })
    }
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        Self::Status(Box::new(status))
    }
}

/// *Upstream:* `knownReasons` of `apimachinery/pkg/api/errors/errors.go`.
const KNOWN_REASONS: &[&str] = &[
    reason::NOT_FOUND,
    reason::ALREADY_EXISTS,
    reason::CONFLICT,
    reason::GONE,
    reason::EXPIRED,
    reason::INVALID,
    reason::SERVER_TIMEOUT,
    reason::TIMEOUT,
    reason::TOO_MANY_REQUESTS,
    reason::BAD_REQUEST,
    reason::METHOD_NOT_ALLOWED,
    reason::NOT_ACCEPTABLE,
    reason::REQUEST_ENTITY_TOO_LARGE,
    reason::UNSUPPORTED_MEDIA_TYPE,
    reason::INTERNAL_ERROR,
    reason::SERVICE_UNAVAILABLE,
    reason::UNAUTHORIZED,
    reason::FORBIDDEN,
];

fn describe(status: &Status) -> String {
    if status.message.is_empty() {
        format!("the server answered {} {}", status.code, status.reason)
    } else {
        status.message.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: u16, reason: &str) -> Error {
        Error::from(Status::failure(code, reason, "message"))
    }

    #[test]
    fn the_reason_decides_before_the_code() {
        for (name, error, predicate, want) in [
            ("by reason", error(0, "NotFound"), Error::is_not_found as fn(&Error) -> bool, true),
            ("by code", error(404, ""), Error::is_not_found, true),
            ("unknown reason", error(404, "Strange"), Error::is_not_found, true),
            ("other known reason", error(404, "Forbidden"), Error::is_not_found, false),
            ("bare 409 is a conflict", error(409, ""), Error::is_conflict, true),
            ("bare 409 is no create", error(409, ""), Error::is_already_exists, false),
            ("create", error(409, "AlreadyExists"), Error::is_conflict, false),
            ("expired", error(410, "Expired"), Error::is_gone, true),
            ("gone", error(410, "Gone"), Error::is_gone, true),
            ("429 by code alone", error(429, "Conflict"), Error::is_too_many_requests, true),
            ("503", error(503, ""), Error::is_retryable, true),
            ("422", error(422, "Invalid"), Error::is_retryable, false),
        ] {
            assert_eq!(predicate(&error), want, "{name}");
        }
    }

    #[test]
    fn a_version_ahead_of_the_server_is_told_by_cause_or_message() {
        let by_cause =
            Status::failure(504, "Timeout", "x").cause("ResourceVersionTooLarge", "", "");
        assert!(Error::from(by_cause).is_resource_version_too_large());
        let by_message =
            Status::failure(504, "Timeout", "Too large resource version: 7, current: 5");
        assert!(Error::from(by_message).is_resource_version_too_large());
        assert!(!error(504, "Timeout").is_resource_version_too_large());
    }
}
