//! Custom resources: from the definition to its end.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::client::Api;

const CRDS: &str = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";

fn definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": "widgets.example.com" },
        "spec": {
            "group": "example.com", "scope": "Namespaced",
            "names": { "plural": "widgets", "kind": "Widget", "shortNames": ["wg"] },
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": { "openAPIV3Schema": {
                    "type": "object",
                    "properties": {
                        "spec": {
                            "type": "object", "required": ["size"],
                            "properties": {
                                "size": { "type": "integer", "minimum": 1, "maximum": 9 },
                                "colour": { "type": "string", "enum": ["red", "blue"], "default": "red" },
                                "replicas": { "type": "integer" },
                            },
                        },
                        "status": { "type": "object", "properties": { "replicas": { "type": "integer" }, "selector": { "type": "string" } } },
                    },
                } },
                "subresources": { "status": {}, "scale": { "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".status.selector" } },
                "selectableFields": [{ "jsonPath": ".spec.colour" }],
                "additionalPrinterColumns": [{ "name": "Size", "type": "integer", "jsonPath": ".spec.size" }],
            }],
        },
    })
}

fn widget(name: &str, size: i64) -> Value {
    json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": name }, "spec": { "size": size } })
}

/// Waits until a condition of the definition holds.
async fn established(api: &Api, name: &str) -> Value {
    for _ in 0..100 {
        let found = api.get(&format!("{CRDS}/{name}")).await.expect(200);
        let conditions = found["status"]["conditions"].as_array().cloned().unwrap_or_default();
        if conditions.iter().any(|c| c["type"] == "Established" && c["status"] == "True") {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{name} is not established");
}

async fn api_with_widgets() -> Api {
    let api = Api::new().await;
    api.post(CRDS, &definition()).await.expect(201);
    established(&api, "widgets.example.com").await;
    api
}

#[tokio::test(start_paused = true)]
async fn a_definition_is_served_when_it_says_so() {
    let api = Api::new().await;
    assert_eq!(api.get(WIDGETS).await.code, 404);
    let before = api.get("/apis").await;
    api.post(CRDS, &definition()).await.expect(201);
    let found = established(&api, "widgets.example.com").await;
    assert_eq!(found["status"]["acceptedNames"]["listKind"], "WidgetList");
    assert_eq!(found["status"]["storedVersions"], json!(["v1"]));
    let list = api.get(WIDGETS).await.expect(200);
    assert_eq!((&list["kind"], &list["items"]), (&json!("WidgetList"), &json!([])));
    let after = api.get("/apis").await;
    assert_ne!(before.headers["etag"], after.headers["etag"]);
    let resources = api.get("/apis/example.com/v1").await.expect(200);
    let names: Vec<_> = resources["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["widgets", "widgets/status", "widgets/scale"]);
    assert!(api.get("/openapi/v3/apis/example.com/v1").await.text.contains("colour"));
}

#[tokio::test(start_paused = true)]
async fn objects_are_defaulted_pruned_and_validated() {
    let api = api_with_widgets().await;
    let mut sent = widget("a", 3);
    sent["spec"]["junk"] = json!(1);
    let made = api.post(WIDGETS, &sent).await;
    assert_eq!(made.warnings(), [r#"299 - "unknown field \"spec.junk\"""#]);
    let made = made.expect(201);
    assert_eq!(made["spec"], json!({ "size": 3, "colour": "red" }));
    assert_eq!(made["metadata"]["generation"], 1);
    let strict = api.post(&format!("{WIDGETS}?fieldValidation=Strict"), &sent).await;
    assert_eq!(
        (strict.code, strict.message().as_str()),
        (
            400,
            "Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field \"spec.junk\""
        )
    );
    let twice = r#"{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"d"},"spec":{"size":1,"size":2}}"#;
    let twice =
        api.send(Method::POST, &format!("{WIDGETS}?fieldValidation=Strict"), &[], twice).await;
    assert!(twice.message().contains("duplicate field \"spec.size\""), "{}", twice.text);
    for (object, message) in [
        (
            widget("b", 10),
            "Widget.example.com \"b\" is invalid: spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9",
        ),
        (
            json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": "b" }, "spec": {} }),
            "Widget.example.com \"b\" is invalid: spec.size: Required value",
        ),
        (
            json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": "b" }, "spec": { "size": "x" } }),
            "Widget.example.com \"b\" is invalid: spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"",
        ),
        (
            json!({ "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": "b" }, "spec": { "size": 1, "colour": "green" } }),
            "Widget.example.com \"b\" is invalid: spec.colour: Unsupported value: \"green\": supported values: \"red\", \"blue\"",
        ),
    ] {
        let refused = api.post(WIDGETS, &object).await;
        assert_eq!(refused.code, 422);
        assert_eq!(refused.message(), message);
    }
}

#[tokio::test(start_paused = true)]
async fn objects_live_as_built_in_ones_do() {
    let api = api_with_widgets().await;
    let mut events = api.watch(&format!("{WIDGETS}?watch=1")).await;
    api.post(WIDGETS, &widget("a", 3)).await.expect(201);
    assert_eq!(events.brief().await.0, "ADDED");
    let uri = format!("{WIDGETS}/a");
    let grown = api.merge(&uri, &json!({ "spec": { "size": 4 } })).await.expect(200);
    assert_eq!(grown["metadata"]["generation"], 2);
    let strategic = api.patch(&uri, "application/strategic-merge-patch+json", &json!({})).await;
    assert_eq!(strategic.code, 415);
    let told = json!({ "status": { "replicas": 2, "selector": "a=b" }, "spec": { "size": 9 } });
    let told = api.merge(&format!("{uri}/status"), &told).await.expect(200);
    assert_eq!((&told["spec"]["size"], &told["status"]["replicas"]), (&json!(4), &json!(2)));
    assert_eq!(told["metadata"]["generation"], 2);
    api.merge(&format!("{uri}/scale"), &json!({ "spec": { "replicas": 5 } })).await.expect(200);
    let scale = api.get(&format!("{uri}/scale")).await.expect(200);
    assert_eq!(
        (&scale["spec"]["replicas"], &scale["status"]),
        (&json!(5), &json!({ "replicas": 2, "selector": "a=b" }))
    );
    let listed = api.get(WIDGETS).await.expect(200);
    assert_eq!(listed["items"][0]["kind"], "Widget", "items of custom lists say what they are");
    let selected =
        api.get(&format!("{WIDGETS}?fieldSelector=spec.colour%3Dblue")).await.expect(200);
    assert_eq!(selected["items"], json!([]));
    let table = api
        .send(
            Method::GET,
            WIDGETS,
            &[("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")],
            "",
        )
        .await
        .expect(200);
    assert_eq!(table["rows"][0]["cells"], json!(["a", 4]));
    let mut stale = widget("a", 1);
    assert_eq!(api.put(&uri, &stale).await.code, 422, "a version is needed");
    stale["metadata"]["resourceVersion"] = "1".into();
    assert_eq!(api.put(&uri, &stale).await.code, 409);
    let proto =
        api.send(Method::GET, &uri, &[("accept", "application/vnd.kubernetes.protobuf")], "").await;
    assert_eq!(proto.code, 406);
    api.delete(&uri, &Value::Null).await.expect(200);
}

#[tokio::test(start_paused = true)]
async fn versions_share_their_objects() {
    let api = Api::new().await;
    let mut two = definition();
    let mut v2 = two["spec"]["versions"][0].clone();
    v2["name"] = "v2".into();
    v2["storage"] = false.into();
    v2["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["extra"] =
        json!({ "type": "string", "default": "new" });
    two["spec"]["versions"].as_array_mut().unwrap().push(v2);
    api.post(CRDS, &two).await.expect(201);
    established(&api, "widgets.example.com").await;
    api.post(WIDGETS, &widget("a", 3)).await.expect(201);
    let as_v2 = api.get("/apis/example.com/v2/namespaces/default/widgets/a").await.expect(200);
    assert_eq!(
        (&as_v2["apiVersion"], &as_v2["spec"]["extra"]),
        (&json!("example.com/v2"), &json!("new"))
    );
    let groups = api.get("/apis/example.com").await.expect(200);
    assert_eq!(groups["preferredVersion"]["version"], "v2");
    let mut only_v2 = api.get(&format!("{CRDS}/widgets.example.com")).await.expect(200);
    assert_eq!(only_v2["status"]["storedVersions"], json!(["v1"]));
    only_v2["spec"]["versions"][0]["served"] = false.into();
    only_v2["spec"]["versions"][0]["storage"] = false.into();
    only_v2["spec"]["versions"][1]["storage"] = true.into();
    let uri = format!("{CRDS}/widgets.example.com");
    let mut only_v2 = api.put(&uri, &only_v2).await.expect(200);
    assert_eq!(only_v2["status"]["storedVersions"], json!(["v1", "v2"]));
    only_v2["spec"]["versions"].as_array_mut().unwrap().remove(0);
    let refused = api.put(&uri, &only_v2).await.expect(422);
    assert_eq!(refused["details"]["causes"][0]["field"], "status.storedVersions[0]");
    for _ in 0..100 {
        if api.get(WIDGETS).await.code == 404 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a version that is not served any more is still there");
}

#[tokio::test(start_paused = true)]
async fn a_definition_takes_its_objects_along() {
    let api = api_with_widgets().await;
    let mut held = widget("held", 1);
    held["metadata"]["finalizers"] = json!(["example.com/hold"]);
    api.post(WIDGETS, &held).await.expect(201);
    api.post(WIDGETS, &widget("free", 1)).await.expect(201);
    let crd = format!("{CRDS}/widgets.example.com");
    let marked = api.delete(&crd, &Value::Null).await.expect(200);
    assert_eq!(
        marked["metadata"]["finalizers"],
        json!(["customresourcecleanup.apiextensions.k8s.io"])
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    let refused = api.post(WIDGETS, &widget("late", 1)).await;
    assert_eq!(
        (refused.code, refused.message().as_str()),
        (405, "create not allowed while custom resource definition is terminating")
    );
    api.get(&format!("{WIDGETS}/free")).await.expect(404);
    api.get(&crd).await.expect(200);
    api.merge(&format!("{WIDGETS}/held"), &json!({ "metadata": { "finalizers": null } }))
        .await
        .expect(200);
    for _ in 0..100 {
        if api.get(&crd).await.code == 404 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!(api.get(WIDGETS).await.code, 404);
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("the definition is still there");
}

#[tokio::test(start_paused = true)]
async fn wrong_definitions_are_refused() {
    let api = Api::new().await;
    let mut named = definition();
    named["metadata"]["name"] = "gadgets.example.com".into();
    let refused = api.post(CRDS, &named).await;
    assert_eq!(refused.code, 422);
    assert!(refused.message().contains("must be spec.names.plural+\".\"+spec.group"));
    let mut none = definition();
    none["spec"]["versions"][0]["storage"] = false.into();
    assert_eq!(api.post(CRDS, &none).await.code, 422);
    let mut rival = definition();
    api.post(CRDS, &definition()).await.expect(201);
    established(&api, "widgets.example.com").await;
    rival["metadata"]["name"] = "others.example.com".into();
    rival["spec"]["names"] = json!({ "plural": "others", "kind": "Widget" });
    api.post(CRDS, &rival).await.expect(201);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let rival = api.get(&format!("{CRDS}/others.example.com")).await.expect(200);
    let condition = &rival["status"]["conditions"][0];
    assert_eq!(
        (&condition["type"], &condition["status"], &condition["reason"]),
        (&json!("NamesAccepted"), &json!("False"), &json!("ListKindConflict"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_watch_ends_when_its_kind_changes_or_goes() {
    let api = api_with_widgets().await;
    let mut events = api.watch(&format!("{WIDGETS}?watch=1")).await;
    let crd = format!("{CRDS}/widgets.example.com");
    let mut wider = api.get(&crd).await.expect(200);
    wider["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
        ["size"]["maximum"] = json!(99);
    api.put(&crd, &wider).await.expect(200);
    assert_eq!(events.next().await, None, "clients come again and see the new schema");
    api.post(WIDGETS, &widget("big", 50)).await.expect(201);
    let mut events = api.watch(&format!("{WIDGETS}?watch=1")).await;
    assert_eq!(events.brief().await.0, "ADDED");
    api.delete(&crd, &Value::Null).await.expect(200);
    assert_eq!(events.brief().await.0, "DELETED");
    assert_eq!(events.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn owners_of_fields_of_custom_objects_conflict() {
    let api = api_with_widgets().await;
    let uri = format!("{WIDGETS}/a");
    let apply = |manager: &str, force: bool| format!("{uri}?fieldManager={manager}&force={force}");
    let language = "application/apply-patch+yaml";
    let made = api.patch(&apply("one", false), language, &widget("a", 3)).await.expect(201);
    let entry = &made["metadata"]["managedFields"][0];
    assert_eq!(entry["fieldsV1"], json!({ "f:spec": { "f:size": {} } }), "defaults have no owner");
    let refused = api.patch(&apply("two", false), language, &widget("a", 4)).await;
    assert_eq!(refused.code, 409);
    assert_eq!(
        refused.message(),
        "Apply failed with 1 conflict: conflict with \"one\": .spec.size"
    );
    let forced = api.patch(&apply("two", true), language, &widget("a", 4)).await.expect(200);
    assert_eq!(forced["spec"]["size"], 4);
    let unknown = json!({
        "apiVersion": "example.com/v1", "kind": "Widget", "metadata": { "name": "a" },
        "spec": { "size": 4, "junk": 1 },
    });
    let strict = format!("{uri}?fieldManager=two&fieldValidation=Strict");
    let refused = api.patch(&strict, language, &unknown).await;
    assert!(refused.code >= 400 && refused.message().contains("spec.junk"), "{}", refused.text);
}

#[tokio::test(start_paused = true)]
async fn kinds_are_found_by_short_names_and_categories() {
    let api = Api::new().await;
    let mut crd = definition();
    crd["spec"]["names"]["categories"] = json!(["all"]);
    api.post(CRDS, &crd).await.expect(201);
    established(&api, "widgets.example.com").await;
    let accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    let groups = api.send(Method::GET, "/apis", &[("accept", accept)], "").await.expect(200);
    let items = groups["items"].as_array().unwrap();
    let group = items.iter().find(|g| g["metadata"]["name"] == "example.com").unwrap();
    let resource = &group["versions"][0]["resources"][0];
    assert_eq!(
        (&resource["resource"], &resource["shortNames"], &resource["categories"]),
        (&json!("widgets"), &json!(["wg"]), &json!(["all"]))
    );
    let v2 = api.get("/openapi/v2").await.expect(200);
    let model = &v2["definitions"]["com.example.v1.Widget"];
    assert_eq!(
        model["x-kubernetes-group-version-kind"],
        json!([{ "group": "example.com", "version": "v1", "kind": "Widget" }])
    );
    assert_eq!(model["properties"]["spec"]["properties"]["size"]["maximum"], 9);
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_leaves_nothing_behind() {
    let api = api_with_widgets().await;
    let dry = format!("{WIDGETS}?dryRun=All");
    let shown = api.post(&dry, &widget("a", 3)).await.expect(201);
    assert_eq!(shown["spec"]["colour"], "red");
    assert_eq!(api.get(&format!("{WIDGETS}/a")).await.code, 404);
    api.post(WIDGETS, &widget("a", 3)).await.expect(201);
    let uri = format!("{WIDGETS}/a?dryRun=All");
    let shown = api.merge(&uri, &json!({ "spec": { "size": 4 } })).await.expect(200);
    assert_eq!(shown["spec"]["size"], 4);
    api.delete(&uri, &Value::Null).await.expect(200);
    api.delete(&dry, &Value::Null).await.expect(200);
    let scale = format!("{WIDGETS}/a/scale?dryRun=All");
    api.merge(&scale, &json!({ "spec": { "replicas": 3 } })).await.expect(200);
    let found = api.get(&format!("{WIDGETS}/a")).await.expect(200);
    assert_eq!(found["spec"], json!({ "size": 3, "colour": "red" }));
}

/// The definition with a rule at the whole object and one at its spec.
fn definition_with_rules() -> Value {
    let mut definition = definition();
    let schema = &mut definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
    schema["x-kubernetes-validations"] = json!([
        { "rule": "self.metadata.name.startsWith('w')", "message": "name must begin with w" },
    ]);
    schema["properties"]["spec"]["x-kubernetes-validations"] = json!([
        {
            "rule": "!has(self.replicas) || self.replicas <= self.size",
            "messageExpression": "'no more than %d replicas'.format([self.size])",
            "fieldPath": ".replicas", "reason": "FieldValueForbidden",
        },
        { "rule": "self.colour == oldSelf.colour", "message": "colour is for good" },
    ]);
    schema["properties"]["spec"]["properties"]["size"]["x-kubernetes-validations"] =
        json!([{ "rule": "self != 7" }]);
    definition
}

#[tokio::test(start_paused = true)]
async fn rules_refuse_what_they_say() {
    let api = Api::new().await;
    api.post(CRDS, &definition_with_rules()).await.expect(201);
    established(&api, "widgets.example.com").await;
    api.post(WIDGETS, &widget("w1", 3)).await.expect(201);
    let mut faulty = widget("a", 3);
    faulty["spec"]["replicas"] = json!(4);
    let refused = api.post(WIDGETS, &faulty).await.expect(422);
    assert_eq!(
        refused["details"]["causes"],
        json!([
            {
                "reason": "FieldValueInvalid", "field": "<nil>",
                "message": "Invalid value: \"object\": name must begin with w",
            },
            {
                "reason": "FieldValueForbidden", "field": "spec.replicas",
                "message": "Forbidden: no more than 3 replicas",
            },
        ])
    );
    // A transition rule looks at what was there before.
    let mut other = api.get(&format!("{WIDGETS}/w1")).await.expect(200);
    other["spec"]["colour"] = json!("blue");
    let refused = api.put(&format!("{WIDGETS}/w1"), &other).await;
    assert_eq!(refused.code, 422);
    assert!(refused.message().contains("colour is for good"), "{}", refused.text);
    // An object that does not fit its schema is not shown to its rules.
    let mut far_off = widget("w2", 3);
    far_off["spec"]["colour"] = json!("green");
    let refused = api.post(WIDGETS, &far_off).await;
    assert!(
        refused.message().contains("some validation rules were not checked"),
        "{}",
        refused.text
    );
}

#[tokio::test(start_paused = true)]
async fn rules_forgive_what_an_update_leaves_alone() {
    let api = api_with_widgets().await;
    api.post(WIDGETS, &widget("w1", 7)).await.expect(201);
    let path = format!("{CRDS}/widgets.example.com");
    let mut definition = api.get(&path).await.expect(200);
    definition["spec"] = definition_with_rules()["spec"].clone();
    api.put(&path, &definition).await.expect(200);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut object = api.get(&format!("{WIDGETS}/w1")).await.expect(200);
    object["spec"]["replicas"] = json!(1);
    let changed = api.put(&format!("{WIDGETS}/w1"), &object).await;
    assert_eq!(
        changed.warnings(),
        [r#"299 - "spec.size: Invalid value: \"integer\": failed rule: self != 7""#]
    );
    let refused = api.post(WIDGETS, &widget("w2", 7)).await;
    assert_eq!(refused.code, 422);
}

#[tokio::test(start_paused = true)]
async fn faulty_rules_refuse_their_definition() {
    let api = Api::new().await;
    for (rule, causes) in [
        (
            json!({ "rule": "self.nope == 1" }),
            vec![(
                "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule",
                "Invalid value: \"self.nope == 1\": compilation failed: ERROR: <input>:1:5: undefined field 'nope'\n | self.nope == 1\n | ....^",
            )],
        ),
        (
            json!({ "rule": "self.size" }),
            vec![(
                "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule",
                "Invalid value: \"self.size\": cel expression must evaluate to a bool",
            )],
        ),
        (
            json!({ "rule": "self.size > 1", "fieldPath": ".nope" }),
            vec![(
                "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].fieldPath",
                "Invalid value: \".nope\": fieldPath must be a valid path: does not refer to a valid field",
            )],
        ),
    ] {
        let mut definition = definition();
        let schema = &mut definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"];
        schema["properties"]["spec"]["x-kubernetes-validations"] = json!([rule]);
        let refused = api.post(CRDS, &definition).await.expect(422);
        let found: Vec<_> = refused["details"]["causes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["field"].as_str().unwrap(), c["message"].as_str().unwrap()))
            .collect();
        assert_eq!(found, causes, "{rule}");
    }
}
