//! The node's lease, by whose renewal the cluster knows that the node lives.
//!
//! Upstream: `component-helpers/apimachinery/lease/controller.go`.

use bowline_api::coordination::v1::{Lease, LeaseSpec};
use bowline_api::core::v1::Node;
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};
use bowline_apimachinery::time::MicroTime;

/// Where the leases of nodes are.
pub const LEASE_NAMESPACE: &str = "kube-node-lease";

/// A first lease, owned by its node.
#[must_use]
pub fn new_lease(node: &Node, duration_seconds: i32, now: MicroTime) -> Lease {
    let name = node.metadata.name.as_str();
    let mut metadata = ObjectMeta::named(name).in_namespace(LEASE_NAMESPACE);
    if !node.metadata.uid.is_empty() {
        metadata.owner_references.push(OwnerReference {
            api_version: "v1".to_owned(),
            kind: "Node".to_owned(),
            name: name.to_owned(),
            uid: node.metadata.uid.clone(),
            ..OwnerReference::default()
        });
    }
    let spec = LeaseSpec {
        holder_identity: Some(name.to_owned()),
        lease_duration_seconds: Some(duration_seconds),
        renew_time: Some(now),
        ..LeaseSpec::default()
    };
    Lease { metadata, spec }
}

/// The lease as it is after a renewal.
#[must_use]
pub fn renewed(lease: &Lease, node: &Node, duration_seconds: i32, now: MicroTime) -> Lease {
    let mut lease = lease.clone();
    lease.spec.holder_identity = Some(node.metadata.name.clone());
    lease.spec.lease_duration_seconds = Some(duration_seconds);
    lease.spec.renew_time = Some(now);
    if lease.metadata.owner_references.is_empty() {
        lease.metadata.owner_references =
            new_lease(node, duration_seconds, now).metadata.owner_references;
    }
    lease
}
