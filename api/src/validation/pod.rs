//! Pods and what they are made from.
//!
//! *Upstream:* `ValidatePodSpec`, `ValidatePodCreate`, `ValidatePodTemplateSpec`.

use bowline_apimachinery::labels;
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{
    dns1123_label, dns1123_subdomain, dns1123_subdomain_with_underscore, qualified_name,
};
use bowline_apimachinery::validation::object_meta;

use super::container::{self, Of};
use super::faults::Faults as _;
use super::pod_options::Options;
use super::{affinity, pod_annotations, pod_security, resources, volumes, windows};
use crate::core::v1::{Pod, PodDNSConfig, PodSpec, PodTemplate, PodTemplateSpec};

const RESTART_POLICIES: [&str; 3] = ["Always", "OnFailure", "Never"];
const DNS_POLICIES: [&str; 4] = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const SYSTEMS: [&str; 2] = ["linux", "windows"];
const PREEMPTION_POLICIES: [&str; 2] = ["PreemptLowerPriority", "Never"];
/// How many characters the list of domains to search may have, with the spaces between them.
const MAX_SEARCHES: usize = 2048;
/// How long a name that the kernel keeps may be.
const MAX_HOSTNAME: usize = 64;

/// A new pod.
pub(super) fn create(pod: &Pod, out: &mut ErrorList) {
    let options = Options::of_pod(&pod.metadata.name, None);
    whole(pod, &options, out);
    let path = Path::new("spec");
    if !pod.spec.ephemeral_containers.is_empty() {
        out.forbidden(&path.child("ephemeralContainers"), "cannot be set on create");
    }
    if !pod.spec.node_name.is_empty() && !pod.spec.scheduling_gates.is_empty() {
        let why = "cannot be set until all schedulingGates have been cleared";
        out.forbidden(&path.child("nodeName"), why);
    }
    pod_annotations::agree_with_fields(&pod.metadata.annotations, &pod.spec, &path, out);
}

/// What holds for a pod at all times.
pub(super) fn whole(pod: &Pod, options: &Options<'_>, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    let annotations = &pod.metadata.annotations;
    pod_annotations::annotations(annotations, &pod.spec, &metadata.child("annotations"), out);
    let path = Path::new("spec");
    spec(&pod.spec, options, &path, out);
    if pod.spec.service_account_name.is_empty() {
        let volumes = path.child("volumes");
        for (i, volume) in pod.spec.volumes.iter().enumerate() {
            let path = volumes.index(i);
            let path = path.child("projected.sources");
            let sources = volume.projected.iter().flat_map(|projected| &projected.sources);
            for (j, _) in sources.enumerate().filter(|(_, s)| s.service_account_token.is_some()) {
                let path = path.index(j);
                let why = "must not be specified when serviceAccountName is not set";
                out.forbidden(&path.child("serviceAccountToken"), why);
            }
        }
    }
    for (field, containers) in
        [("containers", &pod.spec.containers), ("initContainers", &pod.spec.init_containers)]
    {
        let path = path.child(field);
        for (i, container) in containers.iter().enumerate() {
            container::image_is_trimmed(&container.image, &path.index(i), out);
        }
    }
}

/// The specification of a pod, or of a template for pods.
pub(super) fn spec(spec: &PodSpec, options: &Options<'_>, path: &Path<'_>, out: &mut ErrorList) {
    if spec.termination_grace_period_seconds.is_none() {
        out.required(&path.child("terminationGracePeriodSeconds"), "");
    }
    let known = volumes::volumes(&spec.volumes, options, &path.child("volumes"), out);
    claims(spec, &path.child("resourceClaims"), out);
    let of = Of { spec, volumes: &known, options };
    container::containers(of, path, out);
    container::init_containers(of, path, out);
    container::ephemeral_containers(of, path, out);
    resources::pod(spec, options, path, out);
    host_ports(spec, options, path, out);
    out.one_of(&path.child("restartPolicy"), spec.restart_policy.as_str(), &RESTART_POLICIES);
    let dns_policy = spec.dns_policy.as_str();
    out.one_of(&path.child("dnsPolicy"), dns_policy, &DNS_POLICIES);
    out.extend(object_meta::labels(&spec.node_selector, &path.child("nodeSelector")));
    pod_security::of_pod(spec, options, path, out);
    if let Some(affinity) = &spec.affinity {
        affinity::affinity(affinity, &options.lax, &path.child("affinity"), out);
    }
    dns(spec.dns_config.as_deref(), dns_policy, options, &path.child("dnsConfig"), out);
    gates(spec, path, out);
    let constraints = &spec.topology_spread_constraints;
    let path_of_spread = path.child("topologySpreadConstraints");
    affinity::spread(constraints, &options.lax, &path_of_spread, out);
    windows::host_processes(spec, path, out);
    if spec.host_users == Some(false) {
        for (field, set) in [
            ("hostNetwork", spec.host_network),
            ("HostPID", spec.host_pid),
            ("HostIPC", spec.host_ipc),
        ] {
            if set {
                out.forbidden(&path.child(field), "when `pod.Spec.HostUsers` is false");
            }
        }
    }
    names(spec, path, out);
    affinity::tolerations(&spec.tolerations, &path.child("tolerations"), out);
    aliases(spec, options, &path.child("hostAliases"), out);
    if let Some(policy) = &spec.preemption_policy {
        out.one_of(&path.child("preemptionPolicy"), policy.as_str(), &PREEMPTION_POLICIES);
    }
    resources::overhead(&spec.overhead, options, &path.child("overhead"), out);
    system(spec, path, out);
}

fn system(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    match spec.os.as_ref().map(|os| os.name.as_str()) {
        None => {}
        Some("") => out.required(&path.child("os.name"), "cannot be empty"),
        Some("linux") => windows::on_linux(spec, path, out),
        Some("windows") => windows::on_windows(spec, path, out),
        Some(other) => out.unsupported(&path.child("os"), other, &SYSTEMS),
    }
}

fn claims(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    for (i, claim) in spec.resource_claims.iter().enumerate() {
        let at = path.index(i);
        let name = at.child("name");
        if out.needed(&name, &claim.name) {
            if spec.resource_claims[..i].iter().any(|other| other.name == claim.name) {
                out.duplicate(&name, claim.name.as_str());
            } else {
                out.complaints(&name, &claim.name, dns1123_label(&claim.name));
            }
        }
        let own = claim.resource_claim_name.as_deref();
        let template = claim.resource_claim_template_name.as_deref();
        let shown = || serde_json::to_value(claim).unwrap_or_default();
        match (own, template) {
            (Some(_), Some(_)) => {
                let why = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may \
                           be specified";
                out.invalid(&at, shown(), why);
            }
            (None, None) => {
                let why = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`";
                out.invalid(&at, shown(), why);
            }
            _ => {}
        }
        for (field, name) in [("resourceClaimName", own), ("resourceClaimTemplateName", template)] {
            if let Some(name) = name {
                out.complaints(&at.child(field), name, dns1123_subdomain(name));
            }
        }
    }
}

fn gates(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
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
}

fn names(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    let mut rule = |field: &str, name: &str, rule: fn(&str) -> Vec<String>| {
        if !name.is_empty() {
            out.complaints(&path.child(field), name, rule(name));
        }
    };
    rule("serviceAccountName", &spec.service_account_name, dns1123_subdomain);
    rule("nodeName", &spec.node_name, dns1123_subdomain);
    rule("hostname", &spec.hostname, dns1123_label);
    rule("subdomain", &spec.subdomain, dns1123_label);
    rule("priorityClassName", &spec.priority_class_name, dns1123_subdomain);
    if let Some(class) = spec.runtime_class_name.as_deref() {
        out.complaints(&path.child("runtimeClassName"), class, dns1123_subdomain(class));
    }
    if let Some(name) = spec.hostname_override.as_deref() {
        let path = path.child("hostnameOverride");
        out.complaints(&path, name, dns1123_subdomain(name));
        if name.len() > MAX_HOSTNAME {
            out.invalid(&path, name, "must be no more than 64 characters");
        }
        if spec.host_network {
            out.forbidden(&path, "may not be specified when hostNetwork is true");
        }
        if spec.set_hostname_as_fqdn == Some(true) {
            out.forbidden(&path, "may not be specified when setHostnameAsFQDN is true");
        }
    }
    if let Some(seconds) = spec.active_deadline_seconds
        && !(1..=i64::from(i32::MAX)).contains(&seconds)
    {
        let why = format!("must be between 1 and {}, inclusive", i32::MAX);
        out.invalid(&path.child("activeDeadlineSeconds"), seconds, &why);
    }
}

/// Ports of a pod in the node's network are those of the node; templates may leave them out.
fn host_ports(spec: &PodSpec, options: &Options<'_>, path: &Path<'_>, out: &mut ErrorList) {
    if !spec.host_network {
        return;
    }
    let containers = path.child("containers");
    for (i, container) in spec.containers.iter().enumerate() {
        let path = containers.index(i);
        let path = path.child("ports");
        for (j, port) in container.ports.iter().enumerate() {
            let said = options.is_pod || port.host_port != 0;
            if said && port.host_port != port.container_port {
                let path = path.index(j);
                let why = "must match `containerPort` when `hostNetwork` is true";
                out.invalid(&path.child("hostPort"), port.host_port, why);
            }
        }
    }
}

fn dns(
    config: Option<&PodDNSConfig>,
    policy: &str,
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let servers = path.child("nameservers");
    let Some(config) = config else {
        if policy == "None" {
            out.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
        }
        return;
    };
    if policy == "None" && config.nameservers.is_empty() {
        let why = "must provide at least one DNS nameserver when `dnsPolicy` is None";
        return out.required(&servers, why);
    }
    if config.nameservers.len() > 3 {
        let shown = config.nameservers.clone();
        out.invalid(&servers, shown, "must not have more than 3 nameservers");
    }
    for (i, server) in config.nameservers.iter().enumerate() {
        out.address(&servers.index(i), server, &options.lax.addresses);
    }
    let searches = path.child("searches");
    if config.searches.len() > 32 {
        let shown = config.searches.clone();
        out.invalid(&searches, shown, "must not have more than 32 search paths");
    }
    let length = config.searches.iter().map(|search| search.len() + 1).sum::<usize>();
    if length.saturating_sub(1) > MAX_SEARCHES {
        let why = format!(
            "must not have more than {MAX_SEARCHES} characters (including spaces) in the search \
             list"
        );
        out.invalid(&searches, config.searches.clone(), &why);
    }
    for (i, search) in config.searches.iter().enumerate().filter(|(_, search)| *search != ".") {
        let search = search.strip_suffix('.').unwrap_or(search);
        let complaints = dns1123_subdomain_with_underscore(search);
        out.complaints(&searches.index(i), search, complaints);
    }
    let options = path.child("options");
    for (i, option) in config.options.iter().enumerate() {
        if option.name.is_empty() {
            out.required(&options.index(i), "must not be empty");
        }
    }
}

fn aliases(spec: &PodSpec, options: &Options<'_>, path: &Path<'_>, out: &mut ErrorList) {
    for (i, alias) in spec.host_aliases.iter().enumerate() {
        let path = path.index(i);
        out.address(&path.child("ip"), &alias.ip, &options.lax.addresses);
        let names = path.child("hostnames");
        for (j, name) in alias.hostnames.iter().enumerate() {
            out.complaints(&names.index(j), name, dns1123_subdomain(name));
        }
    }
}

/// A template that is an object of its own.
pub(super) fn pod_template(of: &PodTemplate, old: Option<&PodTemplate>, out: &mut ErrorList) {
    template(&of.template, old.map(|old| &old.template), &Path::new("template"), out);
}

/// What a controller makes pods from, and what it was before.
pub(super) fn template(
    template: &PodTemplateSpec,
    old: Option<&PodTemplateSpec>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    labels_and_annotations(template, path, out);
    let options = Options::of_template(old.map(|old| &old.spec));
    let annotations = &template.metadata.annotations;
    let annotations_path = path.child("annotations");
    pod_annotations::annotations(annotations, &template.spec, &annotations_path, out);
    let at = path.child("spec");
    spec(&template.spec, &options, &at, out);
    pod_annotations::agree_with_fields(annotations, &template.spec, &at, out);
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
    old: Option<&PodTemplateSpec>,
    selector: &labels::Selector,
    kind: &str,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if !selector.is_empty() && !selector.matches(&of.metadata.labels) {
        unmatched(of, path, out);
    }
    template(of, old, path, out);
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
