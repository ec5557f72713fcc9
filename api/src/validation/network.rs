//! Ways into and through the network.
//!
//! *Upstream:* `pkg/apis/networking/validation`, `pkg/apis/discovery/validation`,
//! `ValidateEndpoints`.

use std::collections::BTreeSet;

use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::ip;
use bowline_apimachinery::validation::names::{
    dns1123_label, dns1123_subdomain, domain_prefixed_path, path_segment_name, port_name,
    port_number, qualified_name, wildcard_dns1123_subdomain,
};

use super::faults::Faults as _;
use crate::core::v1::{EndpointAddress, Endpoints};
use crate::discovery::v1::EndpointSlice;
use crate::networking::v1::{
    IPBlock, Ingress, IngressBackend, IngressClass, NetworkPolicy, NetworkPolicyPeer,
    NetworkPolicyPort,
};

const PATH_TYPES: [&str; 3] = ["Exact", "ImplementationSpecific", "Prefix"];
const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

/// A new ingress, whose class may not be named in two ways.
pub(super) fn new_ingress(ingress: &Ingress, out: &mut ErrorList) {
    self::ingress(ingress, out);
    let annotation = ingress.metadata.annotations.get("kubernetes.io/ingress.class");
    if let (Some(annotation), Some(class)) = (annotation, &ingress.spec.ingress_class_name)
        && annotation != class
    {
        let path = Path::new("annotations");
        let path = path.child("kubernetes.io/ingress.class");
        let why = "must match `ingressClassName` when both are specified";
        out.invalid(&path, annotation.as_str(), why);
    }
}

pub(super) fn ingress(ingress: &Ingress, out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &ingress.spec;
    if spec.rules.is_empty() && spec.default_backend.is_none() {
        let why = "either `defaultBackend` or `rules` must be specified";
        out.invalid(&path, serde_json::to_value(&spec.rules).unwrap_or_default(), why);
    }
    if let Some(class) = &spec.ingress_class_name {
        out.complaints(&path.child("ingressClassName"), class, dns1123_subdomain(class));
    }
    if let Some(backend) = &spec.default_backend {
        self::backend(backend, &path.child("defaultBackend"), out);
    }
    let rules = path.child("rules");
    for (i, rule) in spec.rules.iter().enumerate() {
        let path = rules.index(i);
        host(&rule.host, &path.child("host"), out);
        let Some(http) = &rule.http else { continue };
        let path = path.child("http");
        let paths = path.child("paths");
        if http.paths.is_empty() {
            out.required(&paths, "");
        }
        for (j, entry) in http.paths.iter().enumerate() {
            let path = paths.index(j);
            let kind = entry.path_type.as_ref().map_or("", |kind| kind.as_str());
            match kind {
                "" => out.required(&path.child("pathType"), "pathType must be specified"),
                "Exact" | "Prefix" => http_path(&entry.path, &path.child("path"), out),
                "ImplementationSpecific" => {
                    if !entry.path.is_empty() && !entry.path.starts_with('/') {
                        out.invalid(
                            &path.child("path"),
                            entry.path.as_str(),
                            "must be an absolute path",
                        );
                    }
                }
                other => out.unsupported(&path.child("pathType"), other, &PATH_TYPES),
            }
            if !kind.is_empty() {
                backend(&entry.backend, &path.child("backend"), out);
            }
        }
    }
    let tls = path.child("tls");
    for (i, entry) in spec.tls.iter().enumerate() {
        let path = tls.index(i);
        let hosts = path.child("hosts");
        for (j, name) in entry.hosts.iter().enumerate() {
            let rule =
                if name.contains('*') { wildcard_dns1123_subdomain } else { dns1123_subdomain };
            out.complaints(&hosts.index(j), name, rule(name));
        }
        if !entry.secret_name.is_empty() {
            let complaints = dns1123_subdomain(&entry.secret_name);
            out.complaints(&path.child("secretName"), &entry.secret_name, complaints);
        }
    }
}

fn host(name: &str, path: &Path<'_>, out: &mut ErrorList) {
    if name.is_empty() {
        return;
    }
    if ip::parse_ip_sloppy(name).is_some() {
        out.invalid(path, name, "must be a DNS name, not an IP address");
    }
    let rule = if name.contains('*') { wildcard_dns1123_subdomain } else { dns1123_subdomain };
    out.complaints(path, name, rule(name));
}

fn http_path(text: &str, path: &Path<'_>, out: &mut ErrorList) {
    if !text.starts_with('/') {
        out.invalid(path, text, "must be an absolute path");
    }
    for part in ["//", "/./", "/../", "%2f", "%2F"] {
        if text.contains(part) {
            out.invalid(path, text, &format!("must not contain '{part}'"));
        }
    }
    for end in ["/..", "/."] {
        if text.ends_with(end) {
            out.invalid(path, text, &format!("cannot end with '{end}'"));
        }
    }
}

fn backend(backend: &IngressBackend, path: &Path<'_>, out: &mut ErrorList) {
    match (&backend.service, &backend.resource) {
        (Some(_), Some(_)) => {
            let why = "cannot set both resource and service backends";
            out.invalid(path, "", why);
        }
        (None, None) => out.invalid(path, "", "resource or service backend is required"),
        (None, Some(resource)) => {
            let path = path.child("resource");
            reference(resource.api_group.as_deref(), &resource.kind, &resource.name, &path, out);
        }
        (Some(service), None) => {
            let at = path;
            let path = path.child("service");
            let name = path.child("name");
            if out.needed(&name, &service.name) {
                out.complaints(&name, &service.name, dns1123_label(&service.name));
            }
            let has_name = !service.port.name.is_empty();
            let has_number = service.port.number != 0;
            let path_of_port = path.child("port");
            match (has_name, has_number) {
                (true, true) => out.invalid(at, "", "cannot set both port name & port number"),
                (false, false) => {
                    out.required(at, "port name or number is required");
                }
                (true, false) => {
                    let complaints = port_name(&service.port.name);
                    out.complaints(&path_of_port.child("name"), &service.port.name, complaints);
                }
                (false, true) => {
                    for why in port_number(i64::from(service.port.number)) {
                        out.invalid(&path_of_port.child("number"), service.port.number, &why);
                    }
                }
            }
        }
    }
}

fn reference(group: Option<&str>, kind: &str, name: &str, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(group) = group {
        out.complaints(&path.child("apiGroup"), group, dns1123_subdomain(group));
    }
    for (field, text) in [("kind", kind), ("name", name)] {
        let path = path.child(field);
        if out.needed(&path, text) {
            out.complaints(&path, text, path_segment_name(text));
        }
    }
}

pub(super) fn ingress_class(class: &IngressClass, out: &mut ErrorList) {
    let path = Path::new("spec");
    let controller = class.spec.controller.as_str();
    let controller_path = path.child("controller");
    if controller.len() > 250 {
        let fault =
            bowline_apimachinery::validation::field::FieldError::too_long(&controller_path, 250);
        out.push(fault);
    }
    out.extend(domain_prefixed_path(&controller_path, controller));
    let Some(parameters) = &class.spec.parameters else { return };
    let path = path.child("parameters");
    let group = parameters.api_group.as_deref();
    reference(group, &parameters.kind, &parameters.name, &path, out);
    let scope = path.child("scope");
    let namespace = path.child("namespace");
    match parameters.scope.as_deref() {
        None => out.required(&scope, ""),
        Some("Namespace") => match parameters.namespace.as_deref() {
            None => {
                out.required(&namespace, "`parameters.scope` is set to 'Namespace'");
            }
            Some(name) => out.complaints(&namespace, name, dns1123_label(name)),
        },
        Some("Cluster") => {
            if parameters.namespace.is_some() {
                out.forbidden(&namespace, "`parameters.scope` is set to 'Cluster'");
            }
        }
        Some(other) => out.unsupported(&scope, other, &["Cluster", "Namespace"]),
    }
}

/// What a class stands for is for ever.
pub(super) fn update_ingress_class(new: &IngressClass, old: &IngressClass, out: &mut ErrorList) {
    ingress_class(new, out);
    let path = Path::new("spec");
    out.immutable(&path.child("controller"), &new.spec.controller, &old.spec.controller);
}

pub(super) fn network_policy(policy: &NetworkPolicy, out: &mut ErrorList) {
    policies(policy, &[], out);
}

/// Networks that were there may stay.
pub(super) fn update_network_policy(new: &NetworkPolicy, old: &NetworkPolicy, out: &mut ErrorList) {
    let ingress = old.spec.ingress.iter().flat_map(|rule| &rule.from);
    let peers = ingress.chain(old.spec.egress.iter().flat_map(|rule| &rule.to));
    let blocks = peers.filter_map(|peer| peer.ip_block.as_ref());
    let known = blocks.flat_map(|block| block.except.iter().chain([&block.cidr])).cloned();
    policies(new, &known.collect::<Vec<_>>(), out);
}

/// A policy; `known`: networks that it had before.
fn policies(policy: &NetworkPolicy, known: &[String], out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &policy.spec;
    out.selector(&path.child("podSelector"), Some(&spec.pod_selector));
    let ingress = path.child("ingress");
    for (i, rule) in spec.ingress.iter().enumerate() {
        let path = ingress.index(i);
        policy_ports(&rule.ports, &path.child("ports"), out);
        let from = path.child("from");
        for (j, peer) in rule.from.iter().enumerate() {
            self::peer(peer, known, &from.index(j), out);
        }
    }
    let egress = path.child("egress");
    for (i, rule) in spec.egress.iter().enumerate() {
        let path = egress.index(i);
        policy_ports(&rule.ports, &path.child("ports"), out);
        let to = path.child("to");
        for (j, peer) in rule.to.iter().enumerate() {
            self::peer(peer, known, &to.index(j), out);
        }
    }
    let types = path.child("policyTypes");
    if spec.policy_types.len() > 2 {
        let shown: Vec<&str> = spec.policy_types.iter().map(|kind| kind.as_str()).collect();
        out.invalid(&types, shown, "may not specify more than two policyTypes");
        return;
    }
    for (i, kind) in spec.policy_types.iter().map(|kind| kind.as_str()).enumerate() {
        let known = ["Egress", "Ingress"];
        if !known.contains(&kind) {
            out.unsupported(&types.index(i), kind, &known);
        }
    }
}

fn policy_ports(ports: &[NetworkPolicyPort], path: &Path<'_>, out: &mut ErrorList) {
    for (i, port) in ports.iter().enumerate() {
        let path = path.index(i);
        if let Some(protocol) = port.protocol.as_ref().map(|protocol| protocol.as_str())
            && !PROTOCOLS.contains(&protocol)
        {
            out.unsupported(&path.child("protocol"), protocol, &PROTOCOLS);
        }
        let end = path.child("endPort");
        match (&port.port, port.end_port) {
            (Some(IntOrString::Int(first)), last) => {
                for why in port_number(i64::from(*first)) {
                    out.invalid(&path.child("port"), *first, &why);
                }
                if let Some(last) = last {
                    if last < *first {
                        out.invalid(&end, last, "must be greater than or equal to `port`");
                    }
                    for why in port_number(i64::from(last)) {
                        out.invalid(&end, last, &why);
                    }
                }
            }
            (Some(IntOrString::String(name)), last) => {
                if let Some(last) = last {
                    out.invalid(&end, last, "may not be specified when `port` is non-numeric");
                }
                out.complaints(&path.child("port"), name, port_name(name));
            }
            (None, Some(last)) => {
                out.invalid(&end, last, "may not be specified when `port` is not specified");
            }
            (None, None) => {}
        }
    }
}

fn peer(peer: &NetworkPolicyPeer, known: &[String], path: &Path<'_>, out: &mut ErrorList) {
    out.selector(&path.child("podSelector"), peer.pod_selector.as_deref());
    out.selector(&path.child("namespaceSelector"), peer.namespace_selector.as_deref());
    if let Some(block) = &peer.ip_block {
        ip_block(block, known, &path.child("ipBlock"), out);
    }
    let selects = peer.pod_selector.is_some() || peer.namespace_selector.is_some();
    match (selects, peer.ip_block.is_some()) {
        (false, false) => out.required(path, "must specify a peer"),
        (true, true) => {
            let why = "may not specify both ipBlock and another peer";
            out.forbidden(path, why);
        }
        _ => {}
    }
}

fn ip_block(block: &IPBlock, known: &[String], path: &Path<'_>, out: &mut ErrorList) {
    let cidr_path = path.child("cidr");
    if block.cidr.is_empty() {
        out.required(&cidr_path, "");
        return;
    }
    out.network(&cidr_path, &block.cidr, known);
    let Some(whole) = ip::parse_cidr_sloppy(&block.cidr) else { return };
    let excepts = path.child("except");
    for (i, text) in block.except.iter().enumerate() {
        let path = excepts.index(i);
        out.network(&path, text, known);
        let Some(part) = ip::parse_cidr_sloppy(text) else { continue };
        let inside = contains(&whole, &part) && part.prefix_length() > whole.prefix_length();
        if !inside {
            out.invalid(&path, text.as_str(), "must be a strict subset of `cidr`");
        }
    }
}

/// Whether the first address of `part` is in `whole`.
fn contains(whole: &ip::Cidr, part: &ip::Cidr) -> bool {
    let bits = |address: std::net::IpAddr| match address {
        std::net::IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
        std::net::IpAddr::V6(v6) => (v6.to_bits(), 128),
    };
    let ((network, width), (address, other)) = (bits(whole.network()), bits(part.network()));
    let host_bits = width - u32::from(whole.prefix_length());
    width == other
        && network.checked_shr(host_bits).unwrap_or(0)
            == address.checked_shr(host_bits).unwrap_or(0)
}

/// An address that can be an endpoint. Unlike upstream's, ours may be of the loopback: there live
/// the pods of a node whose containers are processes.
fn not_special(address: &str, path: &Path<'_>, out: &mut ErrorList) {
    let faults = ip::non_special_ip(path, address).into_iter();
    out.extend(faults.filter(|fault| !fault.detail.contains("loopback")));
}

pub(super) fn endpoints(endpoints: &Endpoints, out: &mut ErrorList) {
    all_endpoints(endpoints, None, out);
}

/// Addresses that were there may stay.
pub(super) fn update_endpoints(new: &Endpoints, old: &Endpoints, out: &mut ErrorList) {
    all_endpoints(new, Some(old), out);
}

fn all_endpoints(endpoints: &Endpoints, old: Option<&Endpoints>, out: &mut ErrorList) {
    let before = old.iter().flat_map(|old| &old.subsets);
    let before = before.flat_map(|s| s.addresses.iter().chain(&s.not_ready_addresses));
    let known: Vec<String> = before.map(|address| address.ip.clone()).collect();
    let subsets = Path::new("subsets");
    for (i, subset) in endpoints.subsets.iter().enumerate() {
        let path = subsets.index(i);
        if subset.addresses.is_empty() && subset.not_ready_addresses.is_empty() {
            out.required(&path, "must specify `addresses` or `notReadyAddresses`");
        }
        let mut list = |name: &str, addresses: &[EndpointAddress]| {
            let path = path.child(name);
            for (j, address) in addresses.iter().enumerate() {
                let path = path.index(j);
                let ip_path = path.child("ip");
                out.address(&ip_path, &address.ip, &known);
                not_special(&address.ip, &ip_path, out);
                if !address.hostname.is_empty() {
                    let complaints = dns1123_label(&address.hostname);
                    out.complaints(&path.child("hostname"), &address.hostname, complaints);
                }
                if let Some(node) = &address.node_name {
                    out.complaints(&path.child("nodeName"), node, dns1123_subdomain(node));
                }
            }
        };
        list("addresses", &subset.addresses);
        list("notReadyAddresses", &subset.not_ready_addresses);
        let ports = path.child("ports");
        for (j, port) in subset.ports.iter().enumerate() {
            let path = ports.index(j);
            let name = path.child("name");
            if port.name.is_empty() {
                if subset.ports.len() > 1 {
                    out.required(&name, "");
                }
            } else {
                out.complaints(&name, &port.name, dns1123_label(&port.name));
            }
            for why in port_number(i64::from(port.port)) {
                out.invalid(&path.child("port"), port.port, &why);
            }
            out.one_of(&path.child("protocol"), port.protocol.as_str(), &PROTOCOLS);
            if let Some(protocol) = &port.app_protocol {
                out.complaints(&path.child("appProtocol"), protocol, qualified_name(protocol));
            }
        }
    }
}

pub(super) fn endpoint_slice(slice: &EndpointSlice, out: &mut ErrorList) {
    slices(slice, &[], out);
}

/// Addresses that were there may stay; of which family they are may not change.
pub(super) fn update_endpoint_slice(new: &EndpointSlice, old: &EndpointSlice, out: &mut ErrorList) {
    let known = old.endpoints.iter().flat_map(|endpoint| endpoint.addresses.iter().cloned());
    slices(new, &known.collect::<Vec<_>>(), out);
    out.immutable(&Path::new("addressType"), &new.address_type, &old.address_type);
}

/// A slice; `known`: addresses that it had before.
fn slices(slice: &EndpointSlice, known_addresses: &[String], out: &mut ErrorList) {
    let kind = slice.address_type.as_str();
    let path = Path::new("addressType");
    let known = ["FQDN", "IPv4", "IPv6"];
    out.one_of(&path, kind, &known);
    let endpoints = Path::new("endpoints");
    for (i, endpoint) in slice.endpoints.iter().enumerate() {
        let path = endpoints.index(i);
        let addresses = path.child("addresses");
        if endpoint.addresses.is_empty() {
            out.required(&addresses, "must contain at least 1 address");
        }
        for (j, address) in endpoint.addresses.iter().enumerate() {
            let at = addresses.index(j);
            match kind {
                "IPv4" | "IPv6" => {
                    if !out.address(&at, address, known_addresses) {
                        continue;
                    }
                    if address.contains(':') != (kind == "IPv6") {
                        let why = format!("must be an {kind} address");
                        out.invalid(&at, address.as_str(), &why);
                    }
                    not_special(address, &at, out);
                }
                "FQDN" => out.complaints(&at, address, dns1123_subdomain(address)),
                _ => {}
            }
        }
        if let Some(node) = &endpoint.node_name {
            out.complaints(&path.child("nodeName"), node, dns1123_subdomain(node));
        }
        if let Some(hostname) = &endpoint.hostname {
            out.complaints(&path.child("hostname"), hostname, dns1123_label(hostname));
        }
        let Some(hints) = &endpoint.hints else { continue };
        let path = path.child("hints");
        let zones = path.child("forZones");
        let mut seen = BTreeSet::new();
        for (j, zone) in hints.for_zones.iter().enumerate() {
            let path = zones.index(j);
            let name = path.child("name");
            if !seen.insert(zone.name.as_str()) {
                out.duplicate(&name, zone.name.as_str());
            } else {
                out.complaints(
                    &name,
                    &zone.name,
                    bowline_apimachinery::validation::names::label_value(&zone.name),
                );
            }
        }
    }
    let ports = Path::new("ports");
    let mut names = BTreeSet::new();
    for (i, port) in slice.ports.iter().enumerate() {
        let path = ports.index(i);
        let name = port.name.as_deref().unwrap_or_default();
        let name_path = path.child("name");
        if !name.is_empty() {
            out.complaints(&name_path, name, dns1123_label(name));
        }
        if !names.insert(name) {
            out.duplicate(&name_path, name);
        }
        let protocol = port.protocol.as_ref().map_or("", |protocol| protocol.as_str());
        out.one_of(&path.child("protocol"), protocol, &PROTOCOLS);
        if let Some(protocol) = &port.app_protocol {
            out.complaints(&path.child("appProtocol"), protocol, qualified_name(protocol));
        }
    }
}
