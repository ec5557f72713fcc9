//! What is mirrored, and into which slices.
//!
//! Upstream: `pkg/controller/endpointslicemirroring/reconciler.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{EndpointAddress, EndpointSubset, Endpoints};
use bowline_api::discovery::v1::{
    AddressType, Endpoint, EndpointConditions, EndpointPort, EndpointSlice,
};
use bowline_controller_runtime::owner::controller_reference;

use crate::endpoint_slice::Action;
use crate::endpoint_slice::labels::{MANAGED_BY, SERVICE_NAME};
use crate::endpoint_slice::plan::{port_key, reuse};
use crate::endpoint_slice::slices::{Changes, EndpointSet, Target, identity};
use crate::endpoint_slice::trigger_time::LAST_CHANGE_TRIGGER_TIME;
use crate::endpoints::plan::LEADER;

/// This controller's name in the label of its slices.
pub(super) const MANAGER: &str = "endpointslicemirroring-controller.k8s.io";
/// The label of Endpoints that are not to be mirrored.
const SKIP: &str = "endpointslice.kubernetes.io/skip-mirror";
/// What `kubectl apply` keeps in annotations.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// How many addresses of a subset are mirrored, which is also what a slice holds.
const MAX_ADDRESSES: usize = 1000;

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The Endpoints.
    pub endpoints: Arc<Endpoints>,
    /// The slices that mirror them.
    pub existing: Vec<Arc<EndpointSlice>>,
}

/// The writes, and what was left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The writes, in this order.
    pub actions: Vec<Action>,
    /// How many addresses were beyond the limit.
    pub skipped: usize,
    /// How many addresses are none.
    pub invalid: usize,
}

/// Whether Endpoints may be mirrored at all.
pub(super) fn is_mirrored(endpoints: &Endpoints) -> bool {
    let metadata = &endpoints.metadata;
    metadata.labels.get(SKIP).is_none_or(|skip| skip != "true")
        && !metadata.annotations.contains_key(LEADER)
}

/// Endpoints by address family and ports.
type Groups = BTreeMap<(bool, String), (Vec<EndpointPort>, EndpointSet)>;

/// Decides what to write.
#[must_use]
pub fn plan(observed: &Observed) -> Plan {
    let endpoints = &observed.endpoints;
    let mut plan = Plan::default();
    let mut groups = Groups::new();
    for subset in &endpoints.subsets {
        gather(subset, &mut groups, &mut plan);
    }
    let mut labels = endpoints.metadata.labels.clone();
    labels.insert(SERVICE_NAME.to_owned(), endpoints.metadata.name.clone());
    labels.insert(MANAGED_BY.to_owned(), MANAGER.to_owned());
    let mut annotations = endpoints.metadata.annotations.clone();
    annotations.retain(|key, _| ![LAST_APPLIED, LAST_CHANGE_TRIGGER_TIME].contains(&key.as_str()));
    let mut existing: BTreeMap<(bool, String), Vec<Arc<EndpointSlice>>> = BTreeMap::new();
    for slice in &observed.existing {
        let key = (slice.address_type == AddressType::IPv6, port_key(&slice.ports));
        existing.entry(key).or_default().push(slice.clone());
    }
    let mut changes = Changes::default();
    for (key, (ports, wanted)) in groups {
        let address_type = if key.0 { AddressType::IPv6 } else { AddressType::IPv4 };
        let target = Target {
            metadata: &endpoints.metadata,
            owner: controller_reference(&**endpoints),
            labels: labels.clone(),
            annotations: Some(annotations.clone()),
            address_type: &address_type,
            capacity: MAX_ADDRESSES,
        };
        let group = existing.remove(&key).unwrap_or_default();
        let group = target.spread(&ports, &group, wanted);
        changes.create.extend(group.create);
        changes.update.extend(group.update);
        changes.delete.extend(group.delete);
    }
    changes.delete.extend(existing.into_values().flatten());
    reuse(&mut changes);
    plan.actions = (changes.create.into_iter().map(|slice| Action::Create(Box::new(slice))))
        .chain(changes.update.into_iter().map(|slice| Action::Update(Box::new(slice))))
        .chain(changes.delete.into_iter().map(Action::Delete))
        .collect();
    plan
}

/// Takes the addresses of a subset, those that are ready first.
fn gather(subset: &EndpointSubset, groups: &mut Groups, plan: &mut Plan) {
    let ports: Vec<EndpointPort> = subset
        .ports
        .iter()
        .map(|port| EndpointPort {
            name: Some(port.name.clone()),
            port: Some(port.port),
            protocol: Some(port.protocol.clone()),
            app_protocol: port.app_protocol.clone(),
        })
        .collect();
    let ready = subset.addresses.iter().map(|address| (address, true));
    let all = ready.chain(subset.not_ready_addresses.iter().map(|address| (address, false)));
    let mut taken = 0;
    for (address, is_ready) in all {
        if taken >= MAX_ADDRESSES {
            plan.skipped += 1;
            continue;
        }
        let Ok(ip) = address.ip.parse::<std::net::IpAddr>() else {
            plan.invalid += 1;
            continue;
        };
        taken += 1;
        let found = endpoint(address, is_ready);
        let group = groups
            .entry((ip.is_ipv6(), port_key(&ports)))
            .or_insert_with(|| (ports.clone(), EndpointSet::new()));
        group.1.insert(identity(&found), found);
    }
}

fn endpoint(address: &EndpointAddress, is_ready: bool) -> Endpoint {
    Endpoint {
        addresses: vec![address.ip.clone()],
        conditions: EndpointConditions { ready: Some(is_ready), ..EndpointConditions::default() },
        hostname: (!address.hostname.is_empty()).then(|| address.hostname.clone()),
        node_name: address.node_name.clone(),
        target_ref: address.target_ref.clone(),
        ..Endpoint::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn endpoints(subsets: Value) -> Arc<Endpoints> {
        let object = json!({
            "metadata": {"name": "web", "namespace": "d", "uid": "e", "labels": {"a": "b"},
                         "annotations": {LAST_APPLIED: "x", "note": "y"}},
            "subsets": subsets,
        });
        Arc::new(serde_json::from_value(object).unwrap())
    }

    fn subset(ips: &[&str], port: i32) -> Value {
        let addresses: Vec<_> = ips.iter().map(|ip| json!({"ip": ip})).collect();
        json!({"addresses": addresses, "ports": [{"port": port, "protocol": "TCP"}]})
    }

    #[test]
    fn each_family_and_port_has_a_slice() {
        let endpoints = endpoints(json!([
            subset(&["10.0.0.1", "fd00::1", "x"], 80),
            subset(&["10.0.0.2"], 81)
        ]));
        let mut observed = Observed { endpoints, existing: vec![] };
        let made = plan(&observed);
        assert_eq!((made.actions.len(), made.invalid), (3, 1));
        let slices: Vec<_> = made
            .actions
            .into_iter()
            .enumerate()
            .map(|(n, action)| {
                let Action::Create(mut slice) = action else { panic!("{action:?}") };
                slice.metadata.name = format!("web-{n}");
                Arc::new(*slice)
            })
            .collect();
        let metadata = &slices[0].metadata;
        assert_eq!(metadata.labels[SERVICE_NAME], "web");
        assert_eq!(
            (&metadata.labels[MANAGED_BY], metadata.labels["a"].as_str()),
            (&MANAGER.to_owned(), "b")
        );
        assert_eq!(metadata.annotations.keys().collect::<Vec<_>>(), ["note"]);
        assert!(metadata.is_controlled_by("e"));
        observed.existing = slices;
        assert_eq!(plan(&observed).actions, []);
        observed.endpoints = self::endpoints(json!([subset(&["10.0.0.1"], 80)]));
        let left = plan(&observed).actions;
        assert_eq!(left.len(), 2);
        assert!(left.iter().all(|action| matches!(action, Action::Delete(_))), "{left:?}");
    }

    #[test]
    fn a_subset_is_mirrored_up_to_a_limit() {
        let ips: Vec<String> = (0..1100).map(|n| format!("10.0.{}.{}", n / 250, n % 250)).collect();
        let ips: Vec<&str> = ips.iter().map(String::as_str).collect();
        let made =
            plan(&Observed { endpoints: endpoints(json!([subset(&ips, 80)])), existing: vec![] });
        assert_eq!((made.actions.len(), made.skipped), (1, 100));
    }

    #[test]
    fn some_are_not_mirrored() {
        let mut endpoints = (*endpoints(json!([]))).clone();
        assert!(is_mirrored(&endpoints));
        endpoints.metadata.labels.insert(SKIP.to_owned(), "true".to_owned());
        assert!(!is_mirrored(&endpoints));
    }
}
