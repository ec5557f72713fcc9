//! Services, whose fields say nothing for some types.
//!
//! *Upstream:* `pkg/api/service/warnings.go`.

use bowline_apimachinery::validation::field::Path;
use bowline_apimachinery::validation::ip;

use crate::core::v1::Service;

const SPEC: Path<'_> = Path::new("spec");
const OLD_HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const HINTS: &str = "service.kubernetes.io/topology-mode";

pub(super) fn service(service: &Service, out: &mut Vec<String>) {
    let spec = &service.spec;
    if service.metadata.annotations.contains_key(OLD_HINTS) {
        out.push(format!("annotation {OLD_HINTS} is deprecated, please use {HINTS} instead"));
    }
    let is_external = spec.type_.as_str() == "ExternalName";
    let is_headless = spec.cluster_ip == "None";
    if is_headless {
        let mut ignored = |field: &str, set: bool| {
            if set {
                out.push(format!("spec.{field} is ignored for headless services"));
            }
        };
        ignored("loadBalancerIP", !spec.load_balancer_ip.is_empty());
        ignored("externalIPs", !spec.external_ips.is_empty());
        ignored("SessionAffinity", spec.session_affinity.as_str() != "None");
    }
    addresses(service, out);
    if !spec.external_ips.is_empty() && !is_headless && !is_external {
        out.push(
            "spec.externalIPs is deprecated and may no longer be implemented in some clusters"
                .to_owned(),
        );
    }
    if is_external && !spec.external_ips.is_empty() {
        out.push("spec.externalIPs is ignored when spec.type is \"ExternalName\"".to_owned());
    }
    if !is_external && !spec.external_name.is_empty() {
        out.push("spec.externalName is ignored when spec.type is not \"ExternalName\"".to_owned());
    }
    if spec.traffic_distribution.as_deref() == Some("PreferClose") {
        let path = SPEC.child("trafficDistribution");
        out.push(format!("{path}: \"PreferClose\" is deprecated; use \"PreferSameZone\""));
    }
}

fn addresses(service: &Service, out: &mut Vec<String>) {
    let spec = &service.spec;
    for (field, addresses) in
        [("clusterIPs", &spec.cluster_ips), ("externalIPs", &spec.external_ips)]
    {
        let path = SPEC.child(field);
        for (i, address) in addresses.iter().enumerate() {
            out.extend(ip::ip_warnings(&path.index(i), address));
        }
    }
    if !spec.load_balancer_ip.is_empty() {
        let path = SPEC.child("loadBalancerIP");
        out.extend(ip::ip_warnings(&path, &spec.load_balancer_ip));
    }
    let path = SPEC.child("loadBalancerSourceRanges");
    for (i, range) in spec.load_balancer_source_ranges.iter().enumerate() {
        out.extend(ip::cidr_warnings(&path.index(i), range));
    }
}
