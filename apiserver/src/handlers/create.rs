//! POST to a collection.

use bowline_api::batch::v1::Job;
use bowline_apimachinery::codec::{self, MediaType};
use bowline_apimachinery::meta::{Status, reason};
use http::Response;
use serde_json::Value;

use super::call::Call;
use super::decode::{self, Expected, Rules};
use super::options::WriteOptions;
use super::ownership;
use super::respond;
use crate::admission::Operation;
use crate::body::{self, Body};
use crate::negotiation;
use crate::registry::ObjectAccess as _;
use crate::registry::store::WriteContext;

/// The encodings of bodies.
const BUILT_IN: [MediaType; 3] = [MediaType::Json, MediaType::Yaml, MediaType::Protobuf];
const CUSTOM: [MediaType; 2] = [MediaType::Json, MediaType::Yaml];

/// Creates an object.
pub(crate) async fn create(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    if call.resource.terminating {
        return Err(Status::failure(
            405,
            reason::METHOD_NOT_ALLOWED,
            "create not allowed while custom resource definition is terminating",
        ));
    }
    let media_type = media_type(call)?;
    let bytes = body::read(body).await?;
    let options = WriteOptions::parse(call, "CreateOptions")?;
    let mut object = read_object(call, &bytes, media_type, &options)?;
    in_namespace(call, &mut object)?;
    ownership::track(call, None, &mut object, &options);
    let object = call.resource.to_stored(object);

    let cx = call.write_context(&options.object, options.dry_run);
    let name = object.name().to_owned();
    let labels_defaulted = labels_defaulted(call, &bytes, media_type);
    let cx = WriteContext { name: &name, labels_defaulted, ..cx };
    let object = cx.admit(Operation::Create, object, &Value::Null).await?;
    let entry = store.create(&cx, object).await?;
    respond::entry(call, 201, &entry)
}

/// The encoding of the body.
///
/// # Errors
/// 415
pub(crate) fn media_type(call: &Call) -> Result<MediaType, Status> {
    let accepted: &[MediaType] =
        if call.resource.schema.built_in().is_some() { &BUILT_IN } else { &CUSTOM };
    negotiation::content_type(call.header(http::header::CONTENT_TYPE), accepted)
}

/// The body as an object of the resource, in the version of the request.
///
/// # Errors
/// 400 when it is none.
pub(crate) fn read_object(
    call: &Call,
    bytes: &bytes::Bytes,
    media_type: MediaType,
    options: &WriteOptions,
) -> Result<Value, Status> {
    let resource = &call.resource;
    let expected =
        Expected { group: &resource.group, version: &resource.version, kind: &resource.kind };
    let rules = Rules::of(call, options);
    match resource.schema.new_message() {
        Some(message) => decode::built_in(message, bytes, media_type, expected, rules),
        None => decode::custom(resource, bytes, media_type, rules),
    }
}

/// Whether a job came without labels, so that it has those of its template.
fn labels_defaulted(call: &Call, bytes: &bytes::Bytes, media_type: MediaType) -> bool {
    if call.resource.group != "batch" || call.resource.plural != "jobs" {
        return false;
    }
    let mut job = Job::default();
    codec::decode(&mut job, bytes, media_type).is_ok() && job.metadata.labels.is_empty()
}

/// Puts a new object into the namespace of the URL.
///
/// # Errors
/// 400 when it says it belongs elsewhere.
pub(crate) fn in_namespace(call: &Call, object: &mut Value) -> Result<(), Status> {
    if !call.resource.namespaced {
        object.metadata_mut().remove("namespace");
        return Ok(());
    }
    match object.namespace() {
        "" => {
            object.metadata_mut().insert("namespace".into(), call.namespace().into());
            Ok(())
        }
        namespace if namespace == call.namespace() => Ok(()),
        _ => Err(Status::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        )),
    }
}
