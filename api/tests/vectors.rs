//! The recorded behaviour of Kubernetes for the knowledge that is written by hand in this crate.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use bowline_api::core::v1::{Pod, PodResourcesOptions, ResourceList, Taint, Toleration};
use bowline_apimachinery::quantity::Quantity;
use serde_json::Value;

fn lines(topic: &str, kind: &str) -> Vec<Value> {
    let folder = std::env::var_os("BOWLINE_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data/vectors"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join(format!("{topic}.jsonl"))).unwrap();
    let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let prefix = format!("{topic}-{kind}-");
    let lines: Vec<_> = all.filter(|it| it["id"].as_str().unwrap().starts_with(&prefix)).collect();
    assert!(!lines.is_empty());
    lines
}

fn list(value: &Value) -> ResourceList {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn sums_of_pods() {
    for line in lines("kubelet", "resources") {
        let pod: Pod = serde_json::from_value(line["in"].clone()).unwrap();
        let plain = PodResourcesOptions::default();
        let skip_pod_level = PodResourcesOptions { skip_pod_level: true, ..plain };
        let exclude_overhead = PodResourcesOptions { exclude_overhead: true, ..plain };
        let mut rows = vec![
            ("requests", pod.spec.resource_requests(plain)),
            ("limits", pod.spec.resource_limits(plain)),
            ("requestsSkipPodLevel", pod.spec.resource_requests(skip_pod_level)),
            ("requests", pod.resource_requests_in_force(&ResourceList::new())),
        ];
        // Upstream shares the digits of a quantity such as 1.5Gi between the spec and the sum, so
        // that the overhead added in one call is still there in the next, where this was recorded.
        if !line["in"]["spec"]["resources"]["requests"].to_string().contains('.') {
            rows.push(("requestsWithoutOverhead", pod.spec.resource_requests(exclude_overhead)));
        }
        for (name, got) in rows {
            let want = list(&line["out"][name]);
            assert_eq!(got, want, "{name} of {}", line["id"]);
            let spelled = |list: ResourceList| -> Vec<String> {
                list.values().map(Quantity::to_string).collect()
            };
            assert_eq!(spelled(got), spelled(want), "{name} of {}", line["id"]);
        }
    }
}

#[test]
fn tolerations() {
    for line in lines("kubelet", "toleration") {
        let (input, out) = (&line["in"], &line["out"]);
        let taint: Taint = serde_json::from_value(input["taint"].clone()).unwrap();
        let toleration: Toleration = serde_json::from_value(input["toleration"].clone()).unwrap();
        assert_eq!(toleration.tolerates(&taint), out["tolerates"], "{}", line["id"]);
        assert_eq!(
            toleration.tolerates_comparing(&taint),
            out["toleratesWithComparisonOperators"],
            "{}",
            line["id"]
        );
    }
}
