//! A pod as an endpoint of a Service.

use bowline_api::core::v1::{ObjectReference, Pod, Service, ServicePort};
use bowline_api::discovery::v1::{Endpoint, EndpointConditions, EndpointPort};
use bowline_apimachinery::int_or_string::IntOrString;

/// Whether the pod may be an endpoint at all: it has an address and has not run to its end.
pub(super) fn is_candidate(pod: &Pod) -> bool {
    !pod.is_terminal() && !pod.status.pod_ip.is_empty() && !pod.spec.node_name.is_empty()
}

/// The addresses of a pod in one family.
fn addresses(pod: &Pod, ipv6: bool) -> Vec<String> {
    let listed: Vec<&String> = pod.status.pod_ips.iter().map(|ip| &ip.ip).collect();
    let all = if listed.is_empty() { vec![&pod.status.pod_ip] } else { listed };
    all.into_iter().filter(|ip| ip.contains(':') == ipv6).cloned().collect()
}

/// The endpoint that a pod is in one address family; `None` without an address there.
pub(super) fn endpoint(
    pod: &Pod,
    service: &Service,
    ipv6: bool,
    zone: Option<String>,
) -> Option<Endpoint> {
    let addresses = addresses(pod, ipv6);
    if addresses.is_empty() {
        return None;
    }
    let ready = pod.is_ready();
    let terminating = pod.metadata.is_terminating();
    let published = service.spec.publish_not_ready_addresses;
    let hostname = (!pod.spec.hostname.is_empty() && pod.spec.subdomain == service.metadata.name)
        .then(|| pod.spec.hostname.clone());
    Some(Endpoint {
        addresses,
        conditions: EndpointConditions {
            ready: Some(published || (ready && !terminating)),
            serving: Some(ready),
            terminating: Some(terminating),
        },
        hostname,
        node_name: Some(pod.spec.node_name.clone()),
        zone,
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
pub(super) fn ports(pod: &Pod, service: &Service) -> Vec<EndpointPort> {
    let of = |port: &ServicePort| {
        Some(EndpointPort {
            name: Some(port.name.clone()),
            protocol: Some(if port.protocol.is_unset() {
                "TCP".into()
            } else {
                port.protocol.clone()
            }),
            port: Some(number(pod, port)?),
            app_protocol: port.app_protocol.clone(),
        })
    };
    service.spec.ports.iter().filter_map(of).collect()
}

/// The number of the target port; by name it is looked up among the container's ports.
fn number(pod: &Pod, port: &ServicePort) -> Option<i32> {
    match &port.target_port {
        IntOrString::Int(0) => Some(port.port),
        IntOrString::Int(number) => Some(*number),
        IntOrString::String(name) if name.is_empty() => Some(port.port),
        IntOrString::String(name) => {
            let sidecars = pod.spec.init_containers.iter().filter(|c| c.is_sidecar());
            let mut declared = pod.spec.containers.iter().chain(sidecars).flat_map(|c| &c.ports);
            let same = |p: &str| if p.is_empty() { "TCP".to_owned() } else { p.to_owned() };
            declared
                .find(|p| {
                    p.name == *name && same(p.protocol.as_str()) == same(port.protocol.as_str())
                })
                .map(|p| p.container_port)
        }
    }
}
