//! Server-side apply: the intent of one manager, merged into what others want.
//!
//! *Upstream:* `apimachinery/pkg/util/managedfields`.

use bowline_apimachinery::meta::Status;
use bowline_apimachinery::patch::{merge_patch, strategic};
use bowline_apimachinery::validation::field::{FieldError, Path};
use serde_json::{Map, Value, json};

use super::call::Call;
use super::decode::{Expected, expect_types, unrecognized};
use super::options::WriteOptions;
use crate::registry::ObjectAccess as _;
use crate::registry::store::invalid;

/// Reads the intent.
///
/// # Errors
/// 400 when it is not an object of the resource, 422 when nobody is named as its manager.
pub(crate) fn read(call: &Call, bytes: &[u8], options: &WriteOptions) -> Result<Value, Status> {
    if options.field_manager.is_empty() {
        let path = Path::new("fieldManager");
        let fault = FieldError::required(&path, "is required for apply patch");
        return Err(invalid("meta.k8s.io", "PatchOptions", "", &fault.into()));
    }
    let resource = &call.resource;
    let expected =
        Expected { group: &resource.group, version: &resource.version, kind: &resource.kind };
    let text = String::from_utf8_lossy(bytes);
    let mut intent = bowline_apimachinery::codec::yaml::from_str(&text)
        .map_err(|e| Status::bad_request(format!("error decoding YAML: {e}")))?;
    if !intent.is_object() {
        return Err(unrecognized(expected, &"not an object", bytes));
    }
    expect_types(intent.text("apiVersion"), intent.text("kind"), expected)?;
    if intent.metadata().is_some_and(|m| m.contains_key("managedFields")) {
        return Err(Status::bad_request("metadata.managedFields must be nil"));
    }
    intent.metadata_mut().insert("name".into(), call.info.name.as_str().into());
    Ok(intent)
}

/// A new object of an intent.
pub(crate) fn created(call: &Call, intent: &Value, options: &WriteOptions) -> Value {
    let mut object = intent.clone();
    object.set("apiVersion", call.resource.api_version.as_str());
    object.set("kind", call.resource.kind.as_str());
    if call.resource.namespaced {
        object.metadata_mut().insert("namespace".into(), call.namespace().into());
    }
    record(call, &mut object, intent, options);
    object
}

/// Merges an intent into an object.
///
/// # Errors
/// 422 when the two do not fit.
pub(crate) fn merge(
    call: &Call,
    object: &mut Value,
    intent: &Value,
    options: &WriteOptions,
) -> Result<(), Status> {
    match call.resource.schema.descriptor() {
        Some(descriptor) => strategic::apply(object, intent, descriptor)
            .map_err(|e| Status::bad_request(e.to_string()))?,
        None => {
            merge_patch::apply(object, intent).map_err(|e| Status::bad_request(e.to_string()))?
        }
    }
    record(call, object, intent, options);
    Ok(())
}

/// Notes who applied what.
fn record(call: &Call, object: &mut Value, intent: &Value, options: &WriteOptions) {
    let subresource = call.info.subresource.as_str();
    let now = call.registry().environment().now().to_string();
    let mut fields = field_set(intent);
    if let Some(fields) = fields.as_object_mut() {
        for skipped in ["f:apiVersion", "f:kind"] {
            fields.remove(skipped);
        }
        if let Some(metadata) = fields.get_mut("f:metadata").and_then(Value::as_object_mut) {
            metadata.remove("f:name");
            metadata.remove("f:namespace");
            if metadata.is_empty() {
                fields.remove("f:metadata");
            }
        }
    }
    let metadata = object.metadata_mut();
    let mut entries = match metadata.remove("managedFields") {
        Some(Value::Array(entries)) => entries,
        _ => Vec::new(),
    };
    let manager = options.field_manager.as_str();
    let same = |entry: &Value| {
        entry["manager"] == manager
            && entry["operation"] == "Apply"
            && entry["subresource"].as_str().unwrap_or("") == subresource
    };
    let mut entry = json!({
        "manager": manager,
        "operation": "Apply",
        "apiVersion": call.resource.api_version,
        "time": now,
        "fieldsType": "FieldsV1",
        "fieldsV1": fields,
    });
    if !subresource.is_empty() {
        entry["subresource"] = subresource.into();
    }
    match entries.iter_mut().find(|e| same(e)) {
        // What is applied again without a change is no change.
        Some(old) if old["fieldsV1"] == entry["fieldsV1"] => {}
        Some(old) => *old = entry,
        None => entries.push(entry),
    }
    metadata.insert("managedFields".into(), entries.into());
}

/// The fields of a value, lists as one.
fn field_set(value: &Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| (format!("f:{key}"), field_set(value)))
                .collect::<Map<_, _>>(),
        ),
        _ => json!({}),
    }
}
