//! Which pods to delete first when there are too many.
//!
//! Upstream: `ActivePodsWithRanks` of `pkg/controller/controller_utils.go`.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::Arc;

use bowline_api::core::v1::{ContainerStatus, Pod, PodPhase, pod_condition};
use bowline_apimachinery::time::Time;

/// The annotation that makes a pod cheaper (lower) or dearer (higher) to delete.
pub const POD_DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// The `count` of `pods` to delete, given all pods that do the same work: those of other sets of
/// the same owner count when it comes to how crowded a node is.
#[must_use]
pub fn pods_to_delete(
    pods: &[Arc<Pod>],
    related: &[Arc<Pod>],
    count: usize,
    now: Time,
) -> Vec<Arc<Pod>> {
    if count >= pods.len() {
        return pods.to_vec();
    }
    let mut crowd: HashMap<&str, usize> = HashMap::new();
    for pod in related.iter().filter(|pod| pod.is_active()) {
        *crowd.entry(&pod.spec.node_name).or_default() += 1;
    }
    let rank = |pod: &Pod| crowd.get(pod.spec.node_name.as_str()).copied().unwrap_or_default();
    let mut ranked: Vec<_> = pods.iter().map(|pod| (rank(pod), pod)).collect();
    ranked.sort_by(|(a_rank, a), (b_rank, b)| compare(a, *a_rank, b, *b_rank, now));
    ranked.into_iter().take(count).map(|(_, pod)| pod.clone()).collect()
}

/// How far along two pods are: the lesser is the one whose loss costs less.
///
/// Upstream: `ActivePods` of `pkg/controller/controller_utils.go`.
#[must_use]
pub fn compare_progress(a: &Pod, b: &Pod) -> Ordering {
    let assigned = |pod: &Pod| !pod.spec.node_name.is_empty();
    // Without a time counts as the youngest.
    let age = |time: Option<Time>| {
        Reverse(time.filter(|time| !time.is_zero()).map_or(i64::MAX, Time::unix_seconds))
    };
    (assigned(a).cmp(&assigned(b)))
        .then_with(|| phase_rank(a).cmp(&phase_rank(b)))
        .then_with(|| a.is_ready().cmp(&b.is_ready()))
        .then_with(|| {
            let both = a.is_ready() && b.is_ready();
            let since = |pod: &Pod| age(ready_since(pod).filter(|_| both));
            since(a).cmp(&since(b))
        })
        .then_with(|| Reverse(restarts(a)).cmp(&Reverse(restarts(b))))
        .then_with(|| age(a.metadata.creation_timestamp).cmp(&age(b.metadata.creation_timestamp)))
}

/// Whether `a` goes before `b`.
fn compare(a: &Pod, a_rank: usize, b: &Pod, b_rank: usize, now: Time) -> Ordering {
    let assigned = |pod: &Pod| !pod.spec.node_name.is_empty();
    (assigned(a).cmp(&assigned(b)))
        .then_with(|| phase_rank(a).cmp(&phase_rank(b)))
        .then_with(|| a.is_ready().cmp(&b.is_ready()))
        .then_with(|| deletion_cost(a).cmp(&deletion_cost(b)))
        .then_with(|| Reverse(a_rank).cmp(&Reverse(b_rank)))
        .then_with(|| {
            if a.is_ready() && b.is_ready() {
                newer_first(ready_since(a), ready_since(b), a, b, now)
            } else {
                Ordering::Equal
            }
        })
        .then_with(|| Reverse(restarts(a)).cmp(&Reverse(restarts(b))))
        .then_with(|| {
            newer_first(a.metadata.creation_timestamp, b.metadata.creation_timestamp, a, b, now)
        })
}

fn phase_rank(pod: &Pod) -> u8 {
    match pod.status.phase {
        PodPhase::Running => 2,
        PodPhase::Unknown => 1,
        _ => 0,
    }
}

fn deletion_cost(pod: &Pod) -> i32 {
    // The form that validation admits: no plus sign, no leading zeros.
    let cost = pod.metadata.annotations.get(POD_DELETION_COST).map_or("0", String::as_str);
    let digits = cost.strip_prefix('-').unwrap_or(cost);
    let canonical = !digits.starts_with('+') && (digits == "0" || !digits.starts_with('0'));
    cost.parse().ok().filter(|_| canonical).unwrap_or(0)
}

fn ready_since(pod: &Pod) -> Option<Time> {
    pod.status.condition(pod_condition::READY).and_then(|ready| ready.last_transition_time)
}

/// The most restarts of a container, then of an init container or sidecar.
fn restarts(pod: &Pod) -> (i32, i32) {
    let most = |statuses: &[ContainerStatus]| {
        statuses.iter().map(|status| status.restart_count).max().unwrap_or(0)
    };
    (most(&pod.status.container_statuses), most(&pod.status.init_container_statuses))
}

/// Younger pods go first, but ages within a factor of two count as the same, so that the choice
/// among them is as good as random: the uid decides.
fn newer_first(a: Option<Time>, b: Option<Time>, a_pod: &Pod, b_pod: &Pod, now: Time) -> Ordering {
    let (a, b) = (a.unwrap_or(Time::ZERO), b.unwrap_or(Time::ZERO));
    if a == b {
        return Ordering::Equal;
    }
    let (a, b) = (age_bucket(a, now), age_bucket(b, now));
    a.cmp(&b).then_with(|| a_pod.metadata.uid.cmp(&b_pod.metadata.uid))
}

/// The binary logarithm of the age in nanoseconds, whole; -1 when there is no age.
fn age_bucket(since: Time, now: Time) -> i64 {
    let nanos = now.since(since).as_nanos();
    if nanos > 0 { i64::from(nanos.ilog2()) } else { -1 }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::{ConditionStatus, PodCondition};

    use super::*;

    const NOW: Time = Time::from_unix_seconds(1_000_000);

    fn pod(uid: &str) -> Pod {
        let mut pod = Pod::default();
        pod.metadata.uid = uid.into();
        pod.metadata.creation_timestamp = Some(Time::from_unix_seconds(900_000));
        pod.spec.node_name = "n".into();
        pod.status.phase = PodPhase::Running;
        pod.status.conditions.push(PodCondition {
            type_: "Ready".into(),
            status: ConditionStatus::True,
            last_transition_time: Some(Time::from_unix_seconds(900_000)),
            ..PodCondition::default()
        });
        pod
    }

    fn with(uid: &str, change: impl FnOnce(&mut Pod)) -> Arc<Pod> {
        let mut pod = pod(uid);
        change(&mut pod);
        Arc::new(pod)
    }

    #[test]
    fn the_least_useful_pod_goes_first() {
        let restarted = |pod: &mut Pod, times| {
            pod.status
                .container_statuses
                .push(ContainerStatus { restart_count: times, ..ContainerStatus::default() });
        };
        let ready_at = |pod: &mut Pod, second| {
            pod.status.conditions[0].last_transition_time = Some(Time::from_unix_seconds(second));
        };
        for (name, victim, other) in [
            ("unassigned", with("z", |p| p.spec.node_name.clear()), with("a", |_| {})),
            ("pending", with("z", |p| p.status.phase = PodPhase::Pending), with("a", |_| {})),
            (
                "unknown",
                with("z", |p| p.status.phase = PodPhase::Unknown),
                with("a", |p| p.status.conditions.clear()),
            ),
            ("not ready", with("z", |p| p.status.conditions.clear()), with("a", |_| {})),
            (
                "cheap",
                with("z", |_| {}),
                with("a", |p| {
                    p.metadata.annotations.insert(POD_DELETION_COST.into(), "1".into());
                }),
            ),
            ("ready later", with("z", |p| ready_at(p, 999_990)), with("a", |_| {})),
            ("same age by factor two: uid", with("a", |p| ready_at(p, 900_001)), with("z", |_| {})),
            ("restarted", with("z", |p| restarted(p, 3)), with("a", |p| restarted(p, 2))),
            (
                "younger",
                with("z", |p| p.metadata.creation_timestamp = Some(NOW)),
                with("a", |_| {}),
            ),
        ] {
            let pods = [other, victim.clone()];
            let chosen = pods_to_delete(&pods, &pods, 1, NOW);
            assert_eq!(chosen[0].metadata.uid, victim.metadata.uid, "{name}");
        }
    }

    #[test]
    fn crowded_nodes_lose_pods_first_counting_related_sets() {
        let here = with("a", |_| {});
        let there = with("z", |p| p.spec.node_name = "m".into());
        let neighbour = with("r", |p| p.spec.node_name = "m".into());
        let pods = [here.clone(), there.clone()];
        let related = [here, there, neighbour];
        assert_eq!(pods_to_delete(&pods, &related, 1, NOW)[0].metadata.uid, "z");
    }

    #[test]
    fn a_cost_that_is_no_plain_number_counts_as_none() {
        for (text, want) in
            [("5", 5), ("-5", -5), ("+5", 0), ("05", 0), ("x", 0), ("0", 0), ("99999999999", 0)]
        {
            let pod = with("p", |p| {
                p.metadata.annotations.insert(POD_DELETION_COST.into(), text.into());
            });
            assert_eq!(deletion_cost(&pod), want, "{text}");
        }
    }
}
