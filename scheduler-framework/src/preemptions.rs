//! Which pods have a preemption under way on their behalf.

use std::collections::HashSet;

use parking_lot::Mutex;

/// Pods, by uid, whose victims are being evicted at this moment. Until that is done there is no
/// use in trying them again.
#[derive(Debug, Default)]
pub struct Preemptions {
    preemptors: Mutex<HashSet<String>>,
}

impl Preemptions {
    /// A preemption begins.
    pub fn begin(&self, preemptor: &str) {
        self.preemptors.lock().insert(preemptor.to_owned());
    }

    /// It is over, or so far that the pod may be tried again.
    pub fn end(&self, preemptor: &str) {
        self.preemptors.lock().remove(preemptor);
    }

    /// Whether one is under way.
    #[must_use]
    pub fn is_under_way(&self, preemptor: &str) -> bool {
        self.preemptors.lock().contains(preemptor)
    }
}
