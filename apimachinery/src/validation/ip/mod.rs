//! Addresses and networks, in the strict reading of new fields and the lenient one of old ones.
//!
//! The lenient reading takes leading zeros in decimal octets and IPv4 addresses in the clothes of
//! IPv6. Upstream: `apimachinery/pkg/util/validation/ip.go`, `k8s.io/utils/net`.

mod check;
mod sloppy;
#[cfg(test)]
mod tests;

pub use check::{
    Strictness, cidr, cidr_warnings, interface_address, ip, ip_warnings, legacy_cidr, legacy_ip,
    non_special_ip,
};
pub use sloppy::{Cidr, parse_cidr_sloppy, parse_ip_sloppy};
