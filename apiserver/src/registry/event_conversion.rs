//! Events of `events.k8s.io/v1` are stored as those of `v1`: the same fields, some of which have
//! other names.
//!
//! *Upstream:* `pkg/apis/events/v1/conversion.go`.

use bowline_api::conversion::event::{to_core, to_events};
use serde_json::Value;

const GROUP: &str = "events.k8s.io";

/// A stored event with the names of a group's.
pub(super) fn to_served(group: &str, event: &mut Value) {
    if group == GROUP {
        to_events(event);
    }
}

/// An event of a group with the names it is stored under.
pub(super) fn to_stored(group: &str, event: &mut Value) {
    if group == GROUP {
        to_core(event);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_change_and_change_back() {
        let new = json!({
            "regarding": {"kind": "Pod"}, "note": "there", "deprecatedCount": 2,
            "reportingController": "scheduler", "reason": "Scheduled",
        });
        let core = json!({
            "involvedObject": {"kind": "Pod"}, "message": "there", "count": 2,
            "reportingComponent": "scheduler", "reason": "Scheduled",
        });
        let mut event = new.clone();
        to_stored(GROUP, &mut event);
        assert_eq!(event, core);
        to_served("", &mut event);
        assert_eq!(event, core);
        to_served(GROUP, &mut event);
        assert_eq!(event, new);
    }
}
