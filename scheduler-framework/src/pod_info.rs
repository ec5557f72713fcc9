//! A pod with what the scheduler asks of it again and again, worked out once.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use bowline_api::core::v1::{
    Pod, PodAffinityTerm, ResourceList, WeightedPodAffinityTerm, is_supported_pod_level_resource,
};
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::quantity::{Format, Quantity};

use crate::host_ports::HostPort;
use crate::resource::{DEFAULT_MEMORY_REQUEST, DEFAULT_MILLI_CPU_REQUEST, Resource};

/// The scheduler of pods that do not name another.
pub const DEFAULT_SCHEDULER_NAME: &str = "default-scheduler";

/// A pod as the scheduler sees it. It never changes; an updated pod is another one.
///
/// Upstream: `PodInfo` in `pkg/scheduler/framework/types.go`.
#[derive(Clone, Debug)]
pub struct PodInfo {
    pod: Arc<Pod>,
    shape: Arc<Shape>,
    kind: Option<PodKind>,
    /// Kept at hand, since queues compare it again and again.
    priority: i32,
}

/// What is worked out of a pod; pods that were made alike share it.
#[derive(Debug)]
pub(crate) struct Shape {
    requests: Resource,
    non_zero_requests: NonZeroRequests,
    host_ports: Vec<HostPort>,
    affinity: Result<Affinity, SelectorError>,
    class: Arc<str>,
}

/// A number that pods have in common which differ in name, uid and status at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PodKind(pub(crate) u64);

/// CPU and memory with the defaults for containers that do not mention them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NonZeroRequests {
    /// CPU in thousandths of a core.
    pub milli_cpu: i64,
    /// Memory in bytes.
    pub memory: i64,
}

/// The terms of a pod's affinity and anti-affinity to other pods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affinity {
    /// Required affinity.
    pub required: Vec<AffinityTerm>,
    /// Required anti-affinity.
    pub required_anti: Vec<AffinityTerm>,
    /// Preferred affinity, each with its weight.
    pub preferred: Vec<(i64, AffinityTerm)>,
    /// Preferred anti-affinity, each with its weight.
    pub preferred_anti: Vec<(i64, AffinityTerm)>,
}

/// Which pods a term of affinity speaks about, and how wide "together" is.
#[derive(Clone, Debug, PartialEq)]
pub struct AffinityTerm {
    /// Namespaces by name.
    pub namespaces: BTreeSet<String>,
    /// Namespaces by label, besides those by name.
    pub namespace_selector: Selector,
    /// Pods by label.
    pub selector: Selector,
    /// The node label whose value nodes have in common.
    pub topology_key: String,
}

impl PodInfo {
    /// Works out what is needed of `pod`.
    #[must_use]
    pub fn new(pod: Arc<Pod>) -> Self {
        let shape = Arc::new(Shape::of(&pod));
        Self::shaped(pod, shape, None)
    }

    /// The same of a pod that is known to have a shape, and perhaps a kind.
    pub(crate) fn shaped(pod: Arc<Pod>, shape: Arc<Shape>, kind: Option<PodKind>) -> Self {
        let priority = pod.spec.priority.unwrap_or(0);
        Self { pod, shape, kind, priority }
    }

    #[cfg(test)]
    pub(crate) fn shape(&self) -> &Arc<Shape> {
        &self.shape
    }

    /// The kind of the pod, if it was given one.
    pub(crate) fn kind(&self) -> Option<PodKind> {
        self.kind
    }

    /// The same pod as it will be when it is bound to a node.
    #[must_use]
    pub fn on_node(&self, node: &str) -> Self {
        let mut pod = Pod::clone(&self.pod);
        pod.spec.node_name = node.to_owned();
        Self::shaped(Arc::new(pod), Arc::clone(&self.shape), None)
    }

    /// The pod itself.
    #[must_use]
    pub fn pod(&self) -> &Arc<Pod> {
        &self.pod
    }

    /// Name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.pod.metadata.name
    }

    /// Namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.pod.metadata.namespace
    }

    /// Uid: what the cache and the queue know the pod by.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.pod.metadata.uid
    }

    /// The name of the scheduler that is to place it.
    #[must_use]
    pub fn scheduler_name(&self) -> &str {
        match self.pod.spec.scheduler_name.as_str() {
            "" => DEFAULT_SCHEDULER_NAME,
            name => name,
        }
    }

    /// Priority; 0 where none is set.
    #[must_use]
    pub fn priority(&self) -> i32 {
        self.priority
    }

    /// What the pod takes from a node.
    #[must_use]
    pub fn requests(&self) -> &Resource {
        &self.shape.requests
    }

    /// CPU and memory as scores count them.
    #[must_use]
    pub fn non_zero_requests(&self) -> NonZeroRequests {
        self.shape.non_zero_requests
    }

    /// The ports of the host that it wants.
    #[must_use]
    pub fn host_ports(&self) -> &[HostPort] {
        &self.shape.host_ports
    }

    /// Affinity to other pods.
    ///
    /// # Errors
    /// When a selector in it is malformed.
    pub fn affinity(&self) -> Result<&Affinity, &SelectorError> {
        self.shape.affinity.as_ref()
    }

    /// A text that pods have in common which are alike to the terms and constraints of others,
    /// and have the same terms themselves.
    pub(crate) fn class(&self) -> &Arc<str> {
        &self.shape.class
    }

    /// Whether the pod has affinity or anti-affinity of any kind.
    #[must_use]
    pub fn has_affinity(&self) -> bool {
        let affinity = self.pod.spec.affinity.as_ref();
        affinity.is_some_and(|it| it.pod_affinity.is_some() || it.pod_anti_affinity.is_some())
    }

    /// Whether the pod has required anti-affinity.
    #[must_use]
    pub fn has_required_anti_affinity(&self) -> bool {
        self.affinity().is_ok_and(|affinity| !affinity.required_anti.is_empty())
    }
}

impl From<Pod> for PodInfo {
    fn from(pod: Pod) -> Self {
        Self::new(Arc::new(pod))
    }
}

impl Shape {
    pub(crate) fn of(pod: &Pod) -> Self {
        let (requests, non_zero_requests) = sum_requests(pod);
        let host_ports = HostPort::of_pod(pod);
        let affinity = Affinity::of_pod(pod);
        Self { requests, non_zero_requests, host_ports, affinity, class: class_of(pod) }
    }
}

impl Affinity {
    fn of_pod(pod: &Pod) -> Result<Self, SelectorError> {
        let mut terms = Self::default();
        let Some(affinity) = &pod.spec.affinity else { return Ok(terms) };
        let plain = |term| AffinityTerm::new(pod, term);
        let weighted = |it: &WeightedPodAffinityTerm| {
            Ok::<_, SelectorError>((
                i64::from(it.weight),
                AffinityTerm::new(pod, &it.pod_affinity_term)?,
            ))
        };
        if let Some(affinity) = &affinity.pod_affinity {
            let required = &affinity.required_during_scheduling_ignored_during_execution;
            let preferred = &affinity.preferred_during_scheduling_ignored_during_execution;
            terms.required = required.iter().map(plain).collect::<Result<_, _>>()?;
            terms.preferred = preferred.iter().map(weighted).collect::<Result<_, _>>()?;
        }
        if let Some(affinity) = &affinity.pod_anti_affinity {
            let required = &affinity.required_during_scheduling_ignored_during_execution;
            let preferred = &affinity.preferred_during_scheduling_ignored_during_execution;
            terms.required_anti = required.iter().map(plain).collect::<Result<_, _>>()?;
            terms.preferred_anti = preferred.iter().map(weighted).collect::<Result<_, _>>()?;
        }
        Ok(terms)
    }
}

impl AffinityTerm {
    fn new(pod: &Pod, term: &PodAffinityTerm) -> Result<Self, SelectorError> {
        let mut namespaces: BTreeSet<_> = term.namespaces.iter().cloned().collect();
        if namespaces.is_empty() && term.namespace_selector.is_none() {
            namespaces.insert(pod.metadata.namespace.clone());
        }
        Ok(Self {
            namespaces,
            namespace_selector: Selector::from_label_selector(term.namespace_selector.as_deref())?,
            selector: Selector::from_label_selector(term.label_selector.as_deref())?,
            topology_key: term.topology_key.clone(),
        })
    }

    /// Whether the term speaks about `pod`, whose namespace has the given labels.
    #[must_use]
    pub fn matches(&self, pod: &Pod, namespace_labels: &crate::snapshot::Labels) -> bool {
        (self.namespaces.contains(&pod.metadata.namespace)
            || self.namespace_selector.matches(namespace_labels))
            && self.selector.matches(&pod.metadata.labels)
    }
}

/// What containers are taken to request of CPU and memory if they do not say.
pub(crate) static MISSING_REQUESTS: LazyLock<ResourceList> = LazyLock::new(|| {
    let cpu = Quantity::new_milli(DEFAULT_MILLI_CPU_REQUEST, Format::DecimalSI);
    let memory = Quantity::new(DEFAULT_MEMORY_REQUEST, Format::BinarySI);
    [("cpu".to_owned(), cpu), ("memory".to_owned(), memory)].into()
});

fn class_of(pod: &Pod) -> Arc<str> {
    let metadata = &pod.metadata;
    let leaves = if metadata.deletion_timestamp.is_some() { "leaves" } else { "" };
    let mut class = format!("{}\0{leaves}", metadata.namespace);
    for (key, value) in &metadata.labels {
        for part in [key, value] {
            class.push('\0');
            class.push_str(part);
        }
    }
    if let Some(affinity) = &pod.spec.affinity
        && (affinity.pod_affinity.is_some() || affinity.pod_anti_affinity.is_some())
    {
        // No label holds such a character.
        let terms = format!("\u{1}{:?}{:?}", affinity.pod_affinity, affinity.pod_anti_affinity);
        class.push_str(&terms);
    }
    class.into()
}

fn sum_requests(pod: &Pod) -> (Resource, NonZeroRequests) {
    let list = pod.resource_requests_in_force(&ResourceList::new());
    let mut missing = MISSING_REQUESTS.clone();
    let pod_level = pod.spec.resources.as_ref().map(|resources| &resources.requests);
    if pod_level.is_some_and(|it| it.keys().any(|name| is_supported_pod_level_resource(name))) {
        missing.retain(|name, _| !list.contains_key(name));
    }
    let requests = Resource::from(&list);
    let with_defaults = if missing.is_empty() {
        requests.clone()
    } else {
        Resource::from(&pod.resource_requests_in_force(&missing))
    };
    let Resource { milli_cpu, memory, .. } = with_defaults;
    (requests, NonZeroRequests { milli_cpu, memory })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::pod;

    #[test]
    fn defaults_stand_in_where_nothing_is_requested() {
        let rows = [
            ("nothing", vec![], (0, 0), (100, DEFAULT_MEMORY_REQUEST)),
            ("an explicit zero", vec![("cpu", "0")], (0, 0), (0, DEFAULT_MEMORY_REQUEST)),
            ("both", vec![("cpu", "2"), ("memory", "1Ki")], (2000, 1024), (2000, 1024)),
        ];
        for (name, requests, want, want_non_zero) in rows {
            let info = pod("p").requests(&requests).info();
            let got = (info.requests().milli_cpu, info.requests().memory);
            let non_zero = info.non_zero_requests();
            assert_eq!(got, want, "{name}");
            assert_eq!((non_zero.milli_cpu, non_zero.memory), want_non_zero, "{name}");
        }
    }

    #[test]
    fn defaults_yield_to_the_pod_as_a_whole() {
        let mut pod = pod("p").requests(&[]).build();
        pod.spec.resources.get_or_insert_default().requests =
            [("cpu".to_owned(), "3".parse().unwrap())].into();
        let info = PodInfo::from(pod);
        let want = NonZeroRequests { milli_cpu: 3000, memory: DEFAULT_MEMORY_REQUEST };
        assert_eq!(info.non_zero_requests(), want);
    }

    #[test]
    fn a_term_means_its_own_namespace_unless_it_names_others() {
        let own = pod("p").affinity_to("app=web", "zone").info();
        let term = &own.affinity().unwrap().required[0];
        assert_eq!(term.namespaces, ["default".to_owned()].into());
        assert!(term.namespace_selector.is_nothing());
        assert!(own.has_affinity() && !own.has_required_anti_affinity());
    }
}
