//! The played runtime passes what every runtime has to.

use std::sync::Arc;
use std::time::Duration;

use bowline_client::TokioClock;

use super::{HollowConfig, HollowRuntime, PodCidr};
use crate::conformance::{RuntimeUnderTest, check_all};

#[tokio::test(start_paused = true)]
async fn conforms() {
    let config =
        HollowConfig { start_latency: Duration::from_millis(5), ..HollowConfig::default() };
    let clock = Arc::new(TokioClock::starting_at("2026-01-01T00:00:00.000000Z".parse().unwrap()));
    let pods = PodCidr::new("10.0.0.0/24".parse().unwrap());
    let runtime = Arc::new(HollowRuntime::new(Arc::new(config), clock, pods));
    let under_test = RuntimeUnderTest {
        runtime,
        image: "registry.example/app:1".to_owned(),
        logs: "/nonexistent".into(),
        runs_commands: false,
    };
    assert_eq!(check_all(&under_test).await, []);
}
