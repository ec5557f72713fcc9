//! What happens to a claim: it gets a volume, waits for one, or has lost it.
//!
//! Upstream: `syncClaim` of `pkg/controller/volume/persistentvolume/pv_controller.go`.

use std::sync::Arc;

use bowline_api::core::v1::{
    ObjectReference, PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimPhase,
};
use bowline_api::storage::v1::{StorageClass, VolumeBindingMode};
use bowline_client::events::EventType;

use super::matching::{best_match, class_of_claim, is_bound_to, satisfies};
use super::{
    BETA_STORAGE_PROVISIONER, BIND_COMPLETED, BOUND_BY_CONTROLLER, SELECTED_NODE,
    STORAGE_PROVISIONER,
};

/// The mark of the class that claims without one get.
const DEFAULT_CLASS: &str = "storageclass.kubernetes.io/is-default-class";

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The claim.
    pub claim: Arc<PersistentVolumeClaim>,
    /// All volumes.
    pub volumes: Vec<Arc<PersistentVolume>>,
    /// All classes.
    pub classes: Vec<Arc<StorageClass>>,
    /// The name of a pod that wants the claim and has no node yet, if there is one.
    pub waiting_pod: Option<String>,
}

/// Something to tell about a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Tell {
    /// Whether it is a warning.
    pub type_: EventType,
    /// Its reason.
    pub reason: &'static str,
    /// Its message.
    pub message: String,
}

/// What to do about a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Bind it to this volume: write the volume, then the claim, then its status, each as far as
    /// it is not so already.
    Bind(Arc<PersistentVolume>),
    /// Give it the class that claims without one get.
    SetClass(String),
    /// It stays without a volume for now.
    Wait {
        /// Who is to make a volume for it.
        provisioner: Option<String>,
        /// What to say about it.
        tell: Option<Tell>,
    },
    /// Its volume is gone or somebody else's.
    Lost(Tell),
    /// It cannot be bound as things are.
    Leave,
}

/// Decides about a claim.
#[must_use]
pub fn plan(observed: &Observed) -> Plan {
    if observed.claim.metadata.is_terminating() && observed.claim.spec.volume_name.is_empty() {
        return Plan::Leave;
    }
    match observed.claim.metadata.annotations.contains_key(BIND_COMPLETED) {
        true => bound(observed),
        false if observed.claim.spec.volume_name.is_empty() => unbound(observed),
        false => named(observed),
    }
}

fn warning(reason: &'static str, message: impl Into<String>) -> Tell {
    Tell { type_: EventType::Warning, reason, message: message.into() }
}

fn normal(reason: &'static str, message: impl Into<String>) -> Tell {
    Tell { type_: EventType::Normal, reason, message: message.into() }
}

fn bound(observed: &Observed) -> Plan {
    let claim = &observed.claim;
    if claim.spec.volume_name.is_empty() {
        let message = "Bound claim has lost reference to PersistentVolume. Data on the volume is \
                       lost!";
        return Plan::Lost(warning("ClaimLost", message));
    }
    let Some(volume) = volume_named(observed) else {
        let message = "Bound claim has lost its PersistentVolume. Data on the volume is lost!";
        return Plan::Lost(warning("ClaimLost", message));
    };
    match volume.spec.claim_ref.as_deref() {
        None => Plan::Bind(volume),
        Some(reference) if reference.uid == claim.metadata.uid => Plan::Bind(volume),
        Some(_) => {
            let message = "Two claims are bound to the same volume, this one is bound incorrectly";
            Plan::Lost(warning("ClaimMisbound", message))
        }
    }
}

/// A claim that asks for a volume by name.
fn named(observed: &Observed) -> Plan {
    let claim = &observed.claim;
    let name = &claim.spec.volume_name;
    let wait = |tell| Plan::Wait { provisioner: None, tell };
    let Some(volume) = volume_named(observed) else { return wait(None) };
    if volume.spec.claim_ref.is_none() {
        return match satisfies(&volume, claim) {
            Ok(()) => Plan::Bind(volume),
            Err(why) => {
                let message = format!("Cannot bind to requested volume {name:?}: {why}");
                wait(Some(warning("VolumeMismatch", message)))
            }
        };
    }
    if is_bound_to(&volume, claim) {
        return Plan::Bind(volume);
    }
    if claim.metadata.annotations.contains_key(BOUND_BY_CONTROLLER) {
        return Plan::Leave;
    }
    let message = format!("volume {name:?} already bound to a different claim.");
    wait(Some(warning("FailedBinding", message)))
}

/// A claim that takes any volume that suits it.
fn unbound(observed: &Observed) -> Plan {
    let claim = &observed.claim;
    let class_name = class_of_claim(claim);
    let class = observed.classes.iter().find(|class| class.metadata.name == class_name);
    let waits_for_pod = class.is_some_and(|class| {
        class.volume_binding_mode == Some(VolumeBindingMode::WaitForFirstConsumer)
    });
    if let Some(volume) = best_match(claim, &observed.volumes, waits_for_pod) {
        return Plan::Bind(volume);
    }
    let wait = |tell| Plan::Wait { provisioner: None, tell: Some(tell) };
    if waits_for_pod && !claim.metadata.annotations.contains_key(SELECTED_NODE) {
        return wait(match &observed.waiting_pod {
            Some(pod) => {
                normal("WaitForPodScheduled", format!("waiting for pod {pod} to be scheduled"))
            }
            None => normal(
                "WaitForFirstConsumer",
                "waiting for first consumer to be created before binding",
            ),
        });
    }
    if claim.spec.storage_class_name.is_none()
        && class_name.is_empty()
        && let Some(default) = default_class(&observed.classes)
    {
        return Plan::SetClass(default);
    }
    match class {
        _ if class_name.is_empty() => wait(normal(
            "FailedBinding",
            "no persistent volumes available for this claim and no storage class is set",
        )),
        None => {
            let message = format!("storageclass.storage.k8s.io {class_name:?} not found");
            wait(warning("ProvisioningFailed", message))
        }
        Some(class) if class.provisioner.starts_with("kubernetes.io/") => {
            let message = format!("no volume plugin matched name: {}", class.provisioner);
            wait(warning("ProvisioningFailed", message))
        }
        Some(class) => {
            let provisioner = class.provisioner.clone();
            let message = format!(
                "Waiting for a volume to be created either by the external provisioner \
                 '{provisioner}' or manually by the system administrator. If volume creation is \
                 delayed, please verify that the provisioner is running and correctly registered."
            );
            let tell = Some(normal("ExternalProvisioning", message));
            Plan::Wait { provisioner: Some(provisioner), tell }
        }
    }
}

/// The youngest of the classes that are marked as the one for claims without a class.
fn default_class(classes: &[Arc<StorageClass>]) -> Option<String> {
    let is_default = |class: &&Arc<StorageClass>| {
        class.metadata.annotations.get(DEFAULT_CLASS).is_some_and(|mark| mark == "true")
    };
    let defaults = classes.iter().filter(is_default).map(|class| &class.metadata);
    let youngest = defaults.min_by(|a, b| {
        b.creation_timestamp.cmp(&a.creation_timestamp).then_with(|| a.name.cmp(&b.name))
    });
    youngest.map(|metadata| metadata.name.clone())
}

fn volume_named(observed: &Observed) -> Option<Arc<PersistentVolume>> {
    let name = &observed.claim.spec.volume_name;
    observed.volumes.iter().find(|volume| volume.metadata.name == *name).cloned()
}

/// The volume as bound to the claim; `None` if it is.
#[must_use]
pub fn bind_volume(
    volume: &PersistentVolume,
    claim: &PersistentVolumeClaim,
    reference: ObjectReference,
) -> Option<PersistentVolume> {
    let mut bound = volume.clone();
    if !is_bound_to(volume, claim) {
        let mark = BOUND_BY_CONTROLLER.to_owned();
        bound.metadata.annotations.insert(mark, "yes".to_owned());
    }
    let known = volume.spec.claim_ref.as_deref();
    if known.is_none_or(|known| known.uid != claim.metadata.uid || !is_bound_to(volume, claim)) {
        bound.spec.claim_ref = Some(Box::new(reference));
    }
    (bound != *volume).then_some(bound)
}

/// The claim as bound to the volume; `None` if it is.
#[must_use]
pub fn bind_claim(
    claim: &PersistentVolumeClaim,
    volume: &PersistentVolume,
) -> Option<PersistentVolumeClaim> {
    let mut bound = claim.clone();
    let annotations = &mut bound.metadata.annotations;
    if claim.spec.volume_name != volume.metadata.name {
        bound.spec.volume_name.clone_from(&volume.metadata.name);
        annotations.insert(BOUND_BY_CONTROLLER.to_owned(), "yes".to_owned());
    }
    annotations.entry(BIND_COMPLETED.to_owned()).or_insert_with(|| "yes".to_owned());
    (bound != *claim).then_some(bound)
}

/// The claim with the status of one that is bound; `None` if it has it.
#[must_use]
pub fn bound_status(
    claim: &PersistentVolumeClaim,
    volume: &PersistentVolume,
) -> Option<PersistentVolumeClaim> {
    let mut told = claim.clone();
    let was_bound = claim.status.phase == PersistentVolumeClaimPhase::Bound;
    told.status.phase = PersistentVolumeClaimPhase::Bound;
    told.status.access_modes.clone_from(&volume.spec.access_modes);
    // A bound claim's capacity grows when its file system does, not when the volume does.
    if !was_bound || !claim.status.capacity.contains_key("storage") {
        told.status.capacity.clone_from(&volume.spec.capacity);
        let class = &volume.spec.volume_attributes_class_name;
        told.status.current_volume_attributes_class_name.clone_from(class);
    }
    (told != *claim).then_some(told)
}

/// The claim in a phase in which it has no volume; `None` if it is in it.
#[must_use]
pub fn unbound_status(
    claim: &PersistentVolumeClaim,
    phase: PersistentVolumeClaimPhase,
) -> Option<PersistentVolumeClaim> {
    let mut told = claim.clone();
    told.status.phase = phase;
    told.status.access_modes.clear();
    told.status.capacity.clear();
    told.status.current_volume_attributes_class_name = None;
    (told != *claim).then_some(told)
}

/// The claim with the name of who is to make a volume for it; `None` if it has it.
#[must_use]
pub fn with_provisioner(
    claim: &PersistentVolumeClaim,
    provisioner: &str,
) -> Option<PersistentVolumeClaim> {
    let mut asked = claim.clone();
    for key in [STORAGE_PROVISIONER, BETA_STORAGE_PROVISIONER] {
        asked.metadata.annotations.insert(key.to_owned(), provisioner.to_owned());
    }
    (asked != *claim).then_some(asked)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> Arc<T> {
        Arc::new(serde_json::from_value(value).unwrap())
    }

    fn claim(spec: Value, annotations: Value) -> Arc<PersistentVolumeClaim> {
        let mut claim = json!({
            "metadata": {"name": "c", "namespace": "d", "uid": "u", "annotations": annotations},
            "spec": {"accessModes": ["ReadWriteOnce"],
                     "resources": {"requests": {"storage": "1Gi"}}},
        });
        for (key, value) in spec.as_object().into_iter().flatten() {
            claim["spec"][key] = value.clone();
        }
        read(claim)
    }

    fn volume(reference: Value) -> Arc<PersistentVolume> {
        read(json!({
            "metadata": {"name": "v"},
            "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                     "claimRef": reference},
            "status": {"phase": "Available"},
        }))
    }

    fn class(name: &str, provisioner: &str, mode: &str, default: &str) -> Arc<StorageClass> {
        read(json!({
            "metadata": {"name": name, "annotations": {DEFAULT_CLASS: default}},
            "provisioner": provisioner, "volumeBindingMode": mode,
        }))
    }

    fn told(observed: &Observed) -> String {
        match plan(observed) {
            Plan::Bind(volume) => format!("bind {}", volume.metadata.name),
            Plan::SetClass(class) => format!("class {class}"),
            Plan::Wait { provisioner, tell } => {
                let reason = tell.map_or("", |tell| tell.reason);
                format!("wait {reason} {}", provisioner.unwrap_or_default())
            }
            Plan::Lost(tell) => format!("lost {}", tell.reason),
            Plan::Leave => "leave".to_owned(),
        }
    }

    #[test]
    fn a_claim_is_bound_or_told_why_not() {
        let mine = || json!({"namespace": "d", "name": "c", "uid": "u"});
        let theirs = || json!({"namespace": "d", "name": "x", "uid": "x"});
        let complete = || json!({BIND_COMPLETED: "yes"});
        let by_name = || json!({"volumeName": "v"});
        let of_class = |class: &str| json!({"storageClassName": class});
        let none: &[Arc<PersistentVolume>] = &[];
        let classes = vec![
            class("late", "csi.example.com", "WaitForFirstConsumer", "false"),
            class("fast", "csi.example.com", "Immediate", "false"),
            class("local", "kubernetes.io/no-provisioner", "Immediate", "false"),
        ];
        for (name, spec, annotations, volumes, want) in [
            ("free", json!({}), json!({}), &[volume(Value::Null)][..], "bind v"),
            ("none", of_class(""), json!({}), none, "wait FailedBinding "),
            (
                "provisioned",
                of_class("fast"),
                json!({}),
                none,
                "wait ExternalProvisioning csi.example.com",
            ),
            ("nobody makes it", of_class("local"), json!({}), none, "wait ProvisioningFailed "),
            ("no class", of_class("x"), json!({}), none, "wait ProvisioningFailed "),
            ("late", of_class("late"), json!({}), none, "wait WaitForFirstConsumer "),
            (
                "late, node known",
                of_class("late"),
                json!({SELECTED_NODE: "n"}),
                none,
                "wait ExternalProvisioning csi.example.com",
            ),
            ("named, absent", by_name(), json!({}), none, "wait  "),
            ("named, free", by_name(), json!({}), &[volume(Value::Null)], "bind v"),
            ("named, mine", by_name(), json!({}), &[volume(mine())], "bind v"),
            ("named, taken", by_name(), json!({}), &[volume(theirs())], "wait FailedBinding "),
            ("bound", by_name(), complete(), &[volume(mine())], "bind v"),
            ("lost", by_name(), complete(), none, "lost ClaimLost"),
            ("misbound", by_name(), complete(), &[volume(theirs())], "lost ClaimMisbound"),
        ] {
            let observed = Observed {
                claim: claim(spec, annotations),
                volumes: volumes.to_vec(),
                classes: classes.clone(),
                waiting_pod: None,
            };
            assert_eq!(told(&observed), want, "{name}");
        }
        let mut observed = Observed {
            claim: claim(json!({}), json!({})),
            volumes: vec![],
            classes: vec![class("std", "csi.example.com", "Immediate", "true")],
            waiting_pod: None,
        };
        assert_eq!(told(&observed), "class std");
        observed.classes.clear();
        assert_eq!(told(&observed), "wait FailedBinding ");
    }

    #[test]
    fn a_binding_is_written_once() {
        let (claim, volume) = (claim(json!({}), json!({})), volume(Value::Null));
        let reference = ObjectReference {
            namespace: "d".into(),
            name: "c".into(),
            uid: "u".into(),
            ..ObjectReference::default()
        };
        let bound = bind_volume(&volume, &claim, reference.clone()).unwrap();
        assert_eq!(bound.metadata.annotations[BOUND_BY_CONTROLLER], "yes");
        assert_eq!(bind_volume(&bound, &claim, reference), None);
        let claim = bind_claim(&claim, &bound).unwrap();
        assert_eq!(claim.spec.volume_name, "v");
        assert_eq!(bind_claim(&claim, &bound), None);
        let claim = bound_status(&claim, &bound).unwrap();
        assert_eq!(claim.status.capacity, bound.spec.capacity);
        assert_eq!(bound_status(&claim, &bound), None);
        let lost = unbound_status(&claim, PersistentVolumeClaimPhase::Lost).unwrap();
        assert!(lost.status.capacity.is_empty());
    }
}
