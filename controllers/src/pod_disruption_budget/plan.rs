//! How many pods may be disrupted.
//!
//! Upstream: `pkg/controller/disruption/disruption.go`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Pod};
use bowline_api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetStatus};
use bowline_apimachinery::int_or_string::{IntOrString, Round, ScaleError};
use bowline_apimachinery::meta::Condition;
use bowline_apimachinery::time::Time;

/// How long a pod whose eviction was granted may take to be deleted.
const DELETION_TIMEOUT: i64 = 120;

/// The condition that tells whether a pod may be disrupted.
pub const DISRUPTION_ALLOWED: &str = "DisruptionAllowed";

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The budget.
    pub budget: Arc<PodDisruptionBudget>,
    /// The pods that it is about.
    pub pods: Vec<Arc<Pod>>,
    /// How many pods each controller of a pod wants, by the controller's uid; what is not in here
    /// is not known.
    pub scales: HashMap<String, i32>,
}

/// The status of a budget, and what else came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The status.
    pub status: PodDisruptionBudgetStatus,
    /// Pods that were to be deleted and were not.
    pub not_deleted: Vec<Arc<Pod>>,
    /// When to look again: a granted eviction may have come to nothing by then.
    pub again: Option<Duration>,
}

/// Why a budget cannot be worked out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// It is not known how many pods a controller wants.
    #[error("found no controllers for pod {0:?}")]
    UnknownScale(String),
    /// A limit makes no sense.
    #[error(transparent)]
    Limit(#[from] ScaleError),
}

/// Works out the status of a budget.
///
/// # Errors
/// When the limits need to know how many pods there should be, and that is not known.
pub fn plan(observed: &Observed, now: Time) -> Result<Plan, PlanError> {
    let (expected, desired) = expected_and_desired(observed)?;
    let disrupted = disrupted(observed, now);
    let is_healthy = |pod: &&Arc<Pod>| {
        !pod.metadata.is_terminating()
            && !disrupted.pending.contains_key(&pod.metadata.name)
            && pod.is_ready()
    };
    let healthy = count(observed.pods.iter().filter(is_healthy).count());
    let allowed = if expected > 0 { (healthy - desired).max(0) } else { 0 };
    let budget = &observed.budget;
    let mut status = PodDisruptionBudgetStatus {
        observed_generation: budget.metadata.generation,
        disrupted_pods: disrupted.pending.into_iter().map(|(k, v)| (k, Some(v))).collect(),
        disruptions_allowed: allowed,
        current_healthy: healthy,
        desired_healthy: desired,
        expected_pods: expected,
        conditions: budget.status.conditions.clone(),
    };
    let (truth, reason) = match allowed {
        0 => (ConditionStatus::False, "InsufficientPods"),
        _ => (ConditionStatus::True, "SufficientPods"),
    };
    set_condition(&mut status, budget.metadata.generation, truth, reason, "", now);
    Ok(Plan { status, not_deleted: disrupted.not_deleted, again: disrupted.again })
}

/// The status of a budget that cannot be worked out: nothing may be disrupted.
#[must_use]
pub fn fail_safe(budget: &PodDisruptionBudget, why: &str, now: Time) -> PodDisruptionBudgetStatus {
    let mut status = budget.status.clone();
    status.disruptions_allowed = 0;
    let generation = budget.metadata.generation;
    set_condition(&mut status, generation, ConditionStatus::False, "SyncFailed", why, now);
    status
}

fn set_condition(
    status: &mut PodDisruptionBudgetStatus,
    generation: i64,
    truth: ConditionStatus,
    reason: &str,
    message: &str,
    now: Time,
) {
    let truth = truth.as_str().into();
    let mut new = Condition {
        type_: DISRUPTION_ALLOWED.to_owned(),
        status: truth,
        observed_generation: generation,
        last_transition_time: Some(now),
        reason: reason.to_owned(),
        message: message.to_owned(),
    };
    match status.conditions.iter_mut().find(|known| known.type_ == DISRUPTION_ALLOWED) {
        Some(known) => {
            if known.status == new.status {
                new.last_transition_time = known.last_transition_time;
            }
            *known = new;
        }
        None => status.conditions.push(new),
    }
}

/// How many pods there should be, and how many of them must be healthy.
fn expected_and_desired(observed: &Observed) -> Result<(i32, i32), PlanError> {
    let spec = &observed.budget.spec;
    let share = |limit: &IntOrString, of: i32| -> Result<i32, ScaleError> {
        let value = limit.scaled_value(i64::from(of), Round::Up)?;
        Ok(i32::try_from(value).unwrap_or(i32::MAX))
    };
    if let Some(max_unavailable) = &spec.max_unavailable {
        let expected = expected_scale(observed)?;
        return Ok((expected, (expected - share(max_unavailable, expected)?).max(0)));
    }
    match &spec.min_available {
        None => Ok((0, 0)),
        Some(IntOrString::Int(desired)) => Ok((count(observed.pods.len()), *desired)),
        Some(percentage) => {
            let expected = expected_scale(observed)?;
            Ok((expected, share(percentage, expected)?))
        }
    }
}

/// What the controllers of the pods want together; pods without one do not count.
fn expected_scale(observed: &Observed) -> Result<i32, PlanError> {
    let mut wanted: BTreeMap<&str, i32> = BTreeMap::new();
    for pod in &observed.pods {
        let Some(controller) = pod.metadata.controller() else { continue };
        let scale = observed.scales.get(&controller.uid).copied();
        let scale = scale.ok_or_else(|| PlanError::UnknownScale(pod.metadata.name.clone()))?;
        wanted.insert(&controller.uid, scale);
    }
    Ok(wanted.values().sum())
}

#[derive(Default)]
struct Disrupted {
    /// Pods whose eviction was granted and that are not being deleted yet, since when.
    pending: BTreeMap<String, Time>,
    not_deleted: Vec<Arc<Pod>>,
    again: Option<Duration>,
}

fn disrupted(observed: &Observed, now: Time) -> Disrupted {
    let granted = &observed.budget.status.disrupted_pods;
    let mut disrupted = Disrupted::default();
    for pod in observed.pods.iter().filter(|pod| !pod.metadata.is_terminating()) {
        let Some(Some(since)) = granted.get(&pod.metadata.name).copied() else { continue };
        let left = DELETION_TIMEOUT - now.since(since).as_secs();
        match u64::try_from(left) {
            Err(_) => disrupted.not_deleted.push(pod.clone()),
            Ok(left) => {
                disrupted.pending.insert(pod.metadata.name.clone(), since);
                // The deadline is over only when it lies in the past.
                let left = Duration::from_secs(left + 1);
                disrupted.again = Some(disrupted.again.map_or(left, |again| again.min(left)));
            }
        }
    }
    disrupted
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
