//! Annotations by which pods said what fields say now.
//!
//! *Upstream:* `ValidatePodSpecificAnnotations`, `validateSeccompAnnotationsAndFields`,
//! `validateAppArmorAnnotationsAndFieldsMatchOnCreate`.

use std::collections::BTreeMap;

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::container::each;
use super::faults::Faults as _;
use super::{affinity, volume_sources as sources};
use crate::core::v1::{AppArmorProfile, PodSpec, SeccompProfile, Toleration};

/// Says which pod of a kubelet's own this one stands for.
pub(super) const MIRROR: &str = "kubernetes.io/config.mirror";
const TOLERATIONS: &str = "scheduler.alpha.kubernetes.io/tolerations";
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
pub(super) const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
pub(super) const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
pub(super) const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const LOCALHOST: &str = "localhost/";

type Annotations = BTreeMap<String, String>;

pub(super) fn annotations(
    annotations: &Annotations,
    spec: &PodSpec,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if let Some(value) = annotations.get(MIRROR)
        && spec.node_name.is_empty()
    {
        let why = "must set spec.nodeName if mirror pod annotation is set";
        out.invalid(&path.key(MIRROR), value.as_str(), why);
    }
    if let Some(text) = annotations.get(TOLERATIONS).filter(|text| !text.is_empty()) {
        match serde_json::from_str::<Vec<Toleration>>(text) {
            Ok(tolerations) => {
                affinity::tolerations(&tolerations, &path.child(TOLERATIONS), out);
            }
            Err(error) => out.invalid(path, TOLERATIONS, &error.to_string()),
        }
    }
    if let Some(text) = annotations.get(DELETION_COST).filter(|text| !is_cost(text)) {
        out.invalid(&path.key(DELETION_COST), text.as_str(), "must be a 32bit integer");
    }
    if let Some(profile) = annotations.get(SECCOMP_POD) {
        seccomp(profile, &path.child(SECCOMP_POD), out);
    }
    for (key, profile) in annotations {
        if key.starts_with(SECCOMP_CONTAINER) {
            seccomp(profile, &path.child(key), out);
        }
        let Some(name) = key.strip_prefix(APP_ARMOR) else { continue };
        let mut known = false;
        each(spec, path, &mut |container, _| known |= container.name == name);
        if !known {
            out.invalid(&path.key(key), name, "container not found");
        }
        let profile = profile.as_str();
        if !matches!(profile, "" | "runtime/default" | "unconfined")
            && !profile.starts_with(LOCALHOST)
        {
            let why = format!("invalid AppArmor profile name: \"{profile}\"");
            out.invalid(&path.key(key), profile, &why);
        }
    }
}

/// Whether a text is a number as Go reads one that has no leading zeros or plus.
fn is_cost(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" || digits.starts_with(|c: char| ('1'..='9').contains(&c));
    plain && text != "-0" && text.parse::<i32>().is_ok()
}

fn seccomp(profile: &str, path: &Path<'_>, out: &mut ErrorList) {
    match profile {
        "runtime/default" | "docker/default" | "unconfined" => {}
        _ => match profile.strip_prefix(LOCALHOST) {
            Some(file) => sources::relative(file, path, out),
            None => out.invalid(path, profile, "must be a valid seccomp profile"),
        },
    }
}

/// Annotations and fields say the same where both say something.
pub(super) fn agree_with_fields(
    annotations: &Annotations,
    spec: &PodSpec,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if annotations.is_empty() {
        return;
    }
    let of_pod = spec.security_context.as_deref();
    if let Some(profile) = of_pod.and_then(|context| context.seccomp_profile.as_deref())
        && let Some(text) = annotations.get(SECCOMP_POD)
    {
        same_seccomp(text, profile, &path.child("securityContext.seccompProfile"), out);
    }
    let for_windows = spec.os.as_ref().is_some_and(|os| os.name.as_str() == "windows");
    each(spec, path, &mut |container, path| {
        let own = container.security_context;
        if let Some(profile) = own.and_then(|context| context.seccomp_profile.as_deref())
            && let Some(text) = annotations.get(&format!("{SECCOMP_CONTAINER}{}", container.name))
        {
            same_seccomp(text, profile, &path.child("securityContext.seccompProfile"), out);
        }
        let profile = own
            .and_then(|context| context.app_armor_profile.as_deref())
            .or_else(|| of_pod.and_then(|context| context.app_armor_profile.as_deref()));
        if let Some(profile) = profile.filter(|_| !for_windows)
            && let Some(text) = annotations.get(&format!("{APP_ARMOR}{}", container.name))
        {
            same_app_armor(text, profile, &path.child("securityContext.appArmorProfile"), out);
        }
    });
}

/// Where two ways to name a profile differ.
enum Difference {
    Type,
    Name,
}

fn difference(text: &str, kind: &str, name: Option<&str>, default: &[&str]) -> Option<Difference> {
    match kind {
        "Unconfined" => (text != "unconfined").then_some(Difference::Type),
        "RuntimeDefault" => (!default.contains(&text)).then_some(Difference::Type),
        "Localhost" => match text.strip_prefix(LOCALHOST) {
            None => Some(Difference::Type),
            Some(file) => (name != Some(file)).then_some(Difference::Name),
        },
        _ => None,
    }
}

fn same_seccomp(text: &str, profile: &SeccompProfile, path: &Path<'_>, out: &mut ErrorList) {
    let default = ["runtime/default", "docker/default"];
    let name = profile.localhost_profile.as_deref();
    match difference(text, profile.type_.as_str(), name, &default) {
        Some(Difference::Type) => {
            let why = "seccomp type in annotation and field must match";
            out.forbidden(&path.child("type"), why);
        }
        Some(Difference::Name) => {
            let why = "seccomp profile in annotation and field must match";
            out.forbidden(&path.child("localhostProfile"), why);
        }
        None => {}
    }
}

fn same_app_armor(text: &str, profile: &AppArmorProfile, path: &Path<'_>, out: &mut ErrorList) {
    let name = profile.localhost_profile.as_deref();
    match difference(text, profile.type_.as_str(), name, &["runtime/default"]) {
        Some(Difference::Type) => {
            let why = "apparmor type in annotation and field must match";
            out.forbidden(&path.child("type"), why);
        }
        Some(Difference::Name) => {
            let why = "apparmor profile in annotation and field must match";
            out.forbidden(&path.child("localhostProfile"), why);
        }
        None => {}
    }
}

/// Annotations that may not change on a pod.
pub(super) fn unchanged(
    new: &Annotations,
    old: &Annotations,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let fixed = |key: &str| key.starts_with(APP_ARMOR) || key == MIRROR;
    let name = |key: &str| match key {
        MIRROR => "mirror pod annotation",
        _ => "AppArmor annotations",
    };
    for (key, value) in old.iter().filter(|(key, _)| fixed(key)) {
        if new.get(key) != Some(value) {
            out.forbidden(&path.key(key), &format!("may not remove or update {}", name(key)));
        }
    }
    for key in new.keys().filter(|key| fixed(key) && !old.contains_key(*key)) {
        out.forbidden(&path.key(key), &format!("may not add {}", name(key)));
    }
}
