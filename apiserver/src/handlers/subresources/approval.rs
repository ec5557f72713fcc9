//! `certificatesigningrequests/approval`: the verdict of an approver.

use bowline_apimachinery::meta::Status;
use http::Response;

use super::parts;
use crate::body::Body;
use crate::handlers::call::Call;
use crate::registry::kinds::certificate_signing_request::approved;

/// Writes the verdict.
pub(in crate::handlers) async fn approval(
    call: &Call,
    body: Body,
) -> Result<Response<Body>, Status> {
    parts::write(call, body, approved).await
}
