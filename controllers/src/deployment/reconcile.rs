//! Carrying out what a deployment plans.
//!
//! Upstream: `pkg/controller/deployment/deployment_controller.go`.

use std::sync::Arc;

use bowline_api::apps::v1::{Deployment, DeploymentStrategyType, ReplicaSet};
use bowline_api::core::v1::Pod;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::resource::NamespacedName;
use bowline_client::api::DeleteParams;
use bowline_client::cache::{Delta, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::owner::controller_key;
use bowline_controller_runtime::{Action as Next, ReconcileError, Request};

use super::plan::{
    Action, Collision, Observed, collision, create_failed, plan, selects_everything,
};
use crate::adoption::Claimer;
use crate::own_writes::OwnWrites;
use crate::owned::Owned;
use crate::setup::{Setup, keys_matching, now};

const NAME: &str = "deployment-controller";

struct Deployments {
    client: Client,
    deployments: Store<Deployment>,
    sets: Owned<ReplicaSet>,
    pods: Owned<Pod>,
    recorder: Recorder,
    set_writes: OwnWrites,
    writes: OwnWrites,
}

/// The name of a replica set is taken by one with another template.
#[derive(Debug, thiserror::Error)]
#[error("replica set {name} exists with another template")]
struct HashCollision {
    name: String,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let deployments = setup.store::<Deployment>();
    let sets = Owned::new(setup.store::<ReplicaSet>());
    let pods = setup.pods();
    let this = Arc::new(Deployments {
        client: setup.client(),
        deployments: deployments.clone(),
        sets: sets.clone(),
        pods: pods.clone(),
        recorder: setup.recorder(NAME),
        set_writes: OwnWrites::default(),
        writes: OwnWrites::default(),
    });
    let set_store = sets.store().clone();
    let controller = setup
        .controller::<Deployment>(NAME)
        .owns::<ReplicaSet>()
        .watches_store(sets.store(), move |set: &ReplicaSet| match set.metadata.controller() {
            Some(_) => Vec::new(),
            None => keys_matching(&deployments, &set.metadata.namespace, |deployment| {
                selector(deployment).is_ok_and(|s| !s.is_empty() && s.matches(&set.metadata.labels))
            }),
        })
        // A deployment that recreates waits for the end of its last old pod.
        .watches_deltas(pods.store(), move |delta: &Delta<Pod>, queue| {
            let Delta::Deleted { last, .. } = delta else { return };
            let set = controller_key::<ReplicaSet, _>(&**last).and_then(|key| set_store.get(&key));
            if let Some(key) = set.and_then(|set| controller_key::<Deployment, _>(&*set)) {
                queue.add(key);
            }
        })
        .concurrency(setup.config.concurrent_deployment_syncs)
        .reconcile(move |request: Request<Deployment>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

fn selector(
    deployment: &Deployment,
) -> Result<Selector, bowline_apimachinery::labels::SelectorError> {
    Selector::from_label_selector(deployment.spec.selector.as_deref())
}

impl Deployments {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Next, ReconcileError> {
        self.writes.settle(key, &self.deployments).await?;
        self.set_writes.settle(key, self.sets.store()).await?;
        let Some(deployment) = self.deployments.get(key) else {
            self.writes.forget(key);
            self.set_writes.forget(key);
            return Ok(Next::Done);
        };
        let observed = self.observe(deployment).await?;
        let plan = plan(&observed, now(self.client.clock()));
        for action in plan.actions {
            self.carry_out(&observed.deployment, action).await?;
        }
        Ok(plan.again.map_or(Next::Done, Next::RequeueAfter))
    }

    async fn observe(&self, deployment: Arc<Deployment>) -> Result<Observed, ReconcileError> {
        let key = deployment_key(&deployment);
        if selects_everything(&deployment) {
            let message =
                "This deployment is selecting all pods. A non-empty selector is required.";
            self.recorder.event(
                object_reference(&*deployment),
                EventType::Warning,
                "SelectingAll",
                message,
            );
            return Ok(Observed { deployment, replica_sets: Vec::new(), pods: Vec::new() });
        }
        let selector = selector(&deployment).map_err(ReconcileError::terminal)?;
        let sets = self.sets.of_or_orphaned(&deployment.metadata.uid, &key.namespace);
        let sets = self.set_writes.without_gone::<ReplicaSet, _>(&key, sets);
        let claimer = Claimer {
            client: &self.client,
            owner: &*deployment,
            finalizers: &[],
            writes: &self.set_writes,
        };
        let replica_sets = claimer.claim(&selector, sets).await?;
        let pods = match deployment.spec.strategy.type_ {
            DeploymentStrategyType::Recreate => {
                replica_sets.iter().flat_map(|set| self.pods.of(&set.metadata.uid)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Observed { deployment, replica_sets, pods })
    }

    async fn carry_out(
        &self,
        deployment: &Deployment,
        action: Action,
    ) -> Result<(), ReconcileError> {
        let key = deployment_key(deployment);
        let sets = self.client.namespaced::<ReplicaSet>(&key.namespace);
        match action {
            Action::Create(set) => match sets.create(&set).await {
                Ok(created) => self.set_writes.wrote(&key, &created),
                Err(error) => self.not_created(deployment, &set, error).await?,
            },
            Action::Update(set) => self.set_writes.wrote(&key, &sets.update(&set).await?),
            Action::Delete(set) => {
                let params = DeleteParams::default().if_uid(&set.metadata.uid);
                let deleted = sets.delete_if_present(&set.metadata.name, &params).await?;
                self.set_writes.deleted(&key, &*set, deleted.as_ref());
            }
            Action::Scaled { name, from, to } => {
                let direction = if to > from { "up" } else { "down" };
                let message = format!("Scaled {direction} replica set {name} from {from} to {to}");
                self.recorder.event(
                    object_reference(deployment),
                    EventType::Normal,
                    "ScalingReplicaSet",
                    message,
                );
            }
            Action::UpdateStatus(deployment) => self.write_status(&deployment).await?,
        }
        Ok(())
    }

    async fn write_status(&self, deployment: &Deployment) -> Result<(), Error> {
        let key = deployment_key(deployment);
        let deployments = self.client.namespaced::<Deployment>(&key.namespace);
        let written = deployments.update_status(deployment).await?;
        self.writes.wrote(&key, &written);
        Ok(())
    }

    /// The new replica set could not be created: it is there, its name is taken, or the server
    /// refuses.
    async fn not_created(
        &self,
        deployment: &Deployment,
        set: &ReplicaSet,
        error: Error,
    ) -> Result<(), ReconcileError> {
        if error.is_namespace_terminating() {
            return Err(ReconcileError::terminal(error));
        }
        let name = &set.metadata.name;
        let mut failed = deployment.clone();
        if error.is_already_exists() {
            let sets = self.client.namespaced::<ReplicaSet>(&deployment.metadata.namespace);
            let found = sets.get(name).await?;
            match collision(deployment, &found) {
                Collision::Same => {
                    self.set_writes.wrote(&deployment_key(deployment), &found);
                    return Ok(());
                }
                Collision::Count(count) => failed.status.collision_count = Some(count),
            }
            self.write_status(&failed).await?;
            return Err(HashCollision { name: name.clone() }.into());
        }
        let now = now(self.client.clock());
        failed.status = create_failed(deployment, name, &error.to_string(), now);
        let message = format!("Failed to create new replica set {name:?}: {error}");
        self.recorder.event(
            object_reference(deployment),
            EventType::Warning,
            "ReplicaSetCreateError",
            message,
        );
        if failed.status != deployment.status {
            self.write_status(&failed).await?;
        }
        Err(error.into())
    }
}

fn deployment_key(deployment: &Deployment) -> NamespacedName {
    NamespacedName::new(&deployment.metadata.namespace, &deployment.metadata.name)
}
