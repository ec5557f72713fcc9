//! `/healthz`, `/livez` and `/readyz`, whole or by check.
//!
//! *Upstream:* `apiserver/pkg/server/healthz`.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

use crate::body::{self, Body};

/// The checks that a server answers for: it runs, so it answers, and its store is in the process.
const CHECKS: [&str; 2] = ["ping", "log"];

/// The answer to a health path; `None` for other paths and unknown checks.
pub(super) fn answer(path: &str, query: &str) -> Option<Response<Body>> {
    let mut parts = path.trim_start_matches('/').splitn(2, '/');
    let endpoint = parts.next().filter(|e| matches!(*e, "healthz" | "livez" | "readyz"))?;
    let text = match parts.next() {
        None | Some("") if has(query, "verbose") => verbose(endpoint, query),
        None | Some("") => "ok".to_owned(),
        Some(check) if CHECKS.contains(&check) => "ok".to_owned(),
        Some(_) => return None,
    };
    let mut response = Response::new(body::full(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    Some(response)
}

fn has(query: &str, key: &str) -> bool {
    query.split('&').any(|pair| pair.split('=').next() == Some(key))
}

fn verbose(endpoint: &str, query: &str) -> String {
    let excluded = |check: &str| query.split('&').any(|p| p == format!("exclude={check}"));
    let mut text = String::new();
    for check in CHECKS {
        let mark = if excluded(check) { "excluded: ok" } else { "ok" };
        text.push_str(&format!("[+]{check} {mark}\n"));
    }
    text + endpoint + " check passed\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_health_paths_are_answered() {
        for (path, answered) in [
            ("/healthz", true),
            ("/livez/ping", true),
            ("/readyz/", true),
            ("/readyz/nothing", false),
            ("/health", false),
        ] {
            assert_eq!(answer(path, "").is_some(), answered, "{path}");
        }
        assert!(verbose("livez", "verbose&exclude=log").contains("[+]log excluded: ok"));
    }
}
