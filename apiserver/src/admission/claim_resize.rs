//! Lets claims grow only where their class allows it.
//!
//! *Upstream:* `plugin/pkg/admission/storage/persistentvolume/resize`.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::quantity::Quantity;
use serde_json::Value;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

/// Refuses to let a claim grow whose volume cannot.
#[derive(Clone, Copy, Debug, Default)]
pub struct PersistentVolumeClaimResize;

fn size(claim: &Value) -> Option<Quantity> {
    claim.at("spec.resources.requests.storage").as_str()?.parse().ok()
}

#[async_trait]
impl Admission for PersistentVolumeClaimResize {
    fn name(&self) -> &'static str {
        "PersistentVolumeClaimResize"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.operation == Operation::Update && request.is("", "persistentvolumeclaims")
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        let (new, old) = (size(&request.object), size(request.old_object));
        let grows = matches!((new, old), (Some(new), Some(old)) if new > old);
        if !grows {
            return Ok(());
        }
        if request.old_object.text("status.phase") != "Bound" {
            return Err(request.forbidden("Only bound persistent volume claims can be expanded"));
        }
        let class = request.object.text("spec.storageClassName");
        let why = "only dynamically provisioned pvc can be resized and the storageclass that \
                   provisions the pvc must support resize";
        if class.is_empty() {
            return Err(request.forbidden(why));
        }
        let class = request.registry.get("storage.k8s.io", "storageclasses", "", class).await?;
        let allows = class.is_some_and(|c| c.at("allowVolumeExpansion").as_bool() == Some(true));
        if allows { Ok(()) } else { Err(request.forbidden(why)) }
    }
}
