//! The claims of a pod.
//!
//! Upstream: `staging/src/k8s.io/dynamic-resource-allocation/resourceclaim/claim.go`.

use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_api::resource::v1::ResourceClaim;

use crate::snapshot::Objects;

/// How many pods may use a claim at once.
const MAX_USERS: usize = 256;

/// Why a pod cannot be placed for now.
#[derive(Debug, thiserror::Error)]
pub(super) enum Missing {
    #[error("pod \"{namespace}/{name}\": ResourceClaim not created yet")]
    NotMadeYet { namespace: String, name: String },
    #[error("resourceclaim.resource.k8s.io {0:?} not found")]
    NotFound(String),
    #[error("resourceclaim {0:?} is being deleted")]
    Deleted(String),
    #[error(
        "ResourceClaim {namespace}/{claim} was not created for pod {namespace}/{pod} (pod is not \
         owner)"
    )]
    NotMadeFor { namespace: String, claim: String, pod: String },
}

/// The claims of a pod as the watch shows them. Those that turned out not to be needed are left
/// out.
pub(super) fn claims_of(objects: &Objects, pod: &Pod) -> Result<Vec<Arc<ResourceClaim>>, Missing> {
    let namespace = &pod.metadata.namespace;
    let mut found = Vec::with_capacity(pod.spec.resource_claims.len());
    for reference in &pod.spec.resource_claims {
        let (name, made) = match &reference.resource_claim_name {
            Some(name) => (name, false),
            None => {
                let mut statuses = pod.status.resource_claim_statuses.iter();
                let status = statuses.find(|it| it.name == reference.name);
                let not_yet = || Missing::NotMadeYet {
                    namespace: namespace.clone(),
                    name: pod.metadata.name.clone(),
                };
                match &status.ok_or_else(not_yet)?.resource_claim_name {
                    Some(name) => (name, true),
                    None => continue,
                }
            }
        };
        let claim = objects.get::<ResourceClaim>(namespace, name);
        let claim = claim.ok_or_else(|| Missing::NotFound(name.clone()))?;
        if claim.metadata.is_terminating() {
            return Err(Missing::Deleted(name.clone()));
        }
        if made && !claim.metadata.is_controlled_by(&pod.metadata.uid) {
            let (claim, pod) = (name.clone(), pod.metadata.name.clone());
            return Err(Missing::NotMadeFor { namespace: namespace.clone(), claim, pod });
        }
        found.push(Arc::clone(claim));
    }
    Ok(found)
}

/// Whether there is room for one more user.
pub(super) fn can_be_reserved(claim: &ResourceClaim) -> bool {
    claim.status.reserved_for.len() < MAX_USERS
}

/// Whether the pod is among the users.
pub(super) fn is_reserved_for(claim: &ResourceClaim, uid: &str) -> bool {
    claim.status.reserved_for.iter().any(|it| it.resource == "pods" && it.uid == uid)
}
