//! The expressions of admission policies: their variables, how they are compiled and run, and the
//! patches they make.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/cel`, `apiserver/pkg/cel/mutation`.

mod environment;
mod evaluation;
mod expressions;
mod patch;

pub use evaluation::{Evaluation, Input, OutOfBudget, RequestAuthorizer};
pub use expressions::{Condition, Expressions, Wanted};
pub use patch::{PatchFault, apply_configuration, json_patch};

#[cfg(test)]
mod tests;
