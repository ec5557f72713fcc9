//! What the Endpoints of a Service should be.
//!
//! Upstream: `pkg/controller/endpoint/endpoints_controller.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{
    EndpointAddress, EndpointPort, Endpoints, ObjectReference, Pod, Service, ServicePort,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::Time;

use super::subsets::{Subsets, canonical, truncate};
use crate::endpoint_slice::endpoints::{is_candidate, target_port};
use crate::endpoint_slice::labels::HEADLESS;
use crate::endpoint_slice::trigger_time::LAST_CHANGE_TRIGGER_TIME;

/// The label by which Endpoints name who keeps them.
pub const MANAGED_BY: &str = "endpoints.kubernetes.io/managed-by";
/// This controller's name in it.
pub const MANAGER: &str = "endpoint-controller";
/// The annotation of Endpoints that do not show every address.
pub const OVER_CAPACITY: &str = "endpoints.kubernetes.io/over-capacity";
/// The annotation of Endpoints that serve an election instead of a Service.
pub const LEADER: &str = "control-plane.alpha.kubernetes.io/leader";

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The Service.
    pub service: Arc<Service>,
    /// The pods that its selector chooses.
    pub pods: Vec<Arc<Pod>>,
    /// The Endpoints as they are.
    pub existing: Option<Arc<Endpoints>>,
    /// When the change happened that led here, if that is known.
    pub trigger_time: Option<Time>,
}

/// What to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Nothing.
    Keep,
    /// New Endpoints.
    Create(Box<Endpoints>),
    /// Endpoints with other contents.
    Update(Box<Endpoints>),
}

/// Decides what to write for a Service.
#[must_use]
pub fn plan(observed: &Observed) -> Plan {
    let service = &observed.service;
    let mut subsets = subsets(observed);
    let truncated = truncate(&mut subsets);
    let labels = labels(service);
    let existing = observed.existing.as_deref();
    if let Some(existing) = existing {
        let marked = existing.metadata.annotations.get(OVER_CAPACITY).map(String::as_str);
        if canonical(&existing.subsets) == subsets
            && existing.metadata.labels == labels
            && (marked == Some("truncated")) == truncated
        {
            return Plan::Keep;
        }
    }
    let mut endpoints = existing.cloned().unwrap_or_else(|| Endpoints {
        metadata: ObjectMeta::named(&service.metadata.name)
            .in_namespace(&service.metadata.namespace),
        ..Endpoints::default()
    });
    endpoints.subsets = subsets;
    endpoints.metadata.labels = labels;
    let annotations = &mut endpoints.metadata.annotations;
    let mut set = |key: &str, value: Option<String>| match value {
        Some(value) => drop(annotations.insert(key.to_owned(), value)),
        None => drop(annotations.remove(key)),
    };
    set(LAST_CHANGE_TRIGGER_TIME, observed.trigger_time.map(|time| time.to_string()));
    set(OVER_CAPACITY, truncated.then(|| "truncated".to_owned()));
    match existing {
        Some(_) => Plan::Update(Box::new(endpoints)),
        None => Plan::Create(Box::new(endpoints)),
    }
}

fn labels(service: &Service) -> BTreeMap<String, String> {
    let mut labels = service.metadata.labels.clone();
    labels.remove(HEADLESS);
    if matches!(service.spec.cluster_ip.as_str(), "" | "None") {
        labels.insert(HEADLESS.to_owned(), String::new());
    }
    labels.insert(MANAGED_BY.to_owned(), MANAGER.to_owned());
    labels
}

fn subsets(observed: &Observed) -> Vec<bowline_api::core::v1::EndpointSubset> {
    let service = &observed.service;
    let published = service.spec.publish_not_ready_addresses;
    let is_listed =
        |pod: &&Arc<Pod>| is_candidate(pod) && (published || !pod.metadata.is_terminating());
    let mut subsets = Subsets::default();
    for pod in observed.pods.iter().filter(is_listed) {
        let Some(address) = address(pod, service) else { continue };
        let is_ready = published || pod.is_ready();
        if service.spec.ports.is_empty() && service.spec.cluster_ip == "None" {
            subsets.add(&address, is_ready, None);
        }
        for declared in &service.spec.ports {
            if let Some(port) = port(pod, declared) {
                subsets.add(&address, is_ready, Some(port));
            }
        }
    }
    subsets.group()
}

/// The pod's address in the family of the Service.
fn address(pod: &Pod, service: &Service) -> Option<EndpointAddress> {
    let ipv6 = match service.spec.ip_families.first() {
        Some(family) => family.as_str() == "IPv6",
        // From before families were recorded.
        None if !matches!(service.spec.cluster_ip.as_str(), "" | "None") => {
            service.spec.cluster_ip.contains(':')
        }
        None => pod.status.pod_ip.contains(':'),
    };
    let ip = pod.status.pod_ips.iter().map(|ip| &ip.ip).find(|ip| ip.contains(':') == ipv6)?;
    let names_host = !pod.spec.hostname.is_empty()
        && pod.spec.subdomain == service.metadata.name
        && pod.metadata.namespace == service.metadata.namespace;
    Some(EndpointAddress {
        ip: ip.clone(),
        hostname: if names_host { pod.spec.hostname.clone() } else { String::new() },
        node_name: Some(pod.spec.node_name.clone()),
        target_ref: Some(Box::new(ObjectReference {
            kind: "Pod".to_owned(),
            namespace: pod.metadata.namespace.clone(),
            name: pod.metadata.name.clone(),
            uid: pod.metadata.uid.clone(),
            ..ObjectReference::default()
        })),
    })
}

fn port(pod: &Pod, declared: &ServicePort) -> Option<EndpointPort> {
    Some(EndpointPort {
        name: declared.name.clone(),
        port: target_port(pod, declared)?,
        protocol: declared.protocol.clone(),
        app_protocol: declared.app_protocol.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn service(spec: Value) -> Arc<Service> {
        let object = json!({
            "metadata": {"name": "web", "namespace": "d", "labels": {"team": "a"}}, "spec": spec,
        });
        Arc::new(serde_json::from_value(object).unwrap())
    }

    fn pod(name: &str, ip: &str, ready: bool) -> Arc<Pod> {
        let ready = if ready { "True" } else { "False" };
        let ips: Vec<_> =
            [ip].iter().filter(|ip| !ip.is_empty()).map(|ip| json!({"ip": ip})).collect();
        Arc::new(
            serde_json::from_value(json!({
                "metadata": {"name": name, "namespace": "d", "uid": name},
                "spec": {"nodeName": "n", "containers": [
                    {"name": "c", "ports": [{"name": "http", "containerPort": 8080,
                                             "protocol": "TCP"}]}]},
                "status": {"phase": "Running", "podIP": ip, "podIPs": ips,
                           "conditions": [{"type": "Ready", "status": ready}]},
            }))
            .unwrap(),
        )
    }

    fn observed(spec: Value, pods: &[Arc<Pod>]) -> Observed {
        Observed { service: service(spec), pods: pods.to_vec(), existing: None, trigger_time: None }
    }

    fn told(observed: &Observed) -> Value {
        let Plan::Create(endpoints) = plan(observed) else { panic!("nothing is created") };
        let subset = |s: &bowline_api::core::v1::EndpointSubset| {
            let ips =
                |list: &[EndpointAddress]| list.iter().map(|a| json!(a.ip)).collect::<Vec<_>>();
            json!([
                ips(&s.addresses),
                ips(&s.not_ready_addresses),
                s.ports.iter().map(|p| p.port).collect::<Vec<_>>()
            ])
        };
        endpoints.subsets.iter().map(subset).collect()
    }

    #[test]
    fn pods_are_listed_by_readiness_family_and_port() {
        let ports = json!([{"name": "web", "port": 80, "targetPort": "http", "protocol": "TCP"}]);
        let mut going = (*pod("going", "10.0.0.3", true)).clone();
        going.metadata.deletion_timestamp = Some(Time::from_unix_seconds(1));
        let pods = [
            pod("a", "10.0.0.1", true),
            pod("b", "10.0.0.2", false),
            Arc::new(going),
            pod("six", "fd00::1", true),
            pod("none", "", true),
        ];
        let told = |spec: Value| told(&observed(spec, &pods));
        let v4 = json!({"clusterIP": "1.2.3.4", "ipFamilies": ["IPv4"], "ports": ports});
        assert_eq!(told(v4), json!([[["10.0.0.1"], ["10.0.0.2"], [8080]]]));
        let v6 = json!({"clusterIP": "fd00::9", "ports": ports});
        assert_eq!(told(v6), json!([[["fd00::1"], [], [8080]]]));
        let all = json!({"clusterIP": "1.2.3.4", "publishNotReadyAddresses": true, "ports": ports});
        assert_eq!(told(all), json!([[["10.0.0.1", "10.0.0.2", "10.0.0.3"], [], [8080]]]));
        let unknown = json!([{"port": 80, "targetPort": "other", "protocol": "TCP"}]);
        assert_eq!(told(json!({"clusterIP": "1.2.3.4", "ports": unknown})), json!([]));
        let headless = json!({"clusterIP": "None", "ipFamilies": ["IPv4"]});
        assert_eq!(told(headless), json!([[["10.0.0.1"], ["10.0.0.2"], []]]));
    }

    #[test]
    fn what_is_in_place_is_not_written_again() {
        let ports = json!([{"port": 80, "targetPort": 80}]);
        let mut observed = observed(
            json!({"clusterIP": "1.2.3.4", "ports": ports}),
            &[pod("a", "10.0.0.1", true)],
        );
        let Plan::Create(endpoints) = plan(&observed) else { panic!("nothing is created") };
        assert_eq!(endpoints.metadata.labels[MANAGED_BY], MANAGER);
        assert!(!endpoints.metadata.labels.contains_key(HEADLESS));
        observed.existing = Some(Arc::new(*endpoints));
        assert_eq!(plan(&observed), Plan::Keep);
        observed.pods.clear();
        observed.trigger_time = Some(Time::from_unix_seconds(0));
        let Plan::Update(endpoints) = plan(&observed) else { panic!("nothing is updated") };
        assert!(endpoints.subsets.is_empty());
        let noted = &endpoints.metadata.annotations[LAST_CHANGE_TRIGGER_TIME];
        assert_eq!(noted, "1970-01-01T00:00:00Z");
    }
}
