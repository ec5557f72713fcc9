//! How an API server and a node agent in another process trust each other.
//!
//! As upstream does it by default: the agent asks the API server whether a caller may do what it
//! wants, and admits callers by certificates of the cluster's authority or by tokens; the API server
//! shows such a certificate, and does not check the agent's own.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use bowline::api::authentication::v1::TokenReview;
use bowline::api::authorization::v1::{ResourceAttributes, SubjectAccessReview};
use bowline::apimachinery::clock::{Clock as _, SystemClock};
use bowline::apiserver::authentication::{
    Authenticator as _, ClientCertificates, PeerCertificates, User,
};
use bowline::apiserver::certificates::{Authority, server_config};
use bowline::apiserver::proxy::NetworkDialer;
use bowline::client::Client;
use bowline::kubelet_core::server::{AuthError, Credentials, KubeletAuth, RequestAttributes};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};

/// The TLS of a node's server, under a certificate made for this start; callers may show
/// certificates of `client_authority`.
pub fn node_tls(name: &str, address: &str, client_authority: &str) -> Result<rustls::ServerConfig> {
    let now = SystemClock.now().into();
    let names = [name.to_owned(), address.to_owned()];
    let own = Authority::generate(&format!("{name}-ca"), now)?.issue_server(name, &names, now)?;
    let config = server_config(&own.certificate_pem, &own.key_pem, Some(client_authority))?;
    let mut config = Arc::unwrap_or_clone(config);
    // Connections to a node are upgraded, which later versions of HTTP have no way for.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// How an API server dials nodes.
pub fn node_dialer(authority: &Authority) -> Result<NetworkDialer> {
    let now = SystemClock.now().into();
    let name = "kube-apiserver-kubelet-client";
    let own = authority.issue_client(name, Some("system:masters"), now)?;
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(own.certificate_pem.as_bytes())
            .collect::<Result<_, _>>()
            .context("the certificate for nodes")?;
    let key = PrivateKeyDer::from_pem_slice(own.key_pem.as_bytes()).context("the key for nodes")?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyNode(provider)))
        .with_client_auth_cert(chain, key)?;
    Ok(NetworkDialer { kubelet_tls: Some(Arc::new(config)), ..NetworkDialer::default() })
}

/// Has the API server say who callers are, and what they may do.
pub struct DelegatedAuth {
    client: Client,
    node: String,
}

impl DelegatedAuth {
    /// Asks through this client about a node.
    pub fn new(client: Client, node: impl Into<String>) -> Self {
        Self { client, node: node.into() }
    }

    async fn user(&self, credentials: &Credentials) -> Option<User> {
        if !credentials.certificates.is_empty() {
            let (mut parts, ()) = http::Request::new(()).into_parts();
            let chain = Arc::new(credentials.certificates.clone());
            parts.extensions.insert(PeerCertificates(chain));
            return ClientCertificates.authenticate(&parts).await.ok().flatten();
        }
        let mut review = TokenReview::default();
        review.spec.token = credentials.bearer_token.clone()?;
        let status = self.client.cluster::<TokenReview>().create(&review).await.ok()?.status;
        let user = status.authenticated.then_some(status.user)?;
        Some(user.groups.into_iter().fold(User::named(user.username), User::group))
    }
}

#[async_trait]
impl KubeletAuth for DelegatedAuth {
    async fn authorize(
        &self,
        credentials: &Credentials,
        attributes: &RequestAttributes,
    ) -> Result<(), AuthError> {
        let user = self.user(credentials).await.ok_or(AuthError::Unauthorized)?;
        for subresource in attributes.subresources {
            let mut review = SubjectAccessReview::default();
            review.spec.user.clone_from(&user.name);
            review.spec.groups.clone_from(&user.groups);
            review.spec.resource_attributes = Some(Box::new(ResourceAttributes {
                verb: attributes.verb.to_owned(),
                version: "v1".to_owned(),
                resource: "nodes".to_owned(),
                subresource: (*subresource).to_owned(),
                name: self.node.clone(),
                ..ResourceAttributes::default()
            }));
            let reviews = self.client.cluster::<SubjectAccessReview>();
            match reviews.create(&review).await {
                Ok(review) if review.status.allowed => return Ok(()),
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "nobody says whether a caller may do this");
                    return Err(AuthError::Failed { user: user.name });
                }
            }
        }
        Err(AuthError::Forbidden {
            user: user.name,
            verb: attributes.verb,
            subresources: attributes.subresources,
        })
    }
}

/// Accepts any node's certificate, as an API server does that has no authority of nodes.
#[derive(Debug)]
struct AnyNode(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyNode {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
