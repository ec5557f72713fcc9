//! Approving requests of nodes that may have what they ask for.
//!
//! Upstream: `pkg/controller/certificates/approver/sarapprove.go`.

use bowline_api::authorization::v1::{
    ResourceAttributes, SubjectAccessReview, SubjectAccessReviewSpec,
};
use bowline_api::certificates::v1::{
    CertificateSigningRequest, CertificateSigningRequestCondition,
};
use bowline_api::core::v1::ConditionStatus;
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};

use super::has_condition;
use super::recognize::{KUBELET_CLIENT, kubelet_client, subject, usages};
use crate::setup::{Setup, now};

/// A kind of request that is approved by itself, and what its sender must be allowed.
struct Recognizer {
    /// Whether only the node itself may ask.
    is_self: bool,
    subresource: &'static str,
    message: &'static str,
}

const RECOGNIZERS: [Recognizer; 2] = [
    Recognizer {
        is_self: true,
        subresource: "selfnodeclient",
        message: "Auto approving self kubelet client certificate after SubjectAccessReview.",
    },
    Recognizer {
        is_self: false,
        subresource: "nodeclient",
        message: "Auto approving kubelet client certificate after SubjectAccessReview.",
    },
];

/// The sender may not have what it asks for by itself.
#[derive(Debug, thiserror::Error)]
#[error("recognized csr {name:?} as {recognized:?} but subject access review was not approved")]
struct NotAllowed {
    name: String,
    recognized: Vec<&'static str>,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller = setup
        .controller::<CertificateSigningRequest>("certificatesigningrequest-approving-controller")
        .concurrency(setup.config.concurrent_certificate_syncs)
        .reconcile(move |request: Request<CertificateSigningRequest>| {
            let client = client.clone();
            async move {
                match request.present() {
                    Some(request) => handle(&client, request).await,
                    None => Ok(Action::Done),
                }
            }
        });
    setup.add(controller);
}

async fn handle(
    client: &Client,
    request: &CertificateSigningRequest,
) -> Result<Action, ReconcileError> {
    let is_decided = has_condition(request, "Approved") || has_condition(request, "Denied");
    if is_decided || !request.status.certificate.is_empty() {
        return Ok(Action::Done);
    }
    if request.spec.signer_name != KUBELET_CLIENT {
        return Ok(Action::Done);
    }
    // What is no certificate of a node waits for a person.
    let Ok(subject) = subject(request) else { return Ok(Action::Done) };
    if kubelet_client(&subject, &usages(request)).is_err() {
        return Ok(Action::Done);
    }
    let mut tried = Vec::new();
    for recognizer in &RECOGNIZERS {
        if recognizer.is_self && request.spec.username != subject.common_name {
            continue;
        }
        tried.push(recognizer.subresource);
        if is_allowed(client, request, recognizer.subresource).await? {
            approve(client, request, recognizer.message).await?;
            return Ok(Action::Done);
        }
    }
    let name = request.metadata.name.clone();
    Err(NotAllowed { name, recognized: tried }.into())
}

async fn is_allowed(
    client: &Client,
    request: &CertificateSigningRequest,
    subresource: &str,
) -> Result<bool, Error> {
    let attributes = ResourceAttributes {
        group: "certificates.k8s.io".to_owned(),
        resource: "certificatesigningrequests".to_owned(),
        verb: "create".to_owned(),
        subresource: subresource.to_owned(),
        version: "*".to_owned(),
        ..ResourceAttributes::default()
    };
    let review = SubjectAccessReview {
        spec: SubjectAccessReviewSpec {
            resource_attributes: Some(Box::new(attributes)),
            user: request.spec.username.clone(),
            uid: request.spec.uid.clone(),
            groups: request.spec.groups.clone(),
            extra: request.spec.extra.clone(),
            ..SubjectAccessReviewSpec::default()
        },
        ..SubjectAccessReview::default()
    };
    let answer = client.cluster::<SubjectAccessReview>().create(&review).await?;
    Ok(answer.status.allowed)
}

async fn approve(
    client: &Client,
    request: &CertificateSigningRequest,
    message: &str,
) -> Result<(), Error> {
    let mut approved = request.clone();
    let now = now(client.clock());
    approved.status.conditions.push(CertificateSigningRequestCondition {
        type_: "Approved".to_owned(),
        status: ConditionStatus::True,
        reason: "AutoApproved".to_owned(),
        message: message.to_owned(),
        last_update_time: Some(now),
        last_transition_time: Some(now),
    });
    let requests = client.cluster::<CertificateSigningRequest>();
    requests.update_subresource("approval", &approved).await.map(drop)
}
