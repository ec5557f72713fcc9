//! Strategic merge patch: a merge patch whose lists merge by key, as a built-in type says.
//!
//! Keys that begin with `$` are directives: `$patch` (`replace`, `delete`) on an object or an item,
//! `$retainKeys` on an object, `$setElementOrder/<list>` and `$deleteFromPrimitiveList/<list>`
//! beside a list. The type's [`Descriptor`](crate::descriptor::Descriptor) tells which lists merge
//! and by which key; custom resources have none, and the API server refuses the patch for them.
//!
//! *Upstream:* `k8s.io/apimachinery/pkg/util/strategicpatch`.

mod apply;
mod diff;
mod error;
mod list_diff;
mod list_merge;
mod order;
mod schema;
mod set_element_order;
mod three_way;

pub use apply::apply;
pub use diff::create;
pub use error::StrategicError;
pub use three_way::create_three_way;

/// The directive that replaces or deletes what it stands in.
const PATCH: &str = "$patch";
/// The directive that lists which members of an object stay.
const RETAIN_KEYS: &str = "$retainKeys";
/// Prefix of the directive that orders a list.
const SET_ELEMENT_ORDER: &str = "$setElementOrder";
/// Prefix of the directive that takes scalars out of a list.
const DELETE_FROM_PRIMITIVE_LIST: &str = "$deleteFromPrimitiveList";

#[cfg(test)]
mod tests;
