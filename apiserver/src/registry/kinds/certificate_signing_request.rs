//! Certificate signing requests, which tell who asked.
//!
//! *Upstream:* `pkg/registry/certificates/certificates/strategy.go`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::{Value, json};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer as _;

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct RequestStrategy(pub(crate) Traits);

impl Strategy for RequestStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, cx: &WriteContext<'_>, request: &mut Value) {
        for field in ["username", "uid", "groups", "extra"] {
            request.remove(&format!("spec.{field}"));
        }
        let user = cx.user;
        request.set("spec.username", user.name.as_str());
        if !user.uid.is_empty() {
            request.set("spec.uid", user.uid.as_str());
        }
        if !user.groups.is_empty() {
            request.set("spec.groups", user.groups.clone());
        }
        if !user.extra.is_empty() {
            request.set("spec.extra", json!(user.extra));
        }
    }

    fn validate(&self, _cx: &WriteContext<'_>, request: &Value) -> ErrorList {
        match why_unusable(request.text("spec.request")) {
            None => ErrorList::new(),
            Some(why) => {
                let path = Path::new("spec");
                FieldError::invalid(&path.child("request"), request.text("spec.request"), why)
                    .into()
            }
        }
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, request: &mut Value, old: &Value) {
        request.set("spec", old.at("spec").clone());
        if cx.subresource == "status" {
            keep_verdicts(request, old);
        }
        stamp_conditions(cx, request, old);
    }
}

/// Why a request, in base64, is none of PKCS #10 in PEM.
fn why_unusable(text: &str) -> Option<String> {
    const TYPE: &str = "PEM block type must be CERTIFICATE REQUEST";
    let pem = STANDARD.decode(text).ok()?;
    let Ok((_, pem)) = parse_x509_pem(&pem) else { return Some(TYPE.to_owned()) };
    if pem.label != "CERTIFICATE REQUEST" {
        return Some(TYPE.to_owned());
    }
    X509CertificationRequest::from_der(&pem.contents).err().map(|error| error.to_string())
}

/// Approval and denial are written through `approval` only.
fn keep_verdicts(request: &mut Value, old: &Value) {
    let verdict = |c: &&Value| matches!(c.text("type"), "Approved" | "Denied");
    let list =
        |object: &Value| object.at("status.conditions").as_array().cloned().unwrap_or_default();
    let mut conditions: Vec<Value> = list(request);
    conditions.retain(|c| !verdict(&c));
    conditions.extend(list(old).iter().filter(verdict).cloned());
    if conditions.is_empty() {
        request.remove("status.conditions");
    } else {
        request.set("status.conditions", conditions);
    }
}

/// Conditions without times get the present one.
fn stamp_conditions(cx: &WriteContext<'_>, request: &mut Value, old: &Value) {
    let now = cx.now().to_string();
    let before = old.at("status.conditions").as_array().cloned().unwrap_or_default();
    let conditions = request.pointer_mut("/status/conditions").and_then(Value::as_array_mut);
    for condition in conditions.into_iter().flatten() {
        if before.contains(condition) {
            continue;
        }
        let known = before.iter().find(|c| c["type"] == condition["type"]);
        if condition.text("status").is_empty() {
            condition["status"] = "True".into();
        }
        if condition.text("lastTransitionTime").is_empty() {
            let same = known.filter(|c| c["status"] == condition["status"]);
            let time = same.map_or_else(|| now.clone().into(), |c| c["lastTransitionTime"].clone());
            condition["lastTransitionTime"] = time;
        }
        if condition.text("lastUpdateTime").is_empty() {
            condition["lastUpdateTime"] = now.clone().into();
        }
    }
}

/// What an approval may change: the verdicts.
pub(crate) fn approved(request: &Value, old: &Value) -> Value {
    let mut whole = old.clone();
    let conditions = request.at("status.conditions");
    if conditions.is_null() {
        whole.remove("status.conditions");
    } else {
        whole.set("status.conditions", conditions.clone());
    }
    whole
}
