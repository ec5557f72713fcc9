//! What a candidate knows and decides. No I/O, no clock.

use std::time::Duration;

use bowline_api::coordination::v1::{Lease, LeaseSpec};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::MicroTime;
use tokio::time::Instant;

use super::LeaderElection;

/// A candidate's view of the lease.
#[derive(Debug)]
pub(super) struct Candidate {
    config: LeaderElection,
    observed: Option<Observed>,
}

#[derive(Debug)]
struct Observed {
    lease: Lease,
    /// When it was last seen to change, on our own clock: what the lease says of times is by
    /// another's clock, which may be wrong.
    changed: Instant,
}

/// What to do about the lease.
#[derive(Debug, PartialEq)]
pub(super) enum Claim {
    /// Write it.
    Update(Box<Lease>),
    /// Leave it to whoever holds it.
    Wait,
}

impl Candidate {
    pub(super) fn new(config: LeaderElection) -> Self {
        Self { config, observed: None }
    }

    /// The lease was read or written.
    pub(super) fn observe(&mut self, lease: Lease, now: Instant) {
        match &mut self.observed {
            Some(observed) if observed.lease.spec == lease.spec => observed.lease = lease,
            _ => self.observed = Some(Observed { lease, changed: now }),
        }
    }

    /// Who holds the lease, as far as is known; empty for nobody.
    pub(super) fn holder(&self) -> &str {
        self.spec().and_then(|spec| spec.holder_identity.as_deref()).unwrap_or_default()
    }

    /// Whether this candidate holds the lease, as far as is known.
    pub(super) fn holds(&self) -> bool {
        self.holder() == self.config.identity
    }

    /// Whether whoever holds the lease may still believe so. By the duration that the holder
    /// wrote, not by our own.
    pub(super) fn is_valid(&self, now: Instant) -> bool {
        let Some(observed) = &self.observed else { return false };
        let seconds = observed.lease.spec.lease_duration_seconds.unwrap_or_default();
        let duration = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        now < observed.changed + duration
    }

    /// What to do, given what was observed.
    pub(super) fn claim(&self, now: Instant, wall: MicroTime) -> Claim {
        let Some(observed) = &self.observed else { return Claim::Wait };
        if !self.holder().is_empty() && !self.holds() && self.is_valid(now) {
            return Claim::Wait;
        }
        let old = &observed.lease.spec;
        let transitions = old.lease_transitions.unwrap_or_default();
        let spec = if self.holds() {
            LeaseSpec {
                acquire_time: old.acquire_time,
                lease_transitions: Some(transitions),
                ..self.spec_at(wall)
            }
        } else {
            LeaseSpec {
                lease_transitions: Some(transitions.saturating_add(1)),
                ..self.spec_at(wall)
            }
        };
        Claim::Update(Box::new(self.lease_with(spec)))
    }

    /// The first lease of its name.
    pub(super) fn fresh(&self, wall: MicroTime) -> Lease {
        Lease {
            metadata: ObjectMeta::named(&self.config.name).in_namespace(&self.config.namespace),
            spec: LeaseSpec { lease_transitions: Some(0), ..self.spec_at(wall) },
        }
    }

    /// The lease given back; none when it is not ours to give.
    pub(super) fn released(&self, wall: MicroTime) -> Option<Lease> {
        let old = self.spec().filter(|_| self.holds())?;
        Some(self.lease_with(LeaseSpec {
            holder_identity: Some(String::new()),
            lease_duration_seconds: Some(1),
            lease_transitions: old.lease_transitions,
            ..self.spec_at(wall)
        }))
    }

    fn spec(&self) -> Option<&LeaseSpec> {
        self.observed.as_ref().map(|observed| &observed.lease.spec)
    }

    fn spec_at(&self, wall: MicroTime) -> LeaseSpec {
        let seconds = self.config.lease_duration.as_secs();
        LeaseSpec {
            holder_identity: Some(self.config.identity.clone()),
            lease_duration_seconds: Some(i32::try_from(seconds).unwrap_or(i32::MAX)),
            acquire_time: Some(wall),
            renew_time: Some(wall),
            ..LeaseSpec::default()
        }
    }

    /// The observed lease with another content, bound to the version that was observed.
    fn lease_with(&self, spec: LeaseSpec) -> Lease {
        let metadata = self.observed.as_ref().map(|o| o.lease.metadata.clone());
        Lease { metadata: metadata.unwrap_or_default(), spec }
    }
}
