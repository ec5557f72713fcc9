//! The small workload that the `cluster` program applies, and how it is watched.

use std::collections::BTreeSet;

use anyhow::Result;
use bowline::api::apps::v1::{DaemonSet, Deployment};
use bowline::api::batch::v1::Job;
use bowline::api::core::v1::{Pod, PodPhase};
use bowline::apimachinery::dynamic::DynamicObject;
use bowline::client::Client;
use bowline::client::api::ListParams;

/// A web server behind a Service, an agent on every node, a job that ends.
pub const MANIFEST: &str = r#"
apiVersion: v1
kind: ConfigMap
metadata: {name: greeting}
data: {text: hello from bowline}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {bowline.dev/runtime: hollow}
      containers:
      - name: web
        image: registry.example/web:1
        ports: [{containerPort: 8080}]
        resources: {requests: {cpu: 100m, memory: 64Mi}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: agent
        image: registry.example/agent:1
        command: [sh, -c, 'while true; do echo still here; sleep 5; done']
---
apiVersion: batch/v1
kind: Job
metadata: {name: count}
spec:
  completions: 2
  parallelism: 2
  template:
    spec:
      restartPolicy: Never
      nodeSelector: {bowline.dev/runtime: hollow}
      containers: [{name: count, image: registry.example/count:1}]
"#;

/// Returns when every workload among the objects is ready, and shows pods becoming so.
pub async fn wait_until_ready(
    client: &Client,
    objects: &[DynamicObject],
    table: &mut PodTable,
) -> Result<()> {
    for object in objects {
        while !is_ready(client, object).await? {
            table.show_settled(client).await?;
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    table.show_settled(client).await
}

async fn is_ready(client: &Client, object: &DynamicObject) -> Result<bool> {
    let (name, namespace) = (&object.metadata.name, &object.metadata.namespace);
    Ok(match object.types.kind.as_str() {
        "Deployment" => {
            let found = client.namespaced::<Deployment>(namespace).get(name).await?;
            let wanted = found.spec.replicas.unwrap_or(1);
            found.status.observed_generation >= found.metadata.generation
                && found.status.updated_replicas >= wanted
                && found.status.available_replicas >= wanted
        }
        "DaemonSet" => {
            let found = client.namespaced::<DaemonSet>(namespace).get(name).await?;
            found.status.observed_generation >= found.metadata.generation
                && found.status.number_ready >= found.status.desired_number_scheduled
        }
        "Job" => {
            let found = client.namespaced::<Job>(namespace).get(name).await?;
            let complete = |c: &bowline::api::batch::v1::JobCondition| {
                c.type_ == "Complete" && c.status.as_str() == "True"
            };
            found.status.conditions.iter().any(complete)
        }
        "Pod" => {
            let found = client.namespaced::<Pod>(namespace).get(name).await?;
            found.is_ready() || found.status.phase.as_str() == "Succeeded"
        }
        _ => true,
    })
}

/// A table of pods that gets a row whenever one of them is ready or has ended.
#[derive(Default)]
pub struct PodTable {
    shown: BTreeSet<String>,
}

impl PodTable {
    /// Prints the pods that have become ready or ended since.
    pub async fn show_settled(&mut self, client: &Client) -> Result<()> {
        let settled = |pod: &Pod| {
            pod.is_ready() || matches!(pod.status.phase, PodPhase::Succeeded | PodPhase::Failed)
        };
        self.show(client, settled).await
    }

    /// Prints the pods that have no row yet as they stand.
    pub async fn show_rest(&mut self, client: &Client) -> Result<()> {
        self.show(client, |_| true).await
    }

    async fn show(&mut self, client: &Client, which: impl Fn(&Pod) -> bool) -> Result<()> {
        let pods = client.all::<Pod>().list(&ListParams::default()).await?;
        for pod in pods.items.iter().filter(|pod| which(pod)) {
            if self.shown.is_empty() {
                row(["NAMESPACE", "NAME", "STATUS", "READY", "IP", "NODE"]);
            }
            if self.shown.insert(pod.metadata.uid.clone()) {
                let ready = pod.status.container_statuses.iter().filter(|c| c.ready).count();
                let ready = format!("{ready}/{}", pod.spec.containers.len());
                let (meta, status) = (&pod.metadata, &pod.status);
                let (phase, ip) = (status.phase.as_str(), &status.pod_ip);
                row([&meta.namespace, &meta.name, phase, &ready, ip, &pod.spec.node_name]);
            }
        }
        Ok(())
    }
}

fn row([namespace, name, status, ready, ip, node]: [&str; 6]) {
    println!("{namespace:<14} {name:<32} {status:<10} {ready:<6} {ip:<14} {node}");
}
