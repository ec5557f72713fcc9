//! Running the programs that give credentials.

use std::io::IsTerminal as _;
use std::process::Stdio;

use tokio::process::Command;

use crate::config::exec::{AnswerError, Given, answer, interactive, request};
use crate::config::{Cluster, ExecConfig};

/// Why a program gave no credentials.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExecError {
    #[error("{command} needs a terminal, and there is none")]
    NoTerminal { command: String },
    #[error("run {command}{}", after_semicolon(hint))]
    Run { command: String, hint: String, source: std::io::Error },
    #[error("{command} ended with {status}")]
    Failed { command: String, status: std::process::ExitStatus },
    #[error("{command}")]
    Answer { command: String, source: AnswerError },
}

fn after_semicolon(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!("; {hint}") }
}

/// Runs the program and reads its answer. Dropping the future ends the program.
pub(super) async fn run(exec: &ExecConfig, cluster: &Cluster) -> Result<Given, ExecError> {
    let command = || exec.command.clone();
    let terminal = std::io::stdin().is_terminal();
    let Some(interactive) = interactive(exec, terminal) else {
        return Err(ExecError::NoTerminal { command: command() });
    };
    let stdin = if interactive { Stdio::inherit() } else { Stdio::null() };
    let output = Command::new(&exec.command)
        .args(&exec.args)
        .envs(exec.env.iter().map(|variable| (&variable.name, &variable.value)))
        .env("KUBERNETES_EXEC_INFO", request(exec, cluster, interactive))
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()
        .map_err(|source| failed_to_run(exec, source))?
        .wait_with_output()
        .await
        .map_err(|source| failed_to_run(exec, source))?;
    if !output.status.success() {
        return Err(ExecError::Failed { command: command(), status: output.status });
    }
    answer(exec, &output.stdout).map_err(|source| ExecError::Answer { command: command(), source })
}

fn failed_to_run(exec: &ExecConfig, source: std::io::Error) -> ExecError {
    ExecError::Run { command: exec.command.clone(), hint: exec.install_hint.clone(), source }
}
