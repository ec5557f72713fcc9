//! The keys of a patch that are no fields.

/// The directive that replaces or deletes what it stands in.
pub(super) const PATCH: &str = "$patch";
/// The directive that lists which members of an object stay.
pub(super) const RETAIN_KEYS: &str = "$retainKeys";
/// Prefix of the directive that orders a list.
pub(super) const SET_ELEMENT_ORDER: &str = "$setElementOrder";
/// Prefix of the directive that takes scalars out of a list.
pub(super) const DELETE_FROM_PRIMITIVE_LIST: &str = "$deleteFromPrimitiveList";
