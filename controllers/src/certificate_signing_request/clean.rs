//! Deleting requests that nobody waits for any more.
//!
//! Upstream: `pkg/controller/certificates/cleaner/cleaner.go`.

use std::time::Duration;

use bowline_api::certificates::v1::CertificateSigningRequest;
use bowline_apimachinery::time::{Duration as Span, Time};
use bowline_client::api::DeleteParams;
use bowline_controller_runtime::{Action, Request};

use super::has_condition;
use crate::setup::{Setup, now};

/// How long a request that was decided or failed is kept.
const DECIDED: Span = Span::from_secs(3600);
/// How long a request that nobody decides about is kept.
const PENDING: Span = Span::from_secs(24 * 3600);
/// At least so often is a request looked at.
const PERIOD: Duration = Duration::from_secs(600);

/// When a request has to go.
#[must_use]
pub fn expiry(request: &CertificateSigningRequest) -> Option<Time> {
    let since = |types: &[&str]| {
        let conditions = request.status.conditions.iter();
        let times = conditions.filter(|c| types.contains(&c.type_.as_str()));
        times.filter_map(|condition| condition.last_update_time).min()
    };
    let issued = !request.status.certificate.is_empty();
    let certificate_end = issued.then(|| end_of(&request.status.certificate)).flatten();
    let decided = match issued
        || has_condition(request, "Denied")
        || has_condition(request, "Failed")
    {
        true => since(&["Approved", "Denied", "Failed"]).map(|time| time.saturating_add(DECIDED)),
        false => None,
    };
    let is_pending = request.status.conditions.is_empty();
    let created = request.metadata.creation_timestamp;
    let pending = created.filter(|_| is_pending).map(|time| time.saturating_add(PENDING));
    [certificate_end, decided, pending].into_iter().flatten().min()
}

/// When the first certificate of a PEM text ends.
fn end_of(pem: &[u8]) -> Option<Time> {
    let (_, block) = x509_parser::pem::parse_x509_pem(pem).ok()?;
    let certificate = block.parse_x509().ok()?;
    Some(Time::from_unix_seconds(certificate.validity().not_after.timestamp()))
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller = setup
        .controller::<CertificateSigningRequest>("certificatesigningrequest-cleaner-controller")
        .reconcile(move |request: Request<CertificateSigningRequest>| {
            let client = client.clone();
            async move {
                let Some(request) = request.present() else { return Ok(Action::Done) };
                let now = now(client.clock());
                let left = expiry(request).map_or(i64::MAX, |end| end.since(now).as_secs());
                if left > 0 {
                    let left = Duration::from_secs(u64::try_from(left).unwrap_or(0));
                    return Ok(Action::RequeueAfter(left.min(PERIOD)));
                }
                let params = DeleteParams::default().if_uid(&request.metadata.uid);
                let requests = client.cluster::<CertificateSigningRequest>();
                requests.delete_if_present(&request.metadata.name, &params).await?;
                Ok(Action::Done)
            }
        });
    setup.add(controller);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn requests_are_kept_for_a_while() {
        let request = |conditions: Value| -> CertificateSigningRequest {
            serde_json::from_value(json!({
                "metadata": {"name": "c", "creationTimestamp": "2026-01-01T00:00:00Z"},
                "status": {"conditions": conditions},
            }))
            .unwrap()
        };
        let condition = |type_: &str| json!([{"type": type_, "status": "True", "lastUpdateTime": "2026-01-01T10:00:00Z"}]);
        for (conditions, want) in [
            (json!([]), Some("2026-01-02T00:00:00Z")),
            (condition("Denied"), Some("2026-01-01T11:00:00Z")),
            (condition("Failed"), Some("2026-01-01T11:00:00Z")),
            (condition("Approved"), None),
        ] {
            let got = expiry(&request(conditions.clone())).map(|time| time.to_string());
            assert_eq!(got.as_deref(), want, "{conditions}");
        }
        assert_eq!(end_of(b"nothing"), None);
    }
}
