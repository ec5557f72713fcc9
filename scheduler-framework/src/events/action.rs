//! [`ActionType`].

use std::fmt;
use std::ops::BitOr;

/// What happened to an object: a set, since a plugin registers for several at once.
///
/// Upstream: `ActionType` in `staging/src/k8s.io/kube-scheduler/framework/types.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionType(u32);

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $text:literal;)*) => {
        impl ActionType {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            const NAMES: &'static [(Self, &'static str)] = &[$((Self::$name, $text)),*];
        }
    };
}

actions! {
    /// It was created, or came into view.
    ADD = 0, "Add";
    /// It was deleted.
    DELETE = 1, "Delete";
    /// A node: what it has to give.
    UPDATE_NODE_ALLOCATABLE = 2, "UpdateNodeAllocatable";
    /// A node: labels.
    UPDATE_NODE_LABEL = 3, "UpdateNodeLabel";
    /// A node: taints, or whether it is unschedulable, which is a taint of sorts.
    UPDATE_NODE_TAINT = 4, "UpdateNodeTaint";
    /// A node: conditions.
    UPDATE_NODE_CONDITION = 5, "UpdateNodeCondition";
    /// A node: annotations.
    UPDATE_NODE_ANNOTATION = 6, "UpdateNodeAnnotation";
    /// A pod: labels.
    UPDATE_POD_LABEL = 7, "UpdatePodLabel";
    /// A pod: it requests less.
    UPDATE_POD_SCALE_DOWN = 8, "UpdatePodScaleDown";
    /// A pod: tolerations.
    UPDATE_POD_TOLERATION = 9, "UpdatePodToleration";
    /// A pod: its last scheduling gate is gone.
    UPDATE_POD_SCHEDULING_GATES_ELIMINATED = 10, "UpdatePodSchedulingGatesEliminated";
    /// A pod: a resource claim was made for it.
    UPDATE_POD_GENERATED_RESOURCE_CLAIM = 11, "UpdatePodGeneratedResourceClaim";
    /// A node: features that its kubelet declares.
    UPDATE_NODE_DECLARED_FEATURE = 12, "UpdateNodeDeclaredFeature";
    /// Any other update; of objects that are neither nodes nor pods, any update.
    UPDATE_OTHER = 13, "Update";
}

impl ActionType {
    /// Every update.
    pub const UPDATE: Self = Self(!(Self::ADD.0 | Self::DELETE.0) & Self::ALL.0);
    /// Everything.
    pub const ALL: Self = Self((1 << 14) - 1);

    /// Whether all of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the sets have something in common.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for ActionType {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Upstream's name; of a set, the names with bars between.
impl fmt::Display for ActionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ALL => return f.write_str("All"),
            Self::UPDATE => return f.write_str("Update"),
            _ => {}
        }
        let mut names = Self::NAMES.iter().filter(|(action, _)| self.contains(*action));
        if let Some((_, name)) = names.next() {
            f.write_str(name)?;
        }
        names.try_for_each(|(_, name)| write!(f, "|{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_contain_their_parts() {
        let set = ActionType::ADD | ActionType::UPDATE_NODE_TAINT;
        assert!(set.contains(ActionType::ADD) && !set.contains(ActionType::DELETE));
        assert!(ActionType::UPDATE.contains(ActionType::UPDATE_OTHER));
        assert!(!ActionType::UPDATE.intersects(ActionType::ADD | ActionType::DELETE));
        assert!(ActionType::ALL.contains(ActionType::UPDATE | ActionType::ADD));
        assert_eq!(set.to_string(), "Add|UpdateNodeTaint");
        assert_eq!(ActionType::ALL.to_string(), "All");
    }
}
