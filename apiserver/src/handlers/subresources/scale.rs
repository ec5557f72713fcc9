//! `scale`: how many replicas, the same for every kind that has them.
//!
//! *Upstream:* `pkg/registry/apps/*/storage`, `apiextensions/pkg/registry/customresource/etcd.go`.

use async_trait::async_trait;
use bowline_apimachinery::codec::json;
use bowline_apimachinery::labels;
use bowline_apimachinery::meta::{LabelSelector, Status};
use bowline_apimachinery::validation::field::{FieldError, Path};
use http::Response;
use serde_json::{Value, json};

use crate::admission::Operation;
use crate::body::{self, Body};
use crate::handlers::call::{Call, not_allowed};
use crate::handlers::create::media_type;
use crate::handlers::decode::{self, Expected};
use crate::handlers::dispatch::not_found;
use crate::handlers::options::WriteOptions;
use crate::handlers::update::check_place;
use crate::handlers::{get, ownership, patch, respond};
use crate::registry::ObjectAccess as _;
use crate::registry::catalog::ServedResource;
use crate::registry::kinds::typed;
use crate::registry::store::{Part, Transform, WriteContext, invalid};

const EXPECTED: Expected<'_> = Expected { group: "autoscaling", version: "v1", kind: "Scale" };

/// Where a kind keeps what a scale shows, dotted, without a dot in front.
#[derive(Clone, Debug)]
struct Paths {
    spec: String,
    status: String,
    /// Empty for none.
    selector: String,
}

/// Reads or writes the scale of an object.
pub(in crate::handlers) async fn scale(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let paths = paths(&call.resource).ok_or_else(not_found)?;
    if call.info.verb == "get" {
        let freshness = get::freshness(call.parameter("resourceVersion"))?;
        let entry = store.get(call.namespace(), &call.info.name, freshness).await?;
        let object = call.resource.to_served(entry.value());
        return respond::value(200, &call.output.plain(), &scale_of(&object, &paths));
    }
    let (options, change) = read(call, body).await?;
    let cx = WriteContext {
        kind: EXPECTED.kind,
        api_version: "autoscaling/v1",
        ..call.write_context(&options.object, options.dry_run)
    };
    let transform = Rescale { call, cx: &cx, change: &change, options: &options, paths: &paths };
    let quiet = cx.without_admission();
    let updated = store.update(&quiet, Part::Own, &transform).await?;
    let object = call.resource.to_served(updated.entry.value());
    let mut scale = scale_of(&object, &paths);
    if updated.entry.revision() > 0 {
        scale
            .metadata_mut()
            .insert("resourceVersion".into(), updated.entry.revision().to_string().into());
    }
    respond::value(200, &call.output.plain(), &scale)
}

/// What the client wants done to the scale.
enum Change {
    Replace(Value),
    Patch(patch::Patch),
}

async fn read(call: &Call, body: Body) -> Result<(WriteOptions, Change), Status> {
    match call.info.verb.as_str() {
        "update" => {
            let media_type = media_type(call)?;
            let bytes = body::read(body).await?;
            let options = WriteOptions::parse(call, "UpdateOptions")?;
            let message = bowline_api::kinds::new(EXPECTED.group, EXPECTED.version, EXPECTED.kind)
                .ok_or_else(|| Status::internal("Scale is not compiled in"))?;
            let rules = decode::Rules::of(call, &options);
            let scale = decode::built_in(message, &bytes, media_type, EXPECTED, rules)?;
            check_place(call, &scale)?;
            Ok((options, Change::Replace(scale)))
        }
        "patch" => {
            let (options, patch) = patch::read(call, body, EXPECTED).await?;
            Ok((options, Change::Patch(patch)))
        }
        _ => Err(not_allowed()),
    }
}

fn paths(resource: &ServedResource) -> Option<Paths> {
    let trimmed = |path: &str| path.trim_start_matches('.').to_owned();
    if let Some(custom) = resource.schema.custom() {
        let scale = custom.scale()?;
        return Some(Paths {
            spec: trimmed(&scale.spec_replicas_path),
            status: trimmed(&scale.status_replicas_path),
            selector: trimmed(&scale.label_selector_path),
        });
    }
    let scale = resource.schema.built_in()?.scale.as_ref()?;
    Some(Paths {
        spec: trimmed(scale.spec_replicas),
        status: trimmed(scale.status_replicas),
        selector: trimmed(scale.selector),
    })
}

fn scale_of(object: &Value, paths: &Paths) -> Value {
    let metadata = object.metadata();
    let mut meta = json!({});
    for field in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
        if let Some(value) = metadata.and_then(|m| m.get(field)) {
            meta[field] = value.clone();
        }
    }
    let count = |path: &str| object.at(path).as_i64().unwrap_or(0);
    let mut spec = json!({});
    if count(&paths.spec) != 0 {
        spec["replicas"] = count(&paths.spec).into();
    }
    let mut status = json!({ "replicas": count(&paths.status) });
    let selector = selector(object.at(&paths.selector));
    if !selector.is_empty() {
        status["selector"] = selector.into();
    }
    json!({
        "kind": EXPECTED.kind, "apiVersion": "autoscaling/v1",
        "metadata": meta, "spec": spec, "status": status,
    })
}

/// A selector of any form as text.
fn selector(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map)
            if map.contains_key("matchLabels") || map.contains_key("matchExpressions") =>
        {
            let selector: LabelSelector = typed(value);
            labels::Selector::try_from(&selector).map(|s| s.to_string()).unwrap_or_default()
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(k, v)| format!("{k}={}", v.as_str().unwrap_or("")));
            pairs.collect::<Vec<_>>().join(",")
        }
        _ => String::new(),
    }
}

/// Puts the number of replicas into the object.
struct Rescale<'a> {
    call: &'a Call,
    cx: &'a WriteContext<'a>,
    change: &'a Change,
    options: &'a WriteOptions,
    paths: &'a Paths,
}

#[async_trait]
impl Transform for Rescale<'_> {
    async fn apply(&self, old: &Value) -> Result<Value, Status> {
        let resource = &self.call.resource;
        let live = resource.to_served(old.clone());
        let mut object = live.clone();
        let before = scale_of(&object, self.paths);
        let scale = match self.change {
            Change::Replace(scale) => scale.clone(),
            Change::Patch(patch::Patch::Apply(intent)) => {
                let intent = self.intent(intent, &live);
                object = ownership::apply(self.call, Some(&live), &intent, self.options)?;
                scale_of(&object, self.paths)
            }
            Change::Patch(patch) => {
                let mut scale = before.clone();
                let descriptor = bowline_api::kinds::new("autoscaling", "v1", "Scale")
                    .map(|message| message.descriptor());
                patch::apply_to(&mut scale, patch, descriptor)?;
                let mut message = bowline_api::kinds::new("autoscaling", "v1", "Scale")
                    .ok_or_else(|| Status::internal("Scale is not compiled in"))?;
                let report = json::from_value(message.as_mut(), scale)
                    .map_err(|e| EXPECTED.unusable("Scale", "v1", e))?;
                decode::heed(report, self.options.field_validation, &self.call.warnings)
                    .map_err(Status::bad_request)?;
                decode::to_value(message.as_ref(), EXPECTED)?
            }
        };
        let scale = self.cx.admit(Operation::Update, scale, &before).await?;
        let replicas = scale.at("spec.replicas").as_i64().unwrap_or(0);
        if replicas < 0 {
            let path = Path::new("spec");
            let path = path.child("replicas");
            let fault = FieldError::invalid(&path, replicas, "must be greater than or equal to 0");
            let name = &self.call.info.name;
            return Err(invalid("autoscaling", "Scale", name, &fault.into()));
        }
        let scale = self.cx.judge(Operation::Update, scale, &before).await?;
        object.set(&self.paths.spec, replicas);
        for field in ["resourceVersion", "uid"] {
            match scale.meta(field) {
                "" if field == "uid" => {}
                "" => drop(object.metadata_mut().insert(field.into(), old.meta(field).into())),
                value => drop(object.metadata_mut().insert(field.into(), value.into())),
            }
        }
        if !matches!(self.change, Change::Patch(patch::Patch::Apply(_))) {
            ownership::track(self.call, Some(&live), &mut object, self.options);
        }
        Ok(resource.to_stored(object))
    }
}

impl Rescale<'_> {
    /// What a manager of the scale wants of the object.
    fn intent(&self, scale: &Value, live: &Value) -> Value {
        let mut intent = json!({ "metadata": { "name": live.name() } });
        for field in ["apiVersion", "kind"] {
            intent[field] = live[field].clone();
        }
        if !live.namespace().is_empty() {
            intent.metadata_mut().insert("namespace".into(), live.namespace().into());
        }
        if let Some(replicas) = scale.pointer("/spec/replicas") {
            intent.set(&self.paths.spec, replicas.clone());
        }
        intent
    }
}
