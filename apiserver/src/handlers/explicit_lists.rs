//! Lists that a client sent empty, where that is not the same as not sending them.
//!
//! Types do not keep the difference, but upstream's do: an autoscaler whose rules have an empty
//! list of policies gets no default ones, and is refused.

use bowline_api::autoscaling::v2::HorizontalPodAutoscaler;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::reflect::Message;
use serde_json::Value;

use crate::registry::ObjectAccess as _;

/// Which of the lists were sent empty.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ExplicitLists {
    up: bool,
    down: bool,
}

impl ExplicitLists {
    /// Of an object as JSON.
    pub(super) fn of(kind: &str, object: &Value) -> Self {
        if kind != "HorizontalPodAutoscaler" {
            return Self::default();
        }
        let is_empty = |path: &str| object.at(path).as_array().is_some_and(Vec::is_empty);
        Self {
            up: is_empty("spec.behavior.scaleUp.policies"),
            down: is_empty("spec.behavior.scaleDown.policies"),
        }
    }

    /// Of an object as it was sent.
    pub(super) fn of_bytes(kind: &str, bytes: &[u8], media_type: MediaType) -> Self {
        if kind != "HorizontalPodAutoscaler" || media_type != MediaType::Json {
            return Self::default();
        }
        serde_json::from_slice(bytes).map_or_else(|_| Self::default(), |o| Self::of(kind, &o))
    }

    /// Makes them empty again after defaulting.
    pub(super) fn restore(self, message: &mut dyn Message) {
        let Some(autoscaler) = message.downcast_mut::<HorizontalPodAutoscaler>() else { return };
        let Some(behavior) = &mut autoscaler.spec.behavior else { return };
        for (rules, empty) in
            [(&mut behavior.scale_up, self.up), (&mut behavior.scale_down, self.down)]
        {
            if let Some(rules) = rules.as_mut().filter(|_| empty) {
                rules.policies.clear();
            }
        }
    }
}
