//! Autoscalers follow what pods use.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bowline_api::apps::v1::Deployment;
use bowline_api::autoscaling::v2::{
    CrossVersionObjectReference, HorizontalPodAutoscaler, MetricIdentifier,
};
use bowline_api::core::v1::Pod;
use bowline_apimachinery::labels::Selector;
use bowline_client::Client;
use bowline_client::api::ListParams;
use bowline_controllers::horizontal_pod_autoscaler::metrics::{PodMetric, PodMetrics};
use bowline_controllers::horizontal_pod_autoscaler::source::{Answer, MetricsError, MetricsSource};
use bowline_controllers::horizontal_pod_autoscaler::{self};
use futures::FutureExt as _;
use serde_json::json;

use crate::cluster::{Cluster, Pods};

/// Every pod uses the same.
struct Same {
    client: Client,
    used: Arc<AtomicI64>,
}

impl MetricsSource for Same {
    fn resource<'a>(
        &'a self,
        namespace: &'a str,
        pods: &'a Selector,
        _: &'a str,
        _: Option<&'a str>,
    ) -> Answer<'a, PodMetrics> {
        async move {
            let params = ListParams::default().labels(pods.to_string());
            let found = self.client.namespaced::<Pod>(namespace).list(&params).await?;
            let metric = PodMetric {
                time: self.client.clock().now().into(),
                window: std::time::Duration::ZERO,
                value: self.used.load(Ordering::Relaxed),
            };
            Ok(found.items.into_iter().map(|pod| (pod.metadata.name, metric)).collect())
        }
        .boxed()
    }

    fn pods<'a>(
        &'a self,
        _: &'a str,
        _: &'a Selector,
        _: &'a MetricIdentifier,
    ) -> Answer<'a, PodMetrics> {
        async { Err(MetricsError::Empty("custom")) }.boxed()
    }

    fn object<'a>(
        &'a self,
        _: &'a str,
        _: &'a CrossVersionObjectReference,
        _: &'a MetricIdentifier,
    ) -> Answer<'a, i64> {
        async { Err(MetricsError::Empty("custom")) }.boxed()
    }

    fn external<'a>(&'a self, _: &'a str, _: &'a MetricIdentifier) -> Answer<'a, Vec<i64>> {
        async { Err(MetricsError::Empty("external")) }.boxed()
    }
}

async fn set_up(metrics: serde_json::Value) -> (Cluster, Arc<AtomicI64>) {
    let mut cluster = Cluster::without_controllers().await;
    cluster.start_pods(Pods::BecomeReady);
    let used = Arc::new(AtomicI64::new(100));
    let source = Same { client: cluster.client.clone(), used: used.clone() };
    let manager = cluster.manager("deployment,replicaset", &cluster.client);
    cluster.run(manager.with(move |setup| {
        horizontal_pod_autoscaler::add_with(setup, Arc::new(source));
    }));
    cluster
        .create::<Deployment>(json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": "web", "namespace": "default"},
            "spec": {
                "replicas": 1, "selector": {"matchLabels": {"app": "web"}},
                "template": {
                    "metadata": {"labels": {"app": "web"}},
                    "spec": {"containers": [{"name": "c", "image": "i",
                                             "resources": {"requests": {"cpu": "100m"}}}]},
                },
            }
        }))
        .await;
    cluster
        .create::<HorizontalPodAutoscaler>(json!({
            "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "web", "namespace": "default"},
            "spec": {
                "minReplicas": 1, "maxReplicas": 5, "metrics": metrics,
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
            }
        }))
        .await;
    (cluster, used)
}

async fn replicas(cluster: &Cluster) -> i32 {
    cluster.get::<Deployment>("web").await.spec.replicas.unwrap_or(1)
}

async fn condition(cluster: &Cluster, type_: &str) -> String {
    let status = cluster.get::<HorizontalPodAutoscaler>("web").await.status;
    let found = status.conditions.into_iter().find(|condition| condition.type_ == type_);
    found.map(|c| format!("{} {}", c.status.as_str(), c.reason)).unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn pods_come_with_work_and_go_when_it_has_been_away_for_a_while() {
    let (cluster, used) = set_up(json!([{"type": "Resource", "resource": {
        "name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}]))
    .await;
    cluster.until("it has five pods", async || replicas(&cluster).await == 5).await;
    cluster.pass(20).await;
    assert_eq!(condition(&cluster, "ScalingActive").await, "True ValidMetricFound");
    assert_eq!(condition(&cluster, "ScalingLimited").await, "True TooManyReplicas");
    let told = cluster.events("HorizontalPodAutoscaler").await;
    let grown =
        "New size: 2; reason: cpu resource utilization (percentage of request) above target";
    assert!(told.contains(&("SuccessfulRescale".into(), grown.into())), "{told:?}");
    used.store(10, Ordering::Relaxed);
    cluster.pass(200).await;
    assert_eq!(replicas(&cluster).await, 5, "too early");
    cluster.until("it has one pod", async || replicas(&cluster).await == 1).await;
    let shrunk = "New size: 1; reason: All metrics below target";
    cluster.pass(1).await;
    let told = cluster.events("HorizontalPodAutoscaler").await;
    assert!(told.contains(&("SuccessfulRescale".into(), shrunk.into())), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn without_measurements_nothing_changes_and_it_is_told() {
    let (cluster, _) = set_up(json!([{"type": "Pods", "pods": {
        "metric": {"name": "requests"}, "target": {"type": "AverageValue", "averageValue": "1"}}}]))
    .await;
    cluster.pass(60).await;
    assert_eq!(replicas(&cluster).await, 1);
    assert_eq!(condition(&cluster, "AbleToScale").await, "True SucceededGetScale");
    assert_eq!(condition(&cluster, "ScalingActive").await, "False FailedGetPodsMetric");
}
