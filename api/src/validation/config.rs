//! Config maps and secrets.
//!
//! *Upstream:* `ValidateConfigMap`, `ValidateSecret` and their updates.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::config_map_key;

use super::faults::Faults as _;
use crate::core::v1::{ConfigMap, Secret};

/// How many bytes the values may have together.
const MAX_SIZE: usize = 1024 * 1024;

pub(super) fn config_map(map: &ConfigMap, out: &mut ErrorList) {
    let data = Path::new("data");
    let binary = Path::new("binaryData");
    for key in map.data.keys() {
        let path = data.key(key);
        out.complaints(&path, key, config_map_key(key));
        if map.binary_data.contains_key(key) {
            out.invalid(&path, key.as_str(), "duplicate of key present in binaryData");
        }
    }
    for key in map.binary_data.keys() {
        out.complaints(&binary.key(key), key, config_map_key(key));
    }
    let size = map.data.values().map(String::len).sum::<usize>()
        + map.binary_data.values().map(|value| value.0.len()).sum::<usize>();
    if size > MAX_SIZE {
        out.push(FieldError::too_long(&Path::root(), MAX_SIZE));
    }
}

pub(super) fn update_config_map(new: &ConfigMap, old: &ConfigMap, out: &mut ErrorList) {
    if old.immutable == Some(true) {
        const WHY: &str = "field is immutable when `immutable` is set";
        if new.immutable != Some(true) {
            out.forbidden(&Path::new("immutable"), WHY);
        }
        if new.data != old.data {
            out.forbidden(&Path::new("data"), WHY);
        }
        if new.binary_data != old.binary_data {
            out.forbidden(&Path::new("binaryData"), WHY);
        }
    }
    config_map(new, out);
}

pub(super) fn secret(secret: &Secret, out: &mut ErrorList) {
    let data = Path::new("data");
    for key in secret.data.keys() {
        out.complaints(&data.key(key), key, config_map_key(key));
    }
    if secret.data.values().map(|value| value.0.len()).sum::<usize>() > MAX_SIZE {
        out.push(FieldError::too_long(&data, MAX_SIZE));
    }
    let mut need = |key: &str| {
        if !secret.data.contains_key(key) {
            out.required(&data.key(key), "");
        }
    };
    match secret.type_.as_str() {
        "kubernetes.io/service-account-token" => {
            let name = secret.metadata.annotations.get("kubernetes.io/service-account.name");
            if name.is_none_or(String::is_empty) {
                let metadata = Path::new("metadata");
                let annotations = metadata.child("annotations");
                out.required(&annotations.key("kubernetes.io/service-account.name"), "");
            }
        }
        "kubernetes.io/basic-auth" => {
            // Either will do; told of both when there is none.
            let has = |key| secret.data.contains_key(key);
            if !has("username") && !has("password") {
                need("username");
                need("password");
            }
        }
        "kubernetes.io/ssh-auth" => {
            let key = secret.data.get("ssh-privatekey");
            if key.is_none_or(|key| key.0.is_empty()) {
                out.required(&data.key("ssh-privatekey"), "");
            }
        }
        "kubernetes.io/tls" => {
            need("tls.crt");
            need("tls.key");
        }
        "kubernetes.io/dockercfg" => json(secret, ".dockercfg", &data, out),
        "kubernetes.io/dockerconfigjson" => json(secret, ".dockerconfigjson", &data, out),
        _ => {}
    }
}

fn json(secret: &Secret, key: &str, data: &Path<'_>, out: &mut ErrorList) {
    match secret.data.get(key) {
        None => out.required(&data.key(key), ""),
        Some(value) => {
            let read: Result<serde_json::Map<_, _>, _> = serde_json::from_slice(&value.0);
            if let Err(error) = read {
                out.invalid(&data.key(key), "<secret contents redacted>", &error.to_string());
            }
        }
    }
}

pub(super) fn update_secret(new: &Secret, old: &Secret, out: &mut ErrorList) {
    if new.type_ != old.type_ {
        out.invalid(&Path::new("type"), new.type_.as_str(), "field is immutable");
    }
    if old.immutable == Some(true) {
        const WHY: &str = "field is immutable when `immutable` is set";
        if new.immutable != Some(true) {
            out.forbidden(&Path::new("immutable"), WHY);
        }
        if new.data != old.data {
            out.forbidden(&Path::new("data"), WHY);
        }
    }
    secret(new, out);
}
