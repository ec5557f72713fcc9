//! Bindings and certificate requests.

use bowline_api::certificates::v1::CertificateSigningRequest;
use bowline_api::rbac::v1::{ClusterRoleBinding, RoleBinding, RoleRef, Subject};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::{Duration, Time, human_duration};

use super::cell::{Row, age, cells};

pub(super) fn role_binding(b: &RoleBinding, now: Time) -> Row {
    binding(&b.metadata, &b.role_ref, &b.subjects, now)
}

pub(super) fn cluster_role_binding(b: &ClusterRoleBinding, now: Time) -> Row {
    binding(&b.metadata, &b.role_ref, &b.subjects, now)
}

fn binding(metadata: &ObjectMeta, role: &RoleRef, subjects: &[Subject], now: Time) -> Row {
    let of = |kind: &str| {
        let names: Vec<String> = subjects
            .iter()
            .filter(|s| s.kind == kind)
            .map(|s| match kind {
                "ServiceAccount" => format!("{}/{}", s.namespace, s.name),
                _ => s.name.clone(),
            })
            .collect();
        names.join(", ")
    };
    Row::from(cells![
        metadata.name,
        format!("{}/{}", role.kind, role.name),
        age(metadata.creation_timestamp, now),
        of("User"),
        of("Group"),
        of("ServiceAccount"),
    ])
}

pub(super) fn signing_request(c: &CertificateSigningRequest, now: Time) -> Row {
    let has = |ty: &str| c.status.conditions.iter().any(|c| c.type_ == ty);
    let mut status: Vec<&str> = Vec::new();
    match (has("Denied"), has("Approved")) {
        (true, _) => status.push("Denied"),
        (_, true) => status.push("Approved"),
        _ => status.push("Pending"),
    }
    if has("Failed") {
        status.push("Failed");
    }
    if !c.status.certificate.is_empty() {
        status.push("Issued");
    }
    let duration = c.spec.expiration_seconds.map_or_else(
        || "<none>".to_owned(),
        |seconds| human_duration(Duration::from_secs(i64::from(seconds))),
    );
    Row::from(cells![
        c.metadata.name,
        age(c.metadata.creation_timestamp, now),
        c.spec.signer_name,
        c.spec.username,
        duration,
        status.join(","),
    ])
}
