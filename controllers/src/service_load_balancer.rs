//! Load balancers for Services, by whoever can make some.
//!
//! There is none in the catalogue, since there is no provider by itself; embedders
//! [add] the controller with theirs.
//!
//! Upstream: `staging/src/k8s.io/cloud-provider/controllers/service/controller.go`.

use std::collections::HashMap;
use std::sync::Arc;

use bowline_api::core::v1::{ConditionStatus, LoadBalancerStatus, Node, Service, ServiceType};
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::cache::{Delta, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};
use futures::future::BoxFuture;
use parking_lot::Mutex;

use crate::own_writes::OwnWrites;
use crate::setup::Setup;

/// The finalizer that keeps a Service until its load balancer is gone.
pub const FINALIZER: &str = "service.kubernetes.io/load-balancer-cleanup";
/// The label of nodes that take no traffic from load balancers.
const EXCLUDED: &str = "node.kubernetes.io/exclude-from-external-load-balancers";
/// The taint of nodes that are about to be taken away.
const TO_BE_DELETED: &str = "ToBeDeletedByClusterAutoscaler";
/// The source of events, as upstream.
const COMPONENT: &str = "service-controller";

/// What a provider's fault is told as.
pub type ProviderError = Box<dyn std::error::Error + Send + Sync>;

/// Makes and deletes load balancers.
pub trait LoadBalancers: Send + Sync + 'static {
    /// Makes a load balancer for a Service, or brings the one that is there up to date, and tells
    /// its addresses. Called again and again, also with nothing changed.
    fn ensure<'a>(
        &'a self,
        service: &'a Service,
        nodes: &'a [Arc<Node>],
    ) -> BoxFuture<'a, Result<LoadBalancerStatus, ProviderError>>;

    /// Deletes the load balancer of a Service; none is no fault.
    fn delete<'a>(&'a self, service: &'a Service) -> BoxFuture<'a, Result<(), ProviderError>>;
}

/// What to do about a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    Leave,
    /// Its load balancer has to go.
    CleanUp,
    /// It has to have one.
    Ensure,
}

/// Decides about a Service.
#[must_use]
pub fn plan(service: &Service) -> Plan {
    // Services of a class are somebody else's.
    let wants = service.spec.type_ == ServiceType::LoadBalancer
        && service.spec.load_balancer_class.is_none();
    match (wants && !service.metadata.is_terminating(), service.metadata.has_finalizer(FINALIZER)) {
        (true, _) => Plan::Ensure,
        (false, true) => Plan::CleanUp,
        (false, false) => Plan::Leave,
    }
}

/// Whether a node takes traffic from load balancers.
#[must_use]
pub fn takes_traffic(node: &Node) -> bool {
    let ready = node.status.conditions.iter().find(|condition| condition.type_ == "Ready");
    !node.metadata.is_terminating()
        && !node.metadata.labels.contains_key(EXCLUDED)
        && !node.spec.taints.iter().any(|taint| taint.key == TO_BE_DELETED)
        && ready.is_some_and(|condition| condition.status == ConditionStatus::True)
}

/// What a load balancer was last made for.
#[derive(Clone)]
struct Done {
    service: Arc<Service>,
    /// The names of the nodes.
    nodes: Vec<String>,
}

struct Balancers {
    client: Client,
    services: Store<Service>,
    nodes: Store<Node>,
    provider: Arc<dyn LoadBalancers>,
    recorder: Recorder,
    done: Mutex<HashMap<NamespacedName, Done>>,
    writes: OwnWrites,
}

/// Adds the controller with a provider.
pub fn add(setup: &mut Setup<'_>, provider: Arc<dyn LoadBalancers>) {
    let services = setup.store::<Service>();
    let nodes = setup.store::<Node>();
    let this = Arc::new(Balancers {
        client: setup.client(),
        services: services.clone(),
        nodes: nodes.clone(),
        provider,
        recorder: setup.recorder(COMPONENT),
        done: Mutex::default(),
        writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<Service>("service-lb-controller")
        .watches_deltas(&nodes, move |delta: &Delta<Node>, queue| {
            let (old, new) = match delta {
                Delta::Applied { old, new, .. } => {
                    (old.as_ref().is_some_and(|old| takes_traffic(old)), takes_traffic(new))
                }
                Delta::Deleted { last, .. } => (takes_traffic(last), false),
                Delta::Synced | Delta::Replaced => return,
            };
            if old != new {
                let all = services.list();
                let wanting = all.iter().filter(|service| plan(service) == Plan::Ensure);
                wanting.for_each(|service| queue.add(service.key()));
            }
        })
        .reconcile(move |request: Request<Service>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl Balancers {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.services).await?;
        let Some(service) = self.services.get(key) else {
            self.writes.forget(key);
            self.done.lock().remove(key);
            return Ok(Action::Done);
        };
        let outcome = match plan(&service) {
            Plan::Leave => return Ok(Action::Done),
            Plan::CleanUp => self.clean_up(key, &service).await,
            Plan::Ensure => self.ensure(key, &service).await,
        };
        if let Err(error) = &outcome {
            let message = format!("Error syncing load balancer: {error}");
            self.tell(&service, EventType::Warning, "SyncLoadBalancerFailed", &message);
        }
        outcome.map_err(ReconcileError::from)?;
        Ok(Action::Done)
    }

    async fn clean_up(&self, key: &NamespacedName, service: &Service) -> Result<(), ProviderError> {
        let normal = EventType::Normal;
        self.tell(service, normal, "DeletingLoadBalancer", "Deleting load balancer");
        self.provider.delete(service).await?;
        self.done.lock().remove(key);
        let mut released = service.clone();
        released.metadata.remove_finalizer(FINALIZER);
        let released = self.write(key, &released, false).await?;
        if !released.status.load_balancer.ingress.is_empty() && !service.metadata.is_terminating() {
            let mut told = released;
            told.status.load_balancer = LoadBalancerStatus::default();
            self.write(key, &told, true).await?;
        }
        self.tell(service, normal, "DeletedLoadBalancer", "Deleted load balancer");
        Ok(())
    }

    async fn ensure(
        &self,
        key: &NamespacedName,
        service: &Arc<Service>,
    ) -> Result<(), ProviderError> {
        let mut nodes = self.nodes.list();
        nodes.retain(|node| takes_traffic(node));
        let mut names: Vec<_> = nodes.iter().map(|node| node.metadata.name.clone()).collect();
        names.sort();
        let before = self.done.lock().get(key).cloned();
        let same_spec = before.as_ref().is_some_and(|Done { service: of, .. }| {
            of.spec == service.spec
                && of.metadata.uid == service.metadata.uid
                && of.metadata.annotations == service.metadata.annotations
        });
        if same_spec && before.is_some_and(|done| done.nodes == names) {
            return Ok(());
        }
        let normal = EventType::Normal;
        if !same_spec {
            self.tell(service, normal, "EnsuringLoadBalancer", "Ensuring load balancer");
        }
        let mut held = (**service).clone();
        if held.metadata.add_finalizer(FINALIZER) {
            held = self.write(key, &held, false).await?;
        }
        let status = self.provider.ensure(&held, &nodes).await?;
        if held.status.load_balancer != status {
            held.status.load_balancer = status;
            self.write(key, &held, true).await?;
        }
        let (reason, message) = match same_spec {
            true => ("UpdatedLoadBalancer", "Updated load balancer with new hosts"),
            false => ("EnsuredLoadBalancer", "Ensured load balancer"),
        };
        self.tell(service, normal, reason, message);
        self.done.lock().insert(key.clone(), Done { service: service.clone(), nodes: names });
        Ok(())
    }

    async fn write(
        &self,
        key: &NamespacedName,
        service: &Service,
        is_status: bool,
    ) -> Result<Service, Error> {
        let services = self.client.namespaced::<Service>(&key.namespace);
        let written = match is_status {
            true => services.update_status(service).await?,
            false => services.update(service).await?,
        };
        self.writes.wrote(key, &written);
        Ok(written)
    }

    fn tell(&self, service: &Service, type_: EventType, reason: &str, message: &str) {
        self.recorder.event(object_reference(service), type_, reason, message);
    }
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::Time;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_service_has_a_load_balancer_while_it_wants_one() {
        let mut service = Service::default();
        assert_eq!(plan(&service), Plan::Leave);
        service.spec.type_ = ServiceType::LoadBalancer;
        assert_eq!(plan(&service), Plan::Ensure);
        service.metadata.add_finalizer(FINALIZER);
        service.metadata.deletion_timestamp = Some(Time::from_unix_seconds(1));
        assert_eq!(plan(&service), Plan::CleanUp);
        service.metadata.deletion_timestamp = None;
        service.spec.load_balancer_class = Some("example.com/own".into());
        assert_eq!(plan(&service), Plan::CleanUp);
    }

    #[test]
    fn nodes_that_are_ready_and_not_excluded_take_traffic() {
        let mut node: Node = serde_json::from_value(json!({
            "metadata": {"name": "n"},
            "status": {"conditions": [{"type": "Ready", "status": "True"}]},
        }))
        .unwrap();
        assert!(takes_traffic(&node));
        node.metadata.labels.insert(EXCLUDED.into(), String::new());
        assert!(!takes_traffic(&node));
        node.metadata.labels.clear();
        node.status.conditions[0].status = ConditionStatus::Unknown;
        assert!(!takes_traffic(&node));
    }
}
