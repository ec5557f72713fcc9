//! What the engine answers.

use std::fmt;
use std::sync::Arc;

use bowline_api::core::v1::PodStatus;
use bowline_apimachinery::time::Duration;

use crate::api_calls::Note;
use crate::binding::{Binding, Eviction};
use crate::pod_info::PodInfo;

/// What came of trying a pod.
#[derive(Debug)]
pub enum Attempt {
    /// It has a node and is to be bound: run the binding and hand its outcome back.
    Bind(Box<Binding>),
    /// It has none.
    Failed(Box<Failure>),
    /// There was no need to try: it is being deleted, or was placed already.
    Skipped(Arc<PodInfo>, Option<Note>),
}

/// What came of a binding.
#[derive(Debug)]
pub enum Report {
    /// The pod is bound.
    Scheduled {
        /// The pod.
        pod: Arc<PodInfo>,
        /// How often it was tried.
        attempts: u32,
        /// How long ago it could be tried for the first time.
        waited: Duration,
        /// To be recorded.
        note: Note,
    },
    /// It is not, and waits again.
    Failed(Box<Failure>),
}

/// Why a pod has no node; what is to be written about it.
#[derive(Debug)]
pub struct Failure {
    /// The pod as it is known last.
    pub pod: Arc<PodInfo>,
    /// Which kind of failure.
    pub reason: FailureReason,
    /// The whole story.
    pub message: String,
    /// The status that the pod is to have; none if it has it already, or is gone.
    pub status: Option<PodStatus>,
    /// To be recorded.
    pub note: Note,
    /// Pods to be evicted so that it has a node soon.
    pub eviction: Option<Eviction>,
}

/// A kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureReason {
    /// It does not fit.
    Unschedulable,
    /// Something went wrong.
    SchedulerError,
}

impl FailureReason {
    /// Upstream's word, in conditions.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unschedulable => "Unschedulable",
            Self::SchedulerError => "SchedulerError",
        }
    }
}

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
