//! From the number that the measurements ask for to the number that may be set: not too fast, not
//! back and forth, within limits.
//!
//! Upstream: `pkg/controller/podautoscaler/horizontal.go`.

use bowline_api::autoscaling::v2::{
    HPAScalingPolicyType, HPAScalingRules, HorizontalPodAutoscalerBehavior, ScalingPolicySelect,
};
use bowline_apimachinery::time::Time;

/// A number that was recommended earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// When.
    pub time: Time,
    /// How many pods.
    pub replicas: i32,
}

/// A change that was made earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleEvent {
    /// When.
    pub time: Time,
    /// By how many pods, up or down.
    pub change: i32,
}

/// What happened before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// What was recommended.
    pub recommendations: Vec<Recommendation>,
    /// What was added.
    pub ups: Vec<ScaleEvent>,
    /// What was taken away.
    pub downs: Vec<ScaleEvent>,
}

impl History {
    /// Forgets what is longer ago than so many seconds.
    pub fn forget(&mut self, now: Time, seconds: i32) {
        let since = seconds_ago(now, seconds);
        self.recommendations.retain(|past| past.time >= since);
        self.ups.retain(|event| event.time >= since);
        self.downs.retain(|event| event.time >= since);
    }
}

/// What the decision rests on.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// How many pods there should be now.
    pub current: i32,
    /// How many the measurements ask for.
    pub desired: i32,
    /// How many there must be.
    pub min: i32,
    /// How many there may be.
    pub max: i32,
    /// The rules, if there are any.
    pub behavior: Option<&'a HorizontalPodAutoscalerBehavior>,
    /// For how long the highest recommendation counts when nothing else is said, in seconds.
    pub downscale_window: i32,
    /// The present moment.
    pub now: Time,
}

/// A reason with its sentence, and whether it means that something was held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// The reason of the condition.
    pub reason: &'static str,
    /// Its message.
    pub message: &'static str,
}

/// The number to set, and what the conditions say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Normalized {
    /// How many pods there should be.
    pub replicas: i32,
    /// The condition `AbleToScale`, which is true.
    pub able_to_scale: Why,
    /// Whether a limit changed the number: the condition `ScalingLimited`.
    pub is_limited: bool,
    /// Its reason.
    pub limited: Why,
}

const READY: Why =
    Why { reason: "ReadyForNewScale", message: "recommended size matches current size" };
const DOWN_STABILIZED: Why = Why {
    reason: "ScaleDownStabilized",
    message: "recent recommendations were higher than current one, applying the highest recent \
              recommendation",
};
const UP_STABILIZED: Why = Why {
    reason: "ScaleUpStabilized",
    message: "recent recommendations were lower than current one, applying the lowest recent \
              recommendation",
};
const WITHIN: Why = Why {
    reason: "DesiredWithinRange",
    message: "the desired count is within the acceptable range",
};
const UP_LIMIT: Why = Why {
    reason: "ScaleUpLimit",
    message: "the desired replica count is increasing faster than the maximum scale rate",
};
const DOWN_LIMIT: Why = Why {
    reason: "ScaleDownLimit",
    message: "the desired replica count is decreasing faster than the maximum scale rate",
};
const TOO_MANY: Why = Why {
    reason: "TooManyReplicas",
    message: "the desired replica count is more than the maximum replica count",
};
const TOO_FEW: Why = Why {
    reason: "TooFewReplicas",
    message: "the desired replica count is less than the minimum replica count",
};

/// Decides which number to set.
#[must_use]
pub fn normalize(wish: &Wish<'_>, history: &History) -> Normalized {
    let (stable, able_to_scale) = match wish.behavior {
        None => stabilize(wish, history),
        Some(behavior) => stabilize_by_rules(wish, history, behavior),
    };
    let wish = Wish { desired: stable, ..*wish };
    let (replicas, limited) = match wish.behavior {
        None => limit(&wish),
        Some(behavior) => limit_by_rules(&wish, history, behavior),
    };
    Normalized { replicas, able_to_scale, is_limited: replicas != stable, limited }
}

fn seconds_ago(now: Time, seconds: i32) -> Time {
    Time::from_unix_seconds(now.unix_seconds().saturating_sub(i64::from(seconds)))
}

/// The highest recommendation of the window.
fn stabilize(wish: &Wish<'_>, history: &History) -> (i32, Why) {
    let since = seconds_ago(wish.now, wish.downscale_window);
    let recent = history.recommendations.iter().filter(|past| past.time >= since);
    let highest = recent.map(|past| past.replicas).fold(wish.desired, i32::max);
    (highest, if highest == wish.desired { READY } else { DOWN_STABILIZED })
}

/// The present number, moved only as far as all recommendations of the window for its direction
/// agree.
fn stabilize_by_rules(
    wish: &Wish<'_>,
    history: &History,
    behavior: &HorizontalPodAutoscalerBehavior,
) -> (i32, Why) {
    let window = |rules: Option<&HPAScalingRules>, default: i32| {
        rules.and_then(|rules| rules.stabilization_window_seconds).unwrap_or(default)
    };
    let up_since = seconds_ago(wish.now, window(behavior.scale_up.as_deref(), 0));
    let down_window = window(behavior.scale_down.as_deref(), wish.downscale_window);
    let down_since = seconds_ago(wish.now, down_window);
    let (mut up, mut down) = (wish.desired, wish.desired);
    for past in &history.recommendations {
        if past.time > up_since {
            up = up.min(past.replicas);
        }
        if past.time > down_since {
            down = down.max(past.replicas);
        }
    }
    let stable = wish.current.max(up).min(down);
    let why = match stable == wish.desired {
        true => READY,
        false if wish.desired >= wish.current => UP_STABILIZED,
        false => DOWN_STABILIZED,
    };
    (stable, why)
}

/// Without rules: at most twice as many at once, and four are always allowed.
fn limit(wish: &Wish<'_>) -> (i32, Why) {
    let fastest = wish.current.saturating_mul(2).max(4);
    let (max, why) = if wish.max > fastest { (fastest, UP_LIMIT) } else { (wish.max, TOO_MANY) };
    if wish.desired < wish.min {
        (wish.min, TOO_FEW)
    } else if wish.desired > max {
        (max, why)
    } else {
        (wish.desired, WITHIN)
    }
}

fn limit_by_rules(
    wish: &Wish<'_>,
    history: &History,
    behavior: &HorizontalPodAutoscalerBehavior,
) -> (i32, Why) {
    let rules =
        |rules: &Option<Box<HPAScalingRules>>| rules.as_deref().cloned().unwrap_or_default();
    if wish.desired > wish.current {
        let fastest = up_limit(wish, history, &rules(&behavior.scale_up)).max(wish.current);
        let (max, why) =
            if wish.max > fastest { (fastest, UP_LIMIT) } else { (wish.max, TOO_MANY) };
        if wish.desired > max {
            return (max, why);
        }
    } else if wish.desired < wish.current {
        let fastest = down_limit(wish, history, &rules(&behavior.scale_down)).min(wish.current);
        let (min, why) =
            if wish.min < fastest { (fastest, DOWN_LIMIT) } else { (wish.min, TOO_FEW) };
        if wish.desired < min {
            return (min, why);
        }
    }
    (wish.desired, WITHIN)
}

/// How many pods there were at the beginning of a policy's period.
fn at_period_start(wish: &Wish<'_>, history: &History, period: i32) -> i32 {
    let since = seconds_ago(wish.now, period);
    let sum = |events: &[ScaleEvent]| -> i32 {
        events.iter().filter(|event| event.time > since).map(|event| event.change).sum()
    };
    wish.current - sum(&history.ups) + sum(&history.downs)
}

fn up_limit(wish: &Wish<'_>, history: &History, rules: &HPAScalingRules) -> i32 {
    let limits = rules.policies.iter().map(|policy| {
        let start = at_period_start(wish, history, policy.period_seconds);
        match policy.type_ {
            HPAScalingPolicyType::Percent => {
                let factor = 1.0 + f64::from(policy.value) / 100.0;
                (f64::from(start) * factor).ceil() as i32
            }
            _ => start.saturating_add(policy.value),
        }
    });
    match rules.select_policy {
        Some(ScalingPolicySelect::Disabled) => wish.current,
        Some(ScalingPolicySelect::Min) => limits.min().unwrap_or(i32::MAX),
        _ => limits.max().unwrap_or(i32::MIN),
    }
}

fn down_limit(wish: &Wish<'_>, history: &History, rules: &HPAScalingRules) -> i32 {
    let limits = rules.policies.iter().map(|policy| {
        let start = at_period_start(wish, history, policy.period_seconds);
        match policy.type_ {
            HPAScalingPolicyType::Percent => {
                let factor = 1.0 - f64::from(policy.value) / 100.0;
                (f64::from(start) * factor) as i32
            }
            _ => start.saturating_sub(policy.value),
        }
    });
    match rules.select_policy {
        Some(ScalingPolicySelect::Disabled) => wish.current,
        // The least change leaves the most pods.
        Some(ScalingPolicySelect::Min) => limits.max().unwrap_or(i32::MIN),
        _ => limits.min().unwrap_or(i32::MAX),
    }
}
