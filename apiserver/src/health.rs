//! `/healthz`, `/livez` and `/readyz`.
//!
//! *Upstream:* `apiserver/pkg/server/healthz`.

use http::Response;

use crate::body::Body;
use crate::handlers::respond;
use crate::request_info::{parameter, parameters};
use crate::server::Shared;

const ENDPOINTS: [&str; 3] = ["healthz", "livez", "readyz"];

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    Ping,
    Log,
    Etcd,
    Started,
}

const CHECKS: [Check; 4] = [Check::Ping, Check::Log, Check::Etcd, Check::Started];

impl Check {
    /// The name by which the check is asked for.
    fn name(self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Log => "log",
            Self::Etcd => "etcd",
            Self::Started => "poststarthook/start-apiextensions-controllers",
        }
    }

    async fn passes(self, shared: &Shared) -> bool {
        match self {
            // That someone answers is all that these ask.
            Self::Ping | Self::Log => true,
            Self::Etcd => shared.registry().environment().storage.current_revision().await.is_ok(),
            Self::Started => shared.is_started(),
        }
    }
}

/// The paths of all checks.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    ENDPOINTS.into_iter().flat_map(|endpoint| {
        let each = CHECKS.into_iter().map(move |check| format!("/{endpoint}/{}", check.name()));
        std::iter::once(format!("/{endpoint}")).chain(each)
    })
}

/// Answers a health request; `None` for other paths.
pub(crate) async fn answer(
    shared: &Shared,
    parts: &http::request::Parts,
) -> Option<Response<Body>> {
    let path = parts.uri.path().trim_matches('/');
    let (endpoint, check) = path.split_once('/').map_or((path, None), |(e, c)| (e, Some(c)));
    if !ENDPOINTS.contains(&endpoint) {
        return None;
    }
    if let Some(name) = check {
        let check = CHECKS.into_iter().find(|check| check.name() == name)?;
        return Some(match check.passes(shared).await {
            true => respond::text(200, "ok"),
            false => respond::text(500, format!("internal server error: {name} failed\n")),
        });
    }
    let query = parts.uri.query().unwrap_or("");
    let excluded: Vec<String> =
        parameters(query).filter(|(key, _)| key == "exclude").map(|(_, value)| value).collect();
    let mut lines = String::new();
    let mut failed = false;
    for check in CHECKS {
        let name = check.name();
        if excluded.iter().any(|e| e == name) {
            lines.push_str(&format!("[+]{name} excluded: ok\n"));
        } else if check.passes(shared).await {
            lines.push_str(&format!("[+]{name} ok\n"));
        } else {
            failed = true;
            lines.push_str(&format!("[-]{name} failed: reason withheld\n"));
        }
    }
    Some(if failed {
        respond::text(500, format!("{lines}{endpoint} check failed\n"))
    } else if parameter(query, "verbose").is_some() {
        respond::text(200, format!("{lines}{endpoint} check passed\n"))
    } else {
        respond::text(200, "ok")
    })
}
