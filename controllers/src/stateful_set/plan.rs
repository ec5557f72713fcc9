//! Which pods a stateful set makes, replaces or deletes, one after the other or all at once.
//!
//! Upstream: `pkg/controller/statefulset/stateful_set_control.go`.

use std::sync::Arc;

use bowline_api::apps::v1::{
    PodManagementPolicyType, StatefulSet, StatefulSetStatus, StatefulSetUpdateStrategyType,
};
use bowline_api::core::v1::{Pod, PodPhase};
use bowline_apimachinery::int_or_string::Round;
use bowline_apimachinery::time::Time;

use super::identity::{
    first_ordinal, fix_identity, new_pod, parent_and_ordinal, pod_name, revision,
};
use super::revisions::Revision;

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The set.
    pub set: Arc<StatefulSet>,
    /// The revision that the set is leaving.
    pub current: Revision,
    /// The revision of the present template.
    pub update: Revision,
    /// The pods that it owns.
    pub pods: Vec<Arc<Pod>>,
}

/// A write.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Make a pod, and before it the claims that it lacks.
    Create {
        /// The pod.
        pod: Box<Pod>,
        /// Its ordinal.
        ordinal: i32,
    },
    /// Give a pod back the labels and volumes that it should have.
    Repair(Box<Pod>),
    /// Delete a pod.
    Delete(Arc<Pod>),
}

/// The writes, and the status that tells of what was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The writes, in this order.
    pub actions: Vec<Action>,
    /// The status.
    pub status: StatefulSetStatus,
}

/// Decides on the next writes of a set.
#[must_use]
pub fn plan(observed: &Observed, now: Time) -> Plan {
    let round = Step::new(observed, now);
    let mut status = round.status();
    let mut actions = Vec::new();
    if !observed.set.metadata.is_terminating() {
        let condemned_done = round.replicas(&mut actions) && round.condemned(&mut actions);
        let on_delete = StatefulSetUpdateStrategyType::OnDelete;
        if condemned_done && observed.set.spec.update_strategy.type_ != on_delete {
            let replaced = round.outdated(&mut actions);
            status.current_replicas -= i32::try_from(replaced).unwrap_or(0);
        }
    }
    complete(&observed.set, &mut status);
    Plan { actions, status }
}

/// A set that has as many pods as it wants, all of the new revision and ready, is at that revision.
fn complete(set: &StatefulSet, status: &mut StatefulSetStatus) {
    let rolls = set.spec.update_strategy.type_ == StatefulSetUpdateStrategyType::RollingUpdate;
    let wanted = set.spec.replicas.unwrap_or(1);
    if rolls && [status.replicas, status.updated_replicas, status.ready_replicas] == [wanted; 3] {
        status.current_replicas = status.updated_replicas;
        status.current_revision.clone_from(&status.update_revision);
    }
}

/// A pod of the set, or the place of one.
#[derive(Clone)]
enum Place {
    Taken(Arc<Pod>),
    Empty,
}

/// The state of a round.
struct Step<'a> {
    observed: &'a Observed,
    now: Time,
    /// Whether things are done one at a time.
    monotonic: bool,
    first: i32,
    places: Vec<Place>,
    /// Pods with ordinals out of range, the highest first.
    condemned: Vec<Arc<Pod>>,
}

impl<'a> Step<'a> {
    fn new(observed: &'a Observed, now: Time) -> Self {
        let set = &observed.set;
        let first = first_ordinal(set);
        let count = usize::try_from(set.spec.replicas.unwrap_or(1)).unwrap_or(0);
        let mut places = vec![Place::Empty; count];
        let mut condemned = Vec::new();
        for pod in &observed.pods {
            let Some((_, ordinal)) = parent_and_ordinal(&pod.metadata.name) else { continue };
            let index = usize::try_from(ordinal.saturating_sub(first)).ok();
            match index.and_then(|index| places.get_mut(index)) {
                Some(place) => *place = Place::Taken(pod.clone()),
                None => condemned.push((ordinal, pod.clone())),
            }
        }
        condemned.sort_by_key(|(ordinal, _)| std::cmp::Reverse(*ordinal));
        Self {
            observed,
            now,
            monotonic: set.spec.pod_management_policy != PodManagementPolicyType::Parallel,
            first,
            places,
            condemned: condemned.into_iter().map(|(_, pod)| pod).collect(),
        }
    }

    /// Fills every place. False when the round ends here.
    fn replicas(&self, actions: &mut Vec<Action>) -> bool {
        for (index, place) in self.places.iter().enumerate() {
            let blocked = match place {
                Place::Empty => {
                    actions.push(self.create(index));
                    true
                }
                Place::Taken(pod) if pod.is_terminal() => {
                    // The place is free only once the pod is gone.
                    if !pod.metadata.is_terminating() {
                        actions.push(Action::Delete(pod.clone()));
                    }
                    true
                }
                Place::Taken(pod) => {
                    let blocks = pod.metadata.is_terminating() || !self.is_available(pod);
                    if !(blocks && self.monotonic) {
                        self.repair(pod, index, actions);
                    }
                    blocks
                }
            };
            if blocked && self.monotonic {
                return false;
            }
        }
        true
    }

    fn create(&self, index: usize) -> Action {
        let set = &self.observed.set;
        let ordinal = self.ordinal(index);
        let revision = if self.needs_current(ordinal) {
            &self.observed.current
        } else {
            &self.observed.update
        };
        let pod = new_pod(set, &revision.template, &revision.name, ordinal);
        Action::Create { pod: Box::new(pod), ordinal }
    }

    fn ordinal(&self, index: usize) -> i32 {
        self.first.saturating_add(i32::try_from(index).unwrap_or(i32::MAX))
    }

    /// Whether a new pod with that ordinal is of the revision that the set is leaving.
    fn needs_current(&self, ordinal: i32) -> bool {
        let set = &self.observed.set;
        if set.spec.update_strategy.type_ == StatefulSetUpdateStrategyType::OnDelete {
            return false;
        }
        let kept = match &set.spec.update_strategy.rolling_update {
            None => set.status.current_replicas,
            Some(rolling) => rolling.partition.unwrap_or(0),
        };
        ordinal < self.first.saturating_add(kept)
    }

    fn repair(&self, pod: &Arc<Pod>, index: usize, actions: &mut Vec<Action>) {
        let mut repaired = (**pod).clone();
        if fix_identity(&self.observed.set, &mut repaired, self.ordinal(index)) {
            actions.push(Action::Repair(Box::new(repaired)));
        }
    }

    /// Deletes pods that are out of range. False when the round ends here.
    fn condemned(&self, actions: &mut Vec<Action>) -> bool {
        let unhealthy = self.first_unhealthy();
        for pod in &self.condemned {
            if pod.metadata.is_terminating() {
                if self.monotonic {
                    return false;
                }
                continue;
            }
            let is_worst = unhealthy == Some(pod.metadata.name.as_str());
            if self.monotonic && !self.is_available(pod) && !is_worst {
                return false;
            }
            actions.push(Action::Delete(pod.clone()));
            if self.monotonic {
                return false;
            }
        }
        true
    }

    /// The name of the unhealthy pod with the lowest place, a missing one among them.
    fn first_unhealthy(&self) -> Option<&str> {
        for place in &self.places {
            match place {
                Place::Empty => return Some(""),
                Place::Taken(pod) if !is_healthy(pod) => return Some(&pod.metadata.name),
                Place::Taken(_) => {}
            }
        }
        // As recorded: a condemned pod that has ended holds the round up instead of being that one.
        let is_worst = |pod: &&Arc<Pod>| !is_healthy(pod) && !pod.is_terminal();
        let worst = self.condemned.iter().rev().find(is_worst);
        worst.map(|pod| pod.metadata.name.as_str())
    }

    /// Deletes pods of other revisions from the last place down, as long as not too many are
    /// missing. Tells how many.
    fn outdated(&self, actions: &mut Vec<Action>) -> usize {
        let rolling = self.observed.set.spec.update_strategy.rolling_update.as_ref();
        let partition = rolling.and_then(|rolling| rolling.partition).unwrap_or(0);
        let limit = self.max_unavailable();
        let (mut missing, mut replaced) = (0, 0);
        for index in (usize::try_from(partition).unwrap_or(0)..self.places.len()).rev() {
            if missing >= limit {
                break;
            }
            // What was created in this round is new, and not there yet.
            let Place::Taken(pod) = &self.places[index] else {
                missing += 1;
                continue;
            };
            let terminating = pod.metadata.is_terminating();
            if revision(pod) != self.observed.update.name && !terminating {
                if !actions.contains(&Action::Delete(pod.clone())) {
                    actions.push(Action::Delete(pod.clone()));
                }
                replaced += 1;
                missing += 1;
            } else if !is_healthy(pod) {
                missing += 1;
            }
        }
        replaced
    }

    fn max_unavailable(&self) -> i64 {
        let set = &self.observed.set;
        let rolling = set.spec.update_strategy.rolling_update.as_ref();
        let limit = rolling.and_then(|rolling| rolling.max_unavailable.as_ref());
        let total = i64::from(set.spec.replicas.unwrap_or(1));
        limit.and_then(|limit| limit.scaled_value(total, Round::Down).ok()).unwrap_or(1).max(1)
    }

    fn is_available(&self, pod: &Pod) -> bool {
        is_running_and_ready(pod)
            && pod.is_available(self.observed.set.spec.min_ready_seconds, self.now)
    }

    fn status(&self) -> StatefulSetStatus {
        let Observed { set, current, update, pods } = self.observed;
        let count = |test: &dyn Fn(&Pod) -> bool| {
            i32::try_from(pods.iter().filter(|pod| test(pod)).count()).unwrap_or(i32::MAX)
        };
        let is_created = |pod: &Pod| !pod.status.phase.is_unset();
        let is_of = |pod: &Pod, name: &str| {
            is_created(pod) && !pod.metadata.is_terminating() && revision(pod) == name
        };
        StatefulSetStatus {
            observed_generation: set.metadata.generation,
            replicas: count(&is_created),
            ready_replicas: count(&is_running_and_ready),
            available_replicas: count(&|pod| self.is_available(pod)),
            current_replicas: count(&|pod| is_of(pod, &current.name)),
            updated_replicas: count(&|pod| is_of(pod, &update.name)),
            current_revision: current.name.clone(),
            update_revision: update.name.clone(),
            collision_count: Some(set.status.collision_count.unwrap_or(0)),
            conditions: set.status.conditions.clone(),
        }
    }
}

fn is_running_and_ready(pod: &Pod) -> bool {
    pod.status.phase == PodPhase::Running && pod.is_ready()
}

fn is_healthy(pod: &Pod) -> bool {
    is_running_and_ready(pod) && !pod.metadata.is_terminating()
}

/// Whether an ordinal is one that the set should have.
#[must_use]
pub fn is_in_range(set: &StatefulSet, ordinal: i32) -> bool {
    let first = first_ordinal(set);
    let end = first.saturating_add(set.spec.replicas.unwrap_or(1));
    (first..end).contains(&ordinal)
}

/// The names of the pods that the set should have.
pub fn wanted_names(set: &StatefulSet) -> impl Iterator<Item = String> {
    let first = first_ordinal(set);
    let end = first.saturating_add(set.spec.replicas.unwrap_or(1));
    (first..end).map(|ordinal| pod_name(set, ordinal))
}
