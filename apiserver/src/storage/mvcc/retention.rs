//! How much history a store keeps by itself.

use std::time::Duration;

/// The automatic compaction policy: a revision is dropped when either bound says so.
///
/// It is applied whenever the store is written, and before history is read.
///
/// *Upstream:* `--etcd-compaction-interval` of kube-apiserver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The largest number of revisions kept; `None` is no bound.
    pub max_revisions: Option<usize>,
    /// The age at which a revision is dropped; `None` is no bound.
    pub max_age: Option<Duration>,
}

impl Retention {
    /// Nothing is dropped but by [`Storage::compact`](crate::storage::Storage::compact).
    pub const UNLIMITED: Self = Self { max_revisions: None, max_age: None };
}

impl Default for Retention {
    /// Five minutes as upstream, and at most 250,000 revisions.
    fn default() -> Self {
        Self { max_revisions: Some(250_000), max_age: Some(Duration::from_secs(300)) }
    }
}
