//! `pods/binding` and `bindings`: gives a pod its node.
//!
//! *Upstream:* `BindingREST` of `pkg/registry/core/pod/storage/storage.go`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use http::Response;
use serde_json::{Map, Value, json};

use crate::admission::Operation;
use crate::body::{self, Body};
use crate::handlers::call::Call;
use crate::handlers::create::{in_namespace, media_type};
use crate::handlers::decode::{self, Expected};
use crate::handlers::options::WriteOptions;
use crate::handlers::respond;
use crate::registry::ObjectAccess as _;
use crate::registry::store::{Part, Transform, WriteContext, invalid};

const EXPECTED: Expected<'_> = Expected { group: "", version: "v1", kind: "Binding" };

/// Binds a pod to a node.
pub(in crate::handlers) async fn binding(
    call: &Call,
    body: Body,
) -> Result<Response<Body>, Status> {
    let media_type = media_type(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "CreateOptions")?;
    let message = bowline_api::kinds::new(EXPECTED.group, EXPECTED.version, EXPECTED.kind)
        .ok_or_else(|| Status::internal("Binding is not compiled in"))?;
    let rules = decode::Rules::of(call, &options);
    let mut binding = decode::built_in(message, &bytes, media_type, EXPECTED, rules)?;
    in_namespace(call, &mut binding)?;
    let name = match call.info.name.as_str() {
        "" => binding.name().to_owned(),
        name if binding.name().is_empty() || binding.name() == name => name.to_owned(),
        name => {
            return Err(Status::bad_request(format!(
                "name in URL does not match name in Binding object: {name} != {}",
                binding.name()
            )));
        }
    };
    check(&binding, &name)?;
    let (_, pods) = call.registry().store("", "pods")?;
    let cx = WriteContext {
        kind: EXPECTED.kind,
        api_version: "v1",
        name: &name,
        ..call.write_context(&options.object, options.dry_run)
    };
    let binding = cx.admit(Operation::Create, binding, &Value::Null).await?;
    let binding = cx.judge(Operation::Create, binding, &Value::Null).await?;
    let cx = WriteContext { subresource: "binding", ..cx.without_admission() };
    let now = call.registry().environment().now().to_string();
    let assign = Assign { binding: &binding, name: &name, now };
    pods.update(&cx, Part::Raw, &assign).await?;
    let mut status = Status::success();
    status.code = 201;
    Ok(respond::status_as(&status, 201, &call.output.plain()))
}

fn check(binding: &Value, name: &str) -> Result<(), Status> {
    let mut faults = ErrorList::new();
    let path = Path::new("target");
    let kind = binding.text("target.kind");
    if !matches!(kind, "" | "Node") {
        let known = ["Node", "<empty>"];
        faults.push(FieldError::not_supported(&path.child("kind"), kind, known));
    }
    if binding.text("target.name").is_empty() {
        faults.push(FieldError::required(&path.child("name"), ""));
    }
    if faults.is_empty() { Ok(()) } else { Err(invalid("", "Binding", name, &faults)) }
}

/// Puts the node into the pod.
struct Assign<'a> {
    binding: &'a Value,
    name: &'a str,
    now: String,
}

impl Assign<'_> {
    fn conflict(&self, why: &str) -> Status {
        Status::conflict("", "pods/binding", self.name, why)
    }
}

#[async_trait]
impl Transform for Assign<'_> {
    async fn apply(&self, old: &Value) -> Result<Value, Status> {
        let name = self.name;
        let uid = self.binding.uid();
        if !uid.is_empty() && uid != old.uid() {
            let why = format!(
                "Precondition failed: UID in precondition: {uid}, UID in object meta: {}",
                old.uid()
            );
            return Err(Status::conflict("", "pods", name, &why));
        }
        if old.is_terminating() {
            let why = format!("pod {name} is being deleted, cannot be assigned to a host");
            return Err(self.conflict(&why));
        }
        let node = old.text("spec.nodeName");
        if !node.is_empty() {
            let why = format!("pod {name} is already assigned to node \"{node}\"");
            return Err(self.conflict(&why));
        }
        if old.at("spec.schedulingGates").as_array().is_some_and(|gates| !gates.is_empty()) {
            let why = format!("pod {name} has non-empty .spec.schedulingGates");
            return Err(self.conflict(&why));
        }
        let mut pod = old.clone();
        pod.set("spec.nodeName", self.binding.text("target.name"));
        for field in ["annotations", "labels"] {
            let added =
                self.binding.metadata().and_then(|m| m.get(field)).and_then(Value::as_object);
            let Some(added) = added.filter(|a| !a.is_empty()) else { continue };
            let metadata = pod.metadata_mut();
            let present = metadata.entry(field).or_insert_with(|| Map::new().into());
            if let Some(present) = present.as_object_mut() {
                for (key, value) in added {
                    // A label that the pod has already is not the node's to change.
                    if field == "annotations" || !present.contains_key(key) {
                        present.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        scheduled(&mut pod, &self.now);
        Ok(pod)
    }
}

/// Notes that the pod has its place.
fn scheduled(pod: &mut Value, now: &str) {
    let condition = json!({
        "type": "PodScheduled", "status": "True", "lastProbeTime": null, "lastTransitionTime": now,
    });
    let mut conditions = pod.at("status.conditions").as_array().cloned().unwrap_or_default();
    match conditions.iter_mut().find(|c| c["type"] == "PodScheduled") {
        Some(old) if old["status"] == "True" => return,
        Some(old) => *old = condition,
        None => conditions.push(condition),
    }
    pod.set("status.conditions", conditions);
}
