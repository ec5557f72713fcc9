//! Claims to devices that are to be given up.

use std::sync::Arc;

use bowline_api::resource::v1::ResourceClaim;
use parking_lot::Mutex;

/// Statuses of claims that plugins want written, at points where they cannot wait for it. The
/// driver writes them.
///
/// A clone speaks about the same claims.
#[derive(Clone, Debug, Default)]
pub struct ClaimWrites {
    claims: Arc<Mutex<Vec<ResourceClaim>>>,
}

impl ClaimWrites {
    /// Asks for the status of a claim to be written.
    pub fn add(&self, claim: ResourceClaim) {
        self.claims.lock().push(claim);
    }

    /// Takes what was asked for.
    #[must_use]
    pub fn take(&self) -> Vec<ResourceClaim> {
        std::mem::take(&mut *self.claims.lock())
    }
}
