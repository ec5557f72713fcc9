//! Fields that a service has no use for any more when its type changes.

use std::collections::BTreeSet;

use crate::core::v1::{Service, ServiceExternalTrafficPolicy, ServiceSpec, ServiceType};

/// Drops fields that only the old type needs, unless the change touches them: then the client
/// means them, and validation answers.
///
/// *Upstream:* `dropTypeDependentFields` in `pkg/registry/core/service/strategy.go`.
pub(super) fn drop_unneeded(new: &mut Service, old: &Service) {
    let (new, old) = (&mut new.spec, &old.spec);
    let dropped = |needs: fn(&ServiceSpec) -> bool, new: &ServiceSpec| needs(old) && !needs(new);
    if dropped(is_external_name, new) && new.external_name == old.external_name {
        new.external_name.clear();
    }
    if dropped(needs_node_port, new) && node_ports(new) == node_ports(old) {
        new.ports.iter_mut().for_each(|port| port.node_port = 0);
    }
    if dropped(needs_cluster_ip, new)
        && (&new.cluster_ip, &new.cluster_ips) == (&old.cluster_ip, &old.cluster_ips)
    {
        new.cluster_ip.clear();
        new.cluster_ips.clear();
    }
    if dropped(needs_health_check, new) && new.health_check_node_port == old.health_check_node_port
    {
        new.health_check_node_port = 0;
    }
    if dropped(is_load_balancer, new) {
        if new.allocate_load_balancer_node_ports == old.allocate_load_balancer_node_ports {
            new.allocate_load_balancer_node_ports = None;
        }
        if new.load_balancer_class == old.load_balancer_class {
            new.load_balancer_class = None;
        }
    }
    if dropped(is_reached_from_outside, new)
        && new.external_traffic_policy == old.external_traffic_policy
    {
        new.external_traffic_policy = ServiceExternalTrafficPolicy::Unset;
    }
}

fn is_external_name(spec: &ServiceSpec) -> bool {
    spec.type_ == ServiceType::ExternalName
}

fn is_load_balancer(spec: &ServiceSpec) -> bool {
    spec.type_ == ServiceType::LoadBalancer
}

fn needs_cluster_ip(spec: &ServiceSpec) -> bool {
    matches!(spec.type_, ServiceType::ClusterIP | ServiceType::NodePort | ServiceType::LoadBalancer)
}

fn needs_node_port(spec: &ServiceSpec) -> bool {
    spec.type_ == ServiceType::NodePort
        || (is_load_balancer(spec) && spec.allocate_load_balancer_node_ports != Some(false))
}

fn needs_health_check(spec: &ServiceSpec) -> bool {
    is_load_balancer(spec) && spec.external_traffic_policy == ServiceExternalTrafficPolicy::Local
}

fn is_reached_from_outside(spec: &ServiceSpec) -> bool {
    is_load_balancer(spec)
        || spec.type_ == ServiceType::NodePort
        || (spec.type_ == ServiceType::ClusterIP && !spec.external_ips.is_empty())
}

fn node_ports(spec: &ServiceSpec) -> BTreeSet<i32> {
    spec.ports.iter().map(|port| port.node_port).filter(|port| *port != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::v1::ServicePort;

    fn service(type_: ServiceType, node_port: i32) -> Service {
        let mut service = Service::default();
        service.spec.type_ = type_;
        service.spec.ports.push(ServicePort { port: 80, node_port, ..ServicePort::default() });
        service.spec.external_traffic_policy = ServiceExternalTrafficPolicy::Cluster;
        service
    }

    #[test]
    fn what_only_the_old_type_needs_goes_unless_it_changes_too() {
        let old = service(ServiceType::NodePort, 30080);
        let mut new = service(ServiceType::ClusterIP, 30080);
        drop_unneeded(&mut new, &old);
        assert_eq!(new.spec.ports[0].node_port, 0);
        assert!(new.spec.external_traffic_policy.is_unset());

        let mut changed = service(ServiceType::ClusterIP, 30081);
        drop_unneeded(&mut changed, &old);
        assert_eq!(changed.spec.ports[0].node_port, 30081);

        let mut balanced = service(ServiceType::LoadBalancer, 30080);
        drop_unneeded(&mut balanced, &old);
        assert_eq!(balanced.spec.ports[0].node_port, 30080);
    }
}
