//! Gives claims the class that is marked as default.
//!
//! *Upstream:* `plugin/pkg/admission/storage/storageclass/setdefault`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

/// What a default class says of itself, in its present and its old form.
const MARKS: [&str; 2] = [
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
];
/// Where a claim named its class long ago.
const OLD_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// Names the default class in claims that name none.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultStorageClass;

#[async_trait]
impl Admission for DefaultStorageClass {
    fn name(&self) -> &'static str {
        "DefaultStorageClass"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.operation == Operation::Create && request.is("", "persistentvolumeclaims")
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        let named = !request.object.at("spec.storageClassName").is_null();
        if named || request.object.annotation(OLD_CLASS).is_some() {
            return Ok(());
        }
        let classes = request.registry.list("storage.k8s.io", "storageclasses", "").await?;
        let classes: Vec<Value> = classes.iter().map(|entry| entry.value()).collect();
        let is_default = |class: &&Value| {
            MARKS.iter().any(|mark| class.annotation(mark).is_some_and(|text| text == "true"))
        };
        // The newest counts; of two made at once, the first by name.
        let newest = classes.iter().filter(is_default).max_by(|a, b| {
            let made = |class: &Value| class.meta("creationTimestamp").to_owned();
            made(a).cmp(&made(b)).then_with(|| b.name().cmp(a.name()))
        });
        if let Some(class) = newest {
            request.object.set("spec.storageClassName", class.name());
        }
        Ok(())
    }
}
