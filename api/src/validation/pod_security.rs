//! With which rights pods and containers run, on Linux and on Windows.
//!
//! *Upstream:* `validatePodSpecSecurityContext`, `ValidateSecurityContext`, `validateLinux`,
//! `validateWindows`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{group_id, user_id};

use super::faults::Faults as _;
use super::pod_options::Options;
use super::volume_sources as sources;
use super::windows;
use crate::core::v1::{
    AppArmorProfile, PodSecurityContext, PodSpec, SeccompProfile, SecurityContext, Sysctl,
};

const SECCOMP_TYPES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];
const GROUP_CHANGES: [&str; 2] = ["Always", "OnRootMismatch"];
const GROUP_POLICIES: [&str; 2] = ["Merge", "Strict"];
const PROC_MOUNTS: [&str; 2] = ["Default", "Unmasked"];
/// The longest path that Linux knows, without its end.
const MAX_PATH: usize = 4095;
const MAX_SYSCTL: usize = 253;

pub(super) fn of_pod(spec: &PodSpec, options: &Options<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("securityContext");
    let context = spec.security_context.as_deref();
    if let Some(group) = context.and_then(|context| context.fs_group) {
        number(group, group_id, &path.child("fsGroup"), out);
    }
    if let Some(context) = context {
        numbers(context, &path, out);
    }
    if spec.host_pid && spec.share_process_namespace == Some(true) {
        let why = "ShareProcessNamespace and HostPID cannot both be enabled";
        out.invalid(&path.child("shareProcessNamespace"), true, why);
    }
    let Some(context) = context else { return };
    sysctls(&context.sysctls, spec, options, &path.child("sysctls"), out);
    if let Some(policy) = context.fs_group_change_policy.as_ref().map(|policy| policy.as_str())
        && !GROUP_CHANGES.contains(&policy)
    {
        out.unsupported(&path.child("fsGroupChangePolicy"), policy, &GROUP_CHANGES);
    }
    profiles(context.seccomp_profile.as_deref(), context.app_armor_profile.as_deref(), &path, out);
    if let Some(options) = context.windows_options.as_deref() {
        windows::options(options, &path.child("windowsOptions"), out);
    }
    let policy = context.supplemental_groups_policy.as_ref().map(|policy| policy.as_str());
    if let Some(policy) = policy.filter(|policy| !GROUP_POLICIES.contains(policy)) {
        out.unsupported(&path.child("supplementalGroupsPolicy"), policy, &GROUP_POLICIES);
    }
    let policy = context.se_linux_change_policy.as_ref().map(|policy| policy.as_str());
    if let Some(policy) = policy.filter(|policy| *policy != "Recursive") {
        out.unsupported(&path.child("seLinuxChangePolicy"), policy, &["Recursive"]);
    }
}

fn numbers(context: &PodSecurityContext, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(user) = context.run_as_user {
        number(user, user_id, &path.child("runAsUser"), out);
    }
    if let Some(group) = context.run_as_group {
        number(group, group_id, &path.child("runAsGroup"), out);
    }
    let path = path.child("supplementalGroups");
    for (i, &group) in context.supplemental_groups.iter().enumerate() {
        number(group, group_id, &path.index(i), out);
    }
}

/// The number of a user or a group.
pub(super) fn number(
    number: i64,
    rule: fn(i64) -> Vec<String>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    for why in rule(number) {
        out.invalid(path, number, &why);
    }
}

fn profiles(
    seccomp: Option<&SeccompProfile>,
    app_armor: Option<&AppArmorProfile>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if let Some(profile) = seccomp {
        self::seccomp(profile, &path.child("seccompProfile"), out);
    }
    if let Some(profile) = app_armor {
        self::app_armor(profile, &path.child("appArmorProfile"), out);
    }
}

fn seccomp(profile: &SeccompProfile, path: &Path<'_>, out: &mut ErrorList) {
    let kind = profile.type_.as_str();
    let type_path = path.child("type");
    if kind.is_empty() {
        out.required(&type_path, "type is required when seccompProfile is set");
    } else if !SECCOMP_TYPES.contains(&kind) {
        out.unsupported(&type_path, kind, &SECCOMP_TYPES);
    }
    let local = path.child("localhostProfile");
    match (kind, profile.localhost_profile.as_deref()) {
        ("Localhost", None) => {
            out.required(&local, "must be set when seccomp type is Localhost");
        }
        ("Localhost", Some(file)) => sources::relative(file, &local, out),
        (_, Some(file)) => {
            out.invalid(&local, file, "can only be set when seccomp type is Localhost");
        }
        _ => {}
    }
}

fn app_armor(profile: &AppArmorProfile, path: &Path<'_>, out: &mut ErrorList) {
    let local = path.child("localhostProfile");
    match (profile.type_.as_str(), profile.localhost_profile.as_deref()) {
        ("Localhost", None) => {
            out.required(&local, "must be set when AppArmor type is Localhost");
        }
        ("Localhost", Some(name)) => {
            if name.trim() != name {
                out.invalid(&local, name, "must not be padded with whitespace");
            } else if name.is_empty() {
                out.required(&local, "must be set when AppArmor type is Localhost");
            }
            out.not_longer(&local, name.len(), MAX_PATH);
        }
        ("RuntimeDefault" | "Unconfined", Some(name)) => {
            out.invalid(&local, name, "can only be set when AppArmor type is Localhost");
        }
        ("RuntimeDefault" | "Unconfined", None) => {}
        ("", _) => {
            out.required(&path.child("type"), "type is required when appArmorProfile is set");
        }
        (other, _) => out.unsupported(&path.child("type"), other, &SECCOMP_TYPES),
    }
}

fn sysctls(
    sysctls: &[Sysctl],
    spec: &PodSpec,
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let mut names = BTreeSet::new();
    for (i, sysctl) in sysctls.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("name");
        let name = sysctl.name.as_str();
        if name.is_empty() {
            out.required(&path, "");
        } else if !is_sysctl(name) {
            let why = "must have at most 253 characters and match regex \
                       ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
            out.invalid(&path, name, why);
        } else if names.contains(name) {
            out.duplicate(&path, name);
        }
        if !options.lax.host_sysctls
            && let Some(why) = is_of_the_host(name, spec)
        {
            out.invalid(&path, name, why);
        }
        names.insert(name);
    }
}

/// Names of lower-case parts between dots or slashes.
fn is_sysctl(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= MAX_SYSCTL
        && name.split(['.', '/']).all(|part| {
            part.starts_with(plain)
                && part.ends_with(plain)
                && part.chars().all(|c| plain(c) || matches!(c, '-' | '_'))
        })
}

/// Why a setting would be one of the node, for a pod that shares the node's namespaces.
fn is_of_the_host(name: &str, spec: &PodSpec) -> Option<&'static str> {
    let dotted = match name.find(['.', '/']) {
        Some(at) if name.as_bytes()[at] == b'/' => name.replace('/', "."),
        _ => name.to_owned(),
    };
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| dotted.starts_with(prefix));
    if spec.host_network && starts(&["net."]) {
        return Some("may not be specified when 'hostNetwork' is true");
    }
    let of_ipc = dotted == "kernel.sem" || starts(&["kernel.shm", "kernel.msg", "fs.mqueue."]);
    (spec.host_ipc && of_ipc).then_some("may not be specified when 'hostIPC' is true")
}

/// Whether a pod has such settings already.
pub(super) fn has_host_sysctl(spec: &PodSpec) -> bool {
    let sysctls = spec.security_context.iter().flat_map(|context| &context.sysctls);
    sysctls.into_iter().any(|sysctl| is_of_the_host(&sysctl.name, spec).is_some())
}

/// `own_users`: whether the pod's users are the node's.
pub(super) fn of_container(
    context: &SecurityContext,
    own_users: bool,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if let Some(user) = context.run_as_user {
        number(user, user_id, &path.child("runAsUser"), out);
    }
    if let Some(group) = context.run_as_group {
        number(group, group_id, &path.child("runAsGroup"), out);
    }
    if let Some(mount) = context.proc_mount.as_ref().map(|mount| mount.as_str()) {
        let path = path.child("procMount");
        if !PROC_MOUNTS.contains(&mount) {
            out.unsupported(&path, mount, &PROC_MOUNTS);
        }
        if own_users && mount == "Unmasked" {
            out.invalid(&path, mount, "`hostUsers` must be false to use `Unmasked`");
        }
    }
    if let Some(profile) = context.seccomp_profile.as_deref() {
        seccomp(profile, &path.child("seccompProfile"), out);
    }
    escalation(context, path, out);
    if let Some(options) = context.windows_options.as_deref() {
        windows::options(options, &path.child("windowsOptions"), out);
    }
    if let Some(profile) = context.app_armor_profile.as_deref() {
        app_armor(profile, &path.child("appArmorProfile"), out);
    }
}

fn escalation(context: &SecurityContext, path: &Path<'_>, out: &mut ErrorList) {
    if context.allow_privilege_escalation != Some(false) {
        return;
    }
    let shown = || serde_json::to_value(context).unwrap_or_default();
    if context.privileged == Some(true) {
        let why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
        out.invalid(path, shown(), why);
    }
    let added = context.capabilities.as_ref().map(|c| c.add.as_slice()).unwrap_or_default();
    for _ in added.iter().filter(|capability| *capability == "CAP_SYS_ADMIN") {
        let why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` \
                   CAP_SYS_ADMIN";
        out.invalid(path, shown(), why);
    }
}
