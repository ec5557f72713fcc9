//! From a definition to what is served.

use std::sync::{Arc, OnceLock};

use bowline_apimachinery::resource::group_version;
use serde_json::Value;

use super::custom_schema::CustomSchema;
use super::json_path::JsonPath;
use super::strategy::CustomStrategy;
use crate::registry::catalog::{ServedResource, ServedSubresource};
use crate::registry::store::{Store, StoreConfig};
use crate::registry::{Environment, FieldIndex, Layout, ObjectAccess as _, Schema, stored_form};

const VERBS: [&str; 8] =
    ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

/// The versions of a definition, given as JSON.
fn versions(definition: &Value) -> impl Iterator<Item = &Value> {
    definition.at("spec.versions").as_array().into_iter().flatten()
}

/// Where the objects of a definition are stored, in its storage version.
pub(super) fn store(environment: &Environment, definition: &Value) -> Option<Store> {
    let version = versions(definition).find(|v| v["storage"] == Value::Bool(true))?;
    let group = definition.text("spec.group");
    let plural = definition.text("spec.names.plural");
    let schema = Arc::new(CustomSchema::of_version(version));
    let mut index = FieldIndex::default();
    // A field may be selectable in one version only, but all versions lie in storage alike.
    for version in versions(definition) {
        for field in version["selectableFields"].as_array().into_iter().flatten() {
            let path = JsonPath::parse(field.text("jsonPath")).and_then(|path| path.dotted());
            if let Some(path) = path
                && index.position(&path).is_none()
            {
                index.add(&path, &path, "");
            }
        }
    }
    let api_version = group_version(group, version.text("name"));
    let has_status = schema.has_status();
    let kind = definition.text("spec.names.kind");
    let config = StoreConfig {
        layout: Layout::new(kind, &api_version, index, Schema::Custom(schema)),
        group: group.to_owned(),
        plural: plural.to_owned(),
        prefix: format!("/registry/{group}/{plural}"),
        namespaced: definition.text("spec.scope") == "Namespaced",
        trigger: None,
        strategy: Arc::new(CustomStrategy::new(has_status)),
    };
    Some(Store::new(environment.clone(), config))
}

/// What a definition makes served.
pub(super) fn resources(definition: &Value, store: &Arc<Store>) -> Vec<ServedResource> {
    let served = versions(definition).filter(|v| v["served"] == Value::Bool(true));
    served.map(|version| resource(definition, version, store)).collect()
}

fn resource(definition: &Value, version: &Value, store: &Arc<Store>) -> ServedResource {
    let schema = Arc::new(CustomSchema::of_version(version));
    let names = definition.at("spec.names");
    let texts = |key: &str| -> Vec<String> {
        let list = names[key].as_array().into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let group = definition.text("spec.group").to_owned();
    let name = version.text("name").to_owned();
    let kind = names.text("kind").to_owned();
    let api_version = group_version(&group, &name);
    let singular = match names.text("singular") {
        "" => kind.to_lowercase(),
        singular => singular.to_owned(),
    };
    let list_kind = match names.text("listKind") {
        "" => format!("{kind}List"),
        list_kind => list_kind.to_owned(),
    };
    ServedResource {
        subresources: subresources(&schema, &group, &name, &kind),
        deprecation_warning: deprecation(version, &api_version, &kind),
        head: stored_form::head(&kind, &api_version),
        plural: names.text("plural").to_owned(),
        short_names: texts("shortNames"),
        categories: texts("categories"),
        namespaced: definition.text("spec.scope") == "Namespaced",
        verbs: VERBS.iter().map(|&v| v.to_owned()).collect(),
        schema: Schema::Custom(schema),
        store: Some(store.clone()),
        definition: Some(definition.name().to_owned()),
        terminating: definition.is_terminating(),
        empty: OnceLock::new(),
        version: name,
        group,
        api_version,
        singular,
        kind,
        list_kind,
    }
}

fn subresources(
    schema: &CustomSchema,
    group: &str,
    version: &str,
    kind: &str,
) -> Vec<ServedSubresource> {
    let verbs: Vec<String> = ["get", "patch", "update"].iter().map(|&v| v.to_owned()).collect();
    let mut subresources = Vec::new();
    if schema.has_status() {
        subresources.push(ServedSubresource {
            name: "status".to_owned(),
            group: group.to_owned(),
            version: version.to_owned(),
            kind: kind.to_owned(),
            verbs: verbs.clone(),
        });
    }
    if schema.scale().is_some() {
        subresources.push(ServedSubresource {
            name: "scale".to_owned(),
            group: "autoscaling".to_owned(),
            version: "v1".to_owned(),
            kind: "Scale".to_owned(),
            verbs,
        });
    }
    subresources
}

fn deprecation(version: &Value, api_version: &str, kind: &str) -> Option<String> {
    if version["deprecated"] != Value::Bool(true) {
        return None;
    }
    let own = version["deprecationWarning"].as_str().map(str::to_owned);
    Some(own.unwrap_or_else(|| format!("{api_version} {kind} is deprecated")))
}
