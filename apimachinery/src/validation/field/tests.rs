//! Paths and messages as upstream prints them.

use serde_json::{Value, json};

use super::*;

#[test]
fn paths_print_names_indexes_and_keys() {
    let spec = Path::new("spec");
    let containers = spec.child("containers");
    let first = containers.index(0);
    for (path, want) in [
        (Path::root(), "<nil>"),
        (Path::root().child("key"), "key"),
        (spec, "spec"),
        (first, "spec.containers[0]"),
        (
            first.child("resources").child("limits").key("cpu"),
            "spec.containers[0].resources.limits[cpu]",
        ),
        (spec.child("template.spec"), "spec.template.spec"),
    ] {
        assert_eq!(path.to_string(), want);
    }
}

#[test]
fn messages_show_the_value_where_upstream_does() {
    let path = Path::new("f");
    for (error, want) in [
        (FieldError::required(&path, ""), "f: Required value"),
        (FieldError::required(&path, "name it"), "f: Required value: name it"),
        (FieldError::invalid(&path, "a\n", "no"), "f: Invalid value: \"a\\n\": no"),
        (FieldError::invalid(&path, -1, "no"), "f: Invalid value: -1: no"),
        (FieldError::invalid(&path, Value::Null, ""), "f: Invalid value: null"),
        (
            FieldError::invalid(&path, json!({"a": ["<b>"]}), "no"),
            "f: Invalid value: {\"a\":[\"\\u003cb\\u003e\"]}: no",
        ),
        (FieldError::type_invalid(&path, true, "no"), "f: Invalid value: true: no"),
        (FieldError::duplicate(&path, "x"), "f: Duplicate value: \"x\""),
        (FieldError::not_found(&path, "x"), "f: Not found: \"x\""),
        (
            FieldError::not_supported(&path, "x", ["TCP", "UDP"]),
            "f: Unsupported value: \"x\": supported values: \"TCP\", \"UDP\"",
        ),
        (FieldError::forbidden(&path, "not here"), "f: Forbidden: not here"),
        (FieldError::too_long(&path, 1), "f: Too long: may not be more than 1 byte"),
        (FieldError::too_many(&path, 3, 2), "f: Too many: 3: must have at most 2 items"),
    ] {
        assert_eq!(error.to_string(), want);
    }
}

#[test]
fn lists_print_distinct_messages() {
    let path = Path::new("f");
    let mut list = ErrorList::new();
    assert_eq!(list.to_string(), "");
    list.push(FieldError::required(&path, ""));
    list.push(FieldError::required(&path, ""));
    assert_eq!(list.to_string(), "f: Required value");
    list.push(FieldError::forbidden(&path, "x"));
    assert_eq!(list.to_string(), "[f: Required value, f: Forbidden: x]");
    assert_eq!(ErrorList::new().into_result(1), Ok(1));
}
