//! What every kind gets, and the way to what is special about some.

use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::reflect::{Message, Mut};
use bowline_apimachinery::time::Time;

use super::{claim, job, pod, status};
use crate::apiextensions::v1::CustomResourceDefinition;
use crate::apiregistration::v1::{APIService, APIServiceCondition};
use crate::apps::v1::DaemonSet;
use crate::batch::v1::Job;
use crate::conversion::TEMPLATE_GENERATION;
use crate::core::v1::{
    Namespace, NamespacePhase, Node, ObjectReference, PersistentVolume, PersistentVolumeClaim,
    PersistentVolumeClaimPhase, PersistentVolumePhase, Pod, ServiceAccount,
};
use crate::discovery::v1::EndpointSlice;
use crate::resources::of_kind;

/// The circumstances of a creation.
#[derive(Clone, Copy, Debug)]
pub struct Creation<'a> {
    /// API group of the kind; empty for the core group.
    pub group: &'a str,
    /// Version.
    pub version: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// The namespace of the request; empty for kinds outside namespaces.
    pub namespace: &'a str,
    /// The time.
    pub now: Time,
    /// Whether the object came without labels, before defaulting. A job then has one set of labels
    /// with its template, and the labels that its selector needs appear on both.
    pub labels_defaulted: bool,
}

/// Prepares a new object.
pub fn prepare(object: &mut dyn Message, creation: &Creation<'_>) {
    let resource = of_kind(creation.group, creation.version, creation.kind);
    if let Some(metadata) = metadata(object) {
        if resource.is_some_and(|resource| resource.namespaced) && metadata.namespace.is_empty() {
            creation.namespace.clone_into(&mut metadata.namespace);
        }
        if has_generation(creation.group, creation.kind) {
            metadata.generation = 1;
        }
    }
    // A node is created by its kubelet, which may bring the status.
    let resets_status = resource.is_some_and(|resource| resource.has_status);
    if resets_status && object.downcast_ref::<Node>().is_none() {
        status::reset(object);
    }
    prepare_kind(object, creation);
}

fn metadata(object: &mut dyn Message) -> Option<&mut ObjectMeta> {
    let index = object.descriptor().find("metadata", 0)?;
    match object.get_mut(index) {
        Mut::Message(metadata) => metadata.downcast_mut(),
        _ => None,
    }
}

/// Whether the kind counts the changes of its specification.
fn has_generation(group: &str, kind: &str) -> bool {
    match group {
        "" => matches!(kind, "Pod" | "PodTemplate" | "ReplicationController"),
        "networking.k8s.io" => matches!(kind, "Ingress" | "IngressClass" | "NetworkPolicy"),
        "resource.k8s.io" => matches!(kind, "DeviceClass" | "DeviceTaintRule" | "ResourceSlice"),
        "apps" => kind != "ControllerRevision",
        "discovery.k8s.io" => kind == "EndpointSlice",
        "scheduling.k8s.io" => kind == "PriorityClass",
        "policy" => kind == "PodDisruptionBudget",
        "batch"
        | "admissionregistration.k8s.io"
        | "apiextensions.k8s.io"
        | "flowcontrol.apiserver.k8s.io" => true,
        _ => false,
    }
}

fn prepare_kind(object: &mut dyn Message, creation: &Creation<'_>) {
    let now = creation.now;
    if let Some(it) = object.downcast_mut::<Pod>() {
        pod::prepare(it, now);
    } else if let Some(it) = object.downcast_mut::<Job>() {
        job::prepare(it, creation.labels_defaulted);
    } else if let Some(it) = object.downcast_mut::<PersistentVolumeClaim>() {
        it.status.phase = PersistentVolumeClaimPhase::Pending;
        claim::normalize_data_sources(&mut it.spec, false);
    } else if let Some(it) = object.downcast_mut::<PersistentVolume>() {
        it.status.phase = PersistentVolumePhase::Pending;
        it.status.last_phase_transition_time = Some(now);
    } else if let Some(it) = object.downcast_mut::<Namespace>() {
        namespace(it);
    } else if let Some(it) = object.downcast_mut::<DaemonSet>() {
        daemon_set(it);
    } else if let Some(it) = object.downcast_mut::<ServiceAccount>() {
        name_secrets_only(it);
    } else if let Some(it) = object.downcast_mut::<EndpointSlice>() {
        it.endpoints.iter_mut().for_each(|endpoint| endpoint.deprecated_topology.clear());
    } else if let Some(it) = object.downcast_mut::<CustomResourceDefinition>() {
        definition(it);
    } else if let Some(it) = object.downcast_mut::<APIService>() {
        api_service(it, now);
    }
}

/// A namespace goes away only when its content is gone.
fn namespace(namespace: &mut Namespace) {
    namespace.status.phase = NamespacePhase::Active;
    let finalizers = &mut namespace.spec.finalizers;
    if !finalizers.iter().any(|finalizer| finalizer.as_str() == "kubernetes") {
        finalizers.push("kubernetes".into());
    }
}

fn daemon_set(set: &mut DaemonSet) {
    let annotations = &mut set.metadata.annotations;
    let generation = annotations.get(TEMPLATE_GENERATION).and_then(|text| text.parse().ok());
    let generation = generation.unwrap_or(0).max(1_i64);
    annotations.insert(TEMPLATE_GENERATION.to_owned(), generation.to_string());
}

/// Secrets of a service account are named, nothing more.
pub(crate) fn name_secrets_only(account: &mut ServiceAccount) {
    for secret in &mut account.secrets {
        let name = std::mem::take(&mut secret.name);
        *secret = ObjectReference { name, ..ObjectReference::default() };
    }
}

fn definition(definition: &mut CustomResourceDefinition) {
    let stored = definition.spec.versions.iter().find(|version| version.storage);
    definition.status.stored_versions = stored.map(|v| v.name.clone()).into_iter().collect();
}

/// What this server serves itself is there at once.
fn api_service(service: &mut APIService, now: Time) {
    if service.spec.service.is_none() {
        service.status.conditions.push(APIServiceCondition {
            type_: "Available".into(),
            status: "True".into(),
            last_transition_time: Some(now),
            reason: "Local".into(),
            message: "Local APIServices are always available".into(),
        });
    }
}
