//! The types of admissionregistration.k8s.io/v1. Written by `cargo xtask generate`.

mod matching;
mod mutating_admission_policy;
mod mutating_admission_policy_binding;
mod mutating_webhook_configuration;
mod rules;
mod validating_admission_policy;
mod validating_admission_policy_binding;
mod validating_webhook_configuration;
mod webhook;

pub use matching::*;
pub use mutating_admission_policy::*;
pub use mutating_admission_policy_binding::*;
pub use mutating_webhook_configuration::*;
pub use rules::*;
pub use validating_admission_policy::*;
pub use validating_admission_policy_binding::*;
pub use validating_webhook_configuration::*;
pub use webhook::*;
