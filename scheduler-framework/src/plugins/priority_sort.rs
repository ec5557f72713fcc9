//! `PrioritySort` puts pods of higher priority first, and of equal priority those that wait
//! longer.

use std::sync::Arc;

use crate::plugin::{ExtensionPoints, Plugin, QueueSort};
use crate::queue::QueuedPod;

/// The plugin. Upstream: `plugins/queuesort/priority_sort.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PrioritySort;

impl Plugin for PrioritySort {
    fn name(&self) -> &'static str {
        "PrioritySort"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.queue_sort(self);
    }
}

impl QueueSort for PrioritySort {
    fn less(&self, a: &QueuedPod, b: &QueuedPod) -> bool {
        let (first, second) = (a.pod.priority(), b.pod.priority());
        first > second || first == second && a.timestamp < b.timestamp
    }
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::MicroTime;

    use super::*;
    use crate::testing::pod;

    #[test]
    fn priority_goes_before_age() {
        let queued = |priority, micros| {
            let now = MicroTime::from_unix_micros(micros);
            QueuedPod::new(Arc::new(pod("p").priority(priority).info()), now)
        };
        let rows = [
            ("higher and younger", (1, 9), (0, 0), true),
            ("lower and older", (0, 0), (1, 9), false),
            ("older", (1, 0), (1, 9), true),
            ("younger", (1, 9), (1, 0), false),
            ("equal", (1, 0), (1, 0), false),
        ];
        for (name, a, b, want) in rows {
            assert_eq!(PrioritySort.less(&queued(a.0, a.1), &queued(b.0, b.1)), want, "{name}");
        }
    }
}
