//! The recorded decisions of kube-scheduler, node by node and score by score.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "vectors/case.rs"]
mod case;
#[path = "vectors/compare.rs"]
mod compare;

use case::Case;

#[test]
fn small_clusters() {
    compare::topic("scheduler-small", Case::profile_differences);
}

#[test]
fn large_clusters() {
    compare::topic("scheduler-large", Case::profile_differences);
}

#[test]
fn preemption() {
    compare::topic("scheduler-preemption", Case::preemption_differences);
}
