//! Sequences of applies and updates of one object.

use bowline_api::create::{self, Creation};
use bowline_api::{conversion, defaults, kinds, update};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::managed_fields::{
    ApplyError, FieldManager, FieldSet, OneVersion, Schema, TypeSchema, keep_timestamps,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::resource;
use bowline_apimachinery::time::Time;
use serde_json::{Value, json as value};

use crate::harness::{Line, check_lines, data, same};

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
    check_lines("ssa", "Widget", |line| run(line, &manager, &manager, &Widgets));
}

#[test]
fn config_maps_are_applied_as_upstream() {
    built_in("v1", "ConfigMap", &[], &[]);
}

#[test]
fn services_are_applied_as_upstream() {
    built_in("v1", "Service", &[&["status"]], &[&["spec"]]);
}

#[test]
fn pods_are_applied_as_upstream() {
    let by_status: &[&[&str]] =
        &[&["spec"], &["metadata", "deletionTimestamp"], &["metadata", "ownerReferences"]];
    built_in("v1", "Pod", &[&["status"]], by_status);
}

#[test]
fn deployments_are_applied_as_upstream() {
    let by_status: &[&[&str]] = &[&["spec"], &["metadata", "labels"]];
    built_in("apps/v1", "Deployment", &[&["status"]], by_status);
}

/// Runs the lines of a kind; the last two are what its endpoints reset.
fn built_in(api_version: &str, kind: &str, main: &[&[&str]], status: &[&[&str]]) {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let endpoint = BuiltIn { group, version, kind };
    let empty = kinds::new(group, version, kind).unwrap();
    let versions = OneVersion { api_version, schema: Schema::built_in(empty.descriptor()) };
    let empty = json::to_value(&*empty, Some((api_version, kind))).unwrap();
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
    check_lines("ssa", kind, |line| run(line, &main, &status, &endpoint));
}

/// What a server does around the field manager.
trait Endpoint {
    /// Brings an object into the form of its type, with defaults.
    fn decode(&self, object: Value) -> Value;

    /// Completes a new or changed object.
    fn prepare(&self, new: Value, live: Option<&Value>, subresource: &str) -> Value;
}

fn run(
    line: &Line,
    main: &FieldManager<'_>,
    status: &FieldManager<'_>,
    endpoint: &dyn Endpoint,
) -> Result<(), String> {
    let mut live: Option<Value> = None;
    let steps = line.want["steps"].as_array().unwrap();
    for (at, (op, want)) in line.input["ops"].as_array().unwrap().iter().zip(steps).enumerate() {
        // Validation is not a part of this.
        if want["reason"] == "Invalid" {
            continue;
        }
        let now = step_time(at);
        let manager = if op["op"] == "updateStatus" { status } else { main };
        let name = op["manager"].as_str().unwrap();
        let outcome = if op["op"] == "apply" {
            let force = op["force"] == true;
            let merged = manager.apply(live.as_ref(), &op["object"], name, force, now);
            merged.map(|object| endpoint.decode(object))
        } else {
            let mut new = endpoint.decode(op["object"].clone());
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
        let new = endpoint.prepare(new, live.as_ref(), manager.subresource);
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
}

struct BuiltIn<'a> {
    group: &'a str,
    version: &'a str,
    kind: &'a str,
}

impl BuiltIn<'_> {
    fn typed(&self, object: Value) -> Box<dyn Message> {
        let mut message = kinds::new(self.group, self.version, self.kind).unwrap();
        json::from_value(&mut *message, object).unwrap();
        defaults::apply(&mut *message, NOW);
        conversion::normalize(&mut *message);
        message
    }

    fn value(&self, message: &dyn Message) -> Value {
        let api_version = resource::group_version(self.group, self.version);
        json::to_value(message, Some((&api_version, self.kind))).unwrap()
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
        self.value(&*self.typed(object))
    }

    fn prepare(&self, mut new: Value, live: Option<&Value>, subresource: &str) -> Value {
        let Some(live) = live else {
            let mut message = self.typed(new);
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
            let mut new = self.value(&*message);
            new["metadata"]["resourceVersion"] = "1".into();
            return new;
        };
        let keep = |new: &mut Value, path: &str| {
            let (parent, name) = path.rsplit_once('/').unwrap();
            let parent = new.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            match live.pointer(path) {
                Some(old) => parent.insert(name.to_owned(), old.clone()),
                None => parent.remove(name),
            };
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
            let mut message = self.typed(new);
            update::prepare(&mut *message, &*self.typed(live.clone()));
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
            let generation = live["metadata"]["generation"].as_i64().unwrap() + 1;
            new["metadata"]["generation"] = generation.into();
        }
        new["metadata"]["resourceVersion"] = "1".into();
        new
    }
}

/// The instant that the recordings stamp objects with.
const NOW: Time = Time::from_unix_seconds(1_700_000_000);

/// Custom resources.
struct Widgets;

impl Endpoint for Widgets {
    /// Metadata takes its type's form, defaults of the schema are filled in.
    fn decode(&self, mut object: Value) -> Value {
        let mut metadata = ObjectMeta::default();
        json::from_value(&mut metadata, object["metadata"].take()).unwrap();
        object["metadata"] = json::to_value(&metadata, None).unwrap();
        let ports = object.pointer_mut("/spec/ports").and_then(Value::as_array_mut);
        for port in ports.into_iter().flatten() {
            port.as_object_mut().unwrap().entry("protocol").or_insert("TCP".into());
        }
        object
    }

    fn prepare(&self, mut new: Value, live: Option<&Value>, _subresource: &str) -> Value {
        let generation = live.map_or(1, |live| {
            let grows = live.get("spec") != new.get("spec");
            live["metadata"]["generation"].as_i64().unwrap() + i64::from(grows)
        });
        new["metadata"]["generation"] = generation.into();
        new["metadata"]["resourceVersion"] = "1".into();
        new
    }
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
