//! What a deployment does next: a list of writes, decided from what is there.
//!
//! Upstream: `pkg/controller/deployment/deployment_controller.go`, `sync.go`, `recreate.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{Deployment, DeploymentStatus, DeploymentStrategyType, ReplicaSet};
use bowline_api::core::v1::{ConditionStatus, Pod, PodPhase};
use bowline_apimachinery::meta::{LabelSelector, ObjectMeta};
use bowline_apimachinery::time::Time;
use bowline_controller_runtime::owner::controller_reference;

use super::conditions::{self, PROGRESSING, condition, reason};
use super::fenceposts;
use super::replica_sets::{
    self, POD_TEMPLATE_HASH, REVISION, active, actual_pods, compare_age, number, same_template,
    size,
};
use super::rolling::{Resize, new_size, scale_new, scale_old};
use super::scale::{is_scaling, scale};
use super::status::{counts, has_progress_deadline, is_complete, rollout, until_late};
use crate::template_hash::template_hash;

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The deployment.
    pub deployment: Arc<Deployment>,
    /// The replica sets that it owns.
    pub replica_sets: Vec<Arc<ReplicaSet>>,
    /// The pods of those replica sets; needed only when the strategy is to recreate.
    pub pods: Vec<Arc<Pod>>,
}

/// A write, or an event that tells of the write before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Create the replica set for the present template.
    Create(Box<ReplicaSet>),
    /// Replace a replica set: its size or its annotations change.
    Update(Box<ReplicaSet>),
    /// Delete a replica set that nobody will roll back to.
    Delete(Arc<ReplicaSet>),
    /// Tell of a change of size: `ScalingReplicaSet`.
    Scaled {
        /// The replica set.
        name: String,
        /// Its size before.
        from: i32,
        /// Its size now.
        to: i32,
    },
    /// Replace the status and the revision annotation.
    UpdateStatus(Box<Deployment>),
}

/// Writes to be made in this order; the first that fails ends the round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The writes.
    pub actions: Vec<Action>,
    /// When to look again even if nothing changes.
    pub again: Option<Duration>,
}

/// Decides on the next writes of a deployment.
#[must_use]
pub fn plan(observed: &Observed, now: Time) -> Plan {
    let sets = observed.replica_sets.clone();
    let deployment = (*observed.deployment).clone();
    let mut round =
        Round { original: &observed.deployment, deployment, sets, now, actions: vec![] };
    if selects_everything(&round.deployment) {
        round.deployment.status.observed_generation = round.deployment.metadata.generation;
        return round.finish(None);
    }
    if round.deployment.metadata.is_terminating() {
        let new = replica_sets::find_new(&round.deployment, &round.sets);
        let status = counts(&round.deployment, &round.sets, new.as_ref(), now);
        return round.finish(Some(status));
    }
    round.note_pause();
    if round.deployment.spec.paused || is_scaling(&round.deployment, &round.sets) {
        return round.resize();
    }
    match round.deployment.spec.strategy.type_ {
        DeploymentStrategyType::Recreate => round.recreate(&observed.pods),
        _ => round.roll(),
    }
}

/// Whether the selector is there and empty: such a deployment does nothing.
#[must_use]
pub fn selects_everything(deployment: &Deployment) -> bool {
    deployment
        .spec
        .selector
        .as_deref()
        .is_some_and(|selector| *selector == LabelSelector::default())
}

/// One round of decisions; `deployment` and `sets` hold what the writes so far will have made.
struct Round<'a> {
    original: &'a Deployment,
    deployment: Deployment,
    sets: Vec<Arc<ReplicaSet>>,
    now: Time,
    actions: Vec<Action>,
}

/// Whether a replica set for the present template is made when there is none.
#[derive(Clone, Copy, PartialEq)]
enum Missing {
    Create,
    Leave,
}

impl Round<'_> {
    /// Notes that a rollout was paused or resumed, so that the time between does not count as
    /// lateness.
    fn note_pause(&mut self) {
        if !has_progress_deadline(&self.deployment) {
            return;
        }
        let present = conditions::get(&self.deployment.status, PROGRESSING);
        let why = present.map_or("", |present| present.reason.as_str());
        if why == reason::PROGRESS_DEADLINE_EXCEEDED {
            return;
        }
        let (why, message) = match (self.deployment.spec.paused, why == reason::DEPLOYMENT_PAUSED) {
            (true, false) => (reason::DEPLOYMENT_PAUSED, "Deployment is paused"),
            (false, true) => (reason::DEPLOYMENT_RESUMED, "Deployment is resumed"),
            _ => return,
        };
        self.set_progressing(ConditionStatus::Unknown, why, message.to_owned());
    }

    fn set_progressing(&mut self, truth: ConditionStatus, why: &str, message: String) {
        let condition = condition(PROGRESSING, truth, why, message, self.now);
        conditions::set(&mut self.deployment.status, condition);
    }

    /// Only sizes change: the deployment is paused or was resized.
    fn resize(mut self) -> Plan {
        let (new, old) = self.new_and_old(Missing::Leave);
        for resize in scale(&self.deployment, new.as_ref(), &old) {
            self.scale(resize);
        }
        if self.deployment.spec.paused {
            self.clean_up(&old);
        }
        let status = counts(&self.deployment, &self.sets, new.as_ref(), self.now);
        self.finish(Some(status))
    }

    /// New pods replace old ones step by step.
    fn roll(mut self) -> Plan {
        let (Some(new), old) = self.new_and_old(Missing::Create) else { return self.finish(None) };
        if let Some(resize) = scale_new(&self.deployment, &new, &self.sets) {
            self.scale(resize);
            return self.finish_rollout(Some(&new));
        }
        let steps = scale_old(&self.deployment, &new, &active(&old));
        if !steps.is_empty() {
            steps.into_iter().for_each(|resize| self.scale(resize));
            return self.finish_rollout(Some(&new));
        }
        if is_complete(&self.deployment, &self.deployment.status) {
            self.clean_up(&old);
        }
        self.finish_rollout(Some(&new))
    }

    /// All old pods go before the first new one comes.
    fn recreate(mut self, pods: &[Arc<Pod>]) -> Plan {
        let (new, old) = self.new_and_old(Missing::Leave);
        let with_pods = active(&old);
        if !with_pods.is_empty() {
            with_pods.into_iter().for_each(|set| self.scale((set, 0)));
            return self.finish_rollout(new.as_ref());
        }
        if old_pods_run(new.as_ref(), &old, pods) {
            return self.finish_rollout(new.as_ref());
        }
        let (new, old) = match new {
            Some(new) => (Some(new), old),
            None => self.new_and_old(Missing::Create),
        };
        let replicas = self.deployment.spec.replicas.unwrap_or(1);
        if let Some(new) = new.clone().filter(|new| size(new) != replicas) {
            self.scale((new, replicas));
        }
        if is_complete(&self.deployment, &self.deployment.status) {
            self.clean_up(&old);
        }
        self.finish_rollout(new.as_ref())
    }

    /// The replica set of the present template, brought up to date or made, and all others.
    fn new_and_old(&mut self, missing: Missing) -> (Option<Arc<ReplicaSet>>, Vec<Arc<ReplicaSet>>) {
        let found = replica_sets::find_new(&self.deployment, &self.sets);
        let is_new = |set: &Arc<ReplicaSet>| {
            found.as_ref().is_some_and(|found| found.metadata.uid == set.metadata.uid)
        };
        let mut old: Vec<_> = self.sets.iter().filter(|set| !is_new(set)).cloned().collect();
        old.sort_by(|a, b| compare_age(a, b));
        let revision = replica_sets::max_revision(&old) + 1;
        let new = match (found, missing) {
            (Some(found), _) => Some(self.refresh(found, revision)),
            (None, Missing::Create) => Some(self.create(&old, revision)),
            (None, Missing::Leave) => None,
        };
        (new, old)
    }

    /// Brings the annotations of the replica set that is there up to date.
    fn refresh(&mut self, found: Arc<ReplicaSet>, revision: i64) -> Arc<ReplicaSet> {
        let mut set = (*found).clone();
        let min_ready = self.deployment.spec.min_ready_seconds;
        let noted =
            replica_sets::note_revision(&self.deployment, &mut set.metadata.annotations, revision);
        if noted || set.spec.min_ready_seconds != min_ready {
            set.spec.min_ready_seconds = min_ready;
            self.update(&set);
        }
        self.note_deployment_revision(&set);
        if has_progress_deadline(&self.deployment)
            && conditions::get(&self.deployment.status, PROGRESSING).is_none()
        {
            let message = format!("Found new replica set {:?}", set.metadata.name);
            self.set_progressing(ConditionStatus::True, reason::FOUND_NEW_REPLICA_SET, message);
        }
        self.replace(set)
    }

    /// Makes the replica set for the present template.
    fn create(&mut self, old: &[Arc<ReplicaSet>], revision: i64) -> Arc<ReplicaSet> {
        let mut set = new_replica_set(&self.deployment);
        let posts = fenceposts::of(&self.deployment);
        let replicas = self.deployment.spec.replicas.unwrap_or(1);
        let to = new_size(&self.deployment, old, 0);
        set.spec.replicas = Some(to);
        let annotations = &mut set.metadata.annotations;
        replica_sets::note_revision(&self.deployment, annotations, revision);
        replica_sets::note_sizes(annotations, replicas, replicas + posts.surge);
        self.actions.push(Action::Create(Box::new(set.clone())));
        if to > 0 {
            let name = set.metadata.name.clone();
            self.actions.push(Action::Scaled { name, from: 0, to });
        }
        self.note_deployment_revision(&set);
        if has_progress_deadline(&self.deployment) {
            let message = format!("Created new replica set {:?}", set.metadata.name);
            self.set_progressing(ConditionStatus::True, reason::NEW_REPLICA_SET_CREATED, message);
        }
        let set = Arc::new(set);
        self.sets.push(set.clone());
        set
    }

    fn note_deployment_revision(&mut self, set: &ReplicaSet) {
        if let Some(revision) = set.metadata.annotations.get(REVISION) {
            self.deployment.metadata.annotations.insert(REVISION.to_owned(), revision.clone());
        }
    }

    /// Gives a replica set a size and notes the deployment's in its annotations.
    fn scale(&mut self, (set, to): Resize) {
        let from = size(&set);
        let replicas = self.deployment.spec.replicas.unwrap_or(1);
        let max = replicas + fenceposts::of(&self.deployment).surge;
        // The set may have been changed in this round already.
        let present = self.sets.iter().find(|present| present.metadata.uid == set.metadata.uid);
        let mut set = (**present.unwrap_or(&set)).clone();
        let noted = replica_sets::note_sizes(&mut set.metadata.annotations, replicas, max);
        if from == to && !noted {
            return;
        }
        set.spec.replicas = Some(to);
        let set = self.replace(set);
        self.update(&set);
        if from != to {
            let name = set.metadata.name.clone();
            self.actions.push(Action::Scaled { name, from, to });
        }
    }

    /// One write per replica set: a second one in the same round would meet a conflict.
    fn update(&mut self, set: &ReplicaSet) {
        let planned = self.actions.iter_mut().find_map(|action| match action {
            Action::Update(planned) if planned.metadata.uid == set.metadata.uid => Some(planned),
            _ => None,
        });
        match planned {
            Some(planned) => **planned = set.clone(),
            None => self.actions.push(Action::Update(Box::new(set.clone()))),
        }
    }

    fn replace(&mut self, set: ReplicaSet) -> Arc<ReplicaSet> {
        let set = Arc::new(set);
        for present in &mut self.sets {
            if present.metadata.uid == set.metadata.uid {
                *present = set.clone();
            }
        }
        set
    }

    /// Deletes empty replica sets beyond those that are kept to roll back to, the earliest
    /// revisions first.
    fn clean_up(&mut self, old: &[Arc<ReplicaSet>]) {
        let limit = match self.deployment.spec.revision_history_limit {
            Some(limit) if limit != i32::MAX => usize::try_from(limit).unwrap_or(0),
            _ => return,
        };
        let mut sets: Vec<_> = old.iter().filter(|set| !set.metadata.is_terminating()).collect();
        let surplus = sets.len().saturating_sub(limit);
        let revision = |set: &ReplicaSet| number(&set.metadata.annotations, REVISION).unwrap_or(0);
        sets.sort_by(|a, b| revision(a).cmp(&revision(b)).then_with(|| compare_age(a, b)));
        for set in sets.into_iter().take(surplus) {
            let is_empty = set.status.replicas == 0 && size(set) == 0;
            if is_empty && set.metadata.generation <= set.status.observed_generation {
                self.actions.push(Action::Delete(set.clone()));
            }
        }
    }

    fn finish_rollout(self, new: Option<&Arc<ReplicaSet>>) -> Plan {
        let status = rollout(&self.deployment, &self.sets, new, self.now);
        let again = until_late(&self.deployment, &status, self.now);
        Plan { again, ..self.finish(Some(status)) }
    }

    /// Writes the status if it changes anything.
    fn finish(mut self, status: Option<DeploymentStatus>) -> Plan {
        if let Some(status) = status {
            self.deployment.status = status;
        }
        if self.deployment != *self.original {
            self.actions.push(Action::UpdateStatus(Box::new(self.deployment)));
        }
        Plan { actions: self.actions, again: None }
    }
}

/// The replica set for the present template, without a size.
fn new_replica_set(deployment: &Deployment) -> ReplicaSet {
    let hash = template_hash(&deployment.spec.template, deployment.status.collision_count);
    let mut set = ReplicaSet {
        metadata: ObjectMeta {
            owner_references: vec![controller_reference(deployment)],
            labels: deployment.spec.template.metadata.labels.clone(),
            ..ObjectMeta::named(replica_set_name(&deployment.metadata.name, &hash))
                .in_namespace(&deployment.metadata.namespace)
        },
        ..ReplicaSet::default()
    };
    set.metadata.labels.insert(POD_TEMPLATE_HASH.to_owned(), hash.clone());
    set.spec.min_ready_seconds = deployment.spec.min_ready_seconds;
    set.spec.template = deployment.spec.template.clone();
    set.spec.template.metadata.labels.insert(POD_TEMPLATE_HASH.to_owned(), hash.clone());
    let mut selector = deployment.spec.selector.clone().unwrap_or_default();
    selector.match_labels.insert(POD_TEMPLATE_HASH.to_owned(), hash);
    set.spec.selector = Some(selector);
    set
}

/// The name of a replica set: that of the deployment, shortened if need be, and the hash.
fn replica_set_name(deployment: &str, hash: &str) -> String {
    const MAX: usize = 253;
    let room = MAX - hash.len() - 1;
    let stem = deployment.get(..room).unwrap_or(deployment);
    format!("{stem}-{hash}")
}

/// Whether a pod that is not the new replica set's may still run.
fn old_pods_run(new: Option<&Arc<ReplicaSet>>, old: &[Arc<ReplicaSet>], pods: &[Arc<Pod>]) -> bool {
    actual_pods(old) > 0
        || pods.iter().any(|pod| {
            let is_new = new.is_some_and(|new| pod.metadata.is_controlled_by(&new.metadata.uid));
            !is_new && !matches!(pod.status.phase, PodPhase::Failed | PodPhase::Succeeded)
        })
}

/// What to do when the replica set to create is there already.
#[derive(Clone, Debug, PartialEq)]
pub enum Collision {
    /// It is the one that was to be created: the cache had not shown it.
    Same,
    /// Another template has its hash: count the collision and try again.
    Count(i32),
}

/// Compares the replica set that has the name with the deployment that wanted to create it.
#[must_use]
pub fn collision(deployment: &Deployment, found: &ReplicaSet) -> Collision {
    let owned = found.metadata.is_controlled_by(&deployment.metadata.uid);
    if owned && same_template(&found.spec.template, &deployment.spec.template) {
        return Collision::Same;
    }
    Collision::Count(deployment.status.collision_count.unwrap_or(0).saturating_add(1))
}

/// The status after the new replica set could not be created.
#[must_use]
pub fn create_failed(deployment: &Deployment, set: &str, why: &str, now: Time) -> DeploymentStatus {
    let mut status = deployment.status.clone();
    let message = format!("Failed to create new replica set {set:?}: {why}");
    let why = reason::REPLICA_SET_CREATE_ERROR;
    let failed = condition(PROGRESSING, ConditionStatus::False, why, message, now);
    conditions::set(&mut status, failed);
    status
}
