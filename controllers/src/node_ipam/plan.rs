//! Which range a node gets: the first that no other node has.
//!
//! Upstream: `pkg/controller/nodeipam/ipam/range_allocator.go`.

use std::collections::BTreeSet;

use bowline_api::core::v1::Node;

use crate::cidr::Cidr;

/// Where the ranges of nodes are taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodRanges {
    /// The ranges of the cluster, at most one of each family; none to give nodes no ranges.
    pub cluster: Vec<Cidr>,
    /// What must not be given away: the ranges of Services.
    pub services: Vec<Cidr>,
    /// The size of a node's range of IPv4, in leading bits (24 if not set).
    pub node_mask_v4: Option<u8>,
    /// The size of a node's range of IPv6, in leading bits (64 if not set).
    pub node_mask_v6: Option<u8>,
}

/// The cluster's range has none left.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "CIDR allocation failed; there are no remaining CIDRs left to allocate in the range {range}"
)]
pub struct NoneLeft {
    range: String,
}

impl PodRanges {
    fn mask(&self, range: &Cidr) -> u8 {
        match range.is_v6() {
            true => self.node_mask_v6.unwrap_or(64),
            false => self.node_mask_v4.unwrap_or(24),
        }
    }
}

/// The ranges that a node has.
#[must_use]
pub fn ranges_of(node: &Node) -> Vec<Cidr> {
    let all = node.spec.pod_cidrs.iter().filter_map(|text| text.parse().ok());
    let mut all: Vec<Cidr> = all.collect();
    if all.is_empty() {
        all.extend(node.spec.pod_cidr.parse::<Cidr>());
    }
    all
}

/// The ranges for a node without any, one of each of the cluster's, given those that are taken.
///
/// # Errors
/// When all of a range is taken.
pub fn allocate(ranges: &PodRanges, taken: &BTreeSet<Cidr>) -> Result<Vec<Cidr>, NoneLeft> {
    let free = |cluster: &Cidr| {
        let is_free = |part: &Cidr| {
            !taken.contains(part)
                && !ranges.services.iter().any(|services| services.overlaps(part))
                && !taken
                    .iter()
                    .any(|other| other.prefix() != part.prefix() && other.overlaps(part))
        };
        let found = cluster.split(ranges.mask(cluster)).find(is_free);
        found.ok_or_else(|| NoneLeft { range: cluster.to_string() })
    };
    ranges.cluster.iter().map(free).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidrs(texts: &[&str]) -> Vec<Cidr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn each_node_gets_the_next_free_range_of_each_family() {
        let ranges = PodRanges {
            cluster: cidrs(&["10.0.0.0/22", "fd00::/60"]),
            services: cidrs(&["10.0.0.0/24"]),
            ..PodRanges::default()
        };
        let mut taken = BTreeSet::new();
        for want in [
            Some(["10.0.1.0/24", "fd00::/64"]),
            Some(["10.0.2.0/24", "fd00:0:0:1::/64"]),
            Some(["10.0.3.0/24", "fd00:0:0:2::/64"]),
            None,
        ] {
            let got = allocate(&ranges, &taken);
            match want {
                Some(want) => {
                    let got = got.unwrap();
                    assert_eq!(got, cidrs(&want));
                    taken.extend(got);
                }
                None => assert_eq!(got, Err(NoneLeft { range: "10.0.0.0/22".into() })),
            }
        }
        taken.remove(&"10.0.2.0/24".parse().unwrap());
        assert_eq!(allocate(&ranges, &taken).unwrap()[0].to_string(), "10.0.2.0/24");
    }
}
