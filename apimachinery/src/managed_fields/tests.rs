//! The field manager by example.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::time::Time;

fn schema() -> TypeSchema {
    TypeSchema::of_resource(&json!({
        "type": "object",
        "properties": {"spec": {
            "type": "object",
            "properties": {
                "size": {"type": "integer"},
                "tags": {
                    "type": "array",
                    "x-kubernetes-list-type": "set",
                    "items": {"type": "string"},
                },
            },
        }},
    }))
}

#[test]
fn a_configuration_is_merged_but_for_what_is_atomic() {
    let schema = TypeSchema::of_resource(&json!({"type": "object", "properties": {"spec": {
        "type": "object",
        "properties": {
            "size": {"type": "integer"},
            "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
            "one": {"type": "array", "items": {"type": "string"}},
        },
    }}}));
    let live = json!({"spec": {"size": 1, "tags": ["a"], "one": ["x"]}});
    let merged = |spec: Value| {
        let configuration = json!({"spec": spec});
        merge_configuration(&live, &configuration, Schema::custom(&schema))
    };
    let want = json!({"spec": {"size": 2, "tags": ["a", "b"], "one": ["x"]}});
    assert_eq!(merged(json!({"size": 2, "tags": ["b"]})), Ok(want));
    for (spec, want) in [
        (
            json!({"one": ["y"]}),
            "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.one",
        ),
        (
            json!({"none": 1}),
            "failed to convert patch object to typed object: .spec.none: field not declared in schema",
        ),
        (
            json!({"tags": ["b", "b"]}),
            "failed to convert patch object to typed object: .spec.tags: duplicate entries for key [=\"b\"]",
        ),
    ] {
        assert_eq!(merged(spec).expect_err("unfit").to_string(), want);
    }
}

fn with_manager<T>(test: impl Fn(&FieldManager<'_>) -> T) -> T {
    let schema = schema();
    let versions = OneVersion { api_version: "a.b/v1", schema: Schema::custom(&schema) };
    test(&FieldManager {
        versions: &versions,
        api_version: "a.b/v1",
        kind: "Thing",
        subresource: "",
        empty: &json!({"apiVersion": "a.b/v1", "kind": "Thing"}),
        reset_fields: &[],
    })
}

fn thing(spec: Value) -> Value {
    json!({
        "apiVersion": "a.b/v1",
        "kind": "Thing",
        "metadata": {"name": "t"},
        "spec": spec,
    })
}

fn at(seconds: i64) -> Time {
    Time::from_unix_seconds(seconds)
}

#[test]
fn what_one_owns_another_takes_only_by_force() {
    with_manager(|manager| {
        let size = |n: i64| thing(json!({"size": n}));
        let live = manager.apply(None, &size(1), "a", false, at(1)).unwrap();
        let same = manager.apply(Some(&live), &size(1), "b", false, at(2)).unwrap();
        assert_eq!(same["metadata"]["managedFields"].as_array().unwrap().len(), 2, "shared");

        let error = manager.apply(Some(&live), &size(2), "b", false, at(2)).unwrap_err();
        let message = "Apply failed with 1 conflict: conflict with \"a\": .spec.size";
        assert_eq!(error.to_string(), message);
        let forced = manager.apply(Some(&live), &size(2), "b", true, at(2)).unwrap();
        let entries = forced["metadata"]["managedFields"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "the first owner has lost all");
        assert_eq!(entries[0]["manager"], "b");
    });
}

#[test]
fn what_is_applied_no_longer_goes_away_unless_others_own_it() {
    with_manager(|manager| {
        let tags = |tags: &[&str]| thing(json!({"tags": tags}));
        let live = manager.apply(None, &tags(&["x", "y"]), "a", false, at(1)).unwrap();
        let live = manager.apply(Some(&live), &tags(&["y", "z"]), "b", false, at(2)).unwrap();
        assert_eq!(live["spec"]["tags"], json!(["x", "y", "z"]));
        let live = manager.apply(Some(&live), &tags(&[]), "a", false, at(3)).unwrap();
        assert_eq!(live["spec"]["tags"], json!(["y", "z"]));
    });
}

#[test]
fn updaters_are_capped_oldest_first() {
    with_manager(|manager| {
        let mut live = None;
        for n in 0..13 {
            let mut new =
                thing(json!({"tags": (0..=n).map(|i| i.to_string()).collect::<Vec<_>>()}));
            if let Some(live) = &live {
                let live: &Value = live;
                new["metadata"]["managedFields"] = live["metadata"]["managedFields"].clone();
            }
            manager.update(live.as_ref(), &mut new, &format!("m{n}"), at(n));
            live = Some(new);
        }
        let live = live.unwrap();
        let entries = live["metadata"]["managedFields"].as_array().unwrap();
        let names: Vec<_> = entries.iter().map(|e| e["manager"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 10);
        assert_eq!(&names[..2], ["ancient-changes", "m4"]);
        assert_eq!(entries[0]["time"], "1970-01-01T00:00:03Z");
    });
}

#[test]
fn objects_nobody_owns_are_adopted_on_the_first_apply() {
    with_manager(|manager| {
        let live = thing(json!({"size": 1}));
        let mut updated = thing(json!({"size": 2}));
        manager.update(Some(&live), &mut updated, "u", at(1));
        assert!(updated["metadata"].get("managedFields").is_none(), "not tracked so far");

        let tagged = thing(json!({"tags": ["x"]}));
        let applied = manager.apply(Some(&updated), &tagged, "a", false, at(2)).unwrap();
        let entries = applied["metadata"]["managedFields"].as_array().unwrap();
        let names: Vec<_> = entries.iter().map(|e| e["manager"].as_str().unwrap()).collect();
        assert_eq!(names, ["a", "before-first-apply"]);
    });
}

#[test]
fn an_empty_entry_resets_the_owners() {
    with_manager(|manager| {
        let live = manager.apply(None, &thing(json!({"size": 1})), "a", false, at(1)).unwrap();
        let mut new = thing(json!({"size": 1}));
        new["metadata"]["managedFields"] = json!([{}]);
        manager.update(Some(&live), &mut new, "u", at(2));
        assert!(new["metadata"].get("managedFields").is_none());
    });
}

#[test]
fn kubectl_takes_over_what_it_applied_on_the_clients_side() {
    with_manager(|manager| {
        let annotation = "kubectl.kubernetes.io/last-applied-configuration";
        let mut created = thing(json!({"size": 1}));
        let last = created.to_string();
        created["metadata"]["annotations"] = json!({ annotation: last });
        manager.update(None, &mut created, "kubectl-client-side-apply", at(1));

        let wanted = thing(json!({"size": 2}));
        let by_other = manager.apply(Some(&created), &wanted, "other", false, at(2));
        assert!(matches!(by_other, Err(ApplyError::Conflicts(_))));
        let taken = manager.apply(Some(&created), &wanted, "kubectl", false, at(2)).unwrap();
        assert_eq!(taken["spec"]["size"], 2);
        let kept = taken["metadata"]["annotations"][annotation].as_str().unwrap();
        assert_eq!(serde_json::from_str::<Value>(kept).unwrap(), wanted);
    });
}

#[test]
fn what_is_applied_has_to_be_of_the_kind() {
    with_manager(|manager| {
        let mut other = thing(json!({}));
        other["kind"] = "Other".into();
        let refused = manager.apply(None, &other, "a", false, at(1));
        assert!(matches!(refused, Err(ApplyError::Kind(_))));
        let mut owned = thing(json!({}));
        owned["metadata"]["managedFields"] = json!([]);
        let refused = manager.apply(None, &owned, "a", false, at(1));
        assert!(matches!(refused, Err(ApplyError::ManagedFields)));
        let unknown = manager.apply(None, &thing(json!({"colour": "red"})), "a", false, at(1));
        let error = unknown.unwrap_err().to_string();
        let want =
            "failed to create typed patch object: .spec.colour: field not declared in schema";
        assert_eq!(error, want);
    });
}

/// Never empty lists or objects: upstream drops and adds these in turns.
fn spec() -> impl Strategy<Value = Value> {
    let tags = prop::sample::subsequence(vec!["a", "b", "c", "d"], 1..4).prop_shuffle();
    (0..3_i64, prop::option::of(tags)).prop_map(|(size, tags)| match tags {
        Some(tags) => json!({"size": size, "tags": tags}),
        None => json!({"size": size}),
    })
}

proptest! {
    #[test]
    fn applying_again_changes_nothing(specs in prop::collection::vec((spec(), 0..3), 1..6)) {
        with_manager(|manager| {
            let mut live: Option<Value> = None;
            for (time, (spec, who)) in (0_i64..).zip(&specs) {
                let (applied, who) = (thing(spec.clone()), format!("m{who}"));
                let new = manager.apply(live.as_ref(), &applied, &who, true, at(time)).unwrap();
                let again = manager.apply(Some(&new), &applied, &who, false, at(99)).unwrap();
                assert_eq!(new, again);
                // What is applied is there.
                assert_eq!(new["spec"]["size"], spec["size"]);
                let tags = spec.get("tags").and_then(Value::as_array).into_iter().flatten();
                for tag in tags {
                    assert!(new["spec"]["tags"].as_array().unwrap().contains(tag));
                }
                live = Some(new);
            }
        });
    }
}
