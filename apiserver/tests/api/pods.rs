//! Pods: creation, binding, status, graceful deletion, eviction.

use serde_json::{Value, json};

use crate::client::{Answer, Api};

const PODS: &str = "/api/v1/namespaces/default/pods";
const WEB: &str = "/api/v1/namespaces/default/pods/web";

fn pod(name: &str) -> Value {
    json!({
        "metadata": { "name": name, "labels": { "app": "web" } },
        "spec": { "containers": [{ "name": "c", "image": "i", "resources": { "requests": { "cpu": "1" } } }] },
    })
}

async fn bind(api: &Api, name: &str, node: &str) -> Answer {
    let binding =
        json!({ "metadata": { "name": name }, "target": { "kind": "Node", "name": node } });
    api.post(&format!("{PODS}/{name}/binding"), &binding).await
}

#[tokio::test]
async fn a_new_pod_is_pending_and_defaulted() {
    let api = Api::new().await;
    let mut sent = pod("web");
    sent["status"] = json!({ "phase": "Running" });
    let made = api.post(PODS, &sent).await.expect(201);
    assert_eq!(made["status"]["phase"], "Pending");
    assert_eq!(made["status"]["qosClass"], "Burstable");
    assert_eq!(made["metadata"]["generation"], 1);
    assert_eq!(made["spec"]["restartPolicy"], "Always");
    assert_eq!(made["spec"]["terminationGracePeriodSeconds"], 30);
    assert_eq!(made["spec"]["containers"][0]["imagePullPolicy"], "Always");
}

#[tokio::test]
async fn a_binding_gives_a_pod_its_node_once() {
    let api = Api::new().await;
    api.post(PODS, &pod("web")).await.expect(201);
    let mut events = api.watch(&format!("{PODS}?watch=1&fieldSelector=spec.nodeName%3Dn1")).await;
    let bound = bind(&api, "web", "n1").await.expect(201);
    assert_eq!((&bound["kind"], &bound["status"]), (&json!("Status"), &json!("Success")));
    let got = api.get(WEB).await.expect(200);
    assert_eq!(got["spec"]["nodeName"], "n1");
    assert_eq!(got["status"]["conditions"][0]["type"], "PodScheduled");
    assert_eq!(got["status"]["conditions"][0]["status"], "True");
    assert_eq!(events.brief().await.0, "ADDED", "it entered the node's selection");
    let again = bind(&api, "web", "n2").await;
    assert_eq!(
        (again.code, again.message().as_str()),
        (
            409,
            "Operation cannot be fulfilled on pods/binding \"web\": pod web is already assigned to node \"n1\""
        )
    );
    assert_eq!(bind(&api, "none", "n1").await.code, 404);
    let by_collection = json!({ "metadata": { "name": "web" }, "target": { "name": "n1" } });
    let again = api.post("/api/v1/namespaces/default/bindings", &by_collection).await;
    assert_eq!(again.code, 409);
}

#[tokio::test]
async fn bound_pods_end_gracefully_and_others_at_once() {
    let api = Api::new().await;
    api.post(PODS, &pod("idle")).await.expect(201);
    let gone = api.delete(&format!("{PODS}/idle"), &Value::Null).await.expect(200);
    assert_eq!((&gone["kind"], &gone["metadata"]["name"]), (&json!("Pod"), &json!("idle")));
    api.get(&format!("{PODS}/idle")).await.expect(404);

    api.post(PODS, &pod("web")).await.expect(201);
    bind(&api, "web", "n1").await.expect(201);
    let marked = api.delete(WEB, &Value::Null).await.expect(200);
    assert_eq!(marked["metadata"]["deletionTimestamp"], "2026-01-02T03:04:35Z");
    assert_eq!(marked["metadata"]["deletionGracePeriodSeconds"], 30);
    assert_eq!(marked["metadata"]["generation"], 2);
    let longer = api.delete(WEB, &json!({ "gracePeriodSeconds": 60 })).await.expect(200);
    assert_eq!(longer["metadata"]["deletionGracePeriodSeconds"], 30);
    let shorter = api.delete(WEB, &json!({ "gracePeriodSeconds": 5 })).await.expect(200);
    assert_eq!(shorter["metadata"]["deletionTimestamp"], "2026-01-02T03:04:10Z");
    let mut events = api.watch(&format!("{PODS}?watch=1")).await;
    assert_eq!(events.brief().await.0, "ADDED");
    api.delete(WEB, &json!({ "gracePeriodSeconds": 0 })).await.expect(200);
    assert_eq!(events.brief().await.0, "MODIFIED");
    assert_eq!(events.brief().await.0, "DELETED");
    api.get(WEB).await.expect(404);
}

#[tokio::test]
async fn most_of_a_pods_spec_cannot_change() {
    let api = Api::new().await;
    api.post(PODS, &pod("web")).await.expect(201);
    let image = json!([{ "op": "replace", "path": "/spec/containers/0/image", "value": "j" }]);
    let ok = api.patch(WEB, "application/json-patch+json", &image).await.expect(200);
    assert_eq!(
        (&ok["spec"]["containers"][0]["image"], &ok["metadata"]["generation"]),
        (&json!("j"), &json!(2))
    );
    let refused = api.merge(WEB, &json!({ "spec": { "nodeSelector": { "a": "b" } } })).await;
    assert_eq!(refused.code, 422);
    assert!(
        refused.message().contains("pod updates may not change fields other than"),
        "{}",
        refused.text
    );
    let tolerate = json!({ "spec": { "tolerations": [{ "key": "a", "operator": "Exists" }] } });
    api.merge(WEB, &tolerate).await.expect(200);
    let less = api.merge(WEB, &json!({ "spec": { "tolerations": null } })).await;
    assert_eq!(less.code, 422);
}

#[tokio::test]
async fn gates_hold_a_pod_back() {
    let api = Api::new().await;
    let mut gated = pod("web");
    gated["spec"]["schedulingGates"] = json!([{ "name": "example.com/g" }]);
    let made = api.post(PODS, &gated).await.expect(201);
    assert_eq!(made["status"]["conditions"][0]["reason"], "SchedulingGated");
    assert_eq!(bind(&api, "web", "n1").await.code, 409);
    let place = json!({ "spec": { "nodeSelector": { "a": "b" } } });
    api.merge(WEB, &place).await.expect(200);
    let free = api.merge(WEB, &json!({ "spec": { "schedulingGates": null } })).await.expect(200);
    assert!(free["status"].get("conditions").is_none_or(|c| c == &json!([])));
    bind(&api, "web", "n1").await.expect(201);
}

#[tokio::test]
async fn evictions_ask_the_budget() {
    let api = Api::new().await;
    let budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
    let budget = json!({
        "metadata": { "name": "b" },
        "spec": { "minAvailable": 1, "selector": { "matchLabels": { "app": "web" } } },
    });
    api.post(budgets, &budget).await.expect(201);
    for name in ["web", "web2"] {
        api.post(PODS, &pod(name)).await.expect(201);
        bind(&api, name, "n1").await.expect(201);
        let running = json!({ "status": { "phase": "Running", "conditions": [{ "type": "Ready", "status": "True" }] } });
        api.patch(
            &format!("{PODS}/{name}/status"),
            "application/strategic-merge-patch+json",
            &running,
        )
        .await
        .expect(200);
    }
    let evict = |name: &'static str| {
        let eviction =
            json!({ "apiVersion": "policy/v1", "kind": "Eviction", "metadata": { "name": name } });
        let api = &api;
        async move { api.post(&format!("{PODS}/{name}/eviction"), &eviction).await }
    };
    let early = evict("web").await;
    assert_eq!(early.code, 429);
    assert_eq!(early.json()["details"]["causes"][0]["reason"], "DisruptionBudget");
    let status = json!({ "status": { "observedGeneration": 1, "disruptionsAllowed": 1, "currentHealthy": 2, "desiredHealthy": 1, "expectedPods": 2 } });
    api.merge(&format!("{budgets}/b/status"), &status).await.expect(200);
    let evicted = evict("web").await.expect(201);
    assert_eq!(evicted["status"], "Success");
    assert!(api.get(WEB).await.expect(200)["metadata"]["deletionTimestamp"].is_string());
    let left = api.get(&format!("{budgets}/b")).await.expect(200);
    assert_eq!(left["status"]["disruptionsAllowed"], 0);
    assert!(left["status"]["disruptedPods"]["web"].is_string());
    let refused = evict("web2").await;
    assert_eq!(
        (refused.code, refused.message().as_str()),
        (429, "Cannot evict pod as it would violate the pod's disruption budget.")
    );
}

#[tokio::test]
async fn a_status_patch_leaves_the_spec_alone() {
    let api = Api::new().await;
    api.post(PODS, &pod("web")).await.expect(201);
    let patch = json!({ "status": { "phase": "Running", "podIP": "10.0.0.9", "podIPs": [{ "ip": "10.0.0.9" }] }, "spec": { "nodeName": "x" } });
    let got = api
        .patch(&format!("{WEB}/status"), "application/strategic-merge-patch+json", &patch)
        .await
        .expect(200);
    assert_eq!((&got["status"]["phase"], got["spec"].get("nodeName")), (&json!("Running"), None));
    assert_eq!(got["status"]["qosClass"], "Burstable");
}
