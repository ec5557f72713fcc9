//! Webhooks and policies.

use bowline_api::admissionregistration::v1::{
    MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingWebhookConfiguration,
    ParamKind, ParamRef, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
    ValidatingWebhookConfiguration,
};
use bowline_apimachinery::time::Time;

use super::cell::{Row, age, cells};

pub(super) fn mutating_webhooks(m: &MutatingWebhookConfiguration, now: Time) -> Row {
    Row::from(cells![m.metadata.name, m.webhooks.len(), age(m.metadata.creation_timestamp, now),])
}

pub(super) fn validating_webhooks(v: &ValidatingWebhookConfiguration, now: Time) -> Row {
    Row::from(cells![v.metadata.name, v.webhooks.len(), age(v.metadata.creation_timestamp, now),])
}

fn param_kind(kind: Option<&ParamKind>) -> String {
    kind.map_or_else(|| "<unset>".to_owned(), |k| format!("{}/{}", k.api_version, k.kind))
}

fn param_ref(reference: Option<&ParamRef>) -> String {
    reference.map_or_else(
        || "<unset>".to_owned(),
        |r| match (r.name.as_str(), r.namespace.as_str()) {
            ("", _) => "*".to_owned(),
            (name, "") => format!("*/{name}"),
            (name, namespace) => format!("{namespace}/{name}"),
        },
    )
}

pub(super) fn validating_policy(p: &ValidatingAdmissionPolicy, now: Time) -> Row {
    Row::from(cells![
        p.metadata.name,
        p.spec.validations.len(),
        param_kind(p.spec.param_kind.as_deref()),
        age(p.metadata.creation_timestamp, now),
    ])
}

pub(super) fn validating_binding(b: &ValidatingAdmissionPolicyBinding, now: Time) -> Row {
    Row::from(cells![
        b.metadata.name,
        b.spec.policy_name,
        param_ref(b.spec.param_ref.as_deref()),
        age(b.metadata.creation_timestamp, now),
    ])
}

pub(super) fn mutating_policy(p: &MutatingAdmissionPolicy, now: Time) -> Row {
    Row::from(cells![
        p.metadata.name,
        p.spec.mutations.len(),
        param_kind(p.spec.param_kind.as_deref()),
        age(p.metadata.creation_timestamp, now),
    ])
}

pub(super) fn mutating_binding(b: &MutatingAdmissionPolicyBinding, now: Time) -> Row {
    Row::from(cells![
        b.metadata.name,
        b.spec.policy_name,
        param_ref(b.spec.param_ref.as_deref()),
        age(b.metadata.creation_timestamp, now),
    ])
}
