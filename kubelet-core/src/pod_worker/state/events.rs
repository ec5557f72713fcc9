//! What a pod's worker tells the users of the cluster.
//!
//! Upstream: `pkg/kubelet/events/event.go`.

/// An event about a pod or one of its containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodEvent {
    /// Whether something is wrong.
    pub warning: bool,
    /// In a word; these words are known to users and tools.
    pub reason: &'static str,
    /// In full.
    pub message: String,
    /// The container it is about, as a path in the pod: `spec.containers{name}`.
    pub field_path: String,
}

impl PodEvent {
    /// An event about the pod.
    #[must_use]
    pub fn normal(reason: &'static str, message: impl Into<String>) -> Self {
        Self { warning: false, reason, message: message.into(), field_path: String::new() }
    }

    /// An event about something wrong with the pod.
    #[must_use]
    pub fn warning(reason: &'static str, message: impl Into<String>) -> Self {
        Self { warning: true, ..Self::normal(reason, message) }
    }

    /// The same about one of its containers.
    #[must_use]
    pub fn of_container(mut self, kind: super::super::ContainerKind, name: &str) -> Self {
        use super::super::ContainerKind;
        let list = match kind {
            ContainerKind::Init => "initContainers",
            ContainerKind::Regular => "containers",
            ContainerKind::Ephemeral => "ephemeralContainers",
        };
        self.field_path = format!("spec.{list}{{{name}}}");
        self
    }
}
