//! Other forms of an object: its metadata alone, or rows of a table.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers/response.go`.

use std::sync::Arc;

use bowline_apimachinery::meta::{ListMeta, Status};
use serde_json::{Value, json};

use super::call::Call;
use crate::registry::{Entry, ObjectAccess as _};

/// Only the metadata.
pub(crate) fn metadata(entry: &Entry, version: &str) -> Value {
    metadata_of(entry.value(), version)
}

/// The metadata of an object.
pub(crate) fn metadata_of(mut object: Value, version: &str) -> Value {
    let metadata = object.as_object_mut().and_then(|o| o.remove("metadata"));
    json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": format!("meta.k8s.io/{version}"),
        "metadata": metadata.unwrap_or_else(|| json!({})),
    })
}

/// A table with a row for each object.
///
/// # Errors
/// 400 when `includeObject` is none of the known values.
pub(crate) fn table(
    call: &Call,
    entries: &[Arc<Entry>],
    version: &str,
    meta: Option<&ListMeta>,
    columns: bool,
) -> Result<Value, Status> {
    let include = match call.parameter("includeObject") {
        "" | "Metadata" => Include::Metadata,
        "None" => Include::None,
        "Object" => Include::Object,
        other => {
            return Err(Status::bad_request(format!(
                "unrecognized includeObject value: \"{other}\""
            )));
        }
    };
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let object = call.resource.from_stored(entry.value());
        let cells = json!([object.name(), object.meta("creationTimestamp")]);
        let object = match include {
            Include::None => Value::Null,
            Include::Object => object,
            Include::Metadata => metadata_of(object, version),
        };
        let mut row = json!({ "cells": cells });
        if !object.is_null() {
            row["object"] = object;
        }
        rows.push(row);
    }
    let revision = entries.first().map_or(0, |e| e.revision()).to_string();
    let mut table = json!({
        "kind": "Table",
        "apiVersion": format!("meta.k8s.io/{version}"),
        "metadata": match meta {
            Some(meta) => json!(meta),
            None => json!({ "resourceVersion": revision }),
        },
        "columnDefinitions": [],
        "rows": rows,
    });
    if columns {
        table["columnDefinitions"] = json!([
            { "name": "Name", "type": "string", "format": "name", "priority": 0,
              "description": "Name must be unique within a namespace." },
            { "name": "Created At", "type": "date", "format": "", "priority": 0,
              "description": "When the server created the object." },
        ]);
    }
    Ok(table)
}

/// What of the object a row carries.
#[derive(Clone, Copy, PartialEq)]
enum Include {
    None,
    Metadata,
    Object,
}
