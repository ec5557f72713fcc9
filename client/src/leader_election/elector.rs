//! Running for leader, leading, and stepping down.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use bowline_api::coordination::v1::Lease;
use bowline_apimachinery::backoff::jittered;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use super::candidate::{Candidate, Claim};
use super::config::JITTER;
use super::{ElectionConfigError, LeaderElection};
use crate::{Api, Client, Error, Fence};

/// A process that runs for leader.
pub struct LeaderElector {
    client: Client,
    leases: Api<Lease>,
    config: LeaderElection,
    candidate: Candidate,
    fence: Fence,
    leader: watch::Sender<String>,
}

/// The lease could not be renewed in time: another may lead now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{identity} could not renew the lease {namespace}/{name} in time")]
pub struct LeadershipLost {
    /// Namespace of the lease.
    pub namespace: String,
    /// Name of the lease.
    pub name: String,
    /// Who led.
    pub identity: String,
}

/// How long giving the lease back may take.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);

impl LeaderElector {
    /// A candidate that does not run yet.
    ///
    /// # Errors
    /// When the durations do not make an election.
    pub fn new(client: Client, config: LeaderElection) -> Result<Self, ElectionConfigError> {
        config.validate()?;
        Ok(Self {
            leases: client.namespaced(&config.namespace),
            client,
            candidate: Candidate::new(config.clone()),
            config,
            fence: Fence::closed(),
            leader: watch::Sender::new(String::new()),
        })
    }

    /// The same candidate with a fence that was handed out before.
    #[must_use]
    pub fn with_fence(mut self, fence: Fence) -> Self {
        self.fence = fence;
        self
    }

    /// The permission to write that goes with leadership: open while this process leads.
    #[must_use]
    pub fn fence(&self) -> &Fence {
        &self.fence
    }

    /// Who leads, as far as is known, now and as it changes; empty for nobody.
    #[must_use]
    pub fn leader(&self) -> watch::Receiver<String> {
        self.leader.subscribe()
    }

    /// Waits until this process leads, then does the work with a client that only leaders have,
    /// while the lease is renewed. None when told to stop before.
    ///
    /// The work is told to stop by its token; the lease is kept until it has ended, and then given
    /// back.
    ///
    /// # Errors
    /// When the lease could not be renewed. The work has been dropped then, and whatever of it
    /// still lives cannot write.
    pub async fn run<T, Fut>(
        mut self,
        shutdown: CancellationToken,
        work: impl FnOnce(Client, CancellationToken) -> Fut,
    ) -> Result<Option<T>, LeadershipLost>
    where
        Fut: Future<Output = T>,
    {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => return Ok(None),
            () = self.acquire() => {}
        }
        info!(identity = self.config.identity, lease = self.config.name, "leading");
        let work = work(self.client.clone().with_fence(self.fence.clone()), shutdown);
        let outcome = tokio::select! {
            biased;
            outcome = work => outcome,
            () = self.renew() => {
                self.fence.close();
                let LeaderElection { namespace, name, identity, .. } = self.config;
                return Err(LeadershipLost { namespace, name, identity });
            }
        };
        self.fence.close();
        if self.config.release {
            self.release().await;
        }
        Ok(Some(outcome))
    }

    async fn acquire(&mut self) {
        while !self.attempt().await {
            let random = self.client.random().clone();
            sleep(jittered(self.config.retry_period, JITTER, &*random)).await;
        }
    }

    /// Renews until that fails for too long.
    async fn renew(&mut self) {
        loop {
            sleep(self.config.retry_period).await;
            let deadline = self.fence.deadline().unwrap_or_else(Instant::now);
            let renewed = timeout_at(deadline, async {
                while !self.attempt().await {
                    sleep(self.config.retry_period).await;
                }
            });
            if renewed.await.is_err() {
                return;
            }
        }
    }

    /// Tries once to get or keep the lease.
    async fn attempt(&mut self) -> bool {
        let start = Instant::now();
        let led = match self.write_lease(start).await {
            Ok(led) => led,
            Err(error) if error.is_conflict() || error.is_already_exists() => {
                debug!(lease = self.config.name, "another was faster");
                false
            }
            Err(error) => {
                warn!(lease = self.config.name, %error, "cannot read or write the lease");
                false
            }
        };
        let holder = self.candidate.holder();
        self.leader.send_if_modified(|known| {
            let changed = known != holder;
            if changed {
                holder.clone_into(known);
            }
            changed
        });
        if led {
            // Counted from before the request: others count from when they see it, which is later.
            self.fence.extend_to(start + self.config.renew_deadline);
        }
        led
    }

    async fn write_lease(&mut self, now: Instant) -> Result<bool, Error> {
        let wall = self.client.clock().now();
        if self.candidate.holds() && self.candidate.is_valid(now) {
            // A leader knows the lease: no need to read it first.
            if let Claim::Update(lease) = self.candidate.claim(now, wall)
                && let Ok(written) = self.leases.update(&lease).await
            {
                self.candidate.observe(written, Instant::now());
                return Ok(true);
            }
        }
        let Some(lease) = self.leases.get_opt(&self.config.name).await? else {
            let created = self.leases.create(&self.candidate.fresh(wall)).await?;
            self.candidate.observe(created, Instant::now());
            return Ok(true);
        };
        let now = Instant::now();
        self.candidate.observe(lease, now);
        match self.candidate.claim(now, wall) {
            Claim::Wait => Ok(false),
            Claim::Update(lease) => {
                let written = self.leases.update(&lease).await?;
                self.candidate.observe(written, Instant::now());
                Ok(true)
            }
        }
    }

    async fn release(&mut self) {
        let Some(lease) = self.candidate.released(self.client.clock().now()) else { return };
        let deadline = Instant::now() + RELEASE_TIMEOUT;
        match timeout_at(deadline, self.leases.update(&lease)).await {
            Ok(Ok(_)) => {
                self.leader.send_replace(String::new());
            }
            Ok(Err(error)) => warn!(lease = self.config.name, %error, "cannot give the lease back"),
            Err(_) => warn!(lease = self.config.name, "giving the lease back took too long"),
        }
    }
}

impl fmt::Debug for LeaderElector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeaderElector").field("config", &self.config).finish_non_exhaustive()
    }
}
