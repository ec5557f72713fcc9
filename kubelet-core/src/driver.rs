//! The API server as the node agent sees it, over a client. Nothing else here knows the client.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::authentication::v1::{TokenRequest, TokenRequestStatus};
use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{
    ConfigMap, Event, EventSource, Node, ObjectReference, Pod, Secret, Service, ServiceAccount,
};
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};
use bowline_apimachinery::resource::Object;
use bowline_apimachinery::time::Time;
use bowline_client::api::{DeleteParams, ListParams, Patch};
use bowline_client::cache::{Delta, Informer};
use bowline_client::{Client, Error};
use serde_json::Value;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio_util::sync::CancellationToken;

use crate::api_server::{ApiError, ApiServer, EventSink, NodeApi, ObjectStore, PodApi};
use crate::config::Config;
use crate::kubelet::{Kubelet, KubeletBuilder};
use crate::lease::LEASE_NAMESPACE;
use crate::pod_worker::PodEvent;
use crate::runtime::{PodIdentity, Preparation, Runtime};
use crate::runtimes::hollow::fleet::{FleetTooLarge, HollowFleet, HollowFleetConfig};
use crate::source::{PodSource, PodUpdate};
use crate::volumes::HostVolumes;

/// How many events wait to be written before new ones are dropped.
const EVENTS: usize = 1000;

/// The API server behind a client.
#[derive(Debug)]
pub struct ClientApi {
    client: Client,
    events: Option<mpsc::Sender<Event>>,
}

/// Writes events to the API server until told to stop.
#[derive(Debug)]
pub struct EventWriter {
    client: Client,
    events: mpsc::Receiver<Event>,
}

impl ClientApi {
    /// The API server, and who writes the events told to it; they are dropped unless it runs.
    #[must_use]
    pub fn new(client: Client) -> (Arc<Self>, EventWriter) {
        let (sender, events) = mpsc::channel(EVENTS);
        let writer = EventWriter { client: client.clone(), events };
        (Arc::new(Self { client, events: Some(sender) }), writer)
    }

    /// The API server, without events.
    #[must_use]
    pub fn without_events(client: Client) -> Arc<Self> {
        Arc::new(Self { client, events: None })
    }

    fn send_event(&self, about: ObjectReference, component_host: &str, event: &PodEvent) {
        let Some(events) = &self.events else { return };
        let now = self.client.clock().now();
        let random = self.client.random();
        let namespace = match about.namespace.as_str() {
            "" => "default",
            namespace => namespace,
        };
        let name = format!("{}.{:016x}", about.name, random.next_u64());
        let now = Time::from(now);
        let event = Event {
            metadata: ObjectMeta::named(name).in_namespace(namespace),
            involved_object: about,
            reason: event.reason.to_owned(),
            message: event.message.clone(),
            source: EventSource {
                component: "kubelet".to_owned(),
                host: component_host.to_owned(),
            },
            first_timestamp: Some(now),
            last_timestamp: Some(now),
            count: 1,
            type_: if event.warning { "Warning" } else { "Normal" }.to_owned(),
            reporting_component: "kubelet".to_owned(),
            reporting_instance: component_host.to_owned(),
            ..Event::default()
        };
        if events.try_send(event).is_err() {
            tracing::debug!("an event was dropped");
        }
    }
}

impl EventWriter {
    /// Writes events until `shutdown`.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            let event = tokio::select! {
                () = shutdown.cancelled() => return,
                event = self.events.recv() => event,
            };
            let Some(event) = event else { return };
            let events = self.client.namespaced::<Event>(&event.metadata.namespace);
            if let Err(error) = events.create(&event).await {
                tracing::debug!(%error, reason = event.reason, "event not written");
            }
        }
    }
}

fn api_error(error: Error) -> ApiError {
    let text = error.to_string();
    if error.is_not_found() {
        ApiError::NotFound(text)
    } else if error.is_already_exists() {
        ApiError::AlreadyExists(text)
    } else if error.is_conflict() {
        ApiError::Conflict(text)
    } else if error.is_forbidden() || error.is_unauthorized() {
        ApiError::Forbidden(text)
    } else if error.is_invalid() || error.is_bad_request() {
        ApiError::Refused(text)
    } else {
        ApiError::Unavailable(text)
    }
}

#[async_trait]
impl ObjectStore for ClientApi {
    async fn config_map(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Arc<ConfigMap>>, ApiError> {
        let found = self.client.namespaced::<ConfigMap>(namespace).get_opt(name).await;
        Ok(found.map_err(api_error)?.map(Arc::new))
    }

    async fn secret(&self, namespace: &str, name: &str) -> Result<Option<Arc<Secret>>, ApiError> {
        let found = self.client.namespaced::<Secret>(namespace).get_opt(name).await;
        Ok(found.map_err(api_error)?.map(Arc::new))
    }

    async fn services(&self, namespace: &str) -> Result<Vec<Arc<Service>>, ApiError> {
        let services = self.client.namespaced::<Service>(namespace);
        let listed = services.list_all(&ListParams::default()).await.map_err(api_error)?;
        let mut services: Vec<_> = listed.items.into_iter().map(Arc::new).collect();
        services.sort_by(|a, b| a.metadata.name.cmp(&b.metadata.name));
        Ok(services)
    }

    async fn service_account_token(
        &self,
        namespace: &str,
        name: &str,
        request: &TokenRequest,
    ) -> Result<TokenRequestStatus, ApiError> {
        let accounts = self.client.namespaced::<ServiceAccount>(namespace);
        Ok(accounts.create_token(name, request).await.map_err(api_error)?.status)
    }
}

#[async_trait]
impl PodApi for ClientApi {
    async fn patch_pod_status(
        &self,
        pod: &PodIdentity,
        patch: &Value,
    ) -> Result<Arc<Pod>, ApiError> {
        let pods = self.client.namespaced::<Pod>(&pod.namespace);
        let patched = pods.patch_status(&pod.name, &Patch::Strategic(patch.clone())).await;
        patched.map(Arc::new).map_err(api_error)
    }

    async fn remove_pod(&self, pod: &PodIdentity) -> Result<(), ApiError> {
        let how = DeleteParams::default().grace_period(0).if_uid(&pod.uid);
        match self.client.namespaced::<Pod>(&pod.namespace).delete(&pod.name, &how).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() || error.is_conflict() => Ok(()),
            Err(error) => Err(api_error(error)),
        }
    }

    async fn create_mirror_pod(&self, pod: &Pod) -> Result<Arc<Pod>, ApiError> {
        let node = self.node(&pod.spec.node_name).await?;
        let mut pod = pod.clone();
        pod.metadata.owner_references = vec![OwnerReference {
            api_version: "v1".to_owned(),
            kind: "Node".to_owned(),
            name: node.metadata.name,
            uid: node.metadata.uid,
            controller: Some(true),
            ..OwnerReference::default()
        }];
        let pods = self.client.namespaced::<Pod>(&pod.metadata.namespace);
        pods.create(&pod).await.map(Arc::new).map_err(api_error)
    }
}

#[async_trait]
impl NodeApi for ClientApi {
    async fn node(&self, name: &str) -> Result<Node, ApiError> {
        self.client.cluster::<Node>().get(name).await.map_err(api_error)
    }

    async fn create_node(&self, node: &Node) -> Result<Node, ApiError> {
        self.client.cluster::<Node>().create(node).await.map_err(api_error)
    }

    async fn patch_node(&self, name: &str, patch: &Value) -> Result<Node, ApiError> {
        let patch = Patch::Strategic(patch.clone());
        self.client.cluster::<Node>().patch(name, &patch).await.map_err(api_error)
    }

    async fn patch_node_status(&self, name: &str, patch: &Value) -> Result<Node, ApiError> {
        let patch = Patch::Strategic(patch.clone());
        self.client.cluster::<Node>().patch_status(name, &patch).await.map_err(api_error)
    }

    async fn lease(&self, name: &str) -> Result<Lease, ApiError> {
        self.client.namespaced::<Lease>(LEASE_NAMESPACE).get(name).await.map_err(api_error)
    }

    async fn create_lease(&self, lease: &Lease) -> Result<Lease, ApiError> {
        self.client.namespaced::<Lease>(LEASE_NAMESPACE).create(lease).await.map_err(api_error)
    }

    async fn update_lease(&self, lease: &Lease) -> Result<Lease, ApiError> {
        self.client.namespaced::<Lease>(LEASE_NAMESPACE).update(lease).await.map_err(api_error)
    }
}

impl EventSink for ClientApi {
    fn pod_event(&self, pod: &Pod, event: &PodEvent) {
        let metadata = &pod.metadata;
        let about = ObjectReference {
            kind: "Pod".to_owned(),
            namespace: metadata.namespace.clone(),
            name: metadata.name.clone(),
            uid: metadata.uid.clone(),
            api_version: "v1".to_owned(),
            resource_version: metadata.resource_version.clone(),
            field_path: event.field_path.clone(),
        };
        self.send_event(about, &pod.spec.node_name, event);
    }

    fn node_event(&self, node: &str, event: &PodEvent) {
        let about = ObjectReference {
            kind: "Node".to_owned(),
            name: node.to_owned(),
            // Upstream names the node by its name here, and users look it up so.
            uid: node.to_owned(),
            ..ObjectReference::default()
        };
        self.send_event(about, node, event);
    }
}

/// The pods that the API server has for some nodes, over one watch.
#[derive(Debug)]
pub struct ApiPods {
    client: Client,
    nodes: HashMap<String, UnboundedSender<PodUpdate>>,
}

impl ApiPods {
    /// Pods for each of the nodes.
    #[must_use]
    pub fn new(client: Client, nodes: HashMap<String, UnboundedSender<PodUpdate>>) -> Self {
        Self { client, nodes }
    }

    /// Sends every change to the node that it concerns, until `shutdown`.
    pub async fn run(self, shutdown: CancellationToken) {
        let selector = match self.nodes.keys().next() {
            Some(node) if self.nodes.len() == 1 => format!("spec.nodeName={node}"),
            _ => "spec.nodeName!=".to_owned(),
        };
        let informer = Informer::new(self.client.all::<Pod>()).fields(selector);
        let nodes = self.nodes;
        informer.on_delta(move |delta| dispatch(&nodes, delta));
        informer.run(shutdown).await;
    }
}

fn dispatch(nodes: &HashMap<String, UnboundedSender<PodUpdate>>, delta: &Delta<Pod>) {
    let send = |node: &str, update: PodUpdate| {
        if let Some(node) = nodes.get(node) {
            // A node that has stopped does not miss its pods.
            drop(node.send(update));
        }
    };
    match delta {
        Delta::Applied { old, new, .. } => {
            // Another pod of the same name took the place of the one before while nobody looked.
            if let Some(old) = old.as_ref().filter(|old| old.metadata.uid != new.metadata.uid) {
                let uid = old.metadata.uid.clone();
                send(&old.spec.node_name, PodUpdate::Remove { uid });
            }
            send(&new.spec.node_name, PodUpdate::Upsert(new.clone()));
        }
        Delta::Deleted { last, .. } => {
            let uid = last.metadata().uid.clone();
            send(&last.spec.node_name, PodUpdate::Remove { uid });
        }
        Delta::Synced => {
            for node in nodes.values() {
                drop(node.send(PodUpdate::Synced { source: "api".to_owned() }));
            }
        }
        Delta::Replaced => {}
    }
}

/// The pods that the API server has for one node.
#[derive(Debug)]
pub struct ApiPodSource {
    client: Client,
    node: String,
}

impl ApiPodSource {
    /// The pods of a node.
    #[must_use]
    pub fn new(client: Client, node: impl Into<String>) -> Self {
        Self { client, node: node.into() }
    }
}

#[async_trait]
impl PodSource for ApiPodSource {
    async fn run(
        self: Box<Self>,
        updates: UnboundedSender<PodUpdate>,
        shutdown: CancellationToken,
    ) {
        ApiPods::new(self.client, [(self.node, updates)].into()).run(shutdown).await;
    }
}

/// Runs a fleet of played nodes against the API server, over one watch of pods, until `shutdown`.
///
/// # Errors
/// When a network of the fleet is too small.
pub async fn run_hollow_fleet(
    client: Client,
    config: &HollowFleetConfig,
    events: FleetEvents,
    shutdown: CancellationToken,
) -> Result<(), FleetTooLarge> {
    let (api, writer) = match events {
        FleetEvents::Told => {
            let (api, writer) = ClientApi::new(client.clone());
            (api, Some(writer))
        }
        FleetEvents::Silent => (ClientApi::without_events(client.clone()), None),
    };
    let api: Arc<dyn ApiServer> = api;
    let fleet = HollowFleet::new(config, &api, client.clock(), client.random())?;
    let pods = ApiPods::new(client, fleet.senders());
    let write_events = async {
        if let Some(writer) = writer {
            writer.run(shutdown.clone()).await;
        }
    };
    tokio::join!(fleet.run(shutdown.clone()), pods.run(shutdown.clone()), write_events);
    Ok(())
}

/// Whether a fleet tells events: a handful for each pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FleetEvents {
    /// It does.
    Told,
    /// It does not.
    Silent,
}

/// Begins to put together a node agent that has its pods from the API server, with volumes as
/// directories if the runtime has a use for them. The writer has to run beside it for events to be
/// written.
#[must_use]
pub fn kubelet(
    client: Client,
    config: Config,
    runtime: Arc<dyn Runtime>,
) -> (KubeletBuilder, EventWriter) {
    let (api, writer) = ClientApi::new(client.clone());
    let (clock, random) = (client.clock().clone(), client.random().clone());
    let source = ApiPodSource::new(client, &config.node.name);
    let volumes = match runtime.preparation() {
        Preparation::None => None,
        Preparation::Full => Some(HostVolumes::new(
            config.root_directory.clone(),
            config.pod_logs_directory.clone(),
            config.node.allocatable().clone(),
            api.clone(),
            clock.clone(),
        )),
    };
    let mut builder = Kubelet::builder(config, runtime, api).source(Box::new(source));
    if let Some(volumes) = volumes {
        builder = builder.volumes(Arc::new(volumes));
    }
    (builder.clock(clock).random(random), writer)
}
