//! The built-in resources: from the table of the `api` crate to what is served.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use bowline_api::resources::{GROUPS, RESOURCES, Resource};
use bowline_apimachinery::descriptor::{Descriptor, Type};
use bowline_apimachinery::resource::group_version;

use super::catalog::{Served, ServedGroup, ServedResource, ServedSubresource};
use super::handle::Environment;
use super::index::FieldIndex;
use super::kinds;
use super::layout::Layout;
use super::schema::Schema;
use super::store::{Store, StoreConfig};
use super::stored_form;

/// Everything that is served before any definition; `more` names group versions, and resources of
/// them, that are not served by default.
pub(crate) fn served(environment: &Environment, more: &[String]) -> Served {
    let mut served = Served::default();
    let mut stores: BTreeMap<&str, Arc<Store>> = BTreeMap::new();
    for resource in RESOURCES.iter().filter(|r| r.served_by_default || is_named(r, more)) {
        let store = (!resource.storage_prefix.is_empty()).then(|| {
            let make = || Arc::new(store(environment, stored_as(resource)));
            stores.entry(resource.storage_prefix).or_insert_with(make).clone()
        });
        served.insert(entry(resource, store));
    }
    served.set_groups(groups(&served));
    served
}

fn is_named(resource: &Resource, names: &[String]) -> bool {
    let api_version = group_version(resource.group, resource.version);
    names.iter().any(|name| match name.strip_prefix(&api_version) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('/') == Some(resource.plural),
        None => false,
    })
}

/// The version of a resource that storage holds.
///
/// A few kinds are stored in an old version upstream, for the sake of older servers beside it;
/// those differ in nothing from the new one, which readers of either accept.
fn stored_as(resource: &'static Resource) -> &'static Resource {
    let (group, version) = match (resource.storage_group, resource.storage_version) {
        ("apiextensions.k8s.io" | "admissionregistration.k8s.io", "v1beta1") => {
            (resource.storage_group, "v1")
        }
        stored => stored,
    };
    let same = |r: &&Resource| {
        r.group == group && r.version == version && r.storage_prefix == resource.storage_prefix
    };
    RESOURCES.iter().find(same).unwrap_or(resource)
}

fn store(environment: &Environment, resource: &'static Resource) -> Store {
    let index = index(resource);
    let trigger = match (resource.group, resource.plural) {
        ("", "pods") | ("resource.k8s.io", "resourceslices") => index.position("spec.nodeName"),
        _ => None,
    };
    let api_version = group_version(resource.group, resource.version);
    let schema = Schema::BuiltIn(resource);
    let config = StoreConfig {
        layout: Layout::new(resource.kind, &api_version, index, schema),
        group: resource.group.to_owned(),
        plural: resource.plural.to_owned(),
        prefix: resource.storage_prefix.to_owned(),
        namespaced: resource.namespaced,
        trigger,
        strategy: kinds::strategy(resource.group, resource.plural, resource.has_status),
    };
    Store::new(environment.clone(), config)
}

fn index(resource: &Resource) -> FieldIndex {
    let mut index = FieldIndex::default();
    let message = (resource.new)();
    for &label in resource.field_selectors {
        if label == "metadata.name" || label == "metadata.namespace" {
            continue;
        }
        let path = match (resource.plural, label) {
            ("jobs", "status.successful") => "status.succeeded",
            ("events", "source") => "source.component",
            _ => label,
        };
        index.add(label, path, absent(message.descriptor(), path));
    }
    index.fall_back("source", "reportingComponent");
    index
}

/// What a field that is not set reads as.
fn absent(descriptor: &'static Descriptor, path: &str) -> &'static str {
    let (first, rest) = path.split_once('.').map_or((path, None), |(f, r)| (f, Some(r)));
    match (descriptor.field(first).map(|f| f.ty), rest) {
        (Some(Type::Message(inner)), Some(rest)) => absent(inner, rest),
        (Some(Type::Bool), None) => "false",
        (Some(Type::Int32 | Type::Int64), None) => "0",
        _ => "",
    }
}

fn entry(resource: &'static Resource, store: Option<Arc<Store>>) -> ServedResource {
    let owned = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
    let api_version = group_version(resource.group, resource.version);
    ServedResource {
        group: resource.group.to_owned(),
        version: resource.version.to_owned(),
        head: stored_form::head(resource.kind, &api_version),
        api_version,
        plural: resource.plural.to_owned(),
        singular: resource.singular.to_owned(),
        kind: resource.kind.to_owned(),
        list_kind: format!("{}List", resource.kind),
        namespaced: resource.namespaced,
        verbs: owned(resource.verbs),
        short_names: owned(resource.short_names),
        categories: owned(resource.categories),
        subresources: resource
            .subresources
            .iter()
            .map(|s| ServedSubresource {
                name: s.name.to_owned(),
                group: s.group.to_owned(),
                version: s.version.to_owned(),
                kind: s.kind.to_owned(),
                verbs: owned(s.verbs),
            })
            .collect(),
        schema: Schema::BuiltIn(resource),
        deprecation_warning: deprecation(resource).map(str::to_owned),
        definition: None,
        terminating: false,
        empty: OnceLock::new(),
        store,
    }
}

fn deprecation(resource: &Resource) -> Option<&'static str> {
    match (resource.group, resource.plural) {
        ("", "endpoints") => {
            Some("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
        }
        ("", "componentstatuses") => Some("v1 ComponentStatus is deprecated in v1.19+"),
        _ => None,
    }
}

/// The groups that have a served version, as upstream orders them.
fn groups(served: &Served) -> Vec<ServedGroup> {
    let mut groups = Vec::new();
    for group in GROUPS {
        let versions: Vec<_> = group
            .versions
            .iter()
            .filter(|(version, _)| served.in_version(group.name, version).next().is_some())
            .map(|(version, _)| (*version).to_owned())
            .collect();
        if !versions.is_empty() {
            groups.push(ServedGroup { name: group.name.to_owned(), versions });
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::clock::SystemClock;
    use bowline_apimachinery::random::SystemRandom;

    use super::*;
    use crate::registry::ServiceRanges;
    use crate::storage::MemoryStorage;

    #[test]
    fn the_default_resources_are_served() {
        let environment = Environment {
            storage: Arc::new(MemoryStorage::default()),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
            service_ranges: ServiceRanges {
                cluster_ips: "10.96.0.0/12".parse().unwrap(),
                node_ports: (30_000, 32_767),
            },
        };
        let served = served(&environment, &["coordination.k8s.io/v1beta1".to_owned()]);
        let pods = served.find("", "v1", "pods").unwrap();
        assert_eq!(pods.store.as_ref().unwrap().key("n", "p"), "/registry/pods/n/p");
        let core = served.find("", "v1", "events").unwrap();
        let new = served.find("events.k8s.io", "v1", "events").unwrap();
        assert!(Arc::ptr_eq(core.store.as_ref().unwrap(), new.store.as_ref().unwrap()));
        assert_eq!(served.groups()[0].name, "");
        assert!(served.find("resource.k8s.io", "v1beta1", "resourceclaims").is_none());
        assert!(served.find("coordination.k8s.io", "v1beta1", "leasecandidates").is_some());
        let crds = served.find("apiextensions.k8s.io", "v1", "customresourcedefinitions").unwrap();
        assert_eq!(crds.store.as_ref().unwrap().layout().api_version(), "apiextensions.k8s.io/v1");
        let autoscaling = served.group("autoscaling").unwrap();
        assert_eq!(autoscaling.versions, ["v2", "v1"]);
    }
}
