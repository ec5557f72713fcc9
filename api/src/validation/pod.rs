//! Pods and what they are made from.
//!
//! *Upstream:* `ValidatePodSpec`, `ValidatePodUpdate`, `ValidatePodTemplateSpec`.

use bowline_apimachinery::labels;
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::ip;
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain, qualified_name};
use bowline_apimachinery::validation::object_meta;

use super::faults::Faults as _;
use super::{affinity, container, resources, volumes};
use crate::core::v1::{
    Pod, PodDNSConfig, PodSecurityContext, PodSpec, PodTemplateSpec, ResourceRequirements,
};

const RESTART_POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const DNS_POLICIES: [&str; 4] = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];
const SYSTEMS: [&str; 2] = ["linux", "windows"];
const PREEMPTION_POLICIES: [&str; 2] = ["Never", "PreemptLowerPriority"];

/// A new pod.
pub(super) fn create(pod: &Pod, out: &mut ErrorList) {
    spec(&pod.spec, &Path::new("spec"), out);
}

/// The specification of a pod, or of a template for pods.
pub(super) fn spec(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    let known = volumes::volumes(&spec.volumes, &path.child("volumes"), out);
    container::containers(spec, &known, path, out);
    out.one_of(&path.child("restartPolicy"), spec.restart_policy.as_str(), &RESTART_POLICIES);
    let dns_policy = spec.dns_policy.as_str();
    out.one_of(&path.child("dnsPolicy"), dns_policy, &DNS_POLICIES);
    dns(spec.dns_config.as_deref(), dns_policy, &path.child("dnsConfig"), out);
    out.extend(object_meta::labels(&spec.node_selector, &path.child("nodeSelector")));
    host(spec, path, out);
    let secrets = path.child("imagePullSecrets");
    for (i, secret) in spec.image_pull_secrets.iter().enumerate() {
        let path = secrets.index(i);
        out.needed(&path.child("name"), &secret.name);
    }
    if let Some(affinity) = &spec.affinity {
        affinity::affinity(affinity, &path.child("affinity"), out);
    }
    affinity::tolerations(&spec.tolerations, &path.child("tolerations"), out);
    let constraints = &spec.topology_spread_constraints;
    affinity::spread(constraints, &path.child("topologySpreadConstraints"), out);
    let gates = path.child("readinessGates");
    for (i, gate) in spec.readiness_gates.iter().enumerate() {
        let path = gates.index(i);
        let complaints = qualified_name(&gate.condition_type);
        out.complaints(&path.child("conditionType"), &gate.condition_type, complaints);
    }
    let gates = path.child("schedulingGates");
    for (i, gate) in spec.scheduling_gates.iter().enumerate() {
        out.complaints(&gates.index(i), &gate.name, qualified_name(&gate.name));
        if spec.scheduling_gates[..i].contains(gate) {
            out.duplicate(&gates.index(i), gate.name.as_str());
        }
    }
    names(spec, path, out);
    if let Some(seconds) = spec.active_deadline_seconds
        && !(1..=i64::from(i32::MAX)).contains(&seconds)
    {
        let why = format!("must be between 1 and {}, inclusive", i32::MAX);
        out.invalid(&path.child("activeDeadlineSeconds"), seconds, &why);
    }
    aliases(spec, &path.child("hostAliases"), out);
    if let Some(policy) = &spec.preemption_policy {
        out.one_of(&path.child("preemptionPolicy"), policy.as_str(), &PREEMPTION_POLICIES);
    }
    let overhead =
        ResourceRequirements { limits: spec.overhead.clone(), ..ResourceRequirements::default() };
    resources::container(&overhead, &path.child("overhead"), out);
    if let Some(os) = spec.os.as_ref().map(|os| os.name.as_str()) {
        let path = path.child("os");
        if os.is_empty() {
            out.required(&path.child("name"), "cannot be empty");
        } else if !SYSTEMS.contains(&os) {
            out.unsupported(&path, os, &SYSTEMS);
        }
    }
}

fn names(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    type Named<'a> = (&'a str, &'a str, fn(&str) -> Vec<String>);
    let rules: [Named<'_>; 7] = [
        ("serviceAccountName", &spec.service_account_name, dns1123_subdomain),
        ("nodeName", &spec.node_name, dns1123_subdomain),
        ("priorityClassName", &spec.priority_class_name, dns1123_subdomain),
        ("schedulerName", &spec.scheduler_name, qualified_name),
        ("hostname", &spec.hostname, dns1123_label),
        ("subdomain", &spec.subdomain, dns1123_label),
        (
            "runtimeClassName",
            spec.runtime_class_name.as_deref().unwrap_or_default(),
            dns1123_subdomain,
        ),
    ];
    for (name, value, rule) in rules {
        if !value.is_empty() {
            out.complaints(&path.child(name), value, rule(value));
        }
    }
}

fn host(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    if spec.host_network {
        let containers = path.child("containers");
        for (i, container) in spec.containers.iter().enumerate() {
            let path = containers.index(i);
            let path = path.child("ports");
            for (j, port) in container.ports.iter().enumerate() {
                if port.host_port != port.container_port {
                    let path = path.index(j);
                    let why = "must match `containerPort` when `hostNetwork` is true";
                    out.invalid(&path.child("hostPort"), port.host_port, why);
                }
            }
        }
    }
    let path = path.child("securityContext");
    if spec.host_pid && spec.share_process_namespace == Some(true) {
        let why = "ShareProcessNamespace and HostPID cannot both be enabled";
        out.invalid(&path.child("shareProcessNamespace"), true, why);
    }
    if let Some(context) = &spec.security_context {
        security(context, &path, out);
    }
}

fn security(context: &PodSecurityContext, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(user) = context.run_as_user {
        container::user_number(user, &path.child("runAsUser"), out);
    }
    for (name, group) in [("runAsGroup", context.run_as_group), ("fsGroup", context.fs_group)] {
        if let Some(group) = group {
            container::group_number(group, &path.child(name), out);
        }
    }
    let groups = path.child("supplementalGroups");
    for (i, &group) in context.supplemental_groups.iter().enumerate() {
        container::group_number(group, &groups.index(i), out);
    }
    let sysctls = path.child("sysctls");
    for (i, sysctl) in context.sysctls.iter().enumerate() {
        let path = sysctls.index(i);
        let path = path.child("name");
        if sysctl.name.is_empty() {
            out.required(&path, "");
        } else if context.sysctls[..i].iter().any(|other| other.name == sysctl.name) {
            out.duplicate(&path, sysctl.name.as_str());
        } else if !is_sysctl(&sysctl.name) {
            let why = "must have at most 253 characters and match regex \
                       ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
            out.invalid(&path, sysctl.name.as_str(), why);
        }
    }
    if let Some(policy) = &context.fs_group_change_policy {
        let known = ["Always", "OnRootMismatch"];
        if !known.contains(&policy.as_str()) {
            out.unsupported(&path.child("fsGroupChangePolicy"), policy.as_str(), &known);
        }
    }
    if let Some(profile) = &context.seccomp_profile {
        container::seccomp(profile, &path.child("seccompProfile"), out);
    }
}

/// Names of lower-case parts between dots or slashes.
fn is_sysctl(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= 253
        && name.split(['.', '/']).all(|part| {
            part.starts_with(plain)
                && part.ends_with(plain)
                && part.chars().all(|c| plain(c) || matches!(c, '-' | '_'))
        })
}

fn dns(config: Option<&PodDNSConfig>, policy: &str, path: &Path<'_>, out: &mut ErrorList) {
    let servers = path.child("nameservers");
    let Some(config) = config else {
        if policy == "None" {
            out.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
        }
        return;
    };
    if policy == "None" && config.nameservers.is_empty() {
        out.required(&servers, "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }
    if config.nameservers.len() > 3 {
        let shown = config.nameservers.clone();
        out.invalid(&servers, shown, "must not have more than 3 nameservers");
    }
    for (i, server) in config.nameservers.iter().enumerate() {
        out.extend(ip::legacy_ip(&servers.index(i), server, ip::Strictness::Lenient, &[]));
    }
    if config.searches.len() > 32 {
        let shown = config.searches.clone();
        out.invalid(&path.child("searches"), shown, "must not have more than 32 search paths");
    }
    let options = path.child("options");
    for (i, option) in config.options.iter().enumerate() {
        if option.name.is_empty() {
            out.required(&options.index(i), "must not be empty");
        }
    }
}

fn aliases(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    for (i, alias) in spec.host_aliases.iter().enumerate() {
        let path = path.index(i);
        out.extend(ip::legacy_ip(&path.child("ip"), &alias.ip, ip::Strictness::Lenient, &[]));
        let names = path.child("hostnames");
        for (j, name) in alias.hostnames.iter().enumerate() {
            out.complaints(&names.index(j), name, dns1123_subdomain(name));
        }
    }
}

/// What a controller makes pods from.
pub(super) fn template(template: &PodTemplateSpec, path: &Path<'_>, out: &mut ErrorList) {
    labels_and_annotations(template, path, out);
    let at = path.child("spec");
    spec(&template.spec, &at, out);
    if !template.spec.ephemeral_containers.is_empty() {
        let why = "ephemeral containers not allowed in pod template";
        out.forbidden(&at.child("ephemeralContainers"), why);
    }
}

pub(super) fn labels_and_annotations(
    template: &PodTemplateSpec,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    out.extend(object_meta::labels(&template.metadata.labels, &path.child("labels")));
    let annotations = &template.metadata.annotations;
    out.extend(object_meta::annotations(annotations, &path.child("annotations")));
}

/// The template of a controller whose pods run for ever, which its selector must choose.
pub(super) fn lasting_template(
    of: &PodTemplateSpec,
    selector: &labels::Selector,
    kind: &str,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if !selector.is_empty() && !selector.matches(&of.metadata.labels) {
        unmatched(of, path, out);
    }
    template(of, path, out);
    lasts(of, kind, path, out);
}

/// Says that the labels of a template are not those that the selector chooses.
pub(super) fn unmatched(template: &PodTemplateSpec, path: &Path<'_>, out: &mut ErrorList) {
    let labels = serde_json::to_value(&template.metadata.labels).unwrap_or_default();
    let path = path.child("metadata");
    out.invalid(&path.child("labels"), labels, "`selector` does not match template `labels`");
}

/// The pods of a template run for ever.
pub(super) fn lasts(template: &PodTemplateSpec, kind: &str, path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("spec");
    let policy = template.spec.restart_policy.as_str();
    if policy != "Always" {
        out.unsupported(&path.child("restartPolicy"), policy, &["Always"]);
    }
    if template.spec.active_deadline_seconds.is_some() {
        let why = format!("activeDeadlineSeconds in {kind} is not Supported");
        out.forbidden(&path.child("activeDeadlineSeconds"), &why);
    }
}

/// Whether a selector chooses nothing in particular.
pub(super) fn chooses_all(selector: &LabelSelector) -> bool {
    selector.match_labels.is_empty() && selector.match_expressions.is_empty()
}
