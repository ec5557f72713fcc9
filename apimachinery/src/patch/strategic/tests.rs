//! Directives one by one, and the round trip of created patches.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::descriptor::{Descriptor, Field, PATCH_MERGE, PATCH_REPLACE, PATCH_RETAIN, Type};

static ITEM: Descriptor = Descriptor::new(
    "Item",
    &[
        Field::new("name", 1, Type::String, 0),
        Field::new("value", 2, Type::String, 0),
        Field::new("finalizers", 3, Type::List(&Type::String), PATCH_MERGE),
    ],
    &[0, 1, 2],
);

static WHOLE: Descriptor = Descriptor::new(
    "Whole",
    &[
        Field::new("items", 1, Type::List(&Type::Message(&ITEM)), PATCH_MERGE).merge_key("name"),
        Field::new("plain", 2, Type::List(&Type::Message(&ITEM)), 0),
        Field::new("retained", 3, Type::Message(&ITEM), PATCH_RETAIN),
        Field::new("replaced", 4, Type::Message(&ITEM), PATCH_REPLACE),
        Field::new("labels", 5, Type::Map(&Type::String), 0),
        Field::new("finalizers", 6, Type::List(&Type::String), PATCH_MERGE),
    ],
    &[0, 1, 2, 3, 4, 5],
);

#[test]
fn directives_act_on_objects_items_and_lists() {
    let items = |names: &[&str]| names.iter().map(|n| json!({"name": n})).collect::<Value>();
    let table = [
        (
            "items merge by key, new ones first",
            json!({"items": [{"name": "a", "value": "1"}]}),
            json!({"items": [{"name": "b"}, {"name": "a", "value": "2"}]}),
            json!({"items": [{"name": "b"}, {"name": "a", "value": "2"}]}),
        ),
        (
            "an item goes",
            json!({"items": items(&["a", "b"])}),
            json!({"items": [{"name": "a", "$patch": "delete"}]}),
            json!({"items": items(&["b"])}),
        ),
        (
            "a list is replaced",
            json!({"items": items(&["a", "b"])}),
            json!({"items": [{"$patch": "replace"}, {"name": "c"}]}),
            json!({"items": items(&["c"])}),
        ),
        (
            "lists without strategy are replaced",
            json!({"plain": items(&["a", "b"])}),
            json!({"plain": items(&["c"])}),
            json!({"plain": items(&["c"])}),
        ),
        (
            "an order is given",
            json!({"items": items(&["a", "b", "theirs"])}),
            json!({"$setElementOrder/items": items(&["b", "a"])}),
            json!({"items": items(&["b", "a", "theirs"])}),
        ),
        (
            "scalars go",
            json!({"finalizers": ["a", "b"]}),
            json!({"$deleteFromPrimitiveList/finalizers": ["a"]}),
            json!({"finalizers": ["b"]}),
        ),
        (
            "only the named members stay",
            json!({"retained": {"name": "a", "value": "b"}}),
            json!({"retained": {"$retainKeys": ["name"], "name": "c"}}),
            json!({"retained": {"name": "c"}}),
        ),
        (
            "an object is replaced by strategy",
            json!({"replaced": {"name": "a"}}),
            json!({"replaced": {"value": "b"}}),
            json!({"replaced": {"value": "b"}}),
        ),
        (
            "an object is emptied",
            json!({"labels": {"a": "b"}}),
            json!({"labels": {"$patch": "delete"}}),
            json!({"labels": {}}),
        ),
    ];
    for (name, mut document, patch, want) in table {
        apply(&mut document, &patch, &WHOLE).unwrap();
        assert_eq!(document, want, "{name}");
    }
}

#[test]
fn faults_fall_into_the_servers_classes() {
    let table = [
        ("no object", json!([]), true, false),
        ("unlisted member", json!({"retained": {"$retainKeys": [], "name": "a"}}), true, false),
        ("lists in a list", json!({"finalizers": [["a"]]}), false, true),
        ("no key", json!({"items": [{"value": "a"}]}), false, false),
        ("unknown directive", json!({"items": [{"name": "a", "$patch": "drop"}]}), false, false),
    ];
    for (name, patch, bad_request, unprocessable) in table {
        let mut document = json!({"items": [], "finalizers": [], "retained": {"value": "v"}});
        let error = apply(&mut document, &patch, &WHOLE).unwrap_err();
        assert_eq!(
            (error.is_bad_request(), error.is_unprocessable()),
            (bad_request, unprocessable),
            "{name}: {error}"
        );
    }
}

#[test]
fn overwriting_what_others_changed_has_to_be_asked_for() {
    let last = json!({"labels": {"a": "1"}});
    let live = json!({"labels": {"a": "2"}});
    let wanted = json!({"labels": {"a": "3"}});
    let patch = |overwrite| create_three_way(Some(&last), &wanted, &live, &WHOLE, overwrite);
    assert_eq!(patch(true), Ok(json!({"labels": {"a": "3"}})));
    assert_eq!(patch(false), Err(StrategicError::Conflict));
}

fn names() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
    prop::sample::subsequence(vec!["a", "b", "c", "d", "e"], 0..5)
        .prop_shuffle()
        .prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn whole() -> impl proptest::strategy::Strategy<Value = Value> {
    (names(), names(), names(), 0..3).prop_map(|(items, finalizers, labels, value)| {
        let items: Value = items
            .iter()
            .map(|name| json!({"name": name, "value": value, "finalizers": finalizers}))
            .collect();
        let labels: Value = labels.into_iter().map(|name| (name, json!("v"))).collect();
        json!({"items": items, "finalizers": finalizers, "labels": labels})
    })
}

/// The same object with its merged lists sorted: appending to one has no order to keep.
fn sorted(mut object: Value) -> Value {
    if let Some(Value::Array(names)) = object.get_mut("finalizers") {
        names.sort_by_key(ToString::to_string);
    }
    if let Some(Value::Array(items)) = object.get_mut("items") {
        for item in items.iter_mut() {
            *item = sorted(item.take());
        }
        items.sort_by_key(|item| item["name"].to_string());
    }
    object
}

proptest! {
    #[test]
    fn a_created_patch_leads_to_the_modified_object(from in whole(), to in whole()) {
        let patch = create(&from, &to, &WHOLE).unwrap();
        let mut document = from;
        apply(&mut document, &patch, &WHOLE).unwrap();
        prop_assert_eq!(sorted(document), sorted(to));
    }

    #[test]
    fn kubectls_patch_keeps_what_others_added(last in whole(), wanted in whole()) {
        // What is live is what was applied last, and one entry more of each kind.
        let added = |mut object: Value| {
            object["labels"]["other"] = json!("v");
            object["finalizers"].as_array_mut().unwrap().push(json!("z"));
            let item = json!({"name": "z", "value": 9, "finalizers": ["z"]});
            object["items"].as_array_mut().unwrap().push(item);
            object
        };
        let mut live = added(last.clone());
        let patch = create_three_way(Some(&last), &wanted, &live, &WHOLE, true).unwrap();
        apply(&mut live, &patch, &WHOLE).unwrap();
        prop_assert_eq!(sorted(live), sorted(added(wanted)));
    }
}
