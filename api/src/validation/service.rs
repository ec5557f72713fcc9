//! Services.
//!
//! *Upstream:* `ValidateService`, `ValidateServiceUpdate`.

use std::collections::BTreeSet;

use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::ip;
use bowline_apimachinery::validation::names::{
    dns1123_label, dns1123_subdomain, port_number, qualified_name,
};
use bowline_apimachinery::validation::object_meta;

use super::faults::Faults as _;
use super::handlers;
use crate::core::v1::{Service, ServicePort, ServiceSpec};

const AFFINITIES: [&str; 2] = ["ClientIP", "None"];
const FAMILIES: [&str; 2] = ["IPv4", "IPv6"];
const FAMILY_POLICIES: [&str; 3] = ["PreferDualStack", "RequireDualStack", "SingleStack"];
const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
const TRAFFIC: [&str; 2] = ["Cluster", "Local"];
const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const DISTRIBUTIONS: [&str; 3] = ["PreferClose", "PreferSameNode", "PreferSameZone"];
/// The longest that a client may stay with one endpoint, in seconds.
const MAX_AFFINITY: i32 = 86_400;

fn is_headless(spec: &ServiceSpec) -> bool {
    spec.cluster_ips.first().is_some_and(|ip| ip == "None")
}

pub(super) fn service(service: &Service, out: &mut ErrorList) {
    let spec = &service.spec;
    let path = Path::new("spec");
    let kind = spec.type_.as_str();
    let ports_path = path.child("ports");
    if spec.ports.is_empty() && !is_headless(spec) && kind != "ExternalName" {
        out.required(&ports_path, "");
    }
    match kind {
        "LoadBalancer" => {
            for (i, port) in spec.ports.iter().enumerate() {
                // Old trouble with the kubelet's own port.
                if port.port == 10250 {
                    let path = ports_path.index(i);
                    let why = "may not expose port 10250 externally since it is used by kubelet";
                    out.invalid(&path, port.port, why);
                }
            }
            if is_headless(spec) {
                let why = "may not be set to 'None' for LoadBalancer services";
                out.invalid(&path.child("clusterIPs").index(0), "None", why);
            }
        }
        "NodePort" if is_headless(spec) => {
            let why = "may not be set to 'None' for NodePort services";
            out.invalid(&path.child("clusterIPs").index(0), "None", why);
        }
        "ExternalName" => external_name(spec, &path, out),
        _ => {}
    }
    for (i, port) in spec.ports.iter().enumerate() {
        self::port(port, spec, &ports_path.index(i), out);
    }
    unique_ports(spec, &ports_path, out);
    out.extend(object_meta::labels(&spec.selector, &path.child("selector")));
    let affinity = spec.session_affinity.as_str();
    out.one_of(&path.child("sessionAffinity"), affinity, &AFFINITIES);
    affinity_config(spec, affinity, &path.child("sessionAffinityConfig"), out);
    out.one_of(&path.child("type"), kind, &TYPES);
    let externals = path.child("externalIPs");
    for (i, address) in spec.external_ips.iter().enumerate() {
        let at = externals.index(i);
        let faults = ip::legacy_ip(&at, address, ip::Strictness::Lenient, &[]);
        if faults.is_empty() {
            out.extend(ip::non_special_ip(&at, address));
        } else {
            out.extend(faults);
        }
    }
    balancing(spec, kind, &path, out);
    families(spec, &path, out);
    addresses(spec, kind, &path, out);
    traffic(spec, kind, &path, out);
}

fn external_name(spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(first) = spec.cluster_ips.first() {
        let why = "may not be set for ExternalName services";
        out.forbidden(&path.child("clusterIPs"), why);
        let _ = first;
    }
    let name = spec.external_name.trim_end_matches('.');
    let at = path.child("externalName");
    if name.is_empty() {
        out.required(&at, "");
    } else {
        out.complaints(&at, name, dns1123_subdomain(name));
    }
}

fn port(port: &ServicePort, spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let name = path.child("name");
    if port.name.is_empty() {
        if spec.ports.len() > 1 {
            out.required(&name, "");
        }
    } else {
        out.complaints(&name, &port.name, dns1123_label(&port.name));
    }
    for why in port_number(i64::from(port.port)) {
        out.invalid(&path.child("port"), port.port, &why);
    }
    out.one_of(&path.child("protocol"), port.protocol.as_str(), &PROTOCOLS);
    let target = path.child("targetPort");
    handlers::port(&port.target_port, &target, out);
    if let Some(protocol) = &port.app_protocol {
        out.complaints(&path.child("appProtocol"), protocol, qualified_name(protocol));
    }
    // Nobody translates ports on the way to the pods of a headless service.
    if is_headless(spec) {
        match &port.target_port {
            IntOrString::Int(number) if *number != port.port => {
                let why = "must be equal to the value of 'port' when clusterIP = None";
                out.invalid(&target, *number, why);
            }
            _ => {}
        }
    }
    if port.node_port != 0 && spec.type_.as_str() == "ClusterIP" {
        out.forbidden(&path.child("nodePort"), "may not be used when `type` is 'ClusterIP'");
    }
}

fn unique_ports(spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let mut names = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let mut on_nodes = BTreeSet::new();
    for (i, port) in spec.ports.iter().enumerate() {
        let path = path.index(i);
        if !port.name.is_empty() && !names.insert(port.name.as_str()) {
            out.duplicate(&path.child("name"), port.name.as_str());
        }
        let protocol = port.protocol.as_str();
        if !numbers.insert((protocol, port.port)) {
            out.duplicate(&path, format!("{protocol}/{}", port.port));
        }
        if port.node_port != 0 && !on_nodes.insert((protocol, port.node_port)) {
            out.duplicate(&path.child("nodePort"), port.node_port);
        }
    }
}

fn affinity_config(spec: &ServiceSpec, affinity: &str, path: &Path<'_>, out: &mut ErrorList) {
    let Some(config) = &spec.session_affinity_config else { return };
    if affinity == "None" {
        out.forbidden(path, "must not be set when session affinity is None");
    }
    if affinity != "ClientIP" {
        return;
    }
    let client = path.child("clientIP");
    let Some(seconds) = config.client_ip.as_ref().and_then(|c| c.timeout_seconds) else {
        let why = "when session affinity type is ClientIP";
        out.required(path, why);
        return;
    };
    if !(1..=MAX_AFFINITY).contains(&seconds) {
        let why = format!("must be greater than 0 and less than {MAX_AFFINITY}");
        out.invalid(&client.child("timeoutSeconds"), seconds, &why);
    }
}

fn balancing(spec: &ServiceSpec, kind: &str, path: &Path<'_>, out: &mut ErrorList) {
    let balanced = kind == "LoadBalancer";
    let why = "may only be used when `type` is 'LoadBalancer'";
    if !spec.load_balancer_source_ranges.is_empty() {
        // The name that upstream prints.
        let ranges = path.child("LoadBalancerSourceRanges");
        if !balanced {
            out.forbidden(&ranges, why);
        }
        for (i, range) in spec.load_balancer_source_ranges.iter().enumerate() {
            let trimmed = range.trim();
            let faults = ip::legacy_cidr(&ranges.index(i), trimmed, ip::Strictness::Lenient, &[]);
            out.extend(faults);
        }
    }
    if spec.allocate_load_balancer_node_ports.is_some() && !balanced {
        out.forbidden(&path.child("allocateLoadBalancerNodePorts"), why);
    }
    if let Some(class) = &spec.load_balancer_class {
        let path = path.child("loadBalancerClass");
        if !balanced {
            out.forbidden(&path, why);
        } else {
            out.complaints(&path, class, qualified_name(class));
        }
    }
}

fn families(spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let families = path.child("ipFamilies");
    let mut seen = BTreeSet::new();
    for (i, family) in spec.ip_families.iter().map(|f| f.as_str()).enumerate() {
        if !FAMILIES.contains(&family) {
            out.unsupported(&families.index(i), family, &FAMILIES);
        }
        if !seen.insert(family) {
            out.duplicate(&families.index(i), family);
        }
    }
    if let Some(policy) = &spec.ip_family_policy
        && !FAMILY_POLICIES.contains(&policy.as_str())
    {
        out.unsupported(&path.child("ipFamilyPolicy"), policy.as_str(), &FAMILY_POLICIES);
    }
}

fn addresses(spec: &ServiceSpec, kind: &str, path: &Path<'_>, out: &mut ErrorList) {
    if kind == "ExternalName" {
        return;
    }
    let all = path.child("clusterIPs");
    let ips = &spec.cluster_ips;
    if !spec.cluster_ip.is_empty() && ips.is_empty() {
        out.required(&all, "");
    }
    if spec.cluster_ip.is_empty() && !ips.is_empty() {
        let why = "must be empty when `clusterIP` is not specified";
        out.invalid(&all, ips.clone(), why);
    }
    if !spec.cluster_ip.is_empty() && ips.first().is_some_and(|first| *first != spec.cluster_ip) {
        let why = "first value must match `clusterIP`";
        out.invalid(&all, ips.clone(), why);
    }
    if ips.len() > 2 {
        let why = "may only hold up to 2 values";
        out.invalid(&all, ips.clone(), why);
    }
    if ips.len() > 1 && ips.iter().any(|ip| ip == "None") {
        let why = "'None' must be the first and only value";
        out.invalid(&all, ips.clone(), why);
    }
    for (i, address) in ips.iter().enumerate().filter(|(_, ip)| *ip != "None") {
        let faults = ip::legacy_ip(&all.index(i), address, ip::Strictness::Lenient, &[]);
        let malformed = !faults.is_empty();
        out.extend(faults);
        if malformed {
            continue;
        }
        let family = if address.contains(':') { "IPv6" } else { "IPv4" };
        if let Some(wanted) = spec.ip_families.get(i).map(|family| family.as_str())
            && wanted != family
        {
            let why = format!("expected an {wanted} value as indicated by `ipFamilies[{i}]`");
            out.invalid(&all.index(i), address.as_str(), &why);
        }
    }
    if let [first, second] = ips.as_slice()
        && first.contains(':') == second.contains(':')
    {
        let why = "may specify no more than one IP for each IP family";
        out.invalid(&all, ips.clone(), why);
    }
}

fn traffic(spec: &ServiceSpec, kind: &str, path: &Path<'_>, out: &mut ErrorList) {
    let external = spec.external_traffic_policy.as_str();
    let external_path = path.child("externalTrafficPolicy");
    let reachable = matches!(kind, "LoadBalancer" | "NodePort") || !spec.external_ips.is_empty();
    if external.is_empty() {
        if matches!(kind, "LoadBalancer" | "NodePort") {
            out.required(&external_path, "");
        }
    } else {
        if !reachable {
            let why = "may only be set for externally-accessible services";
            out.invalid(&external_path, external, why);
        }
        if !TRAFFIC.contains(&external) {
            out.unsupported(&external_path, external, &TRAFFIC);
        }
    }
    if spec.health_check_node_port != 0 {
        let path = path.child("healthCheckNodePort");
        if kind != "LoadBalancer" || external != "Local" {
            let why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` \
                       is 'Local'";
            out.invalid(&path, spec.health_check_node_port, why);
        }
    }
    let internal = spec.internal_traffic_policy.as_ref().map(|policy| policy.as_str());
    let internal_path = path.child("internalTrafficPolicy");
    match internal {
        None if matches!(kind, "ClusterIP" | "NodePort" | "LoadBalancer") => {
            out.required(&internal_path, "");
        }
        Some(policy) if !TRAFFIC.contains(&policy) => {
            out.unsupported(&internal_path, policy, &TRAFFIC);
        }
        _ => {}
    }
    if let Some(wanted) = spec.traffic_distribution.as_deref()
        && !DISTRIBUTIONS.contains(&wanted)
    {
        out.unsupported(&path.child("trafficDistribution"), wanted, &DISTRIBUTIONS);
    }
}

/// What may not change on an existing service.
pub(super) fn update(new: &Service, old: &Service, out: &mut ErrorList) {
    service(new, out);
    let path = Path::new("spec");
    let changed_type = new.spec.type_ != old.spec.type_;
    if !changed_type && new.spec.type_.as_str() != "ExternalName" {
        for (i, before) in old.spec.cluster_ips.iter().enumerate() {
            let after = new.spec.cluster_ips.get(i).map_or("", String::as_str);
            if i == 0 && after != before {
                let why = "may not change once set";
                out.push(FieldError::invalid(
                    &path.child("clusterIPs").index(0),
                    new.spec.cluster_ips.clone(),
                    why,
                ));
            }
        }
    }
    let (after, before) = (&new.spec.load_balancer_class, &old.spec.load_balancer_class);
    if !changed_type
        && new.spec.type_.as_str() == "LoadBalancer"
        && before.is_some()
        && after != before
    {
        let why = "may not change once set";
        out.invalid(&path.child("loadBalancerClass"), after.clone().unwrap_or_default(), why);
    }
}
