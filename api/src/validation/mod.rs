//! What is wrong with an object of a built-in kind, in upstream's words.
//!
//! Objects come with their defaults. Metadata is not judged here, since all kinds have it alike:
//! `bowline_apimachinery::validation::object_meta` does that.
//!
//! *Upstream:* `pkg/apis/*/validation`.

mod affinity;
mod autoscaler;
mod changes;
mod claim;
mod cluster;
mod config;
mod container;
mod environment;
mod faults;
mod flow_control;
mod handlers;
mod jobs;
mod network;
mod pod;
mod rbac;
mod resources;
mod service;
mod storage;
#[cfg(test)]
mod tests;
mod volumes;
mod webhooks;
mod workload;

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::ErrorList;

use crate::admissionregistration::v1::{
    MutatingWebhookConfiguration, ValidatingWebhookConfiguration,
};
use crate::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::autoscaling::v2::HorizontalPodAutoscaler;
use crate::batch::v1::{CronJob, Job};
use crate::coordination::v1::Lease;
use crate::core::v1::{
    ConfigMap, Endpoints, LimitRange, Namespace, Node, PersistentVolume, PersistentVolumeClaim,
    Pod, ReplicationController, ResourceQuota, Secret, Service,
};
use crate::discovery::v1::EndpointSlice;
use crate::flowcontrol::v1::{FlowSchema, PriorityLevelConfiguration};
use crate::networking::v1::{Ingress, IngressClass, NetworkPolicy};
use crate::policy::v1::PodDisruptionBudget;
use crate::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use crate::scheduling::v1::PriorityClass;
use crate::storage::v1::{CSIDriver, StorageClass};

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
        Deployment => workload::deployment,
        ReplicaSet => workload::replica_set,
        DaemonSet => workload::daemon_set,
        StatefulSet => workload::new_stateful_set,
        ReplicationController => workload::replication_controller,
        Job => jobs::job,
        CronJob => jobs::cron_job,
        Service => service::service,
        ConfigMap => config::config_map,
        Secret => config::secret,
        PersistentVolumeClaim => new_claim,
        PersistentVolume => storage::volume,
        StorageClass => storage::storage_class,
        CSIDriver => storage::csi_driver,
        Namespace => cluster::namespace,
        Node => cluster::node,
        ResourceQuota => cluster::quota,
        LimitRange => cluster::limit_range,
        PriorityClass => cluster::priority_class,
        Lease => cluster::lease,
        PodDisruptionBudget => cluster::disruption_budget,
        Role => rbac::role,
        ClusterRole => rbac::cluster_role,
        RoleBinding => rbac::role_binding,
        ClusterRoleBinding => rbac::cluster_role_binding,
        Ingress => network::ingress,
        IngressClass => network::ingress_class,
        NetworkPolicy => network::network_policy,
        Endpoints => network::endpoints,
        EndpointSlice => network::endpoint_slice,
        HorizontalPodAutoscaler => autoscaler::autoscaler,
        FlowSchema => flow_control::flow_schema,
        PriorityLevelConfiguration => flow_control::priority_level,
        ValidatingWebhookConfiguration => webhooks::validating,
        MutatingWebhookConfiguration => webhooks::mutating,
    );
    out
}

fn new_claim(claim: &PersistentVolumeClaim, out: &mut ErrorList) {
    let path = bowline_apimachinery::validation::field::Path::new("spec");
    claim::spec(&claim.spec, &path, out);
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

/// A pair of objects of one kind.
fn pair<'a, T: Message>(new: &'a dyn Message, old: &'a dyn Message) -> Option<(&'a T, &'a T)> {
    Some((new.downcast_ref::<T>()?, old.downcast_ref::<T>()?))
}
