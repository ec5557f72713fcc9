//! Between the version of a request and the version that is stored.

use serde_json::Value;

use super::catalog::ServedResource;
use super::event_conversion;
use super::object::ObjectAccess as _;

/// A stored object in the version of a resource.
pub(crate) fn to_served(resource: &ServedResource, mut object: Value) -> Value {
    if resource.plural == "events" {
        event_conversion::to_served(&resource.group, &mut object);
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
    if resource.plural == "events" {
        event_conversion::to_stored(&resource.group, &mut object);
    }
    if let Some(store) = &resource.store {
        object.set("apiVersion", store.layout().api_version());
        object.set("kind", store.layout().kind());
    }
    object
}
