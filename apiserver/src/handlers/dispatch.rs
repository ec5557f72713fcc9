//! From verb to handler.

use bowline_apimachinery::meta::Status;
use http::Response;

use super::call::{Call, not_allowed};
use super::{create, delete, get, list};
use crate::body::Body;

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
    if !call.info.subresource.is_empty() {
        let known = resource.subresource(&call.info.subresource).ok_or_else(not_found)?;
        if !known.verbs.iter().any(|v| v == verb) {
            return Err(not_allowed());
        }
        return Err(not_found());
    }
    if !resource.verbs.iter().any(|v| v == verb) {
        return Err(not_allowed());
    }
    // Objects of a namespace are written in their namespace only.
    let collection = matches!(verb, "create" | "deletecollection");
    if collection && resource.namespaced && call.info.namespace.is_empty() {
        return Err(not_allowed());
    }
    match verb {
        "get" => get::get(&call).await,
        "list" => list::list(&call).await,
        "create" => create::create(&call, body).await,
        "delete" => delete::delete(&call, body).await,
        _ => Err(not_allowed()),
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
