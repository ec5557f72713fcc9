//! `namespaces/finalize`: takes the finalizers of the spec.

use bowline_apimachinery::meta::Status;
use http::Response;
use serde_json::Value;

use super::parts;
use crate::body::Body;
use crate::handlers::call::Call;
use crate::registry::ObjectAccess as _;

/// Writes the finalizers; the namespace goes away with the last one.
pub(in crate::handlers) async fn finalize(
    call: &Call,
    body: Body,
) -> Result<Response<Body>, Status> {
    parts::write(call, body, |new: &Value, old: &Value| {
        let mut whole = old.clone();
        whole.set("spec.finalizers", new.at("spec.finalizers").clone());
        whole
    })
    .await
}
