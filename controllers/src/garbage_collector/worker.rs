//! Follows every kind that can be deleted, and acts on what the plan says.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::ObjectReference;
use bowline_apimachinery::meta::{
    DeletionPropagation, ObjectMeta, OwnerReference, PartialObjectMetadata,
};
use bowline_apimachinery::resource::ApiResource;
use bowline_client::api::{DeleteParams, Patch};
use bowline_client::cache::{Delta, Informer, Store};
use bowline_client::events::{EventType, Recorder};
use bowline_client::{Client, Error};
use bowline_controller_runtime::queue::{Priority, Queue, QueueOptions};
use futures::FutureExt as _;
use parking_lot::Mutex;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::graph::{Deleting, FOREGROUND, Graph, Identity, Node, ORPHAN};
use super::plan::{Action, OwnerState, plan};
use crate::setup::Setup;

/// The source of events, as upstream.
const COMPONENT: &str = "garbage-collector-controller";
/// How long the first lists may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often to ask which kinds there are.
const RESYNC: Duration = Duration::from_secs(30);
/// How soon to ask again in a young cluster, whose custom kinds come one by one.
const FIRST_RESYNC: Duration = Duration::from_secs(2);
/// How many objects are worked on at once.
const WORKERS: usize = 20;
/// Kinds that upstream leaves alone: they come and go by the thousands and own nothing.
const IGNORED: [(&str, &str); 2] = [("", "events"), ("events.k8s.io", "events")];

/// Adds the controller to a manager.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let recorder = setup.recorder(COMPONENT);
    setup.manager.add_runnable("garbage-collector", true, move |shutdown| async move {
        let collector = Arc::new(Collector {
            client,
            recorder,
            graph: Mutex::default(),
            queue: Queue::new(QueueOptions::default()),
            kinds: Mutex::default(),
            is_filled: watch::Sender::new(false),
        });
        collector.run(shutdown).await;
        Ok(())
    });
}

/// How an attempt to collect an object ended.
enum Attempt {
    /// Whatever changes will be heard of.
    Done,
    /// An owner is there, or cannot be told, but is not in the graph: to be looked at again.
    OwnerUnseen,
}

struct Collector {
    client: Client,
    recorder: Recorder,
    graph: Mutex<Graph>,
    queue: Queue<String>,
    /// Kinds by `apiVersion` and kind, for owner references.
    kinds: Mutex<HashMap<(String, String), Arc<ApiResource>>>,
    /// Whether the graph has all that was there at first. Before that, an owner may seem to have no
    /// dependents.
    is_filled: watch::Sender<bool>,
}

impl Collector {
    async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let mut tasks = JoinSet::new();
        for _ in 0..WORKERS {
            let (collector, shutdown) = (self.clone(), shutdown.clone());
            tasks.spawn(async move {
                tokio::select! {
                    () = shutdown.cancelled() => {}
                    () = collector.work() => {}
                }
            });
        }
        self.follow(shutdown.clone()).await;
        self.queue.shut_down();
        tasks.shutdown().await;
    }

    /// Keeps one informer a kind, as kinds come and go.
    async fn follow(self: &Arc<Self>, shutdown: CancellationToken) {
        let mut informers: HashMap<Arc<ApiResource>, CancellationToken> = HashMap::new();
        let mut tasks = JoinSet::new();
        let mut stores = Vec::new();
        let mut rounds = 0u32;
        loop {
            match self.client.discover().await {
                Ok(found) => {
                    let mut kinds = HashMap::new();
                    for entry in found.resources() {
                        let resource = Arc::new(entry.resource.clone());
                        kinds.insert((resource.api_version(), resource.kind.to_string()), resource);
                    }
                    let mut wanted = Vec::new();
                    for entry in found.preferred_resources() {
                        let resource = &entry.resource;
                        let name = (&*resource.group, &*resource.plural);
                        let follows = ["list", "watch", "delete"].iter().all(|v| entry.can(v));
                        if follows && !IGNORED.contains(&name) {
                            wanted.push(Arc::new(resource.clone()));
                        }
                    }
                    // What a group that cannot be asked now had before is still there.
                    let stale: Vec<_> = found.stale().map(|(group, _)| group).collect();
                    *self.kinds.lock() = kinds;
                    informers.retain(|resource, stop| {
                        let keep = wanted.contains(resource) || stale.contains(&&*resource.group);
                        if !keep {
                            stop.cancel();
                        }
                        keep
                    });
                    for resource in wanted {
                        if informers.contains_key(&resource) {
                            continue;
                        }
                        let stop = shutdown.child_token();
                        let informer = Informer::new(self.client.metadata(&resource, None));
                        stores.push(informer.store());
                        tasks.spawn(self.clone().watch(resource.clone(), informer, stop.clone()));
                        informers.insert(resource, stop);
                    }
                    self.fill(std::mem::take(&mut stores), &shutdown).await;
                }
                Err(error) => warn!(%error, "kinds cannot be discovered"),
            }
            rounds = rounds.saturating_add(1);
            let pause = if rounds < 15 { FIRST_RESYNC } else { RESYNC };
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = tokio::time::sleep(pause) => {}
            }
        }
        tasks.shutdown().await;
    }

    /// Waits until stores have what is there, but not for ever: some kinds may not be listed.
    async fn fill(&self, stores: Vec<Store<PartialObjectMetadata>>, shutdown: &CancellationToken) {
        if *self.is_filled.borrow() {
            return;
        }
        let synced = futures::future::join_all(stores.iter().map(Store::synced));
        tokio::select! {
            () = shutdown.cancelled() => return,
            filled = tokio::time::timeout(PATIENCE, synced) => if filled.is_err() {
                warn!("some kinds cannot be listed; their objects count as absent");
            },
        }
        self.is_filled.send_replace(true);
    }

    async fn watch(
        self: Arc<Self>,
        resource: Arc<ApiResource>,
        informer: Informer<PartialObjectMetadata>,
        stop: CancellationToken,
    ) {
        let collector = self.clone();
        informer.on_delta(move |delta| collector.observe(&resource, delta));
        informer.run(stop).await;
    }

    fn observe(&self, resource: &Arc<ApiResource>, delta: &Delta<PartialObjectMetadata>) {
        let look = match delta {
            Delta::Applied { new, .. } => {
                let identity = Identity {
                    resource: resource.clone(),
                    namespace: new.metadata.namespace.clone(),
                    name: new.metadata.name.clone(),
                };
                self.graph.lock().apply(identity, &new.metadata)
            }
            Delta::Deleted { last, .. } => self.graph.lock().remove(&last.metadata.uid),
            _ => return,
        };
        for uid in look {
            self.queue.add(uid);
        }
    }

    async fn work(&self) {
        // The sender lives as long as the collector.
        let _ = self.is_filled.subscribe().wait_for(|filled| *filled).await;
        while let Some(work) = self.queue.take().await {
            let uid = work.key().clone();
            // A fault of one object must not stop the others.
            let outcome = std::panic::AssertUnwindSafe(self.attempt(&uid)).catch_unwind().await;
            match outcome {
                Ok(Ok(Attempt::Done)) => self.queue.forget(&uid),
                Ok(Ok(Attempt::OwnerUnseen)) => {
                    self.queue.add_failed(uid, Priority::default());
                }
                Ok(Err(error)) => {
                    debug!(%uid, %error, "an object waits for another attempt");
                    self.queue.add_failed(uid, Priority::default());
                }
                Err(_) => warn!(%uid, "an attempt to collect an object panicked"),
            }
        }
    }

    async fn attempt(&self, uid: &str) -> Result<Attempt, Error> {
        let Some(node) = self.graph.lock().get(uid).cloned() else { return Ok(Attempt::Done) };
        let Identity { resource, namespace, name } = &node.identity;
        let api = self.client.metadata(resource, Some(namespace));
        let live = match api.get_opt(name).await? {
            Some(live) if live.metadata.uid == uid => live.metadata,
            // Somebody else has the name now, or nobody: the cache will hear of it.
            _ => {
                let look = self.graph.lock().remove(uid);
                look.into_iter().for_each(|uid| self.queue.add(uid));
                return Ok(Attempt::Done);
            }
        };
        match node.deleting {
            Some(Deleting::Foreground) => self.finish_foreground(&node, uid, &live).await?,
            Some(Deleting::Orphaning) => self.orphan_dependents(&node, uid, &live).await?,
            Some(Deleting::Otherwise) => {}
            None => return self.attempt_to_delete(&node, uid, &live).await,
        }
        Ok(Attempt::Done)
    }

    /// Deletes an object whose owners are gone, or lets go of those that are.
    async fn attempt_to_delete(
        &self,
        node: &Node,
        uid: &str,
        live: &ObjectMeta,
    ) -> Result<Attempt, Error> {
        let Identity { resource, namespace, name } = &node.identity;
        let mut owners = Vec::new();
        for reference in &live.owner_references {
            owners.push((reference, self.owner_state(reference, &node.identity, uid).await?));
        }
        // Of an owner that no informer has seen yet, none may tell that it goes.
        let unseen = {
            let graph = self.graph.lock();
            let is_unseen = |(owner, state): &(&OwnerReference, OwnerState)| {
                *state != OwnerState::Absent && graph.get(&owner.uid).is_none()
            };
            owners.iter().any(is_unseen)
        };
        let has_dependents = !self.graph.lock().dependents_of(uid).is_empty();
        match plan(live, &owners, has_dependents) {
            Action::Keep => {}
            Action::Unlink(gone) => self.unlink(&node.identity, live, &gone).await?,
            Action::Delete(propagation) => {
                let waits = has_dependents && propagation == DeletionPropagation::Foreground;
                let mut params = DeleteParams {
                    propagation: Some(propagation),
                    uid: Some(uid.to_owned()),
                    resource_version: Some(live.resource_version.clone()),
                    ..DeleteParams::default()
                };
                if waits {
                    self.break_circle(&node.identity, live, uid).await?;
                    // The object may just have been changed; it is still the same.
                    params.resource_version = None;
                }
                let api = self.client.dynamic(resource, Some(namespace));
                api.delete_if_present(name, &params).await?;
            }
        }
        Ok(if unseen { Attempt::OwnerUnseen } else { Attempt::Done })
    }

    /// Whether the owner exists: by the cache first, then by asking.
    async fn owner_state(
        &self,
        owner: &OwnerReference,
        dependent: &Identity,
        uid: &str,
    ) -> Result<OwnerState, Error> {
        let namespace = &dependent.namespace;
        if let Some(node) = self.graph.lock().get(&owner.uid) {
            // A namespaced owner in another namespace is no owner.
            let elsewhere =
                node.identity.resource.namespaced && node.identity.namespace != *namespace;
            let waits = node.deleting == Some(Deleting::Foreground)
                && owner.block_owner_deletion == Some(true);
            if elsewhere {
                self.tell_elsewhere(owner, dependent, uid);
            }
            return Ok(match (elsewhere, waits) {
                (true, _) => OwnerState::Absent,
                (_, true) => OwnerState::Waiting,
                _ => OwnerState::Solid,
            });
        }
        let key = (owner.api_version.clone(), owner.kind.clone());
        let known = self.kinds.lock().get(&key).cloned();
        let Some(resource) = known else {
            // Nobody knows the kind, so nobody can tell: the object stays for now.
            return Ok(OwnerState::Solid);
        };
        let found = self.client.metadata(&resource, Some(namespace)).get_opt(&owner.name).await?;
        Ok(match found {
            Some(live) if live.metadata.uid == owner.uid => {
                let waits = live.metadata.is_terminating()
                    && live.metadata.has_finalizer(FOREGROUND)
                    && owner.block_owner_deletion == Some(true);
                if waits { OwnerState::Waiting } else { OwnerState::Solid }
            }
            _ => OwnerState::Absent,
        })
    }

    /// An owner in another namespace is a mistake that people should hear of.
    fn tell_elsewhere(&self, owner: &OwnerReference, dependent: &Identity, uid: &str) {
        let about = ObjectReference {
            kind: dependent.resource.kind.to_string(),
            api_version: dependent.resource.api_version(),
            namespace: dependent.namespace.clone(),
            name: dependent.name.clone(),
            uid: uid.to_owned(),
            ..ObjectReference::default()
        };
        let OwnerReference { api_version, kind, name, uid, .. } = owner;
        let message = format!(
            "ownerRef [{api_version}/{kind}, namespace: {namespace}, name: {name}, uid: {uid}] \
             does not exist in namespace {namespace:?}",
            namespace = dependent.namespace
        );
        self.recorder.event(about, EventType::Warning, "OwnerRefInvalidNamespace", message);
    }

    /// An object that waits for dependents which wait for it in turn: it lets go first.
    async fn break_circle(
        &self,
        identity: &Identity,
        live: &ObjectMeta,
        uid: &str,
    ) -> Result<(), Error> {
        let waits = {
            let graph = self.graph.lock();
            let of = graph.dependents_of(uid);
            of.iter().any(|dependent| {
                let node = graph.get(dependent);
                node.is_some_and(|node| node.deleting == Some(Deleting::Foreground))
            })
        };
        let mut owners = live.owner_references.clone();
        let blocking = owners.iter_mut().filter(|owner| owner.block_owner_deletion == Some(true));
        let mut count = 0;
        for owner in blocking {
            owner.block_owner_deletion = Some(false);
            count += 1;
        }
        if !waits || count == 0 {
            return Ok(());
        }
        let mut metadata = json!({"ownerReferences": owners});
        metadata["uid"] = json!(live.uid);
        let api = self.client.metadata(&identity.resource, Some(&identity.namespace));
        match api.patch(&identity.name, &Patch::Merge(json!({ "metadata": metadata }))).await {
            Err(error) if error.is_not_found() => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Lets an owner go whose blocking dependents are gone; has them looked at otherwise.
    async fn finish_foreground(
        &self,
        node: &Node,
        uid: &str,
        live: &ObjectMeta,
    ) -> Result<(), Error> {
        let blocking = self.graph.lock().blocking_dependents(uid);
        if blocking.is_empty() {
            return self.remove_finalizer(&node.identity, live, FOREGROUND).await;
        }
        blocking.into_iter().for_each(|uid| self.queue.add(uid));
        Ok(())
    }

    /// Takes the references to an owner out of its dependents, then lets it go.
    async fn orphan_dependents(
        &self,
        node: &Node,
        uid: &str,
        live: &ObjectMeta,
    ) -> Result<(), Error> {
        let dependents: Vec<Identity> = {
            let graph = self.graph.lock();
            let of = graph.dependents_of(uid);
            of.iter().filter_map(|d| graph.get(d)).map(|n| n.identity.clone()).collect()
        };
        for identity in dependents {
            let api = self.client.metadata(&identity.resource, Some(&identity.namespace));
            if let Some(dependent) = api.get_opt(&identity.name).await? {
                self.unlink(&identity, &dependent.metadata, &[uid.to_owned()]).await?;
            }
        }
        self.remove_finalizer(&node.identity, live, ORPHAN).await
    }

    async fn unlink(
        &self,
        identity: &Identity,
        live: &ObjectMeta,
        owners: &[String],
    ) -> Result<(), Error> {
        let kept: Vec<&OwnerReference> =
            live.owner_references.iter().filter(|o| !owners.contains(&o.uid)).collect();
        if kept.len() == live.owner_references.len() {
            return Ok(());
        }
        self.patch_metadata(identity, live, json!({"ownerReferences": kept})).await
    }

    async fn remove_finalizer(
        &self,
        identity: &Identity,
        live: &ObjectMeta,
        finalizer: &str,
    ) -> Result<(), Error> {
        let kept: Vec<&String> = live.finalizers.iter().filter(|f| *f != finalizer).collect();
        if kept.len() == live.finalizers.len() {
            return Ok(());
        }
        self.patch_metadata(identity, live, json!({"finalizers": kept})).await
    }

    /// Changes metadata, unless the object has changed since it was read.
    async fn patch_metadata(
        &self,
        identity: &Identity,
        live: &ObjectMeta,
        mut metadata: serde_json::Value,
    ) -> Result<(), Error> {
        metadata["uid"] = json!(live.uid);
        metadata["resourceVersion"] = json!(live.resource_version);
        let patch = Patch::Merge(json!({"metadata": metadata}));
        let api = self.client.metadata(&identity.resource, Some(&identity.namespace));
        match api.patch(&identity.name, &patch).await {
            Err(error) if error.is_not_found() => Ok(()),
            outcome => outcome.map(drop),
        }
    }
}
