//! Sequences of applies and updates of one object.

use bowline::api::create::{self, Creation};
use bowline::api::{kinds, update};
use bowline::apimachinery::codec::json;
use bowline::apimachinery::managed_fields::{
    ApplyError, FieldManager, FieldSet, OneVersion, Schema, TypeSchema, keep_timestamps,
};
use bowline::apimachinery::meta::ObjectMeta;
use bowline::apimachinery::reflect::Message;
use bowline::apimachinery::resource::group_version;
use bowline::apimachinery::time::Time;
use serde_json::{Value, json as value};

use crate::defaults::{NOW, decode};
use crate::harness::{Miss, Outcome, same, text, topic};

#[test]
fn ssa() {
    topic("ssa", |kind, input, want| match kind {
        "Widget" => widget(input, want),
        "ConfigMap" => built_in("v1", kind, &[], &[], input, want),
        "Service" => built_in("v1", kind, &[&["status"]], &[&["spec"]], input, want),
        "Pod" => {
            let by_status: &[&[&str]] =
                &[&["spec"], &["metadata", "deletionTimestamp"], &["metadata", "ownerReferences"]];
            built_in("v1", kind, &[&["status"]], by_status, input, want)
        }
        "Deployment" => {
            let by_status: &[&[&str]] = &[&["spec"], &["metadata", "labels"]];
            built_in("apps/v1", kind, &[&["status"]], by_status, input, want)
        }
        _ => Err(Miss::NotImplemented),
    });
}

fn widget(input: &Value, want: &Value) -> Outcome {
    let definition = include_str!("../data/vectors/ssa-widget-crd.json");
    let definition: Value = serde_json::from_str(definition).expect("a definition");
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
    run(&manager, &manager, &Widgets, input, want)
}

/// Runs a case of a kind, given what its endpoints for the object and its status reset.
fn built_in(
    api_version: &str,
    kind: &str,
    main: &[&[&str]],
    status: &[&[&str]],
    input: &Value,
    want: &Value,
) -> Outcome {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let endpoint = BuiltIn { group, version, kind };
    let empty = kinds::new(group, version, kind).expect("a built-in kind");
    let versions = OneVersion { api_version, schema: Schema::built_in(empty.descriptor()) };
    let empty = endpoint.value(&*empty);
    let (main, status) = (FieldSet::of_fields(main), FieldSet::of_fields(status));
    let (main, status) = ([(api_version, main)], [(api_version, status)]);
    let main = FieldManager {
        versions: &versions,
        api_version,
        kind,
        subresource: "",
        empty: &empty,
        reset_fields: &main,
    };
    let status = FieldManager { subresource: "status", reset_fields: &status, ..main };
    run(&main, &status, &endpoint, input, want)
}

/// What a server does around the field manager.
trait Endpoint {
    /// Brings an object into the form of its type, with defaults.
    fn decode(&self, object: Value) -> Value;

    /// Completes a new or changed object.
    fn prepare(&self, new: Value, live: Option<&Value>, subresource: &str) -> Value;
}

fn run(
    main: &FieldManager<'_>,
    status: &FieldManager<'_>,
    endpoint: &dyn Endpoint,
    input: &Value,
    want: &Value,
) -> Outcome {
    let mut live: Option<Value> = None;
    let steps = input["ops"].as_array().into_iter().flatten();
    for (at, (op, want)) in (1..).zip(steps.zip(want["steps"].as_array().into_iter().flatten())) {
        // Validation is not a part of this.
        if want["reason"] == "Invalid" {
            continue;
        }
        let manager = if op["op"] == "updateStatus" { status } else { main };
        let new = step(manager, endpoint, op, live.as_ref(), at);
        let new = match new {
            Ok(new) => new,
            Err(error) => {
                conflict(&error, want)?;
                continue;
            }
        };
        let mut shown = new.clone();
        let entries = shown["metadata"].as_object_mut().and_then(|m| m.remove("managedFields"));
        let entries = entries.unwrap_or(value!([]));
        same(&value!({"managedFields": entries, "object": shown}), want)?;
        if op["dryRun"] != true {
            live = Some(new);
        }
    }
    Ok(())
}

/// Does one step; step N of a recording was made N minutes past midnight.
fn step(
    manager: &FieldManager<'_>,
    endpoint: &dyn Endpoint,
    op: &Value,
    live: Option<&Value>,
    at: i64,
) -> Result<Value, ApplyError> {
    const MIDNIGHT: i64 = 1_699_920_000;
    let now = Time::from_unix_seconds(MIDNIGHT + 60 * at);
    let (name, object) = (text(op, "manager"), &op["object"]);
    let mut new = if op["op"] == "apply" {
        endpoint.decode(manager.apply(live, object, name, op["force"] == true, now)?)
    } else {
        let mut new = endpoint.decode(object.clone());
        manager.update(live, &mut new, name, now);
        new
    };
    if let Some(live) = live {
        keep_timestamps(&mut new, live);
    }
    let mut new = endpoint.prepare(new, live, manager.subresource);
    new["metadata"]["resourceVersion"] = "1".into();
    Ok(new)
}

struct BuiltIn<'a> {
    group: &'a str,
    version: &'a str,
    kind: &'a str,
}

impl BuiltIn<'_> {
    fn value(&self, message: &dyn Message) -> Value {
        let api_version = group_version(self.group, self.version);
        json::to_value(message, Some((&api_version, self.kind))).expect("an object has a JSON form")
    }
}

impl Endpoint for BuiltIn<'_> {
    fn decode(&self, mut object: Value) -> Value {
        // Types do not tell an empty list from none; to forget all owners is said in another way.
        if let Some(entries) = object.pointer_mut("/metadata/managedFields")
            && entries.as_array().is_some_and(Vec::is_empty)
        {
            *entries = value!([{}]);
        }
        self.value(&*read(&object))
    }

    fn prepare(&self, mut new: Value, live: Option<&Value>, subresource: &str) -> Value {
        let Some(live) = live else {
            let mut message = read(&new);
            create::prepare(
                &mut *message,
                &Creation {
                    group: self.group,
                    version: self.version,
                    kind: self.kind,
                    namespace: "default",
                    now: NOW,
                    labels_defaulted: false,
                },
            );
            return self.value(&*message);
        };
        let keep = |new: &mut Value, path: &str| {
            let (parent, name) = path.rsplit_once('/').unwrap_or_default();
            let parent = new.pointer_mut(parent).and_then(Value::as_object_mut);
            match (parent, live.pointer(path)) {
                (Some(parent), Some(old)) => drop(parent.insert(name.to_owned(), old.clone())),
                (Some(parent), None) => drop(parent.remove(name)),
                (None, _) => {}
            }
        };
        let kept: &[&str] = match (subresource, self.kind) {
            ("status", "Deployment") => &["/spec", "/metadata/labels"],
            ("status", "Pod") => &["/spec", "/metadata/ownerReferences"],
            ("status", _) => &["/spec"],
            (_, "ConfigMap") => &[],
            _ => &["/status"],
        };
        kept.iter().for_each(|path| keep(&mut new, path));
        if subresource.is_empty() {
            let mut message = read(&new);
            update::prepare(&mut *message, &*read(live));
            new = self.value(&*message);
        }
        keep(&mut new, "/metadata/generation");
        let grows = match self.kind {
            "Deployment" => {
                let annotations = "/metadata/annotations";
                new["spec"] != live["spec"]
                    || (subresource.is_empty()
                        && new.pointer(annotations) != live.pointer(annotations))
            }
            "Pod" => new["spec"] != live["spec"],
            _ => false,
        };
        if grows {
            new["metadata"]["generation"] = (generation(live) + 1).into();
        }
        new
    }
}

fn read(object: &Value) -> Box<dyn Message> {
    decode(object).unwrap_or_else(|error| panic!("{object}: {error}"))
}

fn generation(object: &Value) -> i64 {
    object["metadata"]["generation"].as_i64().unwrap_or(0)
}

/// Custom resources.
struct Widgets;

impl Endpoint for Widgets {
    /// Metadata takes its type's form, defaults of the schema are filled in.
    fn decode(&self, mut object: Value) -> Value {
        let mut metadata = ObjectMeta::default();
        json::from_value(&mut metadata, object["metadata"].take()).expect("metadata");
        object["metadata"] = json::to_value(&metadata, None).expect("metadata has a JSON form");
        let ports = object.pointer_mut("/spec/ports").and_then(Value::as_array_mut);
        for port in ports.into_iter().flatten().filter_map(Value::as_object_mut) {
            port.entry("protocol").or_insert("TCP".into());
        }
        object
    }

    fn prepare(&self, mut new: Value, live: Option<&Value>, _subresource: &str) -> Value {
        let generation = live
            .map_or(1, |live| generation(live) + i64::from(live.get("spec") != new.get("spec")));
        new["metadata"]["generation"] = generation.into();
        new
    }
}

/// Compares a refusal.
fn conflict(error: &ApplyError, want: &Value) -> Outcome {
    let ApplyError::Conflicts(conflicts) = error else { return Err(error.to_string().into()) };
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
    let (code, reason) = (status.code, status.reason);
    same(&value!({"causes": causes, "code": code, "error": true, "reason": reason}), want)
}
