//! Ordinary updates: what upstream stores, and what it refuses.

use bowline::api::resources::of_kind;
use bowline::api::update;
use bowline::apimachinery::codec::json;
use bowline::apimachinery::reflect::Message;
use serde_json::Value;

use crate::defaults::{decode, types};
use crate::harness::{Miss, Outcome, same, text, topic};
use crate::refusals::{Api, refused_change};

#[test]
fn api_validation_update() {
    let api = Api::new();
    topic("api-validation-update", |kind, input, want| match kind {
        "updateok" => check(input, want),
        "update" => refused_change(&api, input, want),
        _ => Err(Miss::NotImplemented),
    });
}

fn check(input: &Value, want: &Value) -> Outcome {
    let types_of = (text(&input["new"], "apiVersion"), text(&input["new"], "kind"));
    let value = |message: &dyn Message| {
        json::to_value(message, Some(types_of)).expect("an object has a JSON form")
    };
    let old = value(&*decode(&input["old"])?);
    let mut new = value(&*decode(&input["new"])?);
    // What the generic store does for all kinds.
    let (group, version, kind) = types(&input["new"]);
    if of_kind(group, version, kind).is_some_and(|resource| resource.has_status) {
        new["status"] = old["status"].clone();
    }
    new["metadata"]["creationTimestamp"] = old["metadata"]["creationTimestamp"].clone();
    let mut message = decode(&new)?;
    update::prepare(&mut *message, &*decode(&old)?);
    same(&without_generation(value(&*message)), &without_generation(want["updated"].clone()))
}

/// Counting changes is the generic store's too.
fn without_generation(mut object: Value) -> Value {
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.remove("generation");
    }
    object
}
