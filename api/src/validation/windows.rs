//! What pods may say of Windows, and what pods for it may not say.
//!
//! *Upstream:* `validateWindowsSecurityContextOptions`, `validateWindowsHostProcessPod`,
//! `validateLinux`, `validateWindows`.

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::dns1123_subdomain;

use super::container::each;
use super::faults::Faults as _;
use crate::core::v1::{PodSpec, SecurityContext, WindowsSecurityContextOptions};

/// How large a specification of credentials may be, in bytes.
const MAX_CREDENTIALS: usize = 64 * 1024;
const MAX_DOMAIN: usize = 256;
const MAX_USER: usize = 104;

pub(super) fn options(
    options: &WindowsSecurityContextOptions,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if let Some(name) = options.gmsa_credential_spec_name.as_deref() {
        out.complaints(&path.child("gmsaCredentialSpecName"), name, dns1123_subdomain(name));
    }
    if let Some(text) = options.gmsa_credential_spec.as_deref() {
        let path = path.child("gmsaCredentialSpec");
        if text.is_empty() {
            out.invalid(&path, text, "gmsaCredentialSpec cannot be an empty string");
        } else if text.len() > MAX_CREDENTIALS {
            out.invalid(&path, text, "gmsaCredentialSpec size must be under 64 KiB");
        }
    }
    if let Some(name) = options.run_as_user_name.as_deref() {
        let path = path.child("runAsUserName");
        for why in user_name_faults(name) {
            out.invalid(&path, name, &format!("runAsUserName{why}"));
        }
    }
}

/// What is wrong with a name such as `DOMAIN\user`.
fn user_name_faults(name: &str) -> Vec<String> {
    if name.is_empty() {
        return vec![" cannot be an empty string".to_owned()];
    }
    if name.chars().any(|c| c.is_ascii_control()) {
        return vec![" cannot contain control characters".to_owned()];
    }
    let (domain, user) = match name.split_once('\\') {
        Some((_, rest)) if rest.contains('\\') => {
            return vec![" cannot contain more than one backslash".to_owned()];
        }
        Some((domain, user)) => (Some(domain), user),
        None => (None, name),
    };
    let mut faults = Vec::new();
    if domain.is_some_and(|domain| domain.len() >= MAX_DOMAIN) {
        faults.push(format!("'s Domain length must be under {MAX_DOMAIN} characters"));
    }
    if domain.is_some_and(|domain| !is_net_bios_name(domain) && !is_dns_name(domain)) {
        faults.push("'s Domain doesn't match the NetBios nor the DNS format".to_owned());
    }
    if user.is_empty() {
        faults.push("'s User cannot be empty".to_owned());
    } else if user.len() > MAX_USER {
        faults.push(format!("'s User length must not be longer than {MAX_USER} characters"));
    }
    if !user.is_empty() && user.chars().all(|c| matches!(c, '.' | ' ')) {
        faults.push("'s User cannot contain only periods or spaces".to_owned());
    }
    if user.contains(|c: char| "\"/\\:;|=,+*?<>@[]".contains(c)) {
        let why = "'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        faults.push(why.to_owned());
    }
    faults
}

fn is_net_bios_name(name: &str) -> bool {
    let count = name.chars().count();
    (1..=15).contains(&count)
        && !name.starts_with('.')
        && !name.contains(|c: char| "\\/:*?\"<>|".contains(c))
}

fn is_dns_name(name: &str) -> bool {
    name.split('.').all(|label| {
        let bytes = label.as_bytes();
        (1..=63).contains(&bytes.len())
            && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// Pods whose containers are processes of the node have no others.
pub(super) fn host_processes(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    let of_pod = spec.security_context.as_deref().and_then(|context| {
        context.windows_options.as_ref().and_then(|options| options.host_process)
    });
    let (mut all, mut on_host) = (0, 0);
    each(spec, path, &mut |container, path| {
        all += 1;
        let own = container.security_context.and_then(|context| {
            context.windows_options.as_ref().and_then(|options| options.host_process)
        });
        if let (Some(of_pod), Some(own)) = (of_pod, own)
            && of_pod != own
        {
            let why = format!(
                "pod hostProcess value must be identical if both are specified, was {of_pod}"
            );
            out.invalid(&path.child("securityContext.windowsOptions.hostProcess"), own, &why);
        }
        on_host += usize::from(own.or(of_pod) == Some(true));
    });
    if on_host == 0 {
        return;
    }
    if on_host != all {
        let why = "If pod contains any hostProcess containers then all containers must be \
                   HostProcess containers";
        out.invalid(path, "", why);
    }
    if !spec.host_network {
        let why = "hostNetwork must be true if pod contains any hostProcess containers";
        out.invalid(&path.child("hostNetwork"), false, why);
    }
}

/// Pods for Linux say nothing of Windows.
pub(super) fn on_linux(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    const WHY: &str = "windows options cannot be set for a linux pod";
    if spec.security_context.as_ref().is_some_and(|context| context.windows_options.is_some()) {
        out.forbidden(&path.child("securityContext.windowsOptions"), WHY);
    }
    each(spec, path, &mut |container, path| {
        if container.security_context.is_some_and(|context| context.windows_options.is_some()) {
            out.forbidden(&path.child("securityContext.windowsOptions"), WHY);
        }
    });
}

/// Pods for Windows say nothing that only Linux has.
pub(super) fn on_windows(spec: &PodSpec, path: &Path<'_>, out: &mut ErrorList) {
    const WHY: &str = "cannot be set for a windows pod";
    let context = spec.security_context.clone().unwrap_or_default();
    for (field, set) in [
        ("securityContext.appArmorProfile", context.app_armor_profile.is_some()),
        ("securityContext.seLinuxOptions", context.se_linux_options.is_some()),
        ("hostUsers", spec.host_users.is_some()),
        ("hostPID", spec.host_pid),
        ("hostIPC", spec.host_ipc),
        ("securityContext.seccompProfile", context.seccomp_profile.is_some()),
        ("securityContext.fsGroup", context.fs_group.is_some()),
        ("securityContext.fsGroupChangePolicy", context.fs_group_change_policy.is_some()),
        ("securityContext.sysctls", !context.sysctls.is_empty()),
        ("shareProcessNamespace", spec.share_process_namespace.is_some()),
        ("securityContext.runAsUser", context.run_as_user.is_some()),
        ("securityContext.runAsGroup", context.run_as_group.is_some()),
        ("securityContext.supplementalGroups", !context.supplemental_groups.is_empty()),
        ("securityContext.supplementalGroupsPolicy", context.supplemental_groups_policy.is_some()),
        ("securityContext.seLinuxChangePolicy", context.se_linux_change_policy.is_some()),
    ] {
        if set {
            out.forbidden(&path.child(field), WHY);
        }
    }
    each(spec, path, &mut |container, path| {
        let Some(context) = container.security_context else { return };
        let path = path.child("securityContext");
        for field in of_linux(context) {
            out.forbidden(&path.child(field), WHY);
        }
    });
}

/// The fields that are set and that only Linux has.
fn of_linux(context: &SecurityContext) -> impl Iterator<Item = &'static str> {
    [
        ("appArmorProfile", context.app_armor_profile.is_some()),
        ("seLinuxOptions", context.se_linux_options.is_some()),
        ("seccompProfile", context.seccomp_profile.is_some()),
        ("capabilities", context.capabilities.is_some()),
        ("readOnlyRootFilesystem", context.read_only_root_filesystem.is_some()),
        ("privileged", context.privileged.is_some()),
        ("allowPrivilegeEscalation", context.allow_privilege_escalation.is_some()),
        ("procMount", context.proc_mount.is_some()),
        ("runAsUser", context.run_as_user.is_some()),
        ("runAsGroup", context.run_as_group.is_some()),
    ]
    .into_iter()
    .filter_map(|(field, set)| set.then_some(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_may_have_domains() {
        for (name, faults) in [
            ("ContainerUser", 0),
            ("DOMAIN\\user", 0),
            ("my.domain.example\\user", 0),
            ("a\\b\\c", 1),
            ("", 1),
            ("...", 1),
            (".d\\u", 1),
            ("d\\", 1),
            ("a:b", 1),
        ] {
            assert_eq!(user_name_faults(name).len(), faults, "{name}");
        }
    }
}
