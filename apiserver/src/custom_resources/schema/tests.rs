//! The engine against what Kubernetes was recorded doing.

use std::sync::Arc;

use serde_json::Value;

use super::*;

const PROCESSED: &str = include_str!("../../../tests/data/crd-schema.jsonl");
const FORMATS: &str = include_str!("../../../tests/data/crd-formats.jsonl");

fn lines(text: &str) -> impl Iterator<Item = Value> + '_ {
    text.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// Field and type of each fault, sorted.
fn brief(faults: &bowline_apimachinery::validation::field::ErrorList) -> Vec<(String, String)> {
    let mut brief: Vec<_> =
        faults.iter().map(|f| (f.field.clone(), f.kind.as_str().to_owned())).collect();
    brief.sort();
    brief
}

fn wanted(out: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let errors = out["errors"].as_array().unwrap().iter();
    let mut wanted: Vec<_> = errors.map(|e| (text(&e["field"]), text(&e["type"]))).collect();
    wanted.sort();
    wanted
}

fn processed(structural: &Structural, object: &Value) -> Value {
    let mut object = object.clone();
    structural.prune(&mut object);
    structural.default(&mut object);
    object
}

#[test]
fn objects_are_pruned_defaulted_and_validated_as_recorded() {
    let mut failures = Vec::new();
    let mut count = 0;
    for line in lines(PROCESSED) {
        let (id, input, out) = (line["id"].as_str().unwrap(), &line["in"], &line["out"]);
        let schema = &input["schema"];
        let structural = Arc::new(Structural::of(schema));
        let validator = Validator::new(schema, structural.clone());
        if id.contains("-process-") {
            let same = |found: &Value, before: &Value, wanted: &Value| match wanted.as_str() {
                Some("same") => found == before,
                _ => found == wanted,
            };
            let mut object = input["object"].clone();
            structural.prune(&mut object);
            if !same(&object, &input["object"], &out["pruned"]) {
                failures.push(format!("{id} pruned: {object}"));
            }
            let pruned = object.clone();
            structural.default(&mut object);
            if !same(&object, &pruned, &out["defaulted"]) {
                failures.push(format!("{id} defaulted: {object}"));
            }
            let found = brief(&validator.validate(&object, None));
            if found != wanted(out) {
                failures.push(format!("{id} errors: {found:?} not {:?}", wanted(out)));
            }
        } else if id.contains("-update-") {
            let old = processed(&structural, &input["old"]);
            let new = processed(&structural, &input["new"]);
            let found = brief(&validator.validate(&new, Some(&old)));
            if found != wanted(out) {
                failures.push(format!("{id} errors: {found:?} not {:?}", wanted(out)));
            }
        } else {
            continue;
        }
        count += 1;
    }
    assert!(count > 50, "{count} vectors");
    let shown: Vec<_> = failures.iter().take(10).collect();
    assert!(failures.is_empty(), "{} of {count} differ: {shown:#?}", failures.len());
}

#[test]
fn formats_accept_what_was_recorded() {
    for line in lines(FORMATS) {
        let format = line["in"]["format"].as_str().unwrap();
        let accepted = line["out"]["accepted"].as_array().unwrap();
        for value in line["in"]["values"].as_array().unwrap() {
            let text = value.as_str().unwrap();
            assert_eq!(
                formats::accepts(format, text),
                accepted.contains(value),
                "{format} {text:?}"
            );
        }
    }
}
