//! Which zones or nodes should use an endpoint.
//!
//! Upstream: `staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go`.

use bowline_api::core::v1::Service;
use bowline_api::discovery::v1::{Endpoint, EndpointHints, ForNode, ForZone};

/// The hints of an endpoint under a Service's traffic distribution.
pub(super) fn of(endpoint: &Endpoint, service: &Service) -> Option<Box<EndpointHints>> {
    if endpoint.conditions.ready == Some(false) {
        return None;
    }
    let zone = || {
        let zones = endpoint.zone.iter().map(|zone| ForZone { name: zone.clone() });
        zones.collect::<Vec<_>>()
    };
    let hints = match service.spec.traffic_distribution.as_deref() {
        Some("PreferClose" | "PreferSameZone") => {
            EndpointHints { for_zones: zone(), ..EndpointHints::default() }
        }
        Some("PreferSameNode") => {
            let nodes = endpoint.node_name.iter().map(|node| ForNode { name: node.clone() });
            EndpointHints { for_zones: zone(), for_nodes: nodes.collect() }
        }
        _ => return None,
    };
    (hints != EndpointHints::default()).then(|| Box::new(hints))
}
