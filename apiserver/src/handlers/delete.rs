//! DELETE of one object.

use bowline_apimachinery::codec;
use bowline_apimachinery::meta::{DeleteOptions, DeletionPropagation, Preconditions, Status};
use http::Response;
use serde_json::Value;

use super::call::Call;
use super::decode::{Expected, check_types};
use super::{options, respond};
use crate::body::{self, Body};
use crate::negotiation;
use crate::registry::store::{Deleted, validate_options};

/// Deletes an object, or begins to.
pub(crate) async fn delete(call: &Call, body: Body) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    let (options, object) = read_options(call, body).await?;
    let cx = call.write_context(&object, !options.dry_run.is_empty());
    let deleted = store.delete(&cx, &options).await?;
    // An old way to ask for waiting gets the old answer.
    let pending = !deleted.gone && options.orphan_dependents == Some(false);
    respond_deleted(call, if pending { 202 } else { 200 }, &deleted)
}

fn respond_deleted(call: &Call, code: u16, deleted: &Deleted) -> Result<Response<Body>, Status> {
    let store = call.store()?;
    if !deleted.gone || store.strategy().traits().returns_deleted {
        return respond::entry(call, code, &deleted.entry);
    }
    let resource = &call.resource;
    let mut status =
        Status::success().about(&resource.group, &resource.plural, deleted.entry.name());
    status.details.get_or_insert_default().uid = deleted.entry.uid().to_owned();
    status.code = 0;
    Ok(respond::status_as(&status, code, &call.output.plain()))
}

/// The options of a deletion, from the body or else from the query.
///
/// # Errors
/// 400 or 422.
pub(crate) async fn read_options(
    call: &Call,
    body: Body,
) -> Result<(DeleteOptions, Value), Status> {
    let bytes = body::read(body).await?;
    let mut options = DeleteOptions::default();
    if bytes.is_empty() {
        from_query(call, &mut options)?;
    } else {
        let accepted = [codec::MediaType::Json, codec::MediaType::Yaml, codec::MediaType::Protobuf];
        let header = call.header(http::header::CONTENT_TYPE);
        let media_type = negotiation::content_type(header, &accepted)?;
        let expected = Expected { group: "", version: "v1", kind: "DeleteOptions" };
        // Every group version knows these options under its own name.
        if media_type == codec::MediaType::Json {
            serde_json::from_slice::<serde::de::IgnoredAny>(&bytes)
                .map_err(|e| super::decode::unrecognized(expected, &e, &bytes))?;
        } else {
            let _ = check_types(&bytes, media_type, expected);
        }
        codec::decode(&mut options, &bytes, media_type)
            .map_err(|e| expected.unusable("DeleteOptions", "v1", e))?;
    }
    validate_options(&options)?;
    let types = Some(("meta.k8s.io/v1", "DeleteOptions"));
    let object = codec::json::to_value(&options, types).map_err(Status::internal)?;
    Ok((options, object))
}

fn from_query(call: &Call, to: &mut DeleteOptions) -> Result<(), Status> {
    to.grace_period_seconds = options::integer(call, "gracePeriodSeconds")?;
    to.orphan_dependents = options::boolean(call, "orphanDependents")?;
    let policy = call.parameter("propagationPolicy");
    to.propagation_policy = (!policy.is_empty()).then(|| DeletionPropagation::from(policy));
    let given = call.query.iter().filter(|(key, value)| key == "dryRun" && !value.is_empty());
    to.dry_run = given.map(|(_, value)| value.clone()).collect();
    let uid = call.parameter("uid");
    let version = call.parameter("resourceVersion");
    if !uid.is_empty() || !version.is_empty() {
        let present = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        to.preconditions =
            Some(Box::new(Preconditions { uid: present(uid), resource_version: present(version) }));
    }
    Ok(())
}
