//! How long kubelets may use what they fetched of secrets and config maps: longer in large
//! clusters.
//!
//! Upstream: `pkg/controller/ttl/ttl_controller.go`.

use std::sync::Arc;

use bowline_api::core::v1::Node;
use bowline_client::api::Patch;
use bowline_client::cache::Store;
use bowline_controller_runtime::{Action, Request};
use parking_lot::Mutex;
use serde_json::json;

use crate::setup::Setup;

/// The annotation of nodes, in seconds.
pub const ANNOTATION: &str = "node.alpha.kubernetes.io/ttl";

/// A size of clusters: from how many nodes on it is left downwards, up to how many it holds, and
/// the time in seconds.
const STEPS: [(usize, usize, u32); 5] =
    [(0, 100, 0), (90, 500, 15), (450, 1000, 30), (900, 2000, 60), (1800, usize::MAX, 300)];

/// The step for a number of nodes, given the step before: sizes overlap so that one node more or
/// less does not have all nodes written.
#[must_use]
pub fn step(nodes: usize, before: usize) -> usize {
    let mut step = before.min(STEPS.len() - 1);
    while nodes > STEPS[step].1 && step + 1 < STEPS.len() {
        step += 1;
    }
    while nodes < STEPS[step].0 && step > 0 {
        step -= 1;
    }
    step
}

struct Ttl {
    nodes: Store<Node>,
    step: Mutex<usize>,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let nodes = setup.store::<Node>();
    let ttl = Arc::new(Ttl { nodes: nodes.clone(), step: Mutex::new(0) });
    let watched = ttl.clone();
    let controller = setup
        .controller::<Node>("ttl-controller")
        .watches_deltas(&nodes, move |_, queue| {
            let before = *watched.step.lock();
            if watched.refresh() != before {
                use bowline_apimachinery::resource::Object as _;
                watched.nodes.list().iter().for_each(|node| queue.add(node.key()));
            }
        })
        .concurrency(5)
        .reconcile(move |request: Request<Node>| {
            let (nodes, seconds) = (client.cluster::<Node>(), STEPS[ttl.refresh()].2.to_string());
            async move {
                let Some(node) = request.present() else { return Ok(Action::Done) };
                if node.metadata.annotations.get(ANNOTATION) == Some(&seconds) {
                    return Ok(Action::Done);
                }
                let patch = json!({"metadata": {"annotations": {ANNOTATION: seconds}}});
                match nodes.patch(&node.metadata.name, &Patch::Merge(patch)).await {
                    Err(error) if !error.is_not_found() => Err(error.into()),
                    _ => Ok(Action::Done),
                }
            }
        });
    setup.add(controller);
}

impl Ttl {
    fn refresh(&self) -> usize {
        let nodes = self.nodes.len();
        let mut present = self.step.lock();
        *present = step(nodes, *present);
        *present
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_sticky() {
        for (nodes, before, want) in
            [(0, 0, 0), (100, 0, 0), (101, 0, 1), (95, 1, 1), (89, 1, 0), (5000, 0, 4), (10, 4, 0)]
        {
            assert_eq!(step(nodes, before), want, "{nodes} nodes after {before}");
        }
    }
}
