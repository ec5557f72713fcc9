//! Replacing and patching.

use serde_json::{Value, json};

use crate::client::Api;

const MAPS: &str = "/api/v1/namespaces/default/configmaps";
const ONE: &str = "/api/v1/namespaces/default/configmaps/one";
const DEPLOYMENTS: &str = "/apis/apps/v1/namespaces/default/deployments";

async fn api_with_one() -> (Api, Value) {
    let api = Api::new().await;
    let one = json!({ "metadata": { "name": "one" }, "data": { "a": "b" } });
    let made = api.post(MAPS, &one).await.expect(201);
    (api, made)
}

fn deployment(replicas: i64) -> Value {
    json!({
        "metadata": { "name": "web", "labels": { "app": "web" } },
        "spec": {
            "replicas": replicas,
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
                "metadata": { "labels": { "app": "web" } },
                "spec": { "containers": [{ "name": "c", "image": "i" }] },
            },
        },
    })
}

#[tokio::test]
async fn a_replaced_object_keeps_what_the_server_gave_it() {
    let (api, made) = api_with_one().await;
    let new = json!({ "metadata": { "name": "one" }, "data": { "a": "c" } });
    let put = api.put(ONE, &new).await.expect(200);
    assert_eq!(put["data"], json!({ "a": "c" }));
    for field in ["uid", "creationTimestamp", "namespace"] {
        assert_eq!(put["metadata"][field], made["metadata"][field], "{field}");
    }
    assert_eq!(put["metadata"]["resourceVersion"], api.version(3));
    assert_eq!(api.get(ONE).await.expect(200), put);
}

#[tokio::test]
async fn stale_and_foreign_versions_are_refused() {
    let (api, made) = api_with_one().await;
    api.merge(ONE, &json!({ "data": { "x": "y" } })).await.expect(200);
    let stale = api.put(ONE, &made).await;
    assert_eq!((stale.code, stale.json()["reason"].as_str()), (409, Some("Conflict")));
    assert_eq!(
        stale.message(),
        "Operation cannot be fulfilled on configmaps \"one\": the object has been modified; \
         please apply your changes to the latest version and try again"
    );
    let stale = json!({ "metadata": { "resourceVersion": api.version(2) }, "data": {} });
    assert_eq!(api.merge(ONE, &stale).await.code, 409);
    let mut foreign = made.clone();
    foreign["metadata"]["uid"] = "other".into();
    let foreign = api.put(ONE, &foreign).await;
    assert_eq!(foreign.code, 409);
    assert!(foreign.message().contains("Precondition failed: UID in precondition: other, UID in"));
    let mut named = made.clone();
    named["metadata"]["name"] = "two".into();
    let named = api.put(ONE, &named).await;
    assert_eq!(
        (named.code, named.message().as_str()),
        (400, "the name of the object (two) does not match the name on the URL (one)")
    );
    let missing = json!({ "metadata": { "name": "two" } });
    assert_eq!(api.put(&format!("{MAPS}/two"), &missing).await.code, 404);
}

#[tokio::test]
async fn leases_need_a_version_and_are_created_by_put() {
    let api = Api::new().await;
    let uri = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
    let lease = json!({ "metadata": { "name": "l" }, "spec": { "holderIdentity": "a" } });
    api.put(uri, &lease).await.expect(201);
    let refused = api.put(uri, &lease).await;
    assert_eq!(refused.code, 422);
    assert_eq!(
        refused.message(),
        "leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: \
         0x0: must be specified for an update"
    );
}

#[tokio::test]
async fn nothing_is_written_when_nothing_changes() {
    let (api, made) = api_with_one().await;
    assert_eq!(api.put(ONE, &made).await.expect(200), made);
    let same = api.merge(ONE, &json!({ "data": { "a": "b" } })).await.expect(200);
    assert_eq!(same, made);
}

#[tokio::test]
async fn patches_come_in_four_languages() {
    let (api, _) = api_with_one().await;
    let ops = json!([{ "op": "add", "path": "/data/j", "value": "1" }]);
    let got = api.patch(ONE, "application/json-patch+json", &ops).await.expect(200);
    assert_eq!(got["data"], json!({ "a": "b", "j": "1" }));
    let got = api.merge(ONE, &json!({ "data": { "a": null } })).await.expect(200);
    assert_eq!(got["data"], json!({ "j": "1" }));
    let strategic = json!({ "metadata": { "labels": { "x": "y" } } });
    let got = api.patch(ONE, "application/strategic-merge-patch+json; charset=utf-8", &strategic);
    assert_eq!(got.await.expect(200)["metadata"]["labels"], json!({ "x": "y" }));
    let intent = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "two" }, "data": { "k": "v" } });
    let two = format!("{MAPS}/two?fieldManager=me");
    let made = api.patch(&two, "application/apply-patch+yaml", &intent).await.expect(201);
    assert_eq!(made["metadata"]["managedFields"][0]["manager"], "me");
    let again = api.patch(&two, "application/apply-patch+yaml", &intent).await.expect(200);
    assert_eq!(again, made, "applying the same again changes nothing");

    let bad = json!([{ "op": "test", "path": "/data/j", "value": "2" }]);
    let bad = api.patch(ONE, "application/json-patch+json", &bad).await;
    assert_eq!(
        (bad.code, bad.message().as_str()),
        (422, "the server rejected our request due to an error in our request")
    );
    assert_eq!(api.patch(ONE, "application/json", &json!({})).await.code, 415);
    assert_eq!(api.merge(&format!("{MAPS}/none"), &json!({})).await.code, 404);
    let strict = api.merge(&format!("{ONE}?fieldValidation=Strict"), &json!({ "dat": {} })).await;
    assert_eq!(strict.code, 422);
    assert!(strict.message().contains("strict decoding error: unknown field \"dat\""));
}

#[tokio::test]
async fn strategic_merge_knows_list_keys() {
    let api = Api::new().await;
    api.post(DEPLOYMENTS, &deployment(1)).await.expect(201);
    let patch = json!({ "spec": { "template": { "spec": { "containers": [
        { "name": "c", "imagePullPolicy": "Always" }, { "name": "d", "image": "j" },
    ] } } } });
    let uri = format!("{DEPLOYMENTS}/web");
    let got = api.patch(&uri, "application/strategic-merge-patch+json", &patch).await.expect(200);
    let containers = got["spec"]["template"]["spec"]["containers"].as_array().unwrap();
    let found = containers.iter().find(|c| c["name"] == "c").unwrap();
    assert_eq!((&found["image"], &found["imagePullPolicy"]), (&json!("i"), &json!("Always")));
    assert_eq!(containers.len(), 2);
}

#[tokio::test]
async fn generation_counts_changes_of_the_spec() {
    let api = Api::new().await;
    let uri = format!("{DEPLOYMENTS}/web");
    let made = api.post(DEPLOYMENTS, &deployment(1)).await.expect(201);
    assert_eq!(made["metadata"]["generation"], 1);
    let scaled = api.merge(&uri, &json!({ "spec": { "replicas": 2 } })).await.expect(200);
    assert_eq!(scaled["metadata"]["generation"], 2);
    let labelled = api.merge(&uri, &json!({ "metadata": { "labels": { "a": "b" } } })).await;
    assert_eq!(labelled.expect(200)["metadata"]["generation"], 2);
    let forged = api.merge(&uri, &json!({ "metadata": { "generation": 9 } })).await;
    assert_eq!(forged.expect(200)["metadata"]["generation"], 2);
}

#[tokio::test]
async fn status_and_spec_are_written_apart() {
    let api = Api::new().await;
    let uri = format!("{DEPLOYMENTS}/web");
    let mut object = deployment(1);
    object["status"] = json!({ "replicas": 7 });
    let made = api.post(DEPLOYMENTS, &object).await.expect(201);
    assert_eq!(made["status"], json!({}));
    let change = json!({ "spec": { "replicas": 5 }, "status": { "replicas": 1 }, "metadata": { "labels": { "app": "x" }, "annotations": { "n": "o" } } });
    let got = api.merge(&format!("{uri}/status"), &change).await.expect(200);
    assert_eq!(got["status"]["replicas"], 1);
    assert_eq!(got["spec"]["replicas"], 1);
    assert_eq!(got["metadata"]["labels"]["app"], "web");
    assert_eq!(got["metadata"]["annotations"]["n"], "o");
    assert_eq!(got["metadata"]["generation"], 1);
    let got = api.merge(&uri, &json!({ "status": { "replicas": 9 } })).await.expect(200);
    assert_eq!(got["status"]["replicas"], 1);
    let read = api.get(&format!("{uri}/status")).await.expect(200);
    assert_eq!(read["status"]["replicas"], 1);
}

#[tokio::test]
async fn the_last_finalizer_takes_the_object_along() {
    let api = Api::new().await;
    let held = json!({ "metadata": { "name": "one", "finalizers": ["example.com/hold"] } });
    api.post(MAPS, &held).await.expect(201);
    api.delete(ONE, &Value::Null).await.expect(200);
    let more = json!({ "metadata": { "finalizers": ["example.com/hold", "example.com/more"] } });
    let more = api.merge(ONE, &more).await;
    assert_eq!(more.code, 422);
    assert!(
        more.message().contains("no new finalizers can be added if the object is being deleted")
    );
    let freed = api.merge(ONE, &json!({ "metadata": { "finalizers": null } })).await.expect(200);
    assert!(freed["metadata"].get("finalizers").is_none());
    api.get(ONE).await.expect(404);
}

#[tokio::test]
async fn collections_are_deleted_by_selector() {
    let api = Api::new().await;
    for (name, tier) in [("a", "front"), ("b", "back"), ("c", "front")] {
        let object = json!({ "metadata": { "name": name, "labels": { "tier": tier } } });
        api.post(MAPS, &object).await.expect(201);
    }
    let gone = api.delete(&format!("{MAPS}?labelSelector=tier%3Dfront"), &Value::Null).await;
    let gone = gone.expect(200);
    assert_eq!(gone["kind"], "ConfigMapList");
    assert_eq!(gone["items"].as_array().unwrap().len(), 2);
    let left = api.get(MAPS).await.expect(200);
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
}
