//! Golden vectors: what Kubernetes 1.36 does, recorded, and what we do.
//!
//! Each topic is a file of cases below `BOWLINE_VECTORS`, or below `tests/data/vectors` when that
//! is not set, and a module here with one test. Run with `--nocapture` to see the counts.

mod harness;

mod apimachinery;
mod controllers;
mod kubelet;
mod names;
mod quantity;
mod roundtrip;
mod selectors;
mod tables;

/// The topics that have a module.
const TOPICS: [&str; 7] =
    ["apimachinery", "controllers", "kubelet", "names", "quantity", "selectors", "tables"];

#[test]
fn recordings_without_a_test_are_named() {
    for topic in harness::topics().into_iter().filter(|topic| !TOPICS.contains(&topic.as_str())) {
        println!("vectors {topic}: no test yet");
    }
}
