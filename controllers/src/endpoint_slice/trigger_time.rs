//! When the change happened that leads to new endpoints, so that the delay can be measured.
//!
//! Upstream: `staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bowline_api::core::v1::{Pod, Service, pod_condition};
use bowline_apimachinery::resource::NamespacedName;
use bowline_apimachinery::time::Time;
use parking_lot::Mutex;

/// The annotation that has the time.
pub const LAST_CHANGE_TRIGGER_TIME: &str = "endpoints.kubernetes.io/last-change-trigger-time";

/// Remembers which changes were seen.
#[derive(Debug, Default)]
pub struct TriggerTimes {
    seen: Mutex<HashMap<NamespacedName, Seen>>,
}

#[derive(Debug, Default)]
struct Seen {
    service: Option<Time>,
    pods: HashMap<String, Time>,
}

impl TriggerTimes {
    /// The time of the earliest change that was not seen before.
    pub fn next(&self, key: &NamespacedName, service: &Service, pods: &[Arc<Pod>]) -> Option<Time> {
        let mut all = self.seen.lock();
        let seen = all.entry(key.clone()).or_default();
        let ready = |pod: &Arc<Pod>| {
            let condition = pod.status.condition(pod_condition::READY)?;
            Some((pod.metadata.name.clone(), condition.last_transition_time?))
        };
        let now: HashMap<String, Time> = pods.iter().filter_map(ready).collect();
        let changed = now.iter().filter(|(pod, time)| seen.pods.get(*pod) < Some(*time));
        let mut earliest = changed.map(|(_, time)| *time).min();
        let created = service.metadata.creation_timestamp;
        if seen.service < created {
            earliest = earliest.into_iter().chain(created).min();
        }
        seen.pods = now;
        seen.service = created;
        earliest
    }

    /// Forgets a Service that is gone.
    pub fn forget(&self, key: &NamespacedName) {
        self.seen.lock().remove(key);
    }
}

/// Notes a time in annotations, or that none is known.
pub(crate) fn annotate(annotations: &mut BTreeMap<String, String>, time: Option<Time>) {
    match time {
        Some(time) => {
            annotations.insert(LAST_CHANGE_TRIGGER_TIME.to_owned(), time.to_string());
        }
        None => {
            annotations.remove(LAST_CHANGE_TRIGGER_TIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_earliest_change_not_seen_counts() {
        let at = Time::from_unix_seconds;
        let mut service = Service::default();
        service.metadata.creation_timestamp = Some(at(100));
        let pod = |name: &str, seconds: i64| -> Arc<Pod> {
            let ready =
                json!({"type": "Ready", "status": "True", "lastTransitionTime": at(seconds)});
            let pod = json!({"metadata": {"name": name}, "status": {"conditions": [ready]}});
            Arc::new(serde_json::from_value(pod).unwrap())
        };
        let (times, key) = (TriggerTimes::default(), NamespacedName::new("d", "s"));
        let next = |pods: &[Arc<Pod>]| times.next(&key, &service, pods);
        assert_eq!(next(&[]), Some(at(100)));
        assert_eq!(next(&[]), None);
        assert_eq!(next(&[pod("a", 120), pod("b", 110)]), Some(at(110)));
        assert_eq!(next(&[pod("a", 120), pod("b", 130)]), Some(at(130)));
        assert_eq!(next(&[pod("a", 120)]), None);
    }
}
