//! Plugins that change and judge what is written.

use std::sync::Arc;

use bowline_apiserver::admission::{
    DefaultIngressClass, PersistentVolumeClaimResize, PodSecurity, RuntimeClass,
};
use serde_json::json;

use crate::client::Api;

#[tokio::test]
async fn ingresses_get_the_default_class() {
    let api = Api::admitting(vec![Arc::new(DefaultIngressClass)]).await;
    let uri = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
    let ingress = |name: &str| {
        json!({
            "metadata": { "name": name },
            "spec": { "defaultBackend": { "service": { "name": "s", "port": { "number": 80 } } } },
        })
    };
    let plain = api.post(uri, &ingress("a")).await.expect(201);
    assert!(plain["spec"].get("ingressClassName").is_none());
    for (name, mark) in [("no", "false"), ("yes", "true")] {
        let class = json!({
            "metadata": {
                "name": name,
                "annotations": { "ingressclass.kubernetes.io/is-default-class": mark },
            },
            "spec": { "controller": "example.com/c" },
        });
        api.post("/apis/networking.k8s.io/v1/ingressclasses", &class).await.expect(201);
    }
    assert_eq!(api.post(uri, &ingress("b")).await.expect(201)["spec"]["ingressClassName"], "yes");
    let mut own = ingress("c");
    own["spec"]["ingressClassName"] = "no".into();
    assert_eq!(api.post(uri, &own).await.expect(201)["spec"]["ingressClassName"], "no");
}

#[tokio::test]
async fn pods_get_what_their_runtime_class_says() {
    let api = Api::admitting(vec![Arc::new(RuntimeClass)]).await;
    let uri = "/api/v1/namespaces/default/pods";
    let pod = |name: &str| {
        json!({
            "metadata": { "name": name },
            "spec": {
                "runtimeClassName": "slow",
                "containers": [{ "name": "c", "image": "i" }],
            },
        })
    };
    assert_eq!(api.post(uri, &pod("a")).await.code, 403);
    let class = json!({
        "metadata": { "name": "slow" },
        "handler": "slow",
        "overhead": { "podFixed": { "cpu": "100m" } },
        "scheduling": {
            "nodeSelector": { "slow": "yes" },
            "tolerations": [{ "key": "slow", "operator": "Exists" }],
        },
    });
    api.post("/apis/node.k8s.io/v1/runtimeclasses", &class).await.expect(201);
    let made = api.post(uri, &pod("a")).await.expect(201);
    assert_eq!(made["spec"]["overhead"], json!({ "cpu": "100m" }));
    assert_eq!(made["spec"]["nodeSelector"], json!({ "slow": "yes" }));
    assert_eq!(made["spec"]["tolerations"][0]["key"], "slow");
    let mut other = pod("b");
    other["spec"]["overhead"] = json!({ "cpu": "1" });
    assert_eq!(api.post(uri, &other).await.code, 403);
    other["spec"].as_object_mut().unwrap().remove("runtimeClassName");
    assert_eq!(api.post(uri, &other).await.code, 403);
}

#[tokio::test]
async fn claims_grow_where_their_class_allows_it() {
    let api = Api::admitting(vec![Arc::new(PersistentVolumeClaimResize)]).await;
    for (name, allows) in [("fixed", false), ("grows", true)] {
        let class = json!({
            "metadata": { "name": name }, "provisioner": "example.com/p",
            "allowVolumeExpansion": allows,
        });
        api.post("/apis/storage.k8s.io/v1/storageclasses", &class).await.expect(201);
        let claim = json!({
            "metadata": { "name": name },
            "spec": {
                "storageClassName": name, "volumeName": "v", "accessModes": ["ReadWriteOnce"],
                "resources": { "requests": { "storage": "1Gi" } },
            },
        });
        let uri = "/api/v1/namespaces/default/persistentvolumeclaims";
        api.post(uri, &claim).await.expect(201);
        let uri = format!("{uri}/{name}");
        let more = json!({ "spec": { "resources": { "requests": { "storage": "2Gi" } } } });
        assert_eq!(api.merge(&uri, &more).await.code, 422, "not bound");
        let bound = json!({ "status": { "phase": "Bound", "capacity": { "storage": "1Gi" } } });
        api.merge(&format!("{uri}/status"), &bound).await.expect(200);
        let code = if allows { 200 } else { 403 };
        assert_eq!(api.merge(&uri, &more).await.code, code, "{name}");
    }
}

#[tokio::test]
async fn namespaces_keep_pods_to_a_level() {
    let api = Api::admitting(vec![Arc::new(PodSecurity)]).await;
    let namespace = json!({ "metadata": { "name": "n", "labels": {
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/warn": "restricted",
    } } });
    api.post("/api/v1/namespaces", &namespace).await.expect(201);
    let uri = "/api/v1/namespaces/n/pods";
    let mut pod = json!({
        "metadata": { "name": "p" },
        "spec": { "hostNetwork": true, "containers": [{
            "name": "c", "image": "i", "securityContext": { "privileged": true },
        }] },
    });
    let refused = api.post(uri, &pod).await;
    assert_eq!(refused.code, 403);
    assert_eq!(
        refused.message(),
        "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces \
         (hostNetwork=true), privileged (container \"c\" must not set \
         securityContext.privileged=true)"
    );
    api.post("/api/v1/namespaces/default/pods", &pod).await.expect(201);
    pod["spec"] = json!({ "containers": [{ "name": "c", "image": "i" }] });
    let made = api.post(uri, &pod).await;
    made.expect(201);
    let warnings = made.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    for part in ["allowPrivilegeEscalation != false", "runAsNonRoot != true", "seccompProfile"] {
        assert!(warnings[0].contains(part), "{warnings:?}");
    }
    let careful = json!({
        "metadata": { "name": "careful" },
        "spec": {
            "securityContext": {
                "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" },
            },
            "containers": [{ "name": "c", "image": "i", "securityContext": {
                "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] },
            } }],
        },
    });
    let made = api.post(uri, &careful).await;
    assert!(made.warnings().is_empty(), "{:?}", made.warnings());
}
