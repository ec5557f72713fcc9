//! Taking over objects that `kubectl apply` managed on the client's side.
//!
//! Only the owner `kubectl` does: others opt out by their name.

use serde_json::Value;

use super::field_set::FieldSet;
use super::schema::Schema;
use super::typed::{Duplicates, compare, field_set, validate};

/// The owner that stands for `kubectl apply --server-side`.
pub(super) const KUBECTL: &str = "kubectl";

/// The annotation with what was applied last.
const ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The fields that the live object still has as they were applied last; `None` when that can't be
/// told.
pub(super) fn fields(live: &Value, api_version: &str, schema: Schema<'_>) -> Option<FieldSet> {
    let last: Value = serde_json::from_str(annotation(live)?).ok()?;
    if last.get("apiVersion")?.as_str()? != api_version {
        return None;
    }
    validate(live, schema, Duplicates::Refused).ok()?;
    validate(&last, schema, Duplicates::Refused).ok()?;
    let changes = compare(&last, live, schema).ok()?;
    let fields = field_set(&last, schema).difference(&changes.modified);
    Some(fields.difference(&changes.added).difference(&changes.removed))
}

/// Writes what is applied now into the annotation, if the object has one.
pub(super) fn refresh(object: &mut Value, applied: &Value) {
    if annotation(object).is_none() {
        return;
    }
    let mut applied = applied.clone();
    if let Some(Value::Object(annotations)) = applied.pointer_mut("/metadata/annotations") {
        annotations.remove(ANNOTATION);
    }
    if let Some(Value::Object(annotations)) = object.pointer_mut("/metadata/annotations") {
        let mut text = applied.to_string();
        text.push('\n');
        annotations.insert(ANNOTATION.to_owned(), text.into());
    }
}

fn annotation(object: &Value) -> Option<&str> {
    let annotation = object.get("metadata")?.get("annotations")?.get(ANNOTATION)?.as_str()?;
    (!annotation.is_empty()).then_some(annotation)
}
