//! Addresses for the pods of a node.

use std::net::Ipv4Addr;
use std::str::FromStr;

/// A network, as `10.0.0.0/16` writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ipv4Cidr {
    base: u32,
    prefix: u8,
}

/// A text that is no IPv4 network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an IPv4 network such as 10.0.0.0/16")]
pub struct ParseCidrError {
    text: String,
}

impl FromStr for Ipv4Cidr {
    type Err = ParseCidrError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseCidrError { text: text.to_owned() };
        let (base, prefix) = text.split_once('/').ok_or_else(error)?;
        let base: Ipv4Addr = base.parse().map_err(|_| error())?;
        let prefix: u8 = prefix.parse().map_err(|_| error())?;
        if prefix > 32 {
            return Err(error());
        }
        let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
        Ok(Self { base: u32::from(base) & mask, prefix })
    }
}

impl Ipv4Cidr {
    /// The part number `index` of this network when it is cut into parts of `prefix` length.
    #[must_use]
    pub fn subnet(self, index: u32, prefix: u8) -> Option<Self> {
        if prefix < self.prefix || prefix > 32 {
            return None;
        }
        let parts = 1_u64 << (prefix - self.prefix);
        let size = 1_u64 << (32 - prefix);
        let offset = u64::from(index) * size;
        (u64::from(index) < parts).then(|| Self {
            base: self.base.wrapping_add(u32::try_from(offset).unwrap_or(0)),
            prefix,
        })
    }

    /// The first address.
    #[must_use]
    pub fn address(self) -> Ipv4Addr {
        Ipv4Addr::from(self.base)
    }

    /// Number of addresses.
    #[must_use]
    pub fn size(self) -> u64 {
        1 << (32 - self.prefix)
    }
}

impl std::fmt::Display for Ipv4Cidr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from(self.base), self.prefix)
    }
}

/// Hands out the addresses of a network, one after the other, so that one that was given back is
/// not soon used again. The first two (network, gateway) and the last are never given.
#[derive(Clone, Debug)]
pub struct PodCidr {
    cidr: Ipv4Cidr,
    used: Vec<u64>,
    next: u32,
}

const RESERVED: u32 = 2;

impl PodCidr {
    /// All of a network; of one larger than 65536 addresses the first so many.
    #[must_use]
    pub fn new(cidr: Ipv4Cidr) -> Self {
        Self { cidr, used: Vec::new(), next: RESERVED }
    }

    /// The network.
    #[must_use]
    pub fn cidr(&self) -> Ipv4Cidr {
        self.cidr
    }

    /// The next free address; `None` if all are taken.
    pub fn allocate(&mut self) -> Option<Ipv4Addr> {
        let end = self.cidr.size().min(65_536).saturating_sub(1);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        let start = self.next.clamp(RESERVED, end.max(RESERVED));
        let offset = (start..end).chain(RESERVED..start).find(|offset| !self.is_used(*offset))?;
        let word = offset as usize / 64;
        if self.used.len() <= word {
            self.used.resize(word + 1, 0);
        }
        self.used[word] |= 1 << (offset % 64);
        self.next = offset + 1;
        Some(Ipv4Addr::from(self.cidr.base.wrapping_add(offset)))
    }

    /// Gives an address back.
    pub fn release(&mut self, address: Ipv4Addr) {
        let offset = u32::from(address).wrapping_sub(self.cidr.base);
        if let Some(word) = self.used.get_mut(offset as usize / 64) {
            *word &= !(1 << (offset % 64));
        }
    }

    fn is_used(&self, offset: u32) -> bool {
        let word = self.used.get(offset as usize / 64).copied().unwrap_or(0);
        word & (1 << (offset % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_cut() {
        let cluster: Ipv4Cidr = "10.64.0.0/10".parse().unwrap();
        assert_eq!(cluster.subnet(0, 24).unwrap().to_string(), "10.64.0.0/24");
        assert_eq!(cluster.subnet(257, 24).unwrap().to_string(), "10.65.1.0/24");
        assert_eq!(cluster.subnet(1 << 14, 24), None);
        assert_eq!("10.1.2.3/16".parse::<Ipv4Cidr>().unwrap().to_string(), "10.1.0.0/16");
        for bad in ["10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/-1"] {
            assert!(bad.parse::<Ipv4Cidr>().is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_are_given_once_and_come_back_late() {
        let mut pods = PodCidr::new("10.0.0.0/29".parse().unwrap());
        let given: Vec<String> =
            std::iter::from_fn(|| pods.allocate()).map(|ip| ip.to_string()).collect();
        assert_eq!(given, ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]);
        pods.release("10.0.0.4".parse().unwrap());
        assert_eq!(pods.allocate().unwrap().to_string(), "10.0.0.4");
        assert_eq!(pods.allocate(), None);
        pods.release("10.0.0.2".parse().unwrap());
        pods.release("10.0.0.6".parse().unwrap());
        assert_eq!(pods.allocate().unwrap().to_string(), "10.0.0.6");
    }
}
