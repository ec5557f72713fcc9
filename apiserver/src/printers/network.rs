//! Services and what stands around them.

use bowline_api::core::v1::{Endpoints, LoadBalancerStatus, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_api::networking::v1::{
    IPAddress, Ingress, IngressClass, IngressLoadBalancerStatus, NetworkPolicy, ServiceCIDR,
};
use bowline_apimachinery::time::Time;

use super::cell::{Row, age, cells, first_three, joined, label_map, or, selector};

pub(super) fn service(s: &Service, now: Time) -> Row {
    let address = s.spec.cluster_ips.first().unwrap_or(&s.spec.cluster_ip);
    let ports: Vec<String> = s
        .spec
        .ports
        .iter()
        .map(|p| match p.node_port {
            0 => format!("{}/{}", p.port, p.protocol),
            node_port => format!("{}:{node_port}/{}", p.port, p.protocol),
        })
        .collect();
    Row::from(cells![
        s.metadata.name,
        s.spec.type_.as_str(),
        or(address, "<none>"),
        external_address(s),
        joined(ports.iter().map(String::as_str)),
        age(s.metadata.creation_timestamp, now),
        label_map(&s.spec.selector),
    ])
}

fn external_address(s: &Service) -> String {
    let listed = || s.spec.external_ips.join(",");
    match s.spec.type_.as_str() {
        "ExternalName" => s.spec.external_name.clone(),
        "LoadBalancer" => {
            let balancer = balancer_addresses(&s.status.load_balancer);
            match (s.spec.external_ips.is_empty(), balancer.is_empty()) {
                (false, true) => listed(),
                (false, false) => format!("{balancer},{}", listed()),
                (true, false) => balancer,
                (true, true) => "<pending>".to_owned(),
            }
        }
        "ClusterIP" | "NodePort" if s.spec.external_ips.is_empty() => "<none>".to_owned(),
        "ClusterIP" | "NodePort" => listed(),
        _ => "<unknown>".to_owned(),
    }
}

/// Addresses or names; shortened to sixteen characters unless wide.
fn balancer_addresses(status: &LoadBalancerStatus) -> String {
    let of =
        |ip: &str, hostname: &str| if ip.is_empty() { hostname.to_owned() } else { ip.to_owned() };
    let mut all: Vec<String> = status.ingress.iter().map(|i| of(&i.ip, &i.hostname)).collect();
    all.retain(|a| !a.is_empty());
    all.join(",")
}

pub(super) fn endpoints(e: &Endpoints, now: Time) -> Row {
    Row::from(cells![e.metadata.name, endpoints_text(e), age(e.metadata.creation_timestamp, now),])
}

fn endpoints_text(e: &Endpoints) -> String {
    if e.subsets.is_empty() {
        return "<none>".to_owned();
    }
    let mut shown = Vec::new();
    let mut count = 0;
    for subset in &e.subsets {
        let ports: Vec<Option<i32>> = if subset.ports.is_empty() {
            vec![None]
        } else {
            subset.ports.iter().map(|p| Some(p.port)).collect()
        };
        for port in ports {
            for address in &subset.addresses {
                count += 1;
                if shown.len() < 3 {
                    shown.push(match port {
                        None => address.ip.clone(),
                        Some(port) if address.ip.contains(':') => {
                            format!("[{}]:{port}", address.ip)
                        }
                        Some(port) => format!("{}:{port}", address.ip),
                    });
                }
            }
        }
    }
    let text = shown.join(",");
    if count > 3 { format!("{text} + {} more...", count - 3) } else { text }
}

pub(super) fn endpoint_slice(e: &EndpointSlice, now: Time) -> Row {
    let mut ports: Vec<String> = Vec::new();
    for port in &e.ports {
        ports.push(match (port.port, port.name.as_deref()) {
            (Some(number), _) => number.to_string(),
            (None, Some(name)) if !name.is_empty() => name.to_owned(),
            (None, _) => "*".to_owned(),
        });
    }
    let ports = if e.ports.is_empty() { "<unset>".to_owned() } else { first_three(&ports) };
    let addresses: Vec<String> = e.endpoints.iter().flat_map(|e| e.addresses.clone()).collect();
    let addresses =
        if addresses.is_empty() { "<unset>".to_owned() } else { first_three(&addresses) };
    Row::from(cells![
        e.metadata.name,
        e.address_type.as_str(),
        ports,
        addresses,
        age(e.metadata.creation_timestamp, now),
    ])
}

pub(super) fn ingress(i: &Ingress, now: Time) -> Row {
    let class = i.spec.ingress_class_name.as_deref().unwrap_or("<none>");
    let hosts: Vec<String> =
        i.spec.rules.iter().map(|r| r.host.clone()).filter(|h| !h.is_empty()).collect();
    let hosts = if hosts.is_empty() { "*".to_owned() } else { first_three(&hosts) };
    let ports = if i.spec.tls.is_empty() { "80" } else { "80, 443" };
    Row::from(cells![
        i.metadata.name,
        class,
        hosts,
        ingress_addresses(&i.status.load_balancer),
        ports,
        age(i.metadata.creation_timestamp, now),
    ])
}

fn ingress_addresses(status: &IngressLoadBalancerStatus) -> String {
    let mut all: Vec<&str> = status
        .ingress
        .iter()
        .map(|i| if i.ip.is_empty() { i.hostname.as_str() } else { i.ip.as_str() })
        .collect();
    all.retain(|a| !a.is_empty());
    all.join(",")
}

pub(super) fn ingress_class(i: &IngressClass, now: Time) -> Row {
    let parameters = i.spec.parameters.as_deref().map_or_else(
        || "<none>".to_owned(),
        |p| match p.api_group.as_deref() {
            Some(group) if !group.is_empty() => format!("{}.{group}/{}", p.kind, p.name),
            _ => format!("{}/{}", p.kind, p.name),
        },
    );
    Row::from(cells![
        i.metadata.name,
        i.spec.controller,
        parameters,
        age(i.metadata.creation_timestamp, now),
    ])
}

pub(super) fn network_policy(n: &NetworkPolicy, now: Time) -> Row {
    Row::from(cells![
        n.metadata.name,
        selector(Some(&n.spec.pod_selector)),
        age(n.metadata.creation_timestamp, now),
    ])
}

pub(super) fn ip_address(i: &IPAddress, _: Time) -> Row {
    let parent = i.spec.parent_ref.as_deref().map_or_else(
        || "<none>".to_owned(),
        |p| {
            let resource = if p.group.is_empty() {
                p.resource.clone()
            } else {
                format!("{}.{}", p.resource, p.group)
            };
            format!("{resource}/{}/{}", p.namespace, p.name)
        },
    );
    Row::from(cells![i.metadata.name, parent])
}

pub(super) fn service_cidr(s: &ServiceCIDR, now: Time) -> Row {
    Row::from(cells![
        s.metadata.name,
        s.spec.cidrs.join(","),
        age(s.metadata.creation_timestamp, now),
    ])
}
