//! The server's types and operations as OpenAPI: v3 by group version, v2 in one document.
//!
//! *Upstream:* `apiserver/pkg/server/routes/openapi.go`, `kube-openapi`.

mod paths;
mod protobuf;
mod schemas;

use serde_json::{Map, Value, json};

pub(crate) use self::protobuf::{MEDIA_TYPE as PROTOBUF_V2, encode_v2};
use self::schemas::{Dialect, Schemas};
use crate::discovery::etag;
use crate::registry::catalog::{Served, ServedResource};

/// `/openapi/v3`: where the documents are; the hashes change when a document does.
#[must_use]
pub fn index(served: &Served) -> Value {
    let mut entries = Map::new();
    for group in served.groups() {
        for version in &group.versions {
            let key = key(&group.name, version);
            let document = document_v3(served, &group.name, version);
            let hash = etag(&document);
            let hash = hash.trim_matches('"');
            let url = format!("/openapi/v3/{key}?hash={hash}");
            entries.insert(key, json!({"serverRelativeURL": url}));
        }
    }
    json!({"paths": entries})
}

/// The document below `/openapi/v3/`, by its key (`api/v1`, `apis/apps/v1`).
#[must_use]
pub fn document(served: &Served, key: &str) -> Option<Value> {
    let parts: Vec<&str> = key.split('/').collect();
    let (group, version) = match parts.as_slice() {
        ["api", version] => ("", *version),
        ["apis", group, version] => (*group, *version),
        _ => return None,
    };
    let known = served.group(group)?.versions.iter().any(|v| v == version);
    known.then(|| document_v3(served, group, version))
}

fn key(group: &str, version: &str) -> String {
    if group.is_empty() { format!("api/{version}") } else { format!("apis/{group}/{version}") }
}

fn document_v3(served: &Served, group: &str, version: &str) -> Value {
    let mut schemas = Schemas::new(Dialect::V3);
    let mut paths = Map::new();
    for resource in served.in_version(group, version) {
        let model = add_model(&mut schemas, resource);
        paths::add(&mut paths, resource, &schemas.reference(&model));
    }
    json!({
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": crate::version::GIT_VERSION},
        "paths": paths,
        "components": {"schemas": schemas.models},
    })
}

/// `/openapi/v2`: everything in one document.
#[must_use]
pub fn document_v2(served: &Served) -> Value {
    let mut schemas = Schemas::new(Dialect::V2);
    let mut paths = Map::new();
    for resource in served.resources() {
        let model = add_model(&mut schemas, resource);
        paths::add(&mut paths, resource, &schemas.reference(&model));
    }
    // Version 2 puts schemas directly on parameters and answers.
    for operations in paths.values_mut().filter_map(Value::as_object_mut) {
        for operation in operations.values_mut() {
            downgrade(operation);
        }
    }
    json!({
        "swagger": "2.0",
        "info": {"title": "Kubernetes", "version": crate::version::GIT_VERSION},
        "paths": paths,
        "definitions": schemas.models,
    })
}

fn downgrade(operation: &mut Value) {
    let mut parameters: Vec<Value> =
        operation["parameters"].as_array().cloned().unwrap_or_default();
    for parameter in &mut parameters {
        parameter["type"] = parameter["schema"]["type"].take();
        if let Some(map) = parameter.as_object_mut() {
            map.remove("schema");
        }
    }
    if let Some(body) = operation.as_object_mut().and_then(|o| o.remove("requestBody")) {
        let schema = body["content"]["*/*"]["schema"].clone();
        let schema = if schema.is_null() { json!({"type": "object"}) } else { schema };
        parameters.push(json!({"name": "body", "in": "body", "required": true, "schema": schema}));
    }
    operation["parameters"] = Value::Array(parameters);
    let answer = &mut operation["responses"]["200"];
    let schema = answer["content"]["application/json"]["schema"].take();
    *answer = json!({"description": "OK", "schema": schema});
}

/// Adds the model of a resource and names it.
fn add_model(schemas: &mut Schemas, resource: &ServedResource) -> String {
    let kind = json!([{
        "group": resource.group, "version": resource.version, "kind": resource.kind,
    }]);
    let name = match resource.schema.descriptor() {
        Some(descriptor) => {
            schemas.add(descriptor);
            descriptor.name.to_owned()
        }
        None => {
            // `example.com` -> `com.example`
            let mut labels: Vec<&str> = resource.group.split('.').collect();
            labels.reverse();
            let name = format!("{}.{}.{}", labels.join("."), resource.version, resource.kind);
            let model = custom_model(schemas, resource);
            schemas.models.insert(name.clone(), model);
            name
        }
    };
    if let Some(model) = schemas.models.get_mut(&name) {
        model["x-kubernetes-group-version-kind"] = kind;
    }
    name
}

/// The declared schema with what every object has.
fn custom_model(schemas: &mut Schemas, resource: &ServedResource) -> Value {
    schemas.add(&bowline_apimachinery::meta::OBJECT_META);
    let mut model = resource
        .schema
        .custom()
        .map(|schema| schema.open_api().clone())
        .unwrap_or_else(|| json!({"type": "object"}));
    let metadata = schemas.reference(bowline_apimachinery::meta::OBJECT_META.name);
    if let Some(properties) = model.get_mut("properties").filter(|p| p.is_object()) {
        properties["apiVersion"] = json!({"type": "string"});
        properties["kind"] = json!({"type": "string"});
        properties["metadata"] = metadata;
    }
    model
}
