//! Gives pods the number behind their priority class.
//!
//! *Upstream:* `plugin/pkg/admission/priority`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

const GROUP: &str = "scheduling.k8s.io";
const CLASSES: &str = "priorityclasses";

/// Resolves priority classes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Priority;

#[async_trait]
impl Admission for Priority {
    fn name(&self) -> &'static str {
        "Priority"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        let creates = request.operation == Operation::Create;
        (creates && request.is("", "pods"))
            || (request.operation != Operation::Delete && request.is(GROUP, CLASSES))
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        if request.resource == CLASSES {
            return Ok(());
        }
        let name = request.object.text("spec.priorityClassName").to_owned();
        let class = match name.as_str() {
            "" => default_class(request).await?,
            name => {
                let class = request.registry.get(GROUP, CLASSES, "", name).await?;
                let missing = || format!("no PriorityClass with name {name} was found");
                Some(class.ok_or_else(|| request.forbidden(&missing()))?)
            }
        };
        let number = class.as_ref().map_or(0, |class| class["value"].as_i64().unwrap_or(0));
        let policy = class.as_ref().map_or("", |class| class.text("preemptionPolicy"));
        let policy = if policy.is_empty() { "PreemptLowerPriority" } else { policy };
        if let Some(given) = request.object.at("spec.priority").as_i64()
            && given != number
        {
            return Err(request.forbidden(&format!(
                "the integer value of priority ({given}) must not be provided in pod spec; \
                 priority admission controller computed {number} from the given PriorityClass name"
            )));
        }
        let given = request.object.text("spec.preemptionPolicy");
        if !given.is_empty() && given != policy {
            return Err(request.forbidden(&format!(
                "the string value of PreemptionPolicy ({given}) must not be provided in pod spec; \
                 priority admission controller computed {policy} from the given PriorityClass name"
            )));
        }
        if let Some(class) = &class {
            request.object.set("spec.priorityClassName", class.name());
        }
        request.object.set("spec.priority", number);
        request.object.set("spec.preemptionPolicy", policy);
        Ok(())
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        if request.resource != CLASSES || request.object["globalDefault"] != Value::Bool(true) {
            return Ok(());
        }
        match default_class(request).await? {
            Some(other) if other.name() != request.object.name() => {
                Err(request.forbidden(&format!(
                    "PriorityClass {} is already marked as default. Only one default can exist",
                    other.name()
                )))
            }
            _ => Ok(()),
        }
    }
}

/// The class of pods that name none; the lowest, should there be several.
async fn default_class(request: &AdmissionRequest<'_>) -> Result<Option<Value>, Status> {
    let classes = request.registry.list(GROUP, CLASSES, "").await?;
    let classes = classes.iter().map(|entry| entry.value());
    let defaults = classes.filter(|class| class["globalDefault"] == Value::Bool(true));
    Ok(defaults.min_by_key(|class| class["value"].as_i64()))
}
