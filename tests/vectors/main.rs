//! Golden vectors: what Kubernetes 1.36 does, recorded, and what we do.
//!
//! Each topic is a file of cases below `BOWLINE_VECTORS`, or below `tests/data/vectors` when that
//! is not set, and a module here with one test. Run with `--nocapture` to see the counts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod harness;

mod apimachinery;
mod cel_expressions;
mod cel_rules;
mod controllers;
mod custom_schemas;
mod defaults;
mod endpointslice;
mod fields_v1;
mod kubelet;
mod names;
mod patch;
mod quantity;
mod refusals;
mod roundtrip;
mod scheduler;
mod selectors;
mod server_side_apply;
mod tables;
mod updates;

/// The topics that have a module.
const TOPICS: [&str; 23] = [
    "api-defaults",
    "api-validation",
    "api-validation-update",
    "apimachinery",
    "cel-expressions",
    "cel-rules",
    "controllers",
    "crd-formats",
    "crd-schema",
    "endpointslice",
    "fieldsv1",
    "kubelet",
    "names",
    "patch-json",
    "patch-merge",
    "patch-strategic",
    "quantity",
    "scheduler-large",
    "scheduler-preemption",
    "scheduler-small",
    "selectors",
    "ssa",
    "tables",
];

#[test]
fn recordings_without_a_test_are_named() {
    for topic in harness::topics().into_iter().filter(|topic| !TOPICS.contains(&topic.as_str())) {
        println!("vectors {topic}: no test yet");
    }
}
