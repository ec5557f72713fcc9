//! `postStart` and `preStop` hooks.
//!
//! Upstream: `pkg/kubelet/lifecycle/handlers.go`.

use std::time::Duration;

use bowline_api::core::v1::{Container, LifecycleHandler, Pod};

use crate::node_context::NodeContext;
use crate::probe::prober::http_target;
use crate::probe::{ProbeOutcome, http};
use crate::runtime::Preparation;

/// A hook has no time limit of its own; whoever runs it sets one.
const NO_LIMIT: Duration = Duration::from_secs(365 * 24 * 3600);

/// Runs a hook to its end; the error says what went wrong.
pub(super) async fn run(
    context: &NodeContext,
    pod: &Pod,
    container: &Container,
    container_id: &str,
    hook: &LifecycleHandler,
) -> Result<(), String> {
    if context.runtime.preparation() == Preparation::None && hook.sleep.is_none() {
        // There is nobody to serve the request.
        return Ok(());
    }
    if let Some(exec) = &hook.exec {
        let output = context.runtime.exec_sync(container_id, &exec.command, NO_LIMIT).await;
        let output = output.map_err(|error| error.to_string())?;
        if output.exit_code != 0 {
            let said = String::from_utf8_lossy(&output.stderr);
            let command = exec.command.join(" ");
            return Err(format!("command '{command}' exited with {}: {said}", output.exit_code));
        }
        return Ok(());
    }
    if let Some(sleep) = &hook.sleep {
        let seconds = u64::try_from(sleep.seconds).unwrap_or(0);
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        return Ok(());
    }
    if let Some(get) = &hook.http_get {
        let observed = context.runtime.observe_pod(&pod.metadata.uid).await;
        let observed = observed.map_err(|error| error.to_string())?;
        let ip = observed.ready_sandbox().and_then(|sandbox| sandbox.ips.first());
        let ip = ip.or(context.facts.host_ips.first()).map_or("127.0.0.1", String::as_str);
        let (host, port) = http_target(get, container, ip)?;
        return match http::get(get, &host, port).await {
            ProbeOutcome::Success | ProbeOutcome::Warning(_) => Ok(()),
            ProbeOutcome::Failure(error) | ProbeOutcome::Unknown(error) => Err(error),
        };
    }
    Err("invalid handler: the hook says nothing to do".to_owned())
}
