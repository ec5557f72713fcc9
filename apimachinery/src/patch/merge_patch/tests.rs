//! Creating and applying undo each other; the API server's liberties.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Objects without nulls, which no merge patch can write.
fn object() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (-3_i64..3).prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from),
    ];
    let any_value = leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-d]", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    });
    prop::collection::btree_map("[a-d]", any_value, 0..4)
        .prop_map(|members| members.into_iter().collect())
}

proptest! {
    #[test]
    fn a_created_patch_leads_to_the_modified_object(from in object(), to in object()) {
        let patch = create(&from, &to).unwrap();
        let mut document = from;
        apply(&mut document, &patch).unwrap();
        prop_assert_eq!(document, to);
    }

    #[test]
    fn kubectls_patch_keeps_what_others_added(last in object(), wanted in object()) {
        // What is live is what was applied last, and one member more.
        let mut live = last.clone();
        live["added"] = json!("by another");
        let patch = create_three_way(Some(&last), &wanted, &live).unwrap();
        apply(&mut live, &patch).unwrap();
        let mut want = wanted;
        want["added"] = json!("by another");
        prop_assert_eq!(live, want);
    }
}

#[test]
fn nulls_delete_and_lists_replace() {
    let table = [
        ("null deletes", json!({"a": 1}), json!({"a": null}), json!({})),
        ("nulls of a new object go", json!({}), json!({"a": {"b": null}}), json!({"a": {}})),
        ("nulls in a list stay", json!({}), json!({"a": [null]}), json!({"a": [null]})),
        ("a list replaces all", json!({"a": 1}), json!([1]), json!([1])),
    ];
    for (name, mut document, patch, want) in table {
        apply(&mut document, &patch).unwrap();
        assert_eq!(document, want, "{name}");
    }
}

#[test]
fn scalars_are_no_patches() {
    for patch in [json!(null), json!(1), json!("x")] {
        let mut document = json!({});
        assert_eq!(apply(&mut document, &patch), Err(MergePatchError::Patch));
    }
    assert_eq!(apply(&mut json!(null), &json!({})), Err(MergePatchError::Document));
    assert_eq!(create(&json!([]), &json!({})), Err(MergePatchError::NotObjects));
}
