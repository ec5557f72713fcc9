//! Namespaces, priority classes, flow control and API services, as a list.

use bowline_api::resources::GROUPS;
use serde_json::{Map, Value, json};

use crate::registry::Registry;
use crate::server::Config;

const FLOW_CONTROL: &str = include_str!("flow_control.json");
const NAMESPACES: [&str; 4] = ["kube-system", "kube-public", "kube-node-lease", "default"];
const PRIORITY_CLASSES: [(&str, i64, &str); 2] = [
    ("system-node-critical", 2_000_001_000, "For pods without which their node does not work."),
    (
        "system-cluster-critical",
        2_000_000_000,
        "For pods without which the cluster does not work, but which may run on any node.",
    ),
];

/// Group, resource and object, in an order in which they can be made.
pub(super) fn all(
    registry: &Registry,
    config: &Config,
) -> Vec<(&'static str, &'static str, Value)> {
    let mut all = Vec::new();
    for name in NAMESPACES {
        all.push(("", "namespaces", json!({ "metadata": { "name": name } })));
    }
    for (name, value, description) in PRIORITY_CLASSES {
        let class = json!({
            "metadata": { "name": name }, "value": value, "description": description,
        });
        all.push(("scheduling.k8s.io", "priorityclasses", class));
    }
    let cidr = json!({
        "metadata": { "name": "kubernetes" },
        "spec": { "cidrs": [config.service_cluster_ip_range] },
    });
    all.push(("networking.k8s.io", "servicecidrs", cidr));
    all.extend(flow_control());
    all.extend(api_services(registry));
    all
}

fn flow_control() -> impl Iterator<Item = (&'static str, &'static str, Value)> {
    let data: Map<String, Value> =
        serde_json::from_str(FLOW_CONTROL).expect("the table beside this file is JSON");
    let kinds = ["prioritylevelconfigurations", "flowschemas"];
    kinds.into_iter().flat_map(move |resource| {
        let specs = data.get(resource).and_then(Value::as_object).cloned().unwrap_or_default();
        specs.into_iter().map(move |(name, spec)| {
            let object = json!({
                "metadata": {
                    "name": name,
                    "annotations": { "apf.kubernetes.io/autoupdate-spec": "true" },
                },
                "spec": spec,
            });
            ("flowcontrol.apiserver.k8s.io", resource, object)
        })
    })
}

/// One for each group version that is served, so that clients see what is local.
fn api_services(registry: &Registry) -> Vec<(&'static str, &'static str, Value)> {
    let served = registry.catalog().served();
    let mut services = Vec::new();
    for group in GROUPS {
        for &(version, priority) in group.versions {
            // The one group that registers others does not register itself.
            let known = served.in_version(group.name, version).next().is_some();
            if !known || group.name == "apiregistration.k8s.io" {
                continue;
            }
            let mut spec = json!({
                "version": version,
                "groupPriorityMinimum": group.priority,
                "versionPriority": priority,
            });
            if !group.name.is_empty() {
                spec["group"] = group.name.into();
            }
            let object = json!({
                "metadata": {
                    "name": format!("{version}.{}", group.name),
                    "labels": { "kube-aggregator.kubernetes.io/automanaged": "onstart" },
                },
                "spec": spec,
            });
            services.push(("apiregistration.k8s.io", "apiservices", object));
        }
    }
    services
}
