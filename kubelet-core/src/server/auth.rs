//! Who may ask the kubelet what.
//!
//! Upstream: `pkg/kubelet/server/auth.go`.

use async_trait::async_trait;
use http::Method;
use rustls::pki_types::CertificateDer;

/// What a caller shows of itself.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The client certificates that TLS has verified, the caller's own first; none without.
    pub certificates: Vec<CertificateDer<'static>>,
    /// The token of the `Authorization: Bearer` header.
    pub bearer_token: Option<String>,
}

/// What a caller wants, in the API's words: `verb` on `nodes/<subresource>` of this node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestAttributes {
    /// `get`, `create`, `update`, `patch` or `delete`; empty for other methods.
    pub verb: &'static str,
    /// Any one of these subresources of the node suffices; ask for them in order.
    pub subresources: &'static [&'static str],
    /// The path as requested.
    pub path: String,
}

/// A caller is turned away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// 401: who is it?
    #[error("Unauthorized")]
    Unauthorized,
    /// 403: it may not.
    #[error(
        "Forbidden (user={user}, verb={verb}, resource=nodes, subresource(s)={subresources:?})"
    )]
    Forbidden {
        /// Who it is.
        user: String,
        /// What it wanted to do.
        verb: &'static str,
        /// On what.
        subresources: &'static [&'static str],
    },
    /// 500: nobody can tell.
    #[error("Authorization error (user={user})")]
    Failed {
        /// Who it is, as far as is known.
        user: String,
    },
}

/// Authenticates and authorizes callers.
#[async_trait]
pub trait KubeletAuth: Send + Sync + 'static {
    /// Lets the request pass, or turns the caller away. Called for each request, before anything
    /// is done for it.
    ///
    /// # Errors
    /// The caller is not known, or may not do this.
    async fn authorize(
        &self,
        credentials: &Credentials,
        attributes: &RequestAttributes,
    ) -> Result<(), AuthError>;
}

/// Lets everybody do everything. Fit for connections in memory, and where TLS admits nobody but
/// the API server.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllowAll;

#[async_trait]
impl KubeletAuth for AllowAll {
    async fn authorize(&self, _: &Credentials, _: &RequestAttributes) -> Result<(), AuthError> {
        Ok(())
    }
}

impl RequestAttributes {
    pub(super) fn new(method: &Method, path: &str) -> Self {
        let verb = match *method {
            Method::POST => "create",
            Method::GET => "get",
            Method::PUT => "update",
            Method::PATCH => "patch",
            Method::DELETE => "delete",
            _ => "",
        };
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let subresources: &[&str] = match first {
            "stats" => &["stats"],
            "metrics" => &["metrics"],
            "logs" => &["log"],
            "checkpoint" => &["checkpoint"],
            "statusz" => &["statusz"],
            "configz" => &["configz", "proxy"],
            "healthz" => &["healthz", "proxy"],
            "pods" | "runningpods" => &["pods", "proxy"],
            _ => &["proxy"],
        };
        Self { verb, subresources, path: path.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_named_in_the_apis_words() {
        let rows: &[(&str, &str, &str, &[&str])] = &[
            ("GET", "/exec/ns/web/c", "get", &["proxy"]),
            ("POST", "/exec/ns/web/c", "create", &["proxy"]),
            ("GET", "/containerLogs/ns/web/c", "get", &["proxy"]),
            ("GET", "/metrics/cadvisor", "get", &["metrics"]),
            ("GET", "/metricsx", "get", &["proxy"]),
            ("GET", "/stats/summary", "get", &["stats"]),
            ("GET", "/pods", "get", &["pods", "proxy"]),
            ("OPTIONS", "/pods", "", &["pods", "proxy"]),
        ];
        for (method, path, verb, subresources) in rows {
            let got = RequestAttributes::new(&method.parse().unwrap(), path);
            assert_eq!((got.verb, got.subresources), (*verb, *subresources), "{method} {path}");
        }
    }
}
