//! Ranges of addresses.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses: those that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cidr {
    is_v6: bool,
    /// The first address.
    base: u128,
    prefix: u8,
}

/// A text that is no range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid CIDR address: {text}")]
pub struct CidrError {
    text: String,
}

impl Cidr {
    /// The range of that many leading bits in which the address is.
    fn around(address: IpAddr, prefix: u8) -> Option<Self> {
        let (is_v6, bits, width) = number(address);
        if prefix > width {
            return None;
        }
        let mask = mask(width, prefix);
        Some(Self { is_v6, base: bits & mask, prefix })
    }

    fn width(&self) -> u8 {
        if self.is_v6 { 128 } else { 32 }
    }

    /// Whether this is a range of IPv6.
    #[must_use]
    pub fn is_v6(&self) -> bool {
        self.is_v6
    }

    /// How many leading bits its addresses share.
    #[must_use]
    pub fn prefix(&self) -> u8 {
        self.prefix
    }

    /// Whether an address is in the range.
    #[must_use]
    pub fn contains(&self, address: &IpAddr) -> bool {
        let (is_v6, bits, width) = number(*address);
        is_v6 == self.is_v6 && bits & mask(width, self.prefix) == self.base
    }

    /// Whether the ranges have an address in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let prefix = self.prefix.min(other.prefix);
        let mask = mask(self.width(), prefix);
        self.is_v6 == other.is_v6 && self.base & mask == other.base & mask
    }

    /// The smaller ranges of that many leading bits, in order.
    pub fn split(self, prefix: u8) -> impl Iterator<Item = Self> {
        let width = self.width();
        let fits = prefix >= self.prefix && prefix <= width;
        let count = match fits {
            true => 1_u128.checked_shl(u32::from(prefix - self.prefix)).unwrap_or(u128::MAX),
            false => 0,
        };
        let step = u32::from(width.saturating_sub(prefix));
        (0..count).map(move |index| {
            let offset = index.checked_shl(step).unwrap_or(0);
            Self { base: self.base | offset, prefix, ..self }
        })
    }
}

fn number(address: IpAddr) -> (bool, u128, u8) {
    match address {
        IpAddr::V4(v4) => (false, u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (true, u128::from(v6), 128),
    }
}

/// The bits of that width of which the first ones are set.
fn mask(width: u8, prefix: u8) -> u128 {
    let all = if width == 128 { u128::MAX } else { (1_u128 << width) - 1 };
    let free = u32::from(width - prefix.min(width));
    all & !1_u128.checked_shl(free).map_or(u128::MAX, |end| end - 1)
}

impl FromStr for Cidr {
    type Err = CidrError;

    fn from_str(text: &str) -> Result<Self, CidrError> {
        let error = || CidrError { text: text.to_owned() };
        let (address, prefix) = text.split_once('/').ok_or_else(error)?;
        let address: IpAddr = address.parse().map_err(|_| error())?;
        let prefix: u8 = prefix.parse().map_err(|_| error())?;
        Self::around(address, prefix).ok_or_else(error)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = match self.is_v6 {
            true => IpAddr::V6(Ipv6Addr::from(self.base)),
            false => IpAddr::V4(Ipv4Addr::from(u32::try_from(self.base).unwrap_or(0))),
        };
        write!(f, "{address}/{}", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(text: &str) -> Cidr {
        text.parse().unwrap()
    }

    #[test]
    fn ranges_are_read_and_told() {
        for (text, want) in [
            ("10.244.0.0/16", "10.244.0.0/16"),
            ("10.244.3.7/24", "10.244.3.0/24"),
            ("fd00:1::/48", "fd00:1::/48"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("::/0", "::/0"),
            ("10.0.0.1/32", "10.0.0.1/32"),
        ] {
            assert_eq!(cidr(text).to_string(), want);
        }
        for text in ["10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/-1", "fd00::/129"] {
            assert!(text.parse::<Cidr>().is_err(), "{text}");
        }
    }

    #[test]
    fn ranges_contain_overlap_and_split() {
        let net = cidr("10.0.0.0/22");
        assert!(net.contains(&"10.0.3.255".parse().unwrap()));
        assert!(!net.contains(&"10.0.4.0".parse().unwrap()));
        assert!(!net.contains(&"::ffff".parse().unwrap()));
        assert!(net.overlaps(&cidr("10.0.2.0/24")) && cidr("10.0.2.0/24").overlaps(&net));
        assert!(!net.overlaps(&cidr("10.0.4.0/24")));
        let parts: Vec<_> = net.split(24).map(|part| part.to_string()).collect();
        assert_eq!(parts, ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
        assert_eq!(net.split(8).count(), 0);
        assert_eq!(cidr("fd00::/48").split(64).nth(2).unwrap().to_string(), "fd00:0:0:2::/64");
    }
}
