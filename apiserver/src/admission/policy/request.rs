//! What the expressions of policies see of a request.
//!
//! *Upstream:* `CreateAdmissionRequest` and `CreateNamespaceObject` of
//! `apiserver/pkg/admission/plugin/cel`.

use bowline_apimachinery::meta::Status;
use serde_json::{Map, Value, json};

use super::matching::Matched;
use crate::admission::AdmissionRequest;
use crate::registry::ObjectAccess as _;

/// What a namespace shows of its metadata.
const METADATA: [&str; 12] = [
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "uid",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "resourceVersion",
    "finalizers",
];

/// An `AdmissionRequest` without its uid and the objects.
pub(super) fn view(request: &AdmissionRequest<'_>, matched: &Matched) -> Value {
    let own = Matched::exactly(request);
    let mut view = json!({
        "uid": "",
        "kind": kind(matched),
        "resource": resource(matched),
        "requestKind": kind(&own),
        "requestResource": resource(&own),
        "operation": request.operation.as_str(),
        "userInfo": user(request),
        "dryRun": request.dry_run,
        "options": request.options,
    });
    for (name, text) in [
        ("subResource", request.subresource),
        ("requestSubResource", request.subresource),
        ("name", request.name),
        ("namespace", request.namespace),
    ] {
        if !text.is_empty() {
            view[name] = text.into();
        }
    }
    view
}

fn kind(matched: &Matched) -> Value {
    let (group, version) =
        matched.api_version.split_once('/').unwrap_or(("", &matched.api_version));
    json!({"group": group, "version": version, "kind": matched.kind})
}

fn resource(matched: &Matched) -> Value {
    json!({"group": matched.group, "version": matched.version, "resource": matched.resource})
}

fn user(request: &AdmissionRequest<'_>) -> Value {
    let user = request.user;
    let mut info = Map::new();
    if !user.name.is_empty() {
        info.insert("username".into(), user.name.as_str().into());
    }
    if !user.uid.is_empty() {
        info.insert("uid".into(), user.uid.as_str().into());
    }
    if !user.groups.is_empty() {
        info.insert("groups".into(), user.groups.clone().into());
    }
    if !user.extra.is_empty() {
        info.insert("extra".into(), json!(user.extra));
    }
    info.into()
}

/// The namespace of a request as expressions see it; `Null` for cluster-scoped resources.
///
/// # Errors
/// When it cannot be read, or does not exist.
pub(super) async fn namespace(request: &AdmissionRequest<'_>) -> Result<Value, Status> {
    let name = request.namespace;
    if name.is_empty() {
        return Ok(Value::Null);
    }
    let entry = request.registry.get_cached("", "namespaces", "", name).await?;
    let entry = entry.ok_or_else(|| Status::not_found("", "namespaces", name))?;
    let mut namespace = entry.value();
    namespace.metadata_mut().retain(|name, _| METADATA.contains(&name.as_str()));
    Ok(namespace)
}

/// An object of the request in the version that a policy matched.
pub(super) fn converted(
    request: &AdmissionRequest<'_>,
    object: &Value,
    api_version: &str,
) -> Value {
    let found = object.text("apiVersion");
    if object.is_null() || found == api_version {
        return object.clone();
    }
    let served = request.registry.catalog().served();
    let find = |api_version: &str| {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        served.find(group, version, request.resource).cloned()
    };
    match (find(found), find(api_version)) {
        (Some(from), Some(to)) => to.to_served(from.to_stored(object.clone())),
        _ => object.clone(),
    }
}
