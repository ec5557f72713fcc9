//! Signing requests that are approved.
//!
//! Upstream: `pkg/controller/certificates/signer/signer.go`.

use std::fmt;
use std::sync::Arc;

use bowline_api::certificates::v1::{
    CertificateSigningRequest, CertificateSigningRequestCondition,
};
use bowline_api::core::v1::ConditionStatus;
use bowline_apimachinery::time::{Duration, Time};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};
use rcgen::{
    CertificateSigningRequestParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SerialNumber,
};
use time::OffsetDateTime;

use super::has_condition;
use super::recognize::{
    CLIENT, KUBELET_CLIENT, KUBELET_SERVING, Unfit, client, kubelet_client, kubelet_serving,
    subject, usages,
};
use crate::setup::{Setup, now};

/// Certificates are valid from a little before they are made: clocks differ.
const BACKDATED: Duration = Duration::from_secs(-300);
/// The shortest time that a request may ask for.
const SHORTEST: i64 = 600;

/// The certificate authority that signs, and for how long at most.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningAuthority {
    /// Its certificate, PEM.
    pub certificate_pem: String,
    /// Its private key, PEM.
    pub key_pem: String,
    /// For how long certificates are valid unless asked otherwise, in seconds (a year).
    pub duration_seconds: i64,
}

impl SigningAuthority {
    /// An authority that signs for a year.
    #[must_use]
    pub fn new(certificate_pem: impl Into<String>, key_pem: impl Into<String>) -> Self {
        Self {
            certificate_pem: certificate_pem.into(),
            key_pem: key_pem.into(),
            duration_seconds: 365 * 24 * 3600,
        }
    }
}

/// Keys do not belong in logs.
impl fmt::Debug for SigningAuthority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningAuthority").finish_non_exhaustive()
    }
}

/// Why no certificate was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The request does not fit its signer.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// A moment that no certificate can carry.
    #[error("no certificate can be valid from {0}")]
    Moment(Time),
    /// Reading keys or signing failed.
    #[error("unable to sign: {0}")]
    Crypto(#[from] rcgen::Error),
}

/// Whether the request fits the signer that it names. `None` when no signer here has that name.
#[must_use]
pub fn fits(request: &CertificateSigningRequest) -> Option<Result<(), Unfit>> {
    let asked = usages(request);
    let of_node = |check: fn(&_, &_) -> Result<(), Unfit>| {
        subject(request).and_then(|subject| check(&subject, &asked))
    };
    match request.spec.signer_name.as_str() {
        KUBELET_CLIENT => Some(of_node(kubelet_client)),
        KUBELET_SERVING => Some(of_node(kubelet_serving)),
        CLIENT => Some(subject(request).and_then(|_| client(&asked))),
        _ => None,
    }
}

/// The certificate that a request asks for, in PEM; its serial number is made from `serial`.
///
/// # Errors
/// When the request cannot be read or signing fails.
pub fn sign(
    request: &CertificateSigningRequest,
    authority: &SigningAuthority,
    serial: [u8; 16],
    now: Time,
) -> Result<String, SignError> {
    let pem = String::from_utf8_lossy(&request.spec.request).into_owned();
    let mut asked = CertificateSigningRequestParams::from_pem(&pem)?;
    let longest = authority.duration_seconds;
    let seconds = request
        .spec
        .expiration_seconds
        .map_or(longest, |asked| i64::from(asked).max(SHORTEST).min(longest));
    let moment = |time: Time| {
        OffsetDateTime::from_unix_timestamp(time.unix_seconds())
            .map_err(|_| SignError::Moment(time))
    };
    let from = now.saturating_add(BACKDATED);
    asked.params.not_before = moment(from)?;
    asked.params.not_after = moment(from.saturating_add(Duration::from_secs(seconds)))?;
    asked.params.is_ca = IsCa::ExplicitNoCa;
    asked.params.key_usages = key_usages(request);
    asked.params.extended_key_usages = extended_key_usages(request);
    asked.params.use_authority_key_identifier_extension = true;
    asked.params.serial_number = Some(SerialNumber::from_slice(&serial));
    let key = KeyPair::from_pem(&authority.key_pem)?;
    let issuer = Issuer::from_ca_cert_pem(&authority.certificate_pem, key)?;
    Ok(asked.signed_by(&issuer)?.pem())
}

fn key_usages(request: &CertificateSigningRequest) -> Vec<KeyUsagePurpose> {
    let known = request.spec.usages.iter().filter_map(|usage| {
        Some(match usage.as_str() {
            "digital signature" | "signing" => KeyUsagePurpose::DigitalSignature,
            "key encipherment" => KeyUsagePurpose::KeyEncipherment,
            "key agreement" => KeyUsagePurpose::KeyAgreement,
            "data encipherment" => KeyUsagePurpose::DataEncipherment,
            _ => return None,
        })
    });
    known.collect()
}

fn extended_key_usages(request: &CertificateSigningRequest) -> Vec<ExtendedKeyUsagePurpose> {
    let known = request.spec.usages.iter().filter_map(|usage| {
        Some(match usage.as_str() {
            "client auth" => ExtendedKeyUsagePurpose::ClientAuth,
            "server auth" => ExtendedKeyUsagePurpose::ServerAuth,
            _ => return None,
        })
    });
    known.collect()
}

/// Adds the controller; without an authority it does nothing.
pub fn add(setup: &mut Setup<'_>) {
    let Some(authority) = setup.config.cluster_signing.clone() else { return };
    let (client, authority) = (setup.client(), Arc::new(authority));
    let controller = setup
        .controller::<CertificateSigningRequest>("certificatesigningrequest-signing-controller")
        .concurrency(setup.config.concurrent_certificate_syncs)
        .reconcile(move |request: Request<CertificateSigningRequest>| {
            let (client, authority) = (client.clone(), authority.clone());
            async move {
                match request.present() {
                    Some(request) => handle(&client, request, &authority).await,
                    None => Ok(Action::Done),
                }
            }
        });
    setup.add(controller);
}

async fn handle(
    client: &Client,
    request: &CertificateSigningRequest,
    authority: &SigningAuthority,
) -> Result<Action, ReconcileError> {
    let is_open = has_condition(request, "Approved")
        && !has_condition(request, "Denied")
        && !has_condition(request, "Failed")
        && request.status.certificate.is_empty();
    if !is_open {
        return Ok(Action::Done);
    }
    let now = now(client.clock());
    let mut told = request.clone();
    match fits(request) {
        None => return Ok(Action::Done),
        Some(Err(unfit)) => told.status.conditions.push(CertificateSigningRequestCondition {
            type_: "Failed".to_owned(),
            status: ConditionStatus::True,
            reason: "SignerValidationFailure".to_owned(),
            message: unfit.to_string(),
            last_update_time: Some(now),
            last_transition_time: Some(now),
        }),
        Some(Ok(())) => {
            let random = client.random();
            let mut serial = [0; 16];
            serial[..8].copy_from_slice(&random.next_u64().to_be_bytes());
            serial[8..].copy_from_slice(&random.next_u64().to_be_bytes());
            // A serial number is positive.
            serial[0] &= 0x7f;
            let pem = sign(request, authority, serial, now).map_err(ReconcileError::terminal)?;
            told.status.certificate = pem.into_bytes().into();
        }
    }
    write(client, &told).await?;
    Ok(Action::Done)
}

async fn write(client: &Client, told: &CertificateSigningRequest) -> Result<(), Error> {
    match client.cluster::<CertificateSigningRequest>().update_status(told).await {
        Err(error) if !error.is_not_found() => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, DnType};
    use serde_json::json;

    use super::*;

    fn authority() -> SigningAuthority {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        SigningAuthority::new(certificate.pem(), key.serialize_pem())
    }

    fn request(common_name: &str, signer: &str, usages: &[&str]) -> CertificateSigningRequest {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, common_name);
        params.distinguished_name.push(DnType::OrganizationName, "system:nodes");
        let key = KeyPair::generate().unwrap();
        let pem = params.serialize_request(&key).unwrap().pem().unwrap();
        let mut request: CertificateSigningRequest = serde_json::from_value(json!({
            "metadata": {"name": "c"},
            "spec": {"signerName": signer, "usages": usages, "expirationSeconds": 3600},
        }))
        .unwrap();
        request.spec.request = pem.into_bytes().into();
        request
    }

    #[test]
    fn the_certificate_of_a_node_is_signed_for_as_long_as_asked() {
        let request =
            request("system:node:a", KUBELET_CLIENT, &["digital signature", "client auth"]);
        assert_eq!(fits(&request), Some(Ok(())));
        let now = Time::from_unix_seconds(1_800_000_000);
        let pem = sign(&request, &authority(), [1; 16], now).unwrap();
        let (_, block) = x509_parser::pem::parse_x509_pem(pem.as_bytes()).unwrap();
        let certificate = block.parse_x509().unwrap();
        let name = certificate.subject().iter_common_name().next().unwrap();
        assert_eq!(name.as_str().unwrap(), "system:node:a");
        let validity = certificate.validity();
        let span = validity.not_after.timestamp() - validity.not_before.timestamp();
        assert_eq!((span, validity.not_before.timestamp()), (3600, 1_799_999_700));
    }

    #[test]
    fn what_does_not_fit_its_signer_is_not_signed() {
        let wrong = request("system:node:a", KUBELET_CLIENT, &["server auth"]);
        assert!(matches!(fits(&wrong), Some(Err(Unfit::Usages(_)))));
        assert_eq!(fits(&request("x", "example.com/signer", &[])), None);
    }
}
