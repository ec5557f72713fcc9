//! PUT of an object or of its status.

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use http::Response;
use serde_json::Value;

use super::call::Call;
use super::create::{media_type, read_object};
use super::options::WriteOptions;
use super::ownership;
use super::respond;
use super::subresources::parts::{Merge, Merged};
use crate::body::{self, Body};
use crate::registry::ObjectAccess as _;
use crate::registry::store::{Part, Transform};

/// Replaces an object, or the part of it that `merge` takes.
pub(crate) async fn update(
    call: &Call,
    part: Part,
    merge: Option<Merge>,
    body: Body,
) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let media_type = media_type(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "UpdateOptions")?;
    let mut object = read_object(call, &bytes, media_type, &options)?;
    // Of custom objects, upstream takes an empty list for none.
    if call.resource.schema.built_in().is_some() {
        ownership::keep_reset(&bytes, media_type, &mut object);
    }
    check_place(call, &object)?;
    let cx = call.write_context(&options.object, options.dry_run);
    let replace = Replace { call, object, options: &options };
    let updated = match merge {
        None => store.update(&cx, part, &replace).await?,
        Some(merge) => {
            let merged = Merged { inner: replace, merge };
            store.update(&cx, part, &merged).await?
        }
    };
    respond::entry(call, if updated.created { 201 } else { 200 }, &updated.entry)
}

/// Puts the client's object in place of the old one.
struct Replace<'a> {
    call: &'a Call,
    object: Value,
    options: &'a WriteOptions,
}

#[async_trait]
impl Transform for Replace<'_> {
    async fn apply(&self, old: &Value) -> Result<Value, Status> {
        let resource = &self.call.resource;
        let live = (!old.is_null()).then(|| resource.to_served(old.clone()));
        let mut object = self.object.clone();
        ownership::track(self.call, live.as_ref(), &mut object, self.options);
        Ok(resource.to_stored(object))
    }
}

/// Refuses an object that says it is another one than the URL names.
///
/// # Errors
/// 400
pub(crate) fn check_place(call: &Call, object: &Value) -> Result<(), Status> {
    let name = &call.info.name;
    match object.name() {
        "" => {
            return Err(Status::bad_request(format!(
                "the name of the object ({name} based on URL) was undeterminable: name must be \
                 provided"
            )));
        }
        other if other != name => {
            return Err(Status::bad_request(format!(
                "the name of the object ({other}) does not match the name on the URL ({name})"
            )));
        }
        _ => {}
    }
    let (found, wanted) = (object.namespace(), call.namespace());
    if call.resource.namespaced && !found.is_empty() && found != wanted {
        return Err(Status::bad_request(format!(
            "the namespace of the object ({found}) does not match the namespace on the request \
             ({wanted})"
        )));
    }
    Ok(())
}
