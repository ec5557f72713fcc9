//! The last word of an exec or attach session, on the error channel.
//!
//! Upstream: `staging/src/k8s.io/cri-streaming/pkg/streaming/remotecommand/{exec,status}.go`,
//! `staging/src/k8s.io/client-go/tools/remotecommand/v4.go`.

use serde::{Deserialize, Serialize};

/// How the outcome is written on the error channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusFormat {
    /// A `metav1.Status`; also for success. Since v4.
    Json,
    /// The message of a failure; nothing for success. Before v4.
    Text,
}

/// How a session ended, said by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExecStatus {
    /// The command exited with 0, or the attached stream ended.
    Success,
    /// The command exited with another code.
    ExitCode {
        /// What it exited with.
        code: i32,
        /// The sentence beside it.
        message: String,
    },
    /// The session broke: the command could not be started, or not be watched to its end.
    Failure {
        /// `InternalError` and its like; empty before v4.
        reason: String,
        /// What happened.
        message: String,
        /// The HTTP code that fits; 0 when none was said.
        code: i32,
    },
}

/// What is on the error channel is no status.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StatusError {
    /// Not JSON, or not a status.
    #[error("error channel holds no status")]
    Malformed(#[source] serde_json::Error),
    /// A status that is neither `Success` nor `Failure`.
    #[error("error channel holds status {0:?}, want Success or Failure")]
    UnknownStatus(String),
    /// The exit code is missing or no number.
    #[error("error channel says NonZeroExitCode with exit code {0:?}")]
    BadExitCode(String),
    /// Nothing was written: the session was cut off before its end.
    #[error("error channel ended without a status")]
    Missing,
}

/// The reason of a status that carries an exit code.
pub const NON_ZERO_EXIT_CODE: &str = "NonZeroExitCode";
/// The cause whose message is the exit code.
pub const EXIT_CODE_CAUSE: &str = "ExitCode";

const SUCCESS: &str = "Success";
const FAILURE: &str = "Failure";

/// The part of `metav1.Status` that travels; metadata is written for clients that expect it.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<serde_json::Value>,
    status: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Details>,
    #[serde(skip_serializing_if = "is_zero")]
    code: i32,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Details {
    causes: Vec<Cause>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Cause {
    reason: String,
    message: String,
}

fn is_zero(code: &i32) -> bool {
    *code == 0
}

impl ExecStatus {
    /// The outcome of a command that exited with `code`, in upstream's words.
    pub fn from_exit_code(code: i32) -> Self {
        match code {
            0 => Self::Success,
            code => Self::ExitCode {
                code,
                message: format!("command terminated with non-zero exit code: exit status {code}"),
            },
        }
    }

    /// The outcome of a session that broke for `error`, in upstream's words.
    pub fn internal_error(error: impl std::fmt::Display) -> Self {
        Self::Failure {
            reason: "InternalError".into(),
            message: format!("Internal error occurred: {error}"),
            code: 500,
        }
    }

    /// What the command exited with, if it exited at all.
    pub fn exit_code(&self) -> Option<i32> {
        match self {
            Self::Success => Some(0),
            Self::ExitCode { code, .. } => Some(*code),
            Self::Failure { .. } => None,
        }
    }

    /// The sentence for people; empty for success.
    pub fn message(&self) -> &str {
        match self {
            Self::Success => "",
            Self::ExitCode { message, .. } | Self::Failure { message, .. } => message,
        }
    }

    /// The bytes for the error channel; empty when `format` says nothing for success.
    pub fn encode(&self, format: StatusFormat) -> Vec<u8> {
        if format == StatusFormat::Text {
            return self.message().as_bytes().to_vec();
        }
        let mut wire = Wire {
            metadata: Some(serde_json::json!({})),
            status: FAILURE.into(),
            message: self.message().into(),
            ..Wire::default()
        };
        match self {
            Self::Success => wire.status = SUCCESS.into(),
            Self::ExitCode { code, .. } => {
                wire.reason = NON_ZERO_EXIT_CODE.into();
                let cause = Cause { reason: EXIT_CODE_CAUSE.into(), message: code.to_string() };
                wire.details = Some(Details { causes: vec![cause] });
            }
            Self::Failure { reason, code, .. } => {
                wire.reason.clone_from(reason);
                wire.code = *code;
            }
        }
        serde_json::to_vec(&wire).expect("strings and numbers are always JSON")
    }

    /// Reads all that came on the error channel until its end.
    ///
    /// # Errors
    /// The bytes are no status, or [`StatusError::Missing`]: a JSON session that ended without one
    /// was cut off, and its output may be incomplete.
    pub fn decode(format: StatusFormat, bytes: &[u8]) -> Result<Self, StatusError> {
        match (format, bytes.is_empty()) {
            (StatusFormat::Text, true) => return Ok(Self::Success),
            (StatusFormat::Text, false) => {
                let message = String::from_utf8_lossy(bytes).into_owned();
                return Ok(Self::Failure { reason: String::new(), message, code: 0 });
            }
            (StatusFormat::Json, true) => return Err(StatusError::Missing),
            (StatusFormat::Json, false) => {}
        }
        let wire: Wire = serde_json::from_slice(bytes).map_err(StatusError::Malformed)?;
        match (wire.status.as_str(), wire.reason.as_str()) {
            (SUCCESS, _) => Ok(Self::Success),
            (FAILURE, NON_ZERO_EXIT_CODE) => {
                let causes = wire.details.map(|details| details.causes).unwrap_or_default();
                let cause = causes.into_iter().find(|cause| cause.reason == EXIT_CODE_CAUSE);
                let text = cause.map(|cause| cause.message).unwrap_or_default();
                let code = text.parse().map_err(|_| StatusError::BadExitCode(text))?;
                Ok(Self::ExitCode { code, message: wire.message })
            }
            (FAILURE, _) => {
                Ok(Self::Failure { reason: wire.reason, message: wire.message, code: wire.code })
            }
            _ => Err(StatusError::UnknownStatus(wire.status)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_as_upstream_writes_them() {
        let rows: &[(&str, ExecStatus, &str, &str)] = &[
            ("success", ExecStatus::Success, r#"{"metadata":{},"status":"Success"}"#, ""),
            (
                "exit code",
                ExecStatus::from_exit_code(3),
                r#"{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: exit status 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}"#,
                "command terminated with non-zero exit code: exit status 3",
            ),
            (
                "failure",
                ExecStatus::internal_error("no such container"),
                r#"{"metadata":{},"status":"Failure","message":"Internal error occurred: no such container","reason":"InternalError","code":500}"#,
                "Internal error occurred: no such container",
            ),
        ];
        for (name, status, json, text) in rows {
            let written = status.encode(StatusFormat::Json);
            assert_eq!(String::from_utf8_lossy(&written), *json, "{name}");
            assert_eq!(ExecStatus::decode(StatusFormat::Json, &written).unwrap(), *status);
            let written = status.encode(StatusFormat::Text);
            assert_eq!(String::from_utf8_lossy(&written), *text, "{name}");
            let read = ExecStatus::decode(StatusFormat::Text, &written).unwrap();
            assert_eq!(read.message(), *text, "{name}");
        }
    }

    #[test]
    fn a_cut_off_session_is_no_success() {
        let cut = ExecStatus::decode(StatusFormat::Json, b"");
        assert!(matches!(cut, Err(StatusError::Missing)), "{cut:?}");
        let rows: &[(&str, &str)] = &[
            ("half a status", r#"{"status":"Succ"#),
            ("no status", "{}"),
            ("no code", r#"{"status":"Failure","reason":"NonZeroExitCode"}"#),
            (
                "a word for a code",
                r#"{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"two"}]}}"#,
            ),
        ];
        for (name, text) in rows {
            assert!(ExecStatus::decode(StatusFormat::Json, text.as_bytes()).is_err(), "{name}");
        }
    }
}
