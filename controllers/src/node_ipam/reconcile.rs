//! Writing ranges to nodes.
//!
//! Upstream: `pkg/controller/nodeipam/ipam/range_allocator.go`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::Node;
use bowline_apimachinery::resource::NamespacedName;
use bowline_client::Client;
use bowline_client::api::Patch;
use bowline_client::cache::Store;
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_controller_runtime::{Action, ReconcileError, Request};
use serde_json::json;

use super::plan::{PodRanges, allocate, ranges_of};
use crate::own_writes::OwnWrites;
use crate::setup::Setup;

/// When to look again after all ranges were taken.
const LATER: Duration = Duration::from_secs(30);

struct Ranges {
    client: Client,
    nodes: Store<Node>,
    ranges: PodRanges,
    recorder: Recorder,
    writes: OwnWrites,
}

/// Under this key all writes are noted: every node's range depends on all the others'.
fn all_nodes() -> NamespacedName {
    NamespacedName::new("", "nodes")
}

/// Adds the controller, if the cluster has ranges for pods.
pub fn add(setup: &mut Setup<'_>) {
    let ranges = setup.config.pod_ranges.clone();
    if ranges.cluster.is_empty() {
        return;
    }
    let this = Arc::new(Ranges {
        client: setup.client(),
        nodes: setup.store(),
        ranges,
        recorder: setup.recorder("cidrAllocator"),
        writes: OwnWrites::default(),
    });
    // One at a time: two nodes must not get the same range.
    let controller = setup.controller::<Node>("node-ipam-controller").concurrency(1).reconcile(
        move |request: Request<Node>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        },
    );
    setup.add(controller);
}

impl Ranges {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(&all_nodes(), &self.nodes).await?;
        let Some(node) = self.nodes.get(key) else { return Ok(Action::Done) };
        if node.metadata.is_terminating() || !ranges_of(&node).is_empty() {
            return Ok(Action::Done);
        }
        let taken: BTreeSet<_> =
            self.nodes.list().iter().flat_map(|other| ranges_of(other)).collect();
        let ranges = match allocate(&self.ranges, &taken) {
            Ok(ranges) => ranges,
            Err(error) => {
                tracing::warn!(node = key.name, %error, "the node gets no range for its pods");
                let name = &node.metadata.name;
                let message = format!("Node {name} status is now: CIDRNotAvailable");
                let about = object_reference(&*node);
                self.recorder.event(about, EventType::Normal, "CIDRNotAvailable", message);
                return Ok(Action::RequeueAfter(LATER));
            }
        };
        let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
        let patch = Patch::Merge(json!({
            "metadata": {"uid": node.metadata.uid},
            "spec": {"podCIDR": ranges.first(), "podCIDRs": ranges},
        }));
        match self.client.cluster::<Node>().patch(&key.name, &patch).await {
            Err(error) if error.is_not_found() => {}
            written => self.writes.wrote(&all_nodes(), &written?),
        }
        Ok(Action::Done)
    }
}
