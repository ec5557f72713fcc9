//! Which taints a toleration puts up with.
//!
//! Upstream: `api/core/v1/toleration.go`.

use super::{Taint, TaintEffect, Toleration, TolerationOperator};

impl Toleration {
    /// Whether the taint is tolerated. The numeric operators `Lt` and `Gt` tolerate nothing here;
    /// they stand behind a feature gate, see [`Toleration::tolerates_comparing`].
    #[must_use]
    pub fn tolerates(&self, taint: &Taint) -> bool {
        self.addresses(taint)
            && match self.operator {
                TolerationOperator::Unset | TolerationOperator::Equal => self.value == taint.value,
                TolerationOperator::Exists => true,
                _ => false,
            }
    }

    /// Whether the taint is tolerated, with `Lt` and `Gt` comparing the taint's value with the
    /// toleration's as whole numbers (feature gate `TaintTolerationComparisonOperators`).
    #[must_use]
    pub fn tolerates_comparing(&self, taint: &Taint) -> bool {
        let numbers = || Some((whole_number(&taint.value)?, whole_number(&self.value)?));
        match self.operator {
            TolerationOperator::Lt => {
                self.addresses(taint) && numbers().is_some_and(|(taint, own)| taint < own)
            }
            TolerationOperator::Gt => {
                self.addresses(taint) && numbers().is_some_and(|(taint, own)| taint > own)
            }
            _ => self.tolerates(taint),
        }
    }

    /// Whether both say the same, apart from how long they tolerate it.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.key == other.key
            && self.effect == other.effect
            && self.operator == other.operator
            && self.value == other.value
    }

    /// An empty effect or key stands for every one.
    fn addresses(&self, taint: &Taint) -> bool {
        (self.effect == TaintEffect::Unset || self.effect == taint.effect)
            && (self.key.is_empty() || self.key == taint.key)
    }
}

impl Taint {
    /// Whether both have the same key and effect; a node has at most one of them.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.key == other.key && self.effect == other.effect
    }
}

/// The first of `taints` that passes `filter` and that no toleration covers.
#[must_use]
pub fn find_untolerated_taint<'a>(
    taints: &'a [Taint],
    tolerations: &[Toleration],
    filter: impl Fn(&Taint) -> bool,
) -> Option<&'a Taint> {
    taints
        .iter()
        .filter(|taint| filter(taint))
        .find(|taint| !tolerations.iter().any(|toleration| toleration.tolerates(taint)))
}

/// A number as validation admits it: decimal, no sign but a minus, no leading zeros.
fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" && text == digits || !digits.is_empty() && !digits.starts_with('0');
    if plain && digits.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taint(value: &str) -> Taint {
        Taint {
            key: "k".into(),
            value: value.into(),
            effect: TaintEffect::NoSchedule,
            time_added: None,
        }
    }

    fn toleration(operator: TolerationOperator, value: &str) -> Toleration {
        Toleration { key: "k".into(), operator, value: value.into(), ..Toleration::default() }
    }

    #[test]
    fn operators() {
        let cases = [
            ("equal", TolerationOperator::Equal, "5", "5", true, true),
            ("equal by default", TolerationOperator::Unset, "5", "6", false, false),
            ("exists", TolerationOperator::Exists, "", "6", true, true),
            ("greater", TolerationOperator::Gt, "5", "7", false, true),
            ("not greater", TolerationOperator::Gt, "7", "7", false, false),
            ("less", TolerationOperator::Lt, "5", "-3", false, true),
            ("leading zero", TolerationOperator::Gt, "05", "7", false, false),
            ("not a number", TolerationOperator::Lt, "5", "x", false, false),
        ];
        for (name, operator, own, theirs, plain, comparing) in cases {
            let t = toleration(operator, own);
            assert_eq!(t.tolerates(&taint(theirs)), plain, "{name}");
            assert_eq!(t.tolerates_comparing(&taint(theirs)), comparing, "{name}");
        }
    }

    #[test]
    fn the_first_untolerated_taint_that_passes_the_filter_is_found() {
        let taints = [taint("a"), Taint { key: "other".into(), ..taint("b") }];
        let tolerations = [toleration(TolerationOperator::Exists, "")];
        let found = find_untolerated_taint(&taints, &tolerations, |_| true);
        assert_eq!(found.map(|t| t.key.as_str()), Some("other"));
        assert!(find_untolerated_taint(&taints, &tolerations, |t| t.key == "k").is_none());
    }
}
