//! Writes that change nothing do not even change the time at which they were made.

use serde_json::{Map, Value};

use super::entries;
use super::value_order::equal;

/// Gives `new` the entries of `old` when both differ in nothing but the times in these.
///
/// Call it on every update and apply, before the write is compared with what is stored.
///
/// *Upstream:* `apiserver/pkg/endpoints/handlers/fieldmanager/equality.go`.
pub fn keep_timestamps(new: &mut Value, old: &Value) {
    let (Some(now), Some(before)) = (entries::of_object(new), entries::of_object(old)) else {
        return;
    };
    let same_owners =
        now.len() == before.len() && now.iter().zip(before).all(|(n, b)| equal_but(n, b, "time"));
    if same_owners && same_object(new, old) {
        let before = before.clone();
        entries::put(new, before);
    }
}

/// Whether two objects differ in nothing but their entries.
fn same_object(left: &Value, right: &Value) -> bool {
    equal_but(left, right, "metadata")
        && match (left.get("metadata"), right.get("metadata")) {
            (Some(left), Some(right)) => equal_but(left, right, "managedFields"),
            (left, right) => left == right,
        }
}

/// Whether two objects differ in nothing but one member.
fn equal_but(left: &Value, right: &Value, except: &str) -> bool {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        return left == right;
    };
    let count =
        |object: &Map<String, Value>| object.len() - usize::from(object.contains_key(except));
    count(left) == count(right)
        && left
            .iter()
            .filter(|(name, _)| *name != except)
            .all(|(name, value)| right.get(name).is_some_and(|other| equal(value, other)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_in_nothing_else_keeps_its_times() {
        let object = |label: &str, manager: &str, time: &str| {
            json!({"metadata": {
                "labels": {"a": label},
                "managedFields": [{"manager": manager, "time": time}],
            }})
        };
        let old = object("1", "m", "2020-01-01T00:00:00Z");
        let later = "2021-01-01T00:00:00Z";
        let table = [
            ("no-op", object("1", "m", later), true),
            ("other content", object("2", "m", later), false),
            ("other owner", object("1", "n", later), false),
        ];
        for (name, mut new, kept) in table {
            keep_timestamps(&mut new, &old);
            assert_eq!(new == old, kept, "{name}");
        }
    }
}
