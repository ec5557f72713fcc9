//! What plugins make of pods and claims.

use super::*;

const PODS: &str = "/api/v1/namespaces/default/pods";

fn pod(name: &str, resources: Value) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name},
        "spec": {"containers": [{"name": "c", "image": "i", "resources": resources}]},
    })
}

async fn make(server: &ClusterServer, path: &str, object: Value) -> Value {
    let (status, body) = ask(server, "POST", path, "admin-token", object).await;
    assert_eq!(status, 201, "{body}");
    body
}

async fn refused(server: &ClusterServer, path: &str, object: Value) -> String {
    let (status, body) = ask(server, "POST", path, "admin-token", object).await;
    assert_eq!(status, 403, "{body}");
    body["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn pods_get_the_number_of_their_class() {
    let server = server().await;
    let plain = make(&server, PODS, pod("plain", json!({}))).await;
    assert_eq!(
        (&plain["spec"]["priority"], &plain["spec"]["preemptionPolicy"]),
        (&json!(0), &json!("PreemptLowerPriority"))
    );
    let mut critical = pod("critical", json!({}));
    critical["spec"]["priorityClassName"] = "system-node-critical".into();
    let critical = make(&server, PODS, critical).await;
    assert_eq!(critical["spec"]["priority"], 2_000_001_000);
    let mut unknown = pod("unknown", json!({}));
    unknown["spec"]["priorityClassName"] = "nothing".into();
    assert_eq!(
        refused(&server, PODS, unknown).await,
        "pods \"unknown\" is forbidden: no PriorityClass with name nothing was found"
    );
    let classes = "/apis/scheduling.k8s.io/v1/priorityclasses";
    let class = |name: &str| {
        json!({
            "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass",
            "metadata": {"name": name}, "value": 7, "globalDefault": true,
            "preemptionPolicy": "Never",
        })
    };
    make(&server, classes, class("usual")).await;
    let message = refused(&server, classes, class("other")).await;
    assert!(message.contains("usual is already marked as default"), "{message}");
    let mut wrong = pod("wrong", json!({}));
    wrong["spec"]["priority"] = 8.into();
    let message = refused(&server, PODS, wrong).await;
    assert!(
        message.contains("the integer value of priority (8) must not be provided"),
        "{message}"
    );
    let usual = make(&server, PODS, pod("usual", json!({}))).await;
    assert_eq!(
        (&usual["spec"]["priorityClassName"], &usual["spec"]["preemptionPolicy"]),
        (&json!("usual"), &json!("Never"))
    );
}

#[tokio::test]
async fn pods_stay_a_while_on_failed_nodes() {
    let server = server().await;
    let mut own = pod("own", json!({}));
    own["spec"]["tolerations"] =
        json!([{"key": "node.kubernetes.io/not-ready", "operator": "Exists"}]);
    let own = make(&server, PODS, own).await;
    let tolerations = own["spec"]["tolerations"].as_array().unwrap();
    assert_eq!(
        tolerations[1..],
        [json!({
            "key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute",
            "tolerationSeconds": 300,
        })]
    );
}

#[tokio::test]
async fn pods_stay_within_the_limits_of_their_namespace() {
    let server = server().await;
    let range = json!({
        "apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "limits"},
        "spec": {"limits": [
            {
                "type": "Container",
                "default": {"cpu": "500m"}, "defaultRequest": {"cpu": "250m"},
                "min": {"cpu": "100m"}, "max": {"cpu": "1"},
            },
            {"type": "PersistentVolumeClaim", "max": {"storage": "1Gi"}},
        ]},
    });
    make(&server, "/api/v1/namespaces/default/limitranges", range).await;
    let filled = make(&server, PODS, pod("filled", json!({}))).await;
    assert_eq!(
        filled["spec"]["containers"][0]["resources"],
        json!({"limits": {"cpu": "500m"}, "requests": {"cpu": "250m"}})
    );
    assert_eq!(
        filled["metadata"]["annotations"]["kubernetes.io/limit-ranger"],
        "LimitRanger plugin set: cpu request for container c; cpu limit for container c"
    );
    let asks = json!({"requests": {"cpu": "50m"}, "limits": {"cpu": "2"}});
    assert_eq!(
        refused(&server, PODS, pod("greedy", asks)).await,
        "pods \"greedy\" is forbidden: [minimum cpu usage per Container is 100m, but request is \
         50m, maximum cpu usage per Container is 1, but limit is 2]"
    );
    let claim = json!({
        "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "big"},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "2Gi"}},
        },
    });
    let claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    assert_eq!(
        refused(&server, claims, claim).await,
        "persistentvolumeclaims \"big\" is forbidden: maximum storage usage per \
         PersistentVolumeClaim is 1Gi, but request is 2Gi"
    );
}

#[tokio::test]
async fn claims_get_the_default_class() {
    let server = server().await;
    let class = |name: &str, default: &str| {
        json!({
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "example.com/p",
            "metadata": {
                "name": name,
                "annotations": {"storageclass.kubernetes.io/is-default-class": default},
            },
        })
    };
    for class in [class("slow", "false"), class("fast", "true")] {
        make(&server, "/apis/storage.k8s.io/v1/storageclasses", class).await;
    }
    let claim = |name: &str| {
        json!({
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name},
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "2Gi"}},
            },
        })
    };
    let claims = "/api/v1/namespaces/default/persistentvolumeclaims";
    let made = make(&server, claims, claim("a")).await;
    assert_eq!(made["spec"]["storageClassName"], "fast");
    let mut none = claim("b");
    none["spec"]["storageClassName"] = "".into();
    let made = make(&server, claims, none).await;
    assert_eq!(made["spec"]["storageClassName"], "", "empty means none");
}

#[tokio::test]
async fn namespaces_stay_within_their_quotas() {
    let server = server().await;
    let quotas = "/api/v1/namespaces/default/resourcequotas";
    let hard = json!({"count/configmaps": "1", "requests.cpu": "1"});
    let quota = json!({
        "apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"},
        "spec": {"hard": hard},
    });
    let mut quota = make(&server, quotas, quota).await;
    let maps = "/api/v1/namespaces/default/configmaps";
    let map =
        |name: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
    assert_eq!(
        refused(&server, maps, map("early")).await,
        "configmaps \"early\" is forbidden: status unknown for quota: q, resources: \
         count/configmaps"
    );
    // What a controller would count.
    quota["status"] = json!({"hard": hard, "used": {"count/configmaps": "0", "requests.cpu": "0"}});
    let path = format!("{quotas}/q/status");
    let (status, body) = ask(&server, "PUT", &path, "admin-token", quota).await;
    assert_eq!(status, 200, "{body}");

    make(&server, &format!("{maps}?dryRun=All"), map("dry")).await;
    make(&server, maps, map("first")).await;
    assert_eq!(
        refused(&server, maps, map("second")).await,
        "configmaps \"second\" is forbidden: exceeded quota: q, requested: count/configmaps=1, \
         used: count/configmaps=1, limited: count/configmaps=1"
    );
    assert_eq!(
        refused(&server, PODS, pod("silent", json!({}))).await,
        "pods \"silent\" is forbidden: failed quota: q: must specify requests.cpu for: c"
    );
    let asks = || json!({"requests": {"cpu": "600m"}});
    make(&server, PODS, pod("one", asks())).await;
    assert_eq!(
        refused(&server, PODS, pod("two", asks())).await,
        "pods \"two\" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: \
         requests.cpu=600m, limited: requests.cpu=1"
    );
    let (_, found) = ask(&server, "GET", &format!("{quotas}/q"), "admin-token", Value::Null).await;
    assert_eq!(found["status"]["used"], json!({"count/configmaps": "1", "requests.cpu": "600m"}));
}
