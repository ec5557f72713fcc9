//! Files that volumes make of secrets, config maps, tokens and the pod itself.
//!
//! *Upstream:* `validateProjectionSources`, `validateKeyToPath`, `validateDownwardAPIVolumeFile`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::dns1123_subdomain;

use super::faults::Faults as _;
use super::pod_options::Options;
use super::signer_name::signer_name;
use super::{environment, volume_sources as sources};
use crate::core::v1::{
    ClusterTrustBundleProjection, DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource,
    ServiceAccountTokenProjection,
};

pub(super) fn volume(
    projected: &ProjectedVolumeSource,
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    mode(projected.default_mode, &path.child("defaultMode"), out);
    let mut places = BTreeSet::new();
    // Upstream names the volume, not the source, when files collide.
    let mut place = |file: &str, shown: &str, out: &mut ErrorList| {
        if !file.is_empty() && !places.insert(file.to_owned()) {
            out.invalid(path, shown, "conflicting duplicate paths");
        }
    };
    let sources = path.child("sources");
    for (i, source) in projected.sources.iter().enumerate() {
        let at = sources.index(i);
        let mut count = 0;
        if let Some(secret) = &source.secret {
            count += 1;
            let path = at.child("secret");
            out.needed(&path.child("name"), &secret.name);
            keyed_files(&secret.items, &path, out);
            secret.items.iter().for_each(|item| place(&item.path, &secret.name, out));
        }
        if let Some(map) = &source.config_map {
            count += 1;
            let path = at.child("configMap");
            out.needed(&path.child("name"), &map.name);
            keyed_files(&map.items, &path, out);
            map.items.iter().for_each(|item| place(&item.path, &map.name, out));
        }
        if let Some(downward) = &source.downward_api {
            count += 1;
            let path = at.child("downwardAPI");
            for file in &downward.items {
                downward_file(file, &path, out);
                place(&file.path, &file.path, out);
            }
        }
        if let Some(token) = &source.service_account_token {
            count += 1;
            self::token(token, &at.child("serviceAccountToken"), out);
            // Upstream leaves out the source here.
            let path = path.child("path");
            if token.path.is_empty() {
                out.required(&path, "");
            } else if !options.lax.token_paths {
                local_path(&token.path, &path, out);
            }
        }
        if let Some(bundle) = &source.cluster_trust_bundle {
            count += 1;
            trust_bundle(bundle, &at.child("clusterTrustBundle"), out);
            place(&bundle.path, &bundle.path, out);
        }
        if count > 1 {
            let why = "may not specify more than 1 volume type per source";
            out.forbidden(&at, why);
        }
    }
}

fn token(token: &ServiceAccountTokenProjection, path: &Path<'_>, out: &mut ErrorList) {
    let Some(seconds) = token.expiration_seconds else { return };
    token_lifetime(seconds, &path.child("expirationSeconds"), out);
}

/// How long a token lasts, in seconds.
pub(super) fn token_lifetime(seconds: i64, path: &Path<'_>, out: &mut ErrorList) {
    if seconds < 600 {
        out.invalid(path, seconds, "may not specify a duration less than 10 minutes");
    }
    if seconds > 1 << 32 {
        out.invalid(path, seconds, "may not specify a duration larger than 2^32 seconds");
    }
}

fn trust_bundle(bundle: &ClusterTrustBundleProjection, path: &Path<'_>, out: &mut ErrorList) {
    match (bundle.name.as_deref(), bundle.signer_name.as_deref()) {
        (Some(_), Some(_)) => {
            let shown = serde_json::to_value(bundle).unwrap_or_default();
            out.invalid(path, shown, "only one of name and signerName may be used");
        }
        (Some(name), None) => {
            let path_of_name = path.child("name");
            if name.is_empty() {
                out.required(&path_of_name, "must be a valid object name");
            }
            for why in trust_bundle_name(name) {
                let why = format!("not a valid clustertrustbundlename: {why}");
                out.invalid(&path_of_name, name, &why);
            }
            if let Some(selector) = bundle.label_selector.as_deref() {
                let shown = serde_json::to_value(selector).unwrap_or_default();
                let why = "labelSelector must be unset if name is specified";
                out.invalid(&path.child("labelSelector"), shown, why);
            }
        }
        (None, Some(signer)) => {
            let path_of_signer = path.child("signerName");
            if signer.is_empty() {
                out.required(&path_of_signer, "must be a valid signer name");
            }
            signer_name(signer, &path_of_signer, out);
            out.selector(&path.child("labelSelector"), bundle.label_selector.as_deref());
        }
        (None, None) => out.required(path, "either name or signerName must be specified"),
    }
    let path = path.child("path");
    if bundle.path.is_empty() {
        out.required(&path, "");
    }
    local_path(&bundle.path, &path, out);
}

/// A name, after the signer's and colons where it has one.
fn trust_bundle_name(name: &str) -> Vec<String> {
    match name.rfind(':') {
        Some(at) => dns1123_subdomain(&name[at + 1..]),
        None => dns1123_subdomain(name),
    }
}

pub(super) fn keyed_files(items: &[KeyToPath], path: &Path<'_>, out: &mut ErrorList) {
    let path = path.child("items");
    for (i, item) in items.iter().enumerate() {
        let path = path.index(i);
        out.needed(&path.child("key"), &item.key);
        out.needed(&path.child("path"), &item.path);
        local_path(&item.path, &path.child("path"), out);
        mode(item.mode, &path.child("mode"), out);
    }
}

pub(super) fn downward_file(file: &DownwardAPIVolumeFile, path: &Path<'_>, out: &mut ErrorList) {
    out.needed(&path.child("path"), &file.path);
    local_path(&file.path, &path.child("path"), out);
    match (&file.field_ref, &file.resource_field_ref) {
        (Some(field), resource) => {
            environment::field_for_file(field, &path.child("fieldRef"), out);
            if resource.is_some() {
                let why = "fieldRef and resourceFieldRef can not be specified simultaneously";
                out.invalid(path, "resource", why);
            }
        }
        (None, Some(resource)) => {
            environment::resource_field(resource, &path.child("resourceFieldRef"), true, out);
        }
        (None, None) => {
            out.required(path, "one of fieldRef and resourceFieldRef is required");
        }
    }
    mode(file.mode, &path.child("mode"), out);
}

/// Where a file goes: a relative path that stays inside and is not ours.
pub(super) fn local_path(file: &str, path: &Path<'_>, out: &mut ErrorList) {
    sources::relative(file, path, out);
    if file.starts_with("..") && !file.starts_with("../") {
        out.invalid(path, file, "must not start with '..'");
    }
}

pub(super) fn mode(mode: Option<i32>, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(mode) = mode.filter(|mode| !(0..=0o777).contains(mode)) {
        out.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}
