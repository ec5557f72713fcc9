//! Writes that change nothing do not even change the time at which they were made.

use serde_json::Value;

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
        now.len() == before.len() && now.iter().zip(before).all(|(n, b)| same_entry(n, b));
    if same_owners && without_entries(new) == without_entries(old) {
        let before = before.clone();
        entries::put(new, before);
    }
}

fn same_entry(left: &Value, right: &Value) -> bool {
    let timeless = |entry: &Value| {
        let mut entry = entry.clone();
        if let Value::Object(members) = &mut entry {
            members.remove("time");
        }
        entry
    };
    equal(&timeless(left), &timeless(right))
}

fn without_entries(object: &Value) -> Value {
    let mut object = object.clone();
    entries::take(&mut object);
    object
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
