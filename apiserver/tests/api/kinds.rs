//! Rules of single kinds.

use serde_json::{Value, json};

use crate::client::Api;

const SERVICES: &str = "/api/v1/namespaces/default/services";

/// A request to sign a certificate, as an object has it.
fn certificate_request() -> String {
    use base64::Engine as _;
    let key = rcgen::KeyPair::generate().unwrap();
    let request = rcgen::CertificateParams::default().serialize_request(&key).unwrap();
    base64::engine::general_purpose::STANDARD.encode(request.pem().unwrap())
}

fn service(name: &str) -> Value {
    json!({
        "metadata": { "name": name },
        "spec": { "ports": [{ "port": 80 }], "selector": { "app": "web" } },
    })
}

#[tokio::test]
async fn namespaces_end_in_two_steps() {
    let api = Api::new().await;
    let made = api.post("/api/v1/namespaces", &json!({ "metadata": { "name": "n" } })).await;
    let made = made.expect(201);
    assert_eq!(made["spec"]["finalizers"], json!(["kubernetes"]));
    assert_eq!(made["status"]["phase"], "Active");
    assert_eq!(made["metadata"]["labels"]["kubernetes.io/metadata.name"], "n");
    let map = json!({ "metadata": { "name": "m" } });
    api.post("/api/v1/namespaces/n/configmaps", &map).await.expect(201);
    let marked = api.delete("/api/v1/namespaces/n", &Value::Null).await.expect(200);
    assert_eq!(marked["status"]["phase"], "Terminating");
    assert!(marked["metadata"]["deletionTimestamp"].is_string());
    let late = api
        .post("/api/v1/namespaces/n/configmaps", &json!({ "metadata": { "name": "late" } }))
        .await;
    assert_eq!(late.code, 403);
    assert_eq!(
        late.message(),
        "configmaps \"late\" is forbidden: unable to create new content in namespace n because it \
         is being terminated"
    );
    assert_eq!(late.json()["details"]["causes"][0]["reason"], "NamespaceTerminating");
    api.merge("/api/v1/namespaces/n/configmaps/m", &json!({ "data": {} })).await.expect(200);
    let mut finalized = api.get("/api/v1/namespaces/n").await.expect(200);
    finalized["spec"]["finalizers"] = json!([]);
    api.put("/api/v1/namespaces/n/finalize", &finalized).await.expect(200);
    api.get("/api/v1/namespaces/n").await.expect(404);
}

#[tokio::test]
async fn some_namespaces_stay_and_missing_ones_hold_nothing() {
    let api = Api::new().await;
    let refused = api.delete("/api/v1/namespaces/kube-system", &Value::Null).await;
    assert_eq!(
        (refused.code, refused.message().as_str()),
        (403, "namespaces \"kube-system\" is forbidden: this namespace may not be deleted")
    );
    let nowhere = api
        .post("/api/v1/namespaces/nowhere/configmaps", &json!({ "metadata": { "name": "m" } }))
        .await;
    assert_eq!(
        (nowhere.code, nowhere.message().as_str()),
        (404, "namespaces \"nowhere\" not found")
    );
    let generated = api
        .post("/api/v1/namespaces", &json!({ "metadata": { "generateName": "g-" } }))
        .await
        .expect(201);
    assert_eq!(
        generated["metadata"]["labels"]["kubernetes.io/metadata.name"],
        generated["metadata"]["name"]
    );
}

#[tokio::test]
async fn services_get_addresses_of_their_own() {
    let api = Api::new().await;
    let a = api.post(SERVICES, &service("a")).await.expect(201);
    let b = api.post(SERVICES, &service("b")).await.expect(201);
    let ip = |s: &Value| s["spec"]["clusterIP"].as_str().unwrap().to_owned();
    assert!(ip(&a).starts_with("10."), "{a}");
    assert_ne!(ip(&a), ip(&b));
    assert_eq!(a["spec"]["clusterIPs"], json!([ip(&a)]));
    assert_eq!(
        (&a["spec"]["ipFamilies"], &a["spec"]["ipFamilyPolicy"]),
        (&json!(["IPv4"]), &json!("SingleStack"))
    );
    let address = format!("/apis/networking.k8s.io/v1/ipaddresses/{}", ip(&a));
    assert_eq!(api.get(&address).await.expect(200)["spec"]["parentRef"]["name"], "a");
    let mut same = service("c");
    same["spec"]["clusterIP"] = ip(&a).into();
    let same = api.post(SERVICES, &same).await;
    assert_eq!(same.code, 422);
    assert!(same.message().contains("provided IP is already allocated"), "{}", same.text);
    let mut outside = service("c");
    outside["spec"]["clusterIP"] = "192.168.1.1".into();
    assert_eq!(api.post(SERVICES, &outside).await.code, 422);
    let mut headless = service("h");
    headless["spec"]["clusterIP"] = "None".into();
    assert_eq!(ip(&api.post(SERVICES, &headless).await.expect(201)), "None");
    api.delete(&format!("{SERVICES}/a"), &Value::Null).await.expect(200);
    api.get(&address).await.expect(404);
    let moved = api
        .merge(
            &format!("{SERVICES}/b"),
            &json!({ "spec": { "clusterIP": "10.96.0.77", "clusterIPs": ["10.96.0.77"] } }),
        )
        .await;
    assert_eq!(moved.code, 422);
    api.get("/apis/networking.k8s.io/v1/ipaddresses/10.96.0.77").await.expect(404);
}

#[tokio::test]
async fn node_ports_come_and_go_with_the_type() {
    let api = Api::new().await;
    let mut node = service("a");
    node["spec"]["type"] = "NodePort".into();
    let a = api.post(SERVICES, &node).await.expect(201);
    let port = a["spec"]["ports"][0]["nodePort"].as_u64().unwrap();
    assert!((30_000..=32_767).contains(&port));
    node["metadata"]["name"] = "b".into();
    node["spec"]["ports"][0]["nodePort"] = port.into();
    let taken = api.post(SERVICES, &node).await;
    assert!(taken.message().contains("provided port is already allocated"), "{}", taken.text);
    let uri = format!("{SERVICES}/a");
    let renamed = json!({ "spec": { "type": "NodePort", "ports": [{ "port": 80, "protocol": "TCP", "name": "x" }] } });
    assert_eq!(api.merge(&uri, &renamed).await.expect(200)["spec"]["ports"][0]["nodePort"], port);
    let plain = api.merge(&uri, &json!({ "spec": { "type": "ClusterIP" } })).await.expect(200);
    assert!(plain["spec"]["ports"][0].get("nodePort").is_none());
    api.post(SERVICES, &node).await.expect(201);
}

#[tokio::test]
async fn dry_runs_take_no_addresses() {
    let api = Api::new().await;
    let list = "/apis/networking.k8s.io/v1/ipaddresses";
    let count = |answer: Value| answer["items"].as_array().unwrap().len();
    let before = count(api.get(list).await.expect(200));
    let tried = api.post(&format!("{SERVICES}?dryRun=All"), &service("a")).await.expect(201);
    assert!(tried["spec"]["clusterIP"].is_string());
    assert_eq!(count(api.get(list).await.expect(200)), before);
}

#[tokio::test]
async fn immutable_maps_and_secrets_stay_as_they_are() {
    let api = Api::new().await;
    for (kind, value) in [("configmaps", "v"), ("secrets", "dg==")] {
        let uri = format!("/api/v1/namespaces/default/{kind}");
        let object =
            json!({ "metadata": { "name": "x" }, "data": { "k": value }, "immutable": true });
        api.post(&uri, &object).await.expect(201);
        let one = format!("{uri}/x");
        for patch in [json!({ "data": { "k": "YQ==" } }), json!({ "immutable": null })] {
            let refused = api.merge(&one, &patch).await;
            assert_eq!(refused.code, 422, "{patch}");
            assert!(refused.message().contains("field is immutable when `immutable` is set"));
        }
        api.merge(&one, &json!({ "metadata": { "labels": { "a": "b" } } })).await.expect(200);
        let bad = json!({ "metadata": { "name": "y" }, "data": { "": value } });
        assert_eq!(api.post(&uri, &bad).await.code, 422, "{kind} with an empty key");
    }
}

#[tokio::test]
async fn secrets_take_text_and_keep_their_type() {
    let api = Api::new().await;
    let uri = "/api/v1/namespaces/default/secrets";
    let made = api
        .post(uri, &json!({ "metadata": { "name": "s" }, "stringData": { "k": "v" } }))
        .await
        .expect(201);
    assert_eq!((&made["data"]["k"], &made["type"]), (&json!("dg=="), &json!("Opaque")));
    assert!(made.get("stringData").is_none());
    let retyped = api.merge(&format!("{uri}/s"), &json!({ "type": "other" })).await;
    assert_eq!(retyped.code, 422);
}

#[tokio::test]
async fn jobs_select_their_own_pods() {
    let api = Api::new().await;
    let jobs = "/apis/batch/v1/namespaces/default/jobs";
    let job = json!({ "metadata": { "name": "j" }, "spec": { "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "c", "image": "i" }] } } } });
    let made = api.post(jobs, &job).await.expect(201);
    let uid = &made["metadata"]["uid"];
    assert_eq!(
        made["spec"]["selector"]["matchLabels"],
        json!({ "batch.kubernetes.io/controller-uid": uid })
    );
    let labels = &made["spec"]["template"]["metadata"]["labels"];
    assert_eq!(
        (&labels["batch.kubernetes.io/job-name"], &labels["controller-uid"]),
        (&json!("j"), uid)
    );
    let deleted = api.delete(&format!("{jobs}/j"), &Value::Null).await;
    assert_eq!(deleted.expect(200)["metadata"]["finalizers"], json!(["orphan"]));
    assert!(deleted.warnings()[0].contains("child pods are preserved by default"));
}

#[tokio::test]
async fn scales_show_and_change_replicas() {
    let api = Api::new().await;
    let uri = "/apis/apps/v1/namespaces/default/deployments";
    let template = json!({ "metadata": { "labels": { "app": "w" } }, "spec": { "containers": [{ "name": "c", "image": "i" }] } });
    let object = json!({ "metadata": { "name": "w" }, "spec": { "replicas": 2, "selector": { "matchLabels": { "app": "w" } }, "template": template } });
    api.post(uri, &object).await.expect(201);
    let scale_uri = format!("{uri}/w/scale");
    let scale = api.get(&scale_uri).await.expect(200);
    assert_eq!((&scale["kind"], &scale["apiVersion"]), (&json!("Scale"), &json!("autoscaling/v1")));
    assert_eq!(
        (&scale["spec"]["replicas"], &scale["status"]["selector"]),
        (&json!(2), &json!("app=w"))
    );
    let scaled = api.merge(&scale_uri, &json!({ "spec": { "replicas": 5 } })).await.expect(200);
    assert_eq!(scaled["spec"]["replicas"], 5);
    let now = api.get(&format!("{uri}/w")).await.expect(200);
    assert_eq!((&now["spec"]["replicas"], &now["metadata"]["generation"]), (&json!(5), &json!(2)));
    let mut stale = scale;
    stale["spec"]["replicas"] = json!(1);
    assert_eq!(api.put(&scale_uri, &stale).await.code, 409);
    stale["metadata"]["resourceVersion"] = "".into();
    assert_eq!(api.put(&scale_uri, &stale).await.expect(200)["spec"]["replicas"], 1);
    let negative = api.merge(&scale_uri, &json!({ "spec": { "replicas": -1 } })).await;
    assert_eq!(negative.code, 422);
    assert_eq!(
        negative.message(),
        "Scale.autoscaling \"w\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"
    );
}

#[tokio::test]
async fn signing_requests_tell_who_asked_and_are_approved_apart() {
    let api = Api::new().await;
    let uri = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    let sent = json!({ "metadata": { "name": "r" }, "spec": { "request": certificate_request(), "signerName": "example.com/s", "usages": ["digital signature"], "username": "root" } });
    let made = api.post(uri, &sent).await.expect(201);
    assert_eq!(made["spec"]["username"], "admin");
    let verdict = json!({ "status": { "conditions": [{ "type": "Approved", "status": "True", "reason": "ok" }] } });
    let via_status = api.merge(&format!("{uri}/r/status"), &verdict).await.expect(200);
    assert!(via_status["status"].get("conditions").is_none());
    let approved = api.merge(&format!("{uri}/r/approval"), &verdict).await.expect(200);
    assert_eq!(approved["status"]["conditions"][0]["type"], "Approved");
    let issued = json!({ "status": { "certificate": "Yg==" } });
    let issued = api.merge(&format!("{uri}/r/status"), &issued).await.expect(200);
    assert_eq!(issued["status"]["certificate"], "Yg==");
    assert_eq!(issued["status"]["conditions"][0]["type"], "Approved");
}
