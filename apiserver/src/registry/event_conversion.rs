//! Events of `events.k8s.io/v1` are stored as those of `v1`: the same fields, some of which have
//! other names.
//!
//! *Upstream:* `pkg/apis/events/v1/conversion.go`.

use serde_json::Value;

const GROUP: &str = "events.k8s.io";

/// Names in `v1` and in `events.k8s.io/v1`.
const NAMES: [(&str, &str); 7] = [
    ("involvedObject", "regarding"),
    ("message", "note"),
    ("source", "deprecatedSource"),
    ("firstTimestamp", "deprecatedFirstTimestamp"),
    ("lastTimestamp", "deprecatedLastTimestamp"),
    ("count", "deprecatedCount"),
    ("reportingComponent", "reportingController"),
];

/// A stored event with the names of a group's.
pub(super) fn to_served(group: &str, event: &mut Value) {
    if group == GROUP {
        rename(event, NAMES);
    }
}

/// An event of a group with the names it is stored under.
pub(super) fn to_stored(group: &str, event: &mut Value) {
    if group == GROUP {
        rename(event, NAMES.map(|(core, new)| (new, core)));
    }
}

fn rename(event: &mut Value, names: [(&str, &str); 7]) {
    let Some(fields) = event.as_object_mut() else { return };
    for (from, to) in names {
        if let Some(value) = fields.remove(from) {
            fields.insert(to.to_owned(), value);
        }
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
