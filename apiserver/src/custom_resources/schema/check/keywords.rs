//! Keywords that definitions may not use, and those that contradict each other.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::Value;

use super::{EMBEDDED, LIST_TYPE, MAP_TYPE, PRESERVE, child, flag, list_keys, listed, named, text};

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Where a check stands.
#[derive(Clone, Copy, Default)]
struct Place<'p> {
    /// Why there may be no defaults.
    no_defaults: Option<&'p str>,
    /// Within the metadata of an object.
    metadata: bool,
}

/// The faulty keywords of a schema.
pub(super) fn faults(schema: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    visit(schema, path, true, Place::default(), &mut faults);
    faults
}

fn visit(schema: &Value, path: &Path<'_>, root: bool, place: Place<'_>, faults: &mut ErrorList) {
    forbidden(schema, path, place, faults);
    if flag(schema, "uniqueItems") {
        let why =
            "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
        faults.push(FieldError::forbidden(&path.child("uniqueItems"), why));
    }
    let additional = schema.get("additionalProperties").filter(|a| !a.is_null());
    let additional_path = path.child("additionalProperties");
    if let Some(additional) = additional {
        let structured = named(schema, "properties").next().is_some();
        if structured && *additional != Value::Bool(true) {
            let why = "additionalProperties and properties are mutual exclusive";
            faults.push(FieldError::forbidden(&additional_path, why));
        }
        let inner = match place.metadata {
            true => Place {
                no_defaults: Some("inside additionalProperties applying to object metadata"),
                ..place
            },
            false => place,
        };
        if additional.is_object() {
            visit(additional, &additional_path, false, inner, faults);
        }
    }
    let properties = path.child("properties");
    for (name, property) in named(schema, "properties") {
        let meta = matches!(name.as_str(), "metadata" | "kind" | "apiVersion")
            && (root || flag(schema, EMBEDDED));
        let why = format!("in top-level {name}");
        let inner = match (meta, root) {
            (true, true) => Place { no_defaults: Some(&why), metadata: true },
            (true, false) => Place { metadata: true, ..place },
            (false, _) => place,
        };
        visit(property, &properties.key(name), false, inner, faults);
    }
    if let Some(not) = child(schema, "not") {
        visit(not, &path.child("not"), false, place, faults);
    }
    for name in ["allOf", "oneOf", "anyOf"] {
        let list = path.child(name);
        for (i, part) in listed(schema, name) {
            visit(part, &list.index(i), false, place, faults);
        }
    }
    for name in ["definitions", "dependencies"] {
        let map = path.child(name);
        for (key, part) in named(schema, name).filter(|(_, part)| part.is_object()) {
            visit(part, &map.key(key), false, place, faults);
        }
    }
    if let Some(items) = child(schema, "items") {
        visit(items, &path.child("items"), false, place, faults);
    }
    extensions(schema, path, faults);
    list_keys::check(schema, path, faults);
}

fn forbidden(schema: &Value, path: &Path<'_>, place: Place<'_>, faults: &mut ErrorList) {
    let kind = text(schema, "type");
    if !kind.is_empty() && !TYPES.contains(&kind) {
        faults.push(FieldError::not_supported(&path.child("type"), kind, TYPES));
    }
    if let Some(why) = place.no_defaults
        && schema.get("default").is_some_and(|d| !d.is_null())
    {
        let why = format!("must not be set {why}");
        faults.push(FieldError::forbidden(&path.child("default"), why));
    }
    let given = |name: &str| {
        schema
            .get(name)
            .is_some_and(|v| !v.is_null() && v != "" && v.as_object().is_none_or(|o| !o.is_empty()))
    };
    for name in ["id", "additionalItems", "patternProperties", "definitions"] {
        if given(name) {
            let why = format!("{name} is not supported");
            faults.push(FieldError::forbidden(&path.child(name), why));
        }
    }
    for name in ["dependencies", "$ref"] {
        if schema.get(name).is_some_and(|v| !v.is_null()) {
            let why = format!("{name} is not supported");
            faults.push(FieldError::forbidden(&path.child(name), why));
        }
    }
    if kind == "null" {
        let why = "type cannot be set to null, use nullable as an alternative";
        faults.push(FieldError::forbidden(&path.child("type"), why));
    }
    if schema.get("items").is_some_and(Value::is_array) {
        let why = "items must be a schema object and not an array";
        faults.push(FieldError::forbidden(&path.child("items"), why));
    }
    if place.metadata && flag(schema, EMBEDDED) {
        let why = "must not be used inside of resource meta";
        faults.push(FieldError::forbidden(&path.child(EMBEDDED), why));
    }
}

fn extensions(schema: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    if schema.get(PRESERVE) == Some(&Value::Bool(false)) {
        let why = "must be true or undefined";
        faults.push(FieldError::invalid(&path.child(PRESERVE), false, why));
    }
    wants_type(schema, MAP_TYPE, "object", path, faults);
    let map_type = text(schema, MAP_TYPE);
    if schema.get(MAP_TYPE).is_some() && !matches!(map_type, "atomic" | "granular") {
        let known = ["atomic", "granular"];
        faults.push(FieldError::not_supported(&path.child(MAP_TYPE), map_type, known));
    }
    wants_type(schema, LIST_TYPE, "array", path, faults);
    let list_type = text(schema, LIST_TYPE);
    if schema.get(LIST_TYPE).is_some() && !matches!(list_type, "atomic" | "set" | "map") {
        let known = ["atomic", "set", "map"];
        faults.push(FieldError::not_supported(&path.child(LIST_TYPE), list_type, known));
    }
}

/// An extension that only makes sense for one type.
fn wants_type(
    schema: &Value,
    extension: &str,
    wanted: &str,
    path: &Path<'_>,
    faults: &mut ErrorList,
) {
    let kind = text(schema, "type");
    if schema.get(extension).is_none_or(Value::is_null) || kind == wanted {
        return;
    }
    let why = format!("must be {wanted} if {extension} is specified");
    let path = path.child("type");
    faults.push(match kind {
        "" => FieldError::required(&path, why),
        kind => FieldError::invalid(&path, kind, why),
    });
}
