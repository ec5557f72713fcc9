//! Ports of the host that pods on a node hold.

use std::collections::BTreeMap;

use bowline_api::core::v1::{Pod, Protocol};

const ANY_ADDRESS: &str = "0.0.0.0";

/// One port of the host that a container wants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPort {
    /// Address of the host; `0.0.0.0` for all of them.
    pub ip: String,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: String,
    /// Port number, greater than 0.
    pub port: i32,
}

impl HostPort {
    /// The host ports that a pod wants: those of its containers and sidecars, in order.
    #[must_use]
    pub fn of_pod(pod: &Pod) -> Vec<Self> {
        let sidecars = pod.spec.init_containers.iter().filter(|it| it.is_sidecar());
        let ports = sidecars.chain(&pod.spec.containers).flat_map(|it| &it.ports);
        ports
            .filter(|port| port.host_port > 0)
            .map(|port| Self {
                ip: if port.host_ip.is_empty() { ANY_ADDRESS } else { &port.host_ip }.to_owned(),
                protocol: match &port.protocol {
                    Protocol::Unset => Protocol::Tcp.as_str(),
                    protocol => protocol.as_str(),
                }
                .to_owned(),
                port: port.host_port,
            })
            .collect()
    }

    /// Whether two pods cannot have both ports on one node.
    #[must_use]
    pub fn conflicts_with(&self, other: &Self) -> bool {
        self.port == other.port
            && self.protocol == other.protocol
            && (self.ip == other.ip || self.ip == ANY_ADDRESS || other.ip == ANY_ADDRESS)
    }
}

/// The host ports in use on a node, each with the number of pods that hold it.
///
/// Pods that were bound past the scheduler may hold the same port; it is free when the last one
/// is gone. (Upstream, `HostPortInfo`, frees it with the first.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostPorts {
    used: BTreeMap<HostPort, u32>,
}

impl HostPorts {
    /// Takes a port.
    pub fn add(&mut self, port: &HostPort) {
        *self.used.entry(port.clone()).or_default() += 1;
    }

    /// Gives a port back.
    pub fn remove(&mut self, port: &HostPort) {
        if let Some(holders) = self.used.get_mut(port) {
            *holders -= 1;
            if *holders == 0 {
                self.used.remove(port);
            }
        }
    }

    /// Whether a port that is wanted is in the way of one in use.
    #[must_use]
    pub fn conflicts_with(&self, port: &HostPort) -> bool {
        self.used.keys().any(|used| used.conflicts_with(port))
    }

    /// Whether no port is in use.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.used.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(text: &str) -> HostPort {
        let [protocol, ip, port] = text.split('/').collect::<Vec<_>>().try_into().unwrap();
        HostPort { ip: ip.into(), protocol: protocol.into(), port: port.parse().unwrap() }
    }

    #[test]
    fn ports_conflict_on_the_same_address_or_any() {
        let rows = [
            ("TCP/0.0.0.0/80", "TCP/0.0.0.0/80", true),
            ("TCP/0.0.0.0/80", "TCP/127.0.0.1/80", true),
            ("TCP/127.0.0.1/80", "TCP/0.0.0.0/80", true),
            ("TCP/127.0.0.1/80", "TCP/127.0.0.2/80", false),
            ("TCP/127.0.0.1/80", "UDP/127.0.0.1/80", false),
            ("TCP/127.0.0.1/80", "TCP/127.0.0.1/81", false),
        ];
        for (used, wanted, want) in rows {
            let mut ports = HostPorts::default();
            ports.add(&port(used));
            assert_eq!(ports.conflicts_with(&port(wanted)), want, "{used} {wanted}");
        }
    }

    #[test]
    fn a_port_is_free_when_its_last_holder_is_gone() {
        let mut ports = HostPorts::default();
        let http = port("TCP/0.0.0.0/80");
        ports.add(&http);
        ports.add(&http);
        ports.remove(&http);
        assert!(ports.conflicts_with(&http));
        ports.remove(&http);
        ports.remove(&http);
        assert!(ports.is_empty() && !ports.conflicts_with(&http));
    }
}
