//! The three patch languages.

use bowline::api::resources;
use bowline::apimachinery::descriptor::Descriptor;
use bowline::apimachinery::patch::json_patch::{self, JsonPatchError};
use bowline::apimachinery::patch::merge_patch;
use bowline::apimachinery::patch::strategic::{self, StrategicError};
use serde_json::{Value, json};

use crate::harness::{Miss, Outcome, is_failure, same, same_result, text, topic};

#[test]
fn patch_json() {
    topic("patch-json", |_, input, want| {
        let mut document = input["doc"].clone();
        let patch = match &input["ops"] {
            Value::String(text) => text.clone(),
            operations => operations.to_string(),
        };
        match json_patch::apply(&mut document, patch.as_bytes()) {
            Ok(()) => same(&json!({"result": document}), want),
            Err(error) => same(&json!({"error": true, "reason": class(&error)}), want),
        }
    });
}

/// The coarse word that the recordings have for a failure.
fn class(error: &JsonPatchError) -> &'static str {
    match error {
        JsonPatchError::Decode(_) => "decode",
        JsonPatchError::Missing { .. } | JsonPatchError::Incomplete { .. } => "missing",
        JsonPatchError::Index { .. } => "index",
        JsonPatchError::TestFailed(_) => "test-failed",
        _ => "apply",
    }
}

#[test]
fn patch_merge() {
    topic("patch-merge", |kind, input, want| match kind {
        "apply" => {
            let mut document = input["original"].clone();
            let outcome = merge_patch::apply(&mut document, &input["patch"]);
            same_result(outcome.map(|()| json!({"result": document})), want)
        }
        "create" => {
            let patch = merge_patch::create(&input["original"], &input["modified"]);
            same_result(patch.map(|patch| json!({"patch": patch})), want)
        }
        "threeway" => {
            let original = present(&input["original"]);
            let (modified, current) = (&input["modified"], &input["current"]);
            let patch = merge_patch::create_three_way(original, modified, current);
            same_result(patch.map(|patch| json!({"patch": patch})), want)
        }
        _ => Err(Miss::NotImplemented),
    });
}

#[test]
fn patch_strategic() {
    topic("patch-strategic", |kind, input, want| match kind {
        "hand" | "apply" => {
            let result = applied(input, &input["original"], &input["patch"]);
            same_result(result.map(|result| json!({"result": result})), want)
        }
        "twoway" => {
            let (from, to) = (&input["original"], &input["modified"]);
            same_patch(input, from, strategic::create(from, to, descriptor(input)), want)
        }
        "threeway" => {
            let patch = strategic::create_three_way(
                present(&input["original"]),
                &input["modified"],
                &input["current"],
                descriptor(input),
                input["overwrite"] == true,
            );
            if want["reason"] == "conflict" && !matches!(patch, Err(StrategicError::Conflict)) {
                return Err(format!("is {patch:?}, want a conflict").into());
            }
            same_patch(input, &input["current"], patch, want)
        }
        _ => Err(Miss::NotImplemented),
    });
}

/// Compares a patch and what it makes of an object.
fn same_patch(
    input: &Value,
    object: &Value,
    patch: Result<Value, StrategicError>,
    want: &Value,
) -> Outcome {
    let applied = patch.and_then(|patch| {
        let applied = applied(input, object, &patch)?;
        Ok(json!({"patch": patch, "applied": applied}))
    });
    if is_failure(want) {
        return same_result(applied, want);
    }
    let applied = applied.map_err(|error| error.to_string())?;
    same(&applied, want)
}

fn applied(input: &Value, object: &Value, patch: &Value) -> Result<Value, StrategicError> {
    let mut object = object.clone();
    strategic::apply(&mut object, patch, descriptor(input)).map(|()| object)
}

fn present(value: &Value) -> Option<&Value> {
    (!value.is_null()).then_some(value)
}

/// The descriptor of the kind that the case names.
fn descriptor(input: &Value) -> &'static Descriptor {
    let api_version = text(input, "apiVersion");
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let resource = resources::of_kind(group, version, text(input, "kind"));
    (resource.expect("a built-in kind").new)().descriptor()
}
