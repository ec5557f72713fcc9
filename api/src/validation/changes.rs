//! What may not change, kind by kind.
//!
//! *Upstream:* the `Validate...Update` functions of `pkg/apis/*/validation`.

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::certificates::Part;
use super::faults::Faults as _;
use super::{
    certificates, claim, config, cron_jobs, jobs, network, node, pair, persistent_volume,
    pod_update, quota, rbac, service, service_networks, small_kinds, storage, storage_nodes,
    workload,
};
use crate::apps::v1::{ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::batch::v1::{CronJob, Job};
use crate::certificates::v1::CertificateSigningRequest;
use crate::core::v1::{
    ConfigMap, Endpoints, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodTemplate,
    ReplicationController, ResourceQuota, Secret, Service,
};
use crate::discovery::v1::EndpointSlice;
use crate::networking::v1::{IPAddress, Ingress, IngressClass, NetworkPolicy, ServiceCIDR};
use crate::node::v1::RuntimeClass;
use crate::rbac::v1::{ClusterRoleBinding, RoleBinding};
use crate::scheduling::v1::PriorityClass;
use crate::storage::v1::{
    CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment, VolumeAttributesClass,
};

const SPEC: Path<'_> = Path::new("spec");

/// Calls the first rule whose kind the objects are; whether there is one.
macro_rules! changes {
    ($new:expr, $old:expr, $out:expr; $($kind:ty => $rule:expr),* $(,)?) => {
        $(if let Some((new, old)) = pair::<$kind>($new, $old) {
            $rule(new, old, $out);
        } else)* {
            return false;
        }
    };
}

/// Judges a change of a kind that has rules of its own for them; false for other kinds.
pub(super) fn judge(new: &dyn Message, old: &dyn Message, out: &mut ErrorList) -> bool {
    changes!(new, old, out;
        Pod => pod_update::update,
        Deployment => deployment,
        ReplicaSet => replica_set,
        DaemonSet => daemon_set,
        StatefulSet => stateful_set,
        ReplicationController => replication_controller,
        Job => jobs::update,
        CronJob => cron_jobs::update,
        Service => service::update,
        ConfigMap => config::update_config_map,
        Secret => config::update_secret,
        PersistentVolumeClaim => claim::update,
        PersistentVolume => persistent_volume::update,
        StorageClass => storage::update_storage_class,
        CSIDriver => storage::update_csi_driver,
        RoleBinding => role_binding,
        ClusterRoleBinding => cluster_role_binding,
        PriorityClass => priority_class,
        Node => node::update,
        ResourceQuota => quota::update,
        PodTemplate => small_kinds::update_pod_template,
        ControllerRevision => small_kinds::update_revision,
        RuntimeClass => small_kinds::update_runtime_class,
        CSINode => storage_nodes::update_node,
        CSIStorageCapacity => storage_nodes::update_capacity,
        VolumeAttachment => storage_nodes::update_attachment,
        VolumeAttributesClass => storage_nodes::update_attributes_class,
        CertificateSigningRequest => |new, old, out| certificates::update(new, old, Part::Main, out),
        IPAddress => service_networks::update_address,
        ServiceCIDR => service_networks::update_network,
        Endpoints => network::update_endpoints,
        EndpointSlice => network::update_endpoint_slice,
        Ingress => |new, _, out| network::ingress(new, out),
        IngressClass => network::update_ingress_class,
        NetworkPolicy => network::update_network_policy,
    );
    true
}

fn deployment(new: &Deployment, old: &Deployment, out: &mut ErrorList) {
    workload::deployment(new, Some(old), out);
    out.immutable(&SPEC.child("selector"), &new.spec.selector, &old.spec.selector);
}

fn replica_set(new: &ReplicaSet, old: &ReplicaSet, out: &mut ErrorList) {
    workload::replica_set(new, Some(old), out);
    out.immutable(&SPEC.child("selector"), &new.spec.selector, &old.spec.selector);
}

fn daemon_set(new: &DaemonSet, old: &DaemonSet, out: &mut ErrorList) {
    workload::daemon_set(new, Some(old), out);
    out.immutable(&SPEC.child("selector"), &new.spec.selector, &old.spec.selector);
}

fn replication_controller(
    new: &ReplicationController,
    old: &ReplicationController,
    out: &mut ErrorList,
) {
    workload::replication_controller(new, Some(old), out);
}

fn stateful_set(new: &StatefulSet, old: &StatefulSet, out: &mut ErrorList) {
    let mut comparable = new.spec.clone();
    comparable.replicas = old.spec.replicas;
    comparable.template = old.spec.template.clone();
    comparable.update_strategy = old.spec.update_strategy.clone();
    comparable.min_ready_seconds = old.spec.min_ready_seconds;
    comparable.ordinals = old.spec.ordinals.clone();
    comparable.revision_history_limit = old.spec.revision_history_limit;
    comparable.persistent_volume_claim_retention_policy =
        old.spec.persistent_volume_claim_retention_policy.clone();
    if comparable != old.spec {
        let why = "updates to statefulset spec for fields other than 'replicas', 'ordinals', \
                   'template', 'updateStrategy', 'revisionHistoryLimit', \
                   'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
        out.forbidden(&SPEC, why);
    }
    workload::stateful_set(new, Some(old), out);
}

fn role_binding(new: &RoleBinding, old: &RoleBinding, out: &mut ErrorList) {
    rbac::role_binding(new, out);
    rbac::same_role(&new.role_ref, &old.role_ref, out);
}

fn cluster_role_binding(new: &ClusterRoleBinding, old: &ClusterRoleBinding, out: &mut ErrorList) {
    rbac::cluster_role_binding(new, out);
    rbac::same_role(&new.role_ref, &old.role_ref, out);
}

fn priority_class(new: &PriorityClass, old: &PriorityClass, out: &mut ErrorList) {
    if new.value != old.value {
        out.forbidden(&Path::new("value"), "may not be changed in an update.");
    }
    let path = Path::new("preemptionPolicy");
    out.immutable(&path, &new.preemption_policy, &old.preemption_policy);
}
