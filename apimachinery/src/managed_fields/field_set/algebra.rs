//! Union, intersection and the two differences, in one pass over both trees.

use std::cmp::Ordering;

use super::set::{FieldSet, Node};

impl FieldSet {
    /// The fields of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.join(other, |left, right| match (left, right) {
            (Some(left), Some(right)) => Some(Node {
                element: left.element.clone(),
                member: left.member || right.member,
                children: left.children.union(&right.children),
            }),
            (one, other) => one.or(other).cloned(),
        })
    }

    /// The fields of both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.join(other, |left, right| {
            let (left, right) = (left?, right?);
            left.with(left.member && right.member, left.children.intersection(&right.children))
        })
    }

    /// The fields of this that are not in the other. A parent does not stand for its parts.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.join(other, |left, right| match (left, right) {
            (Some(left), Some(right)) => {
                left.with(left.member && !right.member, left.children.difference(&right.children))
            }
            (left, _) => left.cloned(),
        })
    }

    /// The fields of this that are neither in the other nor part of a field there.
    #[must_use]
    pub fn recursive_difference(&self, other: &Self) -> Self {
        self.join(other, |left, right| match (left, right) {
            (Some(_), Some(right)) if right.member => None,
            (Some(left), Some(right)) => {
                left.with(left.member, left.children.recursive_difference(&right.children))
            }
            (left, _) => left.cloned(),
        })
    }

    /// Adds the fields of another.
    pub(in crate::managed_fields) fn absorb(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
        } else if !other.is_empty() {
            *self = self.union(&other);
        }
    }

    /// Takes out the fields of another: [`difference`](Self::difference) in place.
    pub(in crate::managed_fields) fn subtract(&mut self, other: &Self) {
        self.thin(other, &|node, other| {
            node.member &= !other.member;
            node.children.subtract(&other.children);
        });
    }

    /// [`recursive_difference`](Self::recursive_difference) in place.
    pub(in crate::managed_fields) fn subtract_recursive(&mut self, other: &Self) {
        self.thin(other, &|node, other| {
            if other.member {
                node.member = false;
                node.children = Self::new();
            } else {
                node.children.subtract_recursive(&other.children);
            }
        });
    }

    /// Changes the nodes that both have, and drops those of which nothing is left.
    fn thin(&mut self, other: &Self, change: &dyn Fn(&mut Node, &Node)) {
        if self.is_empty() {
            return;
        }
        let mut touched = false;
        for theirs in &other.nodes {
            let found = self.nodes.binary_search_by(|node| node.element.cmp(&theirs.element));
            if let Some(node) = found.ok().and_then(|at| self.nodes.get_mut(at)) {
                change(node, theirs);
                touched |= !node.member && node.children.is_empty();
            }
        }
        if touched {
            self.nodes.retain(|node| node.member || !node.children.is_empty());
        }
    }

    /// The fields without parts in the set.
    #[must_use]
    pub fn leaves(&self) -> Self {
        let leaf = |node: &Node| {
            node.with(node.member && node.children.is_empty(), node.children.leaves())
        };
        Self { nodes: self.nodes.iter().filter_map(leaf).collect() }
    }

    /// Walks both sorted lists and keeps what `keep` makes of each element.
    fn join(
        &self,
        other: &Self,
        keep: impl Fn(Option<&Node>, Option<&Node>) -> Option<Node>,
    ) -> Self {
        let (mut left, mut right) = (self.nodes.iter().peekable(), other.nodes.iter().peekable());
        let mut nodes = Vec::new();
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return Self { nodes },
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(left), Some(right)) => left.element.cmp(&right.element),
            };
            let l = if order.is_le() { left.next() } else { None };
            let r = if order.is_ge() { right.next() } else { None };
            nodes.extend(keep(l, r));
        }
    }
}

impl Node {
    /// The same element with this content; `None` when that is nothing.
    fn with(&self, member: bool, children: FieldSet) -> Option<Self> {
        (member || !children.is_empty()).then(|| Self {
            element: self.element.clone(),
            member,
            children,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::managed_fields::path_element::PathElement;

    fn set() -> impl Strategy<Value = FieldSet> {
        let elements =
            ["f:a", "f:b", r#"k:{"name":"a","port":1}"#, r#"k:{"name":"b"}"#, "v:1", "i:0"];
        let element = prop::sample::select(elements.to_vec());
        let path = prop::collection::vec(element, 1..4);
        prop::collection::vec(path, 0..8).prop_map(|paths| {
            let mut set = FieldSet::new();
            for path in paths {
                let path: Vec<_> =
                    path.into_iter().filter_map(|text| PathElement::parse(text).unwrap()).collect();
                set.insert(&path);
            }
            set
        })
    }

    proptest! {
        #[test]
        fn the_laws_of_sets_hold(a in set(), b in set(), c in set()) {
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
            prop_assert_eq!(
                a.intersection(&b.union(&c)),
                a.intersection(&b).union(&a.intersection(&c))
            );
            prop_assert_eq!(a.intersection(&b), b.intersection(&a));
            prop_assert_eq!(a.union(&a), a.clone());
            prop_assert_eq!(a.difference(&a), FieldSet::new());
            prop_assert_eq!(
                a.difference(&b.union(&c)),
                a.difference(&b).intersection(&a.difference(&c))
            );
            prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a.clone());
            prop_assert_eq!(a.union(&b).len() + a.intersection(&b).len(), a.len() + b.len());
            prop_assert_eq!(a.leaves().leaves(), a.leaves());
        }

        #[test]
        fn in_place_is_the_same(a in set(), b in set()) {
            let changed = |change: &dyn Fn(&mut FieldSet)| {
                let mut set = a.clone();
                change(&mut set);
                set
            };
            prop_assert_eq!(changed(&|set| set.absorb(b.clone())), a.union(&b));
            prop_assert_eq!(changed(&|set| set.subtract(&b)), a.difference(&b));
            let recursive = a.recursive_difference(&b);
            prop_assert_eq!(changed(&|set| set.subtract_recursive(&b)), recursive);
        }

        #[test]
        fn the_text_leads_back(a in set()) {
            prop_assert_eq!(FieldSet::parse(&a.to_string()).unwrap(), a.clone());
            prop_assert_eq!(FieldSet::from_value(&a.to_value()).unwrap(), a);
        }
    }
}
