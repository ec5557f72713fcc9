//! Where a node's kubelet is.
//!
//! Upstream: `pkg/kubelet/client/kubelet_client.go`, `pkg/registry/core/node/strategy.go`.

use bowline_api::core::v1::{Node, NodeAddressType};
use bowline_apimachinery::meta::Status;
use http::uri::PathAndQuery;

use super::error::ProxyError;
use super::location::{Destination, Location, SchemeNamePort};

/// The kubelet's port where a node does not say one.
pub const DEFAULT_KUBELET_PORT: u16 = 10250;

/// Which of a node's addresses is tried first.
///
/// Upstream: `--kubelet-preferred-address-types`.
pub const PREFERRED_ADDRESS_TYPES: [NodeAddressType; 5] = [
    NodeAddressType::Hostname,
    NodeAddressType::InternalDNS,
    NodeAddressType::InternalIP,
    NodeAddressType::ExternalDNS,
    NodeAddressType::ExternalIP,
];

/// The kubelet of a node. A node without addresses can be reached in this process only.
pub fn kubelet(node: &Node, preferred: &[NodeAddressType]) -> Destination {
    let addresses = &node.status.addresses;
    let preferred =
        preferred.iter().find_map(|kind| addresses.iter().find(|address| address.type_ == *kind));
    let host = preferred.map(|address| address.address.clone()).unwrap_or_default();
    let port = u16::try_from(node.status.daemon_endpoints.kubelet_endpoint.port);
    let port = port.ok().filter(|port| *port > 0).unwrap_or(DEFAULT_KUBELET_PORT);
    Destination::Kubelet { node: node.metadata.name.clone(), host, port }
}

/// Where `nodes/proxy` leads: to the kubelet, or to another port of the node.
///
/// # Errors
/// The port is not a number.
pub fn proxy_location(
    node: &Node,
    id: &SchemeNamePort,
    preferred: &[NodeAddressType],
    path: PathAndQuery,
) -> Result<Location, ProxyError> {
    let kubelet = kubelet(node, preferred);
    let Destination::Kubelet { host, port: kubelet_port, .. } = &kubelet else {
        return Ok(Location { destination: kubelet, path });
    };
    if id.port.is_empty() || id.port == kubelet_port.to_string() {
        return Ok(Location { destination: kubelet, path });
    }
    let port = id.port.parse().map_err(|_| {
        Status::bad_request(format!("invalid node request {:?}: bad port", id.name))
    })?;
    let scheme = id.scheme.unwrap_or_default();
    Ok(Location { destination: Destination::Address { scheme, host: host.clone(), port }, path })
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::NodeAddress;

    use super::super::location::Scheme;
    use super::*;

    fn node(addresses: &[(NodeAddressType, &str)], port: i32) -> Node {
        let mut node = Node::default();
        node.metadata.name = "n1".into();
        node.status.addresses = addresses
            .iter()
            .map(|(kind, address)| NodeAddress { type_: kind.clone(), address: (*address).into() })
            .collect();
        node.status.daemon_endpoints.kubelet_endpoint.port = port;
        node
    }

    #[test]
    fn the_preferred_address_and_the_nodes_port_are_taken() {
        use NodeAddressType::{ExternalIP, Hostname, InternalIP};
        let rows = [
            (node(&[(InternalIP, "10.0.0.1"), (Hostname, "n1")], 0), "n1:10250"),
            (node(&[(ExternalIP, "1.2.3.4"), (InternalIP, "10.0.0.1")], 4321), "10.0.0.1:4321"),
            (node(&[], 70000), "n1:10250"),
        ];
        for (node, want) in rows {
            assert_eq!(kubelet(&node, &PREFERRED_ADDRESS_TYPES).authority(), want);
        }
    }

    #[test]
    fn another_port_is_no_kubelet() {
        let node = node(&[(NodeAddressType::InternalIP, "10.0.0.1")], 0);
        let location = |id: &str| {
            let id = SchemeNamePort::parse(id).unwrap();
            let path = PathAndQuery::from_static("/metrics");
            proxy_location(&node, &id, &PREFERRED_ADDRESS_TYPES, path).map(|it| it.destination)
        };
        let host = || "10.0.0.1".to_owned();
        let kubelet = || Destination::Kubelet { node: "n1".into(), host: host(), port: 10250 };
        assert_eq!(location("n1").unwrap(), kubelet());
        assert_eq!(location("https:n1:10250").unwrap(), kubelet());
        let other = Destination::Address { scheme: Scheme::Https, host: host(), port: 9100 };
        assert_eq!(location("https:n1:9100").unwrap(), other);
        assert!(location("n1:http").is_err());
    }
}
