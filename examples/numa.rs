//! Nodes by what their NUMA zones have left, by a plugin from outside.
//!
//! After `NodeResourceTopologyMatch` in kubernetes-sigs/scheduler-plugins, for nodes whose kubelet
//! aligns whole pods to single zones. The zones are in objects of the kind `NodeResourceTopology`
//! (topology.node.k8s.io/v1alpha2), named like their nodes.

use std::sync::Arc;

use bowline::apimachinery::dynamic::DynamicObject;
use bowline::apimachinery::quantity::Quantity;
use bowline::scheduler_framework::plugin::{
    Cycle, ExtensionPoints, Filter, MAX_NODE_SCORE, Plugin, Score,
};
use bowline::scheduler_framework::{BoxError, NodeInfo, PodInfo, Verdict};
use serde_json::Value;

/// The plugin.
#[derive(Clone, Copy, Debug, Default)]
pub struct NumaAware;

/// What a zone has, and has left: thousandths of a core, and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Zone {
    all: (i64, i64),
    left: (i64, i64),
}

impl Zone {
    fn of(zone: &Value) -> Self {
        let amount = |resource: &Value, field: &str| {
            let text = resource[field].as_str().unwrap_or("0");
            text.parse::<Quantity>().unwrap_or_default()
        };
        let mut found = Self::default();
        for resource in zone["resources"].as_array().into_iter().flatten() {
            let (all, left) = (amount(resource, "allocatable"), amount(resource, "available"));
            match resource["name"].as_str() {
                Some("cpu") => {
                    (found.all.0, found.left.0) = (all.milli_value(), left.milli_value());
                }
                Some("memory") => (found.all.1, found.left.1) = (all.value(), left.value()),
                _ => {}
            }
        }
        found
    }

    fn fits(&self, pod: &PodInfo) -> bool {
        pod.requests().milli_cpu <= self.left.0 && pod.requests().memory <= self.left.1
    }

    /// The more is left, the better.
    fn score(&self, pod: &PodInfo) -> i64 {
        let share = |all: i64, left: i64, asked: i64| {
            if all > 0 { (left - asked).max(0) * MAX_NODE_SCORE / all } else { 0 }
        };
        let cpu = share(self.all.0, self.left.0, pod.requests().milli_cpu);
        let memory = share(self.all.1, self.left.1, pod.requests().memory);
        i64::midpoint(cpu, memory)
    }
}

/// The zones of a node; none if nobody tells them, or pods are not aligned to them.
fn zones(cycle: &Cycle<'_>, node: &NodeInfo) -> Option<Vec<Zone>> {
    let topology = cycle.snapshot.objects().get::<DynamicObject>("", node.name())?;
    let attributes = topology.data.get("attributes").and_then(Value::as_array);
    let policy = attributes.into_iter().flatten().find(|it| it["name"] == "topologyManagerPolicy");
    if policy.is_none_or(|it| it["value"] != "single-numa-node") {
        return None;
    }
    let zones = topology.data.get("zones")?.as_array()?;
    Some(zones.iter().filter(|it| it["type"] == "Node").map(Zone::of).collect())
}

impl Plugin for NumaAware {
    fn name(&self) -> &'static str {
        "NodeResourceTopologyMatch"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.filter(self.clone()).score(self);
    }
}

impl Filter for NumaAware {
    fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, BoxError> {
        let aligned = zones(cycle, node).is_none_or(|it| it.iter().any(|zone| zone.fits(pod)));
        Ok(match aligned {
            true => Verdict::Fits,
            false => Verdict::unschedulable("cannot align pod"),
        })
    }
}

impl Score for NumaAware {
    fn score(&self, cycle: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let zones = zones(cycle, node).unwrap_or_default();
        let fitting = zones.iter().filter(|zone| zone.fits(pod));
        Ok(fitting.map(|zone| zone.score(pod)).max().unwrap_or(0))
    }
}
