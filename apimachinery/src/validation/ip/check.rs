//! The checks of addresses and networks, and their warnings.

use std::net::{IpAddr, Ipv6Addr};

use super::sloppy::{Cidr, parse_cidr_sloppy, parse_ip_sloppy};
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::quoted;

/// How an old field reads addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// As it always did.
    Lenient,
    /// Without what different programs read differently; the default since 1.36.
    Strict,
}

const IP_MESSAGE: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const CIDR_MESSAGE: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/// What the strict parser makes of a text that the lenient one took.
enum Strict {
    LeadingZeros,
    MappedV4,
    Fine,
}

fn strictly(address: &str) -> Strict {
    match address.parse::<IpAddr>() {
        Err(_) => Strict::LeadingZeros,
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_some() => Strict::MappedV4,
        Ok(_) => Strict::Fine,
    }
}

fn parse_ip(path: &Path<'_>, value: &str, strictness: Strictness) -> Result<IpAddr, FieldError> {
    let invalid = |detail: &str| FieldError::invalid(path, value, detail);
    let ip = parse_ip_sloppy(value).ok_or_else(|| invalid(IP_MESSAGE))?;
    match (strictness, strictly(value)) {
        (Strictness::Lenient, _) | (_, Strict::Fine) => Ok(ip),
        (_, Strict::LeadingZeros) => Err(invalid("must not have leading 0s")),
        (_, Strict::MappedV4) => Err(invalid("must not be an IPv4-mapped IPv6 address")),
    }
}

/// An address in an old field. Texts among `old`, which the object had before, pass unread.
pub fn legacy_ip(
    path: &Path<'_>,
    value: &str,
    strictness: Strictness,
    old: &[String],
) -> ErrorList {
    if old.iter().any(|text| text == value) {
        return ErrorList::new();
    }
    parse_ip(path, value, strictness).err().into_iter().collect()
}

/// An address in canonical form.
pub fn ip(path: &Path<'_>, value: &str) -> ErrorList {
    match parse_ip(path, value, Strictness::Strict) {
        Err(error) => error.into(),
        Ok(ip) => canonical(path, value, &ip.to_string()),
    }
}

fn canonical(path: &Path<'_>, value: &str, canonical: &str) -> ErrorList {
    if value == canonical {
        return ErrorList::new();
    }
    let detail = format!("must be in canonical form ({})", quoted(canonical));
    FieldError::invalid(path, value, detail).into()
}

/// Warnings about an address in an old field that is not in its usual form.
pub fn ip_warnings(path: &Path<'_>, value: &str) -> Vec<String> {
    let Some(ip) = parse_ip_sloppy(value) else { return Vec::new() };
    let shown = quoted(value);
    let canonical = ip.to_string();
    let better = quoted(&canonical);
    match strictly(value) {
        Strict::LeadingZeros | Strict::MappedV4 => {
            vec![format!("{path}: non-standard IP address {shown} is invalid: use {better}")]
        }
        Strict::Fine if ip.is_ipv6() && canonical != value => vec![format!(
            "{path}: IPv6 address {shown} should be in RFC 5952 canonical format ({better})"
        )],
        Strict::Fine => Vec::new(),
    }
}

fn strictly_cidr(value: &str) -> Strict {
    let (address, prefix) = value.split_once('/').unwrap_or((value, ""));
    if prefix.len() > 1 && prefix.starts_with('0') {
        return Strict::LeadingZeros;
    }
    strictly(address)
}

fn parse_cidr(path: &Path<'_>, value: &str, strictness: Strictness) -> Result<Cidr, FieldError> {
    let invalid = |detail: &str| FieldError::invalid(path, value, detail);
    let cidr = parse_cidr_sloppy(value).ok_or_else(|| invalid(CIDR_MESSAGE))?;
    if strictness == Strictness::Lenient {
        return Ok(cidr);
    }
    match strictly_cidr(value) {
        Strict::LeadingZeros => Err(invalid("must not have leading 0s in IP or prefix length")),
        Strict::MappedV4 => Err(invalid("must not have an IPv4-mapped IPv6 address")),
        Strict::Fine if cidr.has_host_bits() => {
            Err(invalid("must not have bits set beyond the prefix length"))
        }
        Strict::Fine => Ok(cidr),
    }
}

/// A network in an old field. Texts among `old`, which the object had before, pass unread.
pub fn legacy_cidr(
    path: &Path<'_>,
    value: &str,
    strictness: Strictness,
    old: &[String],
) -> ErrorList {
    if old.iter().any(|text| text == value) {
        return ErrorList::new();
    }
    parse_cidr(path, value, strictness).err().into_iter().collect()
}

/// A network in canonical form.
pub fn cidr(path: &Path<'_>, value: &str) -> ErrorList {
    match parse_cidr(path, value, Strictness::Strict) {
        Err(error) => error.into(),
        Ok(cidr) => canonical(path, value, &cidr.to_string()),
    }
}

/// Warnings about a network in an old field that is not in its usual form.
pub fn cidr_warnings(path: &Path<'_>, value: &str) -> Vec<String> {
    let Some(cidr) = parse_cidr_sloppy(value) else { return Vec::new() };
    let shown = quoted(value);
    let canonical = cidr.to_string();
    let better = quoted(&canonical);
    let mut warnings = Vec::new();
    if cidr.has_host_bits() {
        let single = format!("{}/{}", cidr.address(), cidr.width());
        let single = quoted(&single);
        warnings.push(format!(
            "{path}: CIDR value {shown} is ambiguous in this context (should be {better} or \
             {single}?)"
        ));
    }
    if !matches!(strictly_cidr(value), Strict::Fine) {
        warnings.push(format!("{path}: non-standard CIDR value {shown} is invalid: use {better}"));
    }
    if warnings.is_empty() && cidr.network().is_ipv6() && canonical != value {
        warnings.push(format!(
            "{path}: IPv6 CIDR value {shown} should be in RFC 5952 canonical format ({better})"
        ));
    }
    warnings
}

/// An address with the length of its subnet, as of an interface, in canonical form.
pub fn interface_address(path: &Path<'_>, value: &str) -> ErrorList {
    let Some(cidr) = parse_cidr_sloppy(value) else {
        let detail = "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)";
        return FieldError::invalid(path, value, detail).into();
    };
    let address = cidr.address();
    let mut prefix = cidr.written_prefix();
    if address.is_ipv4() && prefix > 32 {
        prefix -= 96;
    }
    canonical(path, value, &format!("{address}/{prefix}"))
}

/// An address that other machines can reach: not unspecified, loopback or link-local. For
/// endpoints and external addresses. Upstream: `ValidateEndpointIP` of
/// `pkg/apis/core/validation`.
pub fn non_special_ip(path: &Path<'_>, value: &str) -> ErrorList {
    let Some(ip) = parse_ip_sloppy(value) else {
        return FieldError::invalid(path, value, "must be a valid IP address").into();
    };
    let mut errors = ErrorList::new();
    let mut refuse = |detail: String| errors.push(FieldError::invalid(path, value, detail));
    if ip.is_unspecified() {
        refuse(format!("may not be unspecified ({value})"));
    }
    if ip.is_loopback() {
        refuse("may not be in the loopback range (127.0.0.0/8, ::1/128)".to_owned());
    }
    let (unicast, multicast) = match ip {
        IpAddr::V4(v4) => (v4.is_link_local(), matches!(v4.octets(), [224, 0, 0, _])),
        IpAddr::V6(v6) => (v6.is_unicast_link_local(), is_link_local_multicast(v6)),
    };
    if unicast {
        refuse("may not be in the link-local range (169.254.0.0/16, fe80::/10)".to_owned());
    }
    if multicast {
        let range = "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)";
        refuse(range.to_owned());
    }
    errors
}

fn is_link_local_multicast(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 0xff && second & 0x0f == 0x02
}
