//! What is watched.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::apps::v1::{ReplicaSet, StatefulSet};
use bowline_api::core::v1::{
    Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod, ReplicationController, Service,
};
use bowline_api::policy::v1::PodDisruptionBudget;
use bowline_api::resource::v1::{DeviceClass, ResourceClaim, ResourceSlice};
use bowline_api::storage::v1::{
    CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment,
};
use bowline_apimachinery::resource::Object;
use bowline_apimachinery::time::MicroTime;
use bowline_client::Client;
use bowline_client::cache::{Delta, Informer};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::events::EventResource;

/// Tells the engine of a change at a moment.
pub(super) type Telling = Box<dyn FnOnce(&mut Engine, MicroTime) + Send>;

/// A change of the cluster, to be told to the engine.
pub(super) enum Change {
    /// An object came, changed or went.
    Object(Telling),
    /// All objects of a kind that were there at the beginning have been told.
    Synced,
}

/// The watches of a scheduler, and their changes in order.
pub(super) struct Informers {
    pub(super) changes: mpsc::UnboundedReceiver<Change>,
    /// Kinds of which not all objects have been told yet.
    pub(super) unsynced: usize,
    tasks: JoinSet<()>,
}

impl Informers {
    /// Watches what the plugins of those names need besides what all schedulers do, and `more`.
    /// `judge` sees each pod before the engine does.
    pub(super) fn start(
        client: &Client,
        shutdown: &CancellationToken,
        plugins: &BTreeSet<&'static str>,
        more: Vec<Watch>,
        judge: Option<&Judge>,
    ) -> Self {
        let (sender, changes) = mpsc::unbounded_channel();
        let mut starting = Starting { sender, shutdown, tasks: JoinSet::new() };
        starting.nodes(client);
        starting.pods(client, judge.cloned());
        starting.objects(client);
        if plugins.contains("DynamicResources") {
            starting.devices(client);
        }
        #[cfg(feature = "alpha")]
        if plugins.contains("GangScheduling") {
            let groups = client.all::<bowline_api::scheduling::v1alpha2::PodGroup>();
            let groups = Informer::new(groups);
            starting.object(groups, EventResource::PodGroup);
        }
        more.into_iter().for_each(|watch| watch(&mut starting, client));
        let tasks = starting.tasks;
        Self { changes, unsynced: tasks.len(), tasks }
    }

    pub(super) async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Looks at a pod as it was and as it is.
pub(super) type Judge = Arc<dyn Fn(&mut Engine, Option<&Pod>, &Arc<Pod>) + Send + Sync>;

/// Starts a watch that somebody else asked for.
pub(super) type Watch = Box<dyn FnOnce(&mut Starting<'_>, &Client) + Send>;

pub(super) struct Starting<'a> {
    sender: mpsc::UnboundedSender<Change>,
    shutdown: &'a CancellationToken,
    tasks: JoinSet<()>,
}

impl Starting<'_> {
    fn nodes(&mut self, client: &Client) {
        self.watch(Informer::new(client.cluster::<Node>()), |delta, engine, now| match delta {
            Delta::Applied { new, .. } => engine.apply_node(new, now),
            Delta::Deleted { last, .. } => engine.remove_node(&last, now),
            Delta::Synced | Delta::Replaced => {}
        });
    }

    /// Pods that have ended are of no concern.
    fn pods(&mut self, client: &Client, judge: Option<Judge>) {
        let pods = Informer::new(client.all::<Pod>())
            .fields("status.phase!=Succeeded,status.phase!=Failed");
        self.watch(pods, move |delta, engine, now| match delta {
            Delta::Applied { old, new, .. } => {
                if let Some(judge) = &judge {
                    judge(engine, old.as_deref(), &new);
                }
                // One that was deleted and made anew between two looks is two pods.
                if let Some(old) = old.filter(|old| old.metadata.uid != new.metadata.uid) {
                    engine.remove_pod(&old.metadata.uid, now);
                }
                engine.apply_pod(new, now);
            }
            Delta::Deleted { last, .. } => engine.remove_pod(&last.metadata.uid, now),
            Delta::Synced | Delta::Replaced => {}
        });
    }

    fn objects(&mut self, client: &Client) {
        use EventResource as Of;
        let other = |name: &'static str| Of::Other(name.into());
        self.object(Informer::new(client.cluster::<Namespace>()), other("namespaces.v1."));
        self.object(Informer::new(client.all::<Service>()), other("services.v1."));
        self.object(
            Informer::new(client.all::<ReplicationController>())
                .project(|it: &mut ReplicationController| it.spec.template = None),
            other("replicationcontrollers.v1."),
        );
        self.object(
            Informer::new(client.all::<ReplicaSet>())
                .project(|it: &mut ReplicaSet| it.spec.template = Default::default()),
            other("replicasets.v1.apps"),
        );
        self.object(
            Informer::new(client.all::<StatefulSet>())
                .project(|it: &mut StatefulSet| it.spec.template = Default::default()),
            other("statefulsets.v1.apps"),
        );
        self.object(
            Informer::new(client.all::<PodDisruptionBudget>()),
            other("poddisruptionbudgets.v1.policy"),
        );
        self.object(
            Informer::new(client.all::<PersistentVolumeClaim>()),
            Of::PersistentVolumeClaim,
        );
        self.object(Informer::new(client.cluster::<PersistentVolume>()), Of::PersistentVolume);
        self.object(Informer::new(client.cluster::<StorageClass>()), Of::StorageClass);
        self.object(Informer::new(client.cluster::<CSINode>()), Of::CsiNode);
        self.object(Informer::new(client.cluster::<CSIDriver>()), Of::CsiDriver);
        self.object(Informer::new(client.all::<CSIStorageCapacity>()), Of::CsiStorageCapacity);
        self.object(Informer::new(client.cluster::<VolumeAttachment>()), Of::VolumeAttachment);
    }

    fn devices(&mut self, client: &Client) {
        use EventResource as Of;
        self.object(Informer::new(client.all::<ResourceClaim>()), Of::ResourceClaim);
        self.object(Informer::new(client.cluster::<ResourceSlice>()), Of::ResourceSlice);
        self.object(Informer::new(client.cluster::<DeviceClass>()), Of::DeviceClass);
    }

    pub(super) fn object<K: Object>(&mut self, informer: Informer<K>, resource: EventResource) {
        self.watch(informer, move |delta, engine, now| match delta {
            Delta::Applied { new, .. } => engine.apply_object(resource.clone(), new, now),
            Delta::Deleted { last, .. } => engine.remove_object(resource.clone(), &*last, now),
            Delta::Synced | Delta::Replaced => {}
        });
    }

    fn watch<K: Object>(
        &mut self,
        informer: Informer<K>,
        tell: impl Fn(Delta<K>, &mut Engine, MicroTime) + Clone + Send + Sync + 'static,
    ) {
        let sender = self.sender.clone();
        informer.on_delta(move |delta| {
            let change = match delta {
                Delta::Synced => Change::Synced,
                Delta::Replaced => return,
                delta => {
                    let (tell, delta) = (tell.clone(), delta.clone());
                    Change::Object(Box::new(move |engine, now| tell(delta, engine, now)))
                }
            };
            // Nobody listens any more when the scheduler stops.
            let _ = sender.send(change);
        });
        self.tasks.spawn(informer.run(self.shutdown.clone()));
    }
}
