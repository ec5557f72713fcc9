//! Bad objects of every kind are refused with the whole list of what is wrong with them, and good
//! ones of which there is something to say are accepted with a warning.

use serde_json::{Value, json};

use crate::client::Api;

/// What a kind is, where it lives, a bad object of it and all fields that are told.
struct Case {
    uri: &'static str,
    object: Value,
    fields: &'static [&'static str],
}

fn case(uri: &'static str, object: Value, fields: &'static [&'static str]) -> Case {
    Case { uri, object, fields }
}

/// A pod without anything, as every template of one would be.
fn template() -> Value {
    json!({ "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [{ "name": "C" }] } })
}

fn core() -> Vec<Case> {
    vec![
        case(
            "/api/v1/namespaces/default/pods",
            json!({ "spec": { "containers": [{ "name": "C" }], "restartPolicy": "Often" } }),
            &["spec.containers[0].image", "spec.containers[0].name", "spec.restartPolicy"],
        ),
        case(
            "/api/v1/namespaces/default/podtemplates",
            json!({ "template": template() }),
            &["template.spec.containers[0].image", "template.spec.containers[0].name"],
        ),
        case(
            "/api/v1/namespaces/default/replicationcontrollers",
            json!({ "spec": { "replicas": -1, "selector": { "a": "b" }, "template": template() } }),
            &[
                "spec.replicas",
                "spec.template.spec.containers[0].image",
                "spec.template.spec.containers[0].name",
            ],
        ),
        case(
            "/api/v1/namespaces/default/services",
            json!({ "spec": { "ports": [{ "port": 0 }], "type": "Odd" } }),
            &["spec.ports[0].port", "spec.ports[0].targetPort", "spec.type"],
        ),
        case(
            "/api/v1/namespaces/default/configmaps",
            json!({ "data": { "a b": "" }, "binaryData": { "c d": "" } }),
            &["binaryData[c d]", "data[a b]"],
        ),
        case(
            "/api/v1/namespaces/default/secrets",
            json!({ "type": "kubernetes.io/tls", "data": { "a b": "" } }),
            &["data[a b]", "data[tls.crt]", "data[tls.key]"],
        ),
        case(
            "/api/v1/namespaces/default/persistentvolumeclaims",
            json!({ "spec": { "storageClassName": "A" } }),
            &["spec.accessModes", "spec.resources[storage]", "spec.storageClassName"],
        ),
        case(
            "/api/v1/persistentvolumes",
            json!({ "spec": { "capacity": { "storage": "0" } } }),
            &["spec", "spec.accessModes", "spec.capacity[storage]"],
        ),
        case(
            "/api/v1/namespaces/default/resourcequotas",
            json!({ "spec": { "hard": { "odd": "1", "pods": "-1" }, "scopes": ["Odd"] } }),
            &["spec.hard[odd]", "spec.hard[odd]", "spec.hard[pods]", "spec.scopes"],
        ),
        case(
            "/api/v1/namespaces/default/limitranges",
            json!({ "spec": { "limits": [
                { "type": "Pod", "default": { "cpu": "1" } },
                { "type": "PersistentVolumeClaim" },
            ] } }),
            &["spec.limits[0].default", "spec.limits[1].limits"],
        ),
        case(
            "/api/v1/namespaces/default/endpoints",
            json!({ "subsets": [{}, { "addresses": [{ "ip": "x" }] }] }),
            &["subsets[0]", "subsets[1].addresses[0].ip", "subsets[1].addresses[0].ip"],
        ),
        case(
            "/api/v1/nodes",
            json!({ "spec": { "taints": [{ "key": "a b", "effect": "Odd" }] } }),
            &["metadata.taints[0].effect", "metadata.taints[0].key"],
        ),
    ]
}

fn controllers() -> Vec<Case> {
    let selector = json!({ "matchLabels": { "a": "b" } });
    let of = || json!({ "spec": { "selector": selector, "template": template() } });
    const TEMPLATE: &[&str] =
        &["spec.template.spec.containers[0].image", "spec.template.spec.containers[0].name"];
    vec![
        case("/apis/apps/v1/namespaces/default/deployments", of(), TEMPLATE),
        case("/apis/apps/v1/namespaces/default/replicasets", of(), TEMPLATE),
        case("/apis/apps/v1/namespaces/default/daemonsets", of(), TEMPLATE),
        case("/apis/apps/v1/namespaces/default/statefulsets", of(), TEMPLATE),
        case(
            "/apis/apps/v1/namespaces/default/controllerrevisions",
            json!({ "revision": -1 }),
            &["data", "revision"],
        ),
        case(
            "/apis/batch/v1/namespaces/default/jobs",
            json!({ "spec": { "parallelism": -1, "template": template() } }),
            // The name goes into labels.
            &[
                "metadata.labels",
                "metadata.labels",
                "spec.parallelism",
                "spec.template.labels",
                "spec.template.labels",
                "spec.template.spec.containers[0].image",
                "spec.template.spec.containers[0].name",
                "spec.template.spec.restartPolicy",
            ],
        ),
        case(
            "/apis/batch/v1/namespaces/default/cronjobs",
            json!({ "spec": {
                "schedule": "often", "timeZone": "Nowhere",
                "jobTemplate": { "spec": { "template": { "spec": {
                    "restartPolicy": "Never", "containers": [{ "name": "c", "image": "i" }],
                } } } },
            } }),
            &["spec.schedule", "spec.timeZone"],
        ),
        case(
            "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
            json!({ "spec": { "scaleTargetRef": { "kind": "Deployment", "apiVersion": "apps/v1" } } }),
            &["spec.maxReplicas", "spec.maxReplicas", "spec.scaleTargetRef.name"],
        ),
        case(
            "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
            json!({ "spec": { "minAvailable": -1, "maxUnavailable": "200%" } }),
            &["spec", "spec.maxUnavailable", "spec.minAvailable"],
        ),
    ]
}

fn rest() -> Vec<Case> {
    vec![
        case(
            "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
            json!({ "spec": { "ingressClassName": "A" } }),
            &["spec", "spec.ingressClassName"],
        ),
        case(
            "/apis/networking.k8s.io/v1/ingressclasses",
            json!({ "spec": { "controller": "a b" } }),
            &["spec.controller"],
        ),
        case(
            "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies",
            json!({ "spec": { "ingress": [{ "from": [{}] }], "policyTypes": ["Odd"] } }),
            &["spec.ingress[0].from[0]", "spec.policyTypes[0]"],
        ),
        case(
            "/apis/networking.k8s.io/v1/servicecidrs",
            json!({ "spec": { "cidrs": ["10.0.0.0/8", "x"] } }),
            &["spec.cidrs", "spec.cidrs[1]"],
        ),
        case(
            "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
            json!({ "addressType": "IPv4", "endpoints": [{ "addresses": ["x"] }, { "addresses": [] }] }),
            &["endpoints[0].addresses[0]", "endpoints[1].addresses"],
        ),
        case(
            "/apis/storage.k8s.io/v1/storageclasses",
            json!({ "volumeBindingMode": "Odd", "reclaimPolicy": "Odd" }),
            &["provisioner", "reclaimPolicy", "volumeBindingMode"],
        ),
        case(
            "/apis/storage.k8s.io/v1/csidrivers",
            json!({ "spec": { "volumeLifecycleModes": ["Odd"], "fsGroupPolicy": "Odd" } }),
            &["spec.fsGroupPolicy", "spec.volumeLifecycleModes"],
        ),
        case(
            "/apis/storage.k8s.io/v1/csinodes",
            json!({ "spec": { "drivers": [{ "name": "", "nodeID": "" }] } }),
            &["spec.drivers[0].name", "spec.drivers[0].nodeID"],
        ),
        case(
            "/apis/storage.k8s.io/v1/namespaces/default/csistoragecapacities",
            json!({ "storageClassName": "A", "capacity": "-1" }),
            &["capacity", "storageClassName"],
        ),
        case(
            "/apis/storage.k8s.io/v1/volumeattachments",
            json!({ "spec": { "attacher": "", "nodeName": "n", "source": {} } }),
            &["spec.attacher", "spec.source"],
        ),
        case(
            "/apis/storage.k8s.io/v1/volumeattributesclasses",
            json!({ "driverName": "" }),
            &["driverName", "parameters"],
        ),
        case(
            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
            json!({ "rules": [{}] }),
            &["rules[0].apiGroups", "rules[0].resources", "rules[0].verbs"],
        ),
        case(
            "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            json!({ "rules": [{ "verbs": ["get"], "apiGroups": [""] }] }),
            &["rules[0].resources"],
        ),
        case(
            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
            json!({ "roleRef": { "apiGroup": "x", "kind": "Odd", "name": "r" } }),
            &["roleRef.apiGroup", "roleRef.kind"],
        ),
        case(
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            json!({ "roleRef": { "kind": "Role", "name": "" } }),
            &["roleRef.kind", "roleRef.name"],
        ),
        case(
            "/apis/scheduling.k8s.io/v1/priorityclasses",
            json!({ "value": 2000000000, "preemptionPolicy": "Odd" }),
            &["preemptionPolicy", "value"],
        ),
        case(
            "/apis/coordination.k8s.io/v1/namespaces/default/leases",
            json!({ "spec": { "leaseDurationSeconds": 0, "leaseTransitions": -1 } }),
            &["spec.leaseDurationSeconds", "spec.leaseTransitions"],
        ),
        case("/apis/node.k8s.io/v1/runtimeclasses", json!({ "handler": "A B" }), &["handler"]),
        case(
            "/apis/certificates.k8s.io/v1/certificatesigningrequests",
            json!({ "spec": { "request": "", "signerName": "x", "usages": ["odd"] } }),
            &["spec.request", "spec.signerName", "spec.usages[0]"],
        ),
        case(
            "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
            json!({ "spec": { "matchingPrecedence": 1, "priorityLevelConfiguration": {} } }),
            &["spec.matchingPrecedence", "spec.priorityLevelConfiguration.name"],
        ),
        case(
            "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations",
            json!({ "spec": { "type": "Limited", "exempt": {} } }),
            &["spec.exempt", "spec.limited"],
        ),
        case(
            "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
            json!({ "webhooks": [{ "name": "x", "clientConfig": {} }] }),
            &[
                "webhooks[0].admissionReviewVersions",
                "webhooks[0].clientConfig",
                "webhooks[0].name",
                "webhooks[0].sideEffects",
            ],
        ),
        case(
            "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
            json!({ "webhooks": [{ "name": "x", "clientConfig": {} }] }),
            &[
                "webhooks[0].admissionReviewVersions",
                "webhooks[0].clientConfig",
                "webhooks[0].name",
                "webhooks[0].sideEffects",
            ],
        ),
    ]
}

#[tokio::test(start_paused = true)]
async fn bad_objects_are_refused_with_all_that_is_wrong() {
    let api = Api::new().await;
    let mut differences = Vec::new();
    for Case { uri, mut object, fields } in core().into_iter().chain(controllers()).chain(rest()) {
        object["metadata"] = json!({ "name": "a/b" });
        let answer = api.post(&format!("{uri}?dryRun=All"), &object).await;
        let found = answer.json();
        let causes = found["details"]["causes"].as_array().cloned().unwrap_or_default();
        let mut told: Vec<_> = causes.iter().filter_map(|c| c["field"].as_str()).collect();
        // One of its complaints for each thing that is wrong with the name.
        told.retain(|field| *field != "metadata.name");
        told.sort_unstable();
        let named = causes.iter().any(|cause| cause["field"] == "metadata.name");
        // Metadata of a budget is judged only where the rest is good.
        let wants_name = !uri.contains("poddisruptionbudgets");
        if answer.code != 422 || told != fields || named != wants_name {
            differences.push(format!("{uri}: {} {told:?}", answer.code));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Whatever the kind, its name and labels are judged.
#[tokio::test(start_paused = true)]
async fn bad_metadata_of_every_kind_is_refused() {
    let api = Api::new().await;
    let mut accepted = Vec::new();
    let mut count = 0;
    let resources: Vec<_> = api.server.registry().catalog().served().resources().cloned().collect();
    for resource in resources {
        let can = |verb: &str| resource.verbs.iter().any(|known| known == verb);
        // What is not kept, such as a review, has no name.
        if !can("create") || !can("list") {
            continue;
        }
        let root = match resource.group.as_str() {
            "" => format!("/api/{}", resource.version),
            group => format!("/apis/{group}/{}", resource.version),
        };
        let place = if resource.namespaced { "/namespaces/default" } else { "" };
        let object = json!({ "metadata": { "name": "a/b", "labels": { "c d": "e f" } } });
        let uri = format!("{root}{place}/{}?dryRun=All", resource.plural);
        let answer = api.post(&uri, &object).await;
        count += 1;
        let causes = answer.json()["details"]["causes"].as_array().cloned().unwrap_or_default();
        let tells = |field: &str| causes.iter().any(|cause| cause["field"] == field);
        // Metadata of a budget is judged only where the rest is good, and here it is.
        if answer.code != 422 || !tells("metadata.name") || !tells("metadata.labels") {
            accepted.push(format!("{uri}: {} {}", answer.code, answer.text));
        }
    }
    assert!(count >= 60, "{count}");
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
}

#[tokio::test]
async fn good_objects_may_come_with_warnings() {
    let api = Api::new().await;
    let pod = json!({
        "metadata": { "name": "a.b", "finalizers": ["example.com/x"] },
        "spec": {
            "nodeSelector": { "beta.kubernetes.io/os": "linux" },
            "containers": [{ "name": "c", "image": "i", "env": [{ "name": "A" }, { "name": "A" }] }],
        },
    });
    let made = api.post("/api/v1/namespaces/default/pods", &pod).await;
    made.expect(201);
    let warnings = made.warnings();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert_eq!(
        warnings[1],
        r#"299 - "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead""#
    );
    let deployment = json!({
        "metadata": { "name": "d" },
        "spec": {
            "selector": { "matchLabels": { "a": "b" } },
            "template": {
                "metadata": { "labels": { "a": "b" } },
                "spec": { "containers": [{ "name": "c", "image": "i" }] },
            },
        },
    });
    let uri = "/apis/apps/v1/namespaces/default/deployments";
    assert!(api.post(uri, &deployment).await.warnings().is_empty());
    let old = json!({ "spec": { "template": { "spec": {
        "nodeSelector": { "beta.kubernetes.io/arch": "amd64" } } } } });
    let changed = api.merge(&format!("{uri}/d"), &old).await;
    changed.expect(200);
    assert_eq!(changed.warnings().len(), 1, "{:?}", changed.warnings());
    let scaled = api.merge(&format!("{uri}/d"), &json!({ "spec": { "replicas": 2 } })).await;
    assert!(scaled.warnings().is_empty(), "{:?}", scaled.warnings());
}
