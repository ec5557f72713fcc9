//! Runs the probes of a node's pods when they are due.

use std::sync::Arc;

use bowline_api::core::v1::{Container, Pod};
use bowline_apimachinery::time::MicroTime;

use super::SyncLoop;
use super::entry::PodEntry;
use super::tasks::Done;
use crate::pod_worker::container_status::container_id;
use crate::pod_worker::{ContainerKind, PodEvent, State};
use crate::probe::prober::ProbeRequest;
use crate::probe::worker::ProbedContainer;
use crate::probe::{ProbeOutcome, ProbeResult, ProbeType, ProbeWorker};

/// What came of a probe.
pub(super) struct Probed {
    pub(super) uid: Arc<str>,
    pub(super) container: String,
    pub(super) container_id: String,
    pub(super) type_: ProbeType,
    pub(super) outcome: ProbeOutcome,
}

/// The containers of a pod that may have probes, and which list each stands in.
fn probed_containers(pod: &Pod) -> impl Iterator<Item = (ContainerKind, &Container)> {
    let sidecars = pod.spec.init_containers.iter().filter(|c| c.is_sidecar());
    let sidecars = sidecars.map(|container| (ContainerKind::Init, container));
    sidecars.chain(pod.spec.containers.iter().map(|container| (ContainerKind::Regular, container)))
}

/// The workers of a pod's probes.
pub(super) fn probe_workers(pod: &Pod) -> Vec<ProbeWorker> {
    probed_containers(pod).flat_map(|(_, container)| ProbeWorker::of_container(container)).collect()
}

impl PodEntry {
    /// Lets the probe workers know how the containers stand.
    pub(super) fn observe_probes(&mut self, runtime_name: &str, now: MicroTime) {
        let Some(observed) = &self.observed else { return };
        if self.probing.is_empty() {
            return;
        }
        self.probes.retain(|id| observed.containers.iter().any(|c| c.id == id));
        let ending = !matches!(self.worker.state(), State::Syncing(_));
        for worker in &mut self.probing {
            let found = probed_containers(&self.pod).find(|(_, c)| c.name == worker.container);
            let status = observed.container(&worker.container);
            let (Some((_, container)), Some(status)) = (found, status) else {
                worker.observe(None, now);
                continue;
            };
            let crate::runtime::ContainerState::Running { started_at } = status.state else {
                worker.observe(None, now);
                continue;
            };
            if self.probes.get(&status.id, worker.type_).is_none() {
                // A container that was known as well before this process began still is.
                let id = container_id(runtime_name, &status.id);
                let told = self.pod.status.container_status(&worker.container);
                let told = told.filter(|told| told.container_id == id);
                let well = told.is_some_and(|told| match worker.type_ {
                    ProbeType::Startup => told.started == Some(true),
                    ProbeType::Readiness => told.ready,
                    ProbeType::Liveness => false,
                });
                if well {
                    self.probes.set(&status.id, worker.type_, ProbeResult::Success);
                }
            }
            let started = self.probes.is_started(container, status);
            let probed = ProbedContainer { id: &status.id, running_since: started_at, started };
            // A pod that ends is not restarted, but is still told from one that serves.
            let wanted = !ending || worker.type_ == ProbeType::Readiness;
            worker.observe(wanted.then_some(probed), now);
        }
        self.probe_at = self.probing.iter().filter_map(ProbeWorker::next).min();
    }
}

impl SyncLoop {
    /// Runs the probes of a pod that are due.
    pub(super) fn run_probes(&mut self, uid: &Arc<str>) {
        let now = self.now();
        let prober = self.context.prober.clone();
        let Some(entry) = self.pods.get_mut(uid) else { return };
        let sandbox = entry.observed.as_ref().and_then(|observed| observed.ready_sandbox());
        let pod_ip = sandbox.and_then(|sandbox| sandbox.ips.first()).cloned();
        let pod_ip = pod_ip.or_else(|| self.context.facts.host_ips.first().cloned());
        let mut steady = Vec::new();
        for worker in &mut entry.probing {
            let Some((container_id, timeout)) = worker.begin(now) else { continue };
            let name = worker.container.clone();
            let type_ = worker.type_;
            let probed = |outcome| Probed {
                uid: uid.clone(),
                container: name.clone(),
                container_id: container_id.clone(),
                type_,
                outcome,
            };
            if prober.is_steady() {
                steady.push(probed(ProbeOutcome::Success));
                continue;
            }
            let found = probed_containers(&entry.pod).find(|(_, c)| c.name == name);
            let probe = found.and_then(|(_, c)| Some((c.clone(), type_.of(c)?.clone())));
            let Some((container, probe)) = probe else { continue };
            let request = ProbeRequest {
                container,
                container_id: container_id.clone(),
                pod_ip: pod_ip.clone().unwrap_or_default(),
                probe,
                timeout: timeout.to_std(),
            };
            let mut probed = probed(ProbeOutcome::Success);
            let prober = prober.clone();
            self.tasks.spawn(async move {
                probed.outcome = prober.probe(&request).await;
                Done::Probed(probed)
            });
        }
        entry.probe_at = entry.probing.iter().filter_map(ProbeWorker::next).min();
        for probed in steady {
            self.probed(&probed);
        }
        self.set_timer(uid);
    }

    /// Takes the outcome of a probe.
    pub(super) fn probed(&mut self, probed: &Probed) {
        let now = self.now();
        let steady = self.context.prober.is_steady();
        let Some(entry) = self.pods.get_mut(&probed.uid) else { return };
        let kind = probed_containers(&entry.pod)
            .find(|(_, c)| c.name == probed.container)
            .map_or(ContainerKind::Regular, |(kind, _)| kind);
        let word = probed.type_.as_str();
        let event = match &probed.outcome {
            ProbeOutcome::Success => None,
            ProbeOutcome::Warning(what) => {
                Some(PodEvent::warning("ProbeWarning", format!("{word} probe warning: {what}")))
            }
            ProbeOutcome::Failure(what) => {
                Some(PodEvent::warning("Unhealthy", format!("{word} probe failed: {what}")))
            }
            ProbeOutcome::Unknown(what) => Some(PodEvent::warning(
                "Unhealthy",
                format!("{word} probe errored and resulted in unknown state: {what}"),
            )),
        };
        if let Some(event) = event {
            let event = event.of_container(kind, &probed.container);
            self.context.events.pod_event(&entry.pod, &event);
        }
        let of = |w: &&mut ProbeWorker| w.container == probed.container && w.type_ == probed.type_;
        let counted =
            entry.probing.iter_mut().find(of).and_then(|worker| {
                worker.finish(&probed.container_id, &probed.outcome, steady, now)
            });
        let changed = counted
            .is_some_and(|result| entry.probes.set(&probed.container_id, probed.type_, result));
        if changed {
            self.step(&probed.uid.clone());
        } else {
            entry.probe_at = entry.probing.iter().filter_map(ProbeWorker::next).min();
            self.set_timer(&probed.uid.clone());
        }
    }
}
