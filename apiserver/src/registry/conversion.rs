//! Between the version of a request and the version that is stored.

use bowline_api::conversion::reshape;
use serde_json::Value;

use super::catalog::ServedResource;
use super::object::ObjectAccess as _;

/// A stored object in the version of a resource.
pub(crate) fn to_served(resource: &ServedResource, mut object: Value) -> Value {
    if let Some(store) = &resource.store {
        translate(resource, &mut object, store.layout().api_version(), &resource.api_version);
    }
    object.set("apiVersion", resource.api_version.as_str());
    object.set("kind", resource.kind.as_str());
    if let Some(schema) = resource.schema.custom() {
        schema.fill_on_read(&mut object);
    }
    object
}

/// An object of a resource's version, as it is stored.
pub(crate) fn to_stored(resource: &ServedResource, mut object: Value) -> Value {
    if let Some(store) = &resource.store {
        translate(resource, &mut object, &resource.api_version, store.layout().api_version());
        object.set("apiVersion", store.layout().api_version());
        object.set("kind", store.layout().kind());
    }
    object
}

/// Gives an object of a built-in kind the shape of another version. Custom kinds have one shape.
fn translate(resource: &ServedResource, object: &mut Value, from: &str, to: &str) {
    if from == to || resource.schema.built_in().is_none() {
        return;
    }
    // Parts of objects, and those that a subresource hands in, need not say what they are.
    object.set("apiVersion", from);
    object.set("kind", resource.kind.as_str());
    if let Err(error) = reshape(object, to) {
        tracing::warn!(%error, kind = resource.kind, "objects of two versions do not fit");
    }
}
