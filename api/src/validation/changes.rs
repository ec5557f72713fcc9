//! What may not change, kind by kind.
//!
//! *Upstream:* the `Validate...Update` functions of `pkg/apis/*/validation`.

use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use super::{claim, config, network, pair, rbac, service, storage, workload};
use crate::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::batch::v1::Job;
use crate::core::v1::{
    Affinity, ConfigMap, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodSpec,
    ResourceQuota, Secret, Service,
};
use crate::discovery::v1::EndpointSlice;
use crate::rbac::v1::{ClusterRoleBinding, RoleBinding};
use crate::scheduling::v1::PriorityClass;
use crate::storage::v1::{CSIDriver, StorageClass};

const IMMUTABLE: &str = "field is immutable";
const SPEC: Path<'_> = Path::new("spec");

/// Judges a change of a kind that has rules of its own for them; false for other kinds.
pub(super) fn judge(new: &dyn Message, old: &dyn Message, out: &mut ErrorList) -> bool {
    if let Some((new, old)) = pair::<Pod>(new, old) {
        pod(new, old, out);
    } else if let Some((new, old)) = pair::<Deployment>(new, old) {
        selector(new.spec.selector.as_deref(), old.spec.selector.as_deref(), out);
        workload::deployment(new, out);
    } else if let Some((new, old)) = pair::<ReplicaSet>(new, old) {
        selector(new.spec.selector.as_deref(), old.spec.selector.as_deref(), out);
        workload::replica_set(new, out);
    } else if let Some((new, old)) = pair::<DaemonSet>(new, old) {
        selector(new.spec.selector.as_deref(), old.spec.selector.as_deref(), out);
        workload::daemon_set(new, out);
    } else if let Some((new, old)) = pair::<StatefulSet>(new, old) {
        stateful_set(new, old, out);
    } else if let Some((new, old)) = pair::<Job>(new, old) {
        job(new, old, out);
    } else if let Some((new, old)) = pair::<Service>(new, old) {
        service::update(new, old, out);
    } else if let Some((new, old)) = pair::<ConfigMap>(new, old) {
        config::update_config_map(new, old, out);
    } else if let Some((new, old)) = pair::<Secret>(new, old) {
        config::update_secret(new, old, out);
    } else if let Some((new, old)) = pair::<PersistentVolumeClaim>(new, old) {
        claim::update(new, old, out);
    } else if let Some((new, old)) = pair::<PersistentVolume>(new, old) {
        storage::update_volume(new, old, out);
    } else if let Some((new, old)) = pair::<StorageClass>(new, old) {
        storage::update_storage_class(new, old, out);
    } else if let Some((new, old)) = pair::<RoleBinding>(new, old) {
        rbac::role_binding(new, out);
        rbac::same_role(&new.role_ref, &old.role_ref, out);
    } else if let Some((new, old)) = pair::<ClusterRoleBinding>(new, old) {
        rbac::cluster_role_binding(new, out);
        rbac::same_role(&new.role_ref, &old.role_ref, out);
    } else if let Some((new, old)) = pair::<PriorityClass>(new, old) {
        if new.value != old.value {
            out.forbidden(&Path::new("value"), "may not be changed in an update.");
        }
        if new.preemption_policy != old.preemption_policy {
            let policy = new.preemption_policy.as_ref().map_or("", |policy| policy.as_str());
            out.invalid(&Path::new("preemptionPolicy"), policy, IMMUTABLE);
        }
    } else if let Some((new, old)) = pair::<CSIDriver>(new, old) {
        storage::update_csi_driver(new, old, out);
    } else if let Some((new, old)) = pair::<Node>(new, old) {
        node(new, old, out);
    } else if let Some((new, old)) = pair::<ResourceQuota>(new, old) {
        super::cluster::quota(new, out);
        if new.spec.scopes != old.spec.scopes {
            let shown: Vec<&str> = new.spec.scopes.iter().map(|scope| scope.as_str()).collect();
            out.invalid(&SPEC.child("scopes"), shown, IMMUTABLE);
        }
    } else if let Some((new, old)) = pair::<EndpointSlice>(new, old) {
        network::endpoint_slice(new, out);
        if new.address_type != old.address_type {
            out.invalid(&Path::new("addressType"), new.address_type.as_str(), IMMUTABLE);
        }
    } else {
        return false;
    }
    true
}

fn selector(new: Option<&LabelSelector>, old: Option<&LabelSelector>, out: &mut ErrorList) {
    if new != old {
        let shown = serde_json::to_value(new).unwrap_or_default();
        out.invalid(&SPEC.child("selector"), shown, IMMUTABLE);
    }
}

/// The fields of a running pod that may change, and in which way.
fn pod(new: &Pod, old: &Pod, out: &mut ErrorList) {
    super::pod::create(new, out);
    for (field, new, old) in [
        ("containers", new.spec.containers.len(), old.spec.containers.len()),
        ("initContainers", new.spec.init_containers.len(), old.spec.init_containers.len()),
    ] {
        if new != old {
            let why = format!(
                "pod updates may not add or remove {}",
                match field {
                    "containers" => "containers",
                    _ => "init containers",
                }
            );
            out.forbidden(&SPEC.child(field), &why);
            return;
        }
    }
    for (field, containers) in
        [("containers", &new.spec.containers), ("initContainers", &new.spec.init_containers)]
    {
        let path = SPEC.child(field);
        for (i, _) in containers.iter().enumerate().filter(|(_, c)| c.image.is_empty()) {
            let path = path.index(i);
            out.required(&path.child("image"), "");
        }
    }
    let deadline = SPEC.child("activeDeadlineSeconds");
    match (new.spec.active_deadline_seconds, old.spec.active_deadline_seconds) {
        (Some(new), _) if new < 0 || new > i64::from(i32::MAX) => {
            let why = format!("must be between 0 and {}, inclusive", i32::MAX);
            out.invalid(&deadline, new, &why);
        }
        (Some(new), Some(old)) if new > old => {
            out.invalid(&deadline, new, "must be less than or equal to previous value");
        }
        (None, Some(old)) => {
            out.invalid(&deadline, old, "must not update from a positive integer to nil value");
        }
        _ => {}
    }
    let kept = old.spec.tolerations.iter().all(|old| {
        let mut new = new.spec.tolerations.iter().cloned();
        new.any(|mut new| {
            new.toleration_seconds = old.toleration_seconds;
            new == *old
        })
    });
    if !kept {
        let why = "existing toleration can not be modified except its tolerationSeconds";
        out.forbidden(&SPEC.child("tolerations"), why);
    }
    let gates = |spec: &PodSpec| -> Vec<String> {
        spec.scheduling_gates.iter().map(|gate| gate.name.clone()).collect()
    };
    let before = gates(&old.spec);
    let path = SPEC.child("schedulingGates");
    for (i, gate) in gates(&new.spec).iter().enumerate().filter(|(_, gate)| !before.contains(gate))
    {
        let why = format!("only deletion is allowed, but found new scheduling gate '{gate}'");
        let path = path.index(i);
        out.forbidden(&path.child("name"), &why);
    }
    let gated = !before.is_empty();
    if frozen(&new.spec, &old.spec, gated) != old.spec {
        let why = "pod updates may not change fields other than `spec.containers[*].image`,\
                   `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` \
                   (only additions to existing tolerations),\
                   `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was \
                   previously negative)";
        out.forbidden(&SPEC, why);
    }
}

/// The new specification with what may change put back.
fn frozen(new: &PodSpec, old: &PodSpec, gated: bool) -> PodSpec {
    let mut spec = new.clone();
    for (containers, old) in
        [(&mut spec.containers, &old.containers), (&mut spec.init_containers, &old.init_containers)]
    {
        for (container, old) in containers.iter_mut().zip(old) {
            container.image.clone_from(&old.image);
        }
    }
    spec.active_deadline_seconds = old.active_deadline_seconds;
    spec.tolerations.clone_from(&old.tolerations);
    spec.scheduling_gates.clone_from(&old.scheduling_gates);
    if old.termination_grace_period_seconds.is_some_and(|seconds| seconds < 0)
        && spec.termination_grace_period_seconds == Some(1)
    {
        spec.termination_grace_period_seconds = old.termination_grace_period_seconds;
    }
    if gated {
        // A pod that waits for its gates may still be told where to go.
        spec.node_selector.clone_from(&old.node_selector);
        let nodes = old.affinity.as_ref().and_then(|affinity| affinity.node_affinity.clone());
        spec.affinity.get_or_insert_default().node_affinity = nodes;
        if old.affinity.is_none() && spec.affinity == Some(Affinity::default()) {
            spec.affinity = None;
        }
    }
    spec
}

/// A node keeps its addresses for pods and its place in the cloud.
fn node(new: &Node, old: &Node, out: &mut ErrorList) {
    // Upstream judges a changed node twice.
    super::cluster::node(new, out);
    super::cluster::node(new, out);
    if !old.spec.pod_cidrs.is_empty() && new.spec.pod_cidrs != old.spec.pod_cidrs {
        let why = "node updates may not change podCIDR except from \"\" to valid";
        out.forbidden(&SPEC.child("podCIDRs"), why);
    }
    if !old.spec.provider_id.is_empty() && new.spec.provider_id != old.spec.provider_id {
        let why = "node updates may not change providerID except from \"\" to valid";
        out.forbidden(&SPEC.child("providerID"), why);
    }
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
    workload::stateful_set(new, out);
}

fn job(new: &Job, old: &Job, out: &mut ErrorList) {
    super::jobs::job(new, out);
    super::jobs::generated_labels(new, out);
    // Upstream judges what a changed job says twice.
    super::jobs::spec(&new.spec, &SPEC, out);
    selector(new.spec.selector.as_deref(), old.spec.selector.as_deref(), out);
    let mut immutable = |field: &str, same: bool| {
        if !same {
            out.invalid(&SPEC.child(field), serde_json::Value::Null, IMMUTABLE);
        }
    };
    let (n, o) = (&new.spec, &old.spec);
    let indexed = n.completion_mode.as_ref().is_some_and(|mode| mode.as_str() == "Indexed");
    immutable(
        "completions",
        n.completions == o.completions
            || (indexed && n.completions == n.parallelism && o.completions.is_some()),
    );
    immutable("completionMode", n.completion_mode == o.completion_mode);
    immutable("podFailurePolicy", n.pod_failure_policy == o.pod_failure_policy);
    immutable("backoffLimitPerIndex", n.backoff_limit_per_index == o.backoff_limit_per_index);
    immutable("managedBy", n.managed_by == o.managed_by);
    immutable("successPolicy", n.success_policy == o.success_policy);
    let mut template = n.template.clone();
    // A job that does not run yet may still be told where its pods go.
    if o.suspend == Some(true) && old.status.start_time.is_none() {
        let (spec, before) = (&mut template.spec, &o.template.spec);
        spec.node_selector.clone_from(&before.node_selector);
        spec.affinity.clone_from(&before.affinity);
        spec.tolerations.clone_from(&before.tolerations);
        spec.scheduling_gates.clone_from(&before.scheduling_gates);
        template.metadata.annotations.clone_from(&o.template.metadata.annotations);
        template.metadata.labels.clone_from(&o.template.metadata.labels);
    }
    immutable("template", template == o.template);
}
