//! Slices for Services of several kinds.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{Node, Pod, Service};
use bowline_api::discovery::v1::EndpointSlice;
use serde_json::{Value, json};

use super::{Action, Observed, plan};

fn service(spec: Value) -> Arc<Service> {
    let mut service = json!({
        "metadata": {"name": "s", "namespace": "d", "uid": "s-uid", "labels": {"team": "x"}},
        "spec": {"clusterIP": "10.0.0.1", "ipFamilies": ["IPv4"], "selector": {"a": "b"},
            "ports": [{"name": "http", "protocol": "TCP", "port": 80, "targetPort": 8080}]}
    });
    for (key, value) in spec.as_object().unwrap() {
        service["spec"][key] = value.clone();
    }
    Arc::new(serde_json::from_value(service).unwrap())
}

fn pod(number: usize, ready: bool) -> Arc<Pod> {
    let status = if ready { "True" } else { "False" };
    let pod = json!({
        "metadata": {"name": format!("p{number}"), "namespace": "d", "uid": format!("u{number}")},
        "spec": {"nodeName": "n"},
        "status": {
            "phase": "Running", "podIP": format!("10.1.0.{number}"),
            "podIPs": [{"ip": format!("10.1.0.{number}")}, {"ip": format!("fd00::{number}")}],
            "conditions": [{"type": "Ready", "status": status}]
        }
    });
    Arc::new(serde_json::from_value(pod).unwrap())
}

fn observed(service: Arc<Service>, pods: Vec<Arc<Pod>>, existing: &[EndpointSlice]) -> Observed {
    let mut node = Node::default();
    node.metadata.labels.insert(super::endpoints::ZONE.into(), "z".into());
    let nodes = BTreeMap::from([("n".to_owned(), Arc::new(node))]);
    let existing = existing.iter().cloned().map(Arc::new).collect();
    Observed { service, pods, nodes, existing, max_endpoints: 3 }
}

/// Carries the plan out on a list of slices; gives the numbers of creates, updates, deletes.
fn carry_out(observed: &Observed, slices: &mut Vec<EndpointSlice>) -> (usize, usize, usize) {
    let mut counts = (0, 0, 0);
    for action in plan(observed).actions {
        match action {
            Action::Create(mut slice) => {
                counts.0 += 1;
                slice.metadata.name = format!("s-{}", slices.len());
                slices.push(*slice);
            }
            Action::Update(slice) => {
                counts.1 += 1;
                let name = slice.metadata.name.clone();
                let same = |s: &&mut EndpointSlice| s.metadata.name == name;
                *slices.iter_mut().find(same).unwrap() = *slice;
            }
            Action::Delete(slice) => {
                counts.2 += 1;
                slices.retain(|s| s.metadata.name != slice.metadata.name);
            }
        }
    }
    counts
}

#[test]
fn what_is_in_place_is_not_written_again() {
    let mut slices = Vec::new();
    let pods = || (1..=4).map(|n| pod(n, true)).collect::<Vec<_>>();
    let service = || service(json!({}));
    assert_eq!(carry_out(&observed(service(), pods(), &[]), &mut slices), (2, 0, 0));
    assert_eq!(carry_out(&observed(service(), pods(), &slices), &mut slices), (0, 0, 0));
    assert_eq!(slices[0].metadata.labels["team"], "x");
    assert_eq!(slices[0].metadata.generate_name, "s-");
    let mut pods = pods();
    pods[0] = pod(1, false);
    assert_eq!(carry_out(&observed(service(), pods, &slices), &mut slices), (0, 1, 0));
}

#[test]
fn an_empty_service_has_a_placeholder_that_is_reused() {
    let mut slices = Vec::new();
    let service = || service(json!({}));
    assert_eq!(carry_out(&observed(service(), vec![], &[]), &mut slices), (1, 0, 0));
    assert_eq!(carry_out(&observed(service(), vec![], &slices), &mut slices), (0, 0, 0));
    let one = vec![pod(1, true)];
    assert_eq!(carry_out(&observed(service(), one, &slices), &mut slices), (0, 1, 0));
    assert_eq!(slices[0].endpoints.len(), 1);
    assert_eq!(carry_out(&observed(service(), vec![], &slices), &mut slices), (0, 1, 0));
    assert!(slices[0].ports.is_empty());
}

#[test]
fn each_family_has_its_own_slices() {
    let service = service(json!({"ipFamilies": ["IPv4", "IPv6"]}));
    let mut slices = Vec::new();
    carry_out(&observed(service, vec![pod(1, true)], &[]), &mut slices);
    let mut found: Vec<_> = slices
        .iter()
        .map(|s| (s.address_type.as_str(), s.endpoints[0].addresses[0].as_str()))
        .collect();
    found.sort_unstable();
    assert_eq!(found, [("IPv4", "10.1.0.1"), ("IPv6", "fd00::1")]);
}

#[test]
fn hints_follow_the_traffic_distribution() {
    let mut slices = Vec::new();
    let pods = || vec![pod(1, true), pod(2, false)];
    let close = || service(json!({"trafficDistribution": "PreferSameZone"}));
    carry_out(&observed(close(), pods(), &[]), &mut slices);
    let zones = |slices: &[EndpointSlice]| -> Vec<usize> {
        let endpoints = slices[0].endpoints.iter();
        endpoints.map(|e| e.hints.as_ref().map_or(0, |hints| hints.for_zones.len())).collect()
    };
    assert_eq!(zones(&slices), [1, 0]);
    assert_eq!(carry_out(&observed(close(), pods(), &slices), &mut slices), (0, 0, 0));
    let plain = service(json!({}));
    assert_eq!(carry_out(&observed(plain, pods(), &slices), &mut slices), (0, 1, 0));
    assert_eq!(zones(&slices), [0, 0]);
}

#[test]
fn pods_on_unknown_nodes_wait() {
    let mut observed = observed(service(json!({})), vec![pod(1, true)], &[]);
    observed.nodes.clear();
    let plan = plan(&observed);
    assert!(plan.is_incomplete);
    assert!(matches!(&plan.actions[..], [Action::Create(slice)] if slice.endpoints.is_empty()));
}
