//! Holds what is asked for within the limits of a namespace, and asks for the default where
//! nothing is asked.
//!
//! *Upstream:* `plugin/pkg/admission/limitranger`.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bowline_api::core::v1::{LimitRange, LimitRangeItem};
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::quantity::Quantity;
use serde::Deserialize as _;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

/// Where a pod says what it was given.
const ANNOTATION: &str = "kubernetes.io/limit-ranger";

type Amounts = BTreeMap<String, Quantity>;

/// Applies limit ranges to pods and claims.
#[derive(Clone, Copy, Debug, Default)]
pub struct LimitRanger;

#[async_trait]
impl Admission for LimitRanger {
    fn name(&self) -> &'static str {
        "LimitRanger"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        match request.operation {
            Operation::Create => request.is("", "pods") || request.is("", "persistentvolumeclaims"),
            // What pods ask for does not change with them.
            Operation::Update => request.is("", "persistentvolumeclaims"),
            Operation::Delete | Operation::Connect => false,
        }
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        if request.resource != "pods" {
            return Ok(());
        }
        for item in items(request).await? {
            if item.type_.as_str() == "Container" {
                fill_in(&mut request.object, &item);
            }
        }
        Ok(())
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let mut faults = Vec::new();
        for item in items(request).await? {
            match (request.resource, item.type_.as_str()) {
                ("pods", "Container") => {
                    for (_, container) in containers(&request.object) {
                        let (requests, limits) = asked(container);
                        check(&item, &requests, &limits, &mut faults);
                    }
                }
                ("pods", "Pod") => {
                    let (requests, limits) = of_pod(&request.object);
                    check(&item, &requests, &limits, &mut faults);
                }
                ("persistentvolumeclaims", "PersistentVolumeClaim") => {
                    check_claim(
                        &item,
                        &amounts(request.object.at("spec.resources.requests")),
                        &mut faults,
                    );
                }
                _ => {}
            }
        }
        match faults.as_slice() {
            [] => Ok(()),
            [only] => Err(request.forbidden(only)),
            several => Err(request.forbidden(&format!("[{}]", several.join(", ")))),
        }
    }
}

/// The limits of the namespace.
async fn items(request: &AdmissionRequest<'_>) -> Result<Vec<LimitRangeItem>, Status> {
    let ranges = request.registry.list("", "limitranges", request.namespace).await?;
    let ranges = ranges.iter().filter_map(|entry| LimitRange::deserialize(entry.value()).ok());
    Ok(ranges.flat_map(|range| range.spec.limits).collect())
}

fn amounts(value: &Value) -> Amounts {
    Amounts::deserialize(value).unwrap_or_default()
}

/// Requests and limits of a container.
fn asked(container: &Value) -> (Amounts, Amounts) {
    (amounts(container.at("resources.requests")), amounts(container.at("resources.limits")))
}

/// Containers with the word by which they are told apart.
fn containers(pod: &Value) -> impl Iterator<Item = (&'static str, &Value)> {
    let list = |path: &str| pod.at(path).as_array().into_iter().flatten();
    let usual = list("spec.containers").map(|container| ("container", container));
    usual.chain(list("spec.initContainers").map(|container| ("init container", container)))
}

/// What a pod asks for in all: its containers together, or its hungriest init container.
fn of_pod(pod: &Value) -> (Amounts, Amounts) {
    let (mut requests, mut limits) = (Amounts::new(), Amounts::new());
    for (kind, container) in containers(pod) {
        let (asked_requests, asked_limits) = asked(container);
        for (total, asked) in [(&mut requests, asked_requests), (&mut limits, asked_limits)] {
            for (name, amount) in asked {
                let sum = total.entry(name).or_insert_with(|| Quantity::from(0));
                if kind == "container" {
                    *sum += &amount;
                } else if amount > *sum {
                    *sum = amount;
                }
            }
        }
    }
    (requests, limits)
}

/// Asks for the default where a container does not say.
fn fill_in(pod: &mut Value, item: &LimitRangeItem) {
    let mut told = Vec::new();
    for (field, kind) in [("containers", "container"), ("initContainers", "init container")] {
        let path = format!("/spec/{field}");
        let Some(list) = pod.pointer_mut(&path).and_then(Value::as_array_mut) else { continue };
        for container in list {
            let name = container.text("name").to_owned();
            for (what, defaults) in [("requests", &item.default_request), ("limits", &item.default)]
            {
                let mut added = Vec::new();
                for (resource, amount) in defaults {
                    let of = container.at("resources").get(what);
                    if of.and_then(|amounts| amounts.get(resource)).is_none() {
                        put(container, what, resource, amount);
                        added.push(resource.clone());
                    }
                }
                if !added.is_empty() {
                    let what = what.trim_end_matches('s');
                    told.push(format!("{} {what} for {kind} {name}", added.join(", ")));
                }
            }
        }
    }
    if !told.is_empty() {
        let text = format!("LimitRanger plugin set: {}", told.join("; "));
        let annotations = pod.metadata_mut().entry("annotations").or_insert(Value::Null);
        if !annotations.is_object() {
            *annotations = Value::Object(serde_json::Map::new());
        }
        annotations[ANNOTATION] = text.into();
    }
}

fn put(container: &mut Value, what: &str, resource: &str, amount: &Quantity) {
    for path in ["/resources", &format!("/resources/{what}")] {
        if !container.pointer(path).is_some_and(Value::is_object) {
            let dotted = path.trim_start_matches('/').replace('/', ".");
            container.set(&dotted, Value::Object(serde_json::Map::new()));
        }
    }
    container["resources"][what][resource] = amount.to_string().into();
}

fn check(item: &LimitRangeItem, requests: &Amounts, limits: &Amounts, faults: &mut Vec<String>) {
    let kind = item.type_.as_str();
    for (name, least) in &item.min {
        let rule = format!("minimum {name} usage per {kind} is {least}");
        match (requests.get(name), limits.get(name)) {
            (None, _) => faults.push(format!("{rule}.  No request is specified")),
            (Some(asked), _) if asked < least => {
                faults.push(format!("{rule}, but request is {asked}"));
            }
            (_, Some(limit)) if limit < least => {
                faults.push(format!("{rule}, but limit is {limit}"));
            }
            _ => {}
        }
    }
    for (name, most) in &item.max {
        let rule = format!("maximum {name} usage per {kind} is {most}");
        match (requests.get(name), limits.get(name)) {
            (_, None) => faults.push(format!("{rule}.  No limit is specified")),
            (_, Some(limit)) if limit > most => {
                faults.push(format!("{rule}, but limit is {limit}"));
            }
            (Some(asked), _) if asked > most => {
                faults.push(format!("{rule}, but request is {asked}"));
            }
            _ => {}
        }
    }
    for (name, most) in &item.max_limit_request_ratio {
        let rule = format!("{name} max limit to request ratio per {kind} is {most}");
        let number = |amounts: &Amounts| amounts.get(name).map_or(0.0, Quantity::as_f64);
        let (asked, limit) = (number(requests), number(limits));
        if asked == 0.0 {
            faults.push(format!("{rule}, but no request is specified or request is 0"));
        } else if limit == 0.0 {
            faults.push(format!("{rule}, but no limit is specified or limit is 0"));
        } else if limit / asked > most.as_f64() {
            faults.push(format!("{rule}, but provided ratio is {:.6}", limit / asked));
        }
    }
}

fn check_claim(item: &LimitRangeItem, requests: &Amounts, faults: &mut Vec<String>) {
    let kind = item.type_.as_str();
    for (name, least) in &item.min {
        let rule = format!("minimum {name} usage per {kind} is {least}");
        match requests.get(name) {
            None => faults.push(format!("{rule}.  No request is specified")),
            Some(asked) if asked < least => faults.push(format!("{rule}, but request is {asked}")),
            Some(_) => {}
        }
    }
    for (name, most) in &item.max {
        let rule = format!("maximum {name} usage per {kind} is {most}");
        match requests.get(name) {
            None => faults.push(format!("{rule}.  No request is specified")),
            Some(asked) if asked > most => faults.push(format!("{rule}, but request is {asked}")),
            Some(_) => {}
        }
    }
}
