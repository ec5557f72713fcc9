//! What an API server serves: resources, their subresources, columns and storage, as data.

use bowline_apimachinery::reflect::Message;

pub use crate::generated::resources::{GROUPS, RESOURCES};

/// An API group in discovery order.
#[derive(Debug)]
pub struct Group {
    /// Name; empty for the core group.
    pub name: &'static str,
    /// Version that clients should prefer.
    pub preferred: &'static str,
    /// Versions and their priority, best first.
    pub versions: &'static [(&'static str, i64)],
    /// Priority of the group; higher comes first.
    pub priority: i64,
}

/// A served resource.
#[derive(Debug)]
pub struct Resource {
    /// API group; empty for the core group.
    pub group: &'static str,
    /// API version.
    pub version: &'static str,
    /// Plural name in URLs.
    pub plural: &'static str,
    /// Singular name.
    pub singular: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// Whether objects live in namespaces.
    pub namespaced: bool,
    /// Verbs it answers.
    pub verbs: &'static [&'static str],
    /// Short names for command lines.
    pub short_names: &'static [&'static str],
    /// Categories such as `all`.
    pub categories: &'static [&'static str],
    /// Whether upstream serves it without a flag.
    pub served_by_default: bool,
    /// Key prefix in storage; empty when nothing is stored.
    pub storage_prefix: &'static str,
    /// Group it is stored as.
    pub storage_group: &'static str,
    /// Version it is stored as.
    pub storage_version: &'static str,
    /// Whether there is a `status` with a subresource of its own.
    pub has_status: bool,
    /// Field selector labels that work.
    pub field_selectors: &'static [&'static str],
    /// Old labels and what they stand for.
    pub field_selector_aliases: &'static [(&'static str, &'static str)],
    /// Labels that are accepted and match nothing.
    pub field_selectors_unindexed: &'static [&'static str],
    /// Table columns: name, type, format, priority.
    pub columns: &'static [(&'static str, &'static str, &'static str, i32)],
    /// Makes an empty object.
    pub new: fn() -> Box<dyn Message>,
    /// The paths behind the scale subresource.
    pub scale: Option<Scale>,
    /// Subresources.
    pub subresources: &'static [Subresource],
}

/// Paths behind the scale subresource, dotted.
#[derive(Debug)]
pub struct Scale {
    /// Wanted replicas.
    pub spec_replicas: &'static str,
    /// Observed replicas.
    pub status_replicas: &'static str,
    /// The selector, a `LabelSelector` or a plain map.
    pub selector: &'static str,
}

/// A subresource.
#[derive(Debug)]
pub struct Subresource {
    /// Name in the path.
    pub name: &'static str,
    /// Kind of the body.
    pub kind: &'static str,
    /// Group of that kind.
    pub group: &'static str,
    /// Version of that kind.
    pub version: &'static str,
    /// Verbs it answers.
    pub verbs: &'static [&'static str],
}

/// The resource with this group, version and plural.
#[must_use]
pub fn find(group: &str, version: &str, plural: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|r| r.group == group && r.version == version && r.plural == plural)
}

/// The resource of this kind.
#[must_use]
pub fn of_kind(group: &str, version: &str, kind: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|r| r.group == group && r.version == version && r.kind == kind)
}
