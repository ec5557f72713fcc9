//! What an object looks like after it went through upstream's internal version and back.
//!
//! The API server keeps one form of each kind inside. Fields that are aliases of each other are one
//! there, so that they agree when the object comes out. [`normalize`] does the same to an object in
//! place: call it after [`defaults::apply`](crate::defaults::apply) on what a request brings.
//! [`convert`] turns an object into another of the versions of its kind.
//!
//! *Upstream:* `pkg/apis/*/v1*/conversion.go`.

mod autoscaler;
mod devices;
pub mod event;
mod versions;

#[cfg(test)]
#[path = "conversion/tests.rs"]
mod version_tests;

pub use versions::{convert, reshape};

use std::sync::LazyLock;

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;

use crate::apps::v1::{DaemonSet, StatefulSetSpec};
use crate::autoscaling;
use crate::core::v1::{NodeSpec, Pod, PodIP, PodSpec, PodStatus, PodTemplateSpec, Secret};
use crate::walk::{Rules, Walk, rules};

/// Makes aliases agree, in an object of a built-in kind or any built-in type within one. Idempotent.
pub fn normalize(object: &mut dyn Message) {
    static WALK: LazyLock<Walk> = LazyLock::new(|| Walk::new(&rules()));
    WALK.run(object, Time::from_unix_seconds(0));
}

pub(crate) fn rules() -> Rules {
    rules! {
        Pod => pod;
        PodTemplateSpec => |template: &mut PodTemplateSpec| {
            drop_init_container_annotations(&mut template.metadata);
        };
        PodSpec => pod_spec;
        PodStatus => pod_status;
        NodeSpec => node_spec;
        Secret => secret;
        DaemonSet => daemon_set;
        StatefulSetSpec => stateful_set_spec;
        autoscaling::v2::HorizontalPodAutoscaler => autoscaler;
    }
}

fn pod(pod: &mut Pod) {
    drop_init_container_annotations(&mut pod.metadata);
    // Only of pods: a template keeps what it says.
    if let Some(seconds) = pod.spec.termination_grace_period_seconds.as_mut().filter(|s| **s < 0) {
        *seconds = 1;
    }
}

/// Init containers once stood in annotations.
fn drop_init_container_annotations(metadata: &mut ObjectMeta) {
    for key in [
        "pod.beta.kubernetes.io/init-containers",
        "pod.alpha.kubernetes.io/init-containers",
        "pod.beta.kubernetes.io/init-container-statuses",
        "pod.alpha.kubernetes.io/init-container-statuses",
    ] {
        metadata.annotations.remove(key);
    }
}

/// `serviceAccount` is the old name of `serviceAccountName`.
fn pod_spec(spec: &mut PodSpec) {
    if spec.service_account_name.is_empty() {
        spec.service_account_name.clone_from(&spec.service_account);
    }
    spec.service_account.clone_from(&spec.service_account_name);
}

/// `podIP` is the first of `podIPs`; where they differ, the one that old kubelets know counts.
fn pod_status(status: &mut PodStatus) {
    let first = status.pod_ips.first().map(|ip| ip.ip.as_str());
    if !status.pod_ip.is_empty() && first != Some(&status.pod_ip) {
        status.pod_ips = vec![PodIP { ip: status.pod_ip.clone() }];
    }
    status.pod_ip = status.pod_ips.first().map(|ip| ip.ip.clone()).unwrap_or_default();
}

/// `podCIDR` is the first of `podCIDRs`, as with a pod's addresses.
fn node_spec(spec: &mut NodeSpec) {
    if !spec.pod_cidr.is_empty() && spec.pod_cidrs.first() != Some(&spec.pod_cidr) {
        spec.pod_cidrs = vec![spec.pod_cidr.clone()];
    }
    spec.pod_cidr = spec.pod_cidrs.first().cloned().unwrap_or_default();
}

/// `stringData` can only be written: it becomes data.
fn secret(secret: &mut Secret) {
    for (key, text) in std::mem::take(&mut secret.string_data) {
        secret.data.insert(key, ByteString(text.into_bytes()));
    }
}

/// The generation of the template, once a field, stands in an annotation.
fn daemon_set(set: &mut DaemonSet) {
    let annotation = set
        .metadata
        .annotations
        .entry(TEMPLATE_GENERATION.to_owned())
        .or_insert_with(|| "0".to_owned());
    if let Ok(generation) = annotation.parse::<i64>() {
        *annotation = generation.to_string();
    }
}

/// Annotation that holds how often a daemon set's template has changed.
pub(crate) const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";

/// Claims in a stateful set say what they are.
fn stateful_set_spec(spec: &mut StatefulSetSpec) {
    for claim in &mut spec.volume_claim_templates {
        claim.type_meta.api_version = "v1".to_owned();
        claim.type_meta.kind = "PersistentVolumeClaim".to_owned();
    }
}

/// Version 1 carries in annotations what it has no fields for.
fn autoscaler(autoscaler: &mut autoscaling::v2::HorizontalPodAutoscaler) {
    for key in ["metrics", "current-metrics", "conditions", "behavior"] {
        let key = format!("autoscaling.alpha.kubernetes.io/{key}");
        autoscaler.metadata.annotations.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_name_counts_where_the_new_one_is_empty() {
        let table = [("a", "", "a"), ("", "b", "b"), ("a", "b", "b"), ("", "", "")];
        for (old, new, want) in table {
            let mut spec = PodSpec {
                service_account: old.to_owned(),
                service_account_name: new.to_owned(),
                ..PodSpec::default()
            };
            normalize(&mut spec);
            assert_eq!((&*spec.service_account, &*spec.service_account_name), (want, want));
        }
    }

    #[test]
    fn one_address_and_many_agree() {
        let table: [(&str, &[&str], &[&str]); 5] = [
            ("", &[], &[]),
            ("1.1.1.1", &[], &["1.1.1.1"]),
            ("", &["1.1.1.1", "::1"], &["1.1.1.1", "::1"]),
            ("1.1.1.1", &["1.1.1.1", "::1"], &["1.1.1.1", "::1"]),
            ("1.1.1.1", &["2.2.2.2", "::1"], &["1.1.1.1"]),
        ];
        for (one, many, want) in table {
            let ips = |ips: &[&str]| ips.iter().map(|ip| PodIP { ip: (*ip).into() }).collect();
            let mut status =
                PodStatus { pod_ip: one.into(), pod_ips: ips(many), ..PodStatus::default() };
            normalize(&mut status);
            let want: Vec<PodIP> = ips(want);
            assert_eq!(status.pod_ips, want);
            assert_eq!(status.pod_ip, want.first().map(|ip| ip.ip.clone()).unwrap_or_default());
        }
    }

    #[test]
    fn string_data_becomes_data() {
        let mut secret = Secret::default();
        secret.data.insert("a".into(), ByteString(b"1".to_vec()));
        secret.string_data.insert("a".into(), "2".into());
        normalize(&mut secret);
        assert!(secret.string_data.is_empty());
        assert_eq!(secret.data["a"], ByteString(b"2".to_vec()));
    }
}
