//! What pods of a level may not do, in the words of the standards.
//!
//! *Upstream:* `k8s.io/pod-security-admission/policy`.

use serde_json::Value;

use super::Level;
use crate::registry::ObjectAccess as _;

/// Capabilities that containers have anyway.
const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];
/// Kernel settings that are a pod's own.
const SYSCTLS: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];
const SELINUX_TYPES: [&str; 5] =
    ["", "container_engine_t", "container_init_t", "container_kvm_t", "container_t"];
/// Sources of volumes that a restricted pod may have.
const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "name",
    "persistentVolumeClaim",
    "projected",
];

/// What is wrong with a specification of a pod at a level, a reason each.
pub(super) fn judge(spec: &Value, level: Level) -> Vec<String> {
    let mut out = Vec::new();
    if level == Level::Privileged {
        return out;
    }
    let pod = Pod::of(spec);
    pod.baseline(level, &mut out);
    if level == Level::Restricted {
        pod.restricted(&mut out);
    }
    out
}

/// A specification and all of its containers.
struct Pod<'a> {
    spec: &'a Value,
    containers: Vec<&'a Value>,
}

/// `container "a" must` or `containers "a", "b" must`.
fn containers(names: &[&str]) -> String {
    let noun = if names.len() == 1 { "container" } else { "containers" };
    format!("{noun} {}", quoted(names))
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

impl<'a> Pod<'a> {
    fn of(spec: &'a Value) -> Self {
        let lists = ["initContainers", "containers", "ephemeralContainers"];
        let containers =
            lists.iter().filter_map(|list| spec.at(list).as_array()).flatten().collect();
        Self { spec, containers }
    }

    /// The names of the containers of which something holds.
    fn which(&self, holds: impl Fn(&Value) -> bool) -> Vec<&'a str> {
        self.containers.iter().filter(|c| holds(c)).map(|c| c.text("name")).collect()
    }

    /// The pod, containers or both, as a sentence names them, of which something holds; none if of
    /// none.
    fn setters(&self, holds: impl Fn(&Value) -> bool) -> Option<String> {
        let pod = holds(self.spec).then(|| "pod".to_owned());
        let names = self.which(holds);
        let containers = (!names.is_empty()).then(|| containers(&names));
        let setters: Vec<_> = pod.into_iter().chain(containers).collect();
        (!setters.is_empty()).then(|| setters.join(" and "))
    }

    fn volumes(&self) -> impl Iterator<Item = &'a Value> {
        self.spec.at("volumes").as_array().into_iter().flatten()
    }

    fn is_windows(&self) -> bool {
        self.spec.text("os.name") == "windows"
    }

    fn baseline(&self, level: Level, out: &mut Vec<String>) {
        let spec = self.spec;
        if spec.at("securityContext.appArmorProfile.type") == "Unconfined" {
            out.push(
                "forbidden AppArmor profile (pod must not set AppArmor profile type to \
                 \"Unconfined\")"
                    .to_owned(),
            );
        }
        if level == Level::Baseline {
            self.added_capabilities(&CAPABILITIES, out);
        }
        let hosts = ["hostNetwork", "hostPID", "hostIPC"];
        let hosts: Vec<String> = hosts
            .iter()
            .filter(|field| spec.at(field).as_bool() == Some(true))
            .map(|field| format!("{field}=true"))
            .collect();
        if !hosts.is_empty() {
            out.push(format!("host namespaces ({})", hosts.join(", ")));
        }
        let on_host: Vec<&str> = self
            .volumes()
            .filter(|volume| !volume.at("hostPath").is_null())
            .map(|volume| volume.text("name"))
            .collect();
        if !on_host.is_empty() && level == Level::Baseline {
            let noun = if on_host.len() == 1 { "volume" } else { "volumes" };
            out.push(format!("hostPath volumes ({noun} {})", quoted(&on_host)));
        }
        self.host_ports(out);
        let privileged = self.which(|c| c.at("securityContext.privileged").as_bool() == Some(true));
        if !privileged.is_empty() {
            out.push(format!(
                "privileged ({} must not set securityContext.privileged=true)",
                containers(&privileged)
            ));
        }
        let unmasked =
            self.which(|c| !matches!(c.text("securityContext.procMount"), "" | "Default"));
        if !unmasked.is_empty() {
            out.push(format!(
                "procMount ({} must not set securityContext.procMount to \"Unmasked\")",
                containers(&unmasked)
            ));
        }
        self.labels(out);
        if level == Level::Baseline {
            self.unconfined(out);
        }
        self.sysctls(out);
        self.host_processes(out);
    }

    fn added_capabilities(&self, allowed: &[&str], out: &mut Vec<String>) {
        let added = |c: &Value| -> Vec<String> {
            let list = c.at("securityContext.capabilities.add").as_array().into_iter().flatten();
            let names = list.filter_map(Value::as_str).filter(|name| !allowed.contains(name));
            names.map(str::to_owned).collect()
        };
        let bad = self.which(|c| !added(c).is_empty());
        if bad.is_empty() {
            return;
        }
        let mut names: Vec<String> = self.containers.iter().flat_map(|c| added(c)).collect();
        names.sort_unstable();
        names.dedup();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        out.push(format!(
            "non-default capabilities ({} must not include {} in \
             securityContext.capabilities.add)",
            containers(&bad),
            quoted(&names)
        ));
    }

    fn host_ports(&self, out: &mut Vec<String>) {
        let ports = |c: &Value| -> Vec<i64> {
            let ports = c.at("ports").as_array().into_iter().flatten();
            ports.filter_map(|port| port.at("hostPort").as_i64()).filter(|p| *p != 0).collect()
        };
        let bad = self.which(|c| !ports(c).is_empty());
        if bad.is_empty() {
            return;
        }
        let mut numbers: Vec<i64> = self.containers.iter().flat_map(|c| ports(c)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let noun = if numbers.len() == 1 { "hostPort" } else { "hostPorts" };
        let verb = if bad.len() == 1 { "uses" } else { "use" };
        let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
        out.push(format!("hostPort ({} {verb} {noun} {})", containers(&bad), numbers.join(", ")));
    }

    /// Labels of SELinux beyond those that containers have anyway.
    fn labels(&self, out: &mut Vec<String>) {
        let bad = |of: &Value| {
            let options = of.at("securityContext.seLinuxOptions");
            !SELINUX_TYPES.contains(&options.text("type"))
                || !options.text("user").is_empty()
                || !options.text("role").is_empty()
        };
        if let Some(setters) = self.setters(bad) {
            out.push(format!(
                "seLinuxOptions ({setters} set forbidden securityContext.seLinuxOptions)"
            ));
        }
    }

    fn unconfined(&self, out: &mut Vec<String>) {
        let bad = |of: &Value| of.text("securityContext.seccompProfile.type") == "Unconfined";
        if let Some(setters) = self.setters(bad) {
            out.push(format!(
                "seccompProfile ({setters} must not set securityContext.seccompProfile.type to \
                 \"Unconfined\")"
            ));
        }
    }

    fn sysctls(&self, out: &mut Vec<String>) {
        let set = self.spec.at("securityContext.sysctls").as_array().into_iter().flatten();
        let names: Vec<&str> =
            set.map(|sysctl| sysctl.text("name")).filter(|name| !SYSCTLS.contains(name)).collect();
        if !names.is_empty() {
            out.push(format!("forbidden sysctls ({})", names.join(", ")));
        }
    }

    fn host_processes(&self, out: &mut Vec<String>) {
        let bad = |of: &Value| {
            of.at("securityContext.windowsOptions.hostProcess").as_bool() == Some(true)
        };
        if let Some(setters) = self.setters(bad) {
            out.push(format!(
                "hostProcess ({setters} must not set securityContext.windowsOptions.hostProcess=true)"
            ));
        }
    }

    fn restricted(&self, out: &mut Vec<String>) {
        if !self.is_windows() {
            let may = self.which(|c| {
                c.at("securityContext.allowPrivilegeEscalation").as_bool() != Some(false)
            });
            if !may.is_empty() {
                out.push(format!(
                    "allowPrivilegeEscalation != false ({} must set \
                     securityContext.allowPrivilegeEscalation=false)",
                    containers(&may)
                ));
            }
            self.all_dropped(out);
        }
        let mut sources: Vec<(&str, &str)> = Vec::new();
        for volume in self.volumes() {
            let fields = volume.as_object().into_iter().flatten();
            let source = fields.map(|(key, _)| key.as_str());
            let bad = source.filter(|key| !VOLUMES.contains(key) && *key != "secret");
            sources.extend(bad.map(|source| (volume.text("name"), source)));
        }
        if !sources.is_empty() {
            let names: Vec<&str> = sources.iter().map(|(name, _)| *name).collect();
            let mut kinds: Vec<&str> = sources.iter().map(|(_, kind)| *kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let (noun, verb) =
                if names.len() == 1 { ("volume", "uses") } else { ("volumes", "use") };
            let types = if kinds.len() == 1 { "type" } else { "types" };
            out.push(format!(
                "restricted volume types ({noun} {} {verb} restricted volume {types} {})",
                quoted(&names),
                quoted(&kinds)
            ));
        }
        self.not_root(out);
        if !self.is_windows() {
            self.confined(out);
        }
    }

    fn all_dropped(&self, out: &mut Vec<String>) {
        let keeps = self.which(|c| {
            let dropped = c.at("securityContext.capabilities.drop").as_array();
            !dropped.is_some_and(|list| list.iter().any(|name| name == "ALL"))
        });
        let adds = self.which(|c| {
            let added = c.at("securityContext.capabilities.add").as_array();
            added.is_some_and(|list| list.iter().any(|name| name != "NET_BIND_SERVICE"))
        });
        let mut parts = Vec::new();
        if !keeps.is_empty() {
            parts.push(format!(
                "{} must set securityContext.capabilities.drop=[\"ALL\"]",
                containers(&keeps)
            ));
        }
        if !adds.is_empty() {
            parts.push(format!(
                "{} must not include other than \"NET_BIND_SERVICE\" in \
                 securityContext.capabilities.add",
                containers(&adds)
            ));
        }
        if !parts.is_empty() {
            out.push(format!("unrestricted capabilities ({})", parts.join("; ")));
        }
    }

    fn not_root(&self, out: &mut Vec<String>) {
        let says = |of: &Value| of.at("securityContext.runAsNonRoot").as_bool();
        let bad = self.which(|c| says(c) == Some(false));
        if !bad.is_empty() {
            out.push(format!(
                "runAsNonRoot != true ({} must not set securityContext.runAsNonRoot=false)",
                containers(&bad)
            ));
        } else if says(self.spec) != Some(true) {
            let silent = self.which(|c| says(c).is_none());
            if !silent.is_empty() {
                out.push(format!(
                    "runAsNonRoot != true (pod or {} must set \
                     securityContext.runAsNonRoot=true)",
                    containers(&silent)
                ));
            }
        }
        let is_root = |of: &Value| of.at("securityContext.runAsUser").as_i64() == Some(0);
        if let Some(setters) = self.setters(is_root) {
            out.push(format!("runAsUser=0 ({setters} must not set runAsUser=0)"));
        }
    }

    fn confined(&self, out: &mut Vec<String>) {
        let profile = |of: &'a Value| of.text("securityContext.seccompProfile.type");
        let good = |kind: &str| matches!(kind, "RuntimeDefault" | "Localhost");
        let of_pod = profile(self.spec);
        let bad: Vec<&str> = self
            .containers
            .iter()
            .filter(|c| !profile(c).is_empty() && !good(profile(c)))
            .map(|c| c.text("name"))
            .collect();
        let mut parts = Vec::new();
        if !of_pod.is_empty() && !good(of_pod) {
            parts.push("pod".to_owned());
        }
        if !bad.is_empty() {
            parts.push(containers(&bad));
        }
        if !parts.is_empty() {
            out.push(format!(
                "seccompProfile ({} must not set securityContext.seccompProfile.type to \
                 \"Unconfined\")",
                parts.join(" and ")
            ));
            return;
        }
        if of_pod.is_empty() {
            let silent: Vec<&str> = self
                .containers
                .iter()
                .filter(|c| profile(c).is_empty())
                .map(|c| c.text("name"))
                .collect();
            if !silent.is_empty() {
                out.push(format!(
                    "seccompProfile (pod or {} must set securityContext.seccompProfile.type to \
                     \"RuntimeDefault\" or \"Localhost\")",
                    containers(&silent)
                ));
            }
        }
    }
}
