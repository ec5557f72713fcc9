//! Defaulting on decode.

use bowline_api::batch::v1::Job;
use bowline_api::create::{self, Creation};
use bowline_api::{conversion, defaults, kinds};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;
use serde_json::Value;

use crate::harness::{check, same};

/// The instant at which the recordings were made.
const NOW: Time = Time::from_unix_seconds(1_700_000_000);

#[test]
fn objects_are_defaulted_as_upstream() {
    check("api-defaults", |line| {
        let (mut object, api_version, kind) = decode(&line.input);
        defaults::apply(&mut *object, NOW);
        conversion::normalize(&mut *object);
        let want = without_empty_lists(&line.want["defaulted"]);
        let got = |object: &dyn Message| without_empty_lists(&encode(object, &api_version, &kind));
        same("defaulted", &got(&*object), &want)?;
        defaults::apply(&mut *object, NOW);
        conversion::normalize(&mut *object);
        same("defaulted twice", &got(&*object), &want)
    });
}

#[test]
fn new_objects_are_prepared_as_upstream() {
    check("api-defaults", |line| {
        let (mut object, api_version, kind) = decode(&line.input);
        let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
        defaults::apply(&mut *object, NOW);
        conversion::normalize(&mut *object);
        if let Some(job) = object.downcast_mut::<Job>() {
            job.metadata.uid = "11111111-1111-1111-1111-111111111111".into();
        }
        let labels_defaulted = line.input["metadata"].get("labels").is_none();
        let (namespace, now) = ("default", NOW);
        let creation = Creation { group, version, kind: &kind, namespace, now, labels_defaulted };
        create::prepare(&mut *object, &creation);
        if let Some(job) = object.downcast_mut::<Job>() {
            job.metadata.uid.clear();
        }
        let want = without_empty_lists(&line.want["created"]);
        let got = without_empty_lists(&encode(&*object, &api_version, &kind));
        same("created", &got, &want)
    });
}

fn decode(input: &Value) -> (Box<dyn Message>, String, String) {
    let api_version = input["apiVersion"].as_str().unwrap().to_owned();
    let kind = input["kind"].as_str().unwrap().to_owned();
    let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
    let mut object = kinds::new(group, version, &kind).unwrap();
    json::from_value(&mut *object, input.clone()).unwrap();
    (object, api_version, kind)
}

fn encode(object: &dyn Message, api_version: &str, kind: &str) -> Value {
    json::to_value(object, Some((api_version, kind))).unwrap()
}

/// Upstream tells an empty list from none until it stores the object; here they are one.
fn without_empty_lists(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) => items.iter().map(without_empty_lists).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.clone(), without_empty_lists(value))).collect()
        }
        scalar => scalar.clone(),
    }
}
