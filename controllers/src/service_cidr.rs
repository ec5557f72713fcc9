//! Ranges of Service addresses stay while addresses of theirs are in use.
//!
//! Upstream: `pkg/controller/servicecidrs/servicecidrs_controller.go`.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::networking::v1::{IPAddress, ServiceCIDR};
use bowline_apimachinery::meta::Condition;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_apimachinery::time::Time;
use bowline_client::Client;
use bowline_client::cache::Store;
use bowline_controller_runtime::{Action, ReconcileError, Request};

use crate::cidr::Cidr;
use crate::own_writes::OwnWrites;
use crate::setup::{Setup, now};

/// The finalizer that this controller answers for.
pub const FINALIZER: &str = "networking.k8s.io/service-cidr-finalizer";
/// The condition that tells whether addresses may be taken from a range.
const READY: &str = "Ready";
/// How long a range that goes is kept after it was marked, so that allocators notice.
const GRACE: Duration = Duration::from_secs(10);

/// What to do about a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Hold it from now on.
    Hold,
    /// Addresses may be taken from it.
    Ready,
    /// It is going; whether addresses are still in use decides what is said about it.
    Terminating {
        /// Whether something else has to go first.
        is_used: bool,
    },
}

/// Decides about a range.
#[must_use]
pub fn plan(range: &ServiceCIDR, others: &[Arc<ServiceCIDR>], used: &[IpAddr]) -> Plan {
    if !range.metadata.is_terminating() {
        return match range.metadata.has_finalizer(FINALIZER) {
            true => Plan::Ready,
            false => Plan::Hold,
        };
    }
    let nets = |range: &ServiceCIDR| -> Vec<Cidr> {
        range.spec.cidrs.iter().filter_map(|cidr| cidr.parse().ok()).collect()
    };
    let own = nets(range);
    let alive = others.iter().filter(|other| {
        other.metadata.uid != range.metadata.uid && !other.metadata.is_terminating()
    });
    let kept: Vec<Cidr> = alive.flat_map(|other| nets(other)).collect();
    let is_used = used.iter().any(|address| {
        own.iter().any(|net| net.contains(address)) && !kept.iter().any(|net| net.contains(address))
    });
    Plan::Terminating { is_used }
}

struct Ranges {
    client: Client,
    ranges: Store<ServiceCIDR>,
    addresses: Store<IPAddress>,
    writes: OwnWrites,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let ranges = setup.store::<ServiceCIDR>();
    let this = Arc::new(Ranges {
        client: setup.client(),
        ranges: ranges.clone(),
        addresses: setup.store(),
        writes: OwnWrites::default(),
    });
    let going = ranges.clone();
    let controller = setup
        .controller::<ServiceCIDR>("service-cidr-controller")
        .watches::<IPAddress>(move |_| {
            let all = going.list();
            let going = all.iter().filter(|range| range.metadata.is_terminating());
            going.map(|range| range.key()).collect()
        })
        .reconcile(move |request: Request<ServiceCIDR>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl Ranges {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.ranges).await?;
        let Some(range) = self.ranges.get(key) else {
            self.writes.forget(key);
            return Ok(Action::Done);
        };
        let used: Vec<IpAddr> = self
            .addresses
            .list()
            .iter()
            .filter_map(|address| address.metadata.name.parse().ok())
            .collect();
        let ranges = self.client.cluster::<ServiceCIDR>();
        let now = now(self.client.clock());
        let mut changed = (*range).clone();
        match plan(&range, &self.ranges.list(), &used) {
            Plan::Hold => {
                changed.metadata.add_finalizer(FINALIZER);
                self.writes.wrote(key, &ranges.update(&changed).await?);
            }
            Plan::Ready => {
                let message = "Kubernetes Service CIDR is ready";
                if set_ready(&mut changed, "True", "", message, now) {
                    self.writes.wrote(key, &ranges.update_status(&changed).await?);
                }
            }
            Plan::Terminating { is_used } => {
                if !range.metadata.has_finalizer(FINALIZER) {
                    return Ok(Action::Done);
                }
                let message = match is_used {
                    true => {
                        "There are still IPAddresses referencing the ServiceCIDR, please \
                             remove them or create a new ServiceCIDR"
                    }
                    false => "There are no IPAddresses referencing the ServiceCIDR",
                };
                if set_ready(&mut changed, "False", "Terminating", message, now) {
                    self.writes.wrote(key, &ranges.update_status(&changed).await?);
                    return Ok(if is_used { Action::Done } else { Action::RequeueAfter(GRACE) });
                }
                if is_used {
                    return Ok(Action::Done);
                }
                let marked = changed.status.conditions.iter().find(|c| c.type_ == READY);
                let marked = marked.and_then(|condition| condition.last_transition_time);
                let waited = marked.map_or(GRACE, |since| now.since(since).to_std());
                if waited < GRACE {
                    return Ok(Action::RequeueAfter(GRACE - waited));
                }
                changed.metadata.remove_finalizer(FINALIZER);
                match ranges.update(&changed).await {
                    Err(error) if !error.is_not_found() => return Err(error.into()),
                    _ => {}
                }
            }
        }
        Ok(Action::Done)
    }
}

/// Sets the condition; tells whether that changed anything.
fn set_ready(
    range: &mut ServiceCIDR,
    status: &str,
    reason: &str,
    message: &str,
    now: Time,
) -> bool {
    let before = range.status.conditions.iter().find(|c| c.type_ == READY).cloned();
    let mut new = Condition {
        type_: READY.to_owned(),
        status: status.into(),
        reason: reason.to_owned(),
        message: message.to_owned(),
        last_transition_time: Some(now),
        ..Condition::default()
    };
    if let Some(before) = &before {
        if before.status == new.status {
            new.last_transition_time = before.last_transition_time;
        }
        new.observed_generation = before.observed_generation;
    }
    if before.as_ref() == Some(&new) {
        return false;
    }
    range.status.conditions.retain(|c| c.type_ != READY);
    range.status.conditions.push(new);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(name: &str, cidr: &str) -> ServiceCIDR {
        let mut range = ServiceCIDR::default();
        range.metadata.uid = name.into();
        range.metadata.add_finalizer(FINALIZER);
        range.spec.cidrs = vec![cidr.into()];
        range
    }

    #[test]
    fn a_range_in_use_stays_unless_another_one_has_its_addresses() {
        let mut going = range("a", "10.0.0.0/24");
        assert_eq!(plan(&going, &[], &[]), Plan::Ready);
        going.metadata.deletion_timestamp = Some(Time::from_unix_seconds(1));
        let wide = Arc::new(range("b", "10.0.0.0/16"));
        let used: Vec<IpAddr> = vec!["10.0.0.9".parse().unwrap()];
        let elsewhere: Vec<IpAddr> = vec!["10.1.0.9".parse().unwrap()];
        for (others, used, want) in [
            (vec![], &used, true),
            (vec![wide], &used, false),
            (vec![], &elsewhere, false),
            (vec![Arc::new(going.clone())], &used, true),
        ] {
            assert_eq!(plan(&going, &others, used), Plan::Terminating { is_used: want });
        }
        assert_eq!(plan(&ServiceCIDR::default(), &[], &[]), Plan::Hold);
    }
}
