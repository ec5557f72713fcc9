//! Creating, reading and deleting, on kinds without rules of their own.

use http::Method;
use serde_json::{Value, json};

use crate::client::Api;

const MAPS: &str = "/api/v1/namespaces/default/configmaps";

fn map(name: &str) -> Value {
    json!({ "metadata": { "name": name }, "data": { "a": "b" } })
}

#[tokio::test]
async fn what_is_created_can_be_read() {
    let api = Api::new().await;
    let created = api.post(MAPS, &map("one")).await.expect(201);
    assert_eq!(created["kind"], "ConfigMap");
    assert_eq!(created["apiVersion"], "v1");
    let meta = &created["metadata"];
    assert_eq!(meta["namespace"], "default");
    assert_eq!(meta["creationTimestamp"], "2026-01-02T03:04:05Z");
    assert_eq!(meta["uid"].as_str().unwrap().len(), 36);
    assert_eq!(meta["resourceVersion"], api.version(2));
    assert!(meta.get("generation").is_none());
    let uri = format!("{MAPS}/one");
    assert_eq!(api.get(&uri).await.expect(200), created);
    assert_eq!(api.get(&format!("{uri}?resourceVersion=0")).await.expect(200), created);

    let list = api.get(MAPS).await.expect(200);
    assert_eq!(list["kind"], "ConfigMapList");
    assert_eq!(list["metadata"]["resourceVersion"], api.version(2));
    let item = &list["items"][0];
    assert_eq!(item["metadata"], created["metadata"]);
    assert!(item.get("kind").is_none(), "items of built-in lists do not repeat their kind");
    let empty = api.get("/api/v1/namespaces/other/configmaps").await.expect(200);
    assert_eq!(empty["items"], json!([]));
}

#[tokio::test]
async fn failures_are_statuses_in_upstreams_words() {
    let api = Api::new().await;
    api.post(MAPS, &map("one")).await.expect(201);
    let missing = api.get(&format!("{MAPS}/two")).await.expect(404);
    assert_eq!(
        missing,
        json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": "configmaps \"two\" not found", "reason": "NotFound",
            "details": { "name": "two", "kind": "configmaps" }, "code": 404,
        })
    );
    let cases = [
        (api.post(MAPS, &map("one")).await, 409, "configmaps \"one\" already exists"),
        (
            api.post(MAPS, &json!({ "metadata": { "name": "x", "namespace": "other" } })).await,
            400,
            "the namespace of the provided object does not match the namespace sent on the request",
        ),
        (
            api.post(MAPS, &json!({ "apiVersion": "v2", "kind": "ConfigMap" })).await,
            400,
            "the API version in the data (v2) does not match the expected API version (v1)",
        ),
        (
            api.post(MAPS, &json!({ "metadata": {} })).await,
            422,
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required",
        ),
        (
            api.get("/api/v1/nothings").await,
            404,
            "the server could not find the requested resource",
        ),
        (
            api.put("/api/v1/configmaps", &map("one")).await,
            405,
            "the server does not allow this method on the requested resource",
        ),
        (
            api.post("/api/v1/configmaps", &map("one")).await,
            405,
            "the server does not allow this method on the requested resource",
        ),
        (
            api.get(&format!("{MAPS}?labelSelector=a%3D%3D%3D")).await,
            400,
            "unable to parse requirement: found '=', expected: identifier",
        ),
        (
            api.get(&format!("{MAPS}?fieldSelector=data.a%3Db")).await,
            400,
            "field label not supported: data.a",
        ),
    ];
    for (answer, code, message) in cases {
        assert_eq!((answer.code, answer.message().as_str()), (code, message));
    }
    let outside = api.get("/nowhere").await;
    assert_eq!((outside.code, outside.text.as_str()), (404, "404 page not found\n"));
}

#[tokio::test]
async fn every_answer_has_an_audit_id_and_is_not_cached() {
    let api = Api::new().await;
    let answer = api.get(MAPS).await;
    assert_eq!(answer.headers["cache-control"], "no-cache, private");
    assert_eq!(answer.headers["audit-id"].len(), 36);
    let answer = api.send(Method::GET, MAPS, &[("audit-id", "mine")], "").await;
    assert_eq!(answer.headers["audit-id"], "mine");
}

#[tokio::test]
async fn unknown_fields_are_refused_or_told() {
    let api = Api::new().await;
    let odd = json!({ "metadata": { "name": "odd", "colour": "red" }, "dat": {} });
    let strict = api.post(&format!("{MAPS}?fieldValidation=Strict"), &odd).await;
    assert_eq!(strict.code, 400);
    assert_eq!(
        strict.message(),
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: \
         unknown field \"dat\", unknown field \"metadata.colour\""
    );
    let warned = api.post(MAPS, &odd).await;
    warned.expect(201);
    assert_eq!(
        warned.warnings(),
        [r#"299 - "unknown field \"dat\"""#, r#"299 - "unknown field \"metadata.colour\"""#]
    );
    let wrong = api.post(&format!("{MAPS}?fieldValidation=Maybe"), &map("x")).await;
    assert_eq!(wrong.code, 422);
}

#[tokio::test]
async fn names_are_generated() {
    let api = Api::new().await;
    let made = api.post(MAPS, &json!({ "metadata": { "generateName": "web-" } })).await.expect(201);
    let name = made["metadata"]["name"].as_str().unwrap();
    assert!(name.starts_with("web-") && name.len() == 9, "{name}");
    assert_eq!(made["metadata"]["generateName"], "web-");
}

#[tokio::test]
async fn selectors_choose_from_lists() {
    let api = Api::new().await;
    for (name, tier) in [("a", "front"), ("b", "back"), ("c", "front")] {
        let object = json!({ "metadata": { "name": name, "labels": { "tier": tier } } });
        api.post(MAPS, &object).await.expect(201);
    }
    let names = |list: Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap().iter();
        items.map(|i| i["metadata"]["name"].as_str().unwrap().to_owned()).collect()
    };
    for (query, want) in [
        ("labelSelector=tier%3Dfront", vec!["a", "c"]),
        ("labelSelector=tier%20notin%20(front)", vec!["b"]),
        ("fieldSelector=metadata.name%3Db", vec!["b"]),
        ("fieldSelector=metadata.name!%3Db", vec!["a", "c"]),
        ("fieldSelector=metadata.namespace%3Dother", vec![]),
        ("labelSelector=tier&fieldSelector=metadata.name%3Dc", vec!["c"]),
    ] {
        assert_eq!(names(api.get(&format!("{MAPS}?{query}")).await.expect(200)), want, "{query}");
        let all = format!("/api/v1/configmaps?{query}");
        assert_eq!(names(api.get(&all).await.expect(200)), want, "{query}");
    }
}

#[tokio::test]
async fn deletion_answers_with_a_status() {
    let api = Api::new().await;
    let made = api.post(MAPS, &map("one")).await.expect(201);
    let uri = format!("{MAPS}/one");
    let wrong = json!({ "preconditions": { "uid": "other" } });
    let refused = api.delete(&uri, &wrong).await;
    assert_eq!(refused.code, 409);
    let uid = made["metadata"]["uid"].as_str().unwrap();
    assert_eq!(
        refused.message(),
        format!(
            "Operation cannot be fulfilled on configmaps \"one\": Precondition failed: UID in \
             precondition: other, UID in object meta: {uid}"
        )
    );
    let gone = api.delete(&uri, &Value::Null).await.expect(200);
    assert_eq!(
        gone,
        json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success",
            "details": { "name": "one", "kind": "configmaps", "uid": uid },
        })
    );
    api.get(&uri).await.expect(404);
    api.delete(&uri, &Value::Null).await.expect(404);
}

#[tokio::test]
async fn finalizers_hold_what_is_deleted() {
    let api = Api::new().await;
    let held = json!({ "metadata": { "name": "held", "finalizers": ["example.com/hold"] } });
    api.post(MAPS, &held).await.expect(201);
    let uri = format!("{MAPS}/held");
    let marked = api.delete(&uri, &Value::Null).await.expect(200);
    assert_eq!(marked["kind"], "ConfigMap");
    assert_eq!(marked["metadata"]["deletionTimestamp"], "2026-01-02T03:04:05Z");
    assert_eq!(marked["metadata"]["deletionGracePeriodSeconds"], 0);
    let again = api.post(MAPS, &held).await;
    assert_eq!(again.message(), "object is being deleted: configmaps \"held\" already exists");
}

#[tokio::test]
async fn propagation_sets_the_collectors_finalizers() {
    let api = Api::new().await;
    for (policy, finalizer) in [("Orphan", "orphan"), ("Foreground", "foregroundDeletion")] {
        let options = json!({ "propagationPolicy": policy });
        let lower = finalizer.to_lowercase();
        api.post(MAPS, &map(&lower)).await.expect(201);
        let marked = api.delete(&format!("{MAPS}/{lower}"), &options).await.expect(200);
        assert_eq!(marked["metadata"]["finalizers"], json!([finalizer]));
    }
    let both = json!({ "propagationPolicy": "Orphan", "orphanDependents": true });
    assert_eq!(api.delete(&format!("{MAPS}/x"), &both).await.code, 422);
}

#[tokio::test]
async fn dry_run_stores_nothing() {
    let api = Api::new().await;
    let made = api.post(&format!("{MAPS}?dryRun=All"), &map("one")).await.expect(201);
    assert!(made["metadata"].get("resourceVersion").is_none());
    api.get(&format!("{MAPS}/one")).await.expect(404);
    api.post(MAPS, &map("one")).await.expect(201);
    api.post(&format!("{MAPS}?dryRun=All"), &map("one")).await.expect(409);
    api.delete(&format!("{MAPS}/one?dryRun=All"), &Value::Null).await.expect(200);
    api.get(&format!("{MAPS}/one")).await.expect(200);
}

#[tokio::test]
async fn encodings_are_negotiated() {
    let api = Api::new().await;
    api.post(MAPS, &map("one")).await.expect(201);
    let uri = format!("{MAPS}/one");
    let yaml = api.send(Method::GET, &uri, &[("accept", "application/yaml")], "").await;
    assert_eq!(yaml.headers["content-type"], "application/yaml");
    assert!(yaml.text.contains("kind: ConfigMap"), "{}", yaml.text);
    let proto = [("accept", "application/vnd.kubernetes.protobuf")];
    let proto = api.send(Method::GET, &uri, &proto, "").await;
    assert!(proto.text.starts_with("k8s\0"));
    let table = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")];
    let table = api.send(Method::GET, MAPS, &table, "").await.expect(200);
    assert_eq!(table["kind"], "Table");
    assert_eq!(table["rows"][0]["object"]["kind"], "PartialObjectMetadata");
    let none = api.send(Method::GET, &uri, &[("accept", "image/png")], "").await;
    assert_eq!(none.code, 406);
    let yaml = "metadata:\n  name: two\ndata:\n  mode: \"0644\"\n";
    let made = api.send(Method::POST, MAPS, &[("content-type", "application/yaml")], yaml).await;
    assert_eq!(made.expect(201)["data"]["mode"], "0644");
    let odd = api.send(Method::POST, MAPS, &[("content-type", "text/plain")], yaml).await;
    assert_eq!(odd.code, 415);
    let large = format!("{{\"data\":{{\"a\":\"{}\"}}}}", "x".repeat(3 * 1024 * 1024));
    let large = api.send(Method::POST, MAPS, &[], large).await;
    assert_eq!(
        (large.code, large.message().as_str()),
        (413, "Request entity too large: limit is 3145728")
    );
}
