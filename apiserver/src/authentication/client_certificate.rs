//! Users by client certificate: the common name is the user, the organisations the groups.
//!
//! *Upstream:* `apiserver/pkg/authentication/request/x509`.

use async_trait::async_trait;
use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{AuthenticationError, Authenticator, User};

/// The attribute of a subject that carries the user's uid.
const UID: &str = "1.3.6.1.4.1.57683.2";

/// The chain that a peer showed in the TLS handshake, leaf first; an extension of the request.
///
/// The handshake has verified it against the authority of client certificates.
#[derive(Clone, Debug)]
pub struct PeerCertificates(pub std::sync::Arc<Vec<CertificateDer<'static>>>);

/// Authenticates by the certificates that the connection brought.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientCertificates;

#[async_trait]
impl Authenticator for ClientCertificates {
    async fn authenticate(
        &self,
        request: &http::request::Parts,
    ) -> Result<Option<User>, AuthenticationError> {
        let peer = request.extensions.get::<PeerCertificates>();
        let Some(leaf) = peer.and_then(|p| p.0.first()) else { return Ok(None) };
        user_of(leaf).map(Some)
    }
}

fn user_of(leaf: &CertificateDer<'_>) -> Result<User, AuthenticationError> {
    let invalid =
        |reason: String| AuthenticationError::Invalid { kind: "client certificate", reason };
    let (_, certificate) = X509Certificate::from_der(leaf).map_err(|e| invalid(e.to_string()))?;
    let mut user = User::default();
    for attribute in certificate.subject().iter_attributes() {
        let Ok(text) = attribute.as_str() else { continue };
        match attribute.attr_type().to_id_string().as_str() {
            "2.5.4.3" => text.clone_into(&mut user.name),
            "2.5.4.10" => user.groups.push(text.to_owned()),
            UID => text.clone_into(&mut user.uid),
            _ => {}
        }
    }
    if user.name.is_empty() {
        return Err(invalid("the subject has no common name".to_owned()));
    }
    Ok(user)
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::Time;
    use rustls::pki_types::pem::PemObject as _;

    use super::*;
    use crate::certificates::Authority;

    #[tokio::test]
    async fn subject_becomes_user_and_groups() {
        let now = Time::from_unix_seconds(1_700_000_000);
        let authority = Authority::generate("kubernetes", now).unwrap();
        let issued = authority.issue_client("jane", Some("dev"), now).unwrap();
        let leaf = CertificateDer::from_pem_slice(issued.certificate_pem.as_bytes()).unwrap();
        let (mut parts, ()) = http::Request::new(()).into_parts();
        assert_eq!(ClientCertificates.authenticate(&parts).await.unwrap(), None);
        parts.extensions.insert(PeerCertificates(vec![leaf].into()));
        let user = ClientCertificates.authenticate(&parts).await.unwrap().unwrap();
        assert_eq!(user, User::named("jane").group("dev"));
    }

    #[test]
    fn garbage_is_refused() {
        assert!(user_of(&CertificateDer::from(vec![1, 2, 3])).is_err());
    }
}
