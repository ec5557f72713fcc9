//! What a pod holds on its node, which during a resize is not what its spec asks for.
//!
//! Upstream: `component-helpers/resource/helpers.go`, with `UseStatusResources`.

use std::borrow::Cow;

use bowline_apimachinery::quantity::Quantity;

use super::pod_resources::{add, raise, replace_pod_level};
use super::{Container, Pod, PodSpec, ResourceList, is_supported_pod_level_resource};

impl PodSpec {
    /// The sum of what the containers request, and the overhead; a container that does not
    /// mention a resource of `missing` is taken to request that much of it.
    #[must_use]
    pub fn container_requests_or(&self, missing: &ResourceList) -> ResourceList {
        let mut sum = self.aggregate(|it| fill(Cow::Borrowed(&it.resources.requests), missing));
        add(&mut sum, &self.overhead);
        sum
    }
}

impl Pod {
    /// As [`PodSpec::resource_requests`](super::PodSpec::resource_requests), but counting what
    /// the status says is allocated or in force where that is more than the spec asks: a pod
    /// that is being shrunk still holds its old size. If the resize is infeasible, the status
    /// alone counts.
    ///
    /// `missing` is what a container that does not mention a resource is taken to request of it,
    /// unless the pod as a whole mentions it; a request that is mentioned stands, even if it is
    /// zero.
    #[must_use]
    pub fn resource_requests_in_force(&self, missing: &ResourceList) -> ResourceList {
        let infeasible = self.is_resize_infeasible();
        let mut sum =
            self.spec.aggregate(|it| fill(self.container_requests(it, infeasible), missing));
        replace_pod_level(&mut sum, &self.pod_level_requests(infeasible));
        add(&mut sum, &self.spec.overhead);
        sum
    }

    /// Whether the kubelet found that the pending resize can never be granted.
    #[must_use]
    pub fn is_resize_infeasible(&self) -> bool {
        let pending = self.status.conditions.iter().find(|it| it.type_ == "PodResizePending");
        pending.is_some_and(|condition| condition.reason == "Infeasible")
    }

    fn container_requests<'a>(
        &self,
        container: &'a Container,
        infeasible: bool,
    ) -> Cow<'a, ResourceList> {
        let spec = &container.resources.requests;
        let status = &self.status;
        let mut all = status.container_statuses.iter().chain(&status.init_container_statuses);
        let status = all.find(|status| status.name == container.name);
        let Some((status, resources)) = status.and_then(|it| Some((it, it.resources.as_ref()?)))
        else {
            return Cow::Borrowed(spec);
        };
        let mut list = resources.requests.clone();
        raise(&mut list, &status.allocated_resources);
        if !infeasible {
            raise(&mut list, spec);
        }
        Cow::Owned(list)
    }

    /// The lists of the status count the overhead in, the spec does not.
    fn pod_level_requests(&self, infeasible: bool) -> ResourceList {
        let Some(spec) = self.spec.resources.as_deref().map(|resources| &resources.requests) else {
            return ResourceList::new();
        };
        if !spec.keys().any(|name| is_supported_pod_level_resource(name)) {
            return ResourceList::new();
        }
        let status = &self.status;
        let in_force = status.resources.as_deref().map(|resources| &resources.requests);
        let known = in_force.is_some() || !status.allocated_resources.is_empty();
        let mut list = if known && infeasible { ResourceList::new() } else { spec.clone() };
        for held in in_force.into_iter().chain([&status.allocated_resources]) {
            let mut held = held.clone();
            for (name, overhead) in &self.spec.overhead {
                if let Some(amount) = held.get_mut(name) {
                    *amount -= overhead;
                    if amount.sign().is_lt() {
                        *amount = Quantity::default();
                    }
                }
            }
            raise(&mut list, &held);
        }
        list
    }
}

fn fill<'a>(mut list: Cow<'a, ResourceList>, missing: &ResourceList) -> Cow<'a, ResourceList> {
    for (name, amount) in missing {
        if !list.contains_key(name) {
            list.to_mut().insert(name.clone(), amount.clone());
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::{ContainerStatus, PodCondition};
    use super::*;

    fn list(amounts: &[(&str, &str)]) -> ResourceList {
        amounts.iter().map(|(name, amount)| ((*name).into(), amount.parse().unwrap())).collect()
    }

    fn pod(requests: &[&[(&str, &str)]]) -> Pod {
        let mut pod = Pod::default();
        for (index, requests) in requests.iter().enumerate() {
            let mut container = Container { name: format!("c{index}"), ..Container::default() };
            container.resources.requests = list(requests);
            pod.spec.containers.push(container);
        }
        pod
    }

    fn infeasible() -> PodCondition {
        let (type_, reason) = ("PodResizePending".into(), "Infeasible".into());
        PodCondition { type_, reason, ..PodCondition::default() }
    }

    #[test]
    fn missing_requests_are_filled_but_zero_stands() {
        let pod = pod(&[&[("cpu", "0")], &[("cpu", "1")]]);
        let missing = list(&[("cpu", "100m"), ("memory", "200Mi")]);
        let want = list(&[("cpu", "1"), ("memory", "400Mi")]);
        assert_eq!(pod.resource_requests_in_force(&missing), want);
        assert_eq!(pod.spec.container_requests_or(&missing), want);
    }

    #[test]
    fn a_resize_holds_the_greater_size_until_it_is_done() {
        let rows = [
            ("shrinking", "1", "2", "3", false, "3"),
            ("growing", "8", "2", "2", false, "8"),
            ("granted, not yet in force", "4", "4", "2", false, "4"),
            ("cannot grow", "8", "2", "2", true, "2"),
        ];
        for (name, spec, allocated, actual, refused, want) in rows {
            let mut pod = pod(&[&[("cpu", spec)]]);
            let mut status = ContainerStatus { name: "c0".into(), ..ContainerStatus::default() };
            status.allocated_resources = list(&[("cpu", allocated)]);
            status.resources.get_or_insert_default().requests = list(&[("cpu", actual)]);
            pod.status.container_statuses = vec![status];
            pod.status.conditions = refused.then(infeasible).into_iter().collect();
            let got = pod.resource_requests_in_force(&ResourceList::new());
            assert_eq!(got, list(&[("cpu", want)]), "{name}");
        }
    }

    #[test]
    fn pod_level_lists_of_the_status_count_the_overhead_in() {
        let mut pod = pod(&[&[("cpu", "1"), ("example.com/gpu", "1")]]);
        pod.spec.overhead = list(&[("cpu", "50m")]);
        pod.spec.resources.get_or_insert_default().requests = list(&[("cpu", "4")]);
        let none = ResourceList::new();
        let want = list(&[("cpu", "4050m"), ("example.com/gpu", "1")]);
        assert_eq!(pod.resource_requests_in_force(&none), want);

        pod.status.resources.get_or_insert_default().requests = list(&[("cpu", "5050m")]);
        assert_eq!(pod.resource_requests_in_force(&none)["cpu"].milli_value(), 5050);

        pod.status.resources.get_or_insert_default().requests = list(&[("cpu", "10m")]);
        pod.status.conditions = vec![infeasible()];
        assert_eq!(pod.resource_requests_in_force(&none)["cpu"].milli_value(), 50);
    }
}
