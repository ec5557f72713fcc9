//! Carrying out what a stateful set plans.
//!
//! Upstream: `pkg/controller/statefulset/stateful_set.go`, `stateful_pod_control.go`.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{ControllerRevision, StatefulSet};
use bowline_api::core::v1::{PersistentVolumeClaim, Pod, PodPhase};
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::api::{DeleteParams, Deleted};
use bowline_client::cache::Store;
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action as Next, ReconcileError, Request};

use super::claims::{fix_owners, is_stale};
use super::identity::{claims, is_member, parent_and_ordinal, revision};
use super::plan::{Action, Observed, is_in_range, plan};
use super::revisions::{Revision, Update, current, update};
use crate::adoption::Claimer;
use crate::controller_revision::{records, surplus, template_patch};
use crate::own_writes::OwnWrites;
use crate::owned::Owned;
use crate::setup::{Setup, keys_matching, now};

const NAME: &str = "statefulset-controller";

struct StatefulSets {
    client: Client,
    sets: Store<StatefulSet>,
    pods: Owned<Pod>,
    revisions: Owned<ControllerRevision>,
    claims: Store<PersistentVolumeClaim>,
    recorder: Recorder,
    set_writes: OwnWrites,
    pod_writes: OwnWrites,
    revision_writes: OwnWrites,
    claim_writes: OwnWrites,
}

/// The name of a revision is taken by one of another template.
#[derive(Debug, thiserror::Error)]
#[error("controller revision {name} exists with another template")]
struct HashCollision {
    name: String,
}

/// A claim that a pod needs is about to go.
#[derive(Debug, thiserror::Error)]
#[error("claim {claim} of pod {pod} is going")]
struct ClaimGoing {
    claim: String,
    pod: String,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let sets = setup.store::<StatefulSet>();
    let pods = setup.pods();
    let this = Arc::new(StatefulSets {
        client: setup.client(),
        sets: sets.clone(),
        pods: pods.clone(),
        revisions: Owned::new(setup.store::<ControllerRevision>()),
        claims: setup.store::<PersistentVolumeClaim>(),
        recorder: setup.recorder(NAME),
        set_writes: OwnWrites::default(),
        pod_writes: OwnWrites::default(),
        revision_writes: OwnWrites::default(),
        claim_writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<StatefulSet>(NAME)
        .owns::<Pod>()
        .watches_store(pods.store(), move |pod: &Pod| match pod.metadata.controller() {
            Some(_) => Vec::new(),
            None => keys_matching(&sets, &pod.metadata.namespace, |set| {
                selector(set).is_ok_and(|s| !s.is_empty() && s.matches(&pod.metadata.labels))
            }),
        })
        .concurrency(setup.config.concurrent_statefulset_syncs)
        .reconcile(move |request: Request<StatefulSet>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

fn selector(set: &StatefulSet) -> Result<Selector, SelectorError> {
    Selector::from_label_selector(set.spec.selector.as_deref())
}

impl StatefulSets {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Next, ReconcileError> {
        self.set_writes.settle(key, &self.sets).await?;
        self.pod_writes.settle(key, self.pods.store()).await?;
        self.revision_writes.settle(key, self.revisions.store()).await?;
        self.claim_writes.settle(key, &self.claims).await?;
        let Some(set) = self.sets.get(key) else {
            for writes in
                [&self.set_writes, &self.pod_writes, &self.revision_writes, &self.claim_writes]
            {
                writes.forget(key);
            }
            return Ok(Next::Done);
        };
        let selector = selector(&set).map_err(ReconcileError::terminal)?;
        let pods = self.pods.of_or_orphaned(&set.metadata.uid, &key.namespace);
        let mut pods = self.pod_writes.without_gone::<Pod, _>(key, pods);
        pods.retain(|pod| is_member(&set, pod) || pod.metadata.controller().is_some());
        let pods = self.claimer(&set, &self.pod_writes).claim(&selector, pods).await?;
        let revisions = self.revisions.of_or_orphaned(&set.metadata.uid, &key.namespace);
        let revisions = self.revision_writes.without_gone::<ControllerRevision, _>(key, revisions);
        let mut revisions =
            self.claimer(&set, &self.revision_writes).claim(&selector, revisions).await?;
        let updated = update(&set, &mut revisions);
        let updated = self.updated(&set, updated).await?;
        let left = current(&set, &revisions, &updated);
        let observed = Observed {
            current: Revision::read(&left, &set),
            update: Revision::read(&updated, &set),
            set,
            pods,
        };
        let outcome = self.round(&observed).await;
        self.clean_up(&observed, &revisions).await?;
        outcome
    }

    /// Pods, claims and status.
    async fn round(&self, observed: &Observed) -> Result<Next, ReconcileError> {
        let set = &observed.set;
        if !set.metadata.is_terminating() {
            self.fix_claims(observed).await?;
        }
        let plan = plan(observed, now(self.client.clock()));
        let mut outcome = Ok(());
        for action in plan.actions {
            outcome = self.carry_out(set, action).await;
            if outcome.is_err() {
                break;
            }
        }
        let waits = plan.status.available_replicas != set.spec.replicas.unwrap_or(1);
        if plan.status != set.status {
            self.write_status(&StatefulSet { status: plan.status, ..(**set).clone() }).await?;
        }
        outcome?;
        let min_ready = u64::try_from(set.spec.min_ready_seconds).unwrap_or(0);
        Ok(match waits && min_ready > 0 {
            true => Next::RequeueAfter(Duration::from_secs(min_ready)),
            false => Next::Done,
        })
    }

    fn claimer<'a>(
        &'a self,
        set: &'a StatefulSet,
        writes: &'a OwnWrites,
    ) -> Claimer<'a, StatefulSet> {
        Claimer { client: &self.client, owner: set, finalizers: &[], writes }
    }

    /// Makes sure that the present template has the latest revision.
    async fn updated(
        &self,
        set: &StatefulSet,
        update: Update,
    ) -> Result<Arc<ControllerRevision>, ReconcileError> {
        let revisions = self.client.namespaced::<ControllerRevision>(&set.metadata.namespace);
        let written = match update {
            Update::Present(revision) => return Ok(revision),
            Update::Renumber(revision, number) => {
                let renumbered = ControllerRevision { revision: number, ..(*revision).clone() };
                revisions.update(&renumbered).await?
            }
            Update::Create(revision) => match revisions.create(&revision).await {
                Err(error) if error.is_already_exists() => {
                    let found = revisions.get(&revision.metadata.name).await?;
                    if !records(&found, &template_patch(&set.spec.template)) {
                        let mut counted = set.clone();
                        let count = counted.status.collision_count.get_or_insert(0);
                        *count = count.saturating_add(1);
                        self.write_status(&counted).await?;
                        return Err(HashCollision { name: revision.metadata.name.clone() }.into());
                    }
                    found
                }
                created => created?,
            },
        };
        self.revision_writes.wrote(&set.key(), &written);
        Ok(Arc::new(written))
    }

    /// Makes claims that pods wait for, and gives all claims the owners that they should have.
    async fn fix_claims(&self, observed: &Observed) -> Result<(), ReconcileError> {
        let set = &observed.set;
        for pod in &observed.pods {
            let Some((_, ordinal)) = parent_and_ordinal(&pod.metadata.name) else { continue };
            if pod.status.phase == PodPhase::Pending && is_in_range(set, ordinal) {
                self.make_claims(set, pod, ordinal).await?;
            }
            for wanted in claims(set, ordinal).into_values() {
                let Some(claim) = self.claims.get(&wanted.key()) else { continue };
                let mut claim = (*claim).clone();
                if fix_owners(set, pod, &mut claim) {
                    let claims = self.client.namespaced::<PersistentVolumeClaim>(claim.namespace());
                    self.claim_writes.wrote(&set.key(), &claims.update(&claim).await?);
                }
            }
        }
        Ok(())
    }

    /// Makes the claims of a pod that are not there.
    async fn make_claims(
        &self,
        set: &StatefulSet,
        pod: &Pod,
        ordinal: i32,
    ) -> Result<(), ReconcileError> {
        for mut claim in claims(set, ordinal).into_values() {
            let (name, pod_name) = (claim.metadata.name.clone(), &pod.metadata.name);
            if let Some(found) = self.claims.get(&claim.key()) {
                if found.metadata.is_terminating() || is_stale(&found, pod) {
                    return Err(ClaimGoing { claim: name, pod: pod_name.clone() }.into());
                }
                continue;
            }
            fix_owners(set, pod, &mut claim);
            let claims = self.client.namespaced::<PersistentVolumeClaim>(&set.metadata.namespace);
            let what = format!("Claim {name} Pod {pod_name} in StatefulSet {}", set.metadata.name);
            match claims.create(&claim).await {
                Ok(created) => {
                    self.claim_writes.wrote(&set.key(), &created);
                    self.tell(set, "create", &format!("{what} success"), None);
                }
                Err(error) if error.is_already_exists() => {}
                Err(error) => {
                    self.tell(set, "create", &format!("{what} failed"), Some(&error));
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    async fn carry_out(&self, set: &StatefulSet, action: Action) -> Result<(), ReconcileError> {
        let (key, pods) = (set.key(), self.client.namespaced::<Pod>(&set.metadata.namespace));
        let what = |verb: &str, pod: &Pod| {
            format!("{verb} Pod {} in StatefulSet {}", pod.metadata.name, set.metadata.name)
        };
        match action {
            Action::Create { pod, ordinal } => {
                self.make_claims(set, &pod, ordinal).await?;
                let created = pods.create(&pod).await;
                match &created {
                    Err(error) if error.is_already_exists() || error.is_namespace_terminating() => {
                        return Ok(());
                    }
                    _ => self.tell_outcome(set, "create", &what("create", &pod), &created),
                }
                self.pod_writes.wrote(&key, &created?);
            }
            Action::Repair(pod) => {
                let updated = pods.update(&pod).await;
                self.tell_outcome(set, "update", &what("update", &pod), &updated);
                self.pod_writes.wrote(&key, &updated?);
            }
            Action::Delete(pod) => {
                let params = DeleteParams::default().if_uid(&pod.metadata.uid);
                let deleted: Result<Option<Deleted<Pod>>, Error> =
                    pods.delete_if_present(&pod.metadata.name, &params).await;
                self.tell_outcome(set, "delete", &what("delete", &pod), &deleted);
                self.pod_writes.deleted(&key, &*pod, deleted?.as_ref());
            }
        }
        Ok(())
    }

    fn tell_outcome<T>(
        &self,
        set: &StatefulSet,
        verb: &str,
        what: &str,
        outcome: &Result<T, Error>,
    ) {
        match outcome {
            Ok(_) => self.tell(set, verb, &format!("{what} successful"), None),
            Err(error) => self.tell(set, verb, &format!("{what} failed"), Some(error)),
        }
    }

    /// `SuccessfulCreate`, `FailedDelete` and so on.
    fn tell(&self, set: &StatefulSet, verb: &str, what: &str, error: Option<&Error>) {
        let mut letters = verb.chars();
        let verb: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let about = object_reference(set);
        match error {
            None => {
                self.recorder.event(about, EventType::Normal, &format!("Successful{verb}"), what);
            }
            Some(error) => {
                let message = format!("{what} error: {error}");
                self.recorder.event(about, EventType::Warning, &format!("Failed{verb}"), message);
            }
        }
    }

    /// Deletes revisions that nobody will go back to.
    async fn clean_up(
        &self,
        observed: &Observed,
        revisions: &[Arc<ControllerRevision>],
    ) -> Result<(), Error> {
        let set = &observed.set;
        let mut live: HashSet<&str> = observed.pods.iter().map(|pod| revision(pod)).collect();
        live.extend([observed.current.name.as_str(), observed.update.name.as_str()]);
        let is_live = |stored: &ControllerRevision| live.contains(stored.metadata.name.as_str());
        let old: Vec<_> = revisions.iter().filter(|stored| !is_live(stored)).cloned().collect();
        let stored = self.client.namespaced::<ControllerRevision>(&set.metadata.namespace);
        for revision in surplus(&old, set.spec.revision_history_limit, |_| false) {
            let params = DeleteParams::default().if_uid(&revision.metadata.uid);
            let deleted = stored.delete_if_present(&revision.metadata.name, &params).await?;
            self.revision_writes.deleted(&set.key(), &*revision, deleted.as_ref());
        }
        Ok(())
    }

    async fn write_status(&self, set: &StatefulSet) -> Result<(), Error> {
        let sets = self.client.namespaced::<StatefulSet>(&set.metadata.namespace);
        match sets.update_status(set).await {
            Ok(written) => {
                self.set_writes.wrote(&set.key(), &written);
                Ok(())
            }
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error),
        }
    }
}
