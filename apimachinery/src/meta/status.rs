//! The answers that are not objects: every error on the wire is a `Status`.
//!
//! *Upstream:* `apimachinery/pkg/api/errors`.

use super::{Status, StatusCause, StatusDetails};

/// The reasons that clients match on.
pub mod reason {
    /// 401
    pub const UNAUTHORIZED: &str = "Unauthorized";
    /// 403
    pub const FORBIDDEN: &str = "Forbidden";
    /// 404
    pub const NOT_FOUND: &str = "NotFound";
    /// 409 on create
    pub const ALREADY_EXISTS: &str = "AlreadyExists";
    /// 409 on update
    pub const CONFLICT: &str = "Conflict";
    /// 410 for a watch
    pub const GONE: &str = "Gone";
    /// 422
    pub const INVALID: &str = "Invalid";
    /// 504, try again
    pub const SERVER_TIMEOUT: &str = "ServerTimeout";
    /// 504
    pub const TIMEOUT: &str = "Timeout";
    /// 429
    pub const TOO_MANY_REQUESTS: &str = "TooManyRequests";
    /// 400
    pub const BAD_REQUEST: &str = "BadRequest";
    /// 405
    pub const METHOD_NOT_ALLOWED: &str = "MethodNotAllowed";
    /// 406
    pub const NOT_ACCEPTABLE: &str = "NotAcceptable";
    /// 413
    pub const REQUEST_ENTITY_TOO_LARGE: &str = "RequestEntityTooLarge";
    /// 415
    pub const UNSUPPORTED_MEDIA_TYPE: &str = "UnsupportedMediaType";
    /// 500
    pub const INTERNAL_ERROR: &str = "InternalError";
    /// 410 for a list
    pub const EXPIRED: &str = "Expired";
    /// 503
    pub const SERVICE_UNAVAILABLE: &str = "ServiceUnavailable";
}

impl Status {
    /// A failure with code, reason and message.
    #[must_use]
    pub fn failure(code: u16, reason: &str, message: impl Into<String>) -> Self {
        Self {
            status: "Failure".to_owned(),
            message: message.into(),
            reason: reason.to_owned(),
            code: i32::from(code),
            ..Self::default()
        }
    }

    /// A success.
    #[must_use]
    pub fn success() -> Self {
        Self { status: "Success".to_owned(), code: 200, ..Self::default() }
    }

    /// Names the object the answer is about; `resource` is the plural for most answers.
    #[must_use]
    pub fn about(mut self, group: &str, resource: &str, name: &str) -> Self {
        let details = self.details.get_or_insert_default();
        group.clone_into(&mut details.group);
        resource.clone_into(&mut details.kind);
        name.clone_into(&mut details.name);
        self
    }

    /// Adds a cause.
    #[must_use]
    pub fn cause(mut self, reason: &str, message: impl Into<String>, field: &str) -> Self {
        self.details.get_or_insert_default().causes.push(StatusCause {
            reason: reason.to_owned(),
            message: message.into(),
            field: field.to_owned(),
        });
        self
    }

    /// Asks the client to come again.
    #[must_use]
    pub fn retry_after(mut self, seconds: i32) -> Self {
        self.details.get_or_insert_default().retry_after_seconds = seconds;
        self
    }

    /// `pods "web" not found`
    #[must_use]
    pub fn not_found(group: &str, resource: &str, name: &str) -> Self {
        let message = format!("{} \"{name}\" not found", qualified(group, resource));
        Self::failure(404, reason::NOT_FOUND, message).about(group, resource, name)
    }

    /// `pods "web" already exists`
    #[must_use]
    pub fn already_exists(group: &str, resource: &str, name: &str) -> Self {
        let message = format!("{} \"{name}\" already exists", qualified(group, resource));
        Self::failure(409, reason::ALREADY_EXISTS, message).about(group, resource, name)
    }

    /// `Operation cannot be fulfilled on pods "web": why`
    #[must_use]
    pub fn conflict(group: &str, resource: &str, name: &str, why: &str) -> Self {
        let message = format!(
            "Operation cannot be fulfilled on {} \"{name}\": {why}",
            qualified(group, resource)
        );
        Self::failure(409, reason::CONFLICT, message).about(group, resource, name)
    }

    /// `pods "web" is forbidden: why`
    #[must_use]
    pub fn forbidden(group: &str, resource: &str, name: &str, why: &str) -> Self {
        let message = match (resource, name) {
            ("", _) => format!("forbidden: {why}"),
            (_, "") => format!("{} is forbidden: {why}", qualified(group, resource)),
            _ => format!("{} \"{name}\" is forbidden: {why}", qualified(group, resource)),
        };
        Self::failure(403, reason::FORBIDDEN, message).about(group, resource, name)
    }

    /// 400 with a message.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::failure(400, reason::BAD_REQUEST, message)
    }

    /// 500: `Internal error occurred: why`
    #[must_use]
    pub fn internal(why: impl std::fmt::Display) -> Self {
        let text = why.to_string();
        Self::failure(500, reason::INTERNAL_ERROR, format!("Internal error occurred: {text}"))
            .cause("", text, "")
    }

    /// 401, which never says why.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::failure(401, reason::UNAUTHORIZED, "Unauthorized")
    }

    /// 410: the revision asked for is compacted away.
    #[must_use]
    pub fn expired(message: impl Into<String>) -> Self {
        Self::failure(410, reason::EXPIRED, message)
    }

    /// Whether the answer is a failure.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.status == "Failure"
    }

    /// The details, empty when there are none.
    #[must_use]
    pub fn details_or_default(&self) -> StatusDetails {
        self.details.as_deref().cloned().unwrap_or_default()
    }
}

/// `deployments.apps`, `pods`
fn qualified(group: &str, resource: &str) -> String {
    if group.is_empty() { resource.to_owned() } else { format!("{resource}.{group}") }
}
