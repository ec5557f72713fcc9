//! Keeps clients from asking for certificates of the group of masters.
//!
//! *Upstream:* `plugin/pkg/admission/certificates/subjectrestriction`.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bowline_apimachinery::meta::Status;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::FromDer as _;

use super::{Admission, AdmissionRequest, Operation};
use crate::registry::ObjectAccess as _;

const SIGNER: &str = "kubernetes.io/kube-apiserver-client";
const MASTERS: &str = "system:masters";

/// Refuses requests for client certificates of the group of masters.
#[derive(Clone, Copy, Debug, Default)]
pub struct CertificateSubjectRestriction;

/// The groups that a request in PEM, in base64, asks for.
fn organizations(request: &str) -> Vec<String> {
    let Ok(pem) = STANDARD.decode(request) else { return Vec::new() };
    let Ok((_, pem)) = x509_parser::pem::parse_x509_pem(&pem) else { return Vec::new() };
    let Ok((_, request)) = X509CertificationRequest::from_der(&pem.contents) else {
        return Vec::new();
    };
    let subject = &request.certification_request_info.subject;
    let names = subject.iter_organization().filter_map(|name| name.as_str().ok());
    names.map(str::to_owned).collect()
}

#[async_trait]
impl Admission for CertificateSubjectRestriction {
    fn name(&self) -> &'static str {
        "CertificateSubjectRestriction"
    }

    fn handles(&self, request: &AdmissionRequest<'_>) -> bool {
        request.operation == Operation::Create
            && request.is("certificates.k8s.io", "certificatesigningrequests")
    }

    async fn validate(&self, request: &AdmissionRequest<'_>) -> Result<(), Status> {
        if request.object.text("spec.signerName") != SIGNER {
            return Ok(());
        }
        let groups = organizations(request.object.text("spec.request"));
        if groups.iter().any(|group| group == MASTERS) {
            let why = format!("use of {SIGNER} signer with {MASTERS} group is not allowed");
            return Err(request.forbidden(&why));
        }
        Ok(())
    }
}
