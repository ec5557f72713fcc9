//! A node is ready as soon as it can be, whatever the server makes of its registration.

use bowline_apimachinery::random::SeededRandom;
use bowline_client::TokioClock;
use parking_lot::Mutex;
use serde_json::Value;

use super::*;

/// A server that gives no node the status that it is created with.
#[derive(Default)]
struct Forgetful {
    node: Mutex<Option<Node>>,
}

#[async_trait]
impl NodeApi for Forgetful {
    async fn node(&self, name: &str) -> Result<Node, ApiError> {
        self.node.lock().clone().ok_or_else(|| ApiError::NotFound(name.to_owned()))
    }

    async fn create_node(&self, node: &Node) -> Result<Node, ApiError> {
        let node = Node { status: NodeStatus::default(), ..node.clone() };
        *self.node.lock() = Some(node.clone());
        Ok(node)
    }

    async fn patch_node(&self, name: &str, _patch: &Value) -> Result<Node, ApiError> {
        self.node(name).await
    }

    async fn patch_node_status(&self, name: &str, patch: &Value) -> Result<Node, ApiError> {
        let mut node = self.node(name).await?;
        if let Some(conditions) = patch["status"].get("conditions") {
            node.status.conditions = serde_json::from_value(conditions.clone()).unwrap();
        }
        *self.node.lock() = Some(node.clone());
        Ok(node)
    }

    async fn lease(&self, name: &str) -> Result<Lease, ApiError> {
        Err(ApiError::NotFound(name.to_owned()))
    }

    async fn create_lease(&self, lease: &Lease) -> Result<Lease, ApiError> {
        Ok(lease.clone())
    }

    async fn update_lease(&self, lease: &Lease) -> Result<Lease, ApiError> {
        Ok(lease.clone())
    }
}

/// A node whose runtime needs a while to start.
struct Starting {
    until: MicroTime,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl NodeObserver for Starting {
    async fn observe(&self) -> NodeObservation {
        let not_ready = (self.clock.now() < self.until).then(|| "starting".to_owned());
        NodeObservation { not_ready, ..NodeObservation::default() }
    }
}

fn ready(api: &Forgetful) -> Option<ConditionStatus> {
    let node = api.node.lock().clone()?;
    node.status.conditions.into_iter().find(|c| c.type_ == "Ready").map(|c| c.status)
}

#[tokio::test(start_paused = true)]
async fn a_node_is_told_ready_as_soon_as_it_is() {
    for (name, starts_after, spread) in [
        ("at once", Duration::ZERO, false),
        ("with many others", Duration::ZERO, true),
        ("after its runtime", Duration::from_millis(2950), false),
        ("after its runtime, with many others", Duration::from_millis(2950), true),
    ] {
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(MicroTime::default()));
        let until = clock.now().saturating_add(starts_after);
        let api = Arc::new(Forgetful::default());
        let agent = NodeAgent::new(
            NodeAgentConfig { spread, ..NodeAgentConfig::default() },
            Arc::new(NodeConfig::new("n", "10.0.0.1")),
            api.clone(),
            Arc::new(Starting { until, clock: clock.clone() }),
            clock.clone(),
            Arc::new(SeededRandom::new(1)),
        );
        let shutdown = CancellationToken::new();
        let running = tokio::spawn(agent.run(|_| {}, shutdown.clone()));
        if starts_after > Duration::ZERO {
            tokio::time::sleep(Duration::from_millis(50).to_std()).await;
            assert_eq!(ready(&api), Some(ConditionStatus::False), "{name}");
        }
        tokio::time::sleep(starts_after.to_std()).await;
        tokio::time::sleep(Duration::from_millis(150).to_std()).await;
        assert_eq!(ready(&api), Some(ConditionStatus::True), "{name}");
        shutdown.cancel();
        running.await.unwrap();
    }
}
