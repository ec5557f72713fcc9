//! Lets pods stay five minutes on a node that is not ready or not reachable.
//!
//! *Upstream:* `plugin/pkg/admission/defaulttolerationseconds`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use serde_json::{Value, json};

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

const TAINTS: [&str; 2] = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
const SECONDS: i64 = 300;

/// Adds tolerations of a node's failures where a pod has none of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultTolerationSeconds;

#[async_trait]
impl Admission for DefaultTolerationSeconds {
    fn name(&self) -> &'static str {
        "DefaultTolerationSeconds"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        let writes = matches!(request.operation, Operation::Create | Operation::Update);
        writes && request.is("", "pods")
    }

    async fn admit(&self, request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        let given = request.object.at("spec.tolerations").as_array().cloned().unwrap_or_default();
        let tolerated = |taint: &str| {
            given.iter().any(|toleration| {
                let key = toleration.text("key");
                let effect = toleration.text("effect");
                (key.is_empty() || key == taint) && matches!(effect, "" | "NoExecute")
            })
        };
        let added = TAINTS.iter().filter(|taint| !tolerated(taint)).map(|taint| {
            json!({
                "key": taint, "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": SECONDS,
            })
        });
        let all: Vec<Value> = given.iter().cloned().chain(added).collect();
        if all.len() > given.len() {
            request.object.set("spec.tolerations", all);
        }
        Ok(())
    }
}
