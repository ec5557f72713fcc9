//! What a request is for: the certificates of nodes and clients that the signers know.
//!
//! Upstream: `pkg/apis/certificates/helpers.go`.

use std::collections::BTreeSet;

use bowline_api::certificates::v1::CertificateSigningRequest;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::FromDer as _;

/// Signs the certificates by which kubelets authenticate to the API server.
pub const KUBELET_CLIENT: &str = "kubernetes.io/kube-apiserver-client-kubelet";
/// Signs the certificates by which kubelets serve.
pub const KUBELET_SERVING: &str = "kubernetes.io/kubelet-serving";
/// Signs the certificates by which clients authenticate to the API server.
pub const CLIENT: &str = "kubernetes.io/kube-apiserver-client";

/// The group of nodes.
const NODES: &str = "system:nodes";
/// What the names of nodes begin with.
const NODE: &str = "system:node:";

/// Whom a certificate is to be for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The name.
    pub common_name: String,
    /// The groups.
    pub organizations: Vec<String>,
    /// DNS names.
    pub dns_names: usize,
    /// Addresses.
    pub ip_addresses: usize,
    /// Other names, such as URIs and mail addresses.
    pub other_names: usize,
}

/// Why a request does not fit its signer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// The PEM block cannot be read.
    #[error("unable to parse csr: {0}")]
    Unreadable(String),
    /// The signature is not by the key in the request.
    #[error("unable to verify the signature of the csr")]
    Signature,
    /// It is not for the group of nodes.
    #[error("subject organization is not system:nodes")]
    Organization,
    /// It is not for a node.
    #[error("subject common name does not begin with system:node: ")]
    CommonName,
    /// It names DNS names, which its signer does not sign.
    #[error("DNS subjectAltNames are not allowed")]
    DnsNames,
    /// It names addresses, which its signer does not sign.
    #[error("IP subjectAltNames are not allowed")]
    IpAddresses,
    /// It names neither DNS names nor addresses.
    #[error("at least one of dnsNames or ipAddresses must be specified in the CSR")]
    NoNames,
    /// It has names of other kinds.
    #[error("URI and email subjectAltNames are not allowed")]
    OtherNames,
    /// It asks for uses that its signer does not sign.
    #[error("usages did not match {0}")]
    Usages(String),
}

/// Reads whom a request is for, and checks that it is signed by the key that it carries.
///
/// # Errors
/// When it cannot be read or is not.
pub fn subject(request: &CertificateSigningRequest) -> Result<Subject, Unfit> {
    let unreadable = |error: &dyn std::fmt::Display| Unfit::Unreadable(error.to_string());
    let (_, block) = x509_parser::pem::parse_x509_pem(&request.spec.request)
        .map_err(|error| unreadable(&error))?;
    let (_, parsed) =
        X509CertificationRequest::from_der(&block.contents).map_err(|error| unreadable(&error))?;
    parsed.verify_signature().map_err(|_| Unfit::Signature)?;
    let name = &parsed.certification_request_info.subject;
    let mut subject = Subject {
        common_name: name
            .iter_common_name()
            .filter_map(|part| part.as_str().ok())
            .last()
            .unwrap_or("")
            .to_owned(),
        organizations: name
            .iter_organization()
            .filter_map(|part| part.as_str().ok().map(str::to_owned))
            .collect(),
        ..Subject::default()
    };
    for extension in parsed.requested_extensions().into_iter().flatten() {
        if let ParsedExtension::SubjectAlternativeName(names) = extension {
            for name in &names.general_names {
                match name {
                    GeneralName::DNSName(_) => subject.dns_names += 1,
                    GeneralName::IPAddress(_) => subject.ip_addresses += 1,
                    _ => subject.other_names += 1,
                }
            }
        }
    }
    Ok(subject)
}

/// Whether the certificate is one by which a node authenticates.
///
/// # Errors
/// When it is not.
pub fn kubelet_client(subject: &Subject, usages: &BTreeSet<String>) -> Result<(), Unfit> {
    node(subject)?;
    if subject.dns_names > 0 {
        return Err(Unfit::DnsNames);
    }
    if subject.ip_addresses > 0 {
        return Err(Unfit::IpAddresses);
    }
    exactly(usages, &["digital signature", "client auth"], &["key encipherment"])
}

/// Whether the certificate is one by which a node serves.
///
/// # Errors
/// When it is not.
pub fn kubelet_serving(subject: &Subject, usages: &BTreeSet<String>) -> Result<(), Unfit> {
    node(subject)?;
    if subject.dns_names == 0 && subject.ip_addresses == 0 {
        return Err(Unfit::NoNames);
    }
    exactly(usages, &["digital signature", "server auth"], &["key encipherment"])
}

/// Whether the certificate is one by which a client authenticates.
///
/// # Errors
/// When it is not.
pub fn client(usages: &BTreeSet<String>) -> Result<(), Unfit> {
    exactly(usages, &["client auth"], &["digital signature", "key encipherment"])
}

/// The uses that a request asks for.
#[must_use]
pub fn usages(request: &CertificateSigningRequest) -> BTreeSet<String> {
    request.spec.usages.iter().map(|usage| usage.as_str().to_owned()).collect()
}

fn node(subject: &Subject) -> Result<(), Unfit> {
    if subject.organizations != [NODES] {
        return Err(Unfit::Organization);
    }
    if !subject.common_name.starts_with(NODE) {
        return Err(Unfit::CommonName);
    }
    if subject.other_names > 0 {
        return Err(Unfit::OtherNames);
    }
    Ok(())
}

fn exactly(usages: &BTreeSet<String>, needed: &[&str], allowed: &[&str]) -> Result<(), Unfit> {
    let has_all = needed.iter().all(|usage| usages.contains(*usage));
    let known =
        |usage: &String| needed.contains(&usage.as_str()) || allowed.contains(&usage.as_str());
    if has_all && usages.iter().all(known) {
        return Ok(());
    }
    Err(Unfit::Usages(needed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(name: &str, groups: &[&str], dns: usize) -> Subject {
        Subject {
            common_name: name.into(),
            organizations: groups.iter().map(|group| (*group).to_owned()).collect(),
            dns_names: dns,
            ..Subject::default()
        }
    }

    #[test]
    fn certificates_of_nodes_are_told_from_others() {
        let set = |usages: &[&str]| usages.iter().map(|usage| (*usage).to_owned()).collect();
        let client: BTreeSet<String> = set(&["digital signature", "client auth"]);
        let serving: BTreeSet<String> =
            set(&["digital signature", "key encipherment", "server auth"]);
        let node = subject("system:node:a", &["system:nodes"], 0);
        let served = subject("system:node:a", &["system:nodes"], 1);
        assert_eq!(kubelet_client(&node, &client), Ok(()));
        assert_eq!(kubelet_client(&served, &client), Err(Unfit::DnsNames));
        assert!(matches!(kubelet_client(&node, &serving), Err(Unfit::Usages(_))));
        let other = subject("system:node:a", &["system:masters"], 0);
        assert_eq!(kubelet_client(&other, &client), Err(Unfit::Organization));
        let other = subject("a", &["system:nodes"], 0);
        assert_eq!(kubelet_client(&other, &client), Err(Unfit::CommonName));
        assert_eq!(kubelet_serving(&served, &serving), Ok(()));
        assert_eq!(kubelet_serving(&node, &serving), Err(Unfit::NoNames));
        assert_eq!(super::client(&client), Ok(()));
        assert!(super::client(&serving).is_err());
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let mut request = CertificateSigningRequest::default();
        request.spec.request = b"-----BEGIN nonsense".to_vec().into();
        assert!(matches!(super::subject(&request), Err(Unfit::Unreadable(_))));
    }
}
