//! Whether the indexes that succeeded are enough for the whole job.
//!
//! Upstream: `pkg/controller/job/success_policy.go`.

use bowline_api::batch::v1::SuccessPolicy;

use super::indexes::Indexes;

/// The number of the first rule that is met.
#[must_use]
pub fn met(policy: Option<&SuccessPolicy>, completions: i32, succeeded: &Indexes) -> Option<usize> {
    if succeeded.is_empty() {
        return None;
    }
    policy?.rules.iter().position(|rule| match (&rule.succeeded_indexes, rule.succeeded_count) {
        (Some(needed), count) => {
            let needed = Indexes::parse(needed, completions);
            // More than there are in the list cannot be asked for.
            succeeded.common(&needed) >= count.map_or(needed.len(), |n| n.min(needed.len()))
        }
        (None, Some(count)) => succeeded.len() >= count,
        (None, None) => false,
    })
}
