//! From verb to handler.

use bowline_apimachinery::meta::Status;
use http::Response;

use super::call::{Call, not_allowed};
use super::subresources::{
    approval, binding, connect, eviction, finalize, pod_parts, scale, token,
};
use super::{create, delete, delete_collection, get, list, patch, questions, update, watch};
use crate::body::Body;
use crate::registry::store::Part;

/// Answers a request to a resource.
///
/// # Errors
/// The answer to the client when it is a failure.
pub(crate) async fn dispatch(call: Call, body: Body) -> Result<Response<Body>, Status> {
    let resource = &call.resource;
    if let Some(warning) = &resource.deprecation_warning {
        call.warnings.add(warning.clone());
    }
    let verb = call.info.verb.as_str();
    if call.parts.method == http::Method::HEAD {
        return Err(not_allowed());
    }
    if !call.info.subresource.is_empty() {
        let known = resource.subresource(&call.info.subresource).ok_or_else(not_found)?;
        if !known.verbs.iter().any(|v| v == verb) {
            return Err(not_allowed());
        }
        return subresource(call, body).await;
    }
    if !resource.verbs.iter().any(|v| v == verb) {
        return Err(not_allowed());
    }
    // Objects of a namespace are written in their namespace only.
    let collection = matches!(verb, "create" | "deletecollection");
    if collection && resource.namespaced && call.info.namespace.is_empty() {
        return Err(not_allowed());
    }
    if matches!(verb, "update" | "patch") && call.info.name.is_empty() {
        return Err(not_allowed());
    }
    if !resource.is_stored() {
        return questions::answer(&call, body).await;
    }
    match verb {
        "get" => get::get(&call).await,
        "list" => list::list(&call).await,
        "create" => create::create(&call, body).await,
        "update" => update::update(&call, Part::Main, None, body).await,
        "patch" => patch::patch(&call, Part::Main, None, body).await,
        "delete" => delete::delete(&call, body).await,
        "deletecollection" => delete_collection::delete_collection(&call, body).await,
        "watch" => watch::watch(call).await,
        _ => Err(not_allowed()),
    }
}

/// Answers a request to a subresource.
async fn subresource(call: Call, body: Body) -> Result<Response<Body>, Status> {
    if call.info.name.is_empty() {
        return Err(not_found());
    }
    match (call.info.subresource.as_str(), call.info.verb.as_str()) {
        ("attach" | "exec" | "log" | "portforward" | "proxy", _) => {
            connect::connect(call, body).await
        }
        ("status" | "approval" | "ephemeralcontainers" | "resize", "get") => get::get(&call).await,
        ("status", "update") => update::update(&call, Part::Status, None, body).await,
        ("status", "patch") => patch::patch(&call, Part::Status, None, body).await,
        ("scale", _) => scale::scale(&call, body).await,
        ("finalize", "update") => finalize::finalize(&call, body).await,
        ("approval", "update" | "patch") => approval::approval(&call, body).await,
        ("ephemeralcontainers", "update" | "patch") => pod_parts::ephemeral(&call, body).await,
        ("resize", "update" | "patch") => pod_parts::resize(&call, body).await,
        ("binding", "create") => binding::binding(&call, body).await,
        ("eviction", "create") => eviction::eviction(&call, body).await,
        ("token", "create") => token::token(&call, body).await,
        _ => Err(not_found()),
    }
}

/// 404 for a path below a known group.
pub(crate) fn not_found() -> Status {
    let mut status = Status::failure(
        404,
        bowline_apimachinery::meta::reason::NOT_FOUND,
        "the server could not find the requested resource",
    );
    status.details.get_or_insert_default();
    status
}
