//! Carrying out what a daemon set plans.
//!
//! Upstream: `pkg/controller/daemon/daemon_controller.go`.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{ControllerRevision, DaemonSet};
use bowline_api::core::v1::{Node, Pod, PodTemplateSpec};
use bowline_apimachinery::backoff::KeyedBackoff;
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_apimachinery::time::MicroTime;
use bowline_client::api::DeleteParams;
use bowline_client::cache::{Delta, Store};
use bowline_client::events::{EventType, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};
use futures::future::join_all;
use parking_lot::Mutex;

use super::eligibility::{add_tolerations, eligibility, pin, target_node};
use super::history::{Current, hash, history};
use super::plan::{Observed, Plan, TEMPLATE_GENERATION, Why, generation, plan};
use super::status::status;
use crate::adoption::Claimer;
use crate::controller_revision::{REVISION_HASH, records, surplus, template_patch};
use crate::own_writes::OwnWrites;
use crate::owned::Owned;
use crate::pod_control::{PodControl, pod_from_template};
use crate::setup::{Setup, keys_matching, now};
use crate::slow_start::slow_start;

const NAME: &str = "daemonset-controller";
/// How many pods are made or deleted in one round.
const BURST: usize = 250;

struct Daemons {
    client: Client,
    sets: Store<DaemonSet>,
    nodes: Store<Node>,
    pods: Owned<Pod>,
    revisions: Owned<ControllerRevision>,
    control: PodControl,
    set_writes: OwnWrites,
    pod_writes: OwnWrites,
    revision_writes: OwnWrites,
    /// Failed pods by set and node.
    failures: Mutex<KeyedBackoff<(String, String), MicroTime>>,
}

/// The name of a revision is taken by one of another template.
#[derive(Debug, thiserror::Error)]
#[error("controller revision {name} exists with another template")]
struct HashCollision {
    name: String,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let sets = setup.store::<DaemonSet>();
    let nodes = setup.store::<Node>();
    let pods = setup.pods();
    let this = Arc::new(Daemons {
        client: setup.client(),
        sets: sets.clone(),
        nodes: nodes.clone(),
        pods: pods.clone(),
        revisions: Owned::new(setup.store::<ControllerRevision>()),
        control: setup.pod_control(NAME),
        set_writes: OwnWrites::default(),
        pod_writes: OwnWrites::default(),
        revision_writes: OwnWrites::default(),
        failures: Mutex::new(KeyedBackoff::new(
            Duration::from_secs(1),
            Duration::from_secs(15 * 60),
        )),
    });
    let all_sets = sets.clone();
    let controller = setup
        .controller::<DaemonSet>(NAME)
        .owns::<Pod>()
        .owns::<ControllerRevision>()
        .watches_store(pods.store(), move |pod: &Pod| match pod.metadata.controller() {
            Some(_) => Vec::new(),
            None => keys_matching(&sets, &pod.metadata.namespace, |set| {
                selector(set).is_ok_and(|s| !s.is_empty() && s.matches(&pod.metadata.labels))
            }),
        })
        .watches_deltas(&nodes, move |delta: &Delta<Node>, queue| {
            let concerned: Vec<_> = match delta {
                Delta::Applied { old: None, new, .. } => concerned(&all_sets, None, Some(new)),
                Delta::Applied { old: Some(old), new, .. } => {
                    // Heartbeats are frequent, and none of a daemon's business.
                    if old.metadata.labels == new.metadata.labels
                        && old.spec.taints == new.spec.taints
                    {
                        return;
                    }
                    concerned(&all_sets, Some(old), Some(new))
                }
                Delta::Deleted { last, .. } => concerned(&all_sets, Some(last), None),
                Delta::Synced | Delta::Replaced => return,
            };
            concerned.into_iter().for_each(|key| queue.add(key));
        })
        .concurrency(setup.config.concurrent_daemonset_syncs)
        .reconcile(move |request: Request<DaemonSet>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

/// The sets for which a change of a node makes a difference.
fn concerned(
    sets: &Store<DaemonSet>,
    old: Option<&Arc<Node>>,
    new: Option<&Arc<Node>>,
) -> Vec<NamespacedName> {
    let matters = |set: &Arc<DaemonSet>| {
        let spec = &set.spec.template.spec;
        let verdict = |node: Option<&Arc<Node>>| node.map(|node| eligibility(spec, node));
        match (verdict(old), verdict(new)) {
            (Some(old), Some(new)) => old != new,
            (old, new) => old.or(new).is_some_and(|verdict| verdict.should_run || verdict.may_stay),
        }
    };
    sets.list().into_iter().filter(matters).map(|set| set.key()).collect()
}

fn selector(set: &DaemonSet) -> Result<Selector, SelectorError> {
    Selector::from_label_selector(set.spec.selector.as_deref())
}

impl Daemons {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.set_writes.settle(key, &self.sets).await?;
        self.pod_writes.settle(key, self.pods.store()).await?;
        self.revision_writes.settle(key, self.revisions.store()).await?;
        let Some(set) = self.sets.get(key) else {
            self.set_writes.forget(key);
            self.pod_writes.forget(key);
            self.revision_writes.forget(key);
            return Ok(Action::Done);
        };
        let selector = selector(&set).map_err(ReconcileError::terminal)?;
        if selector.is_empty() {
            let message =
                "This daemon set is selecting all pods. A non-empty selector is required.";
            let about = object_reference(&*set);
            self.control.recorder().event(about, EventType::Warning, "SelectingAll", message);
            return Ok(Action::Done);
        }
        if set.metadata.is_terminating() {
            return Ok(Action::Done);
        }
        let revisions = self.revisions.of_or_orphaned(&set.metadata.uid, &key.namespace);
        let revisions = self.revision_writes.without_gone::<ControllerRevision, _>(key, revisions);
        let revisions =
            self.claimer(&set, &self.revision_writes).claim(&selector, revisions).await?;
        let history = history(&set, revisions);
        let current = self.current(&set, history.current).await?;
        let pods = self.pods.of_or_orphaned(&set.metadata.uid, &key.namespace);
        let pods = self.pod_writes.without_gone::<Pod, _>(key, pods);
        let pods = self.claimer(&set, &self.pod_writes).claim(&selector, pods).await?;
        let (resting, rest) = self.resting(&set, &pods);
        let observed = Observed {
            set: set.clone(),
            hash: hash(&current).to_owned(),
            nodes: self.nodes.list(),
            pods,
            resting,
        };
        let outcome = self.carry_out(&observed, plan(&observed, now(self.client.clock()))).await;
        self.clean_up(&observed, &history.old).await?;
        let waits = self.report(&observed).await?;
        outcome?;
        let again = [rest, waits].into_iter().flatten().min();
        Ok(again.map_or(Action::Done, Action::RequeueAfter))
    }

    fn claimer<'a>(&'a self, set: &'a DaemonSet, writes: &'a OwnWrites) -> Claimer<'a, DaemonSet> {
        Claimer { client: &self.client, owner: set, finalizers: &[], writes }
    }

    /// Makes sure that the present template has a revision with the highest number.
    async fn current(
        &self,
        set: &DaemonSet,
        current: Current,
    ) -> Result<Arc<ControllerRevision>, ReconcileError> {
        let key = set.key();
        let revisions = self.client.namespaced::<ControllerRevision>(&key.namespace);
        let written = match current {
            Current::Present(revision) => return Ok(revision),
            Current::Renumber(revision, number) => {
                let renumbered = ControllerRevision { revision: number, ..(*revision).clone() };
                revisions.update(&renumbered).await?
            }
            Current::Create(revision) => match revisions.create(&revision).await {
                Err(error) if error.is_already_exists() => {
                    let found = revisions.get(&revision.metadata.name).await?;
                    if !records(&found, &template_patch(&set.spec.template)) {
                        return Err(self.count_collision(set, &revision).await?.into());
                    }
                    found
                }
                created => created?,
            },
        };
        self.revision_writes.wrote(&key, &written);
        Ok(Arc::new(written))
    }

    async fn count_collision(
        &self,
        set: &DaemonSet,
        revision: &ControllerRevision,
    ) -> Result<HashCollision, Error> {
        let mut counted = set.clone();
        let count = counted.status.collision_count.get_or_insert(0);
        *count = count.saturating_add(1);
        self.write_status(&counted).await?;
        Ok(HashCollision { name: revision.metadata.name.clone() })
    }

    /// The nodes on which a failed pod is left alone for a while, and the shortest while.
    fn resting(&self, set: &DaemonSet, pods: &[Arc<Pod>]) -> (HashSet<String>, Option<Duration>) {
        let now = self.client.clock().now();
        let failures = self.failures.lock();
        let mut resting = HashSet::new();
        let mut shortest: Option<Duration> = None;
        for pod in pods.iter().filter(|pod| pod.status.phase.as_str() == "Failed") {
            let Some(node) = target_node(pod) else { continue };
            let key = (set.metadata.uid.clone(), node.to_owned());
            if failures.is_in_backoff_since_update(&key, now) {
                let wait = failures.get(&key);
                shortest = Some(shortest.map_or(wait, |shortest| shortest.min(wait)));
                resting.insert(node.to_owned());
            }
        }
        (resting, shortest)
    }

    async fn carry_out(&self, observed: &Observed, plan: Plan) -> Result<(), Error> {
        let deleted = self.delete(&observed.set, plan.delete).await;
        let created = self.create(observed, &plan.create).await;
        deleted.and(created)
    }

    async fn delete(&self, set: &DaemonSet, pods: Vec<(Arc<Pod>, Why)>) -> Result<(), Error> {
        let deletions = pods.iter().take(BURST).map(|(pod, why)| {
            self.tell(set, pod, *why);
            self.control.delete(set, pod)
        });
        let mut outcome = Ok(());
        for ((pod, _), deleted) in pods.iter().zip(join_all(deletions).await) {
            match deleted {
                Ok(deleted) => self.pod_writes.deleted(&set.key(), &**pod, deleted.as_ref()),
                Err(error) => outcome = Err(error),
            }
        }
        outcome
    }

    /// Says why a pod that ended is deleted, and notes failures.
    fn tell(&self, set: &DaemonSet, pod: &Pod, why: Why) {
        let node = target_node(pod).unwrap_or_default();
        let (namespace, name) = (&pod.metadata.namespace, &pod.metadata.name);
        let (type_, reason, message) = match why {
            Why::Surplus | Why::Outdated => return,
            Why::Failed => {
                let now = self.client.clock().now();
                let key = (set.metadata.uid.clone(), node.to_owned());
                self.failures.lock().next(key, now, now, &**self.client.random());
                let message = format!(
                    "Found failed daemon pod {namespace}/{name} on node {node}, will try to kill it"
                );
                (EventType::Warning, "FailedDaemonPod", message)
            }
            Why::Succeeded => {
                let message = format!(
                    "Found succeeded daemon pod {namespace}/{name} on node {node}, will try to \
                     delete it"
                );
                (EventType::Normal, "SucceededDaemonPod", message)
            }
        };
        self.control.recorder().event(object_reference(set), type_, reason, message);
    }

    async fn create(&self, observed: &Observed, nodes: &[String]) -> Result<(), Error> {
        let set = &*observed.set;
        let template = daemon_template(set, &observed.hash);
        let nodes = &nodes[..nodes.len().min(BURST)];
        let template = &template;
        let batches = slow_start(nodes.len(), |n| async move {
            let mut pod = pod_from_template(set, template, None);
            pin(&mut pod.spec, &nodes[n]);
            match self.control.create(set, &pod).await {
                // Whatever is left of the namespace goes with it.
                Err(error) if error.is_namespace_terminating() => Ok(None),
                created => created.map(Some),
            }
        })
        .await;
        for pod in batches.done.iter().flatten() {
            self.pod_writes.wrote(&set.key(), pod);
        }
        batches.errors.into_iter().next().map_or(Ok(()), Err)
    }

    /// Deletes revisions that nobody will go back to.
    async fn clean_up(
        &self,
        observed: &Observed,
        old: &[Arc<ControllerRevision>],
    ) -> Result<(), Error> {
        let set = &observed.set;
        let in_use = |revision: &ControllerRevision| {
            let mut hashes = observed.pods.iter().map(|pod| pod.metadata.labels.get(REVISION_HASH));
            hashes.any(|label| label.is_some_and(|label| label == hash(revision)))
        };
        let revisions = self.client.namespaced::<ControllerRevision>(&set.metadata.namespace);
        for revision in surplus(old, set.spec.revision_history_limit, in_use) {
            let params = DeleteParams::default().if_uid(&revision.metadata.uid);
            let deleted = revisions.delete_if_present(&revision.metadata.name, &params).await?;
            self.revision_writes.deleted(&set.key(), &*revision, deleted.as_ref());
        }
        Ok(())
    }

    /// Writes the status if it has changed; tells when a pod that is ready may become available.
    async fn report(&self, observed: &Observed) -> Result<Option<Duration>, Error> {
        let set = &*observed.set;
        let new = status(observed, now(self.client.clock()));
        let waits = new.number_ready != new.number_available;
        if new != set.status {
            self.write_status(&DaemonSet { status: new, ..set.clone() }).await?;
        }
        let min_ready = u64::try_from(set.spec.min_ready_seconds).unwrap_or(0);
        Ok((waits && min_ready > 0).then(|| Duration::from_secs(min_ready)))
    }

    async fn write_status(&self, set: &DaemonSet) -> Result<(), Error> {
        let sets = self.client.namespaced::<DaemonSet>(&set.metadata.namespace);
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

/// What daemon pods are made from, apart from their node.
fn daemon_template(set: &DaemonSet, hash: &str) -> PodTemplateSpec {
    let mut template = set.spec.template.clone();
    let host_network = template.spec.host_network;
    add_tolerations(&mut template.spec.tolerations, host_network);
    let labels = &mut template.metadata.labels;
    if let Some(generation) = generation(set) {
        labels.insert(TEMPLATE_GENERATION.to_owned(), generation.to_string());
    }
    labels.insert(REVISION_HASH.to_owned(), hash.to_owned());
    template
}
