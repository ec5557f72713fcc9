//! Kinds with few rules.
//!
//! *Upstream:* `ValidateServiceAccount`, `ValidateControllerRevision`, `ValidateRuntimeClass`,
//! `ValidateAPIService`, `ValidatePodTemplate`.

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{
    dns1035_label, dns1123_label, dns1123_subdomain, port_number,
};
use bowline_apimachinery::validation::object_meta;

use super::faults::Faults as _;
use super::{affinity, pod, pod_options::Options, resources};
use crate::apiregistration::v1::APIService;
use crate::apps::v1::ControllerRevision;
use crate::core::v1::{Binding, PodTemplate};
use crate::node::v1::RuntimeClass;

pub(super) fn new_pod_template(template: &PodTemplate, out: &mut ErrorList) {
    pod::pod_template(template, None, out);
}

pub(super) fn update_pod_template(new: &PodTemplate, old: &PodTemplate, out: &mut ErrorList) {
    pod::pod_template(new, Some(old), out);
}

pub(super) fn revision(revision: &ControllerRevision, out: &mut ErrorList) {
    if revision.data.is_empty() {
        out.required(&Path::new("data"), "data is mandatory");
    }
    out.not_negative(&Path::new("revision"), revision.revision);
}

/// What a revision holds is for ever.
pub(super) fn update_revision(
    new: &ControllerRevision,
    old: &ControllerRevision,
    out: &mut ErrorList,
) {
    revision(new, out);
    out.immutable(&Path::new("data"), &new.data, &old.data);
}

pub(super) fn binding(binding: &Binding, out: &mut ErrorList) {
    let path = Path::new("target");
    let kind = binding.target.kind.as_str();
    if !kind.is_empty() && kind != "Node" {
        out.unsupported(&path.child("kind"), kind, &["Node", "<empty>"]);
    }
    out.needed(&path.child("name"), &binding.target.name);
}

pub(super) fn runtime_class(class: &RuntimeClass, out: &mut ErrorList) {
    let path = Path::new("handler");
    out.complaints(&path, &class.handler, dns1123_label(&class.handler));
    if let Some(overhead) = &class.overhead {
        let path = Path::new("overhead");
        resources::overhead(&overhead.pod_fixed, &Options::default(), &path.child("podFixed"), out);
    }
    let Some(scheduling) = &class.scheduling else { return };
    let path = Path::new("scheduling");
    let selector = path.child("nodeSelector");
    out.extend(object_meta::labels(&scheduling.node_selector, &selector));
    let tolerations = path.child("tolerations");
    for (i, toleration) in scheduling.tolerations.iter().enumerate() {
        if scheduling.tolerations[..i].contains(toleration) {
            let shown = serde_json::to_value(toleration).unwrap_or_default();
            out.duplicate(&tolerations.index(i), shown);
        }
    }
    affinity::tolerations(&scheduling.tolerations, &tolerations, out);
}

/// Who runs the containers of a class is for ever.
pub(super) fn update_runtime_class(new: &RuntimeClass, old: &RuntimeClass, out: &mut ErrorList) {
    runtime_class(new, out);
    out.immutable(&Path::new("handler"), &new.handler, &old.handler);
}

pub(super) fn api_service(service: &APIService, out: &mut ErrorList) {
    let spec = &service.spec;
    let path = Path::new("spec");
    let metadata = Path::new("metadata");
    let wanted = format!("{}.{}", spec.version, spec.group);
    if service.metadata.name != wanted {
        let why = format!("must be `spec.version+\".\"+spec.group`: \"{wanted}\"");
        out.invalid(&metadata.child("name"), service.metadata.name.as_str(), &why);
    }
    let group = path.child("group");
    if spec.group.is_empty() {
        if spec.version != "v1" {
            out.required(&group, "only v1 may have an empty group and it better be legacy kube");
        }
    } else {
        out.complaints(&group, &spec.group, dns1123_subdomain(&spec.group));
    }
    let version = path.child("version");
    out.complaints(&version, &spec.version, dns1035_label(&spec.version));
    if !(1..=20_000).contains(&spec.group_priority_minimum) {
        let why = "must be positive and less than 20000";
        out.invalid(&path.child("groupPriorityMinimum"), spec.group_priority_minimum, why);
    }
    if !(1..=1000).contains(&spec.version_priority) {
        let why = "must be positive and less than 1000";
        out.invalid(&path.child("versionPriority"), spec.version_priority, why);
    }
    let bundle = path.child("caBundle");
    let Some(to) = &spec.service else {
        if !spec.ca_bundle.0.is_empty() {
            let why = "local APIServices may not have a caBundle";
            out.invalid(&bundle, format!("{} bytes", spec.ca_bundle.0.len()), why);
        }
        if spec.insecure_skip_tls_verify {
            let why = "local APIServices may not have insecureSkipTLSVerify";
            out.invalid(&path.child("insecureSkipTLSVerify"), true, why);
        }
        return;
    };
    let to_path = path.child("service");
    out.needed(&to_path.child("namespace"), &to.namespace);
    out.needed(&to_path.child("name"), &to.name);
    let port = to.port.unwrap_or(0);
    for why in port_number(i64::from(port)) {
        let why = format!("port is not valid: {why}");
        out.invalid(&to_path.child("port"), port, &why);
    }
    if spec.insecure_skip_tls_verify && !spec.ca_bundle.0.is_empty() {
        let why = "may not be true if caBundle is present";
        out.invalid(&path.child("insecureSkipTLSVerify"), true, why);
    }
}
