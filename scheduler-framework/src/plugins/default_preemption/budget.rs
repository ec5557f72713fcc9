//! Which evictions would violate a disruption budget.

use std::sync::Arc;

use bowline_api::policy::v1::PodDisruptionBudget;
use bowline_apimachinery::labels::Selector;

use crate::pod_info::PodInfo;

/// Splits pods into those whose eviction violates a budget and the others, keeping their order:
/// the budgets are used up in that order.
///
/// Upstream: `filterPodsWithPDBViolation`.
pub(super) fn split(
    pods: Vec<Arc<PodInfo>>,
    budgets: &[Arc<PodDisruptionBudget>],
) -> (Vec<Arc<PodInfo>>, Vec<Arc<PodInfo>>) {
    let mut left: Vec<_> = budgets.iter().map(Budget::new).collect();
    pods.into_iter().partition(|pod| {
        // Every matching budget is charged, also after one is overdrawn.
        left.iter_mut().filter_map(|budget| budget.charge(pod)).fold(false, |a, b| a | b)
    })
}

struct Budget<'a> {
    budget: &'a PodDisruptionBudget,
    selector: Selector,
    left: i32,
}

impl<'a> Budget<'a> {
    fn new(budget: &'a Arc<PodDisruptionBudget>) -> Self {
        let selector = Selector::from_label_selector(budget.spec.selector.as_deref());
        Self {
            budget,
            // What is malformed matches nothing.
            selector: selector.unwrap_or_else(|_| Selector::nothing()),
            left: budget.status.disruptions_allowed,
        }
    }

    /// Whether the eviction overdraws the budget; nothing if the budget is not about the pod.
    fn charge(&mut self, pod: &PodInfo) -> Option<bool> {
        let labels = &pod.pod().metadata.labels;
        let about = !labels.is_empty()
            && self.budget.metadata.namespace == pod.namespace()
            && !self.selector.is_empty()
            && self.selector.matches(labels)
            && !self.budget.status.disrupted_pods.contains_key(pod.name());
        about.then(|| {
            self.left -= 1;
            self.left < 0
        })
    }
}
