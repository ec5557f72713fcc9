//! The types of admissionregistration.k8s.io/v1alpha1. Written by `cargo xtask generate`.

mod matching;
mod mutating_admission_policy;
mod mutating_admission_policy_binding;
mod rules;
mod validating_admission_policy;
mod validating_admission_policy_binding;

pub use matching::*;
pub use mutating_admission_policy::*;
pub use mutating_admission_policy_binding::*;
pub use rules::*;
pub use validating_admission_policy::*;
pub use validating_admission_policy_binding::*;
