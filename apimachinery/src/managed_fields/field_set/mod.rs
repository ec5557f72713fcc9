//! Sets of fields: a tree of path elements, some of which are members.

mod algebra;
mod set;
mod text;

pub use set::FieldSet;
pub(super) use set::Mark;
pub use text::ParseFieldsError;
