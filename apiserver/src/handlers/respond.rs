//! From objects to answers, in the encoding and form that was negotiated.

use std::sync::Arc;

use bowline_apimachinery::codec::{self, MediaType, protobuf};
use bowline_apimachinery::meta::{ListMeta, Status};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::call::Call;
use super::forms;
use crate::body::{self, Body};
use crate::negotiation::{Form, Output};
use crate::registry::Entry;
use crate::registry::catalog::ServedResource;
use crate::registry::store::Listed;

/// An object.
///
/// # Errors
/// When it cannot be encoded.
pub(crate) fn entry(call: &Call, code: u16, entry: &Arc<Entry>) -> Result<Response<Body>, Status> {
    let resource = &call.resource;
    let output = &call.output;
    let mut out = Vec::with_capacity(entry.size() + 16);
    match &output.form {
        Form::Object => object(resource, entry, output.media_type, &mut out)?,
        Form::Metadata { version } => {
            encode_value(&forms::metadata(entry, version), output.media_type, &mut out)?;
        }
        Form::Table { version } => {
            let table = forms::table(call, std::slice::from_ref(entry), version, None, true)?;
            encode_value(&table, output.media_type, &mut out)?;
        }
    }
    Ok(bytes(code, output, out))
}

/// Appends an object as it is served in a version.
///
/// # Errors
/// When it cannot be encoded.
pub(crate) fn object(
    resource: &ServedResource,
    entry: &Entry,
    media_type: MediaType,
    out: &mut Vec<u8>,
) -> Result<(), Status> {
    object_at(resource, entry, entry.revision(), media_type, out)
}

/// The same under another revision.
///
/// # Errors
/// When it cannot be encoded.
pub(crate) fn object_at(
    resource: &ServedResource,
    entry: &Entry,
    revision: u64,
    media_type: MediaType,
    out: &mut Vec<u8>,
) -> Result<(), Status> {
    let same = resource.shares_shape_with(entry.layout());
    if media_type == MediaType::Json && same {
        entry.write_as(out, Some(resource.head()), revision);
        return Ok(());
    }
    let value = resource.to_served(entry.value_at(revision));
    if media_type == MediaType::Protobuf
        && let Some(mut message) = resource.schema.new_message()
    {
        codec::json::from_value(message.as_mut(), value).map_err(Status::internal)?;
        let api_version = &resource.api_version;
        let encoded = codec::encode(message.as_ref(), api_version, &resource.kind, media_type);
        out.extend_from_slice(&encoded.map_err(Status::internal)?);
        return Ok(());
    }
    encode_value(&value, media_type, out)
}

/// Appends a value that knows its own kind.
///
/// # Errors
/// When it cannot be encoded.
pub(crate) fn encode_value(
    value: &Value,
    media_type: MediaType,
    out: &mut Vec<u8>,
) -> Result<(), Status> {
    match media_type {
        MediaType::Yaml => {
            let text = codec::yaml::to_string(value).map_err(Status::internal)?;
            out.extend_from_slice(text.as_bytes());
        }
        MediaType::Protobuf => {
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or("");
            let (api_version, kind) = (text("apiVersion"), text("kind"));
            let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
            let message = bowline_api::kinds::new(group, version, kind);
            let mut message =
                message.ok_or_else(|| Status::internal(format!("{kind} has no protobuf form")))?;
            codec::json::from_value(message.as_mut(), value.clone()).map_err(Status::internal)?;
            let encoded = codec::encode(message.as_ref(), api_version, kind, media_type);
            out.extend_from_slice(&encoded.map_err(Status::internal)?);
        }
        _ => serde_json::to_writer(&mut *out, value).map_err(Status::internal)?,
    }
    Ok(())
}

/// A value that knows its own kind.
///
/// # Errors
/// When it cannot be encoded.
pub(crate) fn value(code: u16, output: &Output, value: &Value) -> Result<Response<Body>, Status> {
    let mut out = Vec::with_capacity(256);
    encode_value(value, output.media_type, &mut out)?;
    Ok(bytes(code, output, out))
}

/// A list, or a page of one.
///
/// # Errors
/// When an item cannot be encoded.
pub(crate) fn list(
    call: &Call,
    listed: Listed,
    continue_token: String,
    remaining: Option<i64>,
) -> Result<Response<Body>, Status> {
    let meta = ListMeta {
        resource_version: listed.revision.to_string(),
        continue_: continue_token,
        remaining_item_count: remaining,
        ..ListMeta::default()
    };
    let output = &call.output;
    let resource = &call.resource;
    let mut out = Vec::with_capacity(256 + listed.items.iter().map(|e| e.size()).sum::<usize>());
    match (&output.form, output.media_type) {
        (Form::Object, MediaType::Json) => json_list(resource, &listed.items, &meta, &mut out)?,
        (Form::Object, MediaType::Protobuf) => {
            protobuf_list(resource, &listed.items, &meta, &mut out)?;
        }
        (Form::Object, media_type) => {
            let items = listed.items.iter().map(|e| resource.to_served(e.value())).collect();
            let kind = (resource.list_kind.as_str(), resource.api_version.as_str());
            encode_value(&list_value(kind, &meta, items), media_type, &mut out)?;
        }
        (Form::Metadata { version }, media_type) => {
            let items = listed.items.iter().map(|e| forms::metadata(e, version)).collect();
            let api_version = format!("meta.k8s.io/{version}");
            let kind = ("PartialObjectMetadataList", api_version.as_str());
            encode_value(&list_value(kind, &meta, items), media_type, &mut out)?;
        }
        (Form::Table { version }, media_type) => {
            let table = forms::table(call, &listed.items, version, Some(&meta), true)?;
            encode_value(&table, media_type, &mut out)?;
        }
    }
    Ok(bytes(200, output, out))
}

fn list_value((kind, api_version): (&str, &str), meta: &ListMeta, items: Vec<Value>) -> Value {
    json!({ "kind": kind, "apiVersion": api_version, "metadata": meta, "items": items })
}

fn json_list(
    resource: &ServedResource,
    items: &[Arc<Entry>],
    meta: &ListMeta,
    out: &mut Vec<u8>,
) -> Result<(), Status> {
    let prefix =
        json!({ "apiVersion": resource.api_version, "kind": resource.list_kind, "metadata": meta });
    serde_json::to_writer(&mut *out, &prefix).map_err(Status::internal)?;
    out.pop();
    out.extend_from_slice(b",\"items\":[");
    for (i, entry) in items.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        if !resource.shares_shape_with(entry.layout()) {
            object(resource, entry, MediaType::Json, out)?;
            continue;
        }
        // Items of built-in lists do not repeat their kind.
        let head = resource.schema.custom().map(|_| resource.head());
        entry.write_as(out, head, entry.revision());
    }
    out.extend_from_slice(b"]}\n");
    Ok(())
}

fn protobuf_list(
    resource: &ServedResource,
    items: &[Arc<Entry>],
    meta: &ListMeta,
    out: &mut Vec<u8>,
) -> Result<(), Status> {
    let mut list = Vec::new();
    let mut part = Vec::new();
    protobuf::encode_message(meta, &mut part);
    protobuf::append_bytes(&mut list, 1, &part);
    for entry in items {
        let Some(mut message) = resource.schema.new_message() else {
            return Err(Status::internal("custom resources have no protobuf form"));
        };
        let value = resource.to_served(entry.value());
        codec::json::from_value(message.as_mut(), value).map_err(Status::internal)?;
        part.clear();
        protobuf::encode_message(message.as_ref(), &mut part);
        protobuf::append_bytes(&mut list, 2, &part);
    }
    out.extend_from_slice(&protobuf::seal(&resource.api_version, &resource.list_kind, &list));
    Ok(())
}

/// A Status, as the answer's only content.
pub(crate) fn status_as(status: &Status, code: u16, output: &Output) -> Response<Body> {
    let encoded = codec::encode(status, "v1", "Status", output.media_type);
    let mut response = bytes(code, output, encoded.unwrap_or_default());
    let seconds = status.details.as_ref().map_or(0, |d| d.retry_after_seconds);
    if seconds > 0 {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// A failure.
pub(crate) fn failure(status: &Status, output: &Output) -> Response<Body> {
    let code = u16::try_from(status.code).unwrap_or(500);
    let mut response = status_as(status, code, &output.plain());
    if code == 403 {
        let nosniff = HeaderValue::from_static("nosniff");
        response.headers_mut().insert(http::header::X_CONTENT_TYPE_OPTIONS, nosniff);
    }
    response
}

fn bytes(code: u16, output: &Output, mut bytes: Vec<u8>) -> Response<Body> {
    if output.media_type == MediaType::Json {
        if output.pretty {
            bytes = indented(bytes);
        }
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
    }
    let mut response = Response::new(body::full(bytes));
    *response.status_mut() =
        StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = HeaderValue::from_static(output.media_type.as_str());
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn indented(bytes: Vec<u8>) -> Vec<u8> {
    match codec::json::value_from_slice(&bytes).map(|v| serde_json::to_vec_pretty(&v)) {
        Ok(Ok(pretty)) => pretty,
        _ => bytes,
    }
}

/// Text for people and probes.
pub(crate) fn text(code: u16, text: impl Into<String>) -> Response<Body> {
    let mut response = Response::new(body::full(text.into()));
    *response.status_mut() =
        StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(http::header::X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}
