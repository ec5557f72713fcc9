//! Other forms of an object: its metadata alone, or rows of a table.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers/response.go`.

use std::sync::Arc;

use bowline_apimachinery::meta::{ListMeta, Status};
use serde_json::{Value, json};

use super::call::Call;
use crate::custom_resources::{self, CustomColumn};
use crate::printers;
use crate::registry::Entry;

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
    let now = call.registry().environment().now();
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let object = call.resource.to_served(entry.value());
        let resource = &call.resource;
        let printed = match resource.schema.custom() {
            Some(schema) => printers::Row::from(custom_resources::row(schema, &object, now)),
            None => printers::row(&resource.group, &resource.version, &resource.kind, &object, now),
        };
        let object = match include {
            Include::None => Value::Null,
            Include::Object => object,
            Include::Metadata => metadata_of(object, version),
        };
        let mut row = json!({ "cells": printed.cells });
        if !printed.conditions.is_empty() {
            row["conditions"] = printed.conditions.into();
        }
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
        table["columnDefinitions"] = column_definitions(call);
    }
    Ok(table)
}

fn column_definitions(call: &Call) -> Value {
    if let Some(schema) = call.resource.schema.custom() {
        let definition = |column: &CustomColumn| {
            json!({
                "name": column.name, "type": column.kind, "format": column.format,
                "priority": column.priority, "description": column.description,
            })
        };
        return custom_resources::table_columns(schema).iter().map(definition).collect();
    }
    let known = call.resource.schema.built_in().map_or(&[][..], |r| r.columns);
    let columns = if known.is_empty() { &DEFAULT_COLUMNS[..] } else { known };
    let definition = |&(name, kind, format, priority): &(&str, &str, &str, i32)| {
        json!({
            "name": name, "type": kind, "format": format, "priority": priority,
            "description": name,
        })
    };
    columns.iter().map(definition).collect()
}

/// What is shown of kinds that have no columns of their own.
const DEFAULT_COLUMNS: [(&str, &str, &str, i32); 2] =
    [("Name", "string", "name", 0), ("Created At", "date", "", 0)];

/// A table that tells how far a watch has come, with the bookmark as its only row.
pub(crate) fn table_of_bookmark(bookmark: Value, version: &str, revision: u64) -> Value {
    json!({
        "kind": "Table",
        "apiVersion": format!("meta.k8s.io/{version}"),
        "metadata": { "resourceVersion": revision.to_string() },
        "columnDefinitions": [],
        "rows": [{ "cells": [], "object": metadata_of(bookmark, version) }],
    })
}

/// What of the object a row carries.
#[derive(Clone, Copy, PartialEq)]
enum Include {
    None,
    Metadata,
    Object,
}
