//! `metadata.managedFields` on the wire.

use serde_json::{Map, Value, json};

use super::field_set::FieldSet;
use super::managers::{DecodeManagersError, ManagerId, Managers, Operation, Owned};
use crate::time::Time;

/// The entries of an object; `None` when it has none at all.
pub(super) fn of_object(object: &Value) -> Option<&Vec<Value>> {
    object.get("metadata")?.get("managedFields")?.as_array()
}

/// Takes the entries out of an object.
pub(super) fn take(object: &mut Value) -> Option<Value> {
    object.get_mut("metadata")?.as_object_mut()?.remove("managedFields")
}

/// Puts entries into an object; no entries leave no trace.
pub(super) fn put(object: &mut Value, entries: Vec<Value>) {
    if entries.is_empty() {
        take(object);
        return;
    }
    let Value::Object(members) = object else { return };
    let metadata = members.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(metadata) = metadata {
        metadata.insert("managedFields".to_owned(), Value::Array(entries));
    }
}

/// Whether a client asks to forget all owners: an empty list, or one empty entry.
pub(super) fn is_reset(entries: &[Value]) -> bool {
    match entries {
        [] => true,
        [only] => only.as_object().is_some_and(Map::is_empty),
        _ => false,
    }
}

/// Reads entries.
///
/// # Errors
/// When an entry lacks what it needs.
pub(super) fn decode(entries: &[Value]) -> Result<Managers, DecodeManagersError> {
    let mut managers = Managers::default();
    for (index, entry) in entries.iter().enumerate() {
        let text = |name| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let operation = match text("operation") {
            "Apply" => Operation::Apply,
            "Update" => Operation::Update,
            _ => return Err(DecodeManagersError::Operation),
        };
        let api_version = text("apiVersion");
        if api_version.is_empty() {
            return Err(DecodeManagersError::NoVersion);
        }
        if text("fieldsType") != "FieldsV1" {
            let found = text("fieldsType").to_owned();
            return Err(DecodeManagersError::FieldsType { index, found });
        }
        let id = ManagerId::new(text("manager"), operation, api_version, text("subresource"));
        let set = match entry.get("fieldsV1") {
            None | Some(Value::Null) => FieldSet::new(),
            Some(fields) => FieldSet::from_value(fields)?,
        };
        let applied = operation == Operation::Apply;
        managers.times.insert(id.clone(), text("time").parse::<Time>().ok());
        managers.owned.insert(id, Owned { set, api_version: api_version.to_owned(), applied });
    }
    Ok(managers)
}

/// Writes entries: appliers first, each kind by time.
pub(super) fn encode(managers: &Managers) -> Vec<Value> {
    let mut ids: Vec<_> = managers.owned.iter().collect();
    let time = |id: &ManagerId| managers.times.get(id).copied().flatten();
    ids.sort_by_key(|(id, owned)| {
        let operation = if owned.applied { Operation::Apply } else { id.operation };
        let seconds = time(id).map_or(0, Time::unix_seconds);
        (operation, seconds, &id.manager, &owned.api_version, &id.subresource)
    });
    let entry = |(id, owned): (&ManagerId, &Owned)| {
        let operation = if owned.applied { Operation::Apply } else { id.operation };
        let mut entry = Map::new();
        let mut put = |name: &str, value: Value| entry.insert(name.to_owned(), value);
        if !id.manager.is_empty() {
            put("manager", id.manager.clone().into());
        }
        put("operation", operation.as_str().into());
        put("apiVersion", owned.api_version.clone().into());
        if let Some(time) = time(id) {
            put("time", json!(time));
        }
        put("fieldsType", "FieldsV1".into());
        put("fieldsV1", owned.set.to_value());
        if !id.subresource.is_empty() {
            put("subresource", id.subresource.clone().into());
        }
        Value::Object(entry)
    };
    ids.into_iter().map(entry).collect()
}
