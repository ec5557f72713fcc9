//! Kinds of which there is little to say.
//!
//! *Upstream:* the `WarningsOn...` functions of the strategies in `pkg/registry`.

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::Path;
use bowline_apimachinery::validation::ip;

use super::{SPEC, labels, services, volumes};
use crate::batch::v1::Job;
use crate::core::v1::{Node, PersistentVolume, PersistentVolumeClaim, Service, ServiceAccount};
use crate::networking::v1::{Ingress, NetworkPolicy};
use crate::node::v1::RuntimeClass;
use crate::storage::v1::{CSIStorageCapacity, StorageClass};

const CLASS: &str = "volume.beta.kubernetes.io/storage-class";
const INGRESS_CLASS: &str = "kubernetes.io/ingress.class";
const MOUNTABLE: &str = "kubernetes.io/enforce-mountable-secrets";
/// More completions than this want fewer pods at a time.
const MANY_INDEXES: i32 = 100_000;
const MANY_PODS: i32 = 10_000;

pub(super) fn of(object: &dyn Message, out: &mut Vec<String>) {
    if let Some(service) = object.downcast_ref() {
        services::service(service as &Service, out);
    } else if let Some(volume) = object.downcast_ref() {
        self::volume(volume, out);
    } else if let Some(claim) = object.downcast_ref::<PersistentVolumeClaim>() {
        annotated_class(&claim.metadata.annotations, "storageClassName", out);
        volumes::claim(&claim.spec, &SPEC, out);
    } else if let Some(node) = object.downcast_ref() {
        self::node(node, out);
    } else if let Some(class) = object.downcast_ref() {
        storage_class(class, out);
    } else if let Some(capacity) = object.downcast_ref() {
        self::capacity(capacity, out);
    } else if let Some(class) = object.downcast_ref() {
        runtime_class(class, out);
    } else if let Some(job) = object.downcast_ref() {
        self::job(job, out);
    } else if let Some(policy) = object.downcast_ref() {
        network_policy(policy, out);
    } else if let Some(ingress) = object.downcast_ref::<Ingress>() {
        if ingress.metadata.annotations.contains_key(INGRESS_CLASS) {
            out.push(format!(
                "annotation \"{INGRESS_CLASS}\" is deprecated, please use \
                 'spec.ingressClassName' instead"
            ));
        }
    } else if let Some(account) = object.downcast_ref::<ServiceAccount>()
        && account.metadata.annotations.contains_key(MOUNTABLE)
    {
        out.push(format!(
            "metadata.annotations[{MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces \
             to isolate access to mounted secrets"
        ));
    }
}

fn annotated_class(
    annotations: &std::collections::BTreeMap<String, String>,
    field: &str,
    out: &mut Vec<String>,
) {
    if annotations.contains_key(CLASS) {
        out.push(format!(
            "metadata.annotations[{CLASS}]: deprecated since v1.8; use \"{field}\" attribute \
             instead"
        ));
    }
}

fn volume(volume: &PersistentVolume, out: &mut Vec<String>) {
    annotated_class(&volume.metadata.annotations, "storageClassName", out);
    if volume.spec.persistent_volume_reclaim_policy.as_str() == "Recycle" {
        let path = SPEC.child("persistentVolumeReclaimPolicy");
        out.push(format!(
            "{path}: The Recycle reclaim policy is deprecated. Instead, the recommended approach \
             is to use dynamic provisioning."
        ));
    }
    let affinity = volume.spec.node_affinity.as_ref();
    if let Some(selector) = affinity.and_then(|affinity| affinity.required.as_ref()) {
        let path = SPEC.child("nodeAffinity");
        labels::selector(selector, &path.child("required"), out);
    }
}

fn node(node: &Node, out: &mut Vec<String>) {
    if node.spec.config_source.is_some() {
        let path = SPEC.child("configSource");
        out.push(format!("{path}: the feature is removed"));
    }
    if !node.spec.external_id.is_empty() {
        let path = SPEC.child("externalID");
        out.push(format!("{path}: this field is deprecated, and is unused by Kubernetes"));
    }
}

fn storage_class(class: &StorageClass, out: &mut Vec<String>) {
    let path = Path::new("allowedTopologies");
    for (i, term) in class.allowed_topologies.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("matchLabelExpressions");
        for (j, requirement) in term.match_label_expressions.iter().enumerate() {
            if let Some(why) = labels::deprecated(&requirement.key) {
                let path = path.index(j);
                out.push(format!("{}: {why}", path.child("key")));
            }
        }
    }
}

fn capacity(capacity: &CSIStorageCapacity, out: &mut Vec<String>) {
    let Some(selector) = &capacity.node_topology else { return };
    let path = Path::new("nodeTopology");
    let by_label = path.child("matchLabels");
    for key in selector.match_labels.keys() {
        if let Some(why) = labels::deprecated(key) {
            out.push(format!("{}: {why}", by_label.key(key)));
        }
    }
    let expressions = path.child("matchExpressions");
    for (i, requirement) in selector.match_expressions.iter().enumerate() {
        if let Some(why) = labels::deprecated(&requirement.key) {
            let path = expressions.index(i);
            out.push(format!("{}: {why}", path.child("key")));
        }
    }
}

fn runtime_class(class: &RuntimeClass, out: &mut Vec<String>) {
    let Some(scheduling) = &class.scheduling else { return };
    let path = Path::new("scheduling");
    let path = path.child("nodeSelector");
    for key in scheduling.node_selector.keys() {
        if let Some(why) = labels::deprecated(key) {
            out.push(format!("{}: {why}", path.key(key)));
        }
    }
}

fn job(job: &Job, out: &mut Vec<String>) {
    let mode = job.spec.completion_mode.as_ref();
    if mode.is_some_and(|mode| mode.as_str() == "Indexed")
        && job.spec.completions.is_some_and(|count| count > MANY_INDEXES)
        && job.spec.parallelism.is_some_and(|count| count > MANY_PODS)
    {
        out.push(
            "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism \
             higher than 10^4, Kubernetes might not be able to track completedIndexes when a big \
             number of indexes fail"
                .to_owned(),
        );
    }
}

fn network_policy(policy: &NetworkPolicy, out: &mut Vec<String>) {
    let ingress = policy.spec.ingress.iter().map(|rule| &rule.from);
    let egress = policy.spec.egress.iter().map(|rule| &rule.to);
    let lists = ingress.enumerate().map(|(i, peers)| ("ingress", "from", i, peers));
    let others = egress.enumerate().map(|(i, peers)| ("egress", "to", i, peers));
    for (direction, field, i, peers) in lists.chain(others) {
        let rules = SPEC.child(direction);
        let rule = rules.index(i);
        let list = rule.child(field);
        for (j, peer) in peers.iter().enumerate() {
            let Some(block) = &peer.ip_block else { continue };
            let peer = list.index(j);
            let path = peer.child("ipBlock");
            out.extend(ip::cidr_warnings(&path.child("cidr"), &block.cidr));
            let except = path.child("except");
            for (k, network) in block.except.iter().enumerate() {
                out.extend(ip::cidr_warnings(&except.index(k), network));
            }
        }
    }
}
