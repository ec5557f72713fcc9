//! A range of addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The addresses of a network, such as `10.96.0.0/12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    base: IpAddr,
    prefix: u8,
}

/// A text that is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a network such as 10.96.0.0/12")]
pub(crate) struct RangeError(String);

impl FromStr for Range {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, RangeError> {
        let wrong = || RangeError(text.to_owned());
        let (base, prefix) = text.split_once('/').ok_or_else(wrong)?;
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let prefix: u8 = prefix.parse().map_err(|_| wrong())?;
        let bits = if base.is_ipv4() { 32 } else { 128 };
        if prefix > bits {
            return Err(wrong());
        }
        let mask = !0_u128 << (bits - prefix).min(127);
        let mask = if bits - prefix == 128 { 0 } else { mask };
        let base = number(base) & mask;
        let range = Self { base: Ipv4Addr::UNSPECIFIED.into(), prefix };
        let v4 = bits == 32;
        Ok(Self { base: address(base, v4), ..range })
    }
}

impl Range {
    /// `IPv4` or `IPv6`
    pub(crate) fn family(&self) -> &'static str {
        if self.base.is_ipv4() { "IPv4" } else { "IPv6" }
    }

    /// How many addresses services can have: all but the first, and for version 4 the last.
    pub(crate) fn size(&self) -> u64 {
        let bits = if self.base.is_ipv4() { 32 } else { 128 };
        let free = u32::from(bits - self.prefix).min(63);
        let all = 1_u64 << free;
        if self.base.is_ipv4() { all.saturating_sub(2) } else { all.saturating_sub(1) }
    }

    /// The address at an offset; the one of the network itself has 0.
    pub(crate) fn at(&self, offset: u64) -> Option<IpAddr> {
        let v4 = self.base.is_ipv4();
        (offset <= self.size()).then(|| address(number(self.base) + u128::from(offset), v4))
    }

    /// Whether a service can have the address.
    pub(crate) fn contains(&self, ip: IpAddr) -> bool {
        if ip.is_ipv4() != self.base.is_ipv4() {
            return false;
        }
        let Some(offset) = number(ip).checked_sub(number(self.base)) else { return false };
        (1..=u128::from(self.size())).contains(&offset)
    }

    /// How many of the first addresses are left to those who name one.
    ///
    /// *Upstream:* `calculateRangeOffset`.
    pub(crate) fn reserved(&self) -> u64 {
        const LEAST: u64 = 16;
        const MOST: u64 = 256;
        let size = self.size();
        if size <= LEAST { 0 } else { (size / 16).clamp(LEAST, MOST) }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

fn number(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u128::from(u32::from(ip)),
        IpAddr::V6(ip) => u128::from(ip),
    }
}

fn address(number: u128, v4: bool) -> IpAddr {
    if v4 {
        Ipv4Addr::from(u32::try_from(number).unwrap_or(u32::MAX)).into()
    } else {
        Ipv6Addr::from(number).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_network_are_not_given_away() {
        let range: Range = "10.0.0.7/29".parse().unwrap();
        assert_eq!((range.to_string().as_str(), range.size()), ("10.0.0.0/29", 6));
        let at = |n| range.at(n).map(|ip| ip.to_string());
        assert_eq!(at(1).as_deref(), Some("10.0.0.1"));
        assert_eq!(at(7), None);
        for (ip, inside) in [
            ("10.0.0.0", false),
            ("10.0.0.1", true),
            ("10.0.0.6", true),
            ("10.0.0.7", false),
            ("::1", false),
        ] {
            assert_eq!(range.contains(ip.parse().unwrap()), inside, "{ip}");
        }
        let six: Range = "fd00::/108".parse().unwrap();
        assert_eq!((six.family(), six.at(1).unwrap().to_string().as_str()), ("IPv6", "fd00::1"));
        for wrong in ["10.0.0.0", "10.0.0.0/33", "x/8"] {
            assert!(wrong.parse::<Range>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_band_is_kept_for_those_who_name_an_address() {
        for (text, reserved) in
            [("10.0.0.0/28", 0), ("10.0.0.0/24", 16), ("10.0.0.0/20", 255), ("10.0.0.0/12", 256)]
        {
            assert_eq!(text.parse::<Range>().unwrap().reserved(), reserved, "{text}");
        }
    }
}
