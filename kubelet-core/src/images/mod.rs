//! Images: when they are pulled, and what is told about it.
//!
//! Upstream: `pkg/kubelet/images/image_manager.go`.

pub mod image_manager;
pub mod pull_policy;

pub use pull_policy::{PullDecision, pull_decision};
