//! The form that every client knows: one document a group version.

use serde_json::{Value, json};

use crate::registry::catalog::{Served, ServedGroup, ServedResource};

/// `/api`
pub(super) fn versions(served: &Served) -> Value {
    let versions = served.group("").map(|g| g.versions.clone()).unwrap_or_default();
    json!({
        "kind": "APIVersions",
        "versions": versions,
        "serverAddressByClientCIDRs": [],
    })
}

/// `/apis`
pub(super) fn groups(served: &Served) -> Value {
    let groups: Vec<Value> =
        served.groups().iter().filter(|g| !g.name.is_empty()).map(group_entry).collect();
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
}

/// `/apis/apps`
pub(super) fn group(served: &Served, name: &str) -> Option<Value> {
    let mut entry = group_entry(served.group(name).filter(|g| !g.name.is_empty())?);
    entry["kind"] = json!("APIGroup");
    entry["apiVersion"] = json!("v1");
    Some(entry)
}

fn group_entry(group: &ServedGroup) -> Value {
    let versions: Vec<Value> = group
        .versions
        .iter()
        .map(|v| json!({"groupVersion": format!("{}/{v}", group.name), "version": v}))
        .collect();
    json!({"name": group.name, "versions": versions, "preferredVersion": versions.first()})
}

/// `/api/v1`, `/apis/apps/v1`
pub(super) fn resources(served: &Served, group: &str, version: &str) -> Option<Value> {
    let known = served.group(group)?.versions.iter().any(|v| v == version);
    if !known {
        return None;
    }
    let mut list = Vec::new();
    for resource in served.in_version(group, version) {
        list.push(entry(resource));
        list.extend(resource.subresources.iter().map(|sub| {
            let mut item = json!({
                "name": format!("{}/{}", resource.plural, sub.name),
                "singularName": "",
                "namespaced": resource.namespaced,
                "kind": sub.kind,
                "verbs": sub.verbs,
            });
            if (&sub.group, &sub.version) != (&resource.group, &resource.version) {
                item["group"] = json!(sub.group);
                item["version"] = json!(sub.version);
            }
            item
        }));
    }
    Some(json!({
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": bowline_apimachinery::resource::group_version(group, version),
        "resources": list,
    }))
}

fn entry(resource: &ServedResource) -> Value {
    let mut item = json!({
        "name": resource.plural,
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": resource.verbs,
    });
    if !resource.short_names.is_empty() {
        item["shortNames"] = json!(resource.short_names);
    }
    if !resource.categories.is_empty() {
        item["categories"] = json!(resource.categories);
    }
    item
}
