//! The decisions of the built-in controllers.

mod deployment;

use crate::harness::{Miss, topic};

#[test]
fn controllers() {
    topic("controllers", |kind, input, want| match kind {
        "fenceposts" => deployment::fenceposts(input, want),
        "rollout" => deployment::rollout(input, want),
        "proportional" => deployment::proportional(input, want),
        _ => Err(Miss::NotImplemented),
    });
}
