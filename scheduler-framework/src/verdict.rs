//! What plugins answer: verdicts with upstream's codes and reasons, kept apart from faults.

use std::borrow::Cow;
use std::fmt;

/// A fault inside a plugin, as opposed to a verdict about a pod.
///
/// The framework adds which plugin failed at which extension point.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How final a rejection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RejectionCode {
    /// Evicting pods might help.
    Unschedulable,
    /// Nothing that the scheduler can do helps: the node is of no use to preemption.
    UnschedulableAndUnresolvable,
    /// Something outside has to happen first; then the pod is tried again without backoff.
    Pending,
}

impl RejectionCode {
    /// Upstream's name of the code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unschedulable => "Unschedulable",
            Self::UnschedulableAndUnresolvable => "UnschedulableAndUnresolvable",
            Self::Pending => "Pending",
        }
    }
}

impl fmt::Display for RejectionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a plugin turned a pod, or a node for a pod, down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// How final it is.
    pub code: RejectionCode,
    /// Texts for people, which upstream's users search for; each is counted over the nodes.
    pub reasons: Reasons,
    /// The plugin; filled in by the framework, empty until then.
    pub plugin: &'static str,
}

impl Rejection {
    /// A rejection for `reason`.
    pub fn new(code: RejectionCode, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code, reasons: Reasons::one(reason), plugin: "" }
    }

    /// A rejection that evicting pods might lift.
    pub fn unschedulable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(RejectionCode::Unschedulable, reason)
    }

    /// A rejection that evicting pods cannot lift.
    pub fn unresolvable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(RejectionCode::UnschedulableAndUnresolvable, reason)
    }

    /// A rejection until something outside happens.
    pub fn pending(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(RejectionCode::Pending, reason)
    }

    /// The same rejection, by `plugin` unless it names another one already.
    #[must_use]
    pub fn by(mut self, plugin: &'static str) -> Self {
        if self.plugin.is_empty() {
            self.plugin = plugin;
        }
        self
    }
}

/// The reasons, joined by commas.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reason) in self.reasons.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(reason)?;
        }
        Ok(())
    }
}

/// Texts of a rejection. Nearly always there is one, which then needs no allocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons(Texts);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Texts {
    One(Cow<'static, str>),
    Many(Box<[Cow<'static, str>]>),
}

impl Reasons {
    /// A single reason.
    pub fn one(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Texts::One(reason.into()))
    }

    /// The texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let texts = match &self.0 {
            Texts::One(reason) => std::slice::from_ref(reason),
            Texts::Many(reasons) => reasons,
        };
        texts.iter().map(AsRef::as_ref)
    }
}

impl FromIterator<Cow<'static, str>> for Reasons {
    fn from_iter<I: IntoIterator<Item = Cow<'static, str>>>(reasons: I) -> Self {
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        match reasons.len() {
            1 => Self(Texts::One(reasons.remove(0))),
            _ => Self(Texts::Many(reasons.into_boxed_slice())),
        }
    }
}

/// Whether a pod may go on: onto a node (`Filter`), or past an extension point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, as far as this plugin is concerned.
    Fits,
    /// No.
    Rejected(Rejection),
}

impl Verdict {
    /// [`Rejection::unschedulable`] as a verdict.
    pub fn unschedulable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Rejected(Rejection::unschedulable(reason))
    }

    /// [`Rejection::unresolvable`] as a verdict.
    pub fn unresolvable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Rejected(Rejection::unresolvable(reason))
    }

    /// Whether the pod may go on.
    #[must_use]
    pub fn fits(&self) -> bool {
        matches!(self, Self::Fits)
    }
}

impl From<Rejection> for Verdict {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_keep_their_order_and_their_number() {
        let none: Reasons = std::iter::empty().collect();
        assert_eq!(none.iter().count(), 0);
        let two: Reasons = ["b", "a"].map(Cow::from).into_iter().collect();
        let rejection = Rejection { reasons: two, ..Rejection::unschedulable("") };
        assert_eq!(rejection.to_string(), "b, a");
        assert_eq!(Rejection::pending("wait").to_string(), "wait");
    }

    #[test]
    fn the_first_to_claim_a_rejection_keeps_it() {
        let rejection = Rejection::unresolvable("no").by("Inner").by("Outer");
        assert_eq!(
            (rejection.plugin, rejection.code.as_str()),
            ("Inner", "UnschedulableAndUnresolvable")
        );
    }
}
