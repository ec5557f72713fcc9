//! A total order of JSON values, in which `1` and `1.0` are equal.
//!
//! *Upstream:* `structured-merge-diff/value.Compare` and `value.Equals`.

use std::cmp::Ordering;

use serde_json::Value;

/// Orders numbers, strings, booleans, lists, objects and `null`, in this order.
pub(super) fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(l), Value::Number(r)) => match (l.as_i64(), r.as_i64()) {
            (Some(l), Some(r)) => l.cmp(&r),
            _ => l.as_f64().partial_cmp(&r.as_f64()).unwrap_or(Ordering::Equal),
        },
        (Value::String(l), Value::String(r)) => l.cmp(r),
        (Value::Bool(l), Value::Bool(r)) => l.cmp(r),
        (Value::Array(l), Value::Array(r)) => {
            let items = l.iter().zip(r).map(|(l, r)| compare(l, r));
            items.fold(Ordering::Equal, Ordering::then).then(l.len().cmp(&r.len()))
        }
        (Value::Object(l), Value::Object(r)) => {
            let sorted = |object: &serde_json::Map<String, Value>| {
                let mut members: Vec<_> = object.clone().into_iter().collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                members
            };
            let (l, r) = (sorted(l), sorted(r));
            let members =
                l.iter().zip(&r).map(|(l, r)| l.0.cmp(&r.0).then_with(|| compare(&l.1, &r.1)));
            members.fold(Ordering::Equal, Ordering::then).then(l.len().cmp(&r.len()))
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

/// Whether two values are the same; an integer equals a float of its size.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(_), Value::Number(_)) => compare(left, right).is_eq(),
        (Value::Array(l), Value::Array(r)) => {
            l.len() == r.len() && l.iter().zip(r).all(|(l, r)| equal(l, r))
        }
        (Value::Object(l), Value::Object(r)) => {
            l.len() == r.len() && l.iter().all(|(key, l)| r.get(key).is_some_and(|r| equal(l, r)))
        }
        _ => left == right,
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Number(_) => 0,
        Value::String(_) => 1,
        Value::Bool(_) => 2,
        Value::Array(_) => 3,
        Value::Object(_) => 4,
        Value::Null => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds_have_an_order_and_numbers_one_scale() {
        let ascending = [
            json!(-1),
            json!(0.5),
            json!(1),
            json!(2.0),
            json!("a"),
            json!("b"),
            json!(false),
            json!(true),
            json!([1]),
            json!([1, 2]),
            json!({"a": 1}),
            json!(null),
        ];
        for (i, left) in ascending.iter().enumerate() {
            for (j, right) in ascending.iter().enumerate() {
                assert_eq!(compare(left, right), i.cmp(&j), "{left} and {right}");
                assert_eq!(equal(left, right), i == j, "{left} and {right}");
            }
        }
        assert!(equal(&json!({"a": [1]}), &json!({"a": [1.0]})));
    }
}
