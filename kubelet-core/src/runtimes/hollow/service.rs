//! The played node as a container runtime.

use std::time::Duration;

use async_trait::async_trait;
use bowline_apimachinery::time::MicroTime;

use super::HollowRuntime;
use super::script::script;
use crate::runtime::{
    ContainerConfig, ContainerState, ExecOutput, ObservedPod, PodSandboxConfig, Preparation,
    RuntimeError, RuntimeService, RuntimeStatus, RuntimeVersion,
};

impl HollowRuntime {
    fn now(&self) -> MicroTime {
        self.clock.now()
    }
}

async fn pass(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

fn no_container(id: &str) -> RuntimeError {
    RuntimeError::NotFound { what: "container", id: id.to_owned() }
}

#[async_trait]
impl RuntimeService for HollowRuntime {
    async fn version(&self) -> Result<RuntimeVersion, RuntimeError> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(RuntimeVersion { name: "hollow".to_owned(), version })
    }

    async fn status(&self) -> Result<RuntimeStatus, RuntimeError> {
        Ok(RuntimeStatus::default())
    }

    fn preparation(&self) -> Preparation {
        Preparation::None
    }

    async fn run_pod_sandbox(&self, config: &PodSandboxConfig) -> Result<String, RuntimeError> {
        pass(self.config.start_latency).await;
        let now = self.now();
        self.node.lock().run_sandbox(config, now).ok_or_else(|| RuntimeError::Failed {
            operation: "run pod sandbox",
            message: "no free address in the pod network".to_owned(),
        })
    }

    async fn stop_pod_sandbox(&self, id: &str) -> Result<(), RuntimeError> {
        let now = self.now();
        self.node.lock().stop_sandbox(id, now);
        Ok(())
    }

    async fn remove_pod_sandbox(&self, id: &str) -> Result<(), RuntimeError> {
        let now = self.now();
        self.node.lock().remove_sandbox(id, now);
        Ok(())
    }

    async fn observe_pod(&self, uid: &str) -> Result<ObservedPod, RuntimeError> {
        let now = self.now();
        Ok(self.node.lock().observe(uid, now))
    }

    async fn observe_pods(&self) -> Result<Vec<ObservedPod>, RuntimeError> {
        let now = self.now();
        Ok(self.node.lock().observe_all(now))
    }

    async fn create_container(
        &self,
        sandbox_id: &str,
        config: &ContainerConfig,
    ) -> Result<String, RuntimeError> {
        let script = script(config, self.config.completion);
        let now = self.now();
        let created = self.node.lock().create_container(sandbox_id, config, script, now);
        created.ok_or_else(|| RuntimeError::NotFound { what: "sandbox", id: sandbox_id.to_owned() })
    }

    async fn start_container(&self, id: &str) -> Result<(), RuntimeError> {
        pass(self.config.start_latency).await;
        let now = self.now();
        if !self.node.lock().start_container(id, now) {
            return Err(no_container(id));
        }
        self.changed.notify_one();
        Ok(())
    }

    async fn stop_container(&self, id: &str, grace: Duration) -> Result<(), RuntimeError> {
        pass(self.config.stop_latency.min(grace)).await;
        let now = self.now();
        self.node.lock().stop_container(id, now);
        Ok(())
    }

    async fn remove_container(&self, id: &str) -> Result<(), RuntimeError> {
        self.node.lock().remove_container(id);
        Ok(())
    }

    async fn reopen_container_log(&self, _id: &str) -> Result<(), RuntimeError> {
        Ok(())
    }

    async fn exec_sync(
        &self,
        id: &str,
        command: &[String],
        _timeout: Duration,
    ) -> Result<ExecOutput, RuntimeError> {
        let now = self.now();
        let status = self.node.lock().status(id, now).ok_or_else(|| no_container(id))?;
        if !status.state.is_running() {
            let (what, id) = ("container", id.to_owned());
            return Err(RuntimeError::State { what, id, state: "not running" });
        }
        let stdout = match command.split_first() {
            Some((program, words)) if program == "echo" => format!("{}\n", words.join(" ")),
            _ => String::new(),
        };
        let exit_code = i32::from(command.first().is_some_and(|program| program == "false"));
        Ok(ExecOutput { stdout: stdout.into_bytes(), stderr: Vec::new(), exit_code })
    }

    async fn next_event(&self) -> String {
        loop {
            let changed = self.changed.notified();
            let now = self.now();
            let next = {
                let mut node = self.node.lock();
                if let Some(uid) = node.take_ended(now) {
                    return uid;
                }
                node.next_end()
            };
            match next {
                None => changed.await,
                Some(end) => {
                    let wait = end.since(now).to_std();
                    tokio::select! {
                        () = changed => {}
                        () = tokio::time::sleep(wait) => {}
                    }
                }
            }
        }
    }

    fn tells_events(&self) -> bool {
        true
    }

    async fn container_log(&self, id: &str) -> Result<Option<Vec<u8>>, RuntimeError> {
        let now = self.now();
        let status = self.node.lock().status(id, now).ok_or_else(|| no_container(id))?;
        let mut log = String::new();
        let mut line = |at: MicroTime, text: String| {
            log.push_str(&format!("{at} stdout F {text}\n"));
        };
        match &status.state {
            ContainerState::Running { started_at } => {
                line(*started_at, format!("{} started from {}", status.name, status.image));
            }
            ContainerState::Exited(exit) => {
                let began = exit.started_at.unwrap_or(exit.finished_at);
                line(began, format!("{} started from {}", status.name, status.image));
                line(exit.finished_at, format!("{} ended with {}", status.name, exit.exit_code));
            }
            ContainerState::Created | ContainerState::Unknown => {}
        }
        Ok(Some(log.into_bytes()))
    }
}
