//! Requests to sign certificates. What is in the request itself is judged where keys are known.
//!
//! *Upstream:* `pkg/apis/certificates/validation`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use super::signer_name;
use crate::certificates::v1::{CertificateSigningRequest, CertificateSigningRequestCondition};

const USAGES: [&str; 23] = [
    "any",
    "cert sign",
    "client auth",
    "code signing",
    "content commitment",
    "crl sign",
    "data encipherment",
    "decipher only",
    "digital signature",
    "email protection",
    "encipher only",
    "ipsec end system",
    "ipsec tunnel",
    "ipsec user",
    "key agreement",
    "key encipherment",
    "microsoft sgc",
    "netscape sgc",
    "ocsp signing",
    "s/mime",
    "server auth",
    "signing",
    "timestamping",
];
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];
/// The shortest life of a certificate, in seconds.
const SHORTEST: i32 = 600;
const STATUS: Path<'_> = Path::new("status");

/// Which part of a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything but what has an endpoint of its own.
    Main,
    /// The certificate and how that went.
    Status,
    /// The verdict.
    Approval,
}

pub(super) fn create(request: &CertificateSigningRequest, out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &request.spec;
    let usages = path.child("usages");
    if spec.usages.is_empty() {
        out.required(&usages, "usages must be provided");
    }
    let mut seen = BTreeSet::new();
    for (i, usage) in spec.usages.iter().map(|usage| usage.as_str()).enumerate() {
        if !USAGES.contains(&usage) {
            out.unsupported(&usages.index(i), usage, &USAGES);
        } else if !seen.insert(usage) {
            out.duplicate(&usages.index(i), usage);
        }
    }
    let signer = path.child("signerName");
    if spec.signer_name == "kubernetes.io/legacy-unknown" {
        let why = "the legacy signerName is not allowed via this API version";
        out.invalid(&signer, spec.signer_name.as_str(), why);
    } else {
        signer_name::signer_name(&spec.signer_name, &signer, out);
    }
    if let Some(seconds) = spec.expiration_seconds.filter(|seconds| *seconds < SHORTEST) {
        let why = "may not specify a duration less than 600 seconds (10 minutes)";
        out.invalid(&path.child("expirationSeconds"), seconds, why);
    }
    whole_status(request, true, out);
}

fn whole_status(request: &CertificateSigningRequest, unique: bool, out: &mut ErrorList) {
    let conditions = STATUS.child("conditions");
    let mut seen = BTreeSet::new();
    for (i, condition) in request.status.conditions.iter().enumerate() {
        let path = conditions.index(i);
        self::condition(condition, &path, out);
        let kind = condition.type_.as_str();
        if !seen.insert(kind) && unique {
            out.duplicate(&path.child("type"), kind);
        }
        let other = match kind {
            "Approved" => "Denied",
            "Denied" => "Approved",
            _ => continue,
        };
        if request.status.conditions[..i].iter().any(|before| before.type_ == other) {
            let why = "Approved and Denied conditions are mutually exclusive";
            out.invalid(&path.child("type"), kind, why);
        }
    }
}

fn condition(condition: &CertificateSigningRequestCondition, path: &Path<'_>, out: &mut ErrorList) {
    out.needed(&path.child("type"), &condition.type_);
    let status = condition.status.as_str();
    let at = path.child("status");
    match condition.type_.as_str() {
        "Approved" | "Denied" | "Failed" if !status.is_empty() && status != "True" => {
            if STATUSES.contains(&status) {
                let why = format!("{} conditions may not be \"{status}\"", condition.type_);
                let why = why.as_str();
                out.invalid(&at, status, why);
            } else {
                out.unsupported(&at, status, &["True"]);
            }
        }
        _ => out.one_of(&at, status, &STATUSES),
    }
}

/// A verdict is given once, by those who may; a certificate too.
pub(super) fn update(
    new: &CertificateSigningRequest,
    old: &CertificateSigningRequest,
    part: Part,
    out: &mut ErrorList,
) {
    let verdicts: &[&str] = &["Approved", "Denied", "Failed"];
    let conditions = STATUS.child("conditions");
    let of = |request: &CertificateSigningRequest, kind: &str| {
        let all = request.status.conditions.iter();
        all.filter(|condition| condition.type_ == kind).cloned().collect::<Vec<_>>()
    };
    for &kind in verdicts {
        let (now, before) = (of(new, kind), of(old, kind));
        if now.len() < before.len() {
            let why = format!("updates may not remove a condition of type \"{kind}\"");
            out.forbidden(&conditions, &why);
        } else if part != Part::Approval && kind != "Failed" && now.len() > before.len() {
            let why = format!("updates may not add a condition of type \"{kind}\"");
            out.forbidden(&conditions, &why);
        } else if part != Part::Approval && kind != "Failed" && now != before {
            let why = format!("updates may not modify a condition of type \"{kind}\"");
            out.forbidden(&conditions, &why);
        }
    }
    let (now, before) = (&new.status.certificate, &old.status.certificate);
    if now != before {
        let path = STATUS.child("certificate");
        if part != Part::Status {
            out.forbidden(&path, "updates may not set certificate content");
        } else if !before.0.is_empty() {
            out.forbidden(&path, "updates may not modify existing certificate content");
        }
    }
    whole_status(new, false, out);
}
