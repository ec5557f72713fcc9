//! Ingress classes and network policies.

use super::fill;
use crate::core::v1::Protocol;
use crate::networking::v1::{IngressClass, NetworkPolicy, NetworkPolicyPort, PolicyType};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        IngressClass => ingress_class;
        NetworkPolicy => network_policy;
        NetworkPolicyPort => |port: &mut NetworkPolicyPort| {
            port.protocol.get_or_insert(Protocol::Tcp);
        };
    }
}

fn ingress_class(class: &mut IngressClass) {
    if let Some(parameters) = class.spec.parameters.as_deref_mut() {
        parameters.scope.get_or_insert_with(|| "Cluster".to_owned());
    }
}

/// A policy concerns what comes in, and what goes out if it has rules for that.
fn network_policy(policy: &mut NetworkPolicy) {
    let mut types = vec![PolicyType::Ingress];
    if !policy.spec.egress.is_empty() {
        types.push(PolicyType::Egress);
    }
    fill(&mut policy.spec.policy_types, types);
}
