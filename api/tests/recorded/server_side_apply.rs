//! Sequences of applies and updates of one object.

use bowline_apimachinery::codec::json;
use bowline_apimachinery::managed_fields::{
    ApplyError, FieldManager, OneVersion, Schema, TypeSchema, keep_timestamps,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::Time;
use serde_json::{Value, json as value};

use crate::harness::{check_lines, data, same};

#[test]
fn custom_resources_are_applied_as_upstream() {
    let definition: Value = serde_json::from_str(&data("ssa-widget-crd.json")).unwrap();
    let schema = &definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
    let schema = TypeSchema::of_resource(schema);
    let versions = OneVersion { api_version: "example.com/v1", schema: Schema::custom(&schema) };
    let empty = value!({"apiVersion": "example.com/v1", "kind": "Widget"});
    let manager = FieldManager {
        versions: &versions,
        api_version: "example.com/v1",
        kind: "Widget",
        subresource: "",
        empty: &empty,
        reset_fields: &[],
    };
    check_lines("ssa", "Widget", |line| {
        let mut live: Option<Value> = None;
        let steps = line.want["steps"].as_array().unwrap();
        for (at, (op, want)) in line.input["ops"].as_array().unwrap().iter().zip(steps).enumerate()
        {
            let now = step_time(at);
            let name = op["manager"].as_str().unwrap();
            let outcome = if op["op"] == "apply" {
                let force = op["force"] == true;
                manager.apply(live.as_ref(), &op["object"], name, force, now).map(decode_widget)
            } else {
                let mut new = decode_widget(op["object"].clone());
                manager.update(live.as_ref(), &mut new, name, now);
                Ok(new)
            };
            let fault = |fault: String| format!("step {}: {fault}", at + 1);
            let mut new = match outcome {
                Ok(new) => new,
                Err(error) => {
                    conflict(&error, want).map_err(fault)?;
                    continue;
                }
            };
            if let Some(live) = &live {
                keep_timestamps(&mut new, live);
            }
            prepare_widget(&mut new, live.as_ref());
            let mut shown = new.clone();
            let entries = shown["metadata"].as_object_mut().unwrap().remove("managedFields");
            same("managedFields", &entries.unwrap_or(value!([])), &want["managedFields"])
                .map_err(fault)?;
            same("object", &shown, &want["object"]).map_err(fault)?;
            if op["dryRun"] != true {
                live = Some(new);
            }
        }
        Ok(())
    });
}

/// What decoding a custom resource does: metadata takes its type's form, defaults are filled in.
fn decode_widget(mut object: Value) -> Value {
    let mut metadata = ObjectMeta::default();
    json::from_value(&mut metadata, object["metadata"].take()).unwrap();
    object["metadata"] = json::to_value(&metadata, None).unwrap();
    for port in
        object.pointer_mut("/spec/ports").and_then(Value::as_array_mut).into_iter().flatten()
    {
        port.as_object_mut().unwrap().entry("protocol").or_insert("TCP".into());
    }
    object
}

/// What the strategy of custom resources does.
fn prepare_widget(new: &mut Value, live: Option<&Value>) {
    let generation = live.map_or(1, |live| {
        let grows = live.get("spec") != new.get("spec");
        live["metadata"]["generation"].as_i64().unwrap() + i64::from(grows)
    });
    new["metadata"]["generation"] = generation.into();
    new["metadata"]["resourceVersion"] = "1".into();
}

/// Step N of a recording was made N minutes past midnight.
fn step_time(at: usize) -> Time {
    const MIDNIGHT: i64 = 1_699_920_000;
    Time::from_unix_seconds(MIDNIGHT + 60 * (i64::try_from(at).unwrap() + 1))
}

/// Compares a refusal.
fn conflict(error: &ApplyError, want: &Value) -> Result<(), String> {
    let ApplyError::Conflicts(conflicts) = error else { return Err(error.to_string()) };
    let status = conflicts.status();
    let mut causes: Vec<Value> = status
        .details
        .iter()
        .flat_map(|details| &details.causes)
        .map(|cause| {
            value!({"field": cause.field, "message": cause.message, "reason": cause.reason})
        })
        .collect();
    causes.sort_by_key(ToString::to_string);
    same("reason", &value!("Conflict"), &want["reason"])?;
    same("causes", &causes.into(), &want["causes"])
}
