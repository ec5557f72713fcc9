//! The type checker: what each part of an expression is, which overloads a call may mean, and all
//! the faults that can be told before anything runs.

mod checker;
mod format_string;
mod literals;
mod unify;

pub(crate) use checker::check;
pub use checker::{Checked, Reference};
