//! The cluster at one moment, as a scheduling cycle sees it: nodes with their pods, and objects
//! of other kinds.
//!
//! A [`Snapshot`] is cheap to clone, whatever its size: a clone is a fork in which one can try
//! what would happen if pods or nodes came or went, while the original stays as it is.

mod node_list;
mod objects;
mod pod_counts;
#[expect(clippy::module_inception, reason = "the folder is named after what it holds")]
mod snapshot;

pub use objects::{Objects, Store};
pub use snapshot::{NodeIndex, Snapshot};

pub(crate) use pod_counts::{PodCounts, Topology, ValueCounts};

/// Labels of an object.
pub type Labels = std::collections::BTreeMap<String, String>;
