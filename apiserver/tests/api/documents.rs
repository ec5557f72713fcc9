//! What the server tells of itself.

use http::Method;
use serde_json::json;

use crate::client::Api;

#[tokio::test]
async fn discovery_openapi_and_version_are_served() {
    let api = Api::new().await;
    let version = api.get("/version").await.expect(200);
    assert_eq!((&version["major"], &version["minor"]), (&json!("1"), &json!("36")));
    assert_eq!(api.get("/api").await.expect(200)["versions"], json!(["v1"]));
    let groups = api.get("/apis").await.expect(200);
    assert!(groups["groups"].as_array().unwrap().iter().any(|g| g["name"] == "apps"));
    let core = api.get("/api/v1").await.expect(200);
    assert!(core["resources"].as_array().unwrap().iter().any(|r| r["name"] == "pods"));
    api.get("/apis/apps/v1").await.expect(200);
    assert_eq!(api.get("/apis/nothing").await.code, 404);
    let paths = api.get("/").await.expect(200);
    let paths = paths["paths"].as_array().unwrap();
    assert!(paths.contains(&json!("/apis/apps/v1")) && paths.contains(&json!("/healthz/ping")));
}

#[tokio::test]
async fn documents_have_tags() {
    let api = Api::new().await;
    for uri in ["/apis", "/openapi/v2", "/openapi/v3"] {
        let first = api.get(uri).await;
        let tag = first.headers["etag"].to_str().unwrap().to_owned();
        let again = api.send(Method::GET, uri, &[("if-none-match", &tag)], "").await;
        assert_eq!((again.code, again.text.as_str()), (304, ""), "{uri}");
    }
    let index = api.get("/openapi/v3").await.expect(200);
    let uri = index["paths"]["apis/apps/v1"]["serverRelativeURL"].as_str().unwrap();
    let exact = api.get(uri).await;
    assert!(exact.headers["cache-control"].to_str().unwrap().contains("immutable"));
    let moved = api.get("/openapi/v3/apis/apps/v1?hash=old").await;
    assert_eq!((moved.code, moved.headers["location"].to_str().unwrap()), (301, uri));
}

#[tokio::test]
async fn the_old_document_comes_as_protobuf_too() {
    let api = Api::new().await;
    let accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    let answer = api.send(Method::GET, "/openapi/v2", &[("accept", accept)], "").await;
    assert_eq!(answer.code, 200);
    assert!(answer.text.starts_with("\n\u{3}2.0"), "field 1 says which version it is");
    assert!(answer.text.contains("io.k8s.api.core.v1.Pod"));
    assert!(answer.text.contains("fieldValidation"));
}

#[tokio::test]
async fn health_is_told_in_words() {
    let api = Api::new().await;
    for endpoint in ["healthz", "livez", "readyz"] {
        let short = api.get(&format!("/{endpoint}")).await;
        assert_eq!((short.code, short.text.as_str()), (200, "ok"));
        let long = api.get(&format!("/{endpoint}?verbose")).await;
        assert!(long.text.starts_with("[+]ping ok\n"), "{}", long.text);
        assert!(long.text.ends_with(&format!("{endpoint} check passed\n")), "{}", long.text);
    }
    assert_eq!(api.get("/livez/etcd").await.text, "ok");
    assert_eq!(api.get("/livez/none").await.code, 404);
}

#[tokio::test]
async fn metrics_count_requests() {
    let api = Api::new().await;
    api.get("/api/v1/namespaces/default/configmaps").await.expect(200);
    let metrics = api.get("/metrics").await;
    assert!(
        metrics.headers["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4")
    );
    let line = "apiserver_request_total{code=\"200\",component=\"apiserver\",group=\"\",resource=\"configmaps\",scope=\"namespace\",subresource=\"\",verb=\"LIST\",version=\"v1\"} 1";
    assert!(metrics.text.contains(line), "{}", metrics.text);
    assert!(metrics.text.contains("apiserver_request_duration_seconds_bucket{"));
    assert!(metrics.text.contains("apiserver_storage_objects{resource=\"configmaps\"} 0"));
}

#[tokio::test]
async fn reviews_are_answered() {
    let api = Api::new().await;
    let me =
        api.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", &json!({})).await.expect(201);
    assert_eq!(me["status"]["userInfo"]["username"], "admin");
    let may = json!({ "spec": { "resourceAttributes": { "verb": "get", "resource": "pods", "namespace": "default" } } });
    let may =
        api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", &may).await.expect(201);
    assert_eq!(may["status"]["allowed"], true);
}

#[tokio::test]
async fn the_first_objects_are_there() {
    let api = Api::new().await;
    for uri in [
        "/api/v1/namespaces/kube-node-lease",
        "/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical",
        "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/catch-all",
        "/apis/apiregistration.k8s.io/v1/apiservices/v1.apps",
        "/apis/networking.k8s.io/v1/servicecidrs/kubernetes",
    ] {
        api.get(uri).await.expect(200);
    }
    api.server.advertise("192.0.2.7:6443".parse().unwrap()).await.unwrap();
    let service = api.get("/api/v1/namespaces/default/services/kubernetes").await.expect(200);
    assert_eq!(service["spec"]["clusterIP"], "10.96.0.1");
    api.server.advertise("192.0.2.8:6443".parse().unwrap()).await.unwrap();
    let slice = api
        .get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes")
        .await
        .expect(200);
    assert_eq!(slice["endpoints"][0]["addresses"], json!(["192.0.2.8"]));
    let old = api.get("/api/v1/namespaces/default/endpoints/kubernetes").await;
    assert!(old.warnings()[0].contains("v1 Endpoints is deprecated"));
    assert_eq!(old.expect(200)["subsets"][0]["addresses"][0]["ip"], "192.0.2.8");
}
