//! Addresses grouped by the ports that they have.
//!
//! Upstream: `pkg/api/v1/endpoints/util.go` and `truncateEndpoints` of
//! `pkg/controller/endpoint/endpoints_controller.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{EndpointAddress, EndpointPort, EndpointSubset};

/// The most addresses of an object.
pub const MAX_ADDRESSES: usize = 1000;

/// A port in an order that does not depend on how it was found.
type PortKey = (i32, String, String, Option<String>);

/// An address in such an order; the same address of two pods is two addresses.
type AddressKey = (String, String);

/// One address with its ports.
#[derive(Clone, Debug, Default)]
struct Member {
    address: EndpointAddress,
    is_ready: bool,
    ports: BTreeMap<PortKey, EndpointPort>,
}

/// Collects addresses and ports, and groups them.
#[derive(Debug, Default)]
pub struct Subsets {
    members: BTreeMap<AddressKey, Member>,
}

impl Subsets {
    /// Notes that an address has a port, or none at all.
    pub fn add(&mut self, address: &EndpointAddress, is_ready: bool, port: Option<EndpointPort>) {
        let uid = address.target_ref.as_ref().map(|target| target.uid.clone());
        let key = (address.ip.clone(), uid.unwrap_or_default());
        let member = self.members.entry(key).or_insert_with(|| Member {
            address: address.clone(),
            is_ready,
            ports: BTreeMap::new(),
        });
        // Once ready, always ready: the same pod may be found twice.
        member.is_ready |= is_ready;
        if let Some(port) = port {
            member.ports.insert(port_key(&port), port);
        }
    }

    /// Addresses that have the same ports go into the same subset.
    #[must_use]
    pub fn group(self) -> Vec<EndpointSubset> {
        let mut groups: BTreeMap<Vec<PortKey>, EndpointSubset> = BTreeMap::new();
        for member in self.members.into_values() {
            let subset =
                groups.entry(member.ports.keys().cloned().collect()).or_insert_with(|| {
                    let ports = member.ports.values().cloned().collect();
                    EndpointSubset { ports, ..EndpointSubset::default() }
                });
            match member.is_ready {
                true => subset.addresses.push(member.address),
                false => subset.not_ready_addresses.push(member.address),
            }
        }
        groups.into_values().collect()
    }
}

fn port_key(port: &EndpointPort) -> PortKey {
    let protocol = port.protocol.as_str().to_owned();
    (port.port, protocol, port.name.clone(), port.app_protocol.clone())
}

/// Brings subsets in the one order that they are compared in.
#[must_use]
pub fn canonical(subsets: &[EndpointSubset]) -> Vec<EndpointSubset> {
    let mut all = Subsets::default();
    for subset in subsets {
        let ready = subset.addresses.iter().map(|address| (address, true));
        for (address, is_ready) in
            ready.chain(subset.not_ready_addresses.iter().map(|address| (address, false)))
        {
            if subset.ports.is_empty() {
                all.add(address, is_ready, None);
            }
            for port in &subset.ports {
                all.add(address, is_ready, Some(port.clone()));
            }
        }
    }
    all.group()
}

/// Leaves out what is beyond the most addresses of an object: first those that are not ready, and
/// from each subset its share. Tells whether anything was left out.
pub fn truncate(subsets: &mut [EndpointSubset]) -> bool {
    let ready: usize = subsets.iter().map(|subset| subset.addresses.len()).sum();
    let not_ready: usize = subsets.iter().map(|subset| subset.not_ready_addresses.len()).sum();
    if ready + not_ready <= MAX_ADDRESSES {
        return false;
    }
    let of_ready = ready > MAX_ADDRESSES;
    let (room, total) =
        if of_ready { (MAX_ADDRESSES, ready) } else { (MAX_ADDRESSES - ready, not_ready) };
    let mut left = room;
    for subset in subsets {
        if of_ready {
            subset.not_ready_addresses.clear();
        }
        let list = if of_ready { &mut subset.addresses } else { &mut subset.not_ready_addresses };
        let share = (list.len() * room).div_ceil(total).min(left);
        list.truncate(share);
        left -= share;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(ip: &str) -> EndpointAddress {
        EndpointAddress { ip: ip.into(), ..EndpointAddress::default() }
    }

    fn port(port: i32) -> Option<EndpointPort> {
        Some(EndpointPort { port, ..EndpointPort::default() })
    }

    #[test]
    fn addresses_with_the_same_ports_are_together() {
        let mut subsets = Subsets::default();
        for (ip, ready, ports) in [
            ("2", true, &[80, 443][..]),
            ("1", true, &[443, 80]),
            ("3", false, &[80]),
            ("4", true, &[80]),
        ] {
            for number in ports {
                subsets.add(&address(ip), ready, port(*number));
            }
        }
        let told: Vec<_> = subsets
            .group()
            .iter()
            .map(|subset| {
                let ips = |list: &[EndpointAddress]| {
                    list.iter().map(|a| a.ip.clone()).collect::<Vec<_>>().join(" ")
                };
                let ports: Vec<_> = subset.ports.iter().map(|port| port.port).collect();
                (ips(&subset.addresses), ips(&subset.not_ready_addresses), ports)
            })
            .collect();
        let want =
            |ready: &str, not: &str, ports: &[i32]| (ready.into(), not.into(), ports.to_vec());
        assert_eq!(told, [want("4", "3", &[80]), want("1 2", "", &[80, 443])]);
    }

    #[test]
    fn the_order_of_writing_does_not_matter() {
        let of = |ips: &[&str], ports: &[i32]| EndpointSubset {
            addresses: ips.iter().map(|ip| address(ip)).collect(),
            ports: ports.iter().filter_map(|number| port(*number)).collect(),
            ..EndpointSubset::default()
        };
        let a = [of(&["2", "1"], &[443, 80]), of(&["3"], &[])];
        let b = [of(&["3"], &[]), of(&["1"], &[80, 443]), of(&["2"], &[80, 443])];
        assert_eq!(canonical(&a), canonical(&b));
        assert_ne!(canonical(&a), canonical(&a[..1]));
    }

    #[test]
    fn what_is_not_ready_is_left_out_first() {
        let subset = |ready: usize, not_ready: usize| EndpointSubset {
            addresses: vec![address("r"); ready],
            not_ready_addresses: vec![address("n"); not_ready],
            ..EndpointSubset::default()
        };
        for (subsets, want) in [
            (vec![subset(500, 500)], vec![(500, 500)]),
            (vec![subset(500, 600)], vec![(500, 500)]),
            (vec![subset(500, 200), subset(400, 200)], vec![(500, 50), (400, 50)]),
            (vec![subset(1500, 10), subset(500, 10)], vec![(750, 0), (250, 0)]),
        ] {
            let (mut truncated, before) = (subsets.clone(), subsets);
            assert_eq!(truncate(&mut truncated), truncated != before);
            let counts: Vec<_> = truncated
                .iter()
                .map(|s| (s.addresses.len(), s.not_ready_addresses.len()))
                .collect();
            assert_eq!(counts, want);
        }
    }
}
