//! Volumes and claims, which begin as pending.

use serde_json::{Value, json};

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct VolumeStrategy(pub(crate) Traits);

impl Strategy for VolumeStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, cx: &WriteContext<'_>, volume: &mut Value) {
        let now = cx.now().to_string();
        volume.set("status", json!({ "phase": "Pending", "lastPhaseTransitionTime": now }));
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

#[derive(Debug)]
pub(crate) struct ClaimStrategy(pub(crate) Traits);

impl Strategy for ClaimStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, _: &WriteContext<'_>, claim: &mut Value) {
        claim.set("status", json!({ "phase": "Pending" }));
    }
}
