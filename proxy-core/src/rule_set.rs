//! What traffic to a Service should reach: Services and EndpointSlices in, rules out.
//!
//! Pure: the same objects give the same rules, whatever carries them out.
//!
//! *Upstream:* `pkg/proxy/serviceport.go`, `topology.go`, `endpointslicecache.go`.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use bowline_api::core::v1::{Protocol, Service, ServicePort as Port};
use bowline_api::discovery::v1::{Endpoint as SliceEndpoint, EndpointSlice};

/// Services with this label are somebody else's to forward.
const FOREIGN: &str = "service.kubernetes.io/service-proxy-name";
/// Services with this label have no virtual address.
const HEADLESS: &str = "service.kubernetes.io/headless";
/// The label by which a slice names its Service.
const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// Where the proxy stands: some rules prefer what is near.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Name of the node.
    pub node: String,
    /// Zone of the node; empty when unknown.
    pub zone: String,
}

/// A port of a Service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServicePortName {
    /// Namespace of the Service.
    pub namespace: String,
    /// Name of the Service.
    pub name: String,
    /// Name of the port; empty when it has none.
    pub port: String,
    /// Protocol: one name may stand for several.
    pub protocol: Protocol,
}

/// Where the traffic of one port comes in and may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Virtual addresses with their port.
    pub addresses: BTreeSet<SocketAddr>,
    /// Port on every node; `None` without one.
    pub node_port: Option<u16>,
    /// How long a client stays with an endpoint; `None` without affinity.
    pub affinity: Option<Duration>,
    /// Where traffic from the cluster goes, in order.
    pub endpoints: Vec<SocketAddr>,
    /// Where traffic from outside goes; differs under `externalTrafficPolicy: Local`.
    pub external_endpoints: Vec<SocketAddr>,
    /// Whether traffic from outside keeps its source address, under that policy.
    pub keeps_source: bool,
}

/// The rules of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet {
    /// One rule a port, in order.
    pub rules: BTreeMap<ServicePortName, Rule>,
}

impl RuleSet {
    /// Computes the rules of a node.
    #[must_use]
    pub fn new<'a>(
        services: impl IntoIterator<Item = &'a Service>,
        slices: impl IntoIterator<Item = &'a EndpointSlice>,
        place: &Place,
    ) -> Self {
        let mut by_service: BTreeMap<(&str, &str), Vec<&EndpointSlice>> = BTreeMap::new();
        for slice in slices {
            if let Some(service) = slice.metadata.labels.get(SERVICE_NAME) {
                by_service.entry((&slice.metadata.namespace, service)).or_default().push(slice);
            }
        }
        let mut out = Self::default();
        for service in services.into_iter().filter(|s| is_ours(s)) {
            let key = (service.metadata.namespace.as_str(), service.metadata.name.as_str());
            let slices = by_service.get(&key).map(Vec::as_slice).unwrap_or_default();
            for port in &service.spec.ports {
                let name = ServicePortName {
                    namespace: key.0.to_owned(),
                    name: key.1.to_owned(),
                    port: port.name.clone(),
                    protocol: protocol(&port.protocol),
                };
                if let Some(rule) = rule(service, port, slices, place) {
                    out.rules.insert(name, rule);
                }
            }
        }
        out
    }
}

/// Whether a Service has virtual addresses that this proxy answers for.
fn is_ours(service: &Service) -> bool {
    let spec = &service.spec;
    !service.metadata.labels.contains_key(FOREIGN)
        && !service.metadata.labels.contains_key(HEADLESS)
        && spec.type_.as_str() != "ExternalName"
        && !matches!(spec.cluster_ip.as_str(), "" | "None")
}

/// An absent protocol is TCP.
fn protocol(protocol: &Protocol) -> Protocol {
    if protocol.is_unset() { Protocol::Tcp } else { protocol.clone() }
}

fn rule(service: &Service, port: &Port, slices: &[&EndpointSlice], place: &Place) -> Option<Rule> {
    let spec = &service.spec;
    let number = u16::try_from(port.port).ok()?;
    let ips = spec.cluster_ips.iter().chain([&spec.cluster_ip]).chain(&spec.external_ips);
    let balancers = service.status.load_balancer.ingress.iter().map(|i| &i.ip);
    let addresses: BTreeSet<SocketAddr> = ips
        .chain(balancers)
        .filter_map(|ip| ip.parse::<IpAddr>().ok())
        .map(|ip| SocketAddr::new(ip, number))
        .collect();
    let reachable = candidates(port, slices);
    let is_local = |policy: Option<&str>| policy == Some("Local");
    let internal = is_local(spec.internal_traffic_policy.as_ref().map(|p| p.as_str()));
    let external = is_local(Some(spec.external_traffic_policy.as_str()));
    let affinity = (spec.session_affinity.as_str() == "ClientIP").then(|| {
        let config = spec.session_affinity_config.as_ref();
        let seconds = config.and_then(|c| c.client_ip.as_ref()).and_then(|c| c.timeout_seconds);
        Duration::from_secs(seconds.and_then(|s| u64::try_from(s).ok()).unwrap_or(10_800))
    });
    Some(Rule {
        addresses,
        node_port: u16::try_from(port.node_port).ok().filter(|&p| p != 0),
        affinity,
        endpoints: choose(&reachable, internal, place),
        external_endpoints: choose(&reachable, external, place),
        keeps_source: external,
    })
}

struct Candidate<'a> {
    address: SocketAddr,
    endpoint: &'a SliceEndpoint,
}

/// The endpoints of a port, each address once, the most willing description of it.
fn candidates<'a>(port: &Port, slices: &[&'a EndpointSlice]) -> Vec<Candidate<'a>> {
    let mut found: BTreeMap<SocketAddr, Candidate<'a>> = BTreeMap::new();
    for slice in slices {
        let matching = slice.ports.iter().find(|p| {
            p.name.as_deref().unwrap_or_default() == port.name
                && protocol(p.protocol.as_ref().unwrap_or(&Protocol::Tcp))
                    == protocol(&port.protocol)
        });
        let Some(number) = matching.and_then(|p| u16::try_from(p.port?).ok()) else { continue };
        for endpoint in &slice.endpoints {
            // Only the first address counts; the others are for humans.
            let ip = endpoint.addresses.first().and_then(|a| a.parse::<IpAddr>().ok());
            let Some(ip) = ip else { continue };
            let address = SocketAddr::new(ip, number);
            let candidate = Candidate { address, endpoint };
            match found.get(&address) {
                Some(known) if is_ready(known.endpoint) => {}
                _ => {
                    found.insert(address, candidate);
                }
            }
        }
    }
    found.into_values().collect()
}

fn is_ready(endpoint: &SliceEndpoint) -> bool {
    endpoint.conditions.ready != Some(false)
}

/// Still answering although on its way out.
fn is_serving_while_terminating(endpoint: &SliceEndpoint) -> bool {
    endpoint.conditions.serving.unwrap_or_else(|| is_ready(endpoint))
        && endpoint.conditions.terminating == Some(true)
}

/// The endpoints that traffic goes to: ready ones, or those going down when none is ready.
fn choose(candidates: &[Candidate<'_>], local_only: bool, place: &Place) -> Vec<SocketAddr> {
    let near = |c: &&Candidate<'_>| {
        !local_only || c.endpoint.node_name.as_deref() == Some(place.node.as_str())
    };
    let pick = |willing: fn(&SliceEndpoint) -> bool| -> Vec<&Candidate<'_>> {
        candidates.iter().filter(|c| willing(c.endpoint)).filter(near).collect()
    };
    let ready = pick(is_ready);
    let chosen = if ready.is_empty() { pick(is_serving_while_terminating) } else { ready };
    let hinted = if local_only { None } else { by_hints(&chosen, place) };
    hinted.unwrap_or_else(|| chosen.iter().map(|c| c.address).collect())
}

/// The endpoints meant for this node or zone; `None` unless every endpoint has a hint.
fn by_hints(chosen: &[&Candidate<'_>], place: &Place) -> Option<Vec<SocketAddr>> {
    let meant = |for_us: &dyn Fn(&SliceEndpoint) -> Option<bool>| -> Option<Vec<SocketAddr>> {
        let mut out = Vec::new();
        for candidate in chosen {
            if for_us(candidate.endpoint)? {
                out.push(candidate.address);
            }
        }
        (!out.is_empty()).then_some(out)
    };
    let for_node = |e: &SliceEndpoint| {
        let nodes = &e.hints.as_ref()?.for_nodes;
        (!nodes.is_empty()).then(|| nodes.iter().any(|n| n.name == place.node))
    };
    let for_zone = |e: &SliceEndpoint| {
        let zones = &e.hints.as_ref()?.for_zones;
        (!zones.is_empty()).then(|| zones.iter().any(|z| z.name == place.zone))
    };
    if chosen.is_empty() {
        return None;
    }
    meant(&for_node).or_else(|| if place.zone.is_empty() { None } else { meant(&for_zone) })
}

#[cfg(test)]
mod tests;
