//! The three patch languages.

use bowline_api::resources;
use bowline_apimachinery::descriptor::Descriptor;
use bowline_apimachinery::patch::json_patch::{self, JsonPatchError};
use bowline_apimachinery::patch::{merge_patch, strategic};
use serde_json::Value;

use crate::harness::{Line, check, same};

#[test]
fn json_patches_apply_as_upstream() {
    check("patch-json", |line| {
        let mut document = line.input["doc"].clone();
        let patch = match &line.input["ops"] {
            Value::String(text) => text.clone(),
            ops => ops.to_string(),
        };
        match json_patch::apply(&mut document, patch.as_bytes()) {
            Ok(()) => expect(line, "result", &document),
            Err(error) => {
                let class = match &error {
                    JsonPatchError::Decode(_) => "decode",
                    JsonPatchError::Missing { .. } | JsonPatchError::Incomplete { .. } => "missing",
                    JsonPatchError::Index { .. } => "index",
                    JsonPatchError::TestFailed(_) => "test-failed",
                    _ => "apply",
                };
                same("error class", &class.into(), &line.want["reason"])
            }
        }
    });
}

#[test]
fn merge_patches_apply_and_compute_as_upstream() {
    check("patch-merge", |line| {
        let input = &line.input;
        match line.kind("patch-merge") {
            "apply" => {
                let mut document = input["original"].clone();
                let outcome = merge_patch::apply(&mut document, &input["patch"]);
                compare(line, "result", outcome.map(|()| document))
            }
            "create" => {
                compare(line, "patch", merge_patch::create(&input["original"], &input["modified"]))
            }
            _ => compare(
                line,
                "patch",
                merge_patch::create_three_way(
                    present(&input["original"]),
                    &input["modified"],
                    &input["current"],
                ),
            ),
        }
    });
}

#[test]
fn strategic_patches_apply_and_compute_as_upstream() {
    check("patch-strategic", |line| {
        let input = &line.input;
        let descriptor = descriptor(input);
        let applied = |to: &Value, patch: &Value| {
            let mut document = to.clone();
            strategic::apply(&mut document, patch, descriptor).map(|()| document)
        };
        match line.kind("patch-strategic") {
            "hand" | "apply" => {
                compare(line, "result", applied(&input["original"], &input["patch"]))
            }
            "twoway" => {
                let (from, to) = (&input["original"], &input["modified"]);
                let patch = strategic::create(from, to, descriptor);
                compare(line, "patch", patch.clone())?;
                compare(line, "applied", patch.and_then(|patch| applied(from, &patch)))
            }
            _ => {
                let current = &input["current"];
                let patch = strategic::create_three_way(
                    present(&input["original"]),
                    &input["modified"],
                    current,
                    descriptor,
                    input["overwrite"] == true,
                );
                if line.want["reason"] == "conflict" {
                    let conflict = matches!(patch, Err(strategic::StrategicError::Conflict));
                    return same("conflict", &conflict.into(), &true.into());
                }
                compare(line, "patch", patch.clone())?;
                compare(line, "applied", patch.and_then(|patch| applied(current, &patch)))
            }
        }
    });
}

fn present(value: &Value) -> Option<&Value> {
    (!value.is_null()).then_some(value)
}

/// The descriptor of the kind that the input names.
fn descriptor(input: &Value) -> &'static Descriptor {
    let api_version = input["apiVersion"].as_str().unwrap();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let kind = input["kind"].as_str().unwrap();
    (resources::of_kind(group, version, kind).unwrap().new)().descriptor()
}

fn compare<E: std::fmt::Display>(
    line: &Line,
    member: &str,
    got: Result<Value, E>,
) -> Result<(), String> {
    match got {
        Ok(value) => expect(line, member, &value),
        Err(_) if line.fails() => Ok(()),
        Err(error) => Err(format!("refused: {error}")),
    }
}

fn expect(line: &Line, member: &str, got: &Value) -> Result<(), String> {
    if line.fails() {
        return Err(format!("taken, but upstream refuses: {}", line.want["reason"]));
    }
    same(member, got, &line.want[member])
}
