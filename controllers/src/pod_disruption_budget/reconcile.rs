//! Keeping the status of budgets, and clearing marks of disruptions that came to nothing.
//!
//! Upstream: `pkg/controller/disruption/disruption.go`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{Deployment, ReplicaSet, StatefulSet};
use bowline_api::core::v1::{
    ConditionStatus, Pod, PodCondition, ReplicationController, pod_condition,
};
use bowline_api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetStatus};
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::meta::OwnerReference;
use bowline_apimachinery::resource::{NamespacedName, Object, Resource};
use bowline_apimachinery::schema::GroupVersionKind;
use bowline_apimachinery::time::Time;
use bowline_client::api::Patch;
use bowline_client::cache::Store;
use bowline_client::discovery::{MapError, RestMapper};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};
use serde_json::json;

use super::plan::{Observed, fail_safe, plan};
use crate::own_writes::OwnWrites;
use crate::setup::{Setup, keys_matching, now};

/// As upstream: the manager itself is the source of these events.
const COMPONENT: &str = "controllermanager";
/// How long the mark of a disruption may stay on a pod that is not being deleted.
const STALE_AFTER: i64 = 120;

struct Budgets {
    client: Client,
    budgets: Store<PodDisruptionBudget>,
    pods: Store<Pod>,
    sets: Store<ReplicaSet>,
    controllers: Store<ReplicationController>,
    deployments: Store<Deployment>,
    stateful_sets: Store<StatefulSet>,
    kinds: RestMapper,
    recorder: Recorder,
    writes: OwnWrites,
}

/// Adds the controller of budgets, and the one that clears marks of disruptions.
pub fn add(setup: &mut Setup<'_>) {
    add_mark_cleaner(setup);
    let budgets = setup.store::<PodDisruptionBudget>();
    let pods = setup.store::<Pod>();
    let this = Arc::new(Budgets {
        client: setup.client(),
        budgets: budgets.clone(),
        pods: pods.clone(),
        sets: setup.store(),
        controllers: setup.store(),
        deployments: setup.store(),
        stateful_sets: setup.store(),
        kinds: RestMapper::new(setup.client()),
        recorder: setup.recorder(COMPONENT),
        writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<PodDisruptionBudget>("disruption-controller")
        .watches_store(&pods, move |pod: &Pod| {
            keys_matching(&budgets, &pod.metadata.namespace, |budget| {
                selector(budget).is_ok_and(|selector| selector.matches(&pod.metadata.labels))
            })
        })
        .reconcile(move |request: Request<PodDisruptionBudget>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

fn selector(budget: &PodDisruptionBudget) -> Result<Selector, SelectorError> {
    Selector::from_label_selector(budget.spec.selector.as_deref())
}

impl Budgets {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.budgets).await?;
        let Some(budget) = self.budgets.get(key) else {
            self.writes.forget(key);
            return Ok(Action::Done);
        };
        match self.round(&budget).await {
            Ok(again) => Ok(again.map_or(Action::Done, Action::RequeueAfter)),
            Err(error) => {
                let status = fail_safe(&budget, &error.to_string(), now(self.client.clock()));
                self.report(&budget, status).await?;
                Err(error)
            }
        }
    }

    async fn round(
        &self,
        budget: &Arc<PodDisruptionBudget>,
    ) -> Result<Option<Duration>, ReconcileError> {
        let selector = selector(budget)?;
        let pods = self.pods.select(&budget.metadata.namespace, &selector);
        let tell = |type_, reason: &str, message: String| {
            self.recorder.event(object_reference(&**budget), type_, reason, message);
        };
        if pods.is_empty() {
            tell(EventType::Normal, "NoPods", "No matching pods found".to_owned());
        }
        let scales = self.scales(&pods).await?;
        let observed = Observed { budget: budget.clone(), pods, scales };
        let plan = plan(&observed, now(self.client.clock()))?;
        for pod in plan.not_deleted {
            let NamespacedName { namespace, name } = budget.key();
            let message =
                format!("Pod was expected by PDB {namespace}/{name} to be deleted but it wasn't");
            let about = object_reference(&*pod);
            self.recorder.event(about, EventType::Warning, "NotDeleted", message);
        }
        self.report(budget, plan.status).await?;
        Ok(plan.again)
    }

    /// How many pods each of their controllers wants.
    async fn scales(&self, pods: &[Arc<Pod>]) -> Result<HashMap<String, i32>, Error> {
        let mut scales = HashMap::new();
        for pod in pods {
            let Some(owner) = pod.metadata.controller() else { continue };
            if scales.contains_key(&owner.uid) {
                continue;
            }
            if let Some(scale) = self.scale(&pod.metadata.namespace, owner).await? {
                scales.insert(owner.uid.clone(), scale);
            }
        }
        Ok(scales)
    }

    async fn scale(&self, namespace: &str, owner: &OwnerReference) -> Result<Option<i32>, Error> {
        let group = owner.api_version.split_once('/').map_or("", |(group, _)| group);
        let name = &owner.name;
        Ok(match (group, owner.kind.as_str()) {
            ("apps", "ReplicaSet") => {
                let set = same(self.sets.get_by(namespace, name), owner);
                // What a deployment wants counts, not how it shares it out at the moment.
                let deployment = set.as_ref().and_then(|set| {
                    let deployment = set.metadata.controller().filter(|o| o.kind == "Deployment");
                    same(self.deployments.get_by(namespace, &deployment?.name), deployment?)
                });
                match deployment {
                    Some(deployment) => Some(deployment.spec.replicas.unwrap_or(1)),
                    None => set.map(|set| set.spec.replicas.unwrap_or(1)),
                }
            }
            ("apps", "StatefulSet") => same(self.stateful_sets.get_by(namespace, name), owner)
                .map(|set| set.spec.replicas.unwrap_or(1)),
            ("", "ReplicationController") => same(self.controllers.get_by(namespace, name), owner)
                .map(|controller| controller.spec.replicas.unwrap_or(1)),
            _ => self.scale_of_any(namespace, owner).await?,
        })
    }

    /// What a controller of another kind wants, if it has a scale.
    async fn scale_of_any(
        &self,
        namespace: &str,
        owner: &OwnerReference,
    ) -> Result<Option<i32>, Error> {
        let (group, version) =
            owner.api_version.split_once('/').unwrap_or(("", &owner.api_version));
        let kind = GroupVersionKind::new(group.to_owned(), version.to_owned(), owner.kind.clone());
        let resource = match self.kinds.kind(&kind).await {
            Ok(resource) => resource,
            Err(MapError::Discovery(error)) => return Err(error),
            // A kind that nobody serves has no scale.
            Err(_) => return Ok(None),
        };
        let objects = self.client.dynamic(&resource, Some(namespace));
        match objects.get_scale(&owner.name).await {
            Ok(scale) if scale.metadata.uid == owner.uid || scale.metadata.uid.is_empty() => {
                Ok(Some(scale.spec.replicas))
            }
            Ok(_) => Ok(None),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn report(
        &self,
        budget: &PodDisruptionBudget,
        status: PodDisruptionBudgetStatus,
    ) -> Result<(), Error> {
        if status == budget.status {
            return Ok(());
        }
        let updated = PodDisruptionBudget { status, ..budget.clone() };
        let budgets = self.client.namespaced::<PodDisruptionBudget>(budget.namespace());
        match budgets.update_status(&updated).await {
            Ok(written) => {
                self.writes.wrote(&budget.key(), &written);
                Ok(())
            }
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// The object that a reference means, not a later one of the same name.
fn same<K: Resource>(found: Option<Arc<K>>, owner: &OwnerReference) -> Option<Arc<K>> {
    found.filter(|found| found.metadata().uid == owner.uid)
}

/// How long the mark of a disruption on a pod may stay; none if there is none to clear.
fn mark_is_stale_in(pod: &Pod, now: Time) -> Option<Duration> {
    if pod.metadata.is_terminating() || pod.is_terminal() {
        return None;
    }
    let mark = pod.status.condition(pod_condition::DISRUPTION_TARGET)?;
    let since = mark.last_transition_time.filter(|_| mark.status == ConditionStatus::True)?;
    let left = STALE_AFTER - now.since(since).as_secs();
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}

fn add_mark_cleaner(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller = setup
        .controller::<Pod>("disruption-controller-stale-pods")
        .when(|delta| delta.object().is_some_and(|pod| mark_is_stale_in(pod, Time::ZERO).is_some()))
        .reconcile(move |request: Request<Pod>| {
            let client = client.clone();
            async move { clear_mark(&client, request.present()).await }
        });
    setup.add(controller);
}

async fn clear_mark(client: &Client, pod: Option<&Arc<Pod>>) -> Result<Action, ReconcileError> {
    let Some(pod) = pod else { return Ok(Action::Done) };
    let now = now(client.clock());
    match mark_is_stale_in(pod, now) {
        None => return Ok(Action::Done),
        Some(left) if !left.is_zero() => return Ok(Action::RequeueAfter(left)),
        Some(_) => {}
    }
    let condition = PodCondition {
        type_: pod_condition::DISRUPTION_TARGET.to_owned(),
        status: ConditionStatus::False,
        last_transition_time: Some(now),
        ..PodCondition::default()
    };
    let patch =
        json!({"metadata": {"uid": pod.metadata.uid}, "status": {"conditions": [condition]}});
    let pods = client.namespaced::<Pod>(&pod.metadata.namespace);
    match pods.patch_status(&pod.metadata.name, &Patch::Strategic(patch)).await {
        Err(error) if !error.is_not_found() => Err(error.into()),
        _ => Ok(Action::Done),
    }
}
