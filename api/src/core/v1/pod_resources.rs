//! What a pod asks for as a whole, and the quality-of-service class that follows.
//!
//! Upstream: `component-helpers/resource/helpers.go`, `pkg/apis/core/v1/helper/qos/qos.go`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use bowline_apimachinery::quantity::Quantity;

use super::{Container, ContainerRestartPolicy, PodQOSClass, PodSpec};

/// Amounts by resource name, such as `cpu` and `memory`.
pub type ResourceList = BTreeMap<String, Quantity>;

/// What to leave out of a pod's sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PodResourcesOptions {
    /// Leaves out what the runtime class adds to each pod.
    pub exclude_overhead: bool,
    /// Leaves out the amounts set for the pod as a whole, and sums containers only.
    pub skip_pod_level: bool,
}

impl PodSpec {
    /// What the scheduler has to set aside for the pod: the sum over containers and sidecars, or
    /// the largest need while init containers run, whichever is more; then the pod-level amounts
    /// in place of the sums; then the overhead.
    #[must_use]
    pub fn resource_requests(&self, options: PodResourcesOptions) -> ResourceList {
        let mut sum = self.aggregate(|it| Cow::Borrowed(&it.resources.requests));
        if let Some(whole) = self.resources.as_deref().filter(|_| !options.skip_pod_level) {
            replace_pod_level(&mut sum, &whole.requests);
        }
        if !options.exclude_overhead {
            add(&mut sum, &self.overhead);
        }
        sum
    }

    /// The most the pod may use, summed as [`PodSpec::resource_requests`] does; the overhead is
    /// added only to limits that are there and not zero.
    #[must_use]
    pub fn resource_limits(&self, options: PodResourcesOptions) -> ResourceList {
        let mut sum = self.aggregate(|it| Cow::Borrowed(&it.resources.limits));
        if let Some(whole) = self.resources.as_deref().filter(|_| !options.skip_pod_level) {
            replace_pod_level(&mut sum, &whole.limits);
        }
        if !options.exclude_overhead {
            for (name, overhead) in &self.overhead {
                if let Some(limit) = sum.get_mut(name).filter(|limit| !limit.is_zero()) {
                    *limit += overhead;
                }
            }
        }
        sum
    }

    pub(super) fn aggregate<'a>(
        &'a self,
        of: impl Fn(&'a Container) -> Cow<'a, ResourceList>,
    ) -> ResourceList {
        let mut sum = ResourceList::new();
        for container in &self.containers {
            add(&mut sum, &of(container));
        }
        let mut sidecars = ResourceList::new();
        let mut initial = ResourceList::new();
        for container in &self.init_containers {
            let own = of(container);
            if container.is_sidecar() {
                add(&mut sum, &own);
                add(&mut sidecars, &own);
                raise(&mut initial, &sidecars);
            } else {
                let mut together = own.into_owned();
                add(&mut together, &sidecars);
                raise(&mut initial, &together);
            }
        }
        raise(&mut sum, &initial);
        sum
    }

    /// The class by which the node ranks pods under pressure.
    #[must_use]
    pub fn qos_class(&self) -> PodQOSClass {
        let mut requests = ResourceList::new();
        let mut limits = ResourceList::new();
        let mut all_limited = true;
        if let Some(whole) = self.resources.as_deref() {
            add(&mut requests, &positive_compute(&whole.requests));
            if !whole.limits.is_empty() {
                limits = positive_compute(&whole.limits);
                all_limited = limits.len() == COMPUTE.len();
            }
        } else {
            for container in self.containers.iter().chain(&self.init_containers) {
                add(&mut requests, &positive_compute(&container.resources.requests));
                let own = positive_compute(&container.resources.limits);
                all_limited &= own.len() == COMPUTE.len();
                add(&mut limits, &own);
            }
        }
        if requests.is_empty() && limits.is_empty() {
            PodQOSClass::BestEffort
        } else if all_limited && requests == limits {
            PodQOSClass::Guaranteed
        } else {
            PodQOSClass::Burstable
        }
    }
}

impl Container {
    /// Whether this init container keeps running beside the others.
    #[must_use]
    pub fn is_sidecar(&self) -> bool {
        self.restart_policy == Some(ContainerRestartPolicy::Always)
    }
}

/// The resources that decide the quality-of-service class.
const COMPUTE: [&str; 2] = ["cpu", "memory"];

fn positive_compute(list: &ResourceList) -> ResourceList {
    list.iter()
        .filter(|(name, amount)| COMPUTE.contains(&name.as_str()) && **amount > 0_i64)
        .map(|(name, amount)| (name.clone(), amount.clone()))
        .collect()
}

/// Whether a resource may be set for a pod as a whole.
#[must_use]
pub fn is_supported_pod_level_resource(name: &str) -> bool {
    COMPUTE.contains(&name) || name.starts_with("hugepages-")
}

pub(super) fn replace_pod_level(sum: &mut ResourceList, whole: &ResourceList) {
    for (name, amount) in whole {
        if is_supported_pod_level_resource(name) {
            sum.insert(name.clone(), amount.clone());
        }
    }
}

/// Adds `more` to `sum`, resource by resource.
pub fn add(sum: &mut ResourceList, more: &ResourceList) {
    for (name, amount) in more {
        match sum.entry(name.clone()) {
            Entry::Vacant(slot) => drop(slot.insert(amount.clone())),
            Entry::Occupied(mut slot) => *slot.get_mut() += amount,
        }
    }
}

/// Raises each resource of `sum` to at least what `other` has.
pub fn raise(sum: &mut ResourceList, other: &ResourceList) {
    for (name, amount) in other {
        match sum.get_mut(name) {
            Some(own) if *own >= *amount => {}
            Some(own) => own.clone_from(amount),
            None => drop(sum.insert(name.clone(), amount.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ResourceRequirements;
    use super::*;

    fn list(pairs: &[(&str, &str)]) -> ResourceList {
        pairs.iter().map(|(n, q)| ((*n).to_owned(), q.parse().unwrap())).collect()
    }

    fn container(requests: &[(&str, &str)], sidecar: bool) -> Container {
        Container {
            resources: ResourceRequirements { requests: list(requests), ..Default::default() },
            restart_policy: sidecar.then_some(ContainerRestartPolicy::Always),
            ..Default::default()
        }
    }

    #[test]
    fn init_containers_overlap_only_with_earlier_sidecars() {
        let spec = PodSpec {
            containers: vec![container(&[("cpu", "1")], false)],
            init_containers: vec![
                container(&[("cpu", "3")], false),
                container(&[("cpu", "500m")], true),
                container(&[("cpu", "2800m")], false),
            ],
            overhead: list(&[("cpu", "100m")]),
            ..PodSpec::default()
        };
        let got = spec.resource_requests(PodResourcesOptions::default());
        assert_eq!(got, list(&[("cpu", "3400m")]));
        let bare = PodResourcesOptions { exclude_overhead: true, ..Default::default() };
        assert_eq!(spec.resource_requests(bare), list(&[("cpu", "3300m")]));
    }

    #[test]
    fn pod_level_amounts_replace_the_sums() {
        let spec = PodSpec {
            containers: vec![container(&[("cpu", "1"), ("memory", "1Gi")], false)],
            resources: Some(Box::new(ResourceRequirements {
                requests: list(&[("cpu", "2"), ("ephemeral-storage", "1Gi")]),
                ..Default::default()
            })),
            ..PodSpec::default()
        };
        let got = spec.resource_requests(PodResourcesOptions::default());
        assert_eq!(got, list(&[("cpu", "2"), ("memory", "1Gi")]));
        let skip = PodResourcesOptions { skip_pod_level: true, ..Default::default() };
        assert_eq!(spec.resource_requests(skip), list(&[("cpu", "1"), ("memory", "1Gi")]));
    }
}
