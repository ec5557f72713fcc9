//! Reading both forms in which servers tell what they serve. No I/O.

use std::borrow::Cow;

use bowline_api::apidiscovery::v2::{
    APIGroupDiscovery, APIResourceDiscovery, DiscoveryFreshness, ResourceScope,
};
use bowline_apimachinery::meta::APIResourceList;
use bowline_apimachinery::resource::ApiResource;
use serde::Deserialize;

use super::{ApiGroup, ApiVersion, ServedResource};

/// The aggregated form: everything in one document.
pub(super) fn aggregated(bytes: &[u8]) -> Result<Vec<ApiGroup>, serde_json::Error> {
    #[derive(Deserialize)]
    struct List {
        #[serde(default)]
        items: Vec<APIGroupDiscovery>,
    }
    let list: List = serde_json::from_slice(bytes)?;
    Ok(list.items.into_iter().map(group).collect())
}

fn group(group: APIGroupDiscovery) -> ApiGroup {
    let name = group.metadata.name;
    let versions = group.versions.into_iter().map(|version| ApiVersion {
        resources: version
            .resources
            .into_iter()
            .filter_map(|resource| served(&name, &version.version, resource))
            .collect(),
        stale: version.freshness == DiscoveryFreshness::Stale,
        version: version.version,
    });
    ApiGroup { versions: versions.collect(), name: name.clone() }
}

/// None for what has no kind: nothing but subresources.
fn served(group: &str, version: &str, found: APIResourceDiscovery) -> Option<ServedResource> {
    let kind = found.response_kind.filter(|kind| !kind.kind.is_empty())?;
    Some(ServedResource {
        resource: ApiResource {
            group: Cow::Owned(group.to_owned()),
            version: Cow::Owned(version.to_owned()),
            kind: Cow::Owned(kind.kind),
            plural: Cow::Owned(found.resource),
            namespaced: found.scope == ResourceScope::Namespaced,
        },
        singular: found.singular_resource,
        short_names: found.short_names,
        categories: found.categories,
        verbs: found.verbs,
        subresources: found.subresources.into_iter().map(|sub| sub.subresource).collect(),
    })
}

/// The old form: a document for each version of each group.
pub(super) fn version(group: &str, version: &str, list: APIResourceList) -> ApiVersion {
    let mut resources: Vec<ServedResource> = Vec::new();
    let (subresources, tops): (Vec<_>, Vec<_>) =
        list.resources.into_iter().partition(|resource| resource.name.contains('/'));
    for found in tops {
        resources.push(ServedResource {
            resource: ApiResource {
                group: Cow::Owned(group.to_owned()),
                version: Cow::Owned(version.to_owned()),
                kind: Cow::Owned(found.kind),
                plural: Cow::Owned(found.name),
                namespaced: found.namespaced,
            },
            singular: found.singular_name,
            short_names: found.short_names,
            categories: found.categories,
            verbs: found.verbs,
            subresources: Vec::new(),
        });
    }
    for found in subresources {
        let Some((plural, subresource)) = found.name.split_once('/') else { continue };
        let top = resources.iter_mut().find(|served| served.resource.plural == plural);
        if let Some(top) = top {
            top.subresources.push(subresource.to_owned());
        }
    }
    ApiVersion { version: version.to_owned(), resources, stale: false }
}
