//! Definitions and paths as the fuzzer throws them.

use bowline_cel::rules::Stored;
use serde_json::{Value, json};

use super::custom_schema::CustomSchema;
use super::definition_check;
use super::json_path::JsonPath;
use super::normalize;

/// Judges a definition with this schema, and puts objects through it.
pub fn structural_schema(schema: &Value, old: &Value, object: &Value) {
    let version = json!({"name": "v1", "served": true, "storage": true,
        "schema": {"openAPIV3Schema": schema}});
    let definition = json!({"metadata": {"name": "tests.example.com"}, "spec": {
        "group": "example.com", "scope": "Namespaced",
        "names": {"plural": "tests", "singular": "test", "kind": "Test", "listKind": "TestList"},
        "versions": [version],
    }});
    let faults = definition_check::faults(&definition, &Stored::default());
    let accepted = faults.iter().next().is_none();
    // What is stored has been accepted, but a stored object may not fit the schema any more.
    let schema = CustomSchema::of_version(&version);
    let mut object = object.clone();
    if normalize(&schema, &mut object).is_err() {
        return;
    }
    let mut again = object.clone();
    if accepted {
        let told = normalize(&schema, &mut again).expect("an object that was normalized");
        assert_eq!((again, Vec::<String>::new()), (object.clone(), told), "not idempotent");
    }
    let _ = schema.validator().validate(&object, Some(old));
    if accepted && let Some(rules) = schema.rules() {
        let _ = rules.validate(&object, Some(old), bowline_cel::rules::COST_BUDGET);
    }
}

/// Reads a path and looks it up in an object that has something of everything.
pub fn json_path(text: &str) {
    let Some(path) = JsonPath::parse(text) else { return };
    let object = json!({"a": {"b": [1, 2, {"c": "x", "type": "Ready"}]}, "s": "text", "n": null});
    let _ = path.find(&object);
    let _ = path.dotted();
}
