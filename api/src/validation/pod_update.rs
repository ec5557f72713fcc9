//! What may change on a pod: by an update, and through its subresources.
//!
//! *Upstream:* `ValidatePodUpdate`, `ValidatePodEphemeralContainersUpdate`, `ValidatePodResize`.

use std::collections::BTreeMap;

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::container::image_is_trimmed;
use super::faults::Faults as _;
use super::pod_options::Options;
use super::{affinity, pod, pod_annotations};
use crate::core::v1::{
    Affinity, Container, ContainerResizePolicy, NodeAffinity, NodeSelectorTerm, Pod, PodSpec,
    ResourceList, ResourceRequirements,
};

const SPEC: Path<'_> = Path::new("spec");

fn annotations(new: &Pod, old: &Pod, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    let path = metadata.child("annotations");
    let (new_list, old_list) = (&new.metadata.annotations, &old.metadata.annotations);
    pod_annotations::unchanged(new_list, old_list, &path, out);
    pod_annotations::annotations(new_list, &new.spec, &path, out);
}

/// The fields of a running pod that may change, and in which way.
pub(super) fn update(new: &Pod, old: &Pod, out: &mut ErrorList) {
    let options = Options::of_pod(&new.metadata.name, Some(&old.spec));
    pod::whole(new, &options, out);
    annotations(new, old, out);
    for (field, new, old) in [
        ("containers", &new.spec.containers, &old.spec.containers),
        ("initContainers", &new.spec.init_containers, &old.spec.init_containers),
    ] {
        let path = SPEC.child(field);
        if new.len() != old.len() {
            return out.forbidden(&path, "pod updates may not add or remove containers");
        }
        for (i, container) in new.iter().enumerate() {
            let path = path.index(i);
            out.needed(&path.child("image"), &container.image);
            image_is_trimmed(&container.image, &path, out);
        }
    }
    if !deadline(&new.spec, &old.spec, out) {
        return;
    }
    tolerations(&new.spec, &old.spec, out);
    let before = &old.spec.scheduling_gates;
    let gates = SPEC.child("schedulingGates");
    for (i, gate) in new.spec.scheduling_gates.iter().enumerate() {
        if before.iter().all(|known| known.name != gate.name) {
            let why =
                format!("only deletion is allowed, but found new scheduling gate '{}'", gate.name);
            let path = gates.index(i);
            out.forbidden(&path.child("name"), &why);
        }
    }
    if new.spec == old.spec {
        return;
    }
    if !before.is_empty() {
        place(&new.spec, &old.spec, out);
    }
    if frozen(&new.spec, &old.spec, !before.is_empty()) != old.spec {
        let why = "pod updates may not change fields other than `spec.containers[*].image`,\
                   `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` \
                   (only additions to existing tolerations),\
                   `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was \
                   previously negative)";
        out.forbidden(&SPEC, why);
    }
}

/// Whether the rest is worth a look.
fn deadline(new: &PodSpec, old: &PodSpec, out: &mut ErrorList) -> bool {
    let path = SPEC.child("activeDeadlineSeconds");
    match (new.active_deadline_seconds, old.active_deadline_seconds) {
        (Some(new), _) if new < 0 || new > i64::from(i32::MAX) => {
            let why = format!("must be between 0 and {}, inclusive", i32::MAX);
            out.invalid(&path, new, &why);
            return false;
        }
        (Some(new), Some(old)) if new > old => {
            out.invalid(&path, new, "must be less than or equal to previous value");
            return false;
        }
        (None, Some(_)) => {
            let why = "must not update from a positive integer to nil value";
            out.invalid(&path, serde_json::Value::Null, why);
        }
        _ => {}
    }
    true
}

fn tolerations(new: &PodSpec, old: &PodSpec, out: &mut ErrorList) {
    let path = SPEC.child("tolerations");
    let kept = old.tolerations.iter().all(|old| {
        let mut new = new.tolerations.iter();
        new.any(|new| {
            (&new.key, &new.operator, &new.value, &new.effect)
                == (&old.key, &old.operator, &old.value, &old.effect)
        })
    });
    if kept {
        affinity::tolerations(&new.tolerations, &path, out);
    } else {
        let why = "existing toleration can not be modified except its tolerationSeconds";
        out.forbidden(&path, why);
    }
}

/// A pod that waits for its gates may be told more narrowly where to go.
fn place(new: &PodSpec, old: &PodSpec, out: &mut ErrorList) {
    let kept =
        old.node_selector.iter().all(|(key, value)| new.node_selector.get(key) == Some(value));
    if !kept {
        let shown = serde_json::to_value(&new.node_selector).unwrap_or_default();
        let why = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
        out.invalid(&SPEC.child("nodeSelector"), shown, why);
    }
    fn terms(spec: &PodSpec) -> &[NodeSelectorTerm] {
        let node = spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
        let required =
            node.and_then(|node| node.required_during_scheduling_ignored_during_execution.as_ref());
        required.map(|required| required.node_selector_terms.as_slice()).unwrap_or_default()
    }
    let (before, after) = (terms(old), terms(new));
    if before.is_empty() {
        return;
    }
    let path = SPEC.child(
        "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
    );
    if before.len() != after.len() {
        let shown = serde_json::to_value(after).unwrap_or_default();
        let why = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
        return out.invalid(&path, shown, why);
    }
    for (i, (old, new)) in before.iter().zip(after).enumerate() {
        if !only_adds(new, old) {
            let shown = serde_json::to_value(new).unwrap_or_default();
            let why = "only additions are allowed (no mutations or deletions)";
            out.invalid(&path.index(i), shown, why);
        }
    }
}

fn only_adds(new: &NodeSelectorTerm, old: &NodeSelectorTerm) -> bool {
    let (expressions, fields) = (&old.match_expressions, &old.match_fields);
    if expressions.is_empty() && fields.is_empty() {
        // A term that says nothing chooses nothing.
        return new.match_expressions.is_empty() && new.match_fields.is_empty();
    }
    new.match_expressions.starts_with(expressions) && new.match_fields.starts_with(fields)
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
        spec.node_selector.clone_from(&old.node_selector);
        place_back(&mut spec.affinity, old.affinity.as_ref());
    }
    spec
}

/// Puts the old node affinity back.
fn place_back(new: &mut Option<Affinity>, old: Option<&Affinity>) {
    fn nodes(of: Option<&Affinity>) -> Option<NodeAffinity> {
        of.and_then(|affinity| affinity.node_affinity.as_deref().cloned())
    }
    let before = nodes(old);
    if nodes(new.as_ref()) == before {
        return;
    }
    let restored = before.map(Into::into);
    match (new.as_mut(), old) {
        (None, _) => *new = Some(Affinity { node_affinity: restored, ..Affinity::default() }),
        (Some(now), None) if now.pod_affinity.is_none() && now.pod_anti_affinity.is_none() => {
            *new = None;
        }
        (Some(now), _) => now.node_affinity = restored,
    }
}

/// Containers may be added to look around, and stay.
pub(super) fn ephemeral_containers(new: &Pod, old: &Pod, out: &mut ErrorList) {
    if old.metadata.annotations.contains_key(pod_annotations::MIRROR) {
        let path = Path::new("");
        return out.forbidden(&path, "static pods do not support ephemeral containers");
    }
    let options = Options::of_pod(&new.metadata.name, Some(&old.spec));
    pod::whole(new, &options, out);
    annotations(new, old, out);
    let path = SPEC.child("ephemeralContainers");
    for before in &old.spec.ephemeral_containers {
        let name = before.name.as_str();
        match new.spec.ephemeral_containers.iter().find(|container| container.name == name) {
            None => {
                let why = format!("existing ephemeral containers \"{name}\" may not be removed\n");
                out.forbidden(&path, &why);
            }
            Some(now) if now != before => {
                let why = format!("existing ephemeral containers \"{name}\" may not be changed\n");
                out.forbidden(&path, &why);
            }
            Some(_) => {}
        }
    }
}

/// The CPU and memory of containers may change while they run.
pub(super) fn resize(new: &Pod, old: &Pod, out: &mut ErrorList) {
    let whole = Path::new("");
    if old.metadata.annotations.contains_key(pod_annotations::MIRROR) {
        return out.forbidden(&whole, "static pods cannot be resized");
    }
    if old.spec.os.as_ref().is_some_and(|os| os.name.as_str() == "windows") {
        return out.forbidden(&whole, "windows pods cannot be resized");
    }
    let options = Options::of_pod(&new.metadata.name, Some(&old.spec));
    pod::whole(new, &options, out);
    let qos = match &old.status.qos_class {
        crate::core::v1::PodQOSClass::Unset => old.spec.qos_class(),
        told => told.clone(),
    };
    if qos != new.spec.qos_class() {
        let why = "Pod QOS Class may not change as a result of resizing";
        out.invalid(&SPEC, new.status.qos_class.as_str(), why);
    }
    let mut running =
        old.status.container_statuses.iter().filter(|status| status.state.running.is_some());
    if running.next().is_some_and(|status| status.resources.is_none()) {
        out.forbidden(&SPEC, "Pod running on node without support for resize");
    }
    let lists = [
        ("initContainers", &new.spec.init_containers, &old.spec.init_containers),
        ("containers", &new.spec.containers, &old.spec.containers),
    ];
    if lists.iter().any(|(_, new, old)| new.len() != old.len()) {
        return out.forbidden(&SPEC, "only cpu and memory resources are mutable");
    }
    for (field, new, old) in lists {
        let path = SPEC.child(field);
        for (i, (new, old)) in new.iter().zip(old).enumerate() {
            let path = path.index(i);
            let path = path.child("resources");
            amounts(&new.resources, &old.resources, &new.resize_policy, &path, out);
        }
    }
    let mut rest = new.spec.clone();
    restore(&mut rest.containers, &old.spec.containers);
    restore(&mut rest.init_containers, &old.spec.init_containers);
    if let (Some(now), Some(before)) = (&mut rest.resources, &old.spec.resources) {
        restore_amounts(now, before);
    }
    if rest != old.spec {
        out.forbidden(&SPEC, "only cpu and memory resources are mutable");
    }
}

fn amounts(
    new: &ResourceRequirements,
    old: &ResourceRequirements,
    policies: &[ContainerResizePolicy],
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let removed = |new: &ResourceList, old: &ResourceList| old.keys().any(|k| !new.contains_key(k));
    if removed(&new.requests, &old.requests) {
        out.forbidden(&path.child("requests"), "resource requests cannot be removed");
    }
    let limits = path.child("limits");
    if removed(&new.limits, &old.limits) {
        out.forbidden(&limits, "resource limits cannot be removed");
    }
    let policy = policies.iter().find(|policy| policy.resource_name == "memory");
    let restarts = policy.is_some_and(|p| p.restart_policy.as_str() == "RestartContainer");
    if new.limits.contains_key("memory") && !old.limits.contains_key("memory") && !restarts {
        // More than before was no limit at all.
        let why = "memory limits cannot be added unless resizePolicy is RestartContainer";
        out.forbidden(&limits.key("memory"), why);
    }
}

/// Puts back what a resize may change.
fn restore(containers: &mut [Container], old: &[Container]) {
    for (container, old) in containers.iter_mut().zip(old) {
        restore_amounts(&mut container.resources, &old.resources);
    }
}

fn restore_amounts(now: &mut ResourceRequirements, before: &ResourceRequirements) {
    let restore = |now: &mut ResourceList, before: &BTreeMap<_, _>| {
        for name in ["cpu", "memory"] {
            now.remove(name);
            if let Some(amount) = before.get(name) {
                now.insert(name.to_owned(), Clone::clone(amount));
            }
        }
    };
    restore(&mut now.requests, &before.requests);
    restore(&mut now.limits, &before.limits);
}
