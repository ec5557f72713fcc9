//! The operations of a resource, with the parameters that clients look for.

use serde_json::{Map, Value, json};

use crate::registry::catalog::ServedResource;

/// Parameters of requests that write.
const WRITE: [&str; 3] = ["dryRun", "fieldManager", "fieldValidation"];
/// Parameters of requests that read many.
const LIST: [&str; 10] = [
    "allowWatchBookmarks",
    "continue",
    "fieldSelector",
    "labelSelector",
    "limit",
    "resourceVersion",
    "resourceVersionMatch",
    "sendInitialEvents",
    "timeoutSeconds",
    "watch",
];
/// Parameters of requests that delete.
const DELETE: [&str; 5] = [
    "dryRun",
    "gracePeriodSeconds",
    "ignoreStoreReadErrorWithClusterBreakingPotential",
    "orphanDependents",
    "propagationPolicy",
];
const PATCH_TYPES: [&str; 5] = [
    "application/apply-patch+yaml",
    "application/apply-patch+cbor",
    "application/json-patch+json",
    "application/merge-patch+json",
    STRATEGIC_MERGE_PATCH,
];
const STRATEGIC_MERGE_PATCH: &str = "application/strategic-merge-patch+json";

/// Adds the paths of a resource; `reference` points to its model.
pub(super) fn add(paths: &mut Map<String, Value>, resource: &ServedResource, reference: &Value) {
    let prefix = if resource.group.is_empty() {
        format!("/api/{}", resource.version)
    } else {
        format!("/apis/{}/{}", resource.group, resource.version)
    };
    let scope = if resource.namespaced { "/namespaces/{namespace}" } else { "" };
    let plural = &resource.plural;
    let has = |verb: &str| resource.verbs.iter().any(|v| v == verb);
    let op = |action: &str, parameters: &[&str]| operation(resource, action, parameters, reference);

    let mut collection = Map::new();
    let put = |map: &mut Map<String, Value>, verb: &str, method: &str, op: Value| {
        if has(verb) {
            map.insert(method.to_owned(), op);
        }
    };
    put(&mut collection, "list", "get", op("list", &LIST));
    put(&mut collection, "create", "post", op("post", &WRITE));
    put(&mut collection, "deletecollection", "delete", op("deletecollection", &DELETE));
    if resource.namespaced && has("list") {
        paths.insert(format!("{prefix}/{plural}"), json!({"get": op("list", &LIST)}));
    }
    paths.insert(format!("{prefix}{scope}/{plural}"), Value::Object(collection));

    let mut item = Map::new();
    put(&mut item, "get", "get", op("get", &[]));
    put(&mut item, "update", "put", op("put", &WRITE));
    put(&mut item, "delete", "delete", op("delete", &DELETE));
    let mut patch = op("patch", &["dryRun", "fieldManager", "fieldValidation", "force"]);
    // A strategic merge needs the tags of a Go type, which custom kinds do not have.
    let strategic = resource.schema.custom().is_none();
    let content: Map<String, Value> = PATCH_TYPES
        .iter()
        .filter(|t| strategic || **t != STRATEGIC_MERGE_PATCH)
        .map(|t| ((*t).to_owned(), json!({"schema": {"type": "object"}})))
        .collect();
    patch["requestBody"] = json!({"required": true, "content": content});
    put(&mut item, "patch", "patch", patch);
    if !item.is_empty() {
        paths.insert(format!("{prefix}{scope}/{plural}/{{name}}"), Value::Object(item));
    }
}

fn operation(
    resource: &ServedResource,
    action: &str,
    parameters: &[&str],
    reference: &Value,
) -> Value {
    let tag = format!(
        "{}_{}",
        if resource.group.is_empty() { "core" } else { &resource.group },
        resource.version
    );
    let query: Vec<Value> = parameters.iter().map(|name| parameter(name)).collect();
    let body = json!({"application/json": {"schema": reference}});
    let mut operation = json!({
        "tags": [tag],
        "operationId": format!("{action}{}{}", resource.version, resource.kind),
        "parameters": query,
        "responses": {"200": {"description": "OK", "content": body}},
        "x-kubernetes-action": action,
        "x-kubernetes-group-version-kind": {
            "group": resource.group, "version": resource.version, "kind": resource.kind,
        },
    });
    if matches!(action, "post" | "put") {
        operation["requestBody"] =
            json!({"required": true, "content": {"*/*": {"schema": reference}}});
    }
    operation
}

fn parameter(name: &str) -> Value {
    let ty = match name {
        "limit" | "timeoutSeconds" | "gracePeriodSeconds" => "integer",
        "watch"
        | "allowWatchBookmarks"
        | "sendInitialEvents"
        | "force"
        | "orphanDependents"
        | "ignoreStoreReadErrorWithClusterBreakingPotential" => "boolean",
        _ => "string",
    };
    json!({"name": name, "in": "query", "schema": {"type": ty, "uniqueItems": true}})
}
