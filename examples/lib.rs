//! What the example programs share: logging, an API server on a socket, its kubeconfig.

#![allow(missing_docs, reason = "programs, not a library")]

pub mod assembly;
pub mod capacity;
pub mod control_plane;
pub mod coscheduling;
pub mod demo;
pub mod hello;
pub mod node;
pub mod node_access;
pub mod numa;
pub mod prefer_label;
pub mod progress;
pub mod what_if;

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use bowline::client::Client;
use bowline::client::config::{Config, Kubeconfig, Pem};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// Logs to standard error; `RUST_LOG` says what.
pub fn init_logging(default: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// A token that is cancelled by Ctrl-C or SIGTERM.
pub fn shutdown_on_signal() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    tokio::spawn(async move {
        let mut terminate =
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(terminate) => terminate,
                Err(_) => return,
            };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        cancelled.cancel();
    });
    token
}

/// How the API server is reached that a kubeconfig names.
pub fn read_kubeconfig(path: &Path) -> Result<Config> {
    let file = Kubeconfig::load(path).with_context(|| format!("read {}", path.display()))?;
    Ok(Config::from_kubeconfig(&file, &Default::default())?)
}

/// A client of the API server that a kubeconfig names.
pub fn connect(kubeconfig: &Path) -> Result<Client> {
    Ok(Client::new(read_kubeconfig(kubeconfig)?)?)
}

/// A name for this process in elections: the host's, and the process id.
pub fn identity() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}_{}", host.trim(), std::process::id())
}

/// The authority of the API server that a kubeconfig names, PEM.
pub fn authority(kubeconfig: &Path) -> Result<String> {
    let file =
        Kubeconfig::load(kubeconfig).with_context(|| format!("read {}", kubeconfig.display()))?;
    let config = Config::from_kubeconfig(&file, &Default::default())?;
    match config.certificate_authority {
        Some(Pem::Data(text)) => Ok(text.reveal().to_owned()),
        Some(Pem::File(path)) => std::fs::read_to_string(&path)
            .with_context(|| format!("read the authority in {}", path.display())),
        None => bail!("{} names no certificate authority", kubeconfig.display()),
    }
}
