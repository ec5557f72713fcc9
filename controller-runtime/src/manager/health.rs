//! Whether a program is alive, and whether it is ready.
//!
//! *Upstream:* `controller-runtime/pkg/healthz`.

use std::fmt::{self, Write};
use std::sync::Arc;

use bowline_apimachinery::metrics::Registry;
use bowline_client::cache::SyncState;
use http::StatusCode;
use parking_lot::Mutex;

use crate::controller::Synced;

/// Says what is wrong, if anything is.
pub type Check = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// What is asked before a program is called alive or ready; clones are the same.
#[derive(Clone, Default)]
pub struct Health {
    alive: Arc<Mutex<Vec<(String, Check)>>>,
    ready: Arc<Mutex<Vec<(String, Check)>>>,
}

impl Health {
    /// Asks this before the program is called alive. A program that is not is restarted.
    pub fn add_alive(
        &self,
        name: &str,
        check: impl Fn() -> Result<(), String> + Send + Sync + 'static,
    ) {
        self.alive.lock().push((name.to_owned(), Arc::new(check)));
    }

    /// Asks this before the program is called ready. A program that is not gets no traffic.
    pub fn add_ready(
        &self,
        name: &str,
        check: impl Fn() -> Result<(), String> + Send + Sync + 'static,
    ) {
        self.ready.lock().push((name.to_owned(), Arc::new(check)));
    }

    /// A cache must be filled before the program is ready; the check says what is in its way.
    pub(super) fn add_cache(&self, kind: &str, api_version: &str, synced: Synced) {
        let name = format!("cache of {kind} ({api_version})");
        self.add_ready(&name, move || match (synced.is_synced(), synced.state()) {
            (true, _) => Ok(()),
            (false, SyncState::Waiting { obstacle, error }) => {
                Err(format!("{obstacle:?}: {error}"))
            }
            (false, SyncState::Listing { received }) => Err(format!("{received} objects so far")),
            (false, other) => Err(format!("{other:?}")),
        });
    }

    /// The answer to a request of these paths; none for others.
    pub(super) fn answer(
        &self,
        path: &str,
        verbose: bool,
        metrics: &Registry,
    ) -> Option<(StatusCode, &'static str, String)> {
        const TEXT: &str = "text/plain; charset=utf-8";
        let checks = match path.trim_end_matches('/') {
            "/metrics" => {
                let form = "text/plain; version=0.0.4; charset=utf-8";
                return Some((StatusCode::OK, form, metrics.render()));
            }
            "/healthz" | "/livez" => self.alive.lock().clone(),
            "/readyz" => self.ready.lock().clone(),
            _ => return None,
        };
        let mut text = String::new();
        let mut failed = false;
        for (name, check) in checks {
            // Writing to a string does not fail.
            let _ = match check() {
                Ok(()) => writeln!(text, "[+]{name} ok"),
                Err(why) => {
                    failed = true;
                    writeln!(text, "[-]{name} failed: {why}")
                }
            };
        }
        let what = path.trim_matches('/');
        Some(match (failed, verbose) {
            (true, _) => {
                let text = format!("{text}{what} check failed\n");
                (StatusCode::INTERNAL_SERVER_ERROR, TEXT, text)
            }
            (false, true) => (StatusCode::OK, TEXT, format!("{text}{what} check passed\n")),
            (false, false) => (StatusCode::OK, TEXT, "ok".to_owned()),
        })
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |checks: &Mutex<Vec<(String, Check)>>| {
            checks.lock().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        f.debug_struct("Health")
            .field("alive", &names(&self.alive))
            .field("ready", &names(&self.ready))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_say_what_is_wrong() {
        let health = Health::default();
        let metrics = Registry::default();
        metrics.counter("n_total", "N.", &[]).with(&[]).increment();
        let ask = |path, verbose| health.answer(path, verbose, &metrics);
        assert_eq!(ask("/healthz", false).unwrap().2, "ok");
        health.add_ready("good", || Ok(()));
        let ready = ask("/readyz/", true).unwrap();
        assert_eq!(
            (ready.0.as_u16(), ready.2.as_str()),
            (200, "[+]good ok\nreadyz check passed\n")
        );
        health.add_ready("bad", || Err("no".into()));
        let unready = ask("/readyz", false).unwrap();
        let want = "[+]good ok\n[-]bad failed: no\nreadyz check failed\n";
        assert_eq!((unready.0.as_u16(), unready.2.as_str()), (500, want));
        assert_eq!(ask("/livez", false).unwrap().0.as_u16(), 200);
        assert!(ask("/metrics", false).unwrap().2.ends_with("n_total 1\n"));
        assert!(ask("/other", false).is_none());
    }
}
