//! What a daemon set reports.
//!
//! Upstream: `updateDaemonSetStatus` of `pkg/controller/daemon/daemon_controller.go`.

use bowline_api::apps::v1::DaemonSetStatus;
use bowline_apimachinery::time::Time;

use super::eligibility::eligibility;
use super::plan::{Observed, by_node, is_updated};

/// The status for what was observed.
#[must_use]
pub fn status(observed: &Observed, now: Time) -> DaemonSetStatus {
    let set = &observed.set;
    let mut status = DaemonSetStatus {
        observed_generation: set.metadata.generation,
        collision_count: set.status.collision_count,
        conditions: set.status.conditions.clone(),
        ..DaemonSetStatus::default()
    };
    let pods = by_node(&observed.pods);
    for node in &observed.nodes {
        let should_run = eligibility(&set.spec.template.spec, node).should_run;
        let oldest = pods.get(&node.metadata.name).and_then(|pods| {
            pods.iter().min_by_key(|pod| (pod.metadata.creation_timestamp, &pod.metadata.name))
        });
        if !should_run {
            status.number_misscheduled += i32::from(oldest.is_some());
            continue;
        }
        status.desired_number_scheduled += 1;
        let Some(pod) = oldest else { continue };
        status.current_number_scheduled += 1;
        status.number_ready += i32::from(pod.is_ready());
        status.number_available += i32::from(pod.is_available(set.spec.min_ready_seconds, now));
        status.updated_number_scheduled += i32::from(is_updated(pod, set, &observed.hash));
    }
    status.number_unavailable = status.desired_number_scheduled - status.number_available;
    status
}
