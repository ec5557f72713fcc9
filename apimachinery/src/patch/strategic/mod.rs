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
mod directives;
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

use directives::{DELETE_FROM_PRIMITIVE_LIST, PATCH, RETAIN_KEYS, SET_ELEMENT_ORDER};

#[cfg(test)]
mod tests;
