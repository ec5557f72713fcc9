//! Structural schemas: every part says its type, and logic says nothing of structure.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_cel::Regex;
use serde_json::{Value, json};

use super::{
    EMBEDDED, INT_OR_STRING, LIST_KEYS, LIST_TYPE, MAP_TYPE, PRESERVE, child, flag, listed, named,
    text,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Item,
    Field,
}

/// What keeps a schema from being structural.
pub(super) fn faults(schema: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    visit(schema, Level::Root, path, &mut faults);
    faults
}

fn visit(schema: &Value, level: Level, path: &Path<'_>, faults: &mut ErrorList) {
    let kind = text(schema, "type");
    match child(schema, "items") {
        Some(items) => visit(items, Level::Item, &path.child("items"), faults),
        None if kind == "array" => {
            faults.push(FieldError::required(&path.child("items"), "must be specified"));
        }
        None => {}
    }
    let properties = path.child("properties");
    for (name, schema) in named(schema, "properties") {
        visit(schema, Level::Field, &properties.key(name), faults);
    }
    let additional = schema.get("additionalProperties").filter(|a| !a.is_null());
    let additional_path = path.child("additionalProperties");
    if let Some(additional) = additional {
        if level == Level::Root {
            faults.push(FieldError::forbidden(&additional_path, "must not be used at the root"));
        }
        if additional.is_object() {
            visit(additional, Level::Field, &additional_path, faults);
        }
    }
    extensions(schema, path, faults);
    logic(schema, level, path, faults);
    typed(schema, level, path, faults);
    let embedded = flag(schema, EMBEDDED);
    if embedded && additional.is_some() {
        let why = "must not be used if x-kubernetes-embedded-resource is set";
        faults.push(FieldError::forbidden(&additional_path, why));
    }
    metadata(schema, level, &properties, faults);
    let empty = named(schema, "properties").next().is_none();
    if embedded && !flag(schema, PRESERVE) && empty {
        let why = "must not be empty if x-kubernetes-embedded-resource is true without \
                   x-kubernetes-preserve-unknown-fields";
        faults.push(FieldError::required(&properties, why));
    }
}

fn extensions(schema: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    if !flag(schema, INT_OR_STRING) {
        return;
    }
    for name in [PRESERVE, EMBEDDED] {
        if flag(schema, name) {
            let why = "must be false if x-kubernetes-int-or-string is true";
            faults.push(FieldError::invalid(&path.child(name), true, why));
        }
    }
}

fn typed(schema: &Value, level: Level, path: &Path<'_>, faults: &mut ErrorList) {
    let kind = text(schema, "type");
    let path = path.child("type");
    if flag(schema, EMBEDDED) && kind != "object" {
        let why = "must be object if x-kubernetes-embedded-resource is true";
        faults.push(if kind.is_empty() {
            FieldError::required(&path, why)
        } else {
            FieldError::invalid(&path, kind, why)
        });
    } else if kind.is_empty() && !flag(schema, INT_OR_STRING) && !flag(schema, PRESERVE) {
        let why = match level {
            Level::Root => "must not be empty at the root",
            Level::Item => "must not be empty for specified array items",
            Level::Field => "must not be empty for specified object fields",
        };
        faults.push(FieldError::required(&path, why));
    }
    if level == Level::Root && !kind.is_empty() && kind != "object" {
        faults.push(FieldError::invalid(&path, kind, "must be object at the root"));
    }
}

/// Kind, version and metadata are always there; a schema can only restrict names.
fn metadata(schema: &Value, level: Level, properties: &Path<'_>, faults: &mut ErrorList) {
    let resource = level == Level::Root || flag(schema, EMBEDDED);
    let property = |name: &str| schema.get("properties").and_then(|p| p.get(name));
    for name in ["kind", "apiVersion"] {
        if let Some(schema) = property(name).filter(|s| resource && text(s, "type") != "string") {
            let at = properties.key(name);
            let why = "must be string";
            faults.push(FieldError::invalid(&at.child("type"), text(schema, "type"), why));
        }
    }
    let Some(metadata) = property("metadata") else { return };
    let at = properties.key("metadata");
    if resource && text(metadata, "type") != "object" {
        faults.push(FieldError::invalid(
            &at.child("type"),
            text(metadata, "type"),
            "must be object",
        ));
    }
    if level == Level::Root && says_more_than_names(metadata) {
        let why = "must not specify anything other than name and generateName, but metadata is \
                   implicitly specified";
        faults.push(FieldError::forbidden(&at, why));
    }
}

fn says_more_than_names(metadata: &Value) -> bool {
    let Some(fields) = metadata.as_object() else { return false };
    let names_only = named(metadata, "properties")
        .all(|(name, _)| matches!(name.as_str(), "name" | "generateName"));
    let empty = |v: &Value| {
        v.is_null()
            || *v == json!(false)
            || v == ""
            || v.as_array().is_some_and(Vec::is_empty)
            || v.as_object().is_some_and(serde_json::Map::is_empty)
    };
    !names_only
        || fields.iter().any(|(name, value)| {
            !matches!(name.as_str(), "type" | "default" | "properties") && !empty(value)
        })
}

/// The one pattern in which logic may name types: an integer or a string.
fn is_int_or_string(any_of: Option<&Value>) -> bool {
    any_of == Some(&json!([{ "type": "integer" }, { "type": "string" }]))
}

fn logic(schema: &Value, level: Level, path: &Path<'_>, faults: &mut ErrorList) {
    if !is_int_or_string(schema.get("anyOf")) {
        let any_of = path.child("anyOf");
        for (i, part) in listed(schema, "anyOf") {
            nested(part, level, false, &any_of.index(i), faults);
        }
    }
    let all_of = path.child("allOf");
    for (i, part) in listed(schema, "allOf") {
        let skip = i == 0 && is_int_or_string(part.get("anyOf"));
        nested(part, level, skip, &all_of.index(i), faults);
    }
    one_of_and_not(schema, level, path, faults);
}

fn one_of_and_not(schema: &Value, level: Level, path: &Path<'_>, faults: &mut ErrorList) {
    let one_of = path.child("oneOf");
    for (i, part) in listed(schema, "oneOf") {
        nested(part, level, false, &one_of.index(i), faults);
    }
    if let Some(not) = child(schema, "not") {
        nested(not, level, false, &path.child("not"), faults);
    }
    let pattern = text(schema, "pattern");
    if let Err(e) = Regex::new(pattern) {
        let why = format!("must be a valid regular expression, but isn't: {e}");
        faults.push(FieldError::invalid(&path.child("pattern"), pattern, why));
    }
}

/// A part of logic: it may restrict values, and say nothing of structure.
fn nested(part: &Value, level: Level, skip_any_of: bool, path: &Path<'_>, faults: &mut ErrorList) {
    if !skip_any_of {
        let any_of = path.child("anyOf");
        for (i, inner) in listed(part, "anyOf") {
            nested(inner, level, false, &any_of.index(i), faults);
        }
    }
    let all_of = path.child("allOf");
    for (i, inner) in listed(part, "allOf") {
        nested(inner, level, false, &all_of.index(i), faults);
    }
    one_of_and_not(part, level, path, faults);
    if let Some(items) = child(part, "items") {
        nested(items, level, false, &path.child("items"), faults);
    }
    let properties = path.child("properties");
    for (name, inner) in named(part, "properties") {
        nested(inner, Level::Field, false, &properties.key(name), faults);
    }
    let set = |name: &str| {
        part.get(name).is_some_and(|v| {
            !v.is_null() && *v != json!(false) && v != "" && v.as_array() != Some(&Vec::new())
        })
    };
    for (name, why) in [
        ("type", "must be empty to be structural"),
        ("additionalProperties", "must be undefined to be structural"),
        ("default", "must be undefined to be structural"),
        ("title", "must be empty to be structural"),
        ("description", "must be empty to be structural"),
        ("nullable", "must be false to be structural"),
        ("externalDocs", "must be undefined to be structural"),
        (PRESERVE, "must be false to be structural"),
        (EMBEDDED, "must be false to be structural"),
        (INT_OR_STRING, "must be false to be structural"),
        (LIST_KEYS, "must be empty to be structural"),
        (LIST_TYPE, "must be undefined to be structural"),
        (MAP_TYPE, "must be undefined to be structural"),
        ("x-kubernetes-validations", "must be empty to be structural"),
    ] {
        let given = match name {
            "additionalProperties" => part.get(name).is_some_and(|v| !v.is_null()),
            "default" => part.get(name).is_some_and(|v| !v.is_null()),
            name => set(name),
        };
        if given {
            faults.push(FieldError::forbidden(&path.child(name), why));
        }
    }
    if part.get("properties").is_some_and(|p| p.get("metadata").is_some()) {
        let why = "must not be specified in a nested context";
        faults.push(FieldError::forbidden(&properties.key("metadata"), why));
    }
}
