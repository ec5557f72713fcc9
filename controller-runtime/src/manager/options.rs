//! How a manager runs.

use std::net::SocketAddr;
use std::time::Duration;

use bowline_apimachinery::metrics::Registry;
use bowline_client::leader_election::LeaderElection;

/// How a manager runs; the default has neither election nor endpoints.
#[derive(Clone, Debug)]
pub struct ManagerOptions {
    /// Where `/healthz`, `/readyz`, `/livez` and `/metrics` are served, in plain HTTP.
    pub serve: Option<SocketAddr>,
    /// The election in which the program takes part; all parts run at once when none.
    pub leader_election: Option<LeaderElection>,
    /// How long caches may take to fill.
    pub cache_sync_timeout: Duration,
    /// How long what is being worked on may take to end after the stop.
    pub stop_timeout: Duration,
    /// Where metrics are kept.
    pub metrics: Registry,
}

impl Default for ManagerOptions {
    fn default() -> Self {
        Self {
            serve: None,
            leader_election: None,
            cache_sync_timeout: Duration::from_secs(120),
            stop_timeout: Duration::from_secs(30),
            metrics: Registry::default(),
        }
    }
}
