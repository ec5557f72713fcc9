//! Pods, pod specs and the amounts of resources they ask for.

use super::fill;
use crate::core::v1::{
    Container, ContainerStatus, DNSPolicy, Pod, PodResourcesOptions, PodSpec, PodStatus,
    ResourceList, ResourceRequirements, RestartPolicy, is_supported_pod_level_resource,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        Pod => pod;
        PodSpec => pod_spec;
        PodStatus => |status: &mut PodStatus| round(&mut status.allocated_resources);
        ContainerStatus => |status: &mut ContainerStatus| round(&mut status.allocated_resources);
        ResourceRequirements => |resources: &mut ResourceRequirements| {
            round(&mut resources.limits);
            round(&mut resources.requests);
        };
    }
}

fn pod(pod: &mut Pod) {
    let spec = &mut pod.spec;
    for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
        request_limits(&mut container.resources);
    }
    limit_pod_huge_pages(spec);
    request_for_pod(spec);
    spec.enable_service_links.get_or_insert(true);
    if spec.host_network {
        for container in spec.containers.iter_mut().chain(&mut spec.init_containers) {
            use_host_ports(container);
        }
    }
}

fn pod_spec(spec: &mut PodSpec) {
    fill(&mut spec.dns_policy, DNSPolicy::ClusterFirst);
    fill(&mut spec.restart_policy, RestartPolicy::Always);
    spec.security_context.get_or_insert_default();
    spec.termination_grace_period_seconds.get_or_insert(30);
    fill(&mut spec.scheduler_name, "default-scheduler".to_owned());
    round(&mut spec.overhead);
}

/// Requests what is limited and not requested: true of pods only, not of templates.
fn request_limits(resources: &mut ResourceRequirements) {
    for (name, limit) in &resources.limits {
        if !resources.requests.contains_key(name) {
            resources.requests.insert(name.clone(), limit.clone());
        }
    }
}

/// Limits the pod's huge pages to what its containers may use together.
fn limit_pod_huge_pages(spec: &mut PodSpec) {
    let Some(whole) = spec.resources.as_deref() else { return };
    if whole.limits.is_empty() && whole.requests.is_empty() {
        return;
    }
    let mut sum = spec.resource_limits(CONTAINERS_ONLY);
    sum.retain(|name, _| {
        is_huge_pages(name)
            && !whole.limits.contains_key(name)
            && !whole.requests.contains_key(name)
    });
    if let Some(whole) = spec.resources.as_deref_mut() {
        whole.limits.append(&mut sum);
    }
}

/// Requests for the pod what its containers request together, or else what it is limited to.
fn request_for_pod(spec: &mut PodSpec) {
    if spec.resources.as_deref().is_none_or(|whole| whole.limits.is_empty()) {
        return;
    }
    let mut sum = spec.resource_requests(CONTAINERS_ONLY);
    sum.retain(|name, _| is_supported_pod_level_resource(name) && !is_huge_pages(name));
    let Some(whole) = spec.resources.as_deref_mut() else { return };
    for (name, amount) in
        whole.limits.iter().filter(|(name, _)| is_supported_pod_level_resource(name))
    {
        sum.entry(name.clone()).or_insert_with(|| amount.clone());
    }
    for (name, amount) in sum {
        whole.requests.entry(name).or_insert(amount);
    }
}

const CONTAINERS_ONLY: PodResourcesOptions =
    PodResourcesOptions { exclude_overhead: true, skip_pod_level: true };

fn is_huge_pages(name: &str) -> bool {
    name.starts_with("hugepages-")
}

fn use_host_ports(container: &mut Container) {
    for port in &mut container.ports {
        fill(&mut port.host_port, port.container_port);
    }
}

/// Rounds amounts up to whole thousandths, the finest that the API keeps.
pub(super) fn round(amounts: &mut ResourceList) {
    const MILLI: i32 = -3;
    for amount in amounts.values_mut() {
        amount.round_up(MILLI);
    }
}
