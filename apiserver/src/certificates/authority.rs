//! A certificate authority in memory, and the certificates of a cluster's parts.

use bowline_apimachinery::time::{Duration, Time};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use time::OffsetDateTime;

/// How long the authority itself lives: ten years, as kubeadm's.
const AUTHORITY_VALIDITY: Duration = Duration::from_secs(10 * 365 * 24 * 3600);
/// How long the certificates it issues live: one year, as kubeadm's.
const CERTIFICATE_VALIDITY: Duration = Duration::from_secs(365 * 24 * 3600);
/// Clocks of clients may lag behind by this much.
const BACKDATED: Duration = Duration::from_secs(-300);

/// Why a certificate cannot be made or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Generating, signing or parsing failed.
    #[error("certificate of {subject:?}")]
    Make {
        /// Common name of the certificate.
        subject: String,
        /// Why.
        source: rcgen::Error,
    },
    /// A moment that no certificate can carry.
    #[error("certificate of {subject:?} cannot be valid from {from}")]
    Moment {
        /// Common name of the certificate.
        subject: String,
        /// Begin of validity.
        from: Time,
    },
}

/// A certificate and its private key, both in PEM.
#[derive(Clone)]
pub struct Issued {
    /// The certificate, followed by the authority's.
    pub certificate_pem: String,
    /// The private key, PKCS #8.
    pub key_pem: String,
}

/// Keys do not belong in logs.
impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued").finish_non_exhaustive()
    }
}

/// A certificate authority.
///
/// Signs with ECDSA P-256. Made anew at each start of a cluster in memory, or kept as PEM.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate_pem: String,
    key_pem: String,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// Makes an authority named `common_name`, valid for ten years.
    ///
    /// # Errors
    /// When the key cannot be generated or the moment is out of range.
    pub fn generate(common_name: &str, now: Time) -> Result<Self, CertificateError> {
        let mut params = params(common_name, now, AUTHORITY_VALIDITY)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::CrlSign,
        ];
        let failed = |source| CertificateError::Make { subject: common_name.to_owned(), source };
        let key = KeyPair::generate().map_err(failed)?;
        let certificate_pem = params.self_signed(&key).map_err(failed)?.pem();
        let key_pem = key.serialize_pem();
        Ok(Self { issuer: Issuer::new(params, key), certificate_pem, key_pem })
    }

    /// Takes an authority that was kept as PEM.
    ///
    /// # Errors
    /// When either text is not what it should be.
    pub fn from_pem(certificate_pem: &str, key_pem: &str) -> Result<Self, CertificateError> {
        let failed = |source| CertificateError::Make { subject: "authority".to_owned(), source };
        let key = KeyPair::from_pem(key_pem).map_err(failed)?;
        let issuer = Issuer::from_ca_cert_pem(certificate_pem, key).map_err(failed)?;
        Ok(Self {
            issuer,
            certificate_pem: certificate_pem.to_owned(),
            key_pem: key_pem.to_owned(),
        })
    }

    /// The authority's certificate, PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// The authority's private key, PEM.
    #[must_use]
    pub fn key_pem(&self) -> &str {
        &self.key_pem
    }

    /// Issues a certificate for a server under DNS names and addresses.
    ///
    /// # Errors
    /// When a name is not one, or signing fails.
    pub fn issue_server(
        &self,
        common_name: &str,
        names: &[String],
        now: Time,
    ) -> Result<Issued, CertificateError> {
        let failed = |source| CertificateError::Make { subject: common_name.to_owned(), source };
        let mut params = params(common_name, now, CERTIFICATE_VALIDITY)?;
        params.subject_alt_names =
            CertificateParams::new(names.to_vec()).map_err(failed)?.subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(common_name, params)
    }

    /// Issues a client certificate: the common name is the user, the organisation its group.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue_client(
        &self,
        user: &str,
        group: Option<&str>,
        now: Time,
    ) -> Result<Issued, CertificateError> {
        let mut params = params(user, now, CERTIFICATE_VALIDITY)?;
        if let Some(group) = group {
            params.distinguished_name.push(DnType::OrganizationName, group);
        }
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(user, params)
    }

    fn issue(
        &self,
        subject: &str,
        mut params: CertificateParams,
    ) -> Result<Issued, CertificateError> {
        let failed = |source| CertificateError::Make { subject: subject.to_owned(), source };
        params.key_usages =
            vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        let key = KeyPair::generate().map_err(failed)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(failed)?;
        Ok(Issued {
            certificate_pem: certificate.pem() + &self.certificate_pem,
            key_pem: key.serialize_pem(),
        })
    }
}

fn params(
    common_name: &str,
    now: Time,
    validity: Duration,
) -> Result<CertificateParams, CertificateError> {
    let moment = |t: Time| {
        OffsetDateTime::from_unix_timestamp(t.unix_seconds())
            .map_err(|_| CertificateError::Moment { subject: common_name.to_owned(), from: now })
    };
    let mut params = CertificateParams::default();
    params.not_before = moment(now.saturating_add(BACKDATED))?;
    params.not_after = moment(now.saturating_add(validity))?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    Ok(params)
}
