//! Who owns which field: kept in `metadata.managedFields` by every write of a client.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers/fieldmanager`.

use std::borrow::Cow;
use std::sync::Arc;

use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::managed_fields::{
    ApplyError, FieldManager, FieldSet, Schema as FieldSchema, Versions,
};
use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::call::Call;
use super::options::WriteOptions;
use crate::registry::catalog::{Served, ServedResource};
use crate::registry::{ObjectAccess as _, Schema};

/// How long the name of a manager may be, in bytes.
const MAX_MANAGER: usize = 128;

/// Records in `new` who owns what; both objects are in the version of the request.
pub(crate) fn track(call: &Call, live: Option<&Value>, new: &mut Value, options: &WriteOptions) {
    let now = call.registry().environment().now();
    let name = manager(call, options);
    with_manager(call, |manager| manager.update(live, new, &name, now));
}

/// Merges what a manager applies into the object that is there, if there is one.
///
/// # Errors
/// 409 when others own what would change; 400 or 500 when the two do not fit.
pub(crate) fn apply(
    call: &Call,
    live: Option<&Value>,
    intent: &Value,
    options: &WriteOptions,
) -> Result<Value, Status> {
    let now = call.registry().environment().now();
    let force = options.force.unwrap_or(false);
    let name = &options.field_manager;
    with_manager(call, |manager| manager.apply(live, intent, name, force, now)).map_err(|error| {
        match &error {
            ApplyError::Conflicts(conflicts) => conflicts.status(),
            ApplyError::Kind(_) | ApplyError::ManagedFields => {
                Status::bad_request(error.to_string())
            }
            _ => Status::failure(500, "", error.to_string()),
        }
    })
}

/// Whether an object asks to forget all owners by an empty list, which no type tells from none.
pub(crate) fn resets(object: &Value) -> bool {
    object.pointer("/metadata/managedFields").and_then(Value::as_array).is_some_and(Vec::is_empty)
}

/// Lets an object ask to forget all owners.
pub(crate) fn reset(object: &mut Value) {
    object.metadata_mut().insert("managedFields".into(), Value::Array(Vec::new()));
}

/// Keeps the empty list of owners that the bytes of an object may have.
pub(crate) fn keep_reset(bytes: &[u8], media_type: MediaType, object: &mut Value) {
    // Few bodies name the field and have nothing in it; only those are read twice.
    let named = || bytes.windows(FIELD.len()).any(|window| window == FIELD.as_bytes());
    let empty = object.pointer("/metadata/managedFields").is_none();
    if media_type == MediaType::Json
        && empty
        && named()
        && serde_json::from_slice(bytes).is_ok_and(|sent: Value| resets(&sent))
    {
        reset(object);
    }
}

const FIELD: &str = "managedFields";

fn with_manager<T>(call: &Call, work: impl FnOnce(FieldManager<'_>) -> T) -> T {
    let resource = &call.resource;
    let served = call.registry().catalog().served();
    let versions = ServedVersions { resource, served };
    let reset = reset_fields(resource, &call.info.subresource);
    let reset = reset.map(|fields| (resource.api_version.as_str(), fields));
    work(FieldManager {
        versions: &versions,
        api_version: &resource.api_version,
        kind: &resource.kind,
        subresource: &call.info.subresource,
        empty: resource.empty(),
        reset_fields: reset.as_slice(),
    })
}

/// The name of the writer: what the client says, or else how its program calls itself.
fn manager(call: &Call, options: &WriteOptions) -> String {
    if !options.field_manager.is_empty() {
        return options.field_manager.clone();
    }
    let agent = call.header(http::header::USER_AGENT);
    let mut name: String = agent.split('/').next().unwrap_or("").to_owned();
    name.retain(|c| !c.is_control());
    while name.len() > MAX_MANAGER {
        name.pop();
    }
    if name.is_empty() { "unknown".to_owned() } else { name }
}

/// What an endpoint drops whatever clients send, so that nobody owns it through there.
fn reset_fields(resource: &ServedResource, subresource: &str) -> Option<FieldSet> {
    let has_status = resource.subresource("status").is_some();
    let fields: &[&[&str]] = match (subresource, resource.plural.as_str()) {
        ("", _) if has_status => &[&["status"]],
        ("status", "deployments") => &[&["spec"], &["metadata", "labels"]],
        ("status", "pods") => {
            &[&["spec"], &["metadata", "deletionTimestamp"], &["metadata", "ownerReferences"]]
        }
        ("status", _) => &[&["spec"]],
        _ => return None,
    };
    Some(FieldSet::of_fields(fields))
}

/// A resource in all versions in which it is served.
struct ServedVersions<'a> {
    resource: &'a ServedResource,
    served: Arc<Served>,
}

impl ServedVersions<'_> {
    fn find(&self, api_version: &str) -> Option<&ServedResource> {
        if api_version == self.resource.api_version {
            return Some(self.resource);
        }
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        self.served.find(group, version, &self.resource.plural).map(|resource| &**resource)
    }
}

impl Versions for ServedVersions<'_> {
    fn schema(&self, api_version: &str) -> Option<FieldSchema<'_>> {
        match &self.find(api_version)?.schema {
            Schema::BuiltIn(resource) => Some(FieldSchema::built_in((resource.new)().descriptor())),
            Schema::Custom(schema) => Some(FieldSchema::custom(schema.type_schema())),
        }
    }

    fn convert<'v>(&self, object: &'v Value, api_version: &str) -> Option<Cow<'v, Value>> {
        let found = object.get("apiVersion").and_then(Value::as_str).unwrap_or("");
        if found == api_version {
            return Some(Cow::Borrowed(object));
        }
        let from = self.find(found)?;
        let to = self.find(api_version)?;
        Some(Cow::Owned(to.to_served(from.to_stored(object.clone()))))
    }
}
