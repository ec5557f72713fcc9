//! TLS as an API server speaks it: HTTP/2 first, client certificates asked for, not demanded.

use std::sync::Arc;

use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A PEM text does not hold what it should.
    #[error("read {what}")]
    Pem {
        /// Which text.
        what: &'static str,
        /// Why.
        source: pem::Error,
    },
    /// The certificate and the key do not go together, or cannot be used.
    #[error("serving certificate")]
    Certificate(#[from] rustls::Error),
    /// The clients' authority cannot be used.
    #[error("authority of client certificates")]
    Verifier(#[from] VerifierBuilderError),
}

/// Builds the server side of TLS.
///
/// With `client_authority` a client may show a certificate of that authority; one of another
/// authority ends the handshake, none is fine.
///
/// # Errors
/// When a text is not PEM, or key and certificate do not fit.
pub fn server_config(
    certificate_pem: &str,
    key_pem: &str,
    client_authority_pem: Option<&str>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?;
    let builder = match client_authority_pem {
        Some(text) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(text, "authority of client certificates")? {
                roots.add(certificate)?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                .allow_unauthenticated()
                .build()?;
            builder.with_client_cert_verifier(verifier)
        }
        None => builder.with_no_client_auth(),
    };
    let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes())
        .map_err(|source| TlsError::Pem { what: "private key", source })?;
    let chain = certificates(certificate_pem, "serving certificate")?;
    let mut config = builder.with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn certificates(text: &str, what: &'static str) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_slice_iter(text.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|source| TlsError::Pem { what, source })
}
