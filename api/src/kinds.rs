//! Kinds by name: how bytes of any built-in kind find their type.

use bowline_apimachinery::reflect::Message;

pub use crate::generated::kinds::KINDS;

/// A kind and how to make one.
#[derive(Debug)]
pub struct KindEntry {
    /// API group; empty for the core group.
    pub group: &'static str,
    /// API version, without the group.
    pub version: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Makes an empty object.
    pub new: fn() -> Box<dyn Message>,
}

/// An empty object of the kind; `None` for kinds that are not built in.
///
/// Lists are not kinds of their own here: read them with
/// [`List`](bowline_apimachinery::list::List).
#[must_use]
pub fn new(group: &str, version: &str, kind: &str) -> Option<Box<dyn Message>> {
    KINDS
        .iter()
        .find(|k| k.kind == kind && k.version == version && k.group == group)
        .map(|k| (k.new)())
}
