//! What single objects use of a quota.
//!
//! Upstream: `pkg/quota/v1/evaluator/core`.

use bowline_api::core::v1::{
    PersistentVolumeClaim, Pod, PodResourcesOptions, ResourceList, Service, ServiceType,
    add_resources, is_extended_resource, is_huge_page_resource,
};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::time::{Duration, Time};

use crate::persistent_volume::matching::class_of_claim;

/// Kinds that are counted under their bare name as well as under `count/`.
pub const BARE_COUNTS: [&str; 7] = [
    "pods",
    "services",
    "persistentvolumeclaims",
    "configmaps",
    "secrets",
    "replicationcontrollers",
    "resourcequotas",
];

fn set(list: &mut ResourceList, name: impl Into<String>, amount: impl Into<Quantity>) {
    list.insert(name.into(), amount.into());
}

/// What a pod uses. One that has ended is only counted as an object.
#[must_use]
pub fn of_pod(pod: &Pod, now: Time) -> ResourceList {
    let mut used = ResourceList::new();
    set(&mut used, "count/pods", 1);
    if has_ended(pod, now) {
        return used;
    }
    set(&mut used, "pods", 1);
    for (name, amount) in pod.resource_requests_in_force(&ResourceList::new()) {
        if ["cpu", "memory", "ephemeral-storage"].contains(&name.as_str())
            || is_huge_page_resource(&name)
        {
            set(&mut used, format!("requests.{name}"), amount.clone());
            set(&mut used, name, amount);
        } else if is_extended_resource(&name) {
            set(&mut used, format!("requests.{name}"), amount);
        }
    }
    for (name, amount) in pod.spec.resource_limits(PodResourcesOptions::default()) {
        if ["cpu", "memory", "ephemeral-storage"].contains(&name.as_str()) {
            set(&mut used, format!("limits.{name}"), amount);
        }
    }
    used
}

/// Whether the pod has ended, or should have by now.
fn has_ended(pod: &Pod, now: Time) -> bool {
    if pod.is_terminal() {
        return true;
    }
    let grace = pod.metadata.deletion_grace_period_seconds;
    match (pod.metadata.deletion_timestamp, grace) {
        (Some(deleted), Some(grace)) => now > deleted.saturating_add(Duration::from_secs(grace)),
        _ => false,
    }
}

/// What a Service uses.
#[must_use]
pub fn of_service(service: &Service) -> ResourceList {
    let mut used = ResourceList::new();
    set(&mut used, "count/services", 1);
    set(&mut used, "services", 1);
    let ports = &service.spec.ports;
    let count = |n: usize| Quantity::from(i64::try_from(n).unwrap_or(i64::MAX));
    match service.spec.type_ {
        ServiceType::NodePort => set(&mut used, "services.nodeports", count(ports.len())),
        ServiceType::LoadBalancer => {
            let node_ports = match service.spec.allocate_load_balancer_node_ports {
                Some(false) => ports.iter().filter(|port| port.node_port != 0).count(),
                _ => ports.len(),
            };
            set(&mut used, "services.nodeports", count(node_ports));
            set(&mut used, "services.loadbalancers", 1);
        }
        _ => {}
    }
    used
}

/// What a claim uses, in all and of its class.
#[must_use]
pub fn of_claim(claim: &PersistentVolumeClaim) -> ResourceList {
    let mut used = ResourceList::new();
    let class = class_of_claim(claim);
    let of_class = |what: &str| format!("{class}.storageclass.storage.k8s.io/{what}");
    for name in ["count/persistentvolumeclaims", "persistentvolumeclaims"] {
        set(&mut used, name, 1);
    }
    if !class.is_empty() {
        set(&mut used, of_class("persistentvolumeclaims"), 1);
    }
    let asked = claim.spec.resources.requests.get("storage").cloned();
    // A claim that shrinks after it could not grow still holds what was set aside for it.
    let allocated = claim.status.allocated_resources.get("storage").cloned();
    if let Some(amount) = asked.map(|asked| allocated.map_or(asked.clone(), |a| a.max(asked))) {
        if !class.is_empty() {
            set(&mut used, of_class("requests.storage"), amount.clone());
        }
        set(&mut used, "requests.storage", amount);
    }
    used
}

/// Adds what is used, of the resources that are limited.
pub fn add(sum: &mut ResourceList, used: &ResourceList) {
    let limited: ResourceList = used
        .iter()
        .filter(|(name, _)| sum.contains_key(*name))
        .map(|(name, amount)| (name.clone(), amount.clone()))
        .collect();
    add_resources(sum, &limited);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn told(used: &ResourceList) -> Value {
        used.iter().map(|(name, amount)| (name.clone(), json!(amount.to_string()))).collect()
    }

    #[test]
    fn a_pod_uses_what_it_requests_until_it_ends() {
        let now = Time::from_unix_seconds(1000);
        let mut pod: Pod = serde_json::from_value(json!({
            "spec": {"containers": [{"name": "c", "resources": {
                "requests": {"cpu": "100m", "example.com/gpu": "2"}, "limits": {"memory": "1Gi"}}}]},
        }))
        .unwrap();
        assert_eq!(
            told(&of_pod(&pod, now)),
            json!({"count/pods": "1", "pods": "1", "cpu": "100m", "requests.cpu": "100m",
                   "requests.example.com/gpu": "2", "limits.memory": "1Gi"})
        );
        pod.metadata.deletion_timestamp = Some(Time::from_unix_seconds(990));
        pod.metadata.deletion_grace_period_seconds = Some(30);
        assert!(of_pod(&pod, now).contains_key("pods"));
        pod.metadata.deletion_grace_period_seconds = Some(5);
        assert_eq!(told(&of_pod(&pod, now)), json!({"count/pods": "1"}));
    }

    #[test]
    fn services_and_claims_use_by_kind() {
        let service =
            |spec: Value| -> Service { serde_json::from_value(json!({ "spec": spec })).unwrap() };
        let ports = json!([{"port": 1, "nodePort": 30001}, {"port": 2}]);
        for (type_, allocate, node_ports, balancers) in [
            ("ClusterIP", Value::Null, None, None),
            ("NodePort", Value::Null, Some("2"), None),
            ("LoadBalancer", Value::Null, Some("2"), Some("1")),
            ("LoadBalancer", json!(false), Some("1"), Some("1")),
        ] {
            let used = of_service(&service(json!({
                "type": type_, "ports": ports, "allocateLoadBalancerNodePorts": allocate})));
            let amount = |name: &str| used.get(name).map(ToString::to_string);
            assert_eq!(amount("services.nodeports").as_deref(), node_ports, "{type_}");
            assert_eq!(amount("services.loadbalancers").as_deref(), balancers, "{type_}");
        }
        let claim: PersistentVolumeClaim = serde_json::from_value(json!({
            "spec": {"storageClassName": "gold", "resources": {"requests": {"storage": "2Gi"}}},
        }))
        .unwrap();
        let used = of_claim(&claim);
        assert_eq!(used["requests.storage"].to_string(), "2Gi");
        assert_eq!(used["gold.storageclass.storage.k8s.io/requests.storage"].to_string(), "2Gi");
    }

    #[test]
    fn only_what_is_limited_is_counted() {
        let mut sum = ResourceList::from([("pods".to_owned(), Quantity::from(0))]);
        let used = ResourceList::from([
            ("pods".to_owned(), Quantity::from(1)),
            ("cpu".to_owned(), Quantity::from(1)),
        ]);
        add(&mut sum, &used);
        add(&mut sum, &used);
        assert_eq!(told(&sum), json!({"pods": "2"}));
    }
}
