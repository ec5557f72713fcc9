//! [`Cache`].

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bowline_api::core::v1::Node;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration, MicroTime};

use super::node_tree::NodeTree;
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;
use crate::snapshot::{NodeIndex, Objects, Snapshot};

/// Why the cache refuses a change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// Only a pod that is not there yet can be assumed.
    #[error("pod {namespace}/{name} is in the cache already and cannot be assumed")]
    Known {
        /// Namespace of the pod.
        namespace: String,
        /// Name of the pod.
        name: String,
    },
    /// Only an assumed pod can be forgotten.
    #[error("pod with uid {uid:?} was not assumed and cannot be forgotten")]
    NotAssumed {
        /// Uid of the pod.
        uid: String,
    },
}

/// Nodes with their pods, assumed ones included, and the log of what changed.
///
/// Upstream: `pkg/scheduler/backend/cache/cache.go`.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    nodes: HashMap<Arc<str>, Entry>,
    tree: NodeTree,
    pods: HashMap<String, CachedPod>,
    objects: Objects,
    /// Counts changes of nodes.
    generation: u64,
    /// Nodes that have changed, with the generation of the change; entries are stale whose node
    /// has changed again.
    log: VecDeque<(u64, Arc<str>)>,
    /// The generation in which nodes came, went or changed their order.
    ordered: u64,
    /// The generation up to which the log does not tell of changes.
    forgotten: u64,
}

/// Changes are remembered at least so long.
const LOG: usize = 4096;

/// What was new to a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Nodes came, went or changed their order.
    All,
    /// These nodes changed, by their places; the order stayed.
    Nodes(Vec<NodeIndex>),
}

#[derive(Clone, Debug)]
struct Entry {
    name: Arc<str>,
    info: Arc<NodeInfo>,
    /// Pods may be known before their node, and after it is gone.
    is_ghost: bool,
    generation: u64,
}

#[derive(Clone, Debug)]
struct CachedPod {
    pod: Arc<PodInfo>,
    node: String,
    state: PodState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PodState {
    /// A node was chosen, and the binding may be under way.
    Assumed,
    /// The binding was written at this time, and the watch has not shown it yet.
    Bound(MicroTime),
    /// The watch has shown it.
    Confirmed,
}

impl Cache {
    /// Adds a node, or replaces the one of that name.
    pub fn apply_node(&mut self, node: Arc<Node>) {
        let name = node.metadata.name.clone();
        let known = self.nodes.get(&*name).filter(|entry| !entry.is_ghost);
        let reordered = match known.map(|entry| entry.info.node().clone()) {
            Some(old) => self.tree.update(&old, &node),
            None => {
                self.tree.add(&node);
                true
            }
        };
        self.change(&name, |info| info.set_node(node));
        if let Some(entry) = self.nodes.get_mut(&*name) {
            entry.is_ghost = false;
        }
        if reordered {
            self.ordered = self.generation;
        }
    }

    /// A node by name.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<Arc<Node>> {
        let entry = self.nodes.get(name).filter(|entry| !entry.is_ghost)?;
        Some(Arc::clone(entry.info.node()))
    }

    /// Removes a node; its pods stay until they are removed themselves.
    pub fn remove_node(&mut self, name: &str) {
        let Some(entry) = self.nodes.get_mut(name).filter(|entry| !entry.is_ghost) else { return };
        self.tree.remove(entry.info.node());
        entry.is_ghost = true;
        self.change(name, |info| info.set_node(ghost(name)));
        self.ordered = self.generation;
        self.drop_empty_ghost(name);
    }

    /// Takes a pod to be on a node, before it is.
    ///
    /// # Errors
    /// When the pod is there already.
    pub fn assume_pod(&mut self, pod: Arc<PodInfo>, node: &str) -> Result<(), CacheError> {
        if self.pods.contains_key(pod.uid()) {
            let (namespace, name) = (pod.namespace().to_owned(), pod.name().to_owned());
            return Err(CacheError::Known { namespace, name });
        }
        self.put(pod, node, PodState::Assumed);
        Ok(())
    }

    /// Notes that the binding of an assumed pod was written.
    pub fn finish_binding(&mut self, uid: &str, now: MicroTime) {
        if let Some(pod) = self.pods.get_mut(uid).filter(|pod| pod.state == PodState::Assumed) {
            pod.state = PodState::Bound(now);
        }
    }

    /// Takes an assumed pod off its node again.
    ///
    /// # Errors
    /// When it was not assumed, or the watch has shown it there.
    pub fn forget_pod(&mut self, uid: &str) -> Result<Arc<PodInfo>, CacheError> {
        if !self.is_assumed(uid) {
            return Err(CacheError::NotAssumed { uid: uid.to_owned() });
        }
        Ok(self.take(uid).expect("an assumed pod is in the cache").pod)
    }

    /// Whether a pod is taken to be on a node without the watch having shown it.
    #[must_use]
    pub fn is_assumed(&self, uid: &str) -> bool {
        self.pods.get(uid).is_some_and(|pod| pod.state != PodState::Confirmed)
    }

    /// Puts a pod on the node that the watch shows, wherever it was taken to be; returns the pod
    /// as it was known.
    pub fn apply_pod(&mut self, pod: Arc<PodInfo>) -> Option<Arc<PodInfo>> {
        let node = &pod.pod().spec.node_name;
        if let Some(known) = self.pods.get_mut(pod.uid()).filter(|known| known.node == *node) {
            let old = std::mem::replace(&mut known.pod, Arc::clone(&pod));
            known.state = PodState::Confirmed;
            self.change(node, |info| {
                info.remove_pod(pod.uid());
                info.add_pod(Arc::clone(&pod));
            });
            return Some(old);
        }
        let old = self.take(pod.uid()).map(|old| old.pod);
        let node = node.clone();
        self.put(pod, &node, PodState::Confirmed);
        old
    }

    /// Removes a pod; returns it as it was known.
    pub fn remove_pod(&mut self, uid: &str) -> Option<Arc<PodInfo>> {
        self.take(uid).map(|old| old.pod)
    }

    /// A pod on a node, by uid.
    #[must_use]
    pub fn pod(&self, uid: &str) -> Option<&Arc<PodInfo>> {
        self.pods.get(uid).map(|pod| &pod.pod)
    }

    /// Removes the pods whose binding was written longer than `patience` ago without the watch
    /// showing it, and returns them.
    ///
    /// Upstream never does that, and leaks their room until it is restarted if the watch has
    /// missed them.
    pub fn expire(&mut self, now: MicroTime, patience: Duration) -> Vec<Arc<PodInfo>> {
        let late = self.pods.iter().filter(|(_, pod)| match pod.state {
            PodState::Bound(at) => now.since(at) > patience,
            _ => false,
        });
        let mut late: Vec<_> = late.map(|(uid, _)| uid.clone()).collect();
        late.sort_unstable();
        late.iter().filter_map(|uid| self.remove_pod(uid)).collect()
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.values().filter(|entry| !entry.is_ghost).count()
    }

    /// How many pods there are, and how many of them are assumed.
    #[must_use]
    pub fn pod_counts(&self) -> (usize, usize) {
        let assumed = self.pods.values().filter(|pod| pod.state != PodState::Confirmed);
        (self.pods.len(), assumed.count())
    }

    /// The uids of the pods on nodes, in no particular order.
    #[must_use]
    pub fn pod_uids(&self) -> Vec<String> {
        self.pods.keys().cloned().collect()
    }

    /// Objects of other kinds.
    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// Objects of other kinds, to change.
    pub fn objects_mut(&mut self) -> &mut Objects {
        &mut self.objects
    }

    /// Brings a snapshot that was made by this cache (or a new one) up to date, touching only the
    /// nodes that have changed since, and tells which.
    pub fn update_snapshot(&self, snapshot: &mut Snapshot) -> Changed {
        let since = std::mem::replace(&mut snapshot.generation, self.generation);
        *snapshot.objects_mut() = self.objects.clone();
        // The log does not reach back for ever.
        if since < self.ordered || since < self.forgotten {
            let nodes = self.tree.list().map(|name| Arc::clone(&self.nodes[name].info));
            snapshot.set_nodes(nodes.collect());
            return Changed::All;
        }
        let mut changed = Vec::new();
        let first = self.log.partition_point(|(generation, _)| *generation <= since);
        for (generation, name) in self.log.range(first..) {
            if let Some(entry) = self.nodes.get(name).filter(|it| it.generation == *generation)
                && let Some(index) = snapshot.index_of(name)
            {
                snapshot.replace(index, Arc::clone(&entry.info));
                changed.push(index);
            }
        }
        Changed::Nodes(changed)
    }

    fn put(&mut self, pod: Arc<PodInfo>, node: &str, state: PodState) {
        self.change(node, |info| info.add_pod(Arc::clone(&pod)));
        let uid = pod.uid().to_owned();
        self.pods.insert(uid, CachedPod { pod, node: node.to_owned(), state });
    }

    fn take(&mut self, uid: &str) -> Option<CachedPod> {
        let pod = self.pods.remove(uid)?;
        self.change(&pod.node, |info| {
            info.remove_pod(uid);
        });
        self.drop_empty_ghost(&pod.node);
        Some(pod)
    }

    fn change(&mut self, node: &str, change: impl FnOnce(&mut NodeInfo)) {
        self.generation += 1;
        if !self.nodes.contains_key(node) {
            let info = Arc::new(NodeInfo::new(ghost(node)));
            let entry = Entry { name: node.into(), info, is_ghost: true, generation: 0 };
            self.nodes.insert(Arc::clone(&entry.name), entry);
        }
        let Some(entry) = self.nodes.get_mut(node) else { return };
        change(Arc::make_mut(&mut entry.info));
        entry.generation = self.generation;
        self.log.push_back((self.generation, Arc::clone(&entry.name)));
        if self.log.len() > LOG.max(2 * self.nodes.len())
            && let Some((generation, _)) = self.log.pop_front()
        {
            self.forgotten = generation;
        }
    }

    fn drop_empty_ghost(&mut self, name: &str) {
        let empty = |entry: &&Entry| entry.is_ghost && entry.info.pods().is_empty();
        if self.nodes.get(name).as_ref().is_some_and(empty) {
            self.nodes.remove(name);
        }
    }
}

fn ghost(name: &str) -> Arc<Node> {
    Arc::new(Node { metadata: ObjectMeta::named(name), ..Node::default() })
}

#[cfg(test)]
mod tests;
