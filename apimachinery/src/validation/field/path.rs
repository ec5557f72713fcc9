//! [`Path`]: the way from an object's root to a field.

use std::fmt;

/// The way to a field: `spec.containers[0].env[NAME]`.
///
/// A path borrows its parent, so that walking down an object allocates nothing; only an error
/// turns it into text. A chain of several steps lives as long as its statement; bind the steps
/// one by one, or write several names in one (`child("template.spec")`), to keep it longer.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    element: Element<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Element<'a> {
    Root,
    Name(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// The object itself. Children of it begin with their own name.
    pub const fn root() -> Self {
        Self { parent: None, element: Element::Root }
    }

    /// A field of the object.
    pub const fn new(name: &'a str) -> Self {
        Self { parent: None, element: Element::Name(name) }
    }

    /// A field of what this path leads to.
    pub const fn child(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), element: Element::Name(name) }
    }

    /// An element of the list that this path leads to.
    pub const fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), element: Element::Index(index) }
    }

    /// An entry of the map that this path leads to.
    pub const fn key(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), element: Element::Key(key) }
    }

    /// Whether this is the object itself.
    pub const fn is_root(&self) -> bool {
        matches!(self.element, Element::Root)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parent = self.parent.filter(|parent| !parent.is_root());
        if let Some(parent) = parent {
            parent.fmt(f)?;
        }
        match self.element {
            // What upstream prints for no path at all.
            Element::Root => f.write_str("<nil>"),
            Element::Name(name) if parent.is_some() => write!(f, ".{name}"),
            Element::Name(name) => f.write_str(name),
            Element::Index(index) => write!(f, "[{index}]"),
            Element::Key(key) => write!(f, "[{key}]"),
        }
    }
}
