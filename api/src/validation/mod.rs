//! What is wrong with an object of a built-in kind, in upstream's words.
//!
//! Objects come with their defaults. Metadata is not judged here, since all kinds have it alike:
//! `bowline_apimachinery::validation::object_meta` does that.
//!
//! *Upstream:* `pkg/apis/*/validation`.

mod admission_policies;
mod affinity;
mod autoscaler;
mod certificates;
mod changes;
mod claim;
mod cluster;
mod config;
mod container;
mod cron_jobs;
mod environment;
mod faults;
mod flow_control;
mod handlers;
mod job_status;
mod jobs;
mod limit_range;
mod mounts;
mod network;
mod node;
mod persistent_volume;
mod pod;
mod pod_annotations;
mod pod_options;
mod pod_security;
mod pod_update;
mod projected;
mod quota;
mod rbac;
mod resources;
mod restart;
mod service;
mod service_addresses;
mod service_networks;
mod signer_name;
mod small_kinds;
mod status;
mod storage;
mod storage_nodes;
#[cfg(test)]
mod tests;
mod time_zones;
mod volume_sources;
mod volumes;
mod webhooks;
mod windows;
mod workload;

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::ErrorList;

use crate::admissionregistration::v1::{
    MutatingWebhookConfiguration, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
    ValidatingWebhookConfiguration,
};
use crate::apiregistration::v1::APIService;
use crate::apps::v1::{ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::autoscaling::v2::HorizontalPodAutoscaler;
use crate::batch::v1::{CronJob, Job};
use crate::certificates::v1::CertificateSigningRequest;
use crate::coordination::v1::Lease;
use crate::core::v1::{
    Binding, ConfigMap, Endpoints, LimitRange, Namespace, Node, PersistentVolume,
    PersistentVolumeClaim, Pod, PodTemplate, ReplicationController, ResourceQuota, Secret, Service,
};
use crate::discovery::v1::EndpointSlice;
use crate::flowcontrol::v1::{FlowSchema, PriorityLevelConfiguration};
use crate::networking::v1::{IPAddress, Ingress, IngressClass, NetworkPolicy, ServiceCIDR};
use crate::node::v1::RuntimeClass;
use crate::policy::v1::PodDisruptionBudget;
use crate::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use crate::scheduling::v1::PriorityClass;
use crate::storage::v1::{
    CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment, VolumeAttributesClass,
};

/// Calls the first rule whose kind the object is.
macro_rules! rules {
    ($object:expr, $out:expr; $($kind:ty => $rule:path),* $(,)?) => {
        $(if let Some(object) = $object.downcast_ref::<$kind>() {
            $rule(object, &mut $out);
        } else)* {}
    };
}

/// All faults of a new object; none for kinds without rules.
#[must_use]
pub fn create(object: &dyn Message) -> ErrorList {
    let mut out = ErrorList::new();
    rules!(object, out;
        Pod => pod::create,
        Deployment => workload::new_deployment,
        ReplicaSet => workload::new_replica_set,
        DaemonSet => workload::new_daemon_set,
        StatefulSet => workload::new_stateful_set,
        ReplicationController => workload::new_replication_controller,
        Job => jobs::create,
        CronJob => cron_jobs::create,
        Service => service::create,
        ConfigMap => config::config_map,
        Secret => config::secret,
        PersistentVolumeClaim => claim::create,
        PersistentVolume => persistent_volume::volume,
        StorageClass => storage::storage_class,
        CSIDriver => storage::csi_driver,
        Namespace => cluster::namespace,
        Node => node::node,
        ResourceQuota => quota::quota,
        LimitRange => limit_range::limit_range,
        PriorityClass => cluster::priority_class,
        Lease => cluster::lease,
        PodDisruptionBudget => cluster::disruption_budget,
        Role => rbac::role,
        ClusterRole => rbac::cluster_role,
        RoleBinding => rbac::role_binding,
        ClusterRoleBinding => rbac::cluster_role_binding,
        Ingress => network::new_ingress,
        IngressClass => network::ingress_class,
        NetworkPolicy => network::network_policy,
        Endpoints => network::endpoints,
        EndpointSlice => network::endpoint_slice,
        HorizontalPodAutoscaler => autoscaler::autoscaler,
        FlowSchema => flow_control::flow_schema,
        PriorityLevelConfiguration => flow_control::priority_level,
        ValidatingWebhookConfiguration => webhooks::validating,
        MutatingWebhookConfiguration => webhooks::mutating,
        ValidatingAdmissionPolicy => admission_policies::policy,
        ValidatingAdmissionPolicyBinding => admission_policies::binding,
        CSINode => storage_nodes::node,
        CSIStorageCapacity => storage_nodes::capacity,
        VolumeAttachment => storage_nodes::attachment,
        VolumeAttributesClass => storage_nodes::attributes_class,
        CertificateSigningRequest => certificates::create,
        IPAddress => service_networks::address,
        ServiceCIDR => service_networks::network,
        PodTemplate => small_kinds::new_pod_template,
        ControllerRevision => small_kinds::revision,
        Binding => small_kinds::binding,
        RuntimeClass => small_kinds::runtime_class,
        APIService => small_kinds::api_service,
    );
    out
}

/// All faults of a change; both objects are of one type, or there are none.
///
/// Not for writes of subresources.
#[must_use]
pub fn update(new: &dyn Message, old: &dyn Message) -> ErrorList {
    let mut out = ErrorList::new();
    if !changes::judge(new, old, &mut out) {
        return create(new);
    }
    out
}

/// All faults of a write of an object's status.
#[must_use]
pub fn update_status(new: &dyn Message, old: &dyn Message) -> ErrorList {
    let mut out = ErrorList::new();
    status::update(new, old, &mut out);
    out
}

/// All faults of a verdict on a request to sign a certificate.
#[must_use]
pub fn approval(new: &dyn Message, old: &dyn Message) -> ErrorList {
    let mut out = ErrorList::new();
    if let Some((new, old)) = pair(new, old) {
        certificates::update(new, old, certificates::Part::Approval, &mut out);
    }
    out
}

/// All faults of a write of the containers by which a running pod is looked at.
#[must_use]
pub fn update_ephemeral_containers(new: &dyn Message, old: &dyn Message) -> ErrorList {
    let mut out = ErrorList::new();
    if let Some((new, old)) = pair(new, old) {
        pod_update::ephemeral_containers(new, old, &mut out);
    }
    out
}

/// All faults of a write of what the containers of a running pod may use.
#[must_use]
pub fn resize(new: &dyn Message, old: &dyn Message) -> ErrorList {
    let mut out = ErrorList::new();
    if let Some((new, old)) = pair(new, old) {
        pod_update::resize(new, old, &mut out);
    }
    out
}

/// A pair of objects of one kind.
fn pair<'a, T: Message>(new: &'a dyn Message, old: &'a dyn Message) -> Option<(&'a T, &'a T)> {
    Some((new.downcast_ref::<T>()?, old.downcast_ref::<T>()?))
}
