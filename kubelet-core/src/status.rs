//! What of a pod's status has still to be told to the API server.
//!
//! One patch a pod is under way at most; the latest status wins; what has been told is never taken
//! back because of an older answer. Nothing is read before it is written: the patch names the pod's
//! uid, so that it cannot reach another pod of the same name.
//!
//! Upstream: `pkg/kubelet/status/status_manager.go`.

use bowline_api::core::v1::{ConditionStatus, Pod, PodCondition, PodStatus};
use bowline_apimachinery::time::{Duration, MicroTime};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How long a status waits after it could not be told.
pub(crate) const RETRY: Duration = Duration::from_secs(2);

/// The status of one pod on its way.
#[derive(Clone, Debug, Default)]
pub struct PodStatusEntry {
    /// The latest status, until the API is known to have it.
    latest: Option<Box<PodStatus>>,
    /// The answer to the last patch, until the source has brought the same or newer.
    answer: Option<Box<Answer>>,
    transfer: Transfer,
}

#[derive(Clone, Debug)]
struct Answer {
    resource_version: String,
    status: PodStatus,
}

/// Whether a patch is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Transfer {
    #[default]
    Idle,
    UnderWay,
    Waits {
        until: MicroTime,
    },
}

/// What came of a patch.
#[derive(Clone, Debug)]
pub enum Told {
    /// The pod as it is now.
    Accepted(Box<Pod>),
    /// The pod is gone, or another one has its name.
    Gone,
    /// It did not arrive.
    Failed,
}

impl PodStatusEntry {
    /// The status on which the next one is based.
    #[must_use]
    pub fn last<'a>(&'a self, pod: &'a Pod) -> &'a PodStatus {
        match (&self.latest, &self.answer) {
            (Some(latest), _) => latest,
            (None, Some(answer)) => &answer.status,
            (None, None) => &pod.status,
        }
    }

    /// Takes a new status.
    pub fn set(&mut self, status: PodStatus, pod: &Pod) {
        let told = self.told(pod);
        self.latest = if *told == status { None } else { Some(Box::new(status)) };
    }

    /// Takes note of the pod as its source has it now.
    pub fn observe(&mut self, pod: &Pod) {
        let caught_up = self.answer.as_ref().is_some_and(|answer| {
            is_at_least(&pod.metadata.resource_version, &answer.resource_version)
        });
        if caught_up {
            self.answer = None;
        }
        if self.latest.as_deref() == Some(self.told(pod)) {
            self.latest = None;
        }
    }

    /// The patch to send now, if there is one; it counts as under way from here on.
    pub fn next_patch(&mut self, pod: &Pod, now: MicroTime) -> Option<Value> {
        match self.transfer {
            Transfer::UnderWay => return None,
            Transfer::Waits { until } if now < until => return None,
            Transfer::Waits { .. } | Transfer::Idle => {}
        }
        self.transfer = Transfer::Idle;
        let patch = status_patch(&pod.metadata.uid, self.told(pod), self.latest.as_deref()?);
        match patch {
            None => self.latest = None,
            Some(_) => self.transfer = Transfer::UnderWay,
        }
        patch
    }

    /// Takes note of what came of the patch under way.
    pub fn finished(&mut self, told: Told, now: MicroTime) {
        match told {
            Told::Accepted(pod) => {
                let pod = *pod;
                if self.latest.as_deref() == Some(&pod.status) {
                    self.latest = None;
                }
                self.answer = Some(Box::new(Answer {
                    resource_version: pod.metadata.resource_version,
                    status: pod.status,
                }));
                self.transfer = Transfer::Idle;
            }
            Told::Gone => {
                self.latest = None;
                self.transfer = Transfer::Idle;
            }
            Told::Failed => self.transfer = Transfer::Waits { until: now.saturating_add(RETRY) },
        }
    }

    /// When to try again.
    #[must_use]
    pub fn wake_at(&self) -> Option<MicroTime> {
        match self.transfer {
            Transfer::Waits { until } if self.latest.is_some() => Some(until),
            _ => None,
        }
    }

    /// Whether the API has everything.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.latest.is_none() && self.transfer == Transfer::Idle
    }

    /// The newest status that the API is known to have.
    fn told<'a>(&'a self, pod: &'a Pod) -> &'a PodStatus {
        self.answer.as_ref().map_or(&pod.status, |answer| &answer.status)
    }
}

/// Whether a resource version is the same as another or newer. Versions that are no numbers cannot
/// be compared; the one from the watch then counts as newer.
fn is_at_least(version: &str, other: &str) -> bool {
    match (version.parse::<u64>(), other.parse::<u64>()) {
        (Ok(version), Ok(other)) => version >= other,
        _ => true,
    }
}

/// A strategic merge patch that turns `old` into `new`; `None` if they are alike.
///
/// Conditions are merged by type, so that those which others set stay as they are.
#[must_use]
pub fn status_patch(uid: &str, old: &PodStatus, new: &PodStatus) -> Option<Value> {
    let mut changes = Changes { patch: Map::new() };
    changes.number("observedGeneration", old.observed_generation, new.observed_generation);
    changes.text("phase", old.phase.as_str(), new.phase.as_str());
    changes.text("message", &old.message, &new.message);
    changes.text("reason", &old.reason, &new.reason);
    changes.text("hostIP", &old.host_ip, &new.host_ip);
    changes.keyed_list("hostIPs", &old.host_ips, &new.host_ips);
    changes.text("podIP", &old.pod_ip, &new.pod_ip);
    changes.keyed_list("podIPs", &old.pod_ips, &new.pod_ips);
    if old.start_time != new.start_time {
        changes.set("startTime", &new.start_time);
    }
    changes.list(
        "initContainerStatuses",
        &old.init_container_statuses,
        &new.init_container_statuses,
    );
    changes.list("containerStatuses", &old.container_statuses, &new.container_statuses);
    changes.list(
        "ephemeralContainerStatuses",
        &old.ephemeral_container_statuses,
        &new.ephemeral_container_statuses,
    );
    changes.text("qosClass", old.qos_class.as_str(), new.qos_class.as_str());
    let conditions = changed_conditions(&old.conditions, &new.conditions);
    if !conditions.is_empty() {
        changes.patch.insert("conditions".to_owned(), Value::Array(conditions));
    }
    if changes.patch.is_empty() {
        return None;
    }
    Some(json!({"metadata": {"uid": uid}, "status": changes.patch}))
}

fn changed_conditions(old: &[PodCondition], new: &[PodCondition]) -> Vec<Value> {
    let before = |type_: &str| old.iter().find(|c| c.type_ == type_);
    new.iter()
        .filter(|condition| before(&condition.type_) != Some(condition))
        .filter(|condition| condition.status != ConditionStatus::Unset)
        .map(|condition| {
            let mut value = to_value(condition);
            if let Value::Object(fields) = &mut value {
                fields.retain(|_, field| !field.is_null());
            }
            // Merging keeps what is not named: what became empty has to be said.
            if let (Some(old), Value::Object(fields)) = (before(&condition.type_), &mut value) {
                for (name, old, new) in [
                    ("reason", &old.reason, &condition.reason),
                    ("message", &old.message, &condition.message),
                ] {
                    if new.is_empty() && !old.is_empty() {
                        fields.insert(name.to_owned(), Value::Null);
                    }
                }
            }
            value
        })
        .collect()
}

/// The fields of a patch.
struct Changes {
    patch: Map<String, Value>,
}

impl Changes {
    fn set(&mut self, name: &str, value: &impl Serialize) {
        self.patch.insert(name.to_owned(), to_value(value));
    }

    fn text(&mut self, name: &str, old: &str, new: &str) {
        if old != new {
            let value = if new.is_empty() { Value::Null } else { Value::from(new) };
            self.patch.insert(name.to_owned(), value);
        }
    }

    fn number(&mut self, name: &str, old: i64, new: i64) {
        if old != new {
            self.patch.insert(name.to_owned(), Value::from(new));
        }
    }

    /// A list that is replaced as a whole.
    fn list<T: Serialize + PartialEq>(&mut self, name: &str, old: &[T], new: &[T]) {
        if old != new {
            let value = if new.is_empty() { Value::Null } else { to_value(&new) };
            self.patch.insert(name.to_owned(), value);
        }
    }

    /// A list whose elements would be merged with the old ones.
    fn keyed_list<T: Serialize + PartialEq>(&mut self, name: &str, old: &[T], new: &[T]) {
        if old == new {
            return;
        }
        let mut items: Vec<Value> = new.iter().map(|item| to_value(item)).collect();
        if !old.is_empty() {
            items.push(json!({"$patch": "replace"}));
        }
        self.patch.insert(name.to_owned(), Value::Array(items));
    }
}

fn to_value(value: &impl Serialize) -> Value {
    // Status types have only string keys and finite numbers, which JSON can always take.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::PodPhase;

    use super::*;

    fn at(seconds: i64) -> MicroTime {
        MicroTime::from_unix_micros(seconds * 1_000_000)
    }

    fn status(phase: PodPhase) -> PodStatus {
        PodStatus { phase, ..PodStatus::default() }
    }

    fn pod(version: &str, phase: PodPhase) -> Pod {
        let mut pod = Pod { status: status(phase), ..Pod::default() };
        pod.metadata.resource_version = version.to_owned();
        pod
    }

    #[test]
    fn a_status_is_told_once_and_never_taken_back() {
        let mut entry = PodStatusEntry::default();
        let old = pod("5", PodPhase::Pending);
        entry.set(status(PodPhase::Running), &old);
        assert!(entry.next_patch(&old, at(0)).is_some());
        assert!(entry.next_patch(&old, at(0)).is_none(), "one is under way");
        entry.finished(Told::Accepted(Box::new(pod("7", PodPhase::Running))), at(0));
        assert!(entry.is_settled());
        // The watch is behind: it still shows the pod as pending.
        entry.observe(&pod("6", PodPhase::Pending));
        assert_eq!(entry.last(&old).phase, PodPhase::Running);
        entry.set(status(PodPhase::Running), &pod("6", PodPhase::Pending));
        assert!(entry.is_settled());
        entry.observe(&pod("7", PodPhase::Running));
        assert_eq!(entry.last(&pod("8", PodPhase::Failed)).phase, PodPhase::Failed);
    }

    #[test]
    fn the_latest_status_is_told_after_a_failure() {
        let mut entry = PodStatusEntry::default();
        let old = pod("5", PodPhase::Pending);
        entry.set(status(PodPhase::Running), &old);
        assert!(entry.next_patch(&old, at(0)).is_some());
        entry.set(status(PodPhase::Failed), &old);
        entry.finished(Told::Failed, at(0));
        assert_eq!(entry.next_patch(&old, at(1)), None);
        assert_eq!(entry.wake_at(), Some(at(2)));
        let patch = entry.next_patch(&old, at(2)).unwrap();
        assert_eq!(patch["status"]["phase"], "Failed");
    }

    #[test]
    fn patches_name_only_what_changed() {
        let condition = |type_: &str, status: ConditionStatus, reason: &str| PodCondition {
            type_: type_.into(),
            status,
            reason: reason.into(),
            ..PodCondition::default()
        };
        let old = PodStatus {
            conditions: vec![
                condition("Ready", ConditionStatus::False, "ContainersNotReady"),
                condition("Foreign", ConditionStatus::True, ""),
            ],
            pod_ips: vec![bowline_api::core::v1::PodIP { ip: "1.1.1.1".into() }],
            ..PodStatus::default()
        };
        let mut new = old.clone();
        assert_eq!(status_patch("u", &old, &new), None);
        new.conditions[0] = condition("Ready", ConditionStatus::True, "");
        new.pod_ips[0].ip = "2.2.2.2".into();
        let patch = status_patch("u", &old, &new).unwrap();
        let want = json!({
            "metadata": {"uid": "u"},
            "status": {
                "conditions": [{"type": "Ready", "status": "True", "reason": null}],
                "podIPs": [{"ip": "2.2.2.2"}, {"$patch": "replace"}],
            },
        });
        assert_eq!(patch, want);
    }
}
