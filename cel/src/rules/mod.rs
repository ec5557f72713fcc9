//! `x-kubernetes-validations`: the rules that schemas carry, checked when a definition is written
//! and run when an object is.

mod compile;
mod definition;
mod field_path;
mod message;
mod ratcheting;
mod rule;
mod validator;

pub use compile::{CompileError, CompileErrorKind, CompiledRule, compile};
pub use definition::{CRD_COST_LIMIT, RULE_COST_LIMIT, Stored, check_definition};
pub use field_path::field_path;
pub use rule::Rule;
pub use validator::{COST_BUDGET, Found, Validator};
