//! What decoding and creating fill in.

use bowline::api::batch::v1::Job;
use bowline::api::create::{self, Creation};
use bowline::api::{conversion, defaults, kinds};
use bowline::apimachinery::codec::json;
use bowline::apimachinery::reflect::Message;
use bowline::apimachinery::time::Time;
use serde_json::Value;

use crate::harness::{Miss, Outcome, same, text, topic};

/// The moment at which the cases were recorded.
pub(crate) const NOW: Time = Time::from_unix_seconds(1_700_000_000);

/// The uid that new objects had.
const UID: &str = "11111111-1111-1111-1111-111111111111";

#[test]
fn api_defaults() {
    topic("api-defaults", |kind, input, want| match kind {
        "create" | "sparse" => check(input, want),
        _ => Err(Miss::NotImplemented),
    });
}

fn check(input: &Value, want: &Value) -> Outcome {
    let mut object = decode(input)?;
    same(&encode(&*object, input), &without_empty_lists(&want["defaulted"]))?;
    complete(&mut *object);
    same(&encode(&*object, input), &without_empty_lists(&want["defaulted"]))?;

    if let Some(job) = object.downcast_mut::<Job>() {
        job.metadata.uid = UID.to_owned();
    }
    let (group, version, kind) = types(input);
    let labels_defaulted = input["metadata"].get("labels").is_none();
    let (namespace, now) = ("default", NOW);
    let creation = Creation { group, version, kind, namespace, now, labels_defaulted };
    create::prepare(&mut *object, &creation);
    if let Some(job) = object.downcast_mut::<Job>() {
        job.metadata.uid.clear();
    }
    same(&encode(&*object, input), &without_empty_lists(&want["created"]))
}

/// Group, version and kind of an object.
pub(crate) fn types(object: &Value) -> (&str, &str, &str) {
    let api_version = text(object, "apiVersion");
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    (group, version, text(object, "kind"))
}

/// Reads an object as a server does.
pub(crate) fn decode(object: &Value) -> Result<Box<dyn Message>, String> {
    let (group, version, kind) = types(object);
    let mut message = kinds::new(group, version, kind).ok_or("no such kind")?;
    json::from_value(&mut *message, object.clone()).map_err(|error| error.to_string())?;
    complete(&mut *message);
    Ok(message)
}

fn complete(message: &mut dyn Message) {
    defaults::apply(message, NOW);
    conversion::normalize(message);
}

fn encode(message: &dyn Message, like: &Value) -> Value {
    let types = Some((text(like, "apiVersion"), text(like, "kind")));
    without_empty_lists(&json::to_value(message, types).expect("an object has a JSON form"))
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
