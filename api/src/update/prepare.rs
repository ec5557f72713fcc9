//! The way to what is special about some kinds.

use bowline_apimachinery::reflect::Message;

use crate::apiextensions::v1::CustomResourceDefinition;
use crate::apps::v1::DaemonSet;
use crate::conversion::TEMPLATE_GENERATION;
use crate::core::v1::{PersistentVolumeClaim, Service, ServiceAccount};
use crate::create::{name_secrets_only, normalize_data_sources};
use crate::discovery::v1::EndpointSlice;

use super::service;

/// Prepares a changed object; both are of one type, or nothing happens.
///
/// Not for writes of subresources.
pub fn prepare(new: &mut dyn Message, old: &dyn Message) {
    if let (Some(new), Some(old)) = (new.downcast_mut::<Service>(), old.downcast_ref()) {
        service::drop_unneeded(new, old);
    } else if let (Some(new), Some(old)) = (new.downcast_mut::<DaemonSet>(), old.downcast_ref()) {
        daemon_set(new, old);
    } else if let (Some(new), Some(old)) =
        (new.downcast_mut::<PersistentVolumeClaim>(), old.downcast_ref::<PersistentVolumeClaim>())
    {
        normalize_data_sources(&mut new.spec, old.spec.data_source.is_some());
    } else if let Some(new) = new.downcast_mut::<ServiceAccount>() {
        name_secrets_only(new);
    } else if let (Some(new), Some(old)) =
        (new.downcast_mut::<EndpointSlice>(), old.downcast_ref::<EndpointSlice>())
    {
        if new.endpoints != old.endpoints {
            new.endpoints.iter_mut().for_each(|endpoint| endpoint.deprecated_topology.clear());
        }
    } else if let Some(new) = new.downcast_mut::<CustomResourceDefinition>() {
        definition(new);
    }
}

/// Counts the changes of the template, whatever the client says of their number.
fn daemon_set(new: &mut DaemonSet, old: &DaemonSet) {
    let generation = old.metadata.annotations.get(TEMPLATE_GENERATION);
    let generation = generation.and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let generation = generation + i64::from(new.spec.template != old.spec.template);
    new.metadata.annotations.insert(TEMPLATE_GENERATION.to_owned(), generation.to_string());
}

/// From now on there may be objects in the version that is stored.
fn definition(new: &mut CustomResourceDefinition) {
    if let Some(stored) = new.spec.versions.iter().find(|version| version.storage)
        && !new.status.stored_versions.contains(&stored.name)
    {
        new.status.stored_versions.push(stored.name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generation_of_a_daemon_sets_template_is_counted() {
        let annotated = |generation: &str, image: &str| {
            let mut set = DaemonSet::default();
            let annotations = &mut set.metadata.annotations;
            annotations.insert(TEMPLATE_GENERATION.to_owned(), generation.to_owned());
            set.spec.template.spec.hostname = image.to_owned();
            set
        };
        for (sent, hostname, want) in [("9", "a", "1"), ("0", "b", "2")] {
            let mut new = annotated(sent, hostname);
            prepare(&mut new, &annotated("1", "a"));
            assert_eq!(new.metadata.annotations[TEMPLATE_GENERATION], want);
        }
    }
}
