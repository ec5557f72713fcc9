//! Cluster addresses: each that is taken is an `IPAddress` object, so that all servers over one
//! store agree.
//!
//! *Upstream:* `pkg/registry/core/service/ipallocator`.

use std::net::IpAddr;

use bowline_apimachinery::meta::{Status, reason};
use serde_json::json;

use super::range::Range;
use crate::registry::handle::Registry;

const GROUP: &str = "networking.k8s.io";
const RESOURCE: &str = "ipaddresses";
/// How many addresses are tried one after the other before the range counts as full.
const PROBES: u64 = 65_536;

/// Why there is no address.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Someone has it.
    Taken,
    OutOfRange,
    Full,
    /// Storage failed.
    Failed(Status),
}

/// Takes a certain address for a service.
pub(super) async fn take(
    registry: &Registry,
    range: Range,
    ip: IpAddr,
    namespace: &str,
    name: &str,
    dry_run: bool,
) -> Result<(), Refusal> {
    if !range.contains(ip) {
        return Err(Refusal::OutOfRange);
    }
    let text = ip.to_string();
    if dry_run {
        return match registry.get(GROUP, RESOURCE, "", &text).await {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(Refusal::Taken),
            Err(status) => Err(Refusal::Failed(status)),
        };
    }
    let object = json!({
        "metadata": {
            "name": text,
            "labels": {
                "ipaddress.kubernetes.io/ip-family": range.family(),
                "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
            },
        },
        "spec": {
            "parentRef": { "resource": "services", "namespace": namespace, "name": name },
        },
    });
    match registry.create(GROUP, RESOURCE, object).await {
        Ok(_) => Ok(()),
        Err(status) if status.reason == reason::ALREADY_EXISTS => Err(Refusal::Taken),
        Err(status) => Err(Refusal::Failed(status)),
    }
}

/// Takes any address for a service.
pub(super) async fn take_any(
    registry: &Registry,
    range: Range,
    namespace: &str,
    name: &str,
    dry_run: bool,
) -> Result<IpAddr, Refusal> {
    let (size, reserved) = (range.size(), range.reserved());
    let upper = size - reserved;
    let random = &registry.environment().random;
    let start = random.below(upper);
    // The upper band first, from a random place on; what is kept for others only at the end.
    let upper_band = (0..upper).map(|i| reserved + 1 + (start + i) % upper);
    let offsets =
        upper_band.chain(1..=reserved).take(usize::try_from(PROBES).unwrap_or(usize::MAX));
    for offset in offsets {
        let Some(ip) = range.at(offset) else { continue };
        match take(registry, range, ip, namespace, name, dry_run).await {
            Ok(()) => return Ok(ip),
            Err(Refusal::Taken) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Err(Refusal::Full)
}

/// Gives an address back.
pub(super) async fn give_back(registry: &Registry, ip: &str) {
    if let Err(status) = registry.remove(GROUP, RESOURCE, "", ip).await {
        tracing::warn!(ip, message = status.message, "address of a service was not given back");
    }
}
