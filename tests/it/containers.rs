//! What containers are given, and how they live, on a node that runs them as processes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bowline::api::core::v1::{ConfigMap, Event, Pod, PodPhase, Secret, ServiceAccount};
use bowline::client::Client;
use bowline::client::api::{DeleteParams, ListParams, LogParams};
use bowline_examples::assembly::ClusterOptions;
use bowline_tests::cluster::TestCluster;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::bring_up::eventually;

async fn start() -> (TestCluster, Client) {
    let options =
        ClusterOptions { hollow_nodes: 0, process_node: true, ..ClusterOptions::default() };
    let cluster = TestCluster::with(options);
    let client = cluster.client();
    let accounts = client.namespaced::<ServiceAccount>("default");
    eventually("the account is there", || async {
        accounts.get_opt("default").await.unwrap().is_some()
    })
    .await;
    (cluster, client)
}

async fn create(client: &Client, name: &str, mut spec: Value) {
    if spec.get("terminationGracePeriodSeconds").is_none() {
        spec["terminationGracePeriodSeconds"] = 1.into();
    }
    let pod = json!({"metadata": {"name": name, "labels": {"app": name}}, "spec": spec});
    let pod: Pod = serde_json::from_value(pod).unwrap();
    client.namespaced::<Pod>("default").create(&pod).await.unwrap();
}

async fn get(client: &Client, name: &str) -> Option<Pod> {
    client.namespaced::<Pod>("default").get_opt(name).await.unwrap()
}

async fn until(client: &Client, name: &str, what: &str, holds: impl Fn(&Pod) -> bool) -> Pod {
    let holds = &holds;
    eventually(&format!("{name}: {what}"), || async {
        get(client, name).await.is_some_and(|pod| holds(&pod))
    })
    .await;
    get(client, name).await.unwrap()
}

async fn delete(client: &Client, name: &str) {
    client.namespaced::<Pod>("default").delete(name, &DeleteParams::default()).await.unwrap();
    eventually("it goes", || async { get(client, name).await.is_none() }).await;
}

async fn log(client: &Client, name: &str, params: LogParams) -> String {
    client.namespaced::<Pod>("default").logs(name, &params).await.unwrap()
}

/// Waits until the pod's events have told all of these.
async fn told(client: &Client, name: &str, reasons: &[&str]) {
    let events = client.namespaced::<Event>("default");
    eventually(&format!("{name} tells {reasons:?}"), || async {
        let events = events.list_all(&ListParams::default()).await.unwrap().items;
        let of_pod = |reason: &str| {
            events.iter().any(|e| e.involved_object.name == name && e.reason == reason)
        };
        reasons.iter().all(|reason| of_pod(reason))
    })
    .await;
}

fn shell(script: &str) -> Value {
    json!({"name": "main", "image": "sh", "command": ["/bin/sh", "-c", script]})
}

#[tokio::test]
async fn a_container_is_given_all_that_it_asks_for() {
    let (_cluster, client) = start().await;
    let map = json!({"metadata": {"name": "m"}, "data": {"a": "1", "b": "2"}});
    let map: ConfigMap = serde_json::from_value(map).unwrap();
    client.namespaced::<ConfigMap>("default").create(&map).await.unwrap();
    let field = |name: &str, path: &str| json!({"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}});
    let of = |resource: &str, divisor: &str| json!({"resourceFieldRef": {"resource": resource, "divisor": divisor}});
    let key = |kind: &str, name: &str, key: &str, optional: bool| json!({kind: {"name": name, "key": key, "optional": optional}});
    let names = "NAME NODE IP LABEL LIMIT CPU KEY WORD NONE ALL M_a M_b";
    let script = format!(
        "for v in {names}; do echo \"$v=$(printenv $v)\"; done; echo \"$0 $1\"; \
         echo written > file; cat /data/file /data/../data/file; \
         cut -c1-2 /access/token; head -n 1 /access/ca.crt; cat /access/namespace; echo; \
         cat /one/a; echo; sleep 600"
    );
    let mut main = shell(&script);
    main["args"] = json!(["arg0", "$(KEY)"]);
    main["workingDir"] = "/data".into();
    main["resources"] = json!({"limits": {"memory": "64Mi", "cpu": "250m"}});
    main["envFrom"] = json!([
        {"prefix": "M_", "configMapRef": {"name": "m"}},
        {"secretRef": {"name": "none", "optional": true}},
    ]);
    main["env"] = json!([
        field("NAME", "metadata.name"),
        field("NODE", "spec.nodeName"),
        field("IP", "status.podIP"),
        field("LABEL", "metadata.labels['app']"),
        {"name": "LIMIT", "valueFrom": of("limits.memory", "1Mi")},
        {"name": "CPU", "valueFrom": of("requests.cpu", "1m")},
        {"name": "KEY", "valueFrom": key("configMapKeyRef", "m", "a", false)},
        {"name": "WORD", "valueFrom": key("secretKeyRef", "s", "password", false)},
        {"name": "NONE", "valueFrom": key("secretKeyRef", "s", "none", true)},
        {"name": "ALL", "value": "$(NAME)/$(KEY) $$(KEY) $(UNKNOWN)"},
    ]);
    main["volumeMounts"] = json!([
        {"name": "data", "mountPath": "/data"},
        {"name": "access", "mountPath": "/access", "readOnly": true},
        {"name": "map", "mountPath": "/one/a", "subPath": "a"},
    ]);
    let volumes = json!([
        {"name": "data", "emptyDir": {}},
        {"name": "map", "configMap": {"name": "m"}},
        {"name": "access", "projected": {"sources": [
            {"serviceAccountToken": {"path": "token", "expirationSeconds": 3600}},
            {"configMap": {
                "name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}],
            }},
            {"downwardAPI": {"items": [
                {"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}},
            ]}},
        ]}},
    ]);
    let spec = json!({
        "serviceAccountName": "default", "containers": [main], "volumes": volumes,
    });
    create(&client, "given", spec).await;
    // A key of a secret that is not there yet holds the container back.
    until(&client, "given", "waits for its secret", |pod| {
        let statuses = pod.status.container_statuses.iter();
        let mut waiting = statuses.filter_map(|status| status.state.waiting.as_ref());
        waiting.any(|waiting| waiting.reason == "CreateContainerConfigError")
    })
    .await;
    let secret = json!({"metadata": {"name": "s"}, "stringData": {"password": "hush"}});
    let secret: Secret = serde_json::from_value(secret).unwrap();
    client.namespaced::<Secret>("default").create(&secret).await.unwrap();
    until(&client, "given", "runs", Pod::is_ready).await;
    let want = "NAME=given\nNODE=process-0\nIP=127.0.0.1\nLABEL=given\nLIMIT=64\nCPU=250\nKEY=1\n\
                WORD=hush\nNONE=\nALL=given/1 $(KEY) $(UNKNOWN)\nM_a=1\nM_b=2\narg0 1\nwritten\n\
                written\ney\n-----BEGIN CERTIFICATE-----\ndefault\n1\n";
    eventually("it has said everything", || async {
        log(&client, "given", LogParams::default()).await == want
    })
    .await;
    let tail = LogParams { tail_lines: Some(2), ..LogParams::default() };
    assert_eq!(log(&client, "given", tail).await, "default\n1\n");
    let stamped = LogParams { timestamps: true, limit_bytes: Some(4), ..LogParams::default() };
    assert_eq!(log(&client, "given", stamped).await.len(), 4);
    told(&client, "given", &["ImageNotPulled", "Failed", "Created", "Started"]).await;
    delete(&client, "given").await;
}

#[tokio::test]
async fn hooks_init_containers_and_sidecars_come_in_order() {
    let (_cluster, client) = start().await;
    let home = tempfile::tempdir().unwrap();
    let container = |name: &str, script: &str| {
        let mut container = shell(script);
        container["name"] = name.into();
        container["volumeMounts"] = json!([{"name": "host", "mountPath": "/host"}]);
        container
    };
    let waits = |word: &str| {
        format!("trap 'echo {word} >> /host/order; exit 0' TERM; while true; do sleep 0.05; done")
    };
    let mut sidecar = container("sidecar", &waits("sidecar"));
    sidecar["restartPolicy"] = "Always".into();
    let mut main = container("main", &format!("echo main >> /host/order; {}", waits("term")));
    let hook = |script: &str| json!({"exec": {"command": ["/bin/sh", "-c", script]}});
    main["lifecycle"] = json!({
        "postStart": hook(
            "while ! grep -q main /host/order; do sleep 0.05; done; echo post >> /host/order"
        ),
        "preStop": hook("echo pre >> /host/order"),
    });
    let spec = json!({
        "terminationGracePeriodSeconds": 20,
        "initContainers": [
            container("one", "echo one >> /host/order"),
            sidecar,
            container("two", "echo two >> /host/order"),
        ],
        "containers": [main],
        "volumes": [{"name": "host", "hostPath": {"path": home.path(), "type": "Directory"}}],
    });
    create(&client, "ordered", spec).await;
    let pod = until(&client, "ordered", "runs", Pod::is_ready).await;
    let inits = &pod.status.init_container_statuses;
    assert!(inits[0].state.terminated.is_some() && inits[2].state.terminated.is_some());
    assert!(inits[1].state.running.is_some() && inits[1].started == Some(true));
    delete(&client, "ordered").await;
    let order = std::fs::read_to_string(home.path().join("order")).unwrap();
    let order: Vec<&str> = order.lines().collect();
    assert_eq!(order, ["one", "two", "main", "post", "pre", "term", "sidecar"]);
    told(&client, "ordered", &["Killing"]).await;
}

/// A server on this host that answers with 200 or 500.
async fn answering() -> (SocketAddr, Arc<AtomicBool>, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, well) = (listener.local_addr().unwrap(), Arc::new(AtomicBool::new(true)));
    let is_well = well.clone();
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let code = if is_well.load(Ordering::Relaxed) { "200 OK" } else { "500 Broken" };
            let answer = format!("HTTP/1.1 {code}\r\nContent-Length: 0\r\n\r\n");
            tokio::spawn(async move {
                let mut request = [0; 1024];
                // A probe of the port alone says nothing and hangs up.
                if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            });
        }
    });
    (address, well, task)
}

#[tokio::test]
async fn probes_decide_who_is_ready_and_who_starts_anew() {
    let (_cluster, client) = start().await;
    let (address, well, server) = answering().await;
    let mut main = shell("while true; do sleep 0.1; done");
    main["startupProbe"] = json!({"tcpSocket": {"port": address.port()}, "periodSeconds": 1});
    main["readinessProbe"] = json!({
        "httpGet": {"port": address.port(), "path": "/ready"},
        "periodSeconds": 1, "failureThreshold": 1,
    });
    create(&client, "probed", json!({"containers": [main]})).await;
    until(&client, "probed", "is ready", Pod::is_ready).await;
    well.store(false, Ordering::Relaxed);
    until(&client, "probed", "is not ready", |pod| !pod.is_ready()).await;
    told(&client, "probed", &["Unhealthy"]).await;
    well.store(true, Ordering::Relaxed);
    until(&client, "probed", "is ready again", Pod::is_ready).await;

    let mut main = shell("echo run $$; touch /data/alive; sleep 2; rm /data/alive; sleep 600");
    main["livenessProbe"] = json!({
        "exec": {"command": ["test", "-e", "/data/alive"]},
        "initialDelaySeconds": 1, "periodSeconds": 1, "failureThreshold": 1,
    });
    main["volumeMounts"] = json!([{"name": "data", "mountPath": "/data"}]);
    let volumes = json!([{"name": "data", "emptyDir": {}}]);
    create(&client, "ailing", json!({"containers": [main], "volumes": volumes})).await;
    let ailing = until(&client, "ailing", "runs again", |pod| {
        let status = pod.status.container_statuses.first();
        status.is_some_and(|s| s.restart_count == 1 && s.state.running.is_some())
    })
    .await;
    let last = ailing.status.container_statuses[0].last_state.terminated.as_ref().unwrap();
    assert_eq!((last.exit_code, last.reason.as_str()), (143, "Error"));
    let before = LogParams { previous: true, ..LogParams::default() };
    let (before, now) =
        (log(&client, "ailing", before).await, log(&client, "ailing", LogParams::default()).await);
    assert!(before.starts_with("run ") && now.starts_with("run ") && before != now);
    told(&client, "ailing", &["Unhealthy", "Killing"]).await;
    delete(&client, "probed").await;
    delete(&client, "ailing").await;
    server.abort();
}

#[tokio::test]
async fn what_ends_leaves_its_reason_and_what_crashes_waits() {
    let (_cluster, client) = start().await;
    let mut main = shell("echo something is wrong >&2; exit 3");
    main["terminationMessagePolicy"] = "FallbackToLogsOnError".into();
    create(&client, "failed", json!({"restartPolicy": "Never", "containers": [main]})).await;
    let failed = until(&client, "failed", "fails", |pod| pod.is_terminal()).await;
    assert_eq!(failed.status.phase, PodPhase::Failed);
    let ended = failed.status.container_statuses[0].state.terminated.as_ref().unwrap();
    assert_eq!((ended.exit_code, ended.message.as_str()), (3, "something is wrong\n"));

    let again = json!({"restartPolicy": "OnFailure", "containers": [shell("exit 1")]});
    create(&client, "crashing", again).await;
    let crashing = until(&client, "crashing", "waits", |pod| {
        let statuses = pod.status.container_statuses.iter();
        let mut waiting = statuses.filter_map(|status| status.state.waiting.as_ref());
        waiting.any(|waiting| waiting.reason == "CrashLoopBackOff")
    })
    .await;
    assert_eq!(crashing.status.phase, PodPhase::Running);
    told(&client, "crashing", &["BackOff"]).await;

    let missing = json!({
        "containers": [shell("sleep 600")],
        "volumes": [{"name": "v", "secret": {"secretName": "missing"}}],
    });
    create(&client, "mounting", missing).await;
    told(&client, "mounting", &["FailedMount"]).await;

    let stubborn = shell("trap '' TERM; while true; do sleep 0.05; done");
    create(&client, "stubborn", json!({"containers": [stubborn]})).await;
    until(&client, "stubborn", "runs", Pod::is_ready).await;
    for name in ["failed", "crashing", "mounting", "stubborn"] {
        delete(&client, name).await;
    }
}
