//! Limits, error classes and upstream's liberties.

use serde_json::json;

use super::*;

#[track_caller]
fn patched(document: Value, patch: Value) -> Result<Value, JsonPatchError> {
    let mut document = document;
    apply(&mut document, patch.to_string().as_bytes()).map(|()| document)
}

#[test]
fn operations_change_the_document_in_order() {
    let table = [
        (
            "negative index counts from the end",
            json!({"a": [1, 2, 3]}),
            json!([{"op": "remove", "path": "/a/-1"}]),
            json!({"a": [1, 2]}),
        ),
        (
            "negative index on add counts the new length",
            json!({"a": [1, 2]}),
            json!([{"op": "add", "path": "/a/-1", "value": 3}]),
            json!({"a": [1, 2, 3]}),
        ),
        (
            "replace of an absent member adds it",
            json!({}),
            json!([{"op": "replace", "path": "/a", "value": 1}]),
            json!({"a": 1}),
        ),
        (
            "absent passes a test for null",
            json!({}),
            json!([{"op": "test", "path": "/a", "value": null}]),
            json!({}),
        ),
        (
            "escapes",
            json!({"a/b": {"m~n": 1}}),
            json!([{"op": "move", "from": "/a~1b/m~0n", "path": "/c"}]),
            json!({"a/b": {}, "c": 1}),
        ),
        (
            "scalar in place of the document is ignored",
            json!({"a": 1}),
            json!([{"op": "replace", "path": "", "value": 1}]),
            json!({"a": 1}),
        ),
    ];
    for (name, document, patch, want) in table {
        assert_eq!(patched(document, patch).unwrap(), want, "{name}");
    }
}

#[test]
fn refusals_carry_the_status_that_the_server_answers() {
    let long = json!({"s": "x".repeat(MAX_COPIED_BYTES / 2)});
    let copy = json!({"op": "copy", "from": "/s", "path": "/t"});
    let table = [
        ("no list", json!({}), json!({"op": "add"}), 400),
        ("unknown operation", json!({}), json!([{"op": "merge", "path": "/a"}]), 422),
        ("null operation", json!({}), json!([null]), 422),
        ("no path", json!({}), json!([{"op": "remove"}]), 422),
        ("remove of nothing", json!({}), json!([{"op": "remove", "path": "/a"}]), 422),
        ("failed test", json!({"a": 1}), json!([{"op": "test", "path": "/a", "value": 2}]), 422),
        ("index past the end", json!([1]), json!([{"op": "add", "path": "/2", "value": 2}]), 422),
        ("copies add too much", long, json!([copy, copy, copy]), 422),
    ];
    for (name, document, patch, want) in table {
        assert_eq!(patched(document, patch).unwrap_err().code(), want, "{name}");
    }
}

#[test]
fn the_count_of_operations_is_limited() {
    let operation = json!({"op": "test", "path": "/a", "value": null});
    let most = Value::Array(vec![operation.clone(); MAX_OPERATIONS]);
    patched(json!({}), most).unwrap();
    let more = Value::Array(vec![operation; MAX_OPERATIONS + 1]);
    assert_eq!(patched(json!({}), more).unwrap_err().code(), 413);
}

#[test]
fn copies_that_double_the_depth_end_at_the_limit() {
    let mut document = json!({"a": {}});
    let mut path = "/a".to_owned();
    let mut refused = None;
    for _ in 0..20 {
        let inner = format!("{path}/a");
        let patch = json!([{"op": "copy", "from": "/a", "path": inner}]).to_string();
        let mut next = document.clone();
        match apply(&mut next, patch.as_bytes()) {
            Ok(()) => document = next,
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
        path = "/a".repeat(depth(&document) - 1);
    }
    assert!(matches!(refused, Some(JsonPatchError::Depth { .. })), "{refused:?}");
    assert!(depth(&document) > 200);
}
