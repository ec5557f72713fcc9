//! Which endpoint a connection goes to: in turn, or where the client went before.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Hands out endpoints of one port; time is an argument, counted from any fixed moment.
#[derive(Debug, Default)]
pub struct Balancer {
    endpoints: Vec<SocketAddr>,
    affinity: Option<Duration>,
    next: usize,
    /// Where clients went, and when last.
    sticky: HashMap<IpAddr, (SocketAddr, Duration)>,
}

impl Balancer {
    /// Takes new endpoints; clients whose endpoint is gone choose anew.
    pub fn update(&mut self, endpoints: Vec<SocketAddr>, affinity: Option<Duration>) {
        self.sticky.retain(|_, (endpoint, _)| affinity.is_some() && endpoints.contains(endpoint));
        self.endpoints = endpoints;
        self.affinity = affinity;
    }

    /// The endpoint for a client; `None` when there is none.
    pub fn pick(&mut self, client: IpAddr, now: Duration) -> Option<SocketAddr> {
        let Some(timeout) = self.affinity else { return self.in_turn() };
        self.sticky.retain(|_, (_, last)| now.saturating_sub(*last) < timeout);
        let endpoint = match self.sticky.get(&client) {
            Some((endpoint, _)) => *endpoint,
            None => self.in_turn()?,
        };
        self.sticky.insert(client, (endpoint, now));
        Some(endpoint)
    }

    /// Forgets an endpoint that did not answer, so that the client tries another.
    pub fn failed(&mut self, client: IpAddr) {
        self.sticky.remove(&client);
    }

    fn in_turn(&mut self) -> Option<SocketAddr> {
        let endpoint = *self.endpoints.get(self.next % self.endpoints.len().max(1))?;
        self.next = self.next.wrapping_add(1);
        Some(endpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn turns_go_round() {
        let mut balancer = Balancer::default();
        let client = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(balancer.pick(client, Duration::ZERO), None);
        balancer.update(vec![at("1.1.1.1:1"), at("1.1.1.2:1")], None);
        let picks: Vec<_> = (0..3).filter_map(|_| balancer.pick(client, Duration::ZERO)).collect();
        assert_eq!(picks, [at("1.1.1.1:1"), at("1.1.1.2:1"), at("1.1.1.1:1")]);
    }

    #[test]
    fn clients_stay_until_the_timeout_or_the_endpoint_goes() {
        let mut balancer = Balancer::default();
        let client = IpAddr::from([127, 0, 0, 1]);
        let timeout = Some(Duration::from_secs(10));
        balancer.update(vec![at("1.1.1.1:1"), at("1.1.1.2:1")], timeout);
        let first = balancer.pick(client, Duration::ZERO).unwrap();
        assert_eq!(balancer.pick(client, Duration::from_secs(9)), Some(first));
        assert_eq!(balancer.pick(client, Duration::from_secs(18)), Some(first));
        assert_ne!(balancer.pick(client, Duration::from_secs(28)), Some(first));
        balancer.update(vec![at("1.1.1.3:1")], timeout);
        assert_eq!(balancer.pick(client, Duration::from_secs(29)), Some(at("1.1.1.3:1")));
    }
}
