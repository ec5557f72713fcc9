//! `pods/ephemeralcontainers` and `pods/resize`: parts of a pod that change on their own terms.
//!
//! *Upstream:* `podEphemeralContainersStrategy` and `podResizeStrategy` of
//! `pkg/registry/core/pod/strategy.go`.

use bowline_apimachinery::meta::Status;
use http::Response;
use serde_json::Value;

use super::parts;
use crate::body::Body;
use crate::handlers::call::Call;
use crate::registry::ObjectAccess as _;

/// Adds containers for debugging.
pub(in crate::handlers) async fn ephemeral(
    call: &Call,
    body: Body,
) -> Result<Response<Body>, Status> {
    parts::write(call, body, |new: &Value, old: &Value| {
        let mut whole = old.clone();
        match new.at("spec.ephemeralContainers") {
            Value::Null => drop(whole.remove("spec.ephemeralContainers")),
            list => whole.set("spec.ephemeralContainers", list.clone()),
        }
        whole
    })
    .await
}

/// Changes what the containers of a running pod may use.
pub(in crate::handlers) async fn resize(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    parts::write(call, body, |new: &Value, old: &Value| {
        let mut whole = old.clone();
        for list in ["containers", "initContainers"] {
            let wanted = new.at("spec").get(list).and_then(Value::as_array);
            let present = whole
                .get_mut("spec")
                .and_then(|spec| spec.get_mut(list))
                .and_then(Value::as_array_mut);
            for container in present.into_iter().flatten() {
                let wanted = wanted
                    .into_iter()
                    .flatten()
                    .find(|wanted| wanted.text("name") == container.text("name"));
                for field in ["resources", "resizePolicy"] {
                    match wanted.and_then(|w| w.get(field)) {
                        Some(value) => container.set(field, value.clone()),
                        None if wanted.is_some() => drop(container.remove(field)),
                        None => {}
                    }
                }
            }
        }
        if let Some(resources) = new.at("spec").get("resources") {
            whole.set("spec.resources", resources.clone());
        }
        whole
    })
    .await
}
