//! What an election is about.

use std::time::Duration;

/// A lease, who wants it, and how long things take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderElection {
    /// Namespace of the lease.
    pub namespace: String,
    /// Name of the lease.
    pub name: String,
    /// Who this is; no two processes may have the same.
    pub identity: String,
    /// How long others wait after the last renewal they saw; whole seconds.
    pub lease_duration: Duration,
    /// How long a leader tries to renew before it gives up.
    pub renew_deadline: Duration,
    /// How long between two attempts.
    pub retry_period: Duration,
    /// Whether the lease is given back when the work has ended, so that another can take over at
    /// once. Only safe if nothing goes on after that.
    pub release: bool,
}

/// Durations that do not make an election.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("leader election {lease}: {problem}")]
pub struct ElectionConfigError {
    lease: String,
    problem: &'static str,
}

/// Retries wait up to so much longer, as a share of the period, so that candidates spread out.
pub(super) const JITTER: f64 = 1.2;

impl LeaderElection {
    /// An election with upstream's durations: 15, 10 and 2 seconds.
    #[must_use]
    pub fn new(
        namespace: impl Into<String>,
        name: impl Into<String>,
        identity: impl Into<String>,
    ) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.into(),
            identity: identity.into(),
            lease_duration: Duration::from_secs(15),
            renew_deadline: Duration::from_secs(10),
            retry_period: Duration::from_secs(2),
            release: true,
        }
    }

    pub(super) fn validate(&self) -> Result<(), ElectionConfigError> {
        let problem = if self.lease_duration <= self.renew_deadline {
            "the lease duration must be longer than the renew deadline"
        } else if self.renew_deadline <= self.retry_period.mul_f64(JITTER) {
            "the renew deadline must be longer than the retry period with its jitter"
        } else if self.lease_duration.as_secs() < 1 || self.retry_period.is_zero() {
            "durations must be positive"
        } else if self.identity.is_empty() || self.name.is_empty() {
            "identity and name must not be empty"
        } else {
            return Ok(());
        };
        Err(ElectionConfigError { lease: format!("{}/{}", self.namespace, self.name), problem })
    }
}
