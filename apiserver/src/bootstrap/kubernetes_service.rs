//! The service `default/kubernetes`, behind which pods find the server.
//!
//! *Upstream:* `pkg/controlplane/controller/kubernetesservice`.

use std::net::{IpAddr, SocketAddr};

use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use crate::registry::kinds::service::Range;
use crate::registry::{ObjectAccess as _, Registry};
use crate::server::Config;

const NAMESPACE: &str = "default";
const NAME: &str = "kubernetes";

/// Makes the service and its endpoints lead to an address.
///
/// # Errors
/// When an object cannot be written.
pub(crate) async fn advertise(
    registry: &Registry,
    config: &Config,
    address: SocketAddr,
) -> Result<(), Status> {
    let range: Range = config.service_cluster_ip_range.parse().map_err(Status::internal)?;
    let ip = range.at(1).map(|ip| ip.to_string()).unwrap_or_default();
    let service = json!({
        "metadata": {
            "name": NAME, "namespace": NAMESPACE,
            "labels": { "component": "apiserver", "provider": "kubernetes" },
        },
        "spec": {
            "ports": [{
                "name": "https", "protocol": "TCP", "port": 443, "targetPort": address.port(),
            }],
            "clusterIP": ip, "clusterIPs": [ip], "type": "ClusterIP", "sessionAffinity": "None",
        },
    });
    put(registry, "", "services", service, "spec.ports").await?;
    let endpoints = json!({
        "metadata": {
            "name": NAME, "namespace": NAMESPACE,
            "labels": { "endpointslice.kubernetes.io/skip-mirror": "true" },
        },
        "subsets": [{
            "addresses": [{ "ip": address.ip().to_string() }],
            "ports": [{ "name": "https", "port": address.port(), "protocol": "TCP" }],
        }],
    });
    put(registry, "", "endpoints", endpoints, "subsets").await?;
    let family = match address.ip() {
        IpAddr::V4(_) => "IPv4",
        IpAddr::V6(_) => "IPv6",
    };
    let ports = json!([{ "name": "https", "protocol": "TCP", "port": address.port() }]);
    let slice = json!({
        "metadata": {
            "name": NAME, "namespace": NAMESPACE,
            "labels": { "kubernetes.io/service-name": NAME },
        },
        "addressType": family,
        "endpoints": [{
            "addresses": [address.ip().to_string()], "conditions": { "ready": true },
        }],
        "ports": ports,
    });
    put(registry, "discovery.k8s.io", "endpointslices", slice.clone(), "endpoints").await?;
    put(registry, "discovery.k8s.io", "endpointslices", slice, "ports").await
}

/// Creates an object, or gives the one that is there the same value at a path.
async fn put(
    registry: &Registry,
    group: &str,
    resource: &str,
    object: Value,
    path: &str,
) -> Result<(), Status> {
    let Some(mut present) = registry.get(group, resource, NAMESPACE, NAME).await? else {
        return registry.create(group, resource, object).await.map(drop);
    };
    if present.at(path) == object.at(path) {
        return Ok(());
    }
    present.set(path, object.at(path).clone());
    registry.replace(group, resource, present).await.map(drop)
}
