//! Gives ingresses the class that is marked as default.
//!
//! *Upstream:* `plugin/pkg/admission/network/defaultingressclass`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

const MARK: &str = "ingressclass.kubernetes.io/is-default-class";
/// Where an ingress named its class long ago.
const OLD_CLASS: &str = "kubernetes.io/ingress.class";

/// Names the default class in ingresses that name none.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultIngressClass;

#[async_trait]
impl Admission for DefaultIngressClass {
    fn name(&self) -> &'static str {
        "DefaultIngressClass"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.operation == Operation::Create && request.is("networking.k8s.io", "ingresses")
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        let named = !request.object.at("spec.ingressClassName").is_null();
        if named || request.object.annotation(OLD_CLASS).is_some() {
            return Ok(());
        }
        let classes = request.registry.list("networking.k8s.io", "ingressclasses", "").await?;
        let classes: Vec<Value> = classes.iter().map(|entry| entry.value()).collect();
        let is_default = |class: &&Value| class.annotation(MARK).is_some_and(|text| text == "true");
        // The newest counts; of two made at once, the first by name.
        let newest = classes.iter().filter(is_default).max_by(|a, b| {
            let made = |class: &Value| class.meta("creationTimestamp").to_owned();
            made(a).cmp(&made(b)).then_with(|| b.name().cmp(a.name()))
        });
        if let Some(class) = newest {
            request.object.set("spec.ingressClassName", class.name());
        }
        Ok(())
    }
}
