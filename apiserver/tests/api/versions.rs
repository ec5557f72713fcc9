//! Built-in kinds that are served in several versions and stored in one.

use std::sync::Arc;

use bowline_apiserver::storage::{MemoryStorage, Storage};
use serde_json::{Value, json};

use crate::client::Api;

const V1: &str = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
const V2: &str = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
const CORE: &str = "/api/v1/namespaces/default/events";
const EVENTS: &str = "/apis/events.k8s.io/v1/namespaces/default/events";
const APPLY: &str = "application/apply-patch+yaml";

fn autoscaler(target: &str) -> Value {
    json!({
        "metadata": { "name": "h" },
        "spec": {
            "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": target },
            "maxReplicas": 10,
        },
    })
}

fn cpu(share: i64) -> Value {
    json!({
        "type": "Resource",
        "resource": { "name": "cpu", "target": { "type": "Utilization", "averageUtilization": share } },
    })
}

async fn stored(storage: &MemoryStorage, key: &str) -> Value {
    let found = storage.get(key).await.unwrap();
    serde_json::from_slice(&found.kv.expect("it is stored").value).unwrap()
}

#[tokio::test]
async fn an_autoscaler_of_version_1_is_stored_as_version_2() {
    let storage = Arc::new(MemoryStorage::default());
    let api = Api::over(storage.clone()).await;
    let mut object = autoscaler("web");
    object["spec"]["targetCPUUtilizationPercentage"] = 60.into();
    let made = api.post(V1, &object).await.expect(201);
    assert_eq!(made["apiVersion"], "autoscaling/v1");
    assert_eq!(made["spec"]["targetCPUUtilizationPercentage"], 60);
    assert!(made["spec"].get("metrics").is_none(), "{made}");

    let raw = stored(&storage, "/registry/horizontalpodautoscalers/default/h").await;
    assert_eq!(raw["apiVersion"], "autoscaling/v2");
    assert_eq!(raw["spec"]["metrics"], json!([cpu(60)]));
    assert!(raw["spec"].get("targetCPUUtilizationPercentage").is_none(), "{raw}");

    let read = api.get(&format!("{V2}/h")).await.expect(200);
    assert_eq!(
        (&read["apiVersion"], &read["spec"]["metrics"]),
        (&json!("autoscaling/v2"), &json!([cpu(60)]))
    );
    let listed = api.get(V2).await.expect(200);
    assert_eq!(listed["items"][0]["spec"]["metrics"], json!([cpu(60)]));
    let listed = api.get(V1).await.expect(200);
    assert_eq!(listed["kind"], "HorizontalPodAutoscalerList");
    assert_eq!(listed["items"][0]["spec"]["targetCPUUtilizationPercentage"], 60);
}

#[tokio::test]
async fn an_autoscaler_is_changed_through_either_version() {
    let api = Api::new().await;
    let mut object = autoscaler("web");
    object["spec"]["metrics"] = json!([
        { "type": "Pods", "pods": {
            "metric": { "name": "rps" }, "target": { "type": "AverageValue", "averageValue": "10" },
        }},
        cpu(50),
    ]);
    api.post(V2, &object).await.expect(201);
    let old = api.get(&format!("{V1}/h")).await.expect(200);
    let metrics = &old["metadata"]["annotations"]["autoscaling.alpha.kubernetes.io/metrics"];
    assert!(metrics.as_str().unwrap().contains("\"metricName\":\"rps\""), "{old}");

    let share = json!({ "spec": { "targetCPUUtilizationPercentage": 70 } });
    let patched = api.merge(&format!("{V1}/h"), &share).await.expect(200);
    assert_eq!(patched["spec"]["targetCPUUtilizationPercentage"], 70);
    let most = json!({ "spec": { "maxReplicas": 12 } });
    let strategic = "application/strategic-merge-patch+json";
    api.patch(&format!("{V1}/h"), strategic, &most).await.expect(200);
    let mut new = api.get(&format!("{V2}/h")).await.expect(200);
    assert_eq!(new["spec"]["maxReplicas"], 12);
    let metrics = new["spec"]["metrics"].as_array().unwrap();
    assert_eq!(metrics.len(), 2, "{new}");
    assert!(metrics.contains(&cpu(70)), "{new}");
    assert!(new["metadata"].get("annotations").is_none(), "{new}");

    new["spec"]["metrics"] = json!([cpu(30)]);
    api.put(&format!("{V2}/h"), &new).await.expect(200);
    let mut old = api.get(&format!("{V1}/h")).await.expect(200);
    assert_eq!(old["spec"]["targetCPUUtilizationPercentage"], 30);
    old["spec"]["maxReplicas"] = 20.into();
    api.put(&format!("{V1}/h"), &old).await.expect(200);
    let new = api.get(&format!("{V2}/h")).await.expect(200);
    assert_eq!(
        (&new["spec"]["maxReplicas"], &new["spec"]["metrics"]),
        (&json!(20), &json!([cpu(30)]))
    );
}

#[tokio::test]
async fn the_status_of_an_autoscaler_is_written_through_either_version() {
    let api = Api::new().await;
    api.post(V2, &autoscaler("web")).await.expect(201);
    let mut old = api.get(&format!("{V1}/h")).await.expect(200);
    old["status"] = json!({ "currentReplicas": 1, "desiredReplicas": 2, "currentCPUUtilizationPercentage": 40 });
    api.put(&format!("{V1}/h/status"), &old).await.expect(200);
    let new = api.get(&format!("{V2}/h")).await.expect(200);
    let current = &new["status"]["currentMetrics"][0]["resource"];
    assert_eq!(
        (&current["name"], &current["current"]["averageUtilization"]),
        (&json!("cpu"), &json!(40))
    );
}

#[tokio::test]
async fn appliers_of_two_versions_own_their_fields() {
    let api = Api::new().await;
    let apply = async |version: &str, manager: &str, mut object: Value| {
        object["apiVersion"] = format!("autoscaling/{version}").into();
        object["kind"] = "HorizontalPodAutoscaler".into();
        let uri = format!(
            "/apis/autoscaling/{version}/namespaces/default/horizontalpodautoscalers/h?fieldManager={manager}"
        );
        api.patch(&uri, APPLY, &object).await
    };
    let mut object = autoscaler("web");
    object["spec"]["targetCPUUtilizationPercentage"] = 60.into();
    apply("v1", "old", object).await.expect(201);
    let new =
        apply("v2", "new", json!({ "metadata": { "name": "h", "labels": { "a": "b" } } })).await;
    let new = new.expect(200);
    assert_eq!(new["spec"]["metrics"], json!([cpu(60)]));
    let versions: Vec<_> = new["metadata"]["managedFields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["manager"].as_str().unwrap(), entry["apiVersion"].as_str().unwrap()))
        .collect();
    assert_eq!(versions, [("new", "autoscaling/v2"), ("old", "autoscaling/v1")]);

    // What the applier of the other version owns is a conflict in this one.
    let refused =
        apply("v2", "new", json!({ "metadata": { "name": "h" }, "spec": { "maxReplicas": 3 } }))
            .await;
    assert_eq!(refused.code, 409, "{}", refused.text);
    assert!(
        refused.message().contains("conflict with \"old\": .spec.maxReplicas"),
        "{}",
        refused.text
    );

    let mut object = autoscaler("web");
    object["spec"]["targetCPUUtilizationPercentage"] = 75.into();
    apply("v1", "old", object).await.expect(200);
    let new = api.get(&format!("{V2}/h")).await.expect(200);
    assert_eq!(new["spec"]["metrics"], json!([cpu(75)]));
    assert_eq!(new["metadata"]["labels"]["a"], "b");
}

#[tokio::test]
async fn a_watch_shows_writes_of_the_other_version_in_its_own() {
    let api = Api::new().await;
    let mut old = api.watch(&format!("{V1}?watch=true")).await;
    let mut new = api.watch(&format!("{V2}?watch=true")).await;
    let mut object = autoscaler("web");
    object["spec"]["metrics"] = json!([cpu(50)]);
    api.post(V2, &object).await.expect(201);
    let event = old.next().await.unwrap();
    assert_eq!(
        (&event["type"], &event["object"]["apiVersion"]),
        (&json!("ADDED"), &json!("autoscaling/v1"))
    );
    assert_eq!(event["object"]["spec"]["targetCPUUtilizationPercentage"], 50);
    assert_eq!(new.next().await.unwrap()["object"]["spec"]["metrics"], json!([cpu(50)]));
    api.delete(&format!("{V1}/h"), &Value::Null).await.expect(200);
    let event = new.next().await.unwrap();
    assert_eq!(
        (&event["type"], &event["object"]["spec"]["metrics"]),
        (&json!("DELETED"), &json!([cpu(50)]))
    );
}

#[tokio::test]
async fn events_are_one_kind_in_two_groups() {
    let storage = Arc::new(MemoryStorage::default());
    let api = Api::over(storage.clone()).await;
    let mut core = api.watch(&format!("{CORE}?watch=true")).await;
    let event = json!({
        "metadata": { "name": "e" },
        "regarding": { "kind": "Pod", "name": "p", "namespace": "default" },
        "note": "it runs", "reason": "Started", "type": "Normal", "action": "Start",
        "eventTime": "2026-01-02T03:04:05.000000Z",
        "reportingController": "example.com/agent", "reportingInstance": "agent-1",
    });
    api.post(EVENTS, &event).await.expect(201);
    let raw = stored(&storage, "/registry/events/default/e").await;
    assert_eq!((&raw["apiVersion"], &raw["message"]), (&json!("v1"), &json!("it runs")));
    let seen = core.next().await.unwrap();
    assert_eq!(seen["object"]["involvedObject"]["name"], "p");
    assert_eq!(seen["object"]["reportingComponent"], "example.com/agent");

    let selected = api.get(&format!("{EVENTS}?fieldSelector=regarding.name%3Dp")).await.expect(200);
    assert_eq!(selected["items"][0]["note"], "it runs");
    let selected =
        api.get(&format!("{CORE}?fieldSelector=involvedObject.name%3Dq")).await.expect(200);
    assert_eq!(selected["items"], json!([]));

    let labels = json!({ "metadata": { "labels": { "a": "b" } } });
    let patched = api.merge(&format!("{CORE}/e"), &labels).await.expect(200);
    assert_eq!(patched["message"], "it runs");
    let read = api.get(&format!("{EVENTS}/e")).await.expect(200);
    assert_eq!((&read["note"], &read["metadata"]["labels"]["a"]), (&json!("it runs"), &json!("b")));
}

#[tokio::test]
async fn a_beta_version_that_is_asked_for_is_another_view_of_the_same_objects() {
    let storage = Arc::new(MemoryStorage::default());
    let groups =
        ["resource.k8s.io/v1beta1", "resource.k8s.io/v1beta2", "networking.k8s.io/v1beta1"];
    let api = Api::serving(storage.clone(), &groups).await;
    let claims = |version: &str| {
        format!("/apis/resource.k8s.io/{version}/namespaces/default/resourceclaims")
    };
    let claim = json!({
        "metadata": { "name": "c" },
        "spec": { "devices": { "requests": [{ "name": "a", "deviceClassName": "gpu" }] } },
    });
    let made = api.post(&claims("v1beta1"), &claim).await.expect(201);
    assert_eq!(made["spec"]["devices"]["requests"][0]["deviceClassName"], "gpu");
    let raw = stored(&storage, "/registry/resourceclaims/default/c").await;
    assert_eq!(raw["apiVersion"], "resource.k8s.io/v1");
    assert_eq!(raw["spec"]["devices"]["requests"][0]["exactly"]["deviceClassName"], "gpu");
    for version in ["v1", "v1beta2"] {
        let read = api.get(&format!("{}/c", claims(version))).await.expect(200);
        assert_eq!(read["apiVersion"], format!("resource.k8s.io/{version}"));
        assert_eq!(read["spec"]["devices"]["requests"][0]["exactly"]["count"], 1);
    }
    let listed = api.get(&claims("v1beta1")).await.expect(200);
    assert_eq!(listed["items"][0]["spec"]["devices"]["requests"][0]["count"], 1);

    let address = json!({
        "metadata": { "name": "10.96.0.77" },
        "spec": { "parentRef": { "resource": "services", "namespace": "default", "name": "s" } },
    });
    api.post("/apis/networking.k8s.io/v1beta1/ipaddresses", &address).await.expect(201);
    let read = api.get("/apis/networking.k8s.io/v1/ipaddresses/10.96.0.77").await.expect(200);
    assert_eq!(read["apiVersion"], "networking.k8s.io/v1");
    let groups = api.get("/apis/resource.k8s.io").await.expect(200);
    assert_eq!(groups["versions"].as_array().unwrap().len(), 3);
}
