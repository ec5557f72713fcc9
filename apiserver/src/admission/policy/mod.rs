//! Admission policies: rules and mutations in CEL that administrators write as objects.
//!
//! A policy says what it looks at and what it wants; a binding makes it act, and gives it
//! parameters. Both kinds of policies share everything up to that point.
//!
//! *Upstream:* `apiserver/pkg/admission/plugin/policy`.

mod authorizer;
mod definition;
mod invocation;
mod matching;
mod mutating;
mod params;
mod policies;
mod request;
mod validating;

pub use mutating::MutatingAdmissionPolicies;
pub use validating::ValidatingAdmissionPolicies;

/// What the expressions of a policy may cost on one request.
const COST_BUDGET: i64 = 10_000_000;

/// What its match conditions may cost.
const MATCH_CONDITIONS_BUDGET: i64 = 2_500_000;
