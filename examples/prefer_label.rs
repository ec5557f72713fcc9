//! The plugin of `plugin_hello`: nodes with a label score higher.

use std::sync::Arc;

use bowline::scheduler_framework::plugin::{Cycle, ExtensionPoints, MAX_NODE_SCORE, Plugin, Score};
use bowline::scheduler_framework::{BoxError, NodeInfo, PodInfo};

/// Prefers nodes that have a label.
#[derive(Debug)]
pub struct PreferLabel(pub String);

impl Plugin for PreferLabel {
    fn name(&self) -> &'static str {
        "PreferLabel"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.score(self);
    }
}

impl Score for PreferLabel {
    fn score(&self, _: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        Ok(if node.label(&self.0).is_some() { MAX_NODE_SCORE } else { 0 })
    }
}
