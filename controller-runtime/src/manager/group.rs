//! Parts that run side by side: the first to fail ends the others.

use std::time::Duration;

use bowline_apimachinery::metrics::Registry;
use futures::future::BoxFuture;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::ManagerError;
use crate::controller::PreparedController;

/// Why a part failed.
pub(super) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Something that runs until it is told to stop.
pub(super) type Runnable =
    Box<dyn FnOnce(CancellationToken) -> BoxFuture<'static, Result<(), Failure>> + Send>;

pub(super) enum Part {
    Controller(PreparedController),
    Runnable { name: String, needs_leadership: bool, run: Runnable },
}

impl Part {
    pub(super) fn needs_leadership(&self) -> bool {
        match self {
            Self::Controller(controller) => controller.options().needs_leadership,
            Self::Runnable { needs_leadership, .. } => *needs_leadership,
        }
    }
}

/// A part that has ended.
struct Ended {
    name: String,
    outcome: Result<(), Failure>,
}

/// Parts, and what they share.
pub(super) struct Group {
    pub(super) parts: Vec<Part>,
    pub(super) metrics: Registry,
    pub(super) stop_timeout: Duration,
}

impl Group {
    /// Runs the parts until told to stop, or until one fails.
    pub(super) async fn run(self, shutdown: CancellationToken) -> Result<(), ManagerError> {
        let Self { parts, metrics, stop_timeout } = self;
        let mut running = JoinSet::new();
        if !parts.is_empty() {
            info!(parts = parts.len(), "starting");
        }
        for part in parts {
            start(part, &metrics, &shutdown, &mut running);
        }
        let failure = loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => break None,
                Some(ended) = running.join_next(), if !running.is_empty() => {
                    if let Some(failure) = failure_of(ended) {
                        break Some(failure);
                    }
                }
            }
        };
        shutdown.cancel();
        let ended = stop(running, stop_timeout).await;
        failure.map_or(ended, Err)
    }
}

fn start(
    part: Part,
    metrics: &Registry,
    shutdown: &CancellationToken,
    running: &mut JoinSet<Ended>,
) {
    let shutdown = shutdown.clone();
    match part {
        Part::Controller(controller) => {
            let (metrics, name) = (metrics.clone(), controller.name().to_owned());
            running.spawn(async move {
                controller.run(&metrics, shutdown).await;
                Ended { name, outcome: Ok(()) }
            });
        }
        Part::Runnable { name, run, .. } => {
            running.spawn(async move { Ended { name, outcome: run(shutdown).await } });
        }
    }
}

fn failure_of(ended: Result<Ended, JoinError>) -> Option<ManagerError> {
    let (name, source) = match ended {
        Ok(Ended { outcome: Ok(()), .. }) => return None,
        Ok(Ended { name, outcome: Err(source) }) => (name, source),
        Err(failure) => ("a part".to_owned(), failure.into()),
    };
    Some(ManagerError::Runnable { name, source })
}

/// Waits for the parts to end.
async fn stop(mut running: JoinSet<Ended>, limit: Duration) -> Result<(), ManagerError> {
    let deadline = Instant::now() + limit;
    while !running.is_empty() {
        match timeout_at(deadline, running.join_next()).await {
            Ok(Some(ended)) => {
                if let Some(failure) = failure_of(ended) {
                    warn!(error = %failure, "failed while stopping");
                }
            }
            Ok(None) => break,
            Err(_) => {
                running.shutdown().await;
                return Err(ManagerError::StopTimeout(limit));
            }
        }
    }
    Ok(())
}
