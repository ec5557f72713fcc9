//! Volumes, their classes and drivers.
//!
//! *Upstream:* `ValidatePersistentVolume`, `pkg/apis/storage/validation`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{label_key, qualified_name};

use super::faults::Faults as _;
use crate::core::v1::TopologySelectorTerm;
use crate::storage::v1::{CSIDriver, StorageClass};

/// How many parameters a class may have, and how long they may be together.
const MAX_PARAMETERS: usize = 512;
const MAX_PARAMETERS_SIZE: usize = 256 * 1024;

pub(super) fn storage_class(class: &StorageClass, out: &mut ErrorList) {
    let path = Path::new("provisioner");
    if out.needed(&path, &class.provisioner) {
        let lower = class.provisioner.to_lowercase();
        out.complaints(&path, &class.provisioner, qualified_name(&lower));
    }
    parameters(&class.parameters, true, &Path::new("parameters"), out);
    if let Some(policy) = class.reclaim_policy.as_ref().map(|policy| policy.as_str()) {
        let known = ["Delete", "Retain"];
        if !policy.is_empty() && !known.contains(&policy) {
            out.unsupported(&Path::new("reclaimPolicy"), policy, &known);
        }
    }
    let path = Path::new("volumeBindingMode");
    match class.volume_binding_mode.as_ref().map(|mode| mode.as_str()) {
        None => out.required(&path, ""),
        Some(mode) => {
            let known = ["Immediate", "WaitForFirstConsumer"];
            if !known.contains(&mode) {
                out.unsupported(&path, mode, &known);
            }
        }
    }
    let path = Path::new("allowedTopologies");
    for (i, term) in class.allowed_topologies.iter().enumerate() {
        let path = path.index(i);
        let path = path.child("matchLabelExpressions");
        for (j, requirement) in term.match_label_expressions.iter().enumerate() {
            let at = path.index(j);
            out.complaints(&at.child("key"), &requirement.key, label_key(&requirement.key));
            let values = at.child("values");
            if requirement.values.is_empty() {
                out.required(&values, "");
            }
            let mut seen = BTreeSet::new();
            for (k, value) in requirement.values.iter().enumerate() {
                if !seen.insert(value) {
                    out.duplicate(&values.index(k), value.as_str());
                }
            }
            if term.match_label_expressions[..j].iter().any(|other| other.key == requirement.key) {
                out.duplicate(&at.child("key"), requirement.key.as_str());
            }
        }
        let mine = requirements(term);
        let before = class.allowed_topologies[..i].iter().filter(|t| requirements(t) == mine);
        // Upstream takes a term that says nothing for as many others as there are terms.
        let nothing = if mine.is_empty() { class.allowed_topologies.len() } else { 0 };
        for _ in 0..before.count() + nothing {
            out.duplicate(&path, "");
        }
    }
}

/// What a class tells a driver.
pub(super) fn parameters(
    parameters: &BTreeMap<String, String>,
    may_be_empty: bool,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if !may_be_empty && parameters.is_empty() {
        return out.required(path, "must contain at least one key/value pair");
    }
    out.not_longer(path, parameters.len(), MAX_PARAMETERS);
    if parameters.contains_key("") {
        out.invalid(path, "", "field can not be empty.");
    }
    let size = parameters.iter().map(|(key, value)| key.len() + value.len()).sum();
    out.not_longer(path, size, MAX_PARAMETERS_SIZE);
}

/// The values of each key.
fn requirements(term: &TopologySelectorTerm) -> BTreeMap<&str, BTreeSet<&str>> {
    let requirements = term.match_label_expressions.iter();
    requirements.map(|r| (r.key.as_str(), r.values.iter().map(String::as_str).collect())).collect()
}

/// What a class says of volumes is for ever.
pub(super) fn update_storage_class(new: &StorageClass, old: &StorageClass, out: &mut ErrorList) {
    storage_class(new, out);
    if new.parameters != old.parameters {
        out.forbidden(&Path::new("parameters"), "updates to parameters are forbidden.");
    }
    if new.provisioner != old.provisioner {
        out.forbidden(&Path::new("provisioner"), "updates to provisioner are forbidden.");
    }
    if new.reclaim_policy != old.reclaim_policy {
        let policy = new.reclaim_policy.as_ref().map_or("", |policy| policy.as_str());
        out.invalid(&Path::new("reclaimPolicy"), policy, "field is immutable");
    }
    if new.volume_binding_mode != old.volume_binding_mode {
        let mode = new.volume_binding_mode.as_ref().map_or("", |mode| mode.as_str());
        out.invalid(&Path::new("volumeBindingMode"), mode, "field is immutable");
    }
}

/// How volumes of a driver are used is for ever.
pub(super) fn update_csi_driver(new: &CSIDriver, old: &CSIDriver, out: &mut ErrorList) {
    csi_driver(new, out);
    let path = Path::new("spec");
    if new.spec.attach_required != old.spec.attach_required {
        let shown = serde_json::to_value(new.spec.attach_required).unwrap_or_default();
        out.invalid(&path.child("attachedRequired"), shown, "field is immutable");
    }
    let (modes, before) = (&new.spec.volume_lifecycle_modes, &old.spec.volume_lifecycle_modes);
    if modes != before {
        let shown: Vec<&str> = modes.iter().map(|mode| mode.as_str()).collect();
        out.invalid(&path.child("volumeLifecycleModes"), shown, "field is immutable");
    }
}

pub(super) fn csi_driver(driver: &CSIDriver, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    if driver.metadata.name.len() > 63 {
        out.push(FieldError::too_long(&metadata.child("name"), 63));
    }
    let path = Path::new("spec");
    for (field, flag) in [
        ("attachedRequired", driver.spec.attach_required),
        ("podInfoOnMount", driver.spec.pod_info_on_mount),
        ("storageCapacity", driver.spec.storage_capacity),
        ("seLinuxMount", driver.spec.se_linux_mount),
    ] {
        if flag.is_none() {
            out.required(&path.child(field), "");
        }
    }
    let period = driver.spec.node_allocatable_update_period_seconds;
    if let Some(seconds) = period.filter(|seconds| *seconds < 10) {
        let path = path.child("nodeAllocatableUpdatePeriodSeconds");
        out.invalid(&path, seconds, "must be greater than or equal to 10 seconds");
    }
    let modes = ["Ephemeral", "Persistent"];
    for mode in driver.spec.volume_lifecycle_modes.iter().map(|mode| mode.as_str()) {
        if !modes.contains(&mode) {
            out.unsupported(&path.child("volumeLifecycleModes"), mode, &modes);
        }
    }
    let policies = ["ReadWriteOnceWithFSType", "File", "None"];
    if let Some(policy) = driver.spec.fs_group_policy.as_ref().map(|policy| policy.as_str())
        && !policies.contains(&policy)
    {
        out.unsupported(&path.child("fsGroupPolicy"), policy, &policies);
    }
    let requests = path.child("tokenRequests");
    for (i, request) in driver.spec.token_requests.iter().enumerate() {
        let path = requests.index(i);
        let same = |other: &crate::storage::v1::TokenRequest| other.audience == request.audience;
        if driver.spec.token_requests[..i].iter().any(same) {
            out.duplicate(&path.child("audience"), request.audience.as_str());
            continue;
        }
        if let Some(seconds) = request.expiration_seconds {
            let path = path.child("expirationSeconds");
            if seconds < 600 {
                out.invalid(&path, seconds, "may not specify a duration less than 10 minutes");
            }
            if seconds > 1 << 32 {
                let why = "may not specify a duration larger than 2^32 seconds";
                out.invalid(&path, seconds, why);
            }
        }
    }
}
