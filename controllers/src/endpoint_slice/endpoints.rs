//! A pod as an endpoint of a Service.
//!
//! Upstream: `staging/src/k8s.io/endpointslice/utils.go`.

use bowline_api::core::v1::{Node, ObjectReference, Pod, Service, ServicePort};
use bowline_api::discovery::v1::{Endpoint, EndpointConditions, EndpointPort};
use bowline_apimachinery::int_or_string::IntOrString;

/// The label that names the zone of a node.
pub const ZONE: &str = "topology.kubernetes.io/zone";

/// Whether the pod may be an endpoint at all: it has an address and has not ended.
#[must_use]
pub fn is_candidate(pod: &Pod) -> bool {
    let has_address = !pod.status.pod_ip.is_empty() || !pod.status.pod_ips.is_empty();
    has_address && !pod.is_terminal()
}

/// The endpoint that a pod is in one address family; `None` without an address there.
#[must_use]
pub fn endpoint(pod: &Pod, service: &Service, ipv6: bool, node: Option<&Node>) -> Option<Endpoint> {
    let all = pod.status.pod_ips.iter().map(|ip| &ip.ip);
    let addresses: Vec<_> = all.filter(|ip| ip.contains(':') == ipv6).cloned().collect();
    if addresses.is_empty() {
        return None;
    }
    let serving = pod.is_ready();
    let terminating = pod.metadata.is_terminating();
    let published = service.spec.publish_not_ready_addresses;
    let zone = node.and_then(|node| node.metadata.labels.get(ZONE));
    let node_name = &pod.spec.node_name;
    let names_host = !pod.spec.hostname.is_empty()
        && pod.spec.subdomain == service.metadata.name
        && pod.metadata.namespace == service.metadata.namespace;
    Some(Endpoint {
        addresses,
        conditions: EndpointConditions {
            ready: Some(published || (serving && !terminating)),
            serving: Some(serving),
            terminating: Some(terminating),
        },
        hostname: names_host.then(|| pod.spec.hostname.clone()),
        node_name: (!node_name.is_empty()).then(|| node_name.clone()),
        zone: zone.filter(|zone| !zone.is_empty()).cloned(),
        target_ref: Some(Box::new(ObjectReference {
            kind: "Pod".to_owned(),
            namespace: pod.metadata.namespace.clone(),
            name: pod.metadata.name.clone(),
            uid: pod.metadata.uid.clone(),
            ..ObjectReference::default()
        })),
        ..Endpoint::default()
    })
}

/// The ports of a Service as this pod has them; ports that it does not have are left out.
#[must_use]
pub fn ports(pod: &Pod, service: &Service) -> Vec<EndpointPort> {
    let of = |port: &ServicePort| {
        Some(EndpointPort {
            name: Some(port.name.clone()),
            protocol: Some(port.protocol.clone()),
            port: Some(target_port(pod, port)?),
            app_protocol: port.app_protocol.clone(),
        })
    };
    service.spec.ports.iter().filter_map(of).collect()
}

/// The number of the target port; by name it is looked up among the ports of the containers and
/// sidecars.
///
/// Upstream: `FindPort` of `pkg/api/v1/pod/util.go`.
pub(crate) fn target_port(pod: &Pod, port: &ServicePort) -> Option<i32> {
    let name = match &port.target_port {
        IntOrString::Int(number) => return Some(*number),
        IntOrString::String(name) => name,
    };
    let sidecars = pod.spec.init_containers.iter().filter(|container| container.is_sidecar());
    let mut declared = pod.spec.containers.iter().chain(sidecars).flat_map(|c| &c.ports);
    declared
        .find(|declared| declared.name == *name && declared.protocol == port.protocol)
        .map(|declared| declared.container_port)
}
