//! The conditions of an autoscaler.

use bowline_api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition};
use bowline_api::core::v1::ConditionStatus;
use bowline_apimachinery::time::Time;

/// Whether the scale can be read and written.
pub const ABLE_TO_SCALE: &str = "AbleToScale";
/// Whether measurements decide about the scale.
pub const SCALING_ACTIVE: &str = "ScalingActive";
/// Whether a limit changed what the measurements ask for.
pub const SCALING_LIMITED: &str = "ScalingLimited";

/// Sets a condition; its time changes with its status only.
pub(super) fn set(
    scaler: &mut HorizontalPodAutoscaler,
    type_: &str,
    is_true: bool,
    reason: &str,
    message: &str,
    now: Time,
) {
    let status = if is_true { ConditionStatus::True } else { ConditionStatus::False };
    let mut new = HorizontalPodAutoscalerCondition {
        type_: type_.to_owned(),
        status,
        last_transition_time: Some(now),
        reason: reason.to_owned(),
        message: message.to_owned(),
    };
    match scaler.status.conditions.iter_mut().find(|known| known.type_ == type_) {
        Some(known) => {
            if known.status == new.status {
                new.last_transition_time = known.last_transition_time;
            }
            *known = new;
        }
        None => scaler.status.conditions.push(new),
    }
}
