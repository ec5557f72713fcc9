//! The lenient reading: what Go's parser took before version 1.17.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address with the length of its network's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: u128,
    prefix: u32,
    /// How many bits an address has: 32 if it was written with dots alone, else 128.
    width: u32,
}

impl Cidr {
    /// The address as it was written, bits beyond the prefix included.
    pub fn address(&self) -> IpAddr {
        from_bits(self.address)
    }

    /// The network's first address.
    pub fn network(&self) -> IpAddr {
        from_bits(self.masked())
    }

    /// How many leading bits are the network's. An IPv4 network in the clothes of IPv6 counts
    /// as the IPv4 network it is.
    pub fn prefix_length(&self) -> u8 {
        let clothes = if self.width == 128 && self.network().is_ipv4() { 96 } else { 0 };
        (self.prefix - clothes) as u8
    }

    /// The bits of the prefix as they were written.
    pub(super) fn written_prefix(&self) -> u32 {
        self.prefix
    }

    /// The bits of an address as it was written.
    pub(super) fn width(&self) -> u32 {
        self.width
    }

    /// Whether bits beyond the prefix are set.
    pub fn has_host_bits(&self) -> bool {
        self.masked() != self.address
    }

    fn masked(&self) -> u128 {
        let host_bits = self.width - self.prefix;
        if host_bits == 128 { 0 } else { self.address >> host_bits << host_bits }
    }
}

/// The network in canonical form.
impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network(), self.prefix_length())
    }
}

/// Reads an address leniently. IPv4 in the clothes of IPv6 is IPv4.
pub fn parse_ip_sloppy(text: &str) -> Option<IpAddr> {
    let bits = match text.bytes().find(|b| matches!(b, b'.' | b':'))? {
        b'.' => v4_bits(parse_v4(text)?),
        _ => parse_v6(text)?,
    };
    Some(from_bits(bits))
}

/// Reads an address with a prefix length leniently.
pub fn parse_cidr_sloppy(text: &str) -> Option<Cidr> {
    let (address, prefix) = text.split_once('/')?;
    let (address, width) = match parse_v4(address) {
        Some(octets) => (v4_bits(octets), 32),
        None => (parse_v6(address)?, 128),
    };
    let (prefix, rest) = leading_number(prefix, 10)?;
    if !rest.is_empty() || prefix > width {
        return None;
    }
    Some(Cidr { address, prefix, width })
}

fn v4_bits(octets: [u8; 4]) -> u128 {
    u128::from_be_bytes(Ipv4Addr::from(octets).to_ipv6_mapped().octets())
}

fn from_bits(bits: u128) -> IpAddr {
    IpAddr::V6(Ipv6Addr::from(bits)).to_canonical()
}

/// A number off the front of a text. As in Go, a number beyond 24 bits is none at all, and
/// leading zeros are endless.
fn leading_number(text: &str, radix: u32) -> Option<(u32, &str)> {
    let mut number = 0;
    let mut length = 0;
    for digit in text.chars().map_while(|c| c.to_digit(radix)) {
        number = number * radix + digit;
        length += 1;
        if number >= 0xff_ffff {
            return None;
        }
    }
    if length == 0 { None } else { Some((number, &text[length..])) }
}

fn parse_v4(text: &str) -> Option<[u8; 4]> {
    let mut octets = [0; 4];
    let mut rest = text;
    for (place, octet) in octets.iter_mut().enumerate() {
        if place > 0 {
            rest = rest.strip_prefix('.')?;
        }
        let (number, after) = leading_number(rest, 10)?;
        *octet = u8::try_from(number).ok()?;
        rest = after;
    }
    rest.is_empty().then_some(octets)
}

fn parse_v6(text: &str) -> Option<u128> {
    // The groups before and after the two colons that stand for zeros.
    match text.split_once("::") {
        None => {
            let groups = parse_groups(text)?;
            (groups.len() == 8).then(|| join(&groups))
        }
        Some((before, after)) => {
            let before = if before.is_empty() { Vec::new() } else { groups_without_v4(before)? };
            let after = if after.is_empty() { Vec::new() } else { parse_groups(after)? };
            let zeros = 8_usize.checked_sub(before.len() + after.len())?;
            if zeros == 0 {
                return None;
            }
            Some(join(&[before, vec![0; zeros], after].concat()))
        }
    }
}

fn groups_without_v4(text: &str) -> Option<Vec<u16>> {
    if text.contains('.') { None } else { parse_groups(text) }
}

/// Groups with colons between them; the last may be an IPv4 address.
fn parse_groups(text: &str) -> Option<Vec<u16>> {
    let mut groups = Vec::with_capacity(8);
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if groups.len() == 8 {
            return None;
        }
        let (number, after) = leading_number(part, 16)?;
        let number = u16::try_from(number).ok()?;
        if after.is_empty() {
            groups.push(number);
        } else if parts.peek().is_none() && after.starts_with('.') {
            let [a, b, c, d] = parse_v4(part)?;
            groups.push(u16::from_be_bytes([a, b]));
            groups.push(u16::from_be_bytes([c, d]));
        } else {
            return None;
        }
    }
    (groups.len() <= 8).then_some(groups)
}

fn join(groups: &[u16]) -> u128 {
    groups.iter().fold(0, |bits, group| bits << 16 | u128::from(*group))
}
