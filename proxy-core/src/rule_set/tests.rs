//! From objects to rules.

use serde_json::{Value, json};

use super::*;

fn service(spec: Value) -> Service {
    let mut object = json!({
        "metadata": {"name": "web", "namespace": "ns"},
        "spec": {"clusterIP": "10.0.0.1", "ports": [{"name": "http", "port": 80}]},
    });
    for (key, value) in spec.as_object().unwrap() {
        object["spec"][key] = value.clone();
    }
    serde_json::from_value(object).unwrap()
}

fn slice(endpoints: Value) -> EndpointSlice {
    serde_json::from_value(json!({
        "metadata": {"namespace": "ns", "labels": {"kubernetes.io/service-name": "web"}},
        "addressType": "IPv4",
        "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
        "endpoints": endpoints,
    }))
    .unwrap()
}

fn endpoints(service: &Service, slices: &[EndpointSlice]) -> Vec<String> {
    let place = Place { node: "n1".into(), zone: "a".into() };
    let rules = RuleSet::new([service], slices, &place);
    let rule = rules.rules.values().next().unwrap();
    rule.endpoints.iter().map(ToString::to_string).collect()
}

#[test]
fn endpoints_are_chosen_as_upstream_does() {
    let at = |ip: &str, node: &str, conditions: Value, hints: Value| json!({"addresses": [ip], "nodeName": node, "conditions": conditions, "hints": hints});
    let ready = || json!({"ready": true});
    let leaving = || json!({"ready": false, "serving": true, "terminating": true});
    let zone = |z: &str| json!({"forZones": [{"name": z}]});
    let local = json!({"internalTrafficPolicy": "Local"});
    let cases = [
        (
            "ready ones",
            json!({}),
            json!([
                at("1.1.1.1", "n1", ready(), Value::Null),
                at("1.1.1.2", "n2", json!({"ready": false}), Value::Null)
            ]),
            vec!["1.1.1.1:8080"],
        ),
        (
            "unknown readiness is ready",
            json!({}),
            json!([at("1.1.1.1", "n1", json!({}), Value::Null)]),
            vec!["1.1.1.1:8080"],
        ),
        (
            "leaving ones when none is ready",
            json!({}),
            json!([at("1.1.1.1", "n1", leaving(), Value::Null)]),
            vec!["1.1.1.1:8080"],
        ),
        (
            "leaving ones not beside ready ones",
            json!({}),
            json!([
                at("1.1.1.1", "n1", leaving(), Value::Null),
                at("1.1.1.2", "n2", ready(), Value::Null)
            ]),
            vec!["1.1.1.2:8080"],
        ),
        (
            "local policy",
            local.clone(),
            json!([
                at("1.1.1.1", "n1", ready(), Value::Null),
                at("1.1.1.2", "n2", ready(), Value::Null)
            ]),
            vec!["1.1.1.1:8080"],
        ),
        (
            "local policy without local ones",
            local,
            json!([at("1.1.1.2", "n2", ready(), Value::Null)]),
            vec![],
        ),
        (
            "zone hints",
            json!({}),
            json!([
                at("1.1.1.1", "n1", ready(), zone("b")),
                at("1.1.1.2", "n2", ready(), zone("a"))
            ]),
            vec!["1.1.1.2:8080"],
        ),
        (
            "hints on some are ignored",
            json!({}),
            json!([
                at("1.1.1.1", "n1", ready(), zone("b")),
                at("1.1.1.2", "n2", ready(), Value::Null)
            ]),
            vec!["1.1.1.1:8080", "1.1.1.2:8080"],
        ),
        (
            "hints for nobody here are ignored",
            json!({}),
            json!([at("1.1.1.1", "n1", ready(), zone("b"))]),
            vec!["1.1.1.1:8080"],
        ),
    ];
    for (name, spec, endpoint_list, want) in cases {
        assert_eq!(endpoints(&service(spec), &[slice(endpoint_list)]), want, "{name}");
    }
}

#[test]
fn an_address_in_two_slices_counts_once() {
    let one = json!([{"addresses": ["1.1.1.1"], "conditions": {"ready": true}}]);
    let slices = [slice(one.clone()), slice(one)];
    assert_eq!(endpoints(&service(json!({})), &slices), ["1.1.1.1:8080"]);
}

#[test]
fn services_without_virtual_address_have_no_rules() {
    for spec in
        [json!({"clusterIP": "None"}), json!({"clusterIP": ""}), json!({"type": "ExternalName"})]
    {
        let rules = RuleSet::new([&service(spec.clone())], [], &Place::default());
        assert!(rules.rules.is_empty(), "{spec}");
    }
}

#[test]
fn affinity_and_ports_come_from_the_service() {
    let spec = json!({
        "sessionAffinity": "ClientIP", "type": "NodePort", "externalIPs": ["192.0.2.1"],
        "ports": [{"name": "dns", "port": 53, "protocol": "UDP", "nodePort": 30053}],
    });
    let rules = RuleSet::new([&service(spec)], [], &Place::default());
    let (name, rule) = rules.rules.first_key_value().unwrap();
    assert_eq!(name.protocol, Protocol::Udp);
    assert_eq!(rule.node_port, Some(30053));
    assert_eq!(rule.affinity, Some(Duration::from_secs(10_800)));
    let addresses: Vec<String> = rule.addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["10.0.0.1:53", "192.0.2.1:53"]);
}
