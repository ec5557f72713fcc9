//! `x-kubernetes-validations`: rules that schemas carry.

mod rule;

pub use rule::Rule;
