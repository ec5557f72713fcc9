//! Events of the core group and of `events.k8s.io`: one kind under two sets of names.

use serde_json::Value;

/// Names in the core group and in `events.k8s.io`.
const NAMES: [(&str, &str); 7] = [
    ("involvedObject", "regarding"),
    ("message", "note"),
    ("source", "deprecatedSource"),
    ("firstTimestamp", "deprecatedFirstTimestamp"),
    ("lastTimestamp", "deprecatedLastTimestamp"),
    ("count", "deprecatedCount"),
    ("reportingComponent", "reportingController"),
];

/// Gives an event of the core group, in place, the names of `events.k8s.io`.
pub fn to_events(event: &mut Value) {
    rename(event, NAMES.into_iter());
}

/// Gives an event of `events.k8s.io`, in place, the names of the core group.
pub fn to_core(event: &mut Value) {
    rename(event, NAMES.into_iter().map(|(core, events)| (events, core)));
}

fn rename<'a>(event: &mut Value, names: impl Iterator<Item = (&'a str, &'a str)>) {
    let Some(members) = event.as_object_mut() else { return };
    for (from, to) in names {
        if let Some(value) = members.remove(from) {
            members.insert(to.to_owned(), value);
        }
    }
}
