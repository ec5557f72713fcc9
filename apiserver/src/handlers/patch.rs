//! PATCH of an object or of its status, in four languages.

use async_trait::async_trait;
use bowline_apimachinery::codec::json;
use bowline_apimachinery::descriptor::Descriptor;
use bowline_apimachinery::meta::{Status, reason};
use bowline_apimachinery::patch::json_patch::{self, JsonPatchError};
use bowline_apimachinery::patch::{merge_patch, strategic};
use bowline_apimachinery::validation::field::{FieldError, Path};
use http::Response;
use serde_json::{Map, Value};

use super::apply;
use super::call::Call;
use super::create::in_namespace;
use super::decode::{self, Expected};
use super::options::WriteOptions;
use super::ownership;
use super::respond;
use super::subresources::parts::{Merge, Merged};
use crate::body::{self, Body};
use crate::negotiation;
use crate::registry::ObjectAccess as _;
use crate::registry::catalog::ServedResource;
use crate::registry::store::{Part, Transform, invalid};

const JSON: &str = "application/json-patch+json";
const MERGE: &str = "application/merge-patch+json";
const STRATEGIC: &str = "application/strategic-merge-patch+json";
const APPLY: &str = "application/apply-patch+yaml";

/// What the client wants changed.
#[derive(Debug)]
pub(crate) enum Patch {
    Json(Vec<Map<String, Value>>),
    Merge(Value),
    Strategic(Value),
    Apply(Value),
}

/// Changes an object, or the part of it that `merge` takes, as a patch says.
pub(crate) async fn patch(
    call: &Call,
    part: Part,
    merge: Option<Merge>,
    body: Body,
) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let (options, patch) = read(call, body, expected(&call.resource)).await?;
    let cx = call.write_context(&options.object, options.dry_run);
    let patched = Patched { call, patch, options: &options };
    let updated = match merge {
        None => store.update(&cx, part, &patched).await?,
        Some(merge) => store.update(&cx, part, &Merged { inner: patched, merge }).await?,
    };
    respond::entry(call, if updated.created { 201 } else { 200 }, &updated.entry)
}

/// Reads the patch and the options that go with it.
///
/// # Errors
/// The answer to the client.
pub(crate) async fn read(
    call: &Call,
    body: Body,
    expected: Expected<'_>,
) -> Result<(WriteOptions, Patch), Status> {
    let language = language(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "PatchOptions")?;
    let patch = match language {
        JSON => Patch::Json(json_patch::decode(&bytes).map_err(|e| json_error(&e))?),
        APPLY => Patch::Apply(apply::read(expected, &bytes, &options)?),
        MERGE => Patch::Merge(read_json(&bytes)?),
        _ => Patch::Strategic(read_json(&bytes)?),
    };
    if !matches!(patch, Patch::Apply(_)) && options.force.is_some() {
        return Err(force_forbidden());
    }
    Ok((options, patch))
}

/// What the objects of a resource say they are.
fn expected(resource: &ServedResource) -> Expected<'_> {
    Expected { group: &resource.group, version: &resource.version, kind: &resource.kind }
}

/// The language of the patch, by its media type.
///
/// # Errors
/// 415
fn language(call: &Call) -> Result<&'static str, Status> {
    let header = call.header(http::header::CONTENT_TYPE);
    let name = header.split(';').next().unwrap_or("").trim();
    let built_in = call.resource.schema.built_in().is_some();
    let known: &[&'static str] =
        if built_in { &[JSON, MERGE, STRATEGIC, APPLY] } else { &[JSON, MERGE, APPLY] };
    let found = known.iter().find(|known| known.eq_ignore_ascii_case(name));
    found.copied().ok_or_else(|| negotiation::unsupported(known))
}

fn read_json(bytes: &[u8]) -> Result<Value, Status> {
    let value = json::value_from_slice(bytes)
        .map_err(|e| Status::bad_request(format!("error decoding patch: {e}")))?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(Status::bad_request("error decoding patch: json: the patch is not an object"))
    }
}

fn force_forbidden() -> Status {
    let path = Path::new("force");
    let fault = FieldError::forbidden(&path, "may not be specified for non-apply patch");
    invalid("meta.k8s.io", "PatchOptions", "", &fault.into())
}

/// Applies the patch to whatever the object is by then.
struct Patched<'a> {
    call: &'a Call,
    patch: Patch,
    options: &'a WriteOptions,
}

#[async_trait]
impl Transform for Patched<'_> {
    async fn apply(&self, old: &Value) -> Result<Value, Status> {
        let resource = &self.call.resource;
        let live = (!old.is_null()).then(|| resource.to_served(old.clone()));
        if let Patch::Apply(intent) = &self.patch {
            if live.is_none() {
                self.call.authorize("create").await?;
            }
            let mut object = ownership::apply(self.call, live.as_ref(), intent, self.options)?;
            if live.is_none() {
                object.metadata_mut().insert("name".into(), self.call.info.name.as_str().into());
                in_namespace(self.call, &mut object)?;
            }
            return self.checked(object);
        }
        let Some(live) = live else {
            let name = &self.call.info.name;
            return Err(Status::not_found(&resource.group, &resource.plural, name));
        };
        let mut object = live.clone();
        apply_to(&mut object, &self.patch, resource.schema.descriptor())?;
        let mut object = self.normal(object)?;
        ownership::track(self.call, Some(&live), &mut object, self.options);
        Ok(resource.to_stored(object))
    }

    fn creates(&self) -> bool {
        matches!(self.patch, Patch::Apply(_)) && self.call.info.subresource.is_empty()
    }
}

/// Applies a patch to any value.
///
/// # Errors
/// 400 or 422 when it does not fit.
pub(crate) fn apply_to(
    object: &mut Value,
    patch: &Patch,
    descriptor: Option<&'static Descriptor>,
) -> Result<(), Status> {
    match patch {
        Patch::Json(operations) => {
            json_patch::apply_operations(object, operations.clone()).map_err(|e| json_error(&e))
        }
        Patch::Merge(patch) | Patch::Apply(patch) => {
            merge_patch::apply(object, patch).map_err(|e| Status::bad_request(e.to_string()))
        }
        Patch::Strategic(patch) => {
            let descriptor = descriptor.ok_or_else(unprocessable)?;
            strategic::apply(object, patch, descriptor).map_err(|error| {
                tracing::debug!(%error, "strategic merge patch does not fit");
                unprocessable()
            })
        }
    }
}

impl Patched<'_> {
    /// The patched object as it is stored.
    fn checked(&self, object: Value) -> Result<Value, Status> {
        Ok(self.call.resource.to_stored(self.normal(object)?))
    }

    /// The patched object as the kind's type has it.
    fn normal(&self, object: Value) -> Result<Value, Status> {
        let call = self.call;
        let patched = object.to_string();
        let rules = decode::Rules::of(call, self.options);
        let built_in = call.resource.schema.built_in().is_some();
        let resets = built_in && ownership::resets(&object);
        let normal = decode::normal(&call.resource, object, rules).map(|mut normal| {
            if resets {
                ownership::reset(&mut normal);
            }
            normal
        });
        normal.map_err(|fault| match (fault, &self.patch) {
            (decode::Fault::Strict(why), Patch::Apply(_)) => Status::bad_request(why),
            (decode::Fault::Strict(why), _) => {
                let path = Path::new("patch");
                invalid("", "", "", &FieldError::invalid(&path, patched, why).into())
            }
            (decode::Fault::Answer(status), _) => status,
        })
    }
}

fn json_error(error: &JsonPatchError) -> Status {
    match error.code() {
        400 => Status::bad_request(format!("error decoding patch: {error}")),
        413 => Status::failure(413, reason::REQUEST_ENTITY_TOO_LARGE, error.to_string()),
        _ => {
            tracing::debug!(%error, "JSON patch does not fit");
            unprocessable()
        }
    }
}

/// 422 for a patch that does not fit the object.
fn unprocessable() -> Status {
    let message = "the server rejected our request due to an error in our request";
    let mut status = Status::failure(422, reason::INVALID, message);
    status.details.get_or_insert_default();
    status
}
