//! Carrying out what is planned for a Service.
//!
//! Upstream: `pkg/controller/endpointslice/endpointslice_controller.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{Node, Pod, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::Client;
use bowline_client::api::DeleteParams;
use bowline_client::cache::{Delta, Index, Store};
use bowline_controller_runtime::queue::QueueOptions;
use bowline_controller_runtime::{Action as Next, ReconcileError, Request};

use super::labels::{SERVICE_NAME, is_kept_here};
use super::plan::{Action, Observed, plan};
use super::trigger_time::{TriggerTimes, annotate};
use crate::own_writes::OwnWrites;
use crate::setup::Setup;

const NAME: &str = "endpointslice-controller";
/// When to look again for nodes that were not known.
const SOON: Duration = Duration::from_secs(1);

struct Slices {
    client: Client,
    services: Store<Service>,
    pods: Store<Pod>,
    nodes: Store<Node>,
    slices: Store<EndpointSlice>,
    by_service: Index<EndpointSlice, NamespacedName>,
    writes: OwnWrites,
    trigger_times: TriggerTimes,
    max_endpoints: usize,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let services = setup.store::<Service>();
    let pods = setup.store::<Pod>();
    let slices = setup.store::<EndpointSlice>();
    let this = Arc::new(Slices {
        client: setup.client(),
        services: services.clone(),
        pods: pods.clone(),
        nodes: setup.store::<Node>(),
        by_service: slices.index_by(|slice: &EndpointSlice| service_of(slice)),
        slices: slices.clone(),
        writes: OwnWrites::default(),
        trigger_times: TriggerTimes::default(),
        max_endpoints: setup.config.max_endpoints_per_slice,
    });
    let controller = setup
        .controller::<Service>(NAME)
        .watches_deltas(&pods, move |delta: &Delta<Pod>, queue| {
            services_concerned(&services, delta).into_iter().for_each(|key| queue.add(key));
        })
        .watches_store(&slices, service_of)
        .queue(QueueOptions { base_delay: Duration::from_secs(1), ..QueueOptions::default() })
        .concurrency(setup.config.concurrent_service_endpoint_syncs)
        .reconcile(move |request: Request<Service>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

/// The Service for which this controller keeps the slice.
fn service_of(slice: &EndpointSlice) -> Vec<NamespacedName> {
    let name = slice.metadata.labels.get(SERVICE_NAME).filter(|_| is_kept_here(slice));
    name.map(|name| NamespacedName::new(&slice.metadata.namespace, name)).into_iter().collect()
}

/// The Services that choose a pod, before or after a change that endpoints show.
///
/// Upstream: `GetPodUpdateProjectionKey` of `staging/src/k8s.io/endpointslice/util`.
pub(crate) fn services_concerned(
    services: &Store<Service>,
    delta: &Delta<Pod>,
) -> Vec<NamespacedName> {
    let (old, new) = match delta {
        Delta::Applied { old, new, .. } => (old.as_ref(), new),
        Delta::Deleted { last, .. } => (None, last),
        Delta::Synced | Delta::Replaced => return Vec::new(),
    };
    if old.is_some_and(|old| is_same_endpoint(old, new)) {
        return Vec::new();
    }
    let chosen = |service: &Arc<Service>| {
        selects(service, new) || old.is_some_and(|old| selects(service, old))
    };
    let candidates = services.list_in(&new.metadata.namespace).into_iter();
    candidates.filter(chosen).map(|service| service.key()).collect()
}

fn is_same_endpoint(old: &Pod, new: &Pod) -> bool {
    old.metadata.labels == new.metadata.labels
        && old.metadata.uid == new.metadata.uid
        && old.metadata.is_terminating() == new.metadata.is_terminating()
        && old.is_ready() == new.is_ready()
        && old.is_terminal() == new.is_terminal()
        && old.status.pod_ips == new.status.pod_ips
        && old.spec.node_name == new.spec.node_name
}

/// Whether the Service gets endpoints from here: it has a selector and an address that is ours to
/// give.
pub(crate) fn has_endpoints(service: &Service) -> bool {
    !service.spec.selector.is_empty() && service.spec.type_.as_str() != "ExternalName"
}

fn selects(service: &Service, pod: &Pod) -> bool {
    let labels = &pod.metadata.labels;
    has_endpoints(service)
        && service.spec.selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}

impl Slices {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Next, ReconcileError> {
        self.writes.settle(key, &self.slices).await?;
        let Some(service) = self.services.get(key) else {
            // The slices go with their owner.
            self.writes.forget(key);
            self.trigger_times.forget(key);
            return Ok(Next::Done);
        };
        if !has_endpoints(&service) {
            return Ok(Next::Done);
        }
        let observed = self.observe(key, service);
        let trigger_time = self.trigger_times.next(key, &observed.service, &observed.pods);
        let plan = plan(&observed);
        let slices = self.client.namespaced::<EndpointSlice>(&key.namespace);
        for action in plan.actions {
            match action {
                Action::Create(mut slice) => {
                    annotate(&mut slice.metadata.annotations, trigger_time);
                    match slices.create(&slice).await {
                        Err(error) if error.is_namespace_terminating() => return Ok(Next::Done),
                        created => self.writes.wrote(key, &created?),
                    }
                }
                Action::Update(mut slice) => {
                    annotate(&mut slice.metadata.annotations, trigger_time);
                    self.writes.wrote(key, &slices.update(&slice).await?);
                }
                Action::Delete(slice) => {
                    let params = DeleteParams::default().if_uid(&slice.metadata.uid);
                    let deleted = slices.delete_if_present(&slice.metadata.name, &params).await?;
                    self.writes.deleted(key, &*slice, deleted.as_ref());
                }
            }
        }
        Ok(if plan.is_incomplete { Next::RequeueAfter(SOON) } else { Next::Done })
    }

    fn observe(&self, key: &NamespacedName, service: Arc<Service>) -> Observed {
        let selector = Selector::from_set(&service.spec.selector);
        let pods = self.pods.select(&key.namespace, &selector);
        let nodes = pods.iter().filter_map(|pod| self.nodes.get_by("", &pod.spec.node_name));
        let nodes = nodes.map(|node| (node.metadata.name.clone(), node)).collect();
        let mut existing = self.by_service.get(key);
        existing.retain(|slice| !slice.metadata.is_terminating());
        let existing = self.writes.without_gone::<EndpointSlice, _>(key, existing);
        Observed { service, pods, nodes, existing, max_endpoints: self.max_endpoints }
    }
}
