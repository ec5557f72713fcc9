//! The decisions of kube-scheduler, node by node and score by score.

mod case;

use serde_json::Value;

use self::case::{Case, Differences};
use crate::harness::{Miss, Outcome, topic};

#[test]
fn scheduler_small() {
    topic("scheduler-small", |_, input, want| check(input, want, Case::profile_differences));
}

#[test]
fn scheduler_large() {
    topic("scheduler-large", |_, input, want| check(input, want, Case::profile_differences));
}

#[test]
fn scheduler_preemption() {
    topic("scheduler-preemption", |_, input, want| {
        check(input, want, Case::preemption_differences)
    });
}

/// Checks a case with plugins that walk over all pods, and with those that keep counts.
fn check(input: &Value, want: &Value, differences: fn(&Case) -> Differences) -> Outcome {
    let cases = [false, true].map(|with_counts| Case::read(input, want, with_counts));
    let found: Vec<_> = cases.iter().flat_map(|case| differences(case).into_texts()).collect();
    if found.is_empty() { Ok(()) } else { Err(Miss::Differs(found.join("\n    "))) }
}
