//! Events, which go away by themselves.

use std::time::Duration;

use serde_json::Value;

use crate::registry::strategy::{Strategy, Traits};

/// How long an event lives after its last write; upstream's `--event-ttl`.
const TIME_TO_LIVE: Duration = Duration::from_secs(3600);

#[derive(Debug)]
pub(crate) struct EventStrategy(pub(crate) Traits);

impl Strategy for EventStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn time_to_live(&self, _: &Value) -> Option<Duration> {
        Some(TIME_TO_LIVE)
    }
}
