//! The tree, and what is in it.

use crate::managed_fields::path_element::{Path, PathElement};

/// A set of fields of an object.
///
/// A field can be a member without its parts, and its parts without it.
///
/// *Upstream:* `structured-merge-diff/fieldpath.Set`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSet {
    /// Sorted by element. Each node is a member or has children, or both.
    pub(super) nodes: Vec<Node>,
}

/// A path element, and what of it is in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) element: PathElement,
    pub(super) member: bool,
    pub(super) children: FieldSet,
}

static EMPTY: FieldSet = FieldSet::new();

impl FieldSet {
    /// The empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self { nodes: Vec::new() }
    }

    /// The set of these fields, each named by members of objects only.
    #[must_use]
    pub fn of_fields(paths: &[&[&str]]) -> Self {
        let mut set = Self::new();
        for path in paths {
            set.insert(&Path::fields(path).0);
        }
        set
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.iter().map(|node| usize::from(node.member) + node.children.len()).sum()
    }

    /// Adds the field. The empty path, which stands for the object as a whole, is not tracked.
    pub fn insert(&mut self, path: &[PathElement]) {
        if let Some((first, rest)) = path.split_first() {
            let node = self.node(first.clone());
            if rest.is_empty() {
                node.member = true;
            } else {
                node.children.insert(rest);
            }
        }
    }

    /// Whether the field is in the set.
    #[must_use]
    pub fn has(&self, path: &[PathElement]) -> bool {
        match path {
            [] => false,
            [last] => self.has_member(last),
            [first, rest @ ..] => self.within(first).has(rest),
        }
    }

    /// The members in order: those of one level before those below it.
    #[must_use]
    pub fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        self.collect(&mut Vec::new(), &mut paths);
        paths
    }

    fn collect(&self, prefix: &mut Vec<PathElement>, paths: &mut Vec<Path>) {
        for node in self.nodes.iter().filter(|node| node.member) {
            let mut path = prefix.clone();
            path.push(node.element.clone());
            paths.push(Path(path));
        }
        for node in &self.nodes {
            prefix.push(node.element.clone());
            node.children.collect(prefix, paths);
            prefix.pop();
        }
    }

    /// Whether the part itself is a member.
    pub(in crate::managed_fields) fn has_member(&self, element: &PathElement) -> bool {
        self.find(element).is_some_and(|node| node.member)
    }

    /// What of the part's own parts is in the set.
    pub(in crate::managed_fields) fn within(&self, element: &PathElement) -> &Self {
        self.find(element).map_or(&EMPTY, |node| &node.children)
    }

    /// The parts that are members or hold some: element, membership, and what is within.
    pub(in crate::managed_fields) fn parts(
        &self,
    ) -> impl Iterator<Item = (&PathElement, bool, &Self)> {
        self.nodes.iter().map(|node| (&node.element, node.member, &node.children))
    }

    /// Adds a part: itself, if a member, and what is within.
    pub(in crate::managed_fields) fn add(&mut self, element: PathElement, mark: Mark) {
        if mark.is_empty() {
            return;
        }
        let node = self.node(element);
        node.member |= mark.member;
        node.children.absorb(mark.children);
    }

    fn find(&self, element: &PathElement) -> Option<&Node> {
        let at = self.nodes.binary_search_by(|node| node.element.cmp(element)).ok()?;
        self.nodes.get(at)
    }

    fn node(&mut self, element: PathElement) -> &mut Node {
        // Fields mostly come in order.
        let at = match self.nodes.last() {
            Some(last) if last.element < element => Err(self.nodes.len()),
            None => Err(0),
            _ => self.nodes.binary_search_by(|node| node.element.cmp(&element)),
        };
        let at = at.unwrap_or_else(|at| {
            self.nodes.insert(at, Node { element, member: false, children: Self::new() });
            at
        });
        &mut self.nodes[at]
    }
}

/// What of a value is in a set: the value as one, and its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::managed_fields) struct Mark {
    pub(in crate::managed_fields) member: bool,
    pub(in crate::managed_fields) children: FieldSet,
}

impl Mark {
    /// The value as one.
    pub(in crate::managed_fields) const LEAF: Self =
        Self { member: true, children: FieldSet::new() };

    /// Whether nothing of the value is in the set.
    pub(in crate::managed_fields) fn is_empty(&self) -> bool {
        !self.member && self.children.is_empty()
    }

    /// Adds what is in another.
    pub(in crate::managed_fields) fn merge(&mut self, other: Self) {
        self.member |= other.member;
        self.children.absorb(other.children);
    }
}
