//! Pods as a cluster holds them: of a deployment, scheduled, running, with their managed fields.

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::resource::Object;
use serde_json::{Value, json};

/// Pods of a seed; the same seed gives the same pods.
///
/// # Panics
/// When a pod of this module is no pod, which its tests exclude.
#[must_use]
pub fn pods(count: usize, seed: u64) -> Vec<Pod> {
    let random = SeededRandom::new(seed);
    (0..count)
        .map(|index| {
            let text = pod(index, &random).to_string();
            Pod::decode(text.as_bytes(), MediaType::Json).expect("a pod of this module")
        })
        .collect()
}

/// The same pods without `metadata.managedFields`, as a client may ask to be spared of.
#[must_use]
pub fn without_managed_fields(mut pods: Vec<Pod>) -> Vec<Pod> {
    pods.iter_mut().for_each(|pod| pod.metadata.managed_fields.clear());
    pods
}

fn pod(index: usize, random: &SeededRandom) -> Value {
    let app = format!("app-{:03}", index % 250);
    let hash = format!("{:010x}", random.next_u64() >> 24);
    let name = format!("{app}-{hash}-{:05x}", index & 0xf_ffff);
    let ip = format!("10.{}.{}.{}", 64 + (index >> 16), (index >> 8) & 255, index & 255);
    let node = format!("ip-172-31-{}-{}.eu-central-1.compute.internal", index % 200, index % 97);
    let started = format!(
        "2026-11-{:02}T{:02}:{:02}:{:02}Z",
        1 + index % 28,
        index % 24,
        index % 60,
        index % 59
    );
    let digest = format!(
        "{:016x}{:016x}{:016x}{:016x}",
        random.next_u64(),
        random.next_u64(),
        random.next_u64(),
        random.next_u64()
    );
    let container = |name: &str, port: u16| container(name, port, &app);
    let status = |name: &str, random: &SeededRandom| {
        json!({
            "name": name,
            "state": {"running": {"startedAt": started}},
            "lastState": {},
            "ready": true,
            "restartCount": index % 3,
            "image": format!("registry.example.com/team/{name}:1.{}.0", index % 40),
            "imageID": format!("registry.example.com/team/{name}@sha256:{digest}"),
            "containerID": format!("containerd://{:016x}{:016x}{:016x}{:016x}", random.next_u64(), random.next_u64(), random.next_u64(), random.next_u64()),
            "started": true,
        })
    };
    let condition = |kind: &str| json!({"type": kind, "status": "True", "lastProbeTime": null, "lastTransitionTime": started});
    let tier = ["frontend", "backend", "batch"][index % 3];
    let conditions =
        ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"]
            .map(condition);
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": name,
            "generateName": format!("{app}-{hash}-"),
            "namespace": format!("team-{:02}", index % 40),
            "uid": random.uuid_v4(),
            "resourceVersion": (1_000_000 + index * 7).to_string(),
            "generation": 1,
            "creationTimestamp": started,
            "labels": {
                "app.kubernetes.io/name": app,
                "app.kubernetes.io/instance": format!("{app}-production"),
                "app.kubernetes.io/version": format!("1.{}.0", index % 40),
                "pod-template-hash": hash,
                "tier": tier,
            },
            "annotations": {
                "checksum/config": digest,
                "prometheus.io/port": "9090",
                "prometheus.io/scrape": "true",
                "kubectl.kubernetes.io/restartedAt": started,
            },
            "ownerReferences": [{
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": format!("{app}-{hash}"),
                "uid": random.uuid_v4(), "controller": true, "blockOwnerDeletion": true,
            }],
            "managedFields": managed_fields(&started, &ip),
        },
        "spec": {
            "volumes": [
                {"name": "config", "configMap": {"name": format!("{app}-config"), "defaultMode": 420}},
                {"name": "cache", "emptyDir": {"sizeLimit": "1Gi"}},
                {"name": "kube-api-access-x2v7k", "projected": {"defaultMode": 420, "sources": [
                    {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                    {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                    {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}},
                ]}},
            ],
            "containers": [container("server", 8080), container("sidecar", 9090)],
            "restartPolicy": "Always",
            "terminationGracePeriodSeconds": 30,
            "dnsPolicy": "ClusterFirst",
            "serviceAccountName": app,
            "serviceAccount": app,
            "nodeName": node,
            "securityContext": {"runAsNonRoot": true, "runAsUser": 65532, "fsGroup": 65532},
            "schedulerName": "default-scheduler",
            "tolerations": [
                {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
                {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
            ],
            "topologySpreadConstraints": [{
                "maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"app.kubernetes.io/name": app}},
            }],
            "priority": 0,
            "enableServiceLinks": true,
            "preemptionPolicy": "PreemptLowerPriority",
        },
        "status": {
            "phase": "Running",
            "conditions": conditions,
            "hostIP": format!("172.31.{}.{}", index % 200, index % 97),
            "hostIPs": [{"ip": format!("172.31.{}.{}", index % 200, index % 97)}],
            "podIP": ip,
            "podIPs": [{"ip": ip}],
            "startTime": started,
            "containerStatuses": [status("server", random), status("sidecar", random)],
            "qosClass": "Burstable",
        },
    })
}

fn container(name: &str, port: u16, app: &str) -> Value {
    let probe = |path: &str| {
        json!({
            "httpGet": {"path": path, "port": "http", "scheme": "HTTP"},
            "timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3,
        })
    };
    json!({
        "name": name,
        "image": format!("registry.example.com/team/{name}:1.7.0"),
        "args": ["--config=/etc/app/config.yaml", "--log-level=info"],
        "ports": [{"name": "http", "containerPort": port, "protocol": "TCP"}],
        "env": [
            {"name": "POD_NAME", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}},
            {"name": "APP", "value": app},
            {"name": "DATABASE_PASSWORD", "valueFrom": {"secretKeyRef": {"name": format!("{app}-db"), "key": "password"}}},
            {"name": "GOMEMLIMIT", "value": "460MiB"},
        ],
        "resources": {
            "limits": {"memory": "512Mi"},
            "requests": {"cpu": "250m", "memory": "512Mi"},
        },
        "volumeMounts": [
            {"name": "config", "readOnly": true, "mountPath": "/etc/app"},
            {"name": "cache", "mountPath": "/var/cache"},
            {"name": "kube-api-access-x2v7k", "readOnly": true, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"},
        ],
        "livenessProbe": probe("/healthz"),
        "readinessProbe": probe("/readyz"),
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "IfNotPresent",
        "securityContext": {
            "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false,
        },
    })
}

fn managed_fields(time: &str, ip: &str) -> Value {
    let leaves = |names: &[&str]| -> Value {
        names
            .iter()
            .map(|n| (format!("f:{n}"), json!({})))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let container = |port: u16| {
        json!({
            ".": {}, "f:args": {}, "f:image": {}, "f:imagePullPolicy": {}, "f:name": {},
            "f:env": {
                ".": {},
                r#"k:{"name":"POD_NAME"}"#: {".": {}, "f:name": {}, "f:valueFrom": {".": {}, "f:fieldRef": {}}},
                r#"k:{"name":"APP"}"#: {".": {}, "f:name": {}, "f:value": {}},
                r#"k:{"name":"DATABASE_PASSWORD"}"#: {".": {}, "f:name": {}, "f:valueFrom": {".": {}, "f:secretKeyRef": {}}},
                r#"k:{"name":"GOMEMLIMIT"}"#: {".": {}, "f:name": {}, "f:value": {}},
            },
            "f:livenessProbe": {".": {}, "f:failureThreshold": {}, "f:httpGet": {".": {}, "f:path": {}, "f:port": {}, "f:scheme": {}}, "f:periodSeconds": {}, "f:successThreshold": {}, "f:timeoutSeconds": {}},
            "f:readinessProbe": {".": {}, "f:failureThreshold": {}, "f:httpGet": {".": {}, "f:path": {}, "f:port": {}, "f:scheme": {}}, "f:periodSeconds": {}, "f:successThreshold": {}, "f:timeoutSeconds": {}},
            "f:ports": {".": {}, format!(r#"k:{{"containerPort":{port},"protocol":"TCP"}}"#): {".": {}, "f:containerPort": {}, "f:name": {}, "f:protocol": {}}},
            "f:resources": {".": {}, "f:limits": {".": {}, "f:memory": {}}, "f:requests": {".": {}, "f:cpu": {}, "f:memory": {}}},
            "f:securityContext": {".": {}, "f:allowPrivilegeEscalation": {}, "f:capabilities": {".": {}, "f:drop": {}}, "f:readOnlyRootFilesystem": {}},
            "f:terminationMessagePath": {}, "f:terminationMessagePolicy": {},
            "f:volumeMounts": {
                ".": {},
                r#"k:{"mountPath":"/etc/app"}"#: {".": {}, "f:mountPath": {}, "f:name": {}, "f:readOnly": {}},
                r#"k:{"mountPath":"/var/cache"}"#: {".": {}, "f:mountPath": {}, "f:name": {}},
            },
        })
    };
    let condition = || leaves(&["lastProbeTime", "lastTransitionTime", "status", "type"]);
    json!([
        {
            "manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1", "time": time, "fieldsType": "FieldsV1",
            "fieldsV1": {
                "f:metadata": {
                    "f:annotations": {".": {}, "f:checksum/config": {}, "f:prometheus.io/port": {}, "f:prometheus.io/scrape": {}},
                    "f:generateName": {},
                    "f:labels": {".": {}, "f:app.kubernetes.io/instance": {}, "f:app.kubernetes.io/name": {}, "f:app.kubernetes.io/version": {}, "f:pod-template-hash": {}, "f:tier": {}},
                    "f:ownerReferences": {".": {}, r#"k:{"uid":"0b0f9a5e-6c0e-4a7e-8a46-2f1d3c9d1f10"}"#: {}},
                },
                "f:spec": {
                    "f:containers": {r#"k:{"name":"server"}"#: container(8080), r#"k:{"name":"sidecar"}"#: container(9090)},
                    "f:dnsPolicy": {}, "f:enableServiceLinks": {}, "f:restartPolicy": {}, "f:schedulerName": {},
                    "f:securityContext": {".": {}, "f:fsGroup": {}, "f:runAsNonRoot": {}, "f:runAsUser": {}},
                    "f:serviceAccount": {}, "f:serviceAccountName": {}, "f:terminationGracePeriodSeconds": {},
                    "f:volumes": {".": {}, r#"k:{"name":"cache"}"#: {".": {}, "f:emptyDir": {".": {}, "f:sizeLimit": {}}, "f:name": {}}, r#"k:{"name":"config"}"#: {".": {}, "f:configMap": {".": {}, "f:defaultMode": {}, "f:name": {}}, "f:name": {}}},
                },
            },
        },
        {
            "manager": "kubelet", "operation": "Update", "apiVersion": "v1", "time": time, "fieldsType": "FieldsV1", "subresource": "status",
            "fieldsV1": {"f:status": {
                "f:conditions": {
                    r#"k:{"type":"ContainersReady"}"#: condition(), r#"k:{"type":"Initialized"}"#: condition(),
                    r#"k:{"type":"PodReadyToStartContainers"}"#: condition(), r#"k:{"type":"Ready"}"#: condition(),
                },
                "f:containerStatuses": {}, "f:hostIP": {}, "f:hostIPs": {}, "f:phase": {}, "f:podIP": {},
                "f:podIPs": {".": {}, format!(r#"k:{{"ip":"{ip}"}}"#): {".": {}, "f:ip": {}}},
                "f:startTime": {},
            }},
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::pods;

    #[test]
    fn a_seed_names_its_pods() {
        let some = pods(3, 7);
        assert_eq!(some, pods(3, 7));
        assert_ne!(some, pods(3, 8));
        assert_eq!(some[1].spec.containers.len(), 2);
    }
}
