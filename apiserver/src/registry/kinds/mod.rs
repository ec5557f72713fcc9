//! The kinds that need more than the generic store gives: one file a kind.
//!
//! *Upstream:* `pkg/registry`, the `strategy.go` of each kind.

mod traits;

use std::sync::Arc;

use super::strategy::{Plain, Strategy};

/// The strategy of a built-in resource.
pub(crate) fn strategy(group: &str, plural: &str, has_status: bool) -> Arc<dyn Strategy> {
    let traits = traits::of(group, plural, has_status);
    Arc::new(Plain(traits))
}
