//! Lists of conditions, one of each type: setting, finding and removing them.
//!
//! *Upstream:* `apimachinery/pkg/api/meta/conditions.go`.

use super::{Condition, ConditionStatus};
use crate::time::Time;

/// Puts a condition in place of the one of its type, and tells whether that changed anything. The
/// time of transition changes with the status only: to the condition's own if it has one, to `now`
/// else.
pub fn set(conditions: &mut Vec<Condition>, mut condition: Condition, now: Time) -> bool {
    let time = condition.last_transition_time.filter(|time| !time.is_zero()).or(Some(now));
    let Some(held) = conditions.iter_mut().find(|held| held.type_ == condition.type_) else {
        condition.last_transition_time = time;
        conditions.push(condition);
        return true;
    };
    let same_status = held.status == condition.status;
    condition.last_transition_time = if same_status { held.last_transition_time } else { time };
    let changed = *held != condition;
    *held = condition;
    changed
}

/// The condition of a type.
#[must_use]
pub fn find<'a>(conditions: &'a [Condition], type_: &str) -> Option<&'a Condition> {
    conditions.iter().find(|condition| condition.type_ == type_)
}

/// Whether there is a condition of the type, and it is true.
#[must_use]
pub fn is_true(conditions: &[Condition], type_: &str) -> bool {
    find(conditions, type_).is_some_and(|condition| condition.status == ConditionStatus::True)
}

/// Whether there is a condition of the type, and it is false.
#[must_use]
pub fn is_false(conditions: &[Condition], type_: &str) -> bool {
    find(conditions, type_).is_some_and(|condition| condition.status == ConditionStatus::False)
}

/// Takes the condition of a type away, and tells whether there was one.
pub fn remove(conditions: &mut Vec<Condition>, type_: &str) -> bool {
    let before = conditions.len();
    conditions.retain(|condition| condition.type_ != type_);
    conditions.len() != before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(status: ConditionStatus, reason: &str) -> Condition {
        Condition { type_: "Ready".into(), status, reason: reason.into(), ..Condition::default() }
    }

    #[test]
    fn the_time_of_transition_changes_with_the_status_only() {
        let at = Time::from_unix_seconds;
        let given =
            Condition { last_transition_time: Some(at(99)), ..ready(ConditionStatus::True, "C") };
        let steps = [
            ("new", ready(ConditionStatus::False, "A"), 1, true, 1),
            ("the same", ready(ConditionStatus::False, "A"), 2, false, 1),
            ("another reason", ready(ConditionStatus::False, "B"), 3, true, 1),
            ("another status", ready(ConditionStatus::True, "C"), 4, true, 4),
            ("the same with a time", given.clone(), 5, false, 4),
            ("back", ready(ConditionStatus::Unknown, "D"), 6, true, 6),
            ("a time of its own", given, 7, true, 99),
        ];
        let mut conditions = Vec::new();
        for (name, condition, now, changes, want) in steps {
            assert_eq!(set(&mut conditions, condition, at(now)), changes, "{name}");
            assert_eq!(conditions[0].last_transition_time, Some(at(want)), "{name}");
        }
        assert_eq!(conditions.len(), 1);
        assert!(is_true(&conditions, "Ready") && !is_false(&conditions, "Ready"));
        assert!(!is_true(&conditions, "Other"));
        assert!(remove(&mut conditions, "Ready"));
        assert!(!remove(&mut conditions, "Ready"));
        assert_eq!(find(&conditions, "Ready"), None);
    }
}
