//! Allocations that are decided but not yet shown by the watch.

use std::collections::HashSet;
use std::sync::Arc;

use bowline_api::resource::v1::{AllocationResult, ResourceClaim};
use parking_lot::Mutex;

use crate::plugins::assumed::Assumed;

/// The finalizer that keeps an allocated claim from vanishing.
pub(super) const FINALIZER: &str = "resource.kubernetes.io/delete-protection";

/// What this scheduler has decided.
#[derive(Debug, Default)]
pub(super) struct Books {
    claims: Assumed<ResourceClaim>,
    /// Claims, by uid, whose allocation is being written.
    pending: Mutex<HashSet<String>>,
}

impl Books {
    /// The claim as it is or will be.
    pub(super) fn current(&self, shown: &Arc<ResourceClaim>) -> Arc<ResourceClaim> {
        self.claims.over(shown)
    }

    pub(super) fn is_pending(&self, claim: &ResourceClaim) -> bool {
        self.pending.lock().contains(&claim.metadata.uid)
    }

    pub(super) fn begin(&self, claim: &ResourceClaim, allocation: &AllocationResult) {
        let mut claim = claim.clone();
        add_finalizer(&mut claim);
        claim.status.allocation = Some(Box::new(allocation.clone()));
        self.pending.lock().insert(claim.metadata.uid.clone());
        self.claims.assume(&claim);
    }

    /// The claim was written.
    pub(super) fn end(&self, written: &ResourceClaim) {
        self.claims.assume(written);
        self.pending.lock().remove(&written.metadata.uid);
    }

    /// The allocation is given up, unless it was written already.
    pub(super) fn revert(&self, claim: &ResourceClaim) {
        if self.pending.lock().remove(&claim.metadata.uid) {
            self.claims.revert(claim);
        }
    }
}

/// Tells whether it was missing.
pub(super) fn add_finalizer(claim: &mut ResourceClaim) -> bool {
    let finalizers = &mut claim.metadata.finalizers;
    let missing = finalizers.iter().all(|it| it != FINALIZER);
    if missing {
        finalizers.push(FINALIZER.to_owned());
    }
    missing
}
