//! Pods that plugins want to be tried soon.

use std::collections::BTreeSet;
use std::sync::Arc;

use parking_lot::Mutex;

/// Pods, by uid, that are to be tried as soon as possible whatever they wait for; plugins ask for
/// it, and the engine does it before its next attempt.
///
/// A clone speaks about the same pods. Upstream: `PodsToActivate` in
/// `staging/src/k8s.io/kube-scheduler/framework/interface.go`.
#[derive(Clone, Debug, Default)]
pub struct Activations {
    uids: Arc<Mutex<BTreeSet<String>>>,
}

impl Activations {
    /// Asks for pods to be tried.
    pub fn add(&self, uids: impl IntoIterator<Item = String>) {
        self.uids.lock().extend(uids);
    }

    /// Takes what was asked for.
    pub(crate) fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.uids.lock())
    }
}
