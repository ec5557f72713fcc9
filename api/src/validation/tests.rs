//! A few of each sort; the recordings are replayed by the API server's tests.

use serde_json::{Value, json};

use super::*;
use crate::defaults;
use crate::kinds;
use bowline_apimachinery::codec::json::from_value;
use bowline_apimachinery::time::Time;

fn object(value: Value) -> Box<dyn Message> {
    let api_version = value["apiVersion"].as_str().expect("a version");
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let kind = value["kind"].as_str().expect("a kind");
    let mut message = kinds::new(group, version, kind).expect("a built-in kind");
    from_value(message.as_mut(), value).expect("an object of the kind");
    defaults::apply(message.as_mut(), Time::from_unix_seconds(0));
    message
}

fn told(faults: &ErrorList) -> Vec<String> {
    faults.iter().map(|fault| fault.to_string()).collect()
}

fn pod(containers: Value) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p" },
        "spec": { "containers": containers },
    })
}

#[test]
fn every_fault_of_a_new_object_is_told() {
    for (name, value, want) in [
        ("no containers", pod(json!([])), &["spec.containers: Required value"][..]),
        (
            "no image, twice the same name",
            pod(json!([{ "name": "a" }, { "name": "a", "image": "i" }])),
            &[
                "spec.containers[0].image: Required value",
                "spec.containers[1].name: Duplicate value: \"a\"",
            ],
        ),
        (
            "a mount without a volume",
            pod(
                json!([{ "name": "a", "image": "i", "volumeMounts": [{ "name": "v", "mountPath": "/v" }] }]),
            ),
            &["spec.containers[0].volumeMounts[0].name: Not found: \"v\""],
        ),
        (
            "a service without ports",
            json!({ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "s" } }),
            &["spec.ports: Required value"],
        ),
        (
            "a binding to nothing",
            json!({
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
                "metadata": { "name": "b" },
                "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole" },
            }),
            &["roleRef.name: Required value"],
        ),
        (
            "nothing wrong",
            json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "m" } }),
            &[],
        ),
    ] {
        assert_eq!(told(&create(object(value).as_ref())), want, "{name}");
    }
}

#[test]
fn what_is_for_ever_may_not_change() {
    let running = |image: &str, command: &str| {
        object(pod(json!([{ "name": "a", "image": image, "command": [command] }])))
    };
    let old = running("one", "run");
    assert_eq!(told(&update(running("two", "run").as_ref(), old.as_ref())), [""; 0]);
    let faults = told(&update(running("one", "walk").as_ref(), old.as_ref()));
    assert!(
        faults[0].starts_with("spec: Forbidden: pod updates may not change fields other than"),
        "{faults:?}"
    );
    let map = |text: &str| {
        object(json!({
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "m" },
            "immutable": true, "data": { "a": text },
        }))
    };
    assert_eq!(
        told(&update(map("1").as_ref(), map("2").as_ref())),
        ["data: Forbidden: field is immutable when `immutable` is set"]
    );
}
