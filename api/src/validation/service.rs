//! Services.
//!
//! *Upstream:* `ValidateService`, `ValidateServiceUpdate`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::ip;
use bowline_apimachinery::validation::names::{
    dns1123_label, dns1123_subdomain, port_number, qualified_name,
};
use bowline_apimachinery::validation::object_meta;

use super::faults::Faults as _;
use super::{handlers, service_addresses};
use crate::core::v1::{Service, ServicePort, ServiceSpec};

const AFFINITIES: [&str; 2] = ["ClientIP", "None"];
const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
const TRAFFIC: [&str; 2] = ["Cluster", "Local"];
const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const DISTRIBUTIONS: [&str; 3] = ["PreferClose", "PreferSameNode", "PreferSameZone"];
/// The longest that a client may stay with one endpoint, in seconds.
const MAX_AFFINITY: i32 = 86_400;
/// Where the clients of a balancer stood before there was a field for them.
const SOURCE_RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
/// Two annotations of one meaning, the older first.
const HINTS: [&str; 2] =
    ["service.kubernetes.io/topology-aware-hints", "service.kubernetes.io/topology-mode"];
const BALANCED_ONLY: &str = "may only be used when `type` is 'LoadBalancer'";
const SPEC: Path<'_> = Path::new("spec");

pub(super) fn is_headless(spec: &ServiceSpec) -> bool {
    matches!(spec.cluster_ips.as_slice(), [only] if only == "None")
}

/// Whether a service of this type has a health check of its own.
pub(super) fn needs_health_check(spec: &ServiceSpec) -> bool {
    spec.type_.as_str() == "LoadBalancer" && spec.external_traffic_policy.as_str() == "Local"
}

pub(super) fn create(service: &Service, out: &mut ErrorList) {
    whole(service, None, out);
}

/// A service, and what it was before.
pub(super) fn whole(service: &Service, old: Option<&Service>, out: &mut ErrorList) {
    let spec = &service.spec;
    let path = SPEC;
    let kind = spec.type_.as_str();
    hints(service, out);
    let ports_path = path.child("ports");
    if spec.ports.is_empty() && !is_headless(spec) && kind != "ExternalName" {
        out.required(&ports_path, "");
    }
    match kind {
        "LoadBalancer" | "NodePort" if is_headless(spec) => {
            let why = format!("may not be set to 'None' for {kind} services");
            out.invalid(&path.child("clusterIPs").index(0), "None", &why);
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
    service_addresses::addresses(spec, old.map(|old| &old.spec), &path, out);
    let externals = path.child("externalIPs");
    let before = old.map_or(&[][..], |old| &old.spec.external_ips);
    for (i, address) in spec.external_ips.iter().enumerate() {
        let at = externals.index(i);
        if out.address(&at, address, before) {
            out.extend(ip::non_special_ip(&at, address));
        }
    }
    out.one_of(&path.child("type"), kind, &TYPES);
    balancing(service, old, &path, out);
    traffic(spec, kind, &path, out);
}

fn hints(service: &Service, out: &mut ErrorList) {
    let [old, new] = HINTS.map(|key| service.metadata.annotations.get(key));
    if let (Some(old), Some(new)) = (old, new)
        && old != new
    {
        let metadata = Path::new("metadata");
        let annotations = metadata.child("annotations");
        let why = format!("must match annotations[{}] when both are specified", HINTS[1]);
        out.invalid(&annotations.key(HINTS[0]), old.as_str(), &why);
    }
}

fn external_name(spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let why = "may not be set for ExternalName services";
    for (field, set) in [
        ("clusterIPs", !spec.cluster_ips.is_empty()),
        ("ipFamilies", !spec.ip_families.is_empty()),
        ("ipFamilyPolicy", spec.ip_family_policy.is_some()),
    ] {
        if set {
            out.forbidden(&path.child(field), why);
        }
    }
    let name = spec.external_name.strip_suffix('.').unwrap_or(&spec.external_name);
    let at = path.child("externalName");
    if out.needed(&at, name) {
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
    handlers::port(&port.target_port, &path.child("targetPort"), out);
    if let Some(protocol) = &port.app_protocol {
        out.complaints(&path.child("appProtocol"), protocol, qualified_name(protocol));
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
    let config = spec.session_affinity_config.as_ref();
    match affinity {
        "None" if config.is_some() => {
            out.forbidden(path, "must not be set when session affinity is None");
        }
        "ClientIP" => {
            let client = path.child("clientIP");
            let seconds = client.child("timeoutSeconds");
            let why = "when session affinity type is ClientIP";
            let Some(config) = config else { return out.required(path, why) };
            let Some(settings) = &config.client_ip else { return out.required(&client, why) };
            match settings.timeout_seconds {
                None => out.required(&seconds, why),
                Some(value) if !(1..=MAX_AFFINITY).contains(&value) => {
                    let why = format!("must be greater than 0 and less than {MAX_AFFINITY}");
                    out.invalid(&seconds, value, &why);
                }
                Some(_) => {}
            }
        }
        _ => {}
    }
}

fn balancing(service: &Service, old: Option<&Service>, path: &Path<'_>, out: &mut ErrorList) {
    let spec = &service.spec;
    let balanced = spec.type_.as_str() == "LoadBalancer";
    source_ranges(service, old, balanced, path, out);
    match spec.allocate_load_balancer_node_ports {
        // The path that upstream prints.
        None if balanced => out.required(&Path::new("allocateLoadBalancerNodePorts"), ""),
        Some(_) if !balanced => {
            out.forbidden(&path.child("allocateLoadBalancerNodePorts"), BALANCED_ONLY);
        }
        _ => {}
    }
    balancer_class(spec, path, out);
}

fn balancer_class(spec: &ServiceSpec, path: &Path<'_>, out: &mut ErrorList) {
    let Some(class) = &spec.load_balancer_class else { return };
    let path = path.child("loadBalancerClass");
    if spec.type_.as_str() == "LoadBalancer" {
        out.complaints(&path, class, qualified_name(class));
    } else {
        out.forbidden(&path, BALANCED_ONLY);
    }
}

fn source_ranges(
    service: &Service,
    old: Option<&Service>,
    balanced: bool,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let ranges = &service.spec.load_balancer_source_ranges;
    if !ranges.is_empty() {
        // The name that upstream prints.
        let path = path.child("LoadBalancerSourceRanges");
        if !balanced {
            out.forbidden(&path, BALANCED_ONLY);
        }
        let before = old.map_or(&[][..], |old| &old.spec.load_balancer_source_ranges);
        for (i, range) in ranges.iter().enumerate() {
            out.network(&path.index(i), range.trim(), before);
        }
        return;
    }
    let Some(value) = service.metadata.annotations.get(SOURCE_RANGES) else { return };
    let metadata = Path::new("metadata");
    let annotations = metadata.child("annotations");
    let path = annotations.key(SOURCE_RANGES);
    if !balanced {
        out.forbidden(&path, BALANCED_ONLY);
    }
    if value.trim().is_empty() {
        return;
    }
    let was = old.and_then(|old| old.metadata.annotations.get(SOURCE_RANGES));
    let before: Vec<String> =
        was.into_iter().flat_map(|was| was.split(',')).map(|was| was.trim().to_owned()).collect();
    for range in value.split(',') {
        out.network(&path, range.trim(), &before);
    }
}

fn traffic(spec: &ServiceSpec, kind: &str, path: &Path<'_>, out: &mut ErrorList) {
    let external = spec.external_traffic_policy.as_str();
    let external_path = path.child("externalTrafficPolicy");
    let reachable = matches!(kind, "LoadBalancer" | "NodePort")
        || (kind == "ClusterIP" && !spec.external_ips.is_empty());
    if reachable {
        out.one_of(&external_path, external, &TRAFFIC);
    } else if !external.is_empty() {
        let why = "may only be set for externally-accessible services";
        out.invalid(&external_path, external, why);
    }
    let port = spec.health_check_node_port;
    let port_path = path.child("healthCheckNodePort");
    if !needs_health_check(spec) {
        if port != 0 {
            let why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` \
                       is 'Local'";
            out.invalid(&port_path, port, why);
        }
    } else if port != 0 {
        // None is found after this.
        for why in port_number(i64::from(port)) {
            out.invalid(&port_path, port, &why);
        }
    }
    let internal_path = path.child("internalTrafficPolicy");
    match spec.internal_traffic_policy.as_ref().map(|policy| policy.as_str()) {
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
    service_addresses::update(&new.spec, &old.spec, &SPEC, out);
    let (class, before) = (&new.spec.load_balancer_class, &old.spec.load_balancer_class);
    let balanced = |service: &Service| service.spec.type_.as_str() == "LoadBalancer";
    if balanced(new) && balanced(old) && class != before {
        let shown = serde_json::to_value(class).unwrap_or_default();
        out.invalid(&SPEC.child("loadBalancerClass"), shown, "may not change once set");
    }
    // Upstream judges the class of a changed service twice.
    balancer_class(&new.spec, &SPEC, out);
    let port = |service: &Service| service.spec.health_check_node_port;
    if needs_health_check(&new.spec) && needs_health_check(&old.spec) && port(new) != port(old) {
        out.forbidden(&SPEC.child("healthCheckNodePort"), "field is immutable");
    }
    whole(new, Some(old), out);
}
