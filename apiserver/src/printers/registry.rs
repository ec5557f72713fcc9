//! Which kind is printed how: one line a kind.

use bowline_apimachinery::codec::json;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;
use serde_json::{Value, json};

use super::cell::Row;
use super::{admission, cluster, network, pod, policy, rbac, storage, workload};

/// The row of an object, in the version it is served in.
///
/// Kinds without columns of their own show name and creation. Falls back to that when the object
/// cannot be read as its kind.
#[must_use]
pub fn row(group: &str, version: &str, kind: &str, object: &Value, now: Time) -> Row {
    special(group, version, kind, object, now).unwrap_or_else(|| {
        let metadata = &object["metadata"];
        Row::from(vec![metadata["name"].clone(), metadata["creationTimestamp"].clone()])
    })
}

fn special(group: &str, version: &str, kind: &str, object: &Value, now: Time) -> Option<Row> {
    macro_rules! print {
        ($function:path) => {
            typed(object, now, $function)
        };
    }
    match (group, kind) {
        ("", "Pod") => print!(pod::pod),
        ("", "PodTemplate") => print!(workload::pod_template),
        ("", "ReplicationController") => print!(workload::replication_controller),
        ("", "Service") => print!(network::service),
        ("", "Endpoints") => print!(network::endpoints),
        ("", "Node") => print!(cluster::node),
        ("", "Namespace") => print!(cluster::namespace),
        ("", "ConfigMap") => print!(cluster::config_map),
        ("", "Secret") => print!(cluster::secret),
        ("", "ServiceAccount") => print!(cluster::service_account),
        ("", "ComponentStatus") => print!(cluster::component_status),
        ("", "Event") => print!(cluster::event),
        ("", "PersistentVolume") => print!(storage::volume),
        ("", "PersistentVolumeClaim") => print!(storage::claim),
        ("", "ResourceQuota") => print!(policy::resource_quota),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicy") if version == "v1" => {
            print!(admission::mutating_policy)
        }
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding") if version == "v1" => {
            print!(admission::mutating_binding)
        }
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration") => {
            print!(admission::mutating_webhooks)
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy") => {
            print!(admission::validating_policy)
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding") => {
            print!(admission::validating_binding)
        }
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration") => {
            print!(admission::validating_webhooks)
        }
        ("apiregistration.k8s.io", "APIService") => print!(cluster::api_service),
        ("apps", "ControllerRevision") => print!(workload::controller_revision),
        ("apps", "DaemonSet") => print!(workload::daemon_set),
        ("apps", "Deployment") => print!(workload::deployment),
        ("apps", "ReplicaSet") => print!(workload::replica_set),
        ("apps", "StatefulSet") => print!(workload::stateful_set),
        ("autoscaling", "HorizontalPodAutoscaler") => {
            print!(workload::horizontal_pod_autoscaler)
        }
        ("batch", "CronJob") => print!(workload::cron_job),
        ("batch", "Job") => print!(workload::job),
        ("certificates.k8s.io", "CertificateSigningRequest") => print!(rbac::signing_request),
        ("coordination.k8s.io", "Lease") => print!(cluster::lease),
        ("discovery.k8s.io", "EndpointSlice") => print!(network::endpoint_slice),
        ("events.k8s.io", "Event") => print!(cluster::event_v1),
        ("flowcontrol.apiserver.k8s.io", "FlowSchema") => print!(cluster::flow_schema),
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration") => {
            print!(cluster::priority_level)
        }
        ("networking.k8s.io", "IPAddress") => print!(network::ip_address),
        ("networking.k8s.io", "Ingress") => print!(network::ingress),
        ("networking.k8s.io", "IngressClass") => print!(network::ingress_class),
        ("networking.k8s.io", "NetworkPolicy") => print!(network::network_policy),
        ("networking.k8s.io", "ServiceCIDR") => print!(network::service_cidr),
        ("node.k8s.io", "RuntimeClass") => print!(cluster::runtime_class),
        ("policy", "PodDisruptionBudget") => print!(policy::disruption_budget),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding") => print!(rbac::cluster_role_binding),
        ("rbac.authorization.k8s.io", "RoleBinding") => print!(rbac::role_binding),
        ("resource.k8s.io", "DeviceClass") => print!(storage::device_class),
        ("resource.k8s.io", "ResourceClaim") => print!(storage::resource_claim),
        ("resource.k8s.io", "ResourceClaimTemplate") => print!(storage::resource_claim_template),
        ("resource.k8s.io", "ResourceSlice") => print!(storage::resource_slice),
        ("scheduling.k8s.io", "PriorityClass") => print!(policy::priority_class),
        ("storage.k8s.io", "CSIDriver") => print!(storage::csi_driver).map(|mut row| {
            // Go tells an empty list from none.
            if object["spec"]["tokenRequests"] == json!([]) {
                row.cells[4] = json!("");
            }
            row
        }),
        ("storage.k8s.io", "CSINode") => print!(storage::csi_node),
        ("storage.k8s.io", "StorageClass") => print!(storage::storage_class),
        ("storage.k8s.io", "VolumeAttachment") => print!(storage::volume_attachment),
        ("storage.k8s.io", "VolumeAttributesClass") => print!(storage::volume_attributes_class),
        _ => None,
    }
}

/// Reads the object as its kind and prints it.
fn typed<T: Message + Default>(
    object: &Value,
    now: Time,
    print: fn(&T, Time) -> Row,
) -> Option<Row> {
    let mut message = T::default();
    let mut object = object.clone();
    // The older autoscaler says the same in other fields.
    let old_target = object["spec"]["targetCPUUtilizationPercentage"].take();
    if old_target.is_number() && message.descriptor().name.ends_with("HorizontalPodAutoscaler") {
        let current = object["status"]["currentCPUUtilizationPercentage"].take();
        let resource = |key: &str, value: Value| json!([{"type": "Resource", "resource": {"name": "cpu", key: value}}]);
        object["spec"]["metrics"] =
            resource("target", json!({"type": "Utilization", "averageUtilization": old_target}));
        if current.is_number() {
            object["status"]["currentMetrics"] =
                resource("current", json!({"averageUtilization": current}));
        }
    }
    json::from_value(&mut message, object).ok()?;
    Some(print(&message, now))
}
