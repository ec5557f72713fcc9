//! Which pods are of the same kind as a pod, by its services and its owner.
//!
//! Upstream: `plugins/helper/spread.go`.

use bowline_api::apps::v1::{ReplicaSet, StatefulSet};
use bowline_api::core::v1::{Pod, ReplicationController, Service};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::LabelSelector;

use crate::snapshot::{Labels, Objects};

/// The selectors of all of them together; empty if there is none.
pub(super) fn of(objects: &Objects, pod: &Pod) -> Selector {
    let namespace = &pod.metadata.namespace;
    let mut labels = Labels::new();
    for service in objects.list_in::<Service>(namespace) {
        let selector = &service.spec.selector;
        if selector.iter().all(|(key, value)| pod.metadata.labels.get(key) == Some(value)) {
            labels.extend(selector.clone());
        }
    }
    let Some(owner) = pod.metadata.controller() else { return Selector::from_set(&labels) };
    let merged = |labels: &Labels, selector: Option<&LabelSelector>| {
        let base = Selector::from_set(labels);
        match Selector::from_label_selector(selector) {
            Ok(own) => base.and(own.requirements().unwrap_or_default().iter().cloned()),
            Err(_) => base,
        }
    };
    match (owner.api_version.as_str(), owner.kind.as_str()) {
        ("v1", "ReplicationController") => {
            if let Some(it) = objects.get::<ReplicationController>(namespace, &owner.name) {
                labels.extend(it.spec.selector.clone());
            }
            Selector::from_set(&labels)
        }
        ("apps/v1", "ReplicaSet") => {
            let set = objects.get::<ReplicaSet>(namespace, &owner.name);
            merged(&labels, set.and_then(|it| it.spec.selector.as_deref()))
        }
        ("apps/v1", "StatefulSet") => {
            let set = objects.get::<StatefulSet>(namespace, &owner.name);
            merged(&labels, set.and_then(|it| it.spec.selector.as_deref()))
        }
        _ => Selector::from_set(&labels),
    }
}
