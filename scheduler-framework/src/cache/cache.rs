//! [`Cache`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bowline_api::core::v1::Node;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration, MicroTime};

use super::node_tree::NodeTree;
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;
use crate::snapshot::{Objects, Snapshot};

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
    nodes: HashMap<String, Entry>,
    tree: NodeTree,
    pods: HashMap<String, CachedPod>,
    objects: Objects,
    /// Counts changes of nodes.
    generation: u64,
    /// The nodes by the generation of their last change.
    log: BTreeMap<u64, String>,
    /// The generation in which nodes came, went or changed their order.
    ordered: u64,
}

#[derive(Clone, Debug)]
struct Entry {
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
        let known = self.nodes.get(&name).filter(|entry| !entry.is_ghost);
        let reordered = match known.map(|entry| entry.info.node().clone()) {
            Some(old) => self.tree.update(&old, &node),
            None => {
                self.tree.add(&node);
                true
            }
        };
        self.change(&name, |info| info.set_node(node));
        if let Some(entry) = self.nodes.get_mut(&name) {
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
        let old = self.take(pod.uid()).map(|old| old.pod);
        let node = pod.pod().spec.node_name.clone();
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
    /// nodes that have changed since.
    pub fn update_snapshot(&self, snapshot: &mut Snapshot) {
        if snapshot.generation < self.ordered {
            let nodes = self.tree.list().map(|name| Arc::clone(&self.nodes[name].info));
            snapshot.set_nodes(nodes.collect());
        } else {
            for name in self.log.range(snapshot.generation + 1..).map(|(_, name)| name) {
                if let Some(index) = snapshot.index_of(name) {
                    snapshot.replace(index, Arc::clone(&self.nodes[name].info));
                }
            }
        }
        snapshot.generation = self.generation;
        *snapshot.objects_mut() = self.objects.clone();
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
        let entry = self.nodes.entry(node.to_owned()).or_insert_with(|| Entry {
            info: Arc::new(NodeInfo::new(ghost(node))),
            is_ghost: true,
            generation: 0,
        });
        change(Arc::make_mut(&mut entry.info));
        self.log.remove(&entry.generation);
        entry.generation = self.generation;
        self.log.insert(self.generation, node.to_owned());
    }

    fn drop_empty_ghost(&mut self, name: &str) {
        let empty = |entry: &&Entry| entry.is_ghost && entry.info.pods().is_empty();
        if let Some(entry) = self.nodes.get(name).filter(empty) {
            self.log.remove(&entry.generation);
            self.nodes.remove(name);
        }
    }
}

fn ghost(name: &str) -> Arc<Node> {
    Arc::new(Node { metadata: ObjectMeta::named(name), ..Node::default() })
}

#[cfg(test)]
mod tests;
