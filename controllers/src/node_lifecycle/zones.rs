//! How fast nodes of a zone may be given up, so that a fault of the network does not empty it.
//!
//! Upstream: `handleDisruption` of `pkg/controller/nodelifecycle/node_lifecycle_controller.go`.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use bowline_api::core::v1::Node;
use bowline_apimachinery::time::{Duration as Span, MicroTime};

/// How fast pods may be driven from nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvictionRates {
    /// Nodes a second in a zone that is well (0.1).
    pub normal: f64,
    /// Nodes a second in a large zone of which much is not ready (0.01).
    pub secondary: f64,
    /// Zones up to this size are left alone when much of them is not ready (50).
    pub large_zone: usize,
    /// The share of nodes from which on much of a zone is not ready (0.55).
    pub unhealthy_share: f64,
}

impl Default for EvictionRates {
    fn default() -> Self {
        Self { normal: 0.1, secondary: 0.01, large_zone: 50, unhealthy_share: 0.55 }
    }
}

/// How a zone fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ZoneState {
    Normal,
    /// Much of it is not ready.
    Partial,
    /// None of it is ready.
    Full,
}

/// How many nodes of a zone are ready and not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    pub(super) ready: usize,
    pub(super) not_ready: usize,
}

impl Census {
    pub(super) fn count(&mut self, is_ready: bool) {
        if is_ready { self.ready += 1 } else { self.not_ready += 1 }
    }

    fn state(&self, rates: &EvictionRates) -> ZoneState {
        let share = self.not_ready as f64 / (self.ready + self.not_ready).max(1) as f64;
        match self.not_ready {
            0 => ZoneState::Normal,
            _ if self.ready == 0 => ZoneState::Full,
            3.. if share >= rates.unhealthy_share => ZoneState::Partial,
            _ => ZoneState::Normal,
        }
    }

    /// The time between two nodes; `None` when no node may be given up.
    fn interval(&self, rates: &EvictionRates) -> Option<Duration> {
        let rate = match self.state(rates) {
            ZoneState::Normal | ZoneState::Full => rates.normal,
            ZoneState::Partial if self.ready + self.not_ready > rates.large_zone => rates.secondary,
            ZoneState::Partial => 0.0,
        };
        (rate > 0.0).then(|| Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::MAX))
    }
}

/// The zone of a node: its region and its zone.
pub(super) fn zone_of(node: &Node) -> String {
    let label = |key: &str| node.metadata.labels.get(key).map_or("", String::as_str);
    let (region, zone) =
        (label("topology.kubernetes.io/region"), label("topology.kubernetes.io/zone"));
    format!("{region}/{zone}")
}

/// Whether nothing is ready anywhere: more likely the observer is cut off than everything gone.
pub(super) fn all_are_down(zones: &BTreeMap<String, Census>, rates: &EvictionRates) -> bool {
    !zones.is_empty() && zones.values().all(|zone| zone.state(rates) == ZoneState::Full)
}

/// When the next node of each zone may be given up.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    next: HashMap<String, MicroTime>,
}

impl Limiter {
    /// Whether a node of the zone may be given up now; if so, the next one has to wait.
    pub(super) fn admits(
        &mut self,
        zone: &str,
        census: Census,
        rates: &EvictionRates,
        now: MicroTime,
    ) -> bool {
        let Some(interval) = census.interval(rates) else { return false };
        if self.next.get(zone).is_some_and(|next| now < *next) {
            return false;
        }
        self.next.insert(zone.to_owned(), now.saturating_add(Span::from(interval)));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_in_trouble_is_given_up_slowly_or_not_at_all() {
        let rates = EvictionRates::default();
        for (ready, not_ready, state, seconds) in [
            (3, 0, ZoneState::Normal, Some(10)),
            (1, 2, ZoneState::Normal, Some(10)),
            (2, 3, ZoneState::Partial, None),
            (40, 60, ZoneState::Partial, Some(100)),
            (60, 40, ZoneState::Normal, Some(10)),
            (0, 1, ZoneState::Full, Some(10)),
        ] {
            let census = Census { ready, not_ready };
            assert_eq!(census.state(&rates), state, "{census:?}");
            assert_eq!(census.interval(&rates).map(|i| i.as_secs()), seconds, "{census:?}");
        }
    }

    #[test]
    fn one_node_after_the_other_in_each_zone() {
        let at = |seconds: i64| MicroTime::from_unix_micros(seconds * 1_000_000);
        let (mut limiter, rates) = (Limiter::default(), EvictionRates::default());
        let census = Census { ready: 9, not_ready: 1 };
        let mut admits = |zone, now| limiter.admits(zone, census, &rates, at(now));
        assert!(admits("a", 0) && !admits("a", 9) && admits("b", 9) && admits("a", 10));
    }

    #[test]
    fn when_everything_is_down_the_observer_is_cut_off() {
        let rates = EvictionRates::default();
        let down = Census { ready: 0, not_ready: 2 };
        let mut zones = BTreeMap::from([("a".to_owned(), down), ("b".to_owned(), down)]);
        assert!(all_are_down(&zones, &rates));
        zones.insert("c".to_owned(), Census { ready: 1, not_ready: 1 });
        assert!(!all_are_down(&zones, &rates));
        assert!(!all_are_down(&BTreeMap::new(), &rates));
    }
}
