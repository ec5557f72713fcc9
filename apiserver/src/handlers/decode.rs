//! From the bytes of a request to an object, with every complaint about its fields.

use bowline_api::{conversion, defaults};
use bowline_apimachinery::codec::{self, MediaType, Report};
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::resource::group_version;
use bowline_apimachinery::time::Time;
use bytes::Bytes;
use serde_json::Value;

use super::call::Call;
use super::explicit_lists::ExplicitLists;
use super::options::{FieldValidation, WriteOptions};
use crate::custom_resources;
use crate::registry::ObjectAccess as _;
use crate::registry::catalog::ServedResource;
use crate::registry::warnings::Warnings;

/// The kind a body must have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) group: &'a str,
    pub(crate) version: &'a str,
    pub(crate) kind: &'a str,
}

impl Expected<'_> {
    pub(crate) fn api_version(&self) -> String {
        group_version(self.group, self.version)
    }

    /// 400: `Pod in version "v1" cannot be handled as a Pod: why`
    pub(crate) fn unusable(
        &self,
        kind: &str,
        version: &str,
        why: impl std::fmt::Display,
    ) -> Status {
        Status::bad_request(format!(
            "{kind} in version \"{version}\" cannot be handled as a {}: {why}",
            self.kind
        ))
    }
}

/// How strictly objects are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules<'a> {
    pub(crate) validation: FieldValidation,
    pub(crate) warnings: &'a Warnings,
    /// The time that defaults may need.
    pub(crate) now: Time,
}

impl<'a> Rules<'a> {
    /// As the options of a request say.
    pub(crate) fn of(call: &'a Call, options: &WriteOptions) -> Self {
        Self {
            validation: options.field_validation,
            warnings: &call.warnings,
            now: call.registry().environment().now(),
        }
    }
}

/// Reads a built-in object.
///
/// # Errors
/// 400 when the body is not such an object, or has unknown fields where that is not allowed.
pub(crate) fn built_in(
    mut message: Box<dyn Message>,
    bytes: &Bytes,
    media_type: MediaType,
    expected: Expected<'_>,
    rules: Rules<'_>,
) -> Result<Value, Status> {
    check_types(bytes, media_type, expected)?;
    let report = codec::decode(message.as_mut(), bytes, media_type)
        .map_err(|e| expected.unusable(expected.kind, expected.version, e))?;
    heed(report, rules.validation, rules.warnings)
        .map_err(|why| expected.unusable(expected.kind, expected.version, why))?;
    complete(message.as_mut(), rules.now);
    ExplicitLists::of_bytes(expected.kind, bytes, media_type).restore(message.as_mut());
    to_value(message.as_ref(), expected)
}

/// Fills in defaults, and makes fields agree that are names of the same.
fn complete(message: &mut dyn Message, now: Time) {
    defaults::apply(message, now);
    conversion::normalize(message);
}

/// A message as a JSON value with its types.
///
/// # Errors
/// When a value has no JSON form.
pub(crate) fn to_value(message: &dyn Message, expected: Expected<'_>) -> Result<Value, Status> {
    let api_version = expected.api_version();
    codec::json::to_value(message, Some((&api_version, expected.kind))).map_err(Status::internal)
}

/// Why an object is not what its resource wants.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It has unknown fields, and strictness is asked for.
    Strict(String),
    /// Anything else.
    Answer(Status),
}

/// An object that was put together from JSON, as the resource's type has it.
///
/// # Errors
/// When it does not fit the type, or has unknown fields where that is not allowed.
pub(crate) fn normal(
    resource: &ServedResource,
    object: Value,
    rules: Rules<'_>,
) -> Result<Value, Fault> {
    let expected =
        Expected { group: &resource.group, version: &resource.version, kind: &resource.kind };
    expect_types(object.text("apiVersion"), object.text("kind"), expected)
        .map_err(Fault::Answer)?;
    let Some(mut message) = resource.schema.new_message() else {
        return custom_normal(resource, object, Vec::new(), rules);
    };
    let lists = ExplicitLists::of(expected.kind, &object);
    let report = codec::json::from_value(message.as_mut(), object).map_err(|error| {
        Fault::Answer(expected.unusable(expected.kind, expected.version, error))
    })?;
    heed(report, rules.validation, rules.warnings).map_err(Fault::Strict)?;
    complete(message.as_mut(), rules.now);
    lists.restore(message.as_mut());
    to_value(message.as_ref(), expected).map_err(Fault::Answer)
}

/// Reads a custom object.
///
/// # Errors
/// As [`built_in`].
pub(crate) fn custom(
    resource: &ServedResource,
    bytes: &Bytes,
    media_type: MediaType,
    rules: Rules<'_>,
) -> Result<Value, Status> {
    let expected =
        Expected { group: &resource.group, version: &resource.version, kind: &resource.kind };
    let (object, complaints) = custom_resources::parse(bytes, media_type)
        .map_err(|e| unrecognized(expected, &e, bytes))?;
    if object.text("kind").is_empty() {
        return Err(Status::bad_request(format!("Object 'Kind' is missing in '{object}'")));
    }
    expect_types(object.text("apiVersion"), object.text("kind"), expected)?;
    custom_normal(resource, object, complaints, rules).map_err(|fault| match fault {
        Fault::Strict(why) => expected.unusable(expected.kind, expected.version, why),
        Fault::Answer(status) => status,
    })
}

/// A custom object as its schema has it.
fn custom_normal(
    resource: &ServedResource,
    mut object: Value,
    complaints: Vec<String>,
    rules: Rules<'_>,
) -> Result<Value, Fault> {
    let Some(schema) = resource.schema.custom() else { return Ok(object) };
    let expected =
        Expected { group: &resource.group, version: &resource.version, kind: &resource.kind };
    let mut report = Report::default();
    report.complaints = complaints;
    let unknown = custom_resources::normalize(schema, &mut object).map_err(|error| {
        Fault::Answer(expected.unusable(expected.kind, expected.version, error))
    })?;
    report.complaints.extend(unknown);
    heed(report, rules.validation, rules.warnings).map_err(Fault::Strict)?;
    Ok(object)
}

/// What complaints lead to.
///
/// # Errors
/// `strict decoding error: unknown field "spec.foo"`, where strictness is asked for.
pub(crate) fn heed(
    report: Report,
    validation: FieldValidation,
    warnings: &Warnings,
) -> Result<(), String> {
    match validation {
        FieldValidation::Ignore => Ok(()),
        FieldValidation::Warn => {
            report.complaints.into_iter().for_each(|complaint| warnings.add(complaint));
            Ok(())
        }
        FieldValidation::Strict if report.complaints.is_empty() => Ok(()),
        FieldValidation::Strict => {
            Err(format!("strict decoding error: {}", report.complaints.join(", ")))
        }
    }
}

/// Refuses a body of another kind.
pub(crate) fn check_types(
    bytes: &Bytes,
    media_type: MediaType,
    expected: Expected<'_>,
) -> Result<(), Status> {
    let (api_version, kind) = match media_type {
        MediaType::Protobuf => match codec::protobuf::open(bytes) {
            Ok(envelope) => (envelope.api_version, envelope.kind),
            Err(error) => return Err(unrecognized(expected, &error, bytes)),
        },
        MediaType::Yaml => {
            let value = codec::yaml::from_str(&String::from_utf8_lossy(bytes))
                .map_err(|e| unrecognized(expected, &e, bytes))?;
            types_of(&value)
        }
        _ => {
            let peek: Peek =
                serde_json::from_slice(bytes).map_err(|e| unrecognized(expected, &e, bytes))?;
            (peek.api_version.unwrap_or_default(), peek.kind.unwrap_or_default())
        }
    };
    expect_types(&api_version, &kind, expected)
}

/// Refuses types other than those expected; empty ones are fine.
pub(crate) fn expect_types(
    api_version: &str,
    kind: &str,
    expected: Expected<'_>,
) -> Result<(), Status> {
    let wanted = expected.api_version();
    if !kind.is_empty() && kind != expected.kind {
        let version = api_version.rsplit('/').next().unwrap_or("");
        let why = format!("no kind \"{kind}\" is registered for version \"{api_version}\"");
        return Err(expected.unusable(kind, version, why));
    }
    if !api_version.is_empty() && api_version != wanted {
        return Err(Status::bad_request(format!(
            "the API version in the data ({api_version}) does not match the expected API version \
             ({wanted})"
        )));
    }
    Ok(())
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Peek {
    #[serde(default)]
    api_version: Option<String>,
    #[serde(default)]
    kind: Option<String>,
}

fn types_of(value: &Value) -> (String, String) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    (text("apiVersion"), text("kind"))
}

/// 400 for a body that is not even an object.
pub(crate) fn unrecognized(
    expected: Expected<'_>,
    error: &dyn std::fmt::Display,
    body: &[u8],
) -> Status {
    let text = String::from_utf8_lossy(&body[..body.len().min(30)]).into_owned();
    let more = if body.len() > 30 { " ..." } else { "" };
    Status::bad_request(format!(
        "the object provided is unrecognized (must be of type {}): couldn't get version/kind; \
         json parse error: {error} ({text:?}{more})",
        expected.kind
    ))
}
