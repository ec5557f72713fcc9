//! Requests for certificates: approving those of nodes, signing what is approved, and clearing up.
//!
//! Upstream: `pkg/controller/certificates`.

mod approve;
pub mod clean;
pub mod recognize;
pub mod sign;

pub use approve::add as add_approving;
pub use clean::add as add_cleaning;
pub use sign::{SigningAuthority, add as add_signing};

use bowline_api::certificates::v1::CertificateSigningRequest;
use bowline_api::core::v1::ConditionStatus;

/// Whether a request has a condition that is not false.
pub(crate) fn has_condition(request: &CertificateSigningRequest, type_: &str) -> bool {
    let conditions = &request.status.conditions;
    conditions.iter().any(|c| c.type_ == type_ && c.status != ConditionStatus::False)
}
