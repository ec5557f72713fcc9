//! The catalogue of built-in controllers, and the selection of those that run.
//!
//! Upstream: `cmd/kube-controller-manager/names` and `IsControllerEnabled` of
//! `staging/src/k8s.io/controller-manager/app/helper.go`.

use bowline_api::apps::v1::ReplicaSet;
use bowline_api::core::v1::ReplicationController;

use crate::setup::Setup;
use crate::{
    certificate_signing_request, cluster_role_aggregation, cron_job, daemon_set, deployment,
    endpoint_slice, endpoint_slice_mirroring, endpoints, ephemeral_volume, garbage_collector,
    horizontal_pod_autoscaler, job, namespace, node_ipam, node_lifecycle, persistent_volume,
    persistent_volume_claim_protection, persistent_volume_protection, pod_disruption_budget,
    pod_gc, replica_set, resource_quota, root_ca_publisher, service_account, service_account_token,
    service_cidr, stateful_set, taint_eviction, token_cleaner, ttl, ttl_after_finished,
};

/// A built-in controller.
#[derive(Clone, Copy, Debug)]
pub struct Descriptor {
    /// Its name, as `--controllers` takes it.
    pub name: &'static str,
    /// Its former name, which is still taken.
    pub alias: Option<&'static str>,
    /// Whether `*` stands for it, too.
    pub on_by_default: bool,
    /// Adds it to a manager.
    pub add: fn(&mut Setup<'_>),
}

const fn on(name: &'static str, alias: &'static str, add: fn(&mut Setup<'_>)) -> Descriptor {
    Descriptor { name, alias: Some(alias), on_by_default: true, add }
}

const fn without_alias(name: &'static str, add: fn(&mut Setup<'_>)) -> Descriptor {
    Descriptor { name, alias: None, on_by_default: true, add }
}

const fn off(name: &'static str, alias: &'static str, add: fn(&mut Setup<'_>)) -> Descriptor {
    Descriptor { name, alias: Some(alias), on_by_default: false, add }
}

impl Descriptor {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.alias == Some(name)
    }
}

/// All built-in controllers.
#[must_use]
pub fn all() -> &'static [Descriptor] {
    const ALL: &[Descriptor] = &[
        on("serviceaccount-controller", "serviceaccount", |setup| {
            service_account::add(setup.manager);
        }),
        on("serviceaccount-token-controller", "serviceaccount-token", |setup| {
            service_account_token::add(setup);
        }),
        on("root-ca-certificate-publisher-controller", "root-ca-cert-publisher", |setup| {
            // Without a certificate there is nothing to publish.
            if let Some(certificate) = setup.config.root_ca.clone() {
                root_ca_publisher::add(setup.manager, &certificate);
            }
        }),
        on("namespace-controller", "namespace", |setup| namespace::add(setup.manager)),
        on("garbage-collector-controller", "garbagecollector", garbage_collector::add),
        on("clusterrole-aggregation-controller", "clusterrole-aggregation", |setup| {
            cluster_role_aggregation::add(setup.manager);
        }),
        on("node-lifecycle-controller", "nodelifecycle", node_lifecycle::add),
        without_alias("taint-eviction-controller", taint_eviction::add),
        on("endpoints-controller", "endpoint", endpoints::add),
        on("endpointslice-controller", "endpointslice", endpoint_slice::add),
        on("endpointslice-mirroring-controller", "endpointslicemirroring", |setup| {
            endpoint_slice_mirroring::add(setup);
        }),
        on("node-ipam-controller", "nodeipam", node_ipam::add),
        on("ttl-controller", "ttl", ttl::add),
        on("service-cidr-controller", "service-cidr", service_cidr::add),
        on("certificatesigningrequest-approving-controller", "csrapproving", |setup| {
            certificate_signing_request::add_approving(setup);
        }),
        on("certificatesigningrequest-signing-controller", "csrsigning", |setup| {
            certificate_signing_request::add_signing(setup);
        }),
        on("certificatesigningrequest-cleaner-controller", "csrcleaner", |setup| {
            certificate_signing_request::add_cleaning(setup);
        }),
        off("token-cleaner-controller", "tokencleaner", token_cleaner::add),
        on("replicationcontroller-controller", "replicationcontroller", |setup| {
            let workers = setup.config.concurrent_rc_syncs;
            let name = "replication-controller";
            replica_set::add::<ReplicationController>(setup, name, workers);
        }),
        on("replicaset-controller", "replicaset", |setup| {
            let workers = setup.config.concurrent_replicaset_syncs;
            replica_set::add::<ReplicaSet>(setup, "replicaset-controller", workers);
        }),
        on("deployment-controller", "deployment", deployment::add),
        on("horizontal-pod-autoscaler-controller", "horizontalpodautoscaling", |setup| {
            horizontal_pod_autoscaler::add(setup);
        }),
        on("resourcequota-controller", "resourcequota", resource_quota::add),
        on("persistentvolume-binder-controller", "persistentvolume-binder", |setup| {
            persistent_volume::add(setup);
        }),
        on("persistentvolumeclaim-protection-controller", "pvc-protection", |setup| {
            persistent_volume_claim_protection::add(setup);
        }),
        on("persistentvolume-protection-controller", "pv-protection", |setup| {
            persistent_volume_protection::add(setup);
        }),
        on("ephemeral-volume-controller", "ephemeral-volume", ephemeral_volume::add),
        on("disruption-controller", "disruption", pod_disruption_budget::add),
        on("cronjob-controller", "cronjob", cron_job::add),
        on("statefulset-controller", "statefulset", stateful_set::add),
        on("daemonset-controller", "daemonset", daemon_set::add),
        on("job-controller", "job", job::add),
        on("ttl-after-finished-controller", "ttl-after-finished", ttl_after_finished::add),
        on("pod-garbage-collector-controller", "podgc", pod_gc::add),
    ];
    ALL
}

/// A name in a selection that no controller has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not in the list of known controllers")]
pub struct UnknownController {
    /// The name.
    pub name: String,
}

/// The controllers that a selection such as `*,-foo` stands for, in the catalogue's order. A name
/// decides over `*`, and of two that contradict each other the first.
///
/// # Errors
/// When no controller has a name in the selection.
pub fn select(selection: &str) -> Result<Vec<&'static Descriptor>, UnknownController> {
    let items: Vec<&str> =
        selection.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
    for item in &items {
        let name = item.strip_prefix('-').unwrap_or(item);
        if name != "*" && !all().iter().any(|controller| controller.is_called(name)) {
            return Err(UnknownController { name: name.to_owned() });
        }
    }
    let is_selected = |controller: &&Descriptor| {
        let by_name = items.iter().find_map(|item| {
            let (name, wanted) = match item.strip_prefix('-') {
                Some(name) => (name, false),
                None => (*item, true),
            };
            controller.is_called(name).then_some(wanted)
        });
        by_name.unwrap_or_else(|| controller.on_by_default && items.contains(&"*"))
    };
    Ok(all().iter().filter(is_selected).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique() {
        let mut seen = HashSet::new();
        for controller in all() {
            assert!(seen.insert(controller.name), "{}", controller.name);
            assert!(controller.alias.is_none_or(|alias| seen.insert(alias)), "{controller:?}");
        }
    }

    #[test]
    fn a_selection_reads_as_upstreams() {
        let names = |selection: &str| {
            select(selection).map(|selected| selected.iter().map(|c| c.name).collect::<Vec<_>>())
        };
        let everything = names("*").unwrap();
        assert!(everything.contains(&"deployment-controller"));
        let without = names("*,-deployment").unwrap();
        assert_eq!(without.len(), everything.len() - 1);
        assert!(!without.contains(&"deployment-controller"));
        assert_eq!(names("deployment-controller").unwrap(), ["deployment-controller"]);
        assert_eq!(names("job,-job").unwrap(), ["job-controller"]);
        assert_eq!(names("").unwrap(), [""; 0]);
        assert_eq!(names("*,nope"), Err(UnknownController { name: "nope".into() }));
    }
}
