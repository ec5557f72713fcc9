//! A case of each sort.

use bowline_apimachinery::codec::json::from_value;
use serde_json::{Value, json};

use super::*;
use crate::kinds;

fn told(value: Value) -> Vec<String> {
    let api_version = value["apiVersion"].as_str().expect("a version").to_owned();
    let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
    let kind = value["kind"].as_str().expect("a kind").to_owned();
    let mut message = kinds::new(group, version, &kind).expect("a built-in kind");
    from_value(message.as_mut(), value).expect("an object of the kind");
    create(message.as_ref())
}

fn pod(spec: Value) -> Value {
    json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p" }, "spec": spec })
}

#[test]
fn pods_are_warned_of() {
    for (spec, want) in [
        (json!({ "containers": [{ "name": "c", "image": "i" }] }), &[][..]),
        (
            json!({ "nodeSelector": { "beta.kubernetes.io/os": "linux" } }),
            &["spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \
               \"kubernetes.io/os\" instead"],
        ),
        (
            json!({ "terminationGracePeriodSeconds": -1 }),
            &["spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and \
               will be treated as 1"],
        ),
        (
            json!({ "containers": [{ "name": "c", "env": [
                { "name": "A", "value": "1" }, { "name": "A", "value": "$(A)2" },
                { "name": "A", "value": "3" },
            ] }] }),
            &["spec.containers[0].env[2]: hides previous definition of \"A\", which may be \
               dropped when using apply"],
        ),
        (
            json!({ "containers": [{ "name": "c", "ports": [
                { "containerPort": 80, "name": "a" }, { "containerPort": 80, "hostPort": 81 },
            ] }] }),
            &["spec.containers[0].ports[1]: overlapping port definition with \
               spec.containers[0].ports[0]"],
        ),
        (
            json!({ "containers": [{ "name": "c",
                "resources": { "limits": { "memory": "100m" } } }] }),
            &["spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is \
               invalid, must be an integer"],
        ),
        (
            json!({ "volumes": [{ "name": "v", "gitRepo": { "repository": "r" } }] }),
            &["spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+"],
        ),
        (
            json!({ "imagePullSecrets": [{ "name": "a" }, { "name": "a" }, {}] }),
            &[
                "spec.imagePullSecrets[1].name: duplicate name \"a\"",
                "spec.imagePullSecrets[2].name: invalid empty name \"\"",
            ],
        ),
    ] {
        assert_eq!(told(pod(spec.clone())), want, "{spec}");
    }
}

#[test]
fn templates_are_warned_of_where_they_stand() {
    let spec = json!({ "nodeSelector": { "beta.kubernetes.io/arch": "arm64" } });
    let cron = json!({
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": { "name": "a.b" },
        "spec": { "jobTemplate": { "spec": { "template": { "spec": spec } } } },
    });
    let warnings = told(cron);
    assert!(warnings[0].starts_with("metadata.name: this is used in Pod names"), "{warnings:?}");
    assert!(
        warnings[1].starts_with("spec.jobTemplate.spec.template.spec.nodeSelector["),
        "{warnings:?}"
    );
}

#[test]
fn other_kinds_are_warned_of() {
    let service = json!({
        "apiVersion": "v1", "kind": "Service", "metadata": { "name": "s" },
        "spec": { "externalIPs": ["1.2.3.4"], "sessionAffinity": "None" },
    });
    assert_eq!(told(service).len(), 1);
    let ingress = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": { "name": "i", "annotations": { "kubernetes.io/ingress.class": "x" } },
    });
    assert!(told(ingress)[0].contains("spec.ingressClassName"));
}
