//! Carrying out what a replica set plans.
//!
//! Upstream: `pkg/controller/replicaset/replica_set.go`.

use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::resource::NamespacedName;
use bowline_client::cache::Store;
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};

use super::kind::ReplicaKeeper;
use super::plan::{Observed, Plan, plan};
use super::status::{Failure, status, until_available};
use crate::adoption::Claimer;
use crate::own_writes::OwnWrites;
use crate::owned::Owned;
use crate::pod_control::{PodControl, pod_from_template};
use crate::setup::{Setup, keys_matching, now};
use crate::slow_start::slow_start;

/// Keeps the pods of one kind of keeper.
struct Keeper<K> {
    client: Client,
    keepers: Store<K>,
    siblings: Owned<K>,
    pods: Owned<Pod>,
    control: PodControl,
    pod_writes: OwnWrites,
    keeper_writes: OwnWrites,
}

/// Adds the controller of a kind that keeps a number of pods.
pub fn add<K: ReplicaKeeper>(setup: &mut Setup<'_>, name: &str, workers: usize) {
    let keepers = setup.store::<K>();
    let pods = setup.pods();
    let keeper = Arc::new(Keeper {
        client: setup.client(),
        siblings: Owned::new(keepers.clone()),
        keepers: keepers.clone(),
        pods: pods.clone(),
        control: setup.pod_control(name),
        pod_writes: OwnWrites::default(),
        keeper_writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<K>(name)
        .owns::<Pod>()
        .watches_store(pods.store(), move |pod: &Pod| match pod.metadata.controller() {
            Some(_) => Vec::new(),
            None => keys_matching(&keepers, &pod.metadata.namespace, |keeper| {
                keeper.selector().is_ok_and(|selector| selector.matches(&pod.metadata.labels))
            }),
        })
        .concurrency(workers)
        .reconcile(move |request: Request<K>| {
            let keeper = keeper.clone();
            async move { keeper.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl<K: ReplicaKeeper> Keeper<K> {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.keeper_writes.settle(key, &self.keepers).await?;
        self.pod_writes.settle(key, self.pods.store()).await?;
        let Some(keeper) = self.keepers.get(key) else {
            self.keeper_writes.forget(key);
            self.pod_writes.forget(key);
            return Ok(Action::Done);
        };
        let selector = keeper.selector().map_err(ReconcileError::terminal)?;
        let uid = &keeper.metadata().uid;
        let candidates = self.pods.of_or_orphaned(uid, &key.namespace);
        let candidates = candidates.into_iter().filter(|pod| !pod.is_terminal()).collect();
        let candidates = self.pod_writes.without_gone::<Pod, _>(key, candidates);
        let claimer = Claimer {
            client: &self.client,
            owner: &*keeper,
            finalizers: &[],
            writes: &self.pod_writes,
        };
        let pods = claimer.claim(&selector, candidates).await?;
        let outcome = if keeper.metadata().is_terminating() {
            Ok(())
        } else {
            self.manage(&keeper, &pods).await
        };
        let failure = outcome
            .as_ref()
            .err()
            .map(|(reason, error)| Failure { reason, message: error.to_string() });
        self.report(&keeper, &pods, failure).await?;
        if let Err((_, error)) = outcome {
            return Err(error.into());
        }
        let now = now(self.client.clock());
        Ok(until_available(&pods, keeper.min_ready_seconds(), now)
            .map_or(Action::Done, Action::RequeueAfter))
    }

    /// Makes or deletes pods.
    async fn manage(&self, keeper: &K, pods: &[Arc<Pod>]) -> Result<(), (&'static str, Error)> {
        let active: Vec<_> = pods.iter().filter(|pod| pod.is_active()).cloned().collect();
        let has_surplus = i32::try_from(active.len()).is_ok_and(|n| n > keeper.replicas());
        let related = if has_surplus { self.related(keeper) } else { Vec::new() };
        let observed = Observed { replicas: keeper.replicas(), active, related };
        match plan(&observed, now(self.client.clock())) {
            Plan::Nothing => Ok(()),
            Plan::Create(count) => {
                self.create(keeper, count).await.map_err(|error| ("FailedCreate", error))
            }
            Plan::Delete(pods) => {
                self.delete(keeper, pods).await.map_err(|error| ("FailedDelete", error))
            }
        }
    }

    async fn create(&self, keeper: &K, count: usize) -> Result<(), Error> {
        let Some(template) = keeper.template() else { return Ok(()) };
        let pod = pod_from_template(keeper, template, None);
        let batches = slow_start(count, |_| async {
            match self.control.create(keeper, &pod).await {
                // Whatever is left of the namespace goes with it.
                Err(error) if error.is_namespace_terminating() => Ok(None),
                created => created.map(Some),
            }
        })
        .await;
        for pod in batches.done.iter().flatten() {
            self.pod_writes.wrote(&keeper.key(), pod);
        }
        batches.errors.into_iter().next().map_or(Ok(()), Err)
    }

    async fn delete(&self, keeper: &K, pods: Vec<Arc<Pod>>) -> Result<(), Error> {
        let deletions = pods.iter().map(|pod| self.control.delete(keeper, pod));
        let mut outcome = Ok(());
        for (pod, deleted) in pods.iter().zip(futures::future::join_all(deletions).await) {
            match deleted {
                Ok(deleted) => self.pod_writes.deleted(&keeper.key(), &**pod, deleted.as_ref()),
                Err(error) => outcome = Err(error),
            }
        }
        outcome
    }

    /// The pods of all keepers of the same owner.
    fn related(&self, keeper: &K) -> Vec<Arc<Pod>> {
        match keeper.metadata().controller() {
            None => self.pods.of(&keeper.metadata().uid),
            Some(owner) => {
                let siblings = self.siblings.of(&owner.uid);
                siblings.iter().flat_map(|sibling| self.pods.of(&sibling.metadata().uid)).collect()
            }
        }
    }

    /// Writes the status if it has changed.
    async fn report(
        &self,
        keeper: &K,
        pods: &[Arc<Pod>],
        failure: Option<Failure>,
    ) -> Result<(), Error> {
        let new = status(keeper, pods, failure, now(self.client.clock()));
        let mut updated = keeper.clone();
        updated.set_keeper_status(new);
        if updated.keeper_status() == keeper.keeper_status() {
            return Ok(());
        }
        let keepers = self.client.namespaced::<K>(keeper.namespace());
        match keepers.update_status(&updated).await {
            Ok(written) => {
                self.keeper_writes.wrote(&keeper.key(), &written);
                Ok(())
            }
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error),
        }
    }
}
