//! Writes of the status of a kind.
//!
//! *Upstream:* the `Validate...StatusUpdate` functions of `pkg/apis/*/validation`.

use std::collections::BTreeSet;

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::ip;
use bowline_apimachinery::validation::names::{
    dns1123_subdomain, group_id, qualified_name, user_id,
};

use super::faults::Faults as _;
use super::{
    certificates, job_status, pair, pod_annotations, pod_security, resources, storage_nodes,
};
use crate::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::autoscaling::v2::HorizontalPodAutoscaler;
use crate::batch::v1::Job;
use crate::certificates::v1::CertificateSigningRequest;
use crate::core::v1::{
    ContainerStatus, Namespace, NamespacePhase, Node, PersistentVolumeClaim, Pod, PodSpec,
    ReplicationController, ResourceQuota, Service,
};
use crate::networking::v1::Ingress;
use crate::policy::v1::PodDisruptionBudget;

const STATUS: Path<'_> = Path::new("status");
const CLAIM_STATES: [&str; 5] = [
    "ControllerResizeInProgress",
    "ControllerResizeInfeasible",
    "NodeResizeInProgress",
    "NodeResizeInfeasible",
    "NodeResizePending",
];

pub(super) fn update(new: &dyn Message, old: &dyn Message, out: &mut ErrorList) {
    if let Some((new, old)) = pair::<Pod>(new, old) {
        pod(new, old, out);
    } else if let Some((new, old)) = pair::<Node>(new, old) {
        super::node::update(new, old, out);
    } else if let Some((new, old)) = pair::<Job>(new, old) {
        job_status::update(new, old, out);
    } else if let Some((new, old)) = pair::<CertificateSigningRequest>(new, old) {
        certificates::update(new, old, certificates::Part::Status, out);
    } else if let Some((new, old)) = pair(new, old) {
        storage_nodes::update_attachment(new, old, out);
    } else if let Some(namespace) = new.downcast_ref::<Namespace>() {
        self::namespace(namespace, out);
    } else if let Some(service) = new.downcast_ref::<Service>() {
        balancer(service, out);
    } else if let Some(ingress) = new.downcast_ref::<Ingress>() {
        self::ingress(ingress, out);
    } else if let Some(claim) = new.downcast_ref::<PersistentVolumeClaim>() {
        self::claim(claim, out);
    } else if let Some(quota) = new.downcast_ref::<ResourceQuota>() {
        resources::quota_amounts(&quota.status.hard, &STATUS.child("hard"), out);
        resources::quota_amounts(&quota.status.used, &STATUS.child("used"), out);
    } else if let Some(budget) = new.downcast_ref::<PodDisruptionBudget>() {
        for (field, count) in [
            ("disruptionsAllowed", budget.status.disruptions_allowed),
            ("currentHealthy", budget.status.current_healthy),
            ("desiredHealthy", budget.status.desired_healthy),
            ("expectedPods", budget.status.expected_pods),
        ] {
            out.not_negative(&STATUS.child(field), count);
        }
    } else if let Some(autoscaler) = new.downcast_ref::<HorizontalPodAutoscaler>() {
        let status = &autoscaler.status;
        out.not_negative(&STATUS.child("currentReplicas"), status.current_replicas);
        out.not_negative(&STATUS.child("desiredReplicas"), status.desired_replicas);
    } else {
        controllers(new, old, out);
    }
}

/// How many pods a controller has, in several respects.
fn controllers(new: &dyn Message, old: &dyn Message, out: &mut ErrorList) {
    if let Some((new, old)) = pair::<Deployment>(new, old) {
        let status = &new.status;
        counts(
            &[
                ("replicas", status.replicas),
                ("updatedReplicas", status.updated_replicas),
                ("readyReplicas", status.ready_replicas),
                ("availableReplicas", status.available_replicas),
                ("unavailableReplicas", status.unavailable_replicas),
            ],
            status.observed_generation,
            out,
        );
        at_most(("updatedReplicas", status.updated_replicas), status.replicas, out);
        at_most(("readyReplicas", status.ready_replicas), status.replicas, out);
        at_most(("availableReplicas", status.available_replicas), status.replicas, out);
        ready(status.available_replicas, status.ready_replicas, out);
        collisions(status.collision_count, old.status.collision_count, out);
    } else if let Some(set) = new.downcast_ref::<ReplicaSet>() {
        let status = &set.status;
        replicas(
            status.replicas,
            status.fully_labeled_replicas,
            status.ready_replicas,
            status.available_replicas,
            status.observed_generation,
            out,
        );
    } else if let Some(controller) = new.downcast_ref::<ReplicationController>() {
        let status = &controller.status;
        replicas(
            status.replicas,
            status.fully_labeled_replicas,
            status.ready_replicas,
            status.available_replicas,
            status.observed_generation,
            out,
        );
    } else if let Some((new, old)) = pair::<StatefulSet>(new, old) {
        let status = &new.status;
        counts(
            &[
                ("replicas", status.replicas),
                ("readyReplicas", status.ready_replicas),
                ("currentReplicas", status.current_replicas),
                ("updatedReplicas", status.updated_replicas),
                ("availableReplicas", status.available_replicas),
            ],
            status.observed_generation,
            out,
        );
        at_most(("readyReplicas", status.ready_replicas), status.replicas, out);
        at_most(("currentReplicas", status.current_replicas), status.replicas, out);
        at_most(("updatedReplicas", status.updated_replicas), status.replicas, out);
        at_most(("availableReplicas", status.available_replicas), status.replicas, out);
        ready(status.available_replicas, status.ready_replicas, out);
        collisions(status.collision_count, old.status.collision_count, out);
    } else if let Some((new, old)) = pair::<DaemonSet>(new, old) {
        let status = &new.status;
        counts(
            &[
                ("currentNumberScheduled", status.current_number_scheduled),
                ("numberMisscheduled", status.number_misscheduled),
                ("desiredNumberScheduled", status.desired_number_scheduled),
                ("numberReady", status.number_ready),
                ("updatedNumberScheduled", status.updated_number_scheduled),
                ("numberAvailable", status.number_available),
                ("numberUnavailable", status.number_unavailable),
            ],
            status.observed_generation,
            out,
        );
        collisions(status.collision_count, old.status.collision_count, out);
    }
}

fn counts(fields: &[(&str, i32)], generation: i64, out: &mut ErrorList) {
    for (field, count) in fields {
        out.not_negative(&STATUS.child(field), *count);
    }
    out.not_negative(&STATUS.child("observedGeneration"), generation);
}

fn at_most((field, count): (&str, i32), all: i32, out: &mut ErrorList) {
    if count > all {
        out.invalid(&STATUS.child(field), count, "cannot be greater than status.replicas");
    }
}

fn ready(available: i32, ready: i32, out: &mut ErrorList) {
    if available > ready {
        let why = "cannot be greater than readyReplicas";
        out.invalid(&STATUS.child("availableReplicas"), available, why);
    }
}

fn collisions(new: Option<i32>, old: Option<i32>, out: &mut ErrorList) {
    let path = STATUS.child("collisionCount");
    out.not_negative_if_set(&path, new);
    if old.is_some_and(|old| new.is_none_or(|new| new < old)) {
        out.invalid(&path, new.unwrap_or(0), "cannot be decremented");
    }
}

fn replicas(
    all: i32,
    labeled: i32,
    ready_ones: i32,
    available: i32,
    generation: i64,
    out: &mut ErrorList,
) {
    let fields = [
        ("replicas", all),
        ("fullyLabeledReplicas", labeled),
        ("readyReplicas", ready_ones),
        ("availableReplicas", available),
    ];
    counts(&fields, generation, out);
    for field in &fields[1..] {
        at_most(*field, all, out);
    }
    ready(available, ready_ones, out);
}

fn namespace(namespace: &Namespace, out: &mut ErrorList) {
    let phase = &namespace.status.phase;
    let path = STATUS.child("Phase");
    let going = namespace.metadata.deletion_timestamp.is_some();
    if !going && *phase != NamespacePhase::Active {
        let why = "may only be 'Active' if `deletionTimestamp` is empty";
        out.invalid(&path, phase.as_str(), why);
    } else if going && *phase != NamespacePhase::Terminating {
        let why = "may only be 'Terminating' if `deletionTimestamp` is not empty";
        out.invalid(&path, phase.as_str(), why);
    }
}

fn balancer(service: &Service, out: &mut ErrorList) {
    let path = STATUS.child("loadBalancer.ingress");
    let entries = &service.status.load_balancer.ingress;
    if service.spec.type_.as_str() != "LoadBalancer" && !entries.is_empty() {
        let why = "may only be used when `spec.type` is 'LoadBalancer'";
        return out.forbidden(&path, why);
    }
    for (i, entry) in entries.iter().enumerate() {
        let path = path.index(i);
        entrance(&entry.ip, &entry.hostname, &path, out);
        let mode = path.child("ipMode");
        match entry.ip_mode.as_ref().map(|mode| mode.as_str()) {
            None if !entry.ip.is_empty() => {
                out.required(&mode, "must be specified when `ip` is set");
            }
            Some(_) if entry.ip.is_empty() => {
                out.forbidden(&mode, "may not be specified when `ip` is not set");
            }
            Some(told) if !["Proxy", "VIP"].contains(&told) => {
                out.unsupported(&mode, told, &["Proxy", "VIP"]);
            }
            _ => {}
        }
    }
}

fn ingress(ingress: &Ingress, out: &mut ErrorList) {
    let path = STATUS.child("loadBalancer.ingress");
    for (i, entry) in ingress.status.load_balancer.ingress.iter().enumerate() {
        entrance(&entry.ip, &entry.hostname, &path.index(i), out);
    }
}

/// Where a balancer is reached.
fn entrance(address: &str, name: &str, path: &Path<'_>, out: &mut ErrorList) {
    if !address.is_empty() {
        out.address(&path.child("ip"), address, &[]);
    }
    if !name.is_empty() {
        let path = path.child("hostname");
        out.complaints(&path, name, dns1123_subdomain(name));
        if ip::parse_ip_sloppy(name).is_some() {
            out.invalid(&path, name, "must be a DNS name, not an IP address");
        }
    }
}

fn claim(claim: &PersistentVolumeClaim, out: &mut ErrorList) {
    if claim.spec.access_modes.is_empty() {
        out.required(&Path::new("Spec.accessModes"), "");
    }
    let status = &claim.status;
    let path = STATUS.child("capacity");
    for (name, amount) in &status.capacity {
        resources::basic(amount, &path.key(name), out);
    }
    let path = STATUS.child("allocatedResourceStatus");
    for (name, state) in &status.allocated_resource_statuses {
        claim_resource(name, &path, out);
        if !CLAIM_STATES.contains(&state.as_str()) {
            out.unsupported(&path, name, &CLAIM_STATES);
        }
    }
    let path = STATUS.child("allocatedResources");
    for (name, amount) in &status.allocated_resources {
        if claim_resource(name, &path, out) && resources::basic(amount, &path.key(name), out) {
            resources::amount("storage", amount, &path.key(name), out);
        }
    }
}

fn claim_resource(name: &str, path: &Path<'_>, out: &mut ErrorList) -> bool {
    let complaints = qualified_name(name);
    if !complaints.is_empty() {
        out.complaints(path, name, complaints);
        return false;
    }
    let good = name == "storage" || !crate::core::v1::is_native_resource(name);
    if !good {
        out.unsupported(path, name, &["storage"]);
    }
    good
}

fn pod(new: &Pod, old: &Pod, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    let annotations = metadata.child("annotations");
    let (now, before) = (&new.metadata.annotations, &old.metadata.annotations);
    pod_annotations::unchanged(now, before, &annotations, out);
    pod_annotations::annotations(now, &new.spec, &annotations, out);
    let conditions = metadata.child("conditions");
    for (i, condition) in new.status.conditions.iter().enumerate() {
        let kind = condition.type_.as_str();
        if !["PodScheduled", "Ready", "Initialized"].contains(&kind) {
            let path = conditions.index(i);
            out.complaints(&path.child("Type"), kind, qualified_name(kind));
        }
    }
    if new.spec.node_name != old.spec.node_name {
        out.forbidden(&STATUS.child("nodeName"), "may not be changed directly");
    }
    let nominated = new.status.nominated_node_name.as_str();
    if nominated != old.status.nominated_node_name && !nominated.is_empty() {
        let path = STATUS.child("nominatedNodeName");
        out.complaints(&path, nominated, dns1123_subdomain(nominated));
    }
    let (qos, before) = (new.status.qos_class.as_str(), old.status.qos_class.as_str());
    out.immutable(&STATUS.child("qosClass"), &qos, &before);
    let sorts = [
        ("containerStatuses", &new.status.container_statuses, &old.status.container_statuses),
        (
            "initContainerStatuses",
            &new.status.init_container_statuses,
            &old.status.init_container_statuses,
        ),
        (
            "ephemeralContainerStatuses",
            &new.status.ephemeral_container_statuses,
            &old.status.ephemeral_container_statuses,
        ),
    ];
    for (field, now, before) in sorts {
        let path = STATUS.child(field);
        stay_terminated(now, before, &old.spec, field, &path, out);
        users(now, &new.spec, &path, out);
    }
    claims(new, out);
    let ips: Vec<&str> = new.status.pod_ips.iter().map(|ip| ip.ip.as_str()).collect();
    let known: Vec<String> = old.status.pod_ips.iter().map(|ip| ip.ip.clone()).collect();
    addresses(&ips, &known, &STATUS.child("podIPs"), out);
    let ips: Vec<&str> = new.status.host_ips.iter().map(|ip| ip.ip.as_str()).collect();
    let known: Vec<String> = old.status.host_ips.iter().map(|ip| ip.ip.clone()).collect();
    let path = STATUS.child("hostIPs");
    if let Some(first) = ips.first().filter(|first| **first != new.status.host_ip) {
        let path = path.index(0);
        out.invalid(&path.child("ip"), *first, "must be equal to `hostIP`");
    }
    addresses(&ips, &known, &path, out);
}

/// What ran to its end stays there, unless the pod starts it again.
fn stay_terminated(
    new: &[ContainerStatus],
    old: &[ContainerStatus],
    spec: &PodSpec,
    field: &str,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let policy = match field {
        "ephemeralContainerStatuses" => "Never",
        _ => spec.restart_policy.as_str(),
    };
    if policy == "Always" {
        return;
    }
    let containers = match field {
        "initContainerStatuses" => &spec.init_containers,
        _ => &spec.containers,
    };
    for (i, before) in old.iter().enumerate() {
        let Some(end) = &before.state.terminated else { continue };
        if end.exit_code != 0 && policy == "OnFailure" {
            continue;
        }
        // Containers may have a policy of their own.
        let own = containers.iter().find(|container| container.name == before.name);
        if own.is_some_and(|own| own.restart_policy.is_some()) {
            continue;
        }
        let revived =
            new.iter().any(|now| now.name == before.name && now.state.terminated.is_none());
        if revived {
            let path = path.index(i);
            let why = "may not be transitioned to non-terminated state";
            out.forbidden(&path.child("state"), why);
        }
    }
}

fn users(statuses: &[ContainerStatus], spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    let on_windows = spec.os.as_ref().is_some_and(|os| os.name.as_str() == "windows");
    for (i, status) in statuses.iter().enumerate() {
        let Some(user) = status.user.as_ref().and_then(|user| user.linux.as_ref()) else {
            continue;
        };
        let path = path.index(i);
        let path = path.child("linux");
        if on_windows {
            out.forbidden(&path, "cannot be set for a windows pod");
            continue;
        }
        pod_security::number(user.uid, user_id, &path.child("uid"), out);
        pod_security::number(user.gid, group_id, &path.child("gid"), out);
        let path = path.child("supplementalGroups");
        for (i, group) in user.supplemental_groups.iter().enumerate() {
            pod_security::number(*group, group_id, &path.index(i), out);
        }
    }
}

fn claims(pod: &Pod, out: &mut ErrorList) {
    let path = STATUS.child("resourceClaimStatuses");
    let mut names = BTreeSet::new();
    for (i, status) in pod.status.resource_claim_statuses.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("name");
        let name = status.name.as_str();
        if pod.spec.resource_claims.iter().all(|claim| claim.name != name) {
            let why = "must match the name of an entry in `spec.resourceClaims`";
            out.invalid(&path, name, why);
        }
        if !names.insert(name) {
            out.duplicate(&path, name);
        }
        if let Some(claim) = status.resource_claim_name.as_deref() {
            out.complaints(&path, claim, dns1123_subdomain(claim));
        }
    }
}

/// At most one address of each family.
fn addresses(ips: &[&str], known: &[String], path: &Path<'_>, out: &mut ErrorList) {
    for (i, address) in ips.iter().enumerate() {
        out.address(&path.index(i), address, known);
        if ips[..i].contains(address) {
            out.duplicate(&path.index(i), *address);
        }
    }
    let six = ips.iter().filter(|ip| ip.contains(':')).count();
    if ips.len() > 2 || (ips.len() == 2 && six != 1) {
        let shown: Vec<String> = ips.iter().map(|&ip| ip.to_owned()).collect();
        out.invalid(path, shown, "may specify no more than one IP for each IP family");
    }
}
