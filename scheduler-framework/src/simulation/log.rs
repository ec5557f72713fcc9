//! The log of a simulation.

use bowline_apimachinery::time::MicroTime;
use serde::Serialize;

/// Something that happened. As JSON lines, the log of one scenario, seed and profile is the same
/// byte for byte wherever it is run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// When, in microseconds from the beginning.
    pub micros: i64,
    /// What: `arrived`, `assigned`, `started`, `ended`, `rejected`, `preempted`, `lost`, `joined`,
    /// `failed`.
    pub event: &'static str,
    /// The pod, as `namespace/name`; empty where it is about a node.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pod: String,
    /// The node; empty where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub node: String,
    /// For people: why a pod has no node.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

impl LogEntry {
    pub(super) fn of_pod(at: MicroTime, event: &'static str, pod: &str, node: &str) -> Self {
        let (pod, node) = (pod.to_owned(), node.to_owned());
        Self { micros: at.unix_micros(), event, pod, node, message: String::new() }
    }

    pub(super) fn of_node(at: MicroTime, event: &'static str, node: &str) -> Self {
        Self::of_pod(at, event, "", node)
    }

    pub(super) fn saying(mut self, message: String) -> Self {
        self.message = message;
        self
    }
}
