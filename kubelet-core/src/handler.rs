//! What the node agent answers on its HTTP server.
//!
//! Upstream: `pkg/kubelet/kubelet_pods.go` (`GetKubeletContainerLogs`, `GetExec`),
//! `pkg/kubelet/server`.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::Pod;
use bowline_apimachinery::clock::Clock;
use bytes::Bytes;
use futures::StreamExt as _;
use serde_json::{Value, json};

use crate::logs::follow::{Writing, read_log, show_log};
use crate::logs::{log_directory, log_path};
use crate::pod_manager::PodManager;
use crate::pod_worker::worker::identity_of;
use crate::runtime::{ContainerStats, ContainerStatus, PodIdentity, Runtime};
use crate::server::{
    HandlerError, HealthCheck, KubeletHandler, LogStream, MetricsEndpoint, PodLogOptions,
};
use crate::streaming::{
    ContainerSession, ContainerTarget, Duplex, PodTarget, StreamError, StreamOptions, Streamer,
};

/// Answers for one node.
pub struct NodeHandler {
    node: String,
    manager: Arc<PodManager>,
    runtime: Arc<dyn Runtime>,
    pod_logs: PathBuf,
    clock: Arc<dyn Clock>,
}

/// A pod and what each of its containers uses.
type PodStats = (Arc<Pod>, Vec<(String, ContainerStats)>);

impl NodeHandler {
    /// A handler of a node's pods.
    #[must_use]
    pub fn new(
        node: impl Into<String>,
        manager: Arc<PodManager>,
        runtime: Arc<dyn Runtime>,
        pod_logs: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { node: node.into(), manager, runtime, pod_logs, clock }
    }

    /// The container of that name that runs.
    async fn running(&self, target: &ContainerTarget) -> Result<String, StreamError> {
        let observed = self.runtime.observe_pod(&target.pod.uid).await;
        let observed = observed.map_err(|error| StreamError::Runtime(error.to_string()))?;
        let container = observed.container(&target.container);
        let running = container.filter(|container| container.state.is_running());
        let id = running.map(|container| container.id.clone());
        id.ok_or_else(|| StreamError::ContainerNotFound(target.container.clone()))
    }

    async fn all_stats(&self) -> Vec<PodStats> {
        let mut all = Vec::new();
        for pod in self.manager.pods() {
            if let Ok(stats) = self.runtime.pod_stats(&pod.metadata.uid).await {
                all.push((pod, stats));
            }
        }
        all
    }
}

#[async_trait]
impl Streamer for NodeHandler {
    async fn exec(
        &self,
        target: &ContainerTarget,
        command: &[String],
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        let id = self.running(target).await?;
        self.runtime.exec(&id, command, options).await
    }

    async fn attach(
        &self,
        target: &ContainerTarget,
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        let id = self.running(target).await?;
        self.runtime.attach(&id, options).await
    }

    async fn port_forward(
        &self,
        pod: &PodTarget,
        port: u16,
    ) -> Result<Box<dyn Duplex>, StreamError> {
        let observed = self.runtime.observe_pod(&pod.uid).await;
        let observed = observed.map_err(|error| StreamError::Runtime(error.to_string()))?;
        let sandbox = observed.ready_sandbox();
        let sandbox = sandbox.ok_or_else(|| StreamError::ContainerNotFound(pod.name.clone()))?;
        self.runtime.port_forward(&sandbox.id, port).await
    }
}

#[async_trait]
impl KubeletHandler for NodeHandler {
    async fn pod(&self, namespace: &str, name: &str) -> Option<PodTarget> {
        let pod = self.manager.by_name(namespace, name)?;
        let PodIdentity { namespace, name, uid } = identity_of(&pod);
        Some(PodTarget { namespace, name, uid })
    }

    async fn pods(&self) -> Vec<Arc<Pod>> {
        self.manager.pods()
    }

    async fn container_logs(
        &self,
        target: &ContainerTarget,
        options: PodLogOptions,
    ) -> Result<LogStream, HandlerError> {
        let ContainerTarget { pod, container: name } = target;
        if let Some(known) = self.manager.by_uid(&pod.uid)
            && !has_container(&known, name)
        {
            let message = format!("container {name:?} not found in pod {:?}", pod.name);
            return Err(HandlerError::NotFound(message));
        }
        let observed = self.runtime.observe_pod(&pod.uid).await;
        let observed = observed.map_err(|error| HandlerError::Internal(error.to_string()))?;
        let mut instances = observed.containers.iter().filter(|c| c.name == *name);
        let newest = instances.next();
        let container = if options.previous {
            // A container that has ended, and whose successor has not been made yet, is itself the
            // one before.
            match newest {
                Some(newest) if newest.state.exit().is_some() => Some(newest),
                _ => instances.next(),
            }
        } else {
            newest
        };
        let Some(container) = container else {
            let message = if options.previous {
                format!("previous terminated container {name:?} in pod {:?} not found", pod.name)
            } else {
                format!("container {name:?} in pod {:?} is waiting to start", pod.name)
            };
            return Err(HandlerError::BadRequest(message));
        };
        let now = self.clock.now();
        let held = self.runtime.container_log(&container.id).await;
        let held = held.map_err(|error| HandlerError::Internal(error.to_string()))?;
        if let Some(log) = held {
            let shown = Bytes::from(show_log(&log, &options, now));
            return Ok(futures::stream::iter([Ok(shown)]).boxed());
        }
        let identity = PodIdentity {
            namespace: pod.namespace.clone(),
            name: pod.name.clone(),
            uid: pod.uid.clone(),
        };
        let path = log_directory(&self.pod_logs, &identity).join(log_path(name, container.attempt));
        let writer = Writer {
            runtime: self.runtime.clone(),
            uid: pod.uid.clone(),
            id: container.id.clone(),
        };
        let log = read_log(path, &options, now, Arc::new(writer)).await;
        log.map_err(|error| {
            let message = format!("failed to open the log of container {name:?}: {error}");
            match error.kind() {
                std::io::ErrorKind::NotFound => HandlerError::NotFound(message),
                _ => HandlerError::Internal(message),
            }
        })
    }

    async fn health_checks(&self) -> Vec<HealthCheck> {
        let outcome = match self.runtime.status().await {
            Ok(status) => status.runtime_not_ready.map_or(Ok(()), Err),
            Err(error) => Err(error.to_string()),
        };
        vec![HealthCheck { name: "syncloop".to_owned(), outcome }]
    }

    async fn metrics(&self, endpoint: MetricsEndpoint) -> Result<String, HandlerError> {
        match endpoint {
            MetricsEndpoint::Resource => Ok(resource_metrics(&self.all_stats().await)),
            _ => Ok(String::new()),
        }
    }

    async fn stats_summary(&self) -> Result<Bytes, HandlerError> {
        let pods: Vec<Value> = self
            .all_stats()
            .await
            .into_iter()
            .map(|(pod, stats)| {
                let identity = identity_of(&pod);
                let containers: Vec<Value> =
                    stats.iter().map(|(name, stats)| container_summary(name, stats)).collect();
                json!({
                    "podRef": {
                        "name": identity.name,
                        "namespace": identity.namespace,
                        "uid": identity.uid,
                    },
                    "startTime": pod.status.start_time,
                    "containers": containers,
                })
            })
            .collect();
        let summary = json!({"node": {"nodeName": self.node}, "pods": pods});
        Ok(Bytes::from(summary.to_string()))
    }
}

fn has_container(pod: &Pod, name: &str) -> bool {
    let spec = &pod.spec;
    spec.containers.iter().chain(&spec.init_containers).any(|c| c.name == name)
        || spec.ephemeral_containers.iter().any(|c| c.name == name)
}

fn container_summary(name: &str, stats: &ContainerStats) -> Value {
    json!({
        "name": name,
        "cpu": {"time": stats.at, "usageCoreNanoSeconds": stats.cpu_nanos},
        "memory": {"time": stats.at, "workingSetBytes": stats.working_set_bytes},
        "rootfs": {"time": stats.at, "usedBytes": stats.writable_layer_bytes},
    })
}

/// The metrics by which pods are scaled, in Prometheus' text form.
fn resource_metrics(all: &[PodStats]) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    let mut family = |name: &str, kind: &str, value: fn(&ContainerStats) -> String| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "# TYPE {name} {kind}");
        for (pod, containers) in all {
            let (namespace, pod) = (&pod.metadata.namespace, &pod.metadata.name);
            for (container, stats) in containers {
                let labels =
                    format!("container=\"{container}\",namespace=\"{namespace}\",pod=\"{pod}\"");
                let _ = writeln!(out, "{name}{{{labels}}} {}", value(stats));
            }
        }
    };
    family("container_cpu_usage_seconds_total", "counter", |stats| {
        format!("{:.3}", stats.cpu_nanos as f64 / 1e9)
    });
    family("container_memory_working_set_bytes", "gauge", |stats| {
        stats.working_set_bytes.to_string()
    });
    let _ = writeln!(out, "# TYPE resource_scrape_error gauge\nresource_scrape_error 0");
    out
}

/// A container that may still write to its log.
struct Writer {
    runtime: Arc<dyn Runtime>,
    uid: String,
    id: String,
}

#[async_trait]
impl Writing for Writer {
    async fn is_writing(&self) -> bool {
        let Ok(observed) = self.runtime.observe_pod(&self.uid).await else { return false };
        let own = |container: &&ContainerStatus| container.id == self.id;
        observed.containers.iter().find(own).is_some_and(|c| c.state.is_running())
    }
}
