//! Schemas of custom kinds: what they make of objects, and which of them are refused.

use std::sync::Arc;

use bowline::apimachinery::validation::field::{ErrorList, Path};
use bowline::apiserver::custom_resources::definition_check;
use bowline::apiserver::custom_resources::schema::{Structural, Validator, check, formats};
use bowline::cel::rules::Stored;
use serde_json::{Value, json};

use crate::harness::{Miss, Outcome, same, text, topic};

#[test]
fn crd_schema() {
    topic("crd-schema", |kind, input, want| match kind {
        "process" => process(input, want),
        "update" => {
            let (structural, validator) = engine(&input["schema"]);
            let [old, new] = ["old", "new"].map(|name| processed(&structural, &input[name]));
            same(&brief(&validator.validate(&new, Some(&old))), &want["errors"])
        }
        "crdinvalid" => {
            let path = Path::new("spec.validation.openAPIV3Schema");
            let found = check::faults(&input["schema"], &path, false, &Stored::default());
            same(&brief(&found), &want["errors"])
        }
        "crd" => {
            let mut found = definition_check::faults(&input["crd"], &Stored::default());
            let mut definition = input["crd"].clone();
            definition["status"] = json!({ "storedVersions": ["v1"] });
            found.extend(definition_check::stored_version_faults(&definition));
            same(&brief(&found), &want["errors"])
        }
        _ => Err(Miss::NotImplemented),
    });
}

#[test]
fn crd_formats() {
    topic("crd-formats", |_, input, want| {
        let values = input["values"].as_array().expect("a list").iter();
        let format = text(input, "format");
        let accepted = values.filter(|it| formats::accepts(format, it.as_str().expect("a text")));
        same(&accepted.cloned().collect(), &want["accepted"])
    });
}

fn engine(schema: &Value) -> (Arc<Structural>, Validator) {
    let structural = Arc::new(Structural::of(schema));
    (structural.clone(), Validator::new(schema, structural))
}

fn process(input: &Value, want: &Value) -> Outcome {
    let (structural, validator) = engine(&input["schema"]);
    let mut object = input["object"].clone();
    structural.prune(&mut object);
    step(&object, &input["object"], &want["pruned"])?;
    let pruned = object.clone();
    structural.default(&mut object);
    step(&object, &pruned, &want["defaulted"])?;
    same(&brief(&validator.validate(&object, None)), &want["errors"])
}

/// A step's result is recorded only where it changed something.
fn step(got: &Value, before: &Value, want: &Value) -> Outcome {
    same(got, if want == "same" { before } else { want })
}

fn processed(structural: &Structural, object: &Value) -> Value {
    let mut object = object.clone();
    structural.prune(&mut object);
    structural.default(&mut object);
    object
}

/// Field and type of each fault, sorted.
fn brief(faults: &ErrorList) -> Value {
    let mut brief: Vec<_> = faults.iter().map(|it| (&it.field, it.kind.as_str())).collect();
    brief.sort();
    brief.into_iter().map(|(field, kind)| json!({"field": field, "type": kind})).collect()
}
