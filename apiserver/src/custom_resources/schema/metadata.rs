//! Objects within objects: their kind and their metadata.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/schema/objectmeta`.

use bowline_apimachinery::codec::json;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::path_segment_name;
use bowline_apimachinery::validation::object_meta::{
    annotations, finalizers, labels, owner_references,
};
use serde_json::Value;

use super::structural::Structural;

/// Why metadata is not metadata.
#[derive(Debug)]
pub(crate) struct NotMetadata {
    pub(crate) path: String,
    pub(crate) why: String,
}

/// Gives metadata, of the object and of those within it, the shape it must have.
///
/// Returns the complaints about unknown fields.
///
/// # Errors
/// When a field has the wrong type.
pub(crate) fn coerce(object: &mut Value, schema: &Structural) -> Result<Vec<String>, NotMetadata> {
    let mut complaints = Vec::new();
    visit(object, schema, true, &Path::root(), &mut complaints)?;
    Ok(complaints)
}

fn visit(
    value: &mut Value,
    schema: &Structural,
    resource: bool,
    path: &Path<'_>,
    complaints: &mut Vec<String>,
) -> Result<(), NotMetadata> {
    match value {
        Value::Object(fields) => {
            if (resource || schema.embedded_resource)
                && let Some(metadata) = fields.get_mut("metadata")
            {
                reshape(metadata, &path.child("metadata").to_string(), complaints)?;
            }
            for (name, value) in fields {
                if let Some(schema) = schema.field(name) {
                    visit(value, schema, false, &path.child(name), complaints)?;
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = &schema.items {
                for (i, item) in items.iter_mut().enumerate() {
                    visit(item, schema, false, &path.index(i), complaints)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn reshape(
    metadata: &mut Value,
    path: &str,
    complaints: &mut Vec<String>,
) -> Result<(), NotMetadata> {
    let mut typed = ObjectMeta::default();
    let fault = |why: String| NotMetadata { path: path.to_owned(), why };
    let report =
        json::from_value(&mut typed, metadata.clone()).map_err(|e| fault(e.to_string()))?;
    for complaint in report.complaints {
        complaints.push(complaint.replacen("field \"", &format!("field \"{path}."), 1));
    }
    *metadata = json::to_value(&typed, None).map_err(|e| fault(e.to_string()))?;
    // A time that was never given is no field.
    if let Some(fields) = metadata.as_object_mut()
        && fields.get("creationTimestamp").is_some_and(Value::is_null)
    {
        fields.remove("creationTimestamp");
    }
    Ok(())
}

/// Every fault of objects within the object.
pub(super) fn embedded_faults(
    schema: &Structural,
    value: &Value,
    path: &Path<'_>,
    root: bool,
) -> ErrorList {
    let mut faults = ErrorList::new();
    match value {
        Value::Object(fields) => {
            if schema.embedded_resource && !root {
                faults.extend(resource_faults(value, path));
            }
            for (name, value) in fields {
                let Some(inner) = schema.field(name) else { continue };
                let path = if schema.properties.contains_key(name) {
                    path.child(name)
                } else {
                    path.key(name)
                };
                faults.extend(embedded_faults(inner, value, &path, false));
            }
        }
        Value::Array(items) => {
            if let Some(inner) = &schema.items {
                for (i, item) in items.iter().enumerate() {
                    faults.extend(embedded_faults(inner, item, &path.index(i), false));
                }
            }
        }
        _ => {}
    }
    faults
}

fn resource_faults(value: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    for field in ["apiVersion", "kind"] {
        let field_path = path.child(field);
        match value.get(field).and_then(Value::as_str) {
            None => faults.push(FieldError::required(&field_path, "must not be empty")),
            Some("") => faults.push(FieldError::invalid(&field_path, "", "must not be empty")),
            Some(text) if field == "apiVersion" && text.matches('/').count() > 1 => {
                let why = format!("unexpected GroupVersion string: {text}");
                faults.push(FieldError::invalid(&field_path, text, why));
            }
            Some(text) if field == "kind" => {
                let lower = text.to_lowercase();
                let complaints =
                    bowline_apimachinery::validation::names::dns1035_label(&lower).into_iter();
                let why = complaints.map(|why| FieldError::invalid(&field_path, text, why));
                faults.extend(why);
            }
            Some(_) => {}
        }
    }
    if let Some(metadata) = value.get("metadata") {
        let mut typed = ObjectMeta::default();
        let path = path.child("metadata");
        if json::from_value(&mut typed, metadata.clone()).is_ok() {
            faults.extend(metadata_faults(&typed, &path));
        }
    }
    faults
}

/// Embedded metadata need not be complete, but what there is must be well formed.
fn metadata_faults(metadata: &ObjectMeta, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    for (field, text) in [("name", &metadata.name), ("generateName", &metadata.generate_name)] {
        if !text.is_empty() {
            let path = path.child(field);
            let complaints = path_segment_name(text).into_iter();
            faults.extend(complaints.map(|why| FieldError::invalid(&path, text.as_str(), why)));
        }
    }
    faults.extend(labels(&metadata.labels, &path.child("labels")));
    faults.extend(annotations(&metadata.annotations, &path.child("annotations")));
    faults.extend(owner_references(&metadata.owner_references, &path.child("ownerReferences")));
    faults.extend(finalizers(&metadata.finalizers, &path.child("finalizers")));
    faults
}
