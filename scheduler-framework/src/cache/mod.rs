//! The scheduler's memory of the cluster: nodes, the pods on them, and the pods that are on
//! their way.
//!
//! It is fed by watches, which lag behind: a pod for which a node was chosen is *assumed* to be
//! there until the watch says so, so that the next pod finds the room taken.

#[expect(clippy::module_inception, reason = "the folder is named after what it holds")]
mod cache;
mod node_tree;

pub use cache::{Cache, CacheError, Changed};
