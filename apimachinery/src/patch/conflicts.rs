//! Whether two patches want different things of the same place.

use serde_json::Value;

/// Whether two JSON merge patches overlap with different values in any key.
///
/// Lists conflict unless they are of one length and no pair of their items conflicts.
///
/// *Upstream:* `mergepatch.HasConflicts`.
pub(super) fn overlap(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => left
            .iter()
            .any(|(key, value)| right.get(key).is_some_and(|other| overlap(value, other))),
        (Value::Array(left), Value::Array(right)) => {
            left.len() != right.len() || left.iter().zip(right).any(|(l, r)| overlap(l, r))
        }
        _ => left != right,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_places_that_two_patches_set_differently() {
        let table = [
            ("apart", json!({"a": 1}), json!({"b": 1}), false),
            ("same value", json!({"a": {"b": 1}}), json!({"a": {"b": 1}}), false),
            ("other value", json!({"a": {"b": 1}}), json!({"a": {"b": 2}}), true),
            ("other kind", json!({"a": {"b": 1}}), json!({"a": [1]}), true),
            ("lists by item", json!([{"a": 1}]), json!([{"b": 1}]), false),
            ("lists of other length", json!([1]), json!([1, 2]), true),
            ("deleted twice", json!({"a": null}), json!({"a": null}), false),
            ("deleted and set", json!({"a": null}), json!({"a": 1}), true),
        ];
        for (name, left, right, want) in table {
            assert_eq!(overlap(&left, &right), want, "{name}");
            assert_eq!(overlap(&right, &left), want, "{name}, sides swapped");
        }
    }
}
