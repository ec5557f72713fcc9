//! Config maps and secrets: small, and unchangeable once they say so.
//!
//! *Upstream:* `ValidateConfigMap`, `ValidateSecret` of `pkg/apis/core/validation`.

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::config_map_key;
use serde_json::Value;

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

/// How many bytes all values may have together.
const MAX_SIZE: usize = 1024 * 1024;
/// Names the account that a token secret is for.
const ACCOUNT: &str = "kubernetes.io/service-account.name";
const IMMUTABLE: &str = "field is immutable when `immutable` is set";

#[derive(Debug)]
pub(crate) struct ConfigMapStrategy(pub(crate) Traits);

impl Strategy for ConfigMapStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn validate(&self, _: &WriteContext<'_>, map: &Value) -> ErrorList {
        let mut faults = key_faults(map, "data");
        faults.extend(key_faults(map, "binaryData"));
        let data = map.at("data").as_object();
        let binary = map.at("binaryData").as_object();
        for key in data.into_iter().flat_map(|d| d.keys()) {
            if binary.is_some_and(|b| b.contains_key(key)) {
                let path = Path::new("data");
                let why = "duplicate of key present in binaryData";
                faults.push(FieldError::invalid(&path.key(key), key.as_str(), why));
            }
        }
        let size = texts(map, "data").map(str::len).sum::<usize>() + bytes(map, "binaryData");
        if size > MAX_SIZE {
            faults.push(FieldError::too_long(&Path::root(), MAX_SIZE));
        }
        faults
    }

    fn validate_update(&self, cx: &WriteContext<'_>, map: &Value, old: &Value) -> ErrorList {
        let mut faults = immutable_faults(map, old, &["data", "binaryData"]);
        faults.extend(self.validate(cx, map));
        faults
    }
}

#[derive(Debug)]
pub(crate) struct SecretStrategy(pub(crate) Traits);

impl Strategy for SecretStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_update(&self, _: &WriteContext<'_>, secret: &mut Value, old: &Value) {
        // The type may be left out, but not changed.
        if secret.text("type").is_empty() {
            secret.set("type", old.at("type").clone());
        }
    }

    fn validate(&self, _: &WriteContext<'_>, secret: &Value) -> ErrorList {
        let mut faults = key_faults(secret, "data");
        if bytes(secret, "data") > MAX_SIZE {
            faults.push(FieldError::too_long(&Path::new("data"), MAX_SIZE));
        }
        faults.extend(type_faults(secret));
        faults
    }

    fn validate_update(&self, cx: &WriteContext<'_>, secret: &Value, old: &Value) -> ErrorList {
        let mut faults = ErrorList::new();
        if secret.at("type") != old.at("type") {
            let path = Path::new("type");
            let found = secret.at("type").clone();
            faults.push(FieldError::invalid(&path, found, "field is immutable"));
        }
        faults.extend(immutable_faults(secret, old, &["data"]));
        faults.extend(self.validate(cx, secret));
        faults
    }
}

/// The keys that secrets of some types must have.
fn type_faults(secret: &Value) -> ErrorList {
    let mut faults = ErrorList::new();
    let path = Path::new("data");
    let has = |key: &str| secret.at("data").get(key).is_some();
    match secret.text("type") {
        "kubernetes.io/service-account-token"
            if secret.annotation(ACCOUNT).is_none_or(str::is_empty) =>
        {
            let path = Path::new("metadata");
            let path = path.child("annotations");
            faults.push(FieldError::required(&path.key(ACCOUNT), ""));
        }
        "kubernetes.io/dockercfg" if !has(".dockercfg") => {
            faults.push(FieldError::required(&path.key(".dockercfg"), ""));
        }
        "kubernetes.io/dockerconfigjson" if !has(".dockerconfigjson") => {
            faults.push(FieldError::required(&path.key(".dockerconfigjson"), ""));
        }
        "kubernetes.io/basic-auth" if !has("username") && !has("password") => {
            faults.push(FieldError::required(&path.key("username"), ""));
            faults.push(FieldError::required(&path.key("password"), ""));
        }
        "kubernetes.io/ssh-auth" if !has("ssh-privatekey") => {
            faults.push(FieldError::required(&path.key("ssh-privatekey"), ""));
        }
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"] {
                if !has(key) {
                    faults.push(FieldError::required(&path.key(key), ""));
                }
            }
        }
        _ => {}
    }
    faults
}

fn key_faults(object: &Value, field: &str) -> ErrorList {
    let path = Path::new(field);
    let keys = object.at(field).as_object().into_iter().flat_map(|map| map.keys());
    keys.flat_map(|key| {
        let path = path.key(key);
        let complaints = config_map_key(key).into_iter();
        complaints.map(|why| FieldError::invalid(&path, key.as_str(), why)).collect::<Vec<_>>()
    })
    .collect()
}

fn immutable_faults(object: &Value, old: &Value, fields: &[&str]) -> ErrorList {
    let mut faults = ErrorList::new();
    if old.at("immutable") != &Value::Bool(true) {
        return faults;
    }
    if object.at("immutable") != &Value::Bool(true) {
        faults.push(FieldError::forbidden(&Path::new("immutable"), IMMUTABLE));
    }
    for &field in fields {
        if object.at(field) != old.at(field) {
            faults.push(FieldError::forbidden(&Path::new(field), IMMUTABLE));
        }
    }
    faults
}

fn texts<'a>(object: &'a Value, field: &str) -> impl Iterator<Item = &'a str> {
    let values = object.at(field).as_object().into_iter().flat_map(|map| map.values());
    values.filter_map(Value::as_str)
}

fn bytes(object: &Value, field: &str) -> usize {
    texts(object, field).map(|text| ByteString::from_base64(text).map_or(0, |b| b.0.len())).sum()
}
