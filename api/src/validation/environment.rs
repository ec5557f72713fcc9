//! Environment variables and where their values come from.
//!
//! *Upstream:* `ValidateEnv`, `ValidateEnvFrom` and the selectors of the downward API.

use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{
    config_map_key, dns1123_label, dns1123_subdomain, qualified_name, relaxed_env_var_name,
};

use super::faults::Faults as _;
use super::projected;
use super::volumes::Known;
use crate::core::v1::{
    EnvFromSource, EnvVar, EnvVarSource, FileKeySelector, ObjectFieldSelector,
    ResourceFieldSelector,
};

/// Fields of a pod that variables may have.
const OF_VARIABLES: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
/// Fields of a pod that files may have.
const OF_FILES: [&str; 5] = [
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
];
/// Fields that can be named at all, beside those.
const OTHERS: [&str; 3] = ["spec.restartPolicy", "spec.schedulerName", "status.phase"];
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

pub(super) fn variables(
    variables: &[EnvVar],
    volumes: &Known<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    for (i, variable) in variables.iter().enumerate() {
        let path = path.index(i);
        let name = path.child("name");
        if out.needed(&name, &variable.name) {
            out.complaints(&name, &variable.name, relaxed_env_var_name(&variable.name));
        }
        if let Some(source) = &variable.value_from {
            self::source(source, &variable.value, volumes, &path.child("valueFrom"), out);
        }
    }
}

fn source(
    source: &EnvVarSource,
    value: &str,
    volumes: &Known<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let mut count = 0;
    if let Some(field) = &source.field_ref {
        count += 1;
        pod_field(field, &OF_VARIABLES, &path.child("fieldRef"), out);
    }
    if let Some(resource) = &source.resource_field_ref {
        count += 1;
        resource_field(resource, &path.child("resourceFieldRef"), false, out);
    }
    if let Some(key) = &source.config_map_key_ref {
        count += 1;
        keyed(&key.name, &key.key, &path.child("configMapKeyRef"), out);
    }
    if let Some(key) = &source.secret_key_ref {
        count += 1;
        keyed(&key.name, &key.key, &path.child("secretKeyRef"), out);
    }
    if let Some(key) = &source.file_key_ref {
        count += 1;
        file(key, volumes, &path.child("fileKeyRef"), out);
    }
    let why = match count {
        0 => {
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, \
             `secretKeyRef` or `fileKeyRef`"
        }
        _ if !value.is_empty() => "may not be specified when `value` is not empty",
        1 => return,
        _ => "may not have more than one field specified at a time",
    };
    out.invalid(path, "", why);
}

/// A variable in a file of a volume that another container has written.
fn file(key: &FileKeySelector, volumes: &Known<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let volume = path.child("volumeName");
    if out.needed(&volume, &key.volume_name) {
        out.complaints(&volume, &key.volume_name, dns1123_label(&key.volume_name));
        match volumes.get(key.volume_name.as_str()) {
            None => out.not_found(&volume, key.volume_name.as_str()),
            Some(known) if known.empty_dir.is_none() => {
                let why = "referenced volume must be of type emptyDir";
                out.invalid(&volume, key.volume_name.as_str(), why);
            }
            Some(_) => {}
        }
    }
    let file = path.child("path");
    if out.needed(&file, &key.path) {
        projected::local_path(&key.path, &file, out);
    }
    let path = path.child("key");
    if out.needed(&path, &key.key) {
        out.complaints(&path, &key.key, relaxed_env_var_name(&key.key));
    }
}

fn keyed(name: &str, key: &str, path: &Path<'_>, out: &mut ErrorList) {
    out.complaints(&path.child("name"), name, dns1123_subdomain(name));
    let path = path.child("key");
    if out.needed(&path, key) {
        out.complaints(&path, key, config_map_key(key));
    }
}

pub(super) fn sources(sources: &[EnvFromSource], path: &Path<'_>, out: &mut ErrorList) {
    for (i, source) in sources.iter().enumerate() {
        let at = path.index(i);
        if !source.prefix.is_empty() {
            let complaints = relaxed_env_var_name(&source.prefix);
            out.complaints(&at.child("prefix"), &source.prefix, complaints);
        }
        let mut named = |of: &str, name: &str| {
            let path = at.child(of);
            let path = path.child("name");
            if out.needed(&path, name) {
                out.complaints(&path, name, dns1123_subdomain(name));
            }
        };
        if let Some(map) = &source.config_map_ref {
            named("configMapRef", &map.name);
        }
        if let Some(secret) = &source.secret_ref {
            named("secretRef", &secret.name);
        }
        match (&source.config_map_ref, &source.secret_ref) {
            (None, None) => {
                out.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            }
            (Some(_), Some(_)) => {
                out.invalid(path, "", "may not have more than one field specified at a time");
            }
            _ => {}
        }
    }
}

/// A field of the pod, for a file.
pub(super) fn field_for_file(field: &ObjectFieldSelector, path: &Path<'_>, out: &mut ErrorList) {
    pod_field(field, &OF_FILES, path, out);
}

fn pod_field(field: &ObjectFieldSelector, known: &[&str], path: &Path<'_>, out: &mut ErrorList) {
    if field.api_version.is_empty() {
        return out.required(&path.child("apiVersion"), "");
    }
    let path_of_path = path.child("fieldPath");
    let text = field.field_path.as_str();
    if text.is_empty() {
        return out.required(&path_of_path, "");
    }
    if let Some((base, key)) = subscripted(text) {
        return match base {
            "metadata.annotations" => {
                out.complaints(path, key, qualified_name(&key.to_lowercase()));
            }
            "metadata.labels" => out.complaints(path, key, qualified_name(key)),
            _ => {
                let why = format!(
                    "error converting fieldPath: field label does not support subscript: {text}"
                );
                out.invalid(&path_of_path, text, &why);
            }
        };
    }
    let label = if text == "spec.host" { "spec.nodeName" } else { text };
    let nameable = [&OF_VARIABLES[..], &OF_FILES, &OTHERS].concat();
    if field.api_version != "v1" {
        let why =
            format!("error converting fieldPath: unsupported pod version: {}", field.api_version);
        out.invalid(&path_of_path, text, &why);
    } else if !nameable.contains(&label) {
        let why = format!("error converting fieldPath: field label not supported: {text}");
        out.invalid(&path_of_path, text, &why);
    } else if !known.contains(&label) {
        out.unsupported(&path_of_path, label, known);
    }
}

/// `metadata.labels['app']`
fn subscripted(text: &str) -> Option<(&str, &str)> {
    let (base, rest) = text.strip_suffix("']")?.split_once("['")?;
    (!base.is_empty()).then_some((base, rest))
}

pub(super) fn resource_field(
    field: &ResourceFieldSelector,
    path: &Path<'_>,
    names_container: bool,
    out: &mut ErrorList,
) {
    let resource = field.resource.as_str();
    let resource_path = path.child("resource");
    if names_container && field.container_name.is_empty() {
        out.required(&path.child("containerName"), "");
    } else if resource.is_empty() {
        out.required(&resource_path, "");
    } else if !RESOURCES.contains(&resource)
        && !["limits.hugepages-", "requests.hugepages-"].iter().any(|p| resource.starts_with(p))
    {
        out.unsupported(&resource_path, resource, &RESOURCES);
    }
    divisor(resource, &field.divisor, &path.child("divisor"), out);
}

fn divisor(resource: &str, divisor: &Quantity, path: &Path<'_>, out: &mut ErrorList) {
    let cpu: &[&str] = &["1m", "1"];
    let bytes: &[&str] =
        &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
    let (kind, known) = match resource.split_once('.').map_or("", |(_, kind)| kind) {
        "cpu" => ("cpu", cpu),
        "memory" => ("memory", bytes),
        "ephemeral-storage" => ("local ephemeral storage", bytes),
        kind if is_huge(kind) => ("hugepages", bytes),
        _ => return,
    };
    if divisor.is_zero() || known.contains(&divisor.to_string().as_str()) {
        return;
    }
    let known = match kind {
        "cpu" => "1m and 1".to_owned(),
        _ => bytes.join(", "),
    };
    let why = format!("only divisor's values {known} are supported with the {kind} resource");
    out.invalid(path, resource, &why);
}

fn is_huge(kind: &str) -> bool {
    kind.starts_with("hugepages-")
}
