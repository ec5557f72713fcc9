//! A node asks for a certificate, and gets it.

use bowline_api::certificates::v1::CertificateSigningRequest;
use bowline_controllers::certificate_signing_request::SigningAuthority;
use bowline_controllers::{Config, ControllerManager};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use serde_json::json;

use crate::cluster::Cluster;

fn authority() -> SigningAuthority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let certificate = params.self_signed(&key).expect("a certificate");
    SigningAuthority::new(certificate.pem(), key.serialize_pem())
}

fn request(name: &str, group: &str) -> CertificateSigningRequest {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "system:node:n1");
    params.distinguished_name.push(DnType::OrganizationName, group);
    let key = KeyPair::generate().expect("a key");
    let pem = params.serialize_request(&key).and_then(|request| request.pem()).expect("a request");
    let mut request: CertificateSigningRequest = serde_json::from_value(json!({
        "metadata": {"name": name},
        "spec": {
            "signerName": "kubernetes.io/kube-apiserver-client-kubelet",
            "usages": ["digital signature", "client auth"],
        }
    }))
    .expect("as the test says");
    request.spec.request = pem.into_bytes().into();
    request
}

#[tokio::test(start_paused = true)]
async fn what_a_node_may_have_is_approved_signed_and_cleared_up() {
    let mut cluster = Cluster::without_controllers().await;
    let mut config = Config::default();
    config.controllers = "csrapproving,csrsigning,csrcleaner".to_owned();
    config.cluster_signing = Some(authority());
    cluster.run(ControllerManager::builder(cluster.client.clone(), config));
    let requests = cluster.client.cluster::<CertificateSigningRequest>();
    requests.create(&request("node", "system:nodes")).await.expect("it is new");
    requests.create(&request("other", "system:masters")).await.expect("it is new");
    cluster
        .until("the certificate is there", async || {
            let status = requests.get("node").await.expect("it is there").status;
            !status.certificate.is_empty()
        })
        .await;
    let status = requests.get("node").await.expect("it is there").status;
    assert_eq!(status.conditions[0].reason, "AutoApproved");
    assert!(status.certificate.starts_with(b"-----BEGIN CERTIFICATE-----"));
    let other = requests.get("other").await.expect("it is there").status;
    assert_eq!((other.conditions.len(), other.certificate.len()), (0, 0));
    cluster.pass(3700).await;
    assert!(requests.get_opt("node").await.expect("an answer").is_none());
    assert!(requests.get_opt("other").await.expect("an answer").is_some());
}
