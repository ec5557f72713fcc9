//! Services and endpoints.

use bowline_apimachinery::int_or_string::IntOrString;

use super::fill;
use crate::core::v1::{
    ClientIPConfig, Endpoints, LoadBalancerIPMode, Protocol, ReplicationController,
    ReplicationControllerSpec, Service, ServiceAffinity, ServiceExternalTrafficPolicy,
    ServiceInternalTrafficPolicy, ServicePort, ServiceType, SessionAffinityConfig,
};
use crate::discovery;
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        Service => service;
        ServicePort => |port: &mut ServicePort| fill(&mut port.protocol, Protocol::Tcp);
        Endpoints => endpoints;
        discovery::v1::EndpointPort => |port: &mut discovery::v1::EndpointPort| {
            port.name.get_or_insert_default();
            port.protocol.get_or_insert(Protocol::Tcp);
        };
        ReplicationController => replication_controller;
        ReplicationControllerSpec => |spec: &mut ReplicationControllerSpec| {
            spec.replicas.get_or_insert(1);
        };
    }
}

fn service(service: &mut Service) {
    let spec = &mut service.spec;
    fill(&mut spec.session_affinity, ServiceAffinity::None);
    match spec.session_affinity {
        ServiceAffinity::None => spec.session_affinity_config = None,
        ServiceAffinity::ClientIP => default_affinity(&mut spec.session_affinity_config),
        _ => {}
    }
    fill(&mut spec.type_, ServiceType::ClusterIP);
    for port in &mut spec.ports {
        fill(&mut port.protocol, Protocol::Tcp);
        if port.target_port == IntOrString::Int(0)
            || port.target_port == IntOrString::String(String::new())
        {
            port.target_port = IntOrString::Int(port.port);
        }
    }
    let balanced = spec.type_ == ServiceType::LoadBalancer;
    let on_nodes = balanced || spec.type_ == ServiceType::NodePort;
    let in_cluster = spec.type_ == ServiceType::ClusterIP;
    if on_nodes || (in_cluster && !spec.external_ips.is_empty()) {
        fill(&mut spec.external_traffic_policy, ServiceExternalTrafficPolicy::Cluster);
    }
    if on_nodes || in_cluster {
        spec.internal_traffic_policy.get_or_insert(ServiceInternalTrafficPolicy::Cluster);
    }
    if balanced {
        spec.allocate_load_balancer_node_ports.get_or_insert(true);
        for ingress in &mut service.status.load_balancer.ingress {
            if !ingress.ip.is_empty() {
                ingress.ip_mode.get_or_insert(LoadBalancerIPMode::Vip);
            }
        }
    }
}

/// Clients stick to a pod for three hours.
fn default_affinity(config: &mut Option<SessionAffinityConfig>) {
    const SECONDS: i32 = 3 * 60 * 60;
    let timeout = config
        .as_ref()
        .and_then(|config| config.client_ip.as_ref())
        .and_then(|client| client.timeout_seconds)
        .unwrap_or(SECONDS);
    let client_ip = Some(ClientIPConfig { timeout_seconds: Some(timeout) });
    *config = Some(SessionAffinityConfig { client_ip });
}

fn endpoints(endpoints: &mut Endpoints) {
    for port in endpoints.subsets.iter_mut().flat_map(|subset| &mut subset.ports) {
        fill(&mut port.protocol, Protocol::Tcp);
    }
}

/// Selects and labels by the labels of the template.
fn replication_controller(controller: &mut ReplicationController) {
    if let Some(template) = controller.spec.template.as_deref() {
        let labels = &template.metadata.labels;
        fill(&mut controller.spec.selector, labels.clone());
        fill(&mut controller.metadata.labels, labels.clone());
    }
}
