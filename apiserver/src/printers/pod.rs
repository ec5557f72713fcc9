//! Pods: the status that people read is computed from all their containers.

use bowline_api::core::v1::{ConditionStatus, Container, ContainerStatus, Pod, PodPhase};
use bowline_apimachinery::time::Time;
use serde_json::{Value, json};

use super::cell::{Row, age, cells, or};

pub(super) fn pod(pod: &Pod, now: Time) -> Row {
    let summary = Summary::of(pod);
    let restarts = match summary.last_restart {
        Some(at) if summary.restarts != 0 => {
            format!("{} ({} ago)", summary.restarts, age(Some(at), now))
        }
        _ => summary.restarts.to_string(),
    };
    let address = pod.status.pod_ips.first().map_or("", |ip| ip.ip.as_str());
    let conditions = match pod.status.phase {
        PodPhase::Succeeded => {
            vec![completed("Succeeded", "The pod has completed successfully.")]
        }
        PodPhase::Failed => vec![completed("Failed", "The pod failed.")],
        _ => Vec::new(),
    };
    let cells = cells![
        pod.metadata.name,
        format!("{}/{}", summary.ready, summary.total),
        summary.reason,
        restarts,
        age(pod.metadata.creation_timestamp, now),
        or(address, "<none>"),
        or(&pod.spec.node_name, "<none>"),
        or(&pod.status.nominated_node_name, "<none>"),
        gates(pod),
    ];
    Row { cells, conditions }
}

fn completed(reason: &str, message: &str) -> Value {
    json!({"type": "Completed", "status": "True", "reason": reason, "message": message})
}

/// True readiness gates of all.
fn gates(pod: &Pod) -> String {
    let gates = &pod.spec.readiness_gates;
    if gates.is_empty() {
        return "<none>".to_owned();
    }
    let holds = |ty: &str| {
        let mut of_type = pod.status.conditions.iter().filter(|c| c.type_ == ty);
        of_type.next().is_some_and(|c| c.status == ConditionStatus::True)
    };
    let held = gates.iter().filter(|g| holds(g.condition_type.as_str())).count();
    format!("{held}/{}", gates.len())
}

struct Summary {
    reason: String,
    ready: usize,
    total: usize,
    restarts: i64,
    last_restart: Option<Time>,
}

/// Counts restarts and remembers the latest.
#[derive(Clone, Copy, Default)]
struct Restarts {
    count: i64,
    last: Option<Time>,
}

impl Restarts {
    fn add(&mut self, status: &ContainerStatus) {
        self.count += i64::from(status.restart_count);
        if let Some(ended) = &status.last_state.terminated {
            self.last = self.last.max(ended.finished_at);
        }
    }
}

impl Summary {
    fn of(pod: &Pod) -> Self {
        let status = &pod.status;
        let condition = |ty: &str| status.conditions.iter().find(|c| c.type_ == ty);
        let holds = |ty| condition(ty).is_some_and(|c| c.status == ConditionStatus::True);
        let mut reason = or(&status.reason, status.phase.as_str()).to_owned();
        if condition("PodScheduled").is_some_and(|c| c.reason == "SchedulingGated") {
            reason = "SchedulingGated".to_owned();
        }
        let sidecar =
            |name: &str| pod.spec.init_containers.iter().any(|c| c.name == name && restartable(c));
        let mut ready = 0;
        let mut restarts = Restarts::default();
        let mut sidecar_restarts = Restarts::default();
        let mut initializing = false;
        for (i, container) in status.init_container_statuses.iter().enumerate() {
            restarts.add(container);
            let is_sidecar = sidecar(&container.name);
            if is_sidecar {
                sidecar_restarts.add(container);
            }
            let state = &container.state;
            let ended = state.terminated.as_ref();
            let waiting = state.waiting.as_ref().map_or("", |w| w.reason.as_str());
            if ended.is_some_and(|t| t.exit_code == 0) {
                continue;
            }
            if is_sidecar && container.started == Some(true) {
                ready += usize::from(container.ready);
                continue;
            }
            reason = match ended {
                Some(t) if t.reason.is_empty() && t.signal != 0 => {
                    format!("Init:Signal:{}", t.signal)
                }
                Some(t) if t.reason.is_empty() => format!("Init:ExitCode:{}", t.exit_code),
                Some(t) => format!("Init:{}", t.reason),
                None if !waiting.is_empty() && waiting != "PodInitializing" => {
                    format!("Init:{waiting}")
                }
                None => format!("Init:{i}/{}", pod.spec.init_containers.len()),
            };
            initializing = true;
            break;
        }
        if !initializing || holds("Initialized") {
            restarts = sidecar_restarts;
            let mut running = false;
            for container in status.container_statuses.iter().rev() {
                restarts.add(container);
                let state = &container.state;
                match (&state.waiting, &state.terminated) {
                    (Some(w), _) if !w.reason.is_empty() => reason.clone_from(&w.reason),
                    (_, Some(t)) if !t.reason.is_empty() => reason.clone_from(&t.reason),
                    (_, Some(t)) if t.signal != 0 => reason = format!("Signal:{}", t.signal),
                    (_, Some(t)) => reason = format!("ExitCode:{}", t.exit_code),
                    _ if container.ready && state.running.is_some() => {
                        running = true;
                        ready += 1;
                    }
                    _ => {}
                }
            }
            if reason == "Completed" && running {
                reason = if holds("Ready") { "Running" } else { "NotReady" }.to_owned();
            }
        }
        let terminal = matches!(status.phase, PodPhase::Succeeded | PodPhase::Failed);
        if pod.metadata.is_terminating() && status.reason == "NodeLost" {
            reason = "Unknown".to_owned();
        } else if pod.metadata.is_terminating() && !terminal {
            reason = "Terminating".to_owned();
        }
        let sidecars = pod.spec.init_containers.iter().filter(|c| restartable(c)).count();
        Self {
            reason,
            ready,
            total: pod.spec.containers.len() + sidecars,
            restarts: restarts.count,
            last_restart: restarts.last,
        }
    }
}

fn restartable(container: &Container) -> bool {
    container.restart_policy.as_ref().is_some_and(|p| p.as_str() == "Always")
}
