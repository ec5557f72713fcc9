//! Why a request could not be forwarded.

use bowline_apimachinery::meta::Status;
use bowline_apimachinery::meta::reason;
use http::StatusCode;

use super::dial::DialError;

/// A request could not be forwarded. [`ProxyError::to_status`] is what the caller is told.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The request makes no sense, or its object is not in a state for it.
    #[error("{}", .0.message)]
    Refused(Box<Status>),
    /// A kubelet cannot be reached.
    #[error("error dialing backend: {0}")]
    Dial(#[source] DialError),
    /// A pod, service or node that is proxied cannot be reached.
    #[error("error trying to reach service: {0}")]
    Unreachable(#[source] DialError),
    /// The connection broke before there was an answer.
    #[error("error sending request: {0}")]
    Send(#[source] hyper::Error),
    /// An upgrade was asked for, and the answer is neither one nor an error.
    #[error("invalid upgrade response: status code {}", .0.as_u16())]
    NotUpgraded(StatusCode),
    /// The caller's connection cannot be upgraded: HTTP/2, or not a connection at all.
    #[error("request connection cannot be hijacked")]
    NotHijackable,
    /// An upgrade must be asked for and was not.
    #[error("Upgrade request required")]
    UpgradeRequired,
    /// The backend answered with an error that has to be put into a status.
    #[error("backend answered {}: {message}", status.as_u16())]
    Backend {
        /// What it answered.
        status: StatusCode,
        /// What it said, cut to 50000 bytes.
        message: String,
        /// The resource asked for, `pods/log` for example.
        resource: &'static str,
        /// The object asked for.
        name: String,
    },
    /// What is to be sent cannot be said in HTTP.
    #[error("request cannot be forwarded")]
    Request(#[from] http::Error),
}

impl ProxyError {
    pub(super) fn refused(status: Status) -> Self {
        Self::Refused(Box::new(status))
    }

    /// What the caller is told.
    pub fn to_status(&self) -> Status {
        match self {
            Self::Refused(status) => (**status).clone(),
            Self::UpgradeRequired => Status::bad_request(self.to_string()),
            Self::Unreachable(_) => {
                Status::failure(503, reason::SERVICE_UNAVAILABLE, self.to_string())
            }
            Self::Backend { status, message, resource, name } => {
                backend_status(*status, message, resource, name)
            }
            _ => Status::failure(500, "", self.to_string()),
        }
    }
}

impl From<Status> for ProxyError {
    fn from(status: Status) -> Self {
        Self::refused(status)
    }
}

/// Upstream: `GenericHttpResponseChecker` and `NewGenericServerResponse`.
fn backend_status(status: StatusCode, message: &str, resource: &str, name: &str) -> Status {
    let generic = |reason: &str, text: &str| {
        let text = format!("{text} ( {resource} {name})");
        Status::failure(status.as_u16(), reason, text).about("", resource, name)
    };
    match status.as_u16() {
        500 => Status::internal(message),
        400 => Status::bad_request(message),
        401 => generic(
            reason::UNAUTHORIZED,
            "the server has asked for the client to provide credentials",
        ),
        403 => generic(reason::FORBIDDEN, message),
        404 => generic(reason::NOT_FOUND, "the server could not find the requested resource"),
        405 => generic(
            reason::METHOD_NOT_ALLOWED,
            "the server does not allow this method on the requested resource",
        ),
        422 => generic(
            reason::INVALID,
            "the server rejected our request due to an error in our request",
        ),
        429 => generic(
            reason::TOO_MANY_REQUESTS,
            "the server has received too many requests and has asked us to try again later",
        ),
        503 => generic(
            reason::SERVICE_UNAVAILABLE,
            "the server is currently unable to handle the request",
        ),
        504 => generic(
            reason::TIMEOUT,
            "the server was unable to return a response in the time allotted, but may still be \
             processing the request",
        ),
        code => generic(
            if code >= 500 { reason::INTERNAL_ERROR } else { "" },
            &format!(
                "the server responded with the status code {code} but did not return more \
                 information"
            ),
        ),
    }
}
