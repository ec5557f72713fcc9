//! Volumes, which tell when their phase changed.

use serde_json::Value;

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct VolumeStrategy(pub(crate) Traits);

impl Strategy for VolumeStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, volume: &mut Value, old: &Value) {
        if cx.subresource != "status" {
            return;
        }
        let same = volume.at("status.phase") == old.at("status.phase");
        let untouched =
            volume.at("status.lastPhaseTransitionTime") == old.at("status.lastPhaseTransitionTime");
        if !same && untouched {
            volume.set("status.lastPhaseTransitionTime", cx.now().to_string());
        }
    }
}
