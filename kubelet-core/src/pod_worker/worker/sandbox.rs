//! The sandbox that a pod asks for.
//!
//! Upstream: `pkg/kubelet/kuberuntime/kuberuntime_sandbox.go`, `pkg/kubelet/network/dns/dns.go`.

use std::sync::Arc;

use bowline_api::core::v1::{DNSPolicy, Pod, Protocol};

use crate::logs::log_directory;
use crate::node_context::NodeFacts;
use crate::pod_worker::PodEvent;
use crate::runtime::{DnsConfig, PodIdentity, PodSandboxConfig, PortMapping};

/// How many name servers a resolver heeds.
const MAX_NAME_SERVERS: usize = 3;
/// How many search domains a pod may have.
const MAX_SEARCHES: usize = 32;
/// The longest host name.
const MAX_HOSTNAME: usize = 63;

/// The configuration of a pod's sandbox, and what its user should know about it.
#[must_use]
pub fn sandbox_config(
    pod: &Pod,
    identity: &Arc<PodIdentity>,
    facts: &NodeFacts,
    attempt: u32,
) -> (PodSandboxConfig, Vec<PodEvent>) {
    let spec = &pod.spec;
    let (dns, warnings) = dns_config(pod, facts);
    let ports = spec.containers.iter().chain(&spec.init_containers).flat_map(|c| &c.ports);
    let port_mappings = ports
        .filter(|port| port.host_port != 0 && !spec.host_network)
        .filter_map(|port| {
            Some(PortMapping {
                protocol: match &port.protocol {
                    Protocol::Unset => "TCP".to_owned(),
                    protocol => protocol.as_str().to_owned(),
                },
                container_port: u16::try_from(port.container_port).ok()?,
                host_port: u16::try_from(port.host_port).ok()?,
                host_ip: port.host_ip.clone(),
            })
        })
        .collect();
    let config = PodSandboxConfig {
        pod: identity.clone(),
        attempt,
        hostname: if spec.host_network { String::new() } else { hostname(pod) },
        log_directory: log_directory(&facts.pod_logs, identity),
        dns,
        port_mappings,
        host_network: spec.host_network,
        host_pid: spec.host_pid,
        host_ipc: spec.host_ipc,
        share_process_namespace: spec.share_process_namespace == Some(true),
        labels: pod.metadata.labels.clone(),
        annotations: pod.metadata.annotations.clone(),
        security_context: spec.security_context.clone(),
        runtime_handler: String::new(),
    };
    (config, warnings)
}

/// The host name of a pod that has a network of its own.
fn hostname(pod: &Pod) -> String {
    let spec = &pod.spec;
    let name = match (&spec.hostname_override, spec.hostname.as_str()) {
        (Some(name), _) => name,
        (None, "") => &pod.metadata.name,
        (None, name) => name,
    };
    let cut = name.char_indices().nth(MAX_HOSTNAME).map_or(name.len(), |(at, _)| at);
    if cut == name.len() {
        return name.to_owned();
    }
    name[..cut].trim_end_matches(['-', '.']).to_owned()
}

fn dns_config(pod: &Pod, facts: &NodeFacts) -> (DnsConfig, Vec<PodEvent>) {
    let spec = &pod.spec;
    let mut warnings = Vec::new();
    let of_cluster = match &spec.dns_policy {
        DNSPolicy::ClusterFirst | DNSPolicy::Unset => !spec.host_network,
        DNSPolicy::ClusterFirstWithHostNet => true,
        _ => false,
    };
    let mut dns = DnsConfig::default();
    if of_cluster && facts.cluster_dns.is_empty() {
        warnings.push(PodEvent::warning(
            "MissingClusterDNS",
            "kubelet does not have ClusterDNS IP configured and cannot create Pod using \
             \"ClusterFirst\" policy. Falling back to \"Default\" policy.",
        ));
    } else if of_cluster {
        let (namespace, zone) = (&pod.metadata.namespace, &facts.cluster_domain);
        dns.servers.clone_from(&facts.cluster_dns);
        dns.searches = vec![format!("{namespace}.svc.{zone}"), format!("svc.{zone}"), zone.clone()];
        dns.options = vec!["ndots:5".to_owned()];
    }
    if let Some(own) = spec.dns_config.as_deref() {
        let add = |list: &mut Vec<String>, more: &[String]| {
            for item in more {
                if !list.contains(item) {
                    list.push(item.clone());
                }
            }
        };
        add(&mut dns.servers, &own.nameservers);
        add(&mut dns.searches, &own.searches);
        for option in &own.options {
            let text = match &option.value {
                Some(value) => format!("{}:{value}", option.name),
                None => option.name.clone(),
            };
            let name = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
            dns.options.retain(|other| name(other) != option.name);
            dns.options.push(text);
        }
    }
    if dns.servers.len() > MAX_NAME_SERVERS || dns.searches.len() > MAX_SEARCHES {
        dns.servers.truncate(MAX_NAME_SERVERS);
        dns.searches.truncate(MAX_SEARCHES);
        warnings.push(PodEvent::warning(
            "DNSConfigForming",
            "Nameserver or search limits were exceeded, some have been omitted",
        ));
    }
    (dns, warnings)
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;

    #[test]
    fn names_are_looked_up_in_the_cluster_first() {
        let facts = NodeFacts {
            cluster_dns: vec!["10.96.0.10".into()],
            cluster_domain: "cluster.local".into(),
            ..NodeFacts::default()
        };
        let mut pod = Pod { metadata: ObjectMeta::named("p").in_namespace("ns"), ..Pod::default() };
        let (dns, warnings) = dns_config(&pod, &facts);
        assert_eq!(dns.searches, ["ns.svc.cluster.local", "svc.cluster.local", "cluster.local"]);
        assert_eq!((dns.options, warnings.len()), (vec!["ndots:5".to_owned()], 0));
        let (dns, warnings) = dns_config(&pod, &NodeFacts::default());
        assert_eq!((dns, warnings.len()), (DnsConfig::default(), 1));
        pod.spec.host_network = true;
        assert_eq!(dns_config(&pod, &facts).0, DnsConfig::default());
    }

    #[test]
    fn host_names_are_cut_to_what_the_kernel_takes() {
        let mut pod = Pod { metadata: ObjectMeta::named("p".repeat(70)), ..Pod::default() };
        assert_eq!(hostname(&pod), "p".repeat(63));
        pod.metadata.name = format!("{}-.x", "p".repeat(61));
        assert_eq!(hostname(&pod), "p".repeat(61));
        pod.spec.hostname = "own".into();
        assert_eq!(hostname(&pod), "own");
    }
}
