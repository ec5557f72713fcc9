//! Where measurements come from: the metrics APIs of the cluster, or anything else that has them.
//!
//! Upstream: `pkg/controller/podautoscaler/metrics/client.go`.

use std::fmt::Write as _;
use std::time::Duration;

use bowline_api::autoscaling::v2::{CrossVersionObjectReference, MetricIdentifier};
use bowline_api::metrics::v1beta1::PodMetrics as Measured;
use bowline_apimachinery::labels::{Selector, SelectorError};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::time::Time;
use bowline_client::discovery::{MapError, RestMapper};
use bowline_client::{Client, Error};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::metrics::{PodMetric, PodMetrics};

/// What a source answers.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, MetricsError>>;

/// Why there are no measurements.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MetricsError {
    /// The request failed.
    #[error(transparent)]
    Request(#[from] Error),
    /// The kind of the described object is not known.
    #[error(transparent)]
    Kind(#[from] MapError),
    /// A selector makes no sense.
    #[error(transparent)]
    Selector(#[from] SelectorError),
    /// The answer cannot be read.
    #[error("unable to read metrics: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The path of a request is no path.
    #[error("unable to ask for metrics: {0}")]
    Path(#[from] http::Error),
    /// The answer is empty.
    #[error("no metrics returned from {0} metrics API")]
    Empty(&'static str),
}

/// Gives measurements, in thousandths.
pub trait MetricsSource: Send + Sync + 'static {
    /// What each pod uses of a resource, or one of its containers does.
    fn resource<'a>(
        &'a self,
        namespace: &'a str,
        pods: &'a Selector,
        resource: &'a str,
        container: Option<&'a str>,
    ) -> Answer<'a, PodMetrics>;

    /// A metric of each pod.
    fn pods<'a>(
        &'a self,
        namespace: &'a str,
        pods: &'a Selector,
        metric: &'a MetricIdentifier,
    ) -> Answer<'a, PodMetrics>;

    /// A metric of an object.
    fn object<'a>(
        &'a self,
        namespace: &'a str,
        object: &'a CrossVersionObjectReference,
        metric: &'a MetricIdentifier,
    ) -> Answer<'a, i64>;

    /// A metric of something outside the cluster, of each series that matches.
    fn external<'a>(
        &'a self,
        namespace: &'a str,
        metric: &'a MetricIdentifier,
    ) -> Answer<'a, Vec<i64>>;
}

/// The metrics APIs of the cluster: `metrics.k8s.io`, `custom.metrics.k8s.io` and
/// `external.metrics.k8s.io`.
#[derive(Debug)]
pub struct ApiMetrics {
    client: Client,
    kinds: RestMapper,
}

#[derive(Deserialize)]
struct Items<T> {
    #[serde(default = "Vec::new")]
    items: Vec<T>,
}

/// A value of the custom or external metrics API.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MetricValue {
    described_object: Option<Described>,
    timestamp: Option<Time>,
    window: Option<i64>,
    window_seconds: Option<i64>,
    value: Quantity,
}

#[derive(Deserialize)]
struct Described {
    name: String,
}

impl ApiMetrics {
    /// Asks by this client.
    #[must_use]
    pub fn new(client: Client) -> Self {
        let kinds = RestMapper::new(client.clone());
        Self { client, kinds }
    }

    async fn get<T: DeserializeOwned>(&self, path: String) -> Result<Vec<T>, MetricsError> {
        let request = http::Request::get(path)
            .header(http::header::ACCEPT, "application/json")
            .body(Vec::new())?;
        let answer = self.client.request(request).await?;
        Ok(serde_json::from_slice::<Items<T>>(answer.body())?.items)
    }

    async fn resource_metrics(
        &self,
        namespace: &str,
        pods: &Selector,
        resource: &str,
        container: Option<&str>,
    ) -> Result<PodMetrics, MetricsError> {
        let selector = escape(&pods.to_string());
        let path = format!(
            "/apis/metrics.k8s.io/v1beta1/namespaces/{namespace}/pods?labelSelector={selector}"
        );
        let found: Vec<Measured> = self.get(path).await?;
        if found.is_empty() {
            return Err(MetricsError::Empty("resource"));
        }
        Ok(found.iter().filter_map(|measured| read(measured, resource, container)).collect())
    }

    async fn pod_metrics(
        &self,
        namespace: &str,
        pods: &Selector,
        metric: &MetricIdentifier,
    ) -> Result<PodMetrics, MetricsError> {
        let path = format!(
            "/apis/custom.metrics.k8s.io/v1beta2/namespaces/{namespace}/pods/*/{}?labelSelector={}\
             &metricLabelSelector={}",
            escape(&metric.name),
            escape(&pods.to_string()),
            escape(&selector_of(metric)?),
        );
        let found: Vec<MetricValue> = self.get(path).await?;
        if found.is_empty() {
            return Err(MetricsError::Empty("custom"));
        }
        let of_pod = |value: MetricValue| {
            let metric = PodMetric {
                time: value.timestamp.unwrap_or(Time::ZERO),
                // Who measures at a point says nothing about a span.
                window: value
                    .window_seconds
                    .or(value.window)
                    .map_or(Duration::from_secs(60), |seconds| {
                        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
                    }),
                value: value.value.milli_value(),
            };
            Some((value.described_object?.name, metric))
        };
        Ok(found.into_iter().filter_map(of_pod).collect())
    }

    async fn object_metric(
        &self,
        namespace: &str,
        object: &CrossVersionObjectReference,
        metric: &MetricIdentifier,
    ) -> Result<i64, MetricsError> {
        let (group, version) =
            object.api_version.split_once('/').unwrap_or(("", &object.api_version));
        let kind = bowline_apimachinery::schema::GroupVersionKind::new(
            group.to_owned(),
            version.to_owned(),
            object.kind.clone(),
        );
        let resource = self.kinds.kind(&kind).await?;
        let plural = match &*resource.group {
            "" => resource.plural.to_string(),
            group => format!("{}.{group}", resource.plural),
        };
        let place = match resource.namespaced {
            true => format!("namespaces/{namespace}/{plural}"),
            false => plural,
        };
        let path = format!(
            "/apis/custom.metrics.k8s.io/v1beta2/{place}/{}/{}?metricLabelSelector={}",
            escape(&object.name),
            escape(&metric.name),
            escape(&selector_of(metric)?),
        );
        let found: Vec<MetricValue> = self.get(path).await?;
        let first = found.first().ok_or(MetricsError::Empty("custom"))?;
        Ok(first.value.milli_value())
    }

    async fn external_metric(
        &self,
        namespace: &str,
        metric: &MetricIdentifier,
    ) -> Result<Vec<i64>, MetricsError> {
        let path = format!(
            "/apis/external.metrics.k8s.io/v1beta1/namespaces/{namespace}/{}?labelSelector={}",
            escape(&metric.name),
            escape(&selector_of(metric)?),
        );
        let found: Vec<MetricValue> = self.get(path).await?;
        if found.is_empty() {
            return Err(MetricsError::Empty("external"));
        }
        Ok(found.iter().map(|value| value.value.milli_value()).collect())
    }
}

impl MetricsSource for ApiMetrics {
    fn resource<'a>(
        &'a self,
        namespace: &'a str,
        pods: &'a Selector,
        resource: &'a str,
        container: Option<&'a str>,
    ) -> Answer<'a, PodMetrics> {
        self.resource_metrics(namespace, pods, resource, container).boxed()
    }

    fn pods<'a>(
        &'a self,
        namespace: &'a str,
        pods: &'a Selector,
        metric: &'a MetricIdentifier,
    ) -> Answer<'a, PodMetrics> {
        self.pod_metrics(namespace, pods, metric).boxed()
    }

    fn object<'a>(
        &'a self,
        namespace: &'a str,
        object: &'a CrossVersionObjectReference,
        metric: &'a MetricIdentifier,
    ) -> Answer<'a, i64> {
        self.object_metric(namespace, object, metric).boxed()
    }

    fn external<'a>(
        &'a self,
        namespace: &'a str,
        metric: &'a MetricIdentifier,
    ) -> Answer<'a, Vec<i64>> {
        self.external_metric(namespace, metric).boxed()
    }
}

/// What a pod uses of a resource; nothing unless all its containers, or the one asked for, say.
fn read(
    measured: &Measured,
    resource: &str,
    container: Option<&str>,
) -> Option<(String, PodMetric)> {
    let asked = measured.containers.iter().filter(|c| container.is_none_or(|name| c.name == name));
    let amounts: Option<Vec<i64>> =
        asked.map(|c| c.usage.get(resource).map(Quantity::milli_value)).collect();
    let amounts = amounts.filter(|amounts| !amounts.is_empty())?;
    let metric = PodMetric {
        time: measured.timestamp.unwrap_or(Time::ZERO),
        window: measured.window.to_std(),
        value: amounts.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount)),
    };
    Some((measured.metadata.name.clone(), metric))
}

fn selector_of(metric: &MetricIdentifier) -> Result<String, SelectorError> {
    match metric.selector.as_deref() {
        None => Ok(String::new()),
        selector => Ok(Selector::from_label_selector(selector)?.to_string()),
    }
}

/// A text as a part of a path or query.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pod_is_the_sum_of_its_containers_or_nothing() {
        let measured: Measured = serde_json::from_value(json!({
            "metadata": {"name": "p"}, "timestamp": "2026-01-01T00:00:00Z", "window": "30s",
            "containers": [{"name": "a", "usage": {"cpu": "100m"}},
                           {"name": "b", "usage": {"cpu": "1", "memory": "1Ki"}}],
        }))
        .unwrap();
        let value = |resource, container| {
            read(&measured, resource, container).map(|(_, metric)| metric.value)
        };
        assert_eq!(value("cpu", None), Some(1100));
        assert_eq!(value("cpu", Some("a")), Some(100));
        assert_eq!(value("memory", None), None);
        assert_eq!(value("memory", Some("b")), Some(1_024_000));
        assert_eq!(value("cpu", Some("x")), None);
    }

    #[test]
    fn selectors_are_escaped() {
        assert_eq!(escape("a=b,c in (d)"), "a%3Db%2Cc%20in%20%28d%29");
    }
}
