//! What the probes of a pod's containers last said.
//!
//! Upstream: `pkg/kubelet/prober/results/results_manager.go`.

use bowline_api::core::v1::{Container, Probe};

use crate::runtime::ContainerStatus;

/// What a probe decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProbeType {
    /// Whether the container has come up; the others wait for it.
    Startup,
    /// Whether the container takes requests.
    Readiness,
    /// Whether the container is to be restarted.
    Liveness,
}

impl ProbeType {
    /// All, in the order in which they begin.
    pub const ALL: [Self; 3] = [Self::Startup, Self::Readiness, Self::Liveness];

    /// The container's probe of this type.
    #[must_use]
    pub fn of(self, container: &Container) -> Option<&Probe> {
        match self {
            Self::Startup => container.startup_probe.as_deref(),
            Self::Readiness => container.readiness_probe.as_deref(),
            Self::Liveness => container.liveness_probe.as_deref(),
        }
    }

    /// As events and metrics write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Startup => "Startup",
            Self::Readiness => "Readiness",
            Self::Liveness => "Liveness",
        }
    }
}

/// What a probe says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeResult {
    /// All is well.
    Success,
    /// It is not.
    Failure,
}

/// The last results that counted, by container id and type.
#[derive(Clone, Debug, Default)]
pub struct ProbeResults {
    entries: Vec<(String, ProbeType, ProbeResult)>,
}

impl ProbeResults {
    /// The result of a container's probe, if it has had one that counts.
    #[must_use]
    pub fn get(&self, container_id: &str, type_: ProbeType) -> Option<ProbeResult> {
        self.entries
            .iter()
            .find(|(id, of, _)| id == container_id && *of == type_)
            .map(|(_, _, result)| *result)
    }

    /// Sets a result; tells whether it is another than before.
    pub fn set(&mut self, container_id: &str, type_: ProbeType, result: ProbeResult) -> bool {
        let known = self.entries.iter_mut().find(|(id, of, _)| id == container_id && *of == type_);
        match known {
            Some((_, _, old)) => std::mem::replace(old, result) != result,
            None => {
                self.entries.push((container_id.to_owned(), type_, result));
                true
            }
        }
    }

    /// Forgets the results of all containers but those of which `keep` is true.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.entries.retain(|(id, _, _)| keep(id));
    }

    /// Whether a running container has started: its startup probe has succeeded, or it has none.
    #[must_use]
    pub fn is_started(&self, container: &Container, status: &ContainerStatus) -> bool {
        status.state.is_running()
            && (container.startup_probe.is_none()
                || self.get(&status.id, ProbeType::Startup) == Some(ProbeResult::Success))
    }

    /// Whether a container takes requests: it has started, and its readiness probe has succeeded
    /// or it has none.
    #[must_use]
    pub fn is_ready(&self, container: &Container, status: &ContainerStatus) -> bool {
        self.is_started(container, status)
            && (container.readiness_probe.is_none()
                || self.get(&status.id, ProbeType::Readiness) == Some(ProbeResult::Success))
    }

    /// The probe because of which a running container has to be killed.
    #[must_use]
    pub fn fatal(&self, container: &Container, status: &ContainerStatus) -> Option<ProbeType> {
        [ProbeType::Liveness, ProbeType::Startup].into_iter().find(|type_| {
            type_.of(container).is_some()
                && self.get(&status.id, *type_) == Some(ProbeResult::Failure)
        })
    }
}
