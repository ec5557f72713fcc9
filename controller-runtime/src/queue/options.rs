//! How a queue behaves.

use std::time::Duration;

/// How failures are slowed down, and how long low priorities may be passed over.
///
/// *Upstream:* the default limits of `client-go/util/workqueue/default_rate_limiters.go`.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueOptions {
    /// The delay after the first failure of a key; doubled at each further one.
    pub base_delay: Duration,
    /// The longest delay.
    pub max_delay: Duration,
    /// After so many keys of higher priorities in a row, one of a lower priority is taken.
    pub max_passed_over: u32,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self {
            base_delay: Duration::from_millis(5),
            max_delay: Duration::from_secs(1000),
            max_passed_over: 20,
        }
    }
}

impl QueueOptions {
    /// The delay after so many failures, the first being 1.
    #[must_use]
    pub fn delay(&self, failures: u32) -> Duration {
        let doubled = 2_u32.checked_pow(failures.saturating_sub(1));
        let delay = doubled.and_then(|factor| self.base_delay.checked_mul(factor));
        delay.map_or(self.max_delay, |delay| delay.min(self.max_delay))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_longest() {
        let options = QueueOptions::default();
        let millis: Vec<_> =
            [1, 2, 3, 10, 18, 19, 100].map(|n| options.delay(n).as_millis()).to_vec();
        assert_eq!(millis, [5, 10, 20, 2560, 655_360, 1_000_000, 1_000_000]);
    }
}
