//! What `kubectl get` shows of custom resources.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/registry/customresource/tableconvertor`.

use bowline_apimachinery::time::{Time, human_duration};
use serde_json::Value;

use super::custom_schema::{CustomColumn, CustomSchema};
use super::json_path::JsonPath;

/// A value in a row.
pub type Cell = Value;

/// The columns of a table.
///
/// The name comes first; without declared columns the age follows.
#[must_use]
pub fn table_columns(schema: &CustomSchema) -> Vec<CustomColumn> {
    let name = CustomColumn {
        name: "Name".to_owned(),
        kind: "string".to_owned(),
        format: "name".to_owned(),
        description: "Name".to_owned(),
        priority: 0,
        json_path: ".metadata.name".to_owned(),
    };
    let age = CustomColumn {
        name: "Age".to_owned(),
        kind: "date".to_owned(),
        description: "Time since the object was created.".to_owned(),
        json_path: ".metadata.creationTimestamp".to_owned(),
        ..CustomColumn::default()
    };
    let declared = schema.columns();
    let rest = if declared.is_empty() { vec![age] } else { declared.to_vec() };
    std::iter::once(name).chain(rest).collect()
}

/// The cells of an object.
pub(crate) fn row(schema: &CustomSchema, object: &Value, now: Time) -> Vec<Cell> {
    table_columns(schema).iter().map(|column| cell(column, object, now)).collect()
}

fn cell(column: &CustomColumn, object: &Value, now: Time) -> Cell {
    let Some(path) = JsonPath::parse(&column.json_path) else { return Value::Null };
    let Some(value) = path.find(object).first().copied() else { return Value::Null };
    match (column.kind.as_str(), value) {
        ("string", Value::String(_)) => value.clone(),
        ("string", Value::Null) => Value::Null,
        ("string", other) => other.to_string().into(),
        ("integer", Value::Number(number)) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().map_or(Value::Null, |float| (float as i64).into()),
        },
        ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => value.clone(),
        ("date", Value::String(text)) => match text.parse::<Time>() {
            Ok(time) => human_duration(now.since(time)).into(),
            Err(_) => "<invalid>".into(),
        },
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells_have_the_columns_type() {
        let version = json!({ "additionalPrinterColumns": [
            { "name": "N", "type": "integer", "jsonPath": ".spec.n" },
            { "name": "T", "type": "date", "jsonPath": ".spec.t" },
            { "name": "S", "type": "string", "jsonPath": ".spec.list" },
            { "name": "X", "type": "boolean", "jsonPath": ".spec.n" },
        ] });
        let schema = CustomSchema::of_version(&version);
        let object = json!({
            "metadata": { "name": "w" },
            "spec": { "n": 3, "t": "2026-01-01T00:00:00Z", "list": ["a"] },
        });
        let now = "2026-01-01T00:05:00Z".parse().unwrap();
        assert_eq!(
            row(&schema, &object, now),
            [json!("w"), json!(3), json!("5m"), json!("[\"a\"]"), json!(null)]
        );
        let plain = table_columns(&CustomSchema::of_version(&json!({})));
        assert_eq!(plain.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Name", "Age"]);
    }
}
