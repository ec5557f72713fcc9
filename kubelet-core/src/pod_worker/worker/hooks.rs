//! `postStart` and `preStop` hooks.
//!
//! Upstream: `pkg/kubelet/lifecycle/handlers.go`.

use std::time::Duration;

use bowline_api::core::v1::{Container, LifecycleHandler, Pod};

use crate::node_context::NodeContext;

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
    let _ = (pod, container);
    Ok(())
}
