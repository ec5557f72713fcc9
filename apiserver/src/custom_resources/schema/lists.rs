//! Lists that are sets or maps have no duplicates.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/schema/listtype`.

use std::collections::HashMap;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::{Map, Value};

use super::structural::{ListType, Structural};

/// Every duplicate below a value.
pub(super) fn duplicates(schema: &Structural, value: &Value, path: &Path<'_>) -> ErrorList {
    let mut faults = ErrorList::new();
    visit(schema, value, path, &mut faults);
    faults
}

fn visit(schema: &Structural, value: &Value, path: &Path<'_>, faults: &mut ErrorList) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let Some(inner) = schema.field(name) else { continue };
                if schema.properties.contains_key(name) {
                    visit(inner, value, &path.child(name), faults);
                } else {
                    visit(inner, value, &path.key(name), faults);
                }
            }
        }
        Value::Array(items) => {
            match schema.list_type {
                ListType::Set => repeated(items, path, |item| item.clone(), faults),
                ListType::Map => {
                    for (i, item) in items.iter().enumerate() {
                        if !item.is_object() && !item.is_null() {
                            let why = "must be an object for an array of list-type map";
                            faults.push(FieldError::invalid(&path.index(i), item.clone(), why));
                        }
                    }
                    repeated(items, path, |item| keys_of(schema, item), faults);
                }
                ListType::Atomic => {}
            }
            let Some(inner) = &schema.items else { return };
            for (i, item) in items.iter().enumerate() {
                visit(inner, item, &path.index(i), faults);
            }
        }
        _ => {}
    }
}

fn repeated(
    items: &[Value],
    path: &Path<'_>,
    key: impl Fn(&Value) -> Value,
    faults: &mut ErrorList,
) {
    let mut met: HashMap<String, usize> = HashMap::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let key = key(item);
        let times = met.entry(key.to_string()).or_default();
        *times += 1;
        // Each value is complained about once, at its second place.
        if *times == 2 {
            faults.push(FieldError::duplicate(&path.index(i), key));
        }
    }
}

/// The keys of an item, which name it in its list.
pub(super) fn keys_of(schema: &Structural, item: &Value) -> Value {
    let keys = schema.list_map_keys.iter();
    let found = keys.filter_map(|key| Some((key.clone(), item.get(key)?.clone())));
    Value::Object(found.collect::<Map<_, _>>())
}
