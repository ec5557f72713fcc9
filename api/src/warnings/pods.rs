//! Pods and what they are made from.
//!
//! *Upstream:* `GetWarningsForPod`, `GetWarningsForPodTemplate`.

use std::collections::BTreeSet;

use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::validation::field::Path;
use bowline_apimachinery::validation::ip;

use super::{containers, labels, volumes};
use crate::core::v1::{Affinity, PodAffinityTerm, PodSpec};

/// Annotations that say nothing any more.
const GONE: [(&str, &str); 3] = [
    (
        "scheduler.alpha.kubernetes.io/critical-pod",
        "non-functional in v1.16+; use the \"priorityClassName\" field instead",
    ),
    (
        "security.alpha.kubernetes.io/sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead",
    ),
    (
        "security.alpha.kubernetes.io/unsafe-sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead",
    ),
];
const SECCOMP: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_OF_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APPARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Where a specification of a pod stands.
pub(super) struct Place<'a> {
    spec: Path<'a>,
    annotations: Path<'a>,
    is_template: bool,
}

impl<'a> Place<'a> {
    /// In a pod.
    pub(super) fn of_pod() -> Self {
        const METADATA: Path<'_> = Path::new("metadata");
        let spec = Path::new("spec");
        Self { spec, annotations: METADATA.child("annotations"), is_template: false }
    }

    /// In a template at a path.
    pub(super) fn of_template(path: &'a Path<'a>) -> Self {
        let annotations = path.child("metadata.annotations");
        Self { spec: path.child("spec"), annotations, is_template: true }
    }
}

pub(super) fn pod(spec: &PodSpec, metadata: &ObjectMeta, place: &Place<'_>, out: &mut Vec<String>) {
    let path = &place.spec;
    let selector = path.child("nodeSelector");
    for key in spec.node_selector.keys() {
        if let Some(why) = labels::deprecated(key) {
            out.push(format!("{}: {why}", selector.key(key)));
        }
    }
    if let Some(affinity) = &spec.affinity {
        self::affinity(affinity, &path.child("affinity"), out);
    }
    let spread = path.child("topologySpreadConstraints");
    for (i, constraint) in spec.topology_spread_constraints.iter().enumerate() {
        let path = spread.index(i);
        if let Some(why) = labels::deprecated(&constraint.topology_key) {
            out.push(format!(
                "{}: {} is {why}",
                path.child("topologyKey"),
                constraint.topology_key
            ));
        }
        if constraint.label_selector.is_none() {
            chooses_nothing(&path, out);
        }
    }
    for (key, why) in GONE {
        if metadata.annotations.contains_key(key) {
            out.push(format!("{}: {why}", place.annotations.key(key)));
        }
    }
    volumes::volumes(&spec.volumes, &path.child("volumes"), out);
    hosts(spec, path, out);
    pull_secrets(spec, &path.child("imagePullSecrets"), out);
    containers::fractions(&spec.overhead, &["memory"], &path.child("overhead"), out);
    profiles(metadata, place, out);
    containers::containers(spec, path, out);
    if spec.termination_grace_period_seconds.is_some_and(|seconds| seconds < 0) {
        out.push(format!(
            "{}: must be >= 0; negative values are invalid and will be treated as 1",
            path.child("terminationGracePeriodSeconds")
        ));
    }
}

fn hosts(spec: &PodSpec, path: &Path<'_>, out: &mut Vec<String>) {
    let aliases = path.child("hostAliases");
    let mut known = BTreeSet::new();
    for (i, alias) in spec.host_aliases.iter().enumerate() {
        let path = aliases.index(i);
        let path = path.child("ip");
        if !known.insert(alias.ip.as_str()) {
            out.push(format!("{path}: duplicate ip \"{}\"", alias.ip));
        }
        out.extend(ip::ip_warnings(&path, &alias.ip));
    }
    if let Some(dns) = &spec.dns_config {
        let path = path.child("dnsConfig");
        let path = path.child("nameservers");
        for (i, server) in dns.nameservers.iter().enumerate() {
            out.extend(ip::ip_warnings(&path.index(i), server));
        }
    }
}

fn pull_secrets(spec: &PodSpec, path: &Path<'_>, out: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    for (i, secret) in spec.image_pull_secrets.iter().enumerate() {
        if !known.insert(secret.name.as_str()) {
            let path = path.index(i);
            out.push(format!("{}: duplicate name \"{}\"", path.child("name"), secret.name));
        }
    }
    for (i, _) in spec.image_pull_secrets.iter().enumerate().filter(|(_, s)| s.name.is_empty()) {
        let path = path.index(i);
        out.push(format!("{}: invalid empty name \"\"", path.child("name")));
    }
}

/// Annotations that fields took the place of.
fn profiles(metadata: &ObjectMeta, place: &Place<'_>, out: &mut Vec<String>) {
    for key in metadata.annotations.keys() {
        let path = place.annotations.key(key);
        if key == SECCOMP || key.starts_with(SECCOMP_OF_CONTAINER) {
            out.push(format!(
                "{path}: non-functional in v1.27+; use the \"seccompProfile\" field instead"
            ));
        } else if key.starts_with(APPARMOR) && place.is_template {
            out.push(format!(
                "{path}: deprecated since v1.30; use the \"appArmorProfile\" field instead"
            ));
        }
    }
}

fn chooses_nothing(path: &Path<'_>, out: &mut Vec<String>) {
    let path = path.child("labelSelector");
    out.push(format!("{path}: a null labelSelector results in matching no pod"));
}

fn affinity(affinity: &Affinity, path: &Path<'_>, out: &mut Vec<String>) {
    const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
    const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
    if let Some(nodes) = &affinity.node_affinity {
        let path = path.child("nodeAffinity");
        if let Some(selector) = &nodes.required_during_scheduling_ignored_during_execution {
            labels::selector(selector, &path.child(REQUIRED), out);
        }
        let path = path.child(PREFERRED);
        let preferred = &nodes.preferred_during_scheduling_ignored_during_execution;
        for (i, term) in preferred.iter().enumerate() {
            let path = path.index(i);
            labels::term(&term.preference, true, &path.child("preference"), out);
        }
    }
    let term = |term: &PodAffinityTerm, path: &Path<'_>, out: &mut Vec<String>| {
        if term.label_selector.is_none() {
            chooses_nothing(path, out);
        }
    };
    if let Some(pods) = &affinity.pod_affinity {
        let path = path.child("podAffinity");
        let required = path.child(REQUIRED);
        for (i, of) in pods.required_during_scheduling_ignored_during_execution.iter().enumerate() {
            term(of, &required.index(i), out);
        }
        let preferred = path.child(PREFERRED);
        for (i, of) in pods.preferred_during_scheduling_ignored_during_execution.iter().enumerate()
        {
            let path = preferred.index(i);
            term(&of.pod_affinity_term, &path.child("podAffinityTerm"), out);
        }
    }
    if let Some(pods) = &affinity.pod_anti_affinity {
        let path = path.child("podAntiAffinity");
        let required = path.child(REQUIRED);
        for (i, of) in pods.required_during_scheduling_ignored_during_execution.iter().enumerate() {
            term(of, &required.index(i), out);
        }
        let preferred = path.child(PREFERRED);
        for (i, of) in pods.preferred_during_scheduling_ignored_during_execution.iter().enumerate()
        {
            let path = preferred.index(i);
            term(&of.pod_affinity_term, &path.child("podAffinityTerm"), out);
        }
    }
}
