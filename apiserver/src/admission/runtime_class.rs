//! Gives pods what their runtime class says: what it costs to run them, and on which nodes.
//!
//! *Upstream:* `plugin/pkg/admission/runtimeclass`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

/// Completes pods that name a class of runtime.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuntimeClass;

impl RuntimeClass {
    /// The class that the pod names, or `Null` when it names none.
    async fn class_of(request: &AdmissionRequest<'_>) -> Result<Value, Status> {
        let name = request.object.text("spec.runtimeClassName");
        if name.is_empty() {
            return Ok(Value::Null);
        }
        let class = request.registry.get("node.k8s.io", "runtimeclasses", "", name).await?;
        class.ok_or_else(|| {
            request.forbidden(&format!("pod rejected: RuntimeClass \"{name}\" not found"))
        })
    }
}

fn nothing(value: &Value) -> bool {
    value.as_object().is_none_or(serde_json::Map::is_empty)
}

#[async_trait]
impl Admission for RuntimeClass {
    fn name(&self) -> &'static str {
        "RuntimeClass"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.operation == Operation::Create && request.is("", "pods")
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        let class = Self::class_of(request).await?;
        if class.is_null() {
            return Ok(());
        }
        let overhead = class.at("overhead.podFixed");
        let given = request.object.at("spec.overhead");
        if !nothing(overhead) && nothing(given) {
            request.object.set("spec.overhead", overhead.clone());
        } else if !nothing(given) && given != overhead {
            let why = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
            return Err(request.forbidden(why));
        }
        let mut nodes =
            request.object.at("spec.nodeSelector").as_object().cloned().unwrap_or_default();
        for (key, value) in class.at("scheduling.nodeSelector").as_object().into_iter().flatten() {
            if nodes.get(key).is_some_and(|given| given != value) {
                let why = format!(
                    "conflict: runtimeClass.scheduling.nodeSelector[{key}] = {}; \
                     pod.spec.nodeSelector[{key}] = {}",
                    value.as_str().unwrap_or_default(),
                    nodes[key].as_str().unwrap_or_default()
                );
                return Err(request.forbidden(&why));
            }
            nodes.insert(key.clone(), value.clone());
        }
        if !nodes.is_empty() {
            request.object.set("spec.nodeSelector", Value::Object(nodes));
        }
        let mut all = request.object.at("spec.tolerations").as_array().cloned().unwrap_or_default();
        for more in class.at("scheduling.tolerations").as_array().into_iter().flatten() {
            if !all.contains(more) {
                all.push(more.clone());
            }
        }
        if !all.is_empty() {
            request.object.set("spec.tolerations", json!(all));
        }
        Ok(())
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let given = request.object.at("spec.overhead");
        if !nothing(given) && request.object.text("spec.runtimeClassName").is_empty() {
            let why = "pod rejected: Pod Overhead set without corresponding RuntimeClass defined \
                       Overhead";
            return Err(request.forbidden(why));
        }
        Ok(())
    }
}
