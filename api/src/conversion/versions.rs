//! An object in another version of its kind.

use serde_json::Value;

use bowline_apimachinery::codec::json;
use bowline_apimachinery::conversion::ConversionError;

use super::{autoscaler, devices, event};
use crate::kinds;

/// Turns an object of a built-in kind into another of the versions that 1.36 knows.
///
/// Most versions of a kind differ in name only. The autoscalers, the two kinds of events and the
/// device requests of `resource.k8s.io/v1beta1` differ in shape.
///
/// *Upstream:* the conversions in `pkg/apis/*/v*/conversion.go`.
///
/// # Errors
/// When there is no such version, or the object does not have its own version's type.
pub fn convert(mut object: Value, api_version: &str) -> Result<Value, ConversionError> {
    let text = |field: &str| object[field].as_str().unwrap_or_default().to_owned();
    let (from, kind) = (text("apiVersion"), text("kind"));
    if from == api_version {
        return Ok(object);
    }
    reshape(&mut object, api_version)?;
    // The target's type has the last word on what is in the object.
    let (group, version) = group_and_version(api_version);
    let mut message = kinds::new(group, version, &kind).ok_or_else(|| {
        ConversionError::Version { kind: kind.clone(), from, to: api_version.to_owned() }
    })?;
    let malformed = |error: json::JsonError| ConversionError::Malformed {
        kind: kind.clone(),
        reason: error.to_string(),
    };
    json::from_value(&mut *message, object).map_err(malformed)?;
    json::to_value(&*message, Some((api_version, &kind))).map_err(|error| {
        ConversionError::Malformed { kind: kind.clone(), reason: error.to_string() }
    })
}

/// Gives an object of a built-in kind, in place, the names and places that another of its versions
/// has for what is in it. It adds nothing else, so parts of an object become parts of one.
///
/// # Errors
/// When there is no such version, and the object stays as it is.
pub fn reshape(object: &mut Value, api_version: &str) -> Result<(), ConversionError> {
    let text = |field: &str| object[field].as_str().unwrap_or_default().to_owned();
    let (from, kind) = (text("apiVersion"), text("kind"));
    if from == api_version {
        return Ok(());
    }
    let (from_group, from_version) = group_and_version(&from);
    let (group, version) = group_and_version(api_version);
    let same_group = from_group == group;
    match (kind.as_str(), from_version, version) {
        ("HorizontalPodAutoscaler", "v1", "v2") if same_group => autoscaler::to_v2(object),
        ("HorizontalPodAutoscaler", "v2", "v1") if same_group => autoscaler::to_v1(object),
        ("Event", ..) if (from_group, group) == ("", "events.k8s.io") => event::to_events(object),
        ("Event", ..) if (from_group, group) == ("events.k8s.io", "") => event::to_core(object),
        (_, from, to) if same_group && group == "resource.k8s.io" => {
            if from == "v1beta1" {
                devices::from_v1beta1(object);
            } else if to == "v1beta1" {
                devices::to_v1beta1(object);
            }
        }
        _ if same_group => {}
        _ => {
            return Err(ConversionError::Version { kind, from, to: api_version.to_owned() });
        }
    }
    if let Some(members) = object.as_object_mut() {
        members.insert("apiVersion".to_owned(), api_version.into());
    }
    Ok(())
}

fn group_and_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}
