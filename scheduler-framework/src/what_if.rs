//! What would become of a cluster if: nodes came or were drained, pods went or came.
//!
//! Nothing here touches a real cluster: it works on a [`Snapshot`], of which a clone is cheap, so
//! one may ask many questions of the same state.

mod change;

use std::cmp::Reverse;
use std::sync::Arc;

use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::resource::Object;

use crate::cycle::{Choice, CycleError, Explanation, ScheduleError, SchedulePod, explain};
use crate::cycle_state::CycleState;
use crate::node_info::NodeInfo;
use crate::plugin::CycleMut;
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::Snapshot;

pub use change::Change;

/// A cluster to ask questions of, and the plugins that answer. A clone is asked on its own.
///
/// # Example
/// ```
/// use bowline_api::core::v1::{Node, Pod};
/// use bowline_apimachinery::meta::ObjectMeta;
/// use bowline_scheduler_framework::plugins::default_plugins;
/// use bowline_scheduler_framework::what_if::{Outcome, WhatIf};
/// use bowline_scheduler_framework::Profile;
///
/// let mut node = Node { metadata: ObjectMeta::named("a"), ..Node::default() };
/// node.status.allocatable.insert("pods".into(), "10".parse()?);
/// let profile = Profile::of("default-scheduler", default_plugins());
/// let mut cluster = WhatIf::new(profile, [node], []);
/// let metadata = ObjectMeta::named("web").in_namespace("default");
/// cluster.add_pod(Pod { metadata, ..Pod::default() });
/// let mut drained = cluster.clone();
/// drained.drain("a");
/// let outcome = |it: &mut WhatIf| it.schedule().map(|mut all| all.remove(0).1);
/// assert!(matches!(outcome(&mut cluster)?, Outcome::Placed { node } if node == "a"));
/// assert!(matches!(outcome(&mut drained)?, Outcome::Unplaced { .. }));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct WhatIf {
    profile: Profile,
    snapshot: Snapshot,
    nominator: Nominator,
    /// Pods without a node.
    waiting: Vec<Arc<PodInfo>>,
    /// Where the next search begins.
    start: usize,
}

/// What would become of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It would have a node.
    Placed {
        /// The node.
        node: String,
    },
    /// It would have none.
    Unplaced {
        /// Why, in the words of the pod's event.
        message: String,
    },
}

impl WhatIf {
    /// A cluster of nodes and pods. Those that have ended are left out; those without a node
    /// wait.
    #[must_use]
    pub fn new(
        profile: Profile,
        nodes: impl IntoIterator<Item = Node>,
        pods: impl IntoIterator<Item = Pod>,
    ) -> Self {
        let snapshot = Snapshot::of(nodes, []);
        let mut cluster = Self::of(profile, snapshot);
        pods.into_iter().for_each(|pod| cluster.add_pod(pod));
        cluster
    }

    /// A cluster as a snapshot has it, with its objects of other kinds.
    #[must_use]
    pub fn of(profile: Profile, snapshot: Snapshot) -> Self {
        let nominator = Nominator::default();
        Self { profile, snapshot, nominator, waiting: Vec::new(), start: 0 }
    }

    /// The cluster as it is now.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Adds an object that is neither a node nor a pod: a claim, a service.
    pub fn add_object<T: Object>(&mut self, object: T) {
        self.snapshot.objects_mut().apply(Arc::new(object));
    }

    /// Adds a node.
    pub fn add_node(&mut self, node: Node) {
        self.snapshot.add_node(NodeInfo::new(Arc::new(node)));
    }

    /// Adds a pod, on its node or waiting.
    pub fn add_pod(&mut self, mut pod: Pod) {
        if pod.is_terminal() {
            return;
        }
        if pod.metadata.uid.is_empty() {
            pod.metadata.uid = format!("{}/{}", pod.metadata.namespace, pod.metadata.name);
        }
        let node = pod.spec.node_name.clone();
        let pod = Arc::new(PodInfo::from(pod));
        if node.is_empty() || !self.snapshot.add_pod(PodInfo::clone(&pod), &node) {
            self.waiting.push(pod);
        }
    }

    /// Removes a pod; tells whether there was one of that name.
    pub fn remove_pod(&mut self, namespace: &str, name: &str) -> bool {
        let is_it = |pod: &PodInfo| pod.namespace() == namespace && pod.name() == name;
        if let Some(index) = self.waiting.iter().position(|pod| is_it(pod)) {
            self.waiting.remove(index);
            return true;
        }
        let found = {
            let mut all = self.snapshot.nodes().flat_map(|node| {
                node.pods().iter().map(|pod| (node.name().to_owned(), Arc::clone(pod)))
            });
            all.find(|(_, pod)| is_it(pod))
        };
        found.is_some_and(|(node, pod)| self.snapshot.remove_pod(pod.uid(), &node))
    }

    /// Closes a node and lets its pods look for others; those of daemons and of the node itself
    /// stay. Tells whether there is such a node.
    pub fn drain(&mut self, name: &str) -> bool {
        let Some(info) = self.snapshot.node(name) else { return false };
        let mut node = Node::clone(info.node());
        node.spec.unschedulable = true;
        let (stay, go): (Vec<_>, Vec<_>) = info.pods().iter().cloned().partition(|pod| {
            let metadata = &pod.pod().metadata;
            metadata.annotations.contains_key("kubernetes.io/config.mirror")
                || metadata.controller().is_some_and(|it| it.kind == "DaemonSet")
        });
        self.snapshot.remove_node(name);
        let mut closed = NodeInfo::new(Arc::new(node));
        stay.into_iter().for_each(|pod| closed.add_pod(pod));
        self.snapshot.add_node(closed);
        for pod in go {
            let mut pod = Pod::clone(pod.pod());
            pod.spec.node_name.clear();
            self.waiting.push(Arc::new(PodInfo::from(pod)));
        }
        true
    }

    /// Places all pods that wait, the important ones first, each on what the last one left. Those
    /// without a node wait on.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn schedule(&mut self) -> Result<Vec<(Arc<PodInfo>, Outcome)>, CycleError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|pod| Reverse(pod.priority()));
        let mut outcomes = Vec::with_capacity(waiting.len());
        for pod in waiting {
            let outcome = self.place(&pod)?;
            match &outcome {
                Outcome::Placed { node } => {
                    self.snapshot.add_pod(pod.on_node(node), node);
                }
                Outcome::Unplaced { .. } => self.waiting.push(Arc::clone(&pod)),
            }
            outcomes.push((pod, outcome));
        }
        Ok(outcomes)
    }

    /// What all plugins say about all nodes for a pod.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn explain(&self, pod: &PodInfo) -> Result<Explanation, CycleError> {
        explain(&self.profile, &self.snapshot, &self.nominator, pod)
    }

    /// The smallest changes of a pod, each of which alone would let it fit somewhere; if there is
    /// none, pairs of them. Empty if it fits, or if none of these helps.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn smallest_change(&self, pod: &PodInfo) -> Result<Vec<Change>, CycleError> {
        change::smallest(self, pod)
    }

    fn place(&mut self, pod: &PodInfo) -> Result<Outcome, CycleError> {
        let mut state = CycleState::default();
        let search = SchedulePod {
            profile: &self.profile,
            pod,
            nominator: &self.nominator,
            start: self.start,
            percentage_of_nodes_to_score: 100,
            choice: Choice::Upstreams,
        };
        let (found, next) = search.run(&mut CycleMut::new(&mut state, &self.snapshot));
        self.start = next;
        match found {
            Ok(placement) => {
                let node = self.snapshot.node_at(placement.node).name().to_owned();
                Ok(Outcome::Placed { node })
            }
            Err(ScheduleError::Fault(error)) => Err(error),
            Err(error) => Ok(Outcome::Unplaced { message: error.to_string() }),
        }
    }

    /// The nodes that a pod fits.
    fn fitting(&self, pod: &PodInfo) -> Result<Vec<String>, CycleError> {
        let explanation = self.explain(pod)?;
        let fitting = explanation.nodes.iter().filter(|node| node.fits());
        Ok(fitting.map(|node| node.node.clone()).collect())
    }
}

#[cfg(test)]
mod tests;
