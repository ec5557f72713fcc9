//! The slices a Service should have, and the writes that lead there.

use std::collections::BTreeMap;

use bowline_api::core::v1::{Pod, Service};
use bowline_api::discovery::v1::{Endpoint, EndpointPort, EndpointSlice};
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};

use super::endpoints::{endpoint, is_candidate, ports};

/// The most endpoints of a slice.
const MAX_ENDPOINTS: usize = 100;
/// The label by which a slice names its Service.
pub(super) const SERVICE_NAME: &str = "kubernetes.io/service-name";
/// The label by which a slice names who keeps it.
pub(super) const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
/// This controller's name in it.
pub(super) const MANAGER: &str = "endpointslice-controller.k8s.io";
/// Labels of headless Services carry over this mark.
const HEADLESS: &str = "service.kubernetes.io/headless";

/// A write.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A new slice; the server completes its name.
    Create(EndpointSlice),
    /// A slice with other contents.
    Update(EndpointSlice),
    /// A slice that is not needed any more.
    Delete(EndpointSlice),
}

/// Decides what to write for a Service.
///
/// `pods` are those its selector chooses, `existing` the slices this controller keeps for it,
/// `zone_of` tells the zone of a node.
#[must_use]
pub fn plan(
    service: &Service,
    pods: &[&Pod],
    existing: &[&EndpointSlice],
    zone_of: impl Fn(&str) -> Option<String>,
) -> Vec<Action> {
    let mut unused: Vec<&EndpointSlice> = existing.to_vec();
    let mut actions = Vec::new();
    for family in families(service) {
        let ipv6 = family == "IPv6";
        let mut groups: BTreeMap<String, (Vec<EndpointPort>, Vec<Endpoint>)> = BTreeMap::new();
        for pod in pods.iter().filter(|p| is_candidate(p)) {
            let zone = zone_of(&pod.spec.node_name);
            let Some(found) = endpoint(pod, service, ipv6, zone) else { continue };
            let ports = ports(pod, service);
            if ports.is_empty() && !service.spec.ports.is_empty() {
                continue;
            }
            groups.entry(format!("{ports:?}")).or_insert_with(|| (ports, Vec::new())).1.push(found);
        }
        if groups.is_empty() {
            // A Service without endpoints has a slice all the same, so that it can be watched.
            groups.insert(String::new(), (Vec::new(), Vec::new()));
        }
        for (ports, endpoints) in groups.into_values() {
            fill(service, &family, ports, endpoints, &mut unused, &mut actions);
        }
    }
    actions.extend(unused.into_iter().map(|slice| Action::Delete(slice.clone())));
    actions
}

/// The address families of a Service, each with slices of its own.
fn families(service: &Service) -> Vec<String> {
    let declared: Vec<String> =
        service.spec.ip_families.iter().map(|f| f.as_str().to_owned()).collect();
    if !declared.is_empty() {
        return declared;
    }
    let ipv6 = service.spec.cluster_ip.contains(':');
    vec![if ipv6 { "IPv6" } else { "IPv4" }.to_owned()]
}

/// Spreads endpoints of the same ports over slices, changing as few existing ones as possible.
fn fill(
    service: &Service,
    family: &str,
    ports: Vec<EndpointPort>,
    endpoints: Vec<Endpoint>,
    unused: &mut Vec<&EndpointSlice>,
    actions: &mut Vec<Action>,
) {
    let fits =
        |slice: &EndpointSlice| slice.address_type.as_str() == family && slice.ports == ports;
    let (mine, rest): (Vec<&EndpointSlice>, Vec<&EndpointSlice>) =
        unused.drain(..).partition(|slice| fits(slice));
    *unused = rest;
    let key = |e: &Endpoint| e.target_ref.as_ref().map(|t| t.uid.clone()).unwrap_or_default();
    let mut wanted: BTreeMap<String, Endpoint> =
        endpoints.into_iter().map(|e| (key(&e), e)).collect();
    // Endpoints stay where they are; what is new fills the slices that change anyway.
    let mut kept: Vec<(&EndpointSlice, Vec<Endpoint>)> = Vec::new();
    for slice in mine {
        let stay = slice.endpoints.iter().filter_map(|e| wanted.remove(&key(e))).collect();
        kept.push((slice, stay));
    }
    let mut new: Vec<Endpoint> = wanted.into_values().collect();
    kept.sort_by_key(|(slice, stay)| (*stay == slice.endpoints, std::cmp::Reverse(stay.len())));
    for (_, stay) in &mut kept {
        let room = MAX_ENDPOINTS.saturating_sub(stay.len());
        stay.extend(new.drain(..room.min(new.len())));
    }
    let mut any = false;
    for (slice, endpoints) in kept {
        if endpoints.is_empty() && (any || !slice.endpoints.is_empty() && !ports.is_empty()) {
            actions.push(Action::Delete(slice.clone()));
            continue;
        }
        any = true;
        let metadata = metadata(service, Some(&slice.metadata));
        let changed = EndpointSlice {
            metadata,
            address_type: family.into(),
            endpoints,
            ports: ports.clone(),
        };
        if changed != *slice {
            actions.push(Action::Update(changed));
        }
    }
    while !new.is_empty() || !any {
        any = true;
        let chunk: Vec<Endpoint> = new.drain(..MAX_ENDPOINTS.min(new.len())).collect();
        actions.push(Action::Create(EndpointSlice {
            metadata: metadata(service, None),
            address_type: family.into(),
            endpoints: chunk,
            ports: ports.clone(),
        }));
    }
}

fn metadata(service: &Service, existing: Option<&ObjectMeta>) -> ObjectMeta {
    let of = &service.metadata;
    let mut metadata = existing.cloned().unwrap_or_else(|| ObjectMeta {
        generate_name: format!("{}-", of.name),
        namespace: of.namespace.clone(),
        owner_references: vec![OwnerReference {
            api_version: "v1".to_owned(),
            kind: "Service".to_owned(),
            name: of.name.clone(),
            uid: of.uid.clone(),
            controller: Some(true),
            block_owner_deletion: Some(true),
        }],
        ..ObjectMeta::default()
    });
    metadata.labels = of.labels.clone();
    metadata.labels.insert(SERVICE_NAME.to_owned(), of.name.clone());
    metadata.labels.insert(MANAGED_BY.to_owned(), MANAGER.to_owned());
    if service.spec.cluster_ip == "None" {
        metadata.labels.insert(HEADLESS.to_owned(), String::new());
    } else {
        metadata.labels.remove(HEADLESS);
    }
    metadata
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn service() -> Service {
        serde_json::from_value(json!({
            "metadata": {"name": "web", "namespace": "ns", "uid": "s"},
            "spec": {
                "clusterIP": "10.0.0.1", "selector": {"app": "web"},
                "ports": [{"name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"}],
            },
        }))
        .unwrap()
    }

    fn pod(name: &str, ip: &str, ready: bool) -> Pod {
        let status = if ready { "True" } else { "False" };
        let object: Value = json!({
            "metadata": {"name": name, "namespace": "ns", "uid": name},
            "spec": {"nodeName": "n1"},
            "status": {"phase": "Running", "podIP": ip, "podIPs": [{"ip": ip}],
                       "conditions": [{"type": "Ready", "status": status}]},
        });
        serde_json::from_value(object).unwrap()
    }

    fn run(pods: &[Pod], existing: &[EndpointSlice]) -> Vec<Action> {
        let pods: Vec<&Pod> = pods.iter().collect();
        let existing: Vec<&EndpointSlice> = existing.iter().collect();
        plan(&service(), &pods, &existing, |_| Some("a".to_owned()))
    }

    fn slices(actions: &[Action]) -> Vec<EndpointSlice> {
        let made = actions.iter().filter_map(|a| match a {
            Action::Create(slice) | Action::Update(slice) => Some(slice.clone()),
            Action::Delete(_) => None,
        });
        made.collect()
    }

    #[test]
    fn a_service_has_a_slice_even_without_pods() {
        let actions = run(&[], &[]);
        let [Action::Create(slice)] = actions.as_slice() else { panic!("{actions:?}") };
        assert!(slice.endpoints.is_empty() && slice.ports.is_empty());
        assert_eq!(run(&[], &slices(&actions)), []);
    }

    #[test]
    fn pods_become_endpoints_once() {
        let pods = [pod("a", "1.1.1.1", true), pod("b", "1.1.1.2", false), pod("c", "", true)];
        let actions = run(&pods, &[]);
        let [Action::Create(slice)] = actions.as_slice() else { panic!("{actions:?}") };
        let ready: Vec<_> = slice.endpoints.iter().map(|e| e.conditions.ready).collect();
        assert_eq!(ready, [Some(true), Some(false)]);
        assert_eq!(slice.ports[0].port, Some(8080));
        assert_eq!(slice.endpoints[0].zone.as_deref(), Some("a"));
        assert_eq!(run(&pods, &slices(&actions)), []);
    }

    #[test]
    fn more_pods_than_a_slice_holds_make_more_slices() {
        let pods: Vec<Pod> =
            (0..150).map(|i| pod(&format!("p{i:03}"), &format!("1.1.2.{i}"), true)).collect();
        let made = slices(&run(&pods, &[]));
        let sizes: Vec<usize> = made.iter().map(|s| s.endpoints.len()).collect();
        assert_eq!(sizes, [100, 50]);
        // One pod fewer changes one slice.
        assert_eq!(run(&pods[1..], &made).len(), 1);
    }
}
