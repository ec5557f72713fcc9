//! How many pods one metric asks for.
//!
//! Upstream: `computeReplicasForMetric` of `pkg/controller/podautoscaler/horizontal.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::autoscaling::v2::{
    ContainerResourceMetricStatus, ExternalMetricStatus, MetricIdentifier, MetricSourceType,
    MetricSpec, MetricStatus, MetricTarget, MetricValueStatus, ObjectMetricStatus,
    PodsMetricStatus, ResourceMetricStatus,
};
use bowline_api::core::v1::{Container, Pod};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::quantity::{Format, Quantity};
use bowline_apimachinery::time::Time;

use super::metrics::{PodMetrics, Tolerance};
use super::replicas::{CalculationError, Observed, Patience, by_usage, by_utilization};
use super::source::{MetricsError, MetricsSource};

/// What all metrics of an autoscaler are judged by.
pub(super) struct Situation<'a> {
    pub(super) source: &'a dyn MetricsSource,
    pub(super) namespace: &'a str,
    pub(super) selector: &'a Selector,
    pub(super) pods: &'a [Arc<Pod>],
    /// How many pods there should be now.
    pub(super) wanted: i32,
    /// How many there are.
    pub(super) present: i32,
    pub(super) tolerance: Tolerance,
    pub(super) patience: Patience,
    pub(super) now: Time,
}

/// What a metric asks for.
#[derive(Debug)]
pub(super) struct Proposal {
    pub(super) replicas: i32,
    /// What the metric is called in conditions.
    pub(super) name: String,
    pub(super) status: MetricStatus,
}

/// Why a metric asks for nothing.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub(super) struct Invalid {
    /// The reason of condition and event.
    pub(super) reason: &'static str,
    pub(super) cause: Cause,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub(super) enum Cause {
    #[error("unable to get metric {what}: {source}")]
    Metrics { what: String, source: MetricsError },
    #[error("failed to get {what}: {source}")]
    Calculation { what: String, source: CalculationError },
    #[error("missing request for {resource} in container {container} of Pod {pod}")]
    MissingRequest { resource: String, container: String, pod: String },
    #[error("invalid {what} metric source: the target has neither a value nor an average")]
    NoTarget { what: &'static str },
    #[error("unknown metric source type {type_:?}")]
    UnknownType { type_: String },
}

impl Situation<'_> {
    pub(super) async fn propose(&self, spec: &MetricSpec) -> Result<Proposal, Invalid> {
        let invalid = |reason| move |cause| Invalid { reason, cause };
        match (&spec.type_, spec) {
            (_, MetricSpec { resource: Some(metric), .. }) => {
                let reason = "FailedGetResourceMetric";
                let found = self.resource(&metric.name, None, &metric.target).await;
                let (replicas, name, current) = found.map_err(invalid(reason))?;
                let status = ResourceMetricStatus { name: metric.name.clone(), current };
                let mut told = told(spec);
                told.resource = Some(Box::new(status));
                Ok(Proposal { replicas, name, status: told })
            }
            (_, MetricSpec { container_resource: Some(metric), .. }) => {
                let reason = "FailedGetContainerResourceMetric";
                let container = Some(metric.container.as_str());
                let found = self.resource(&metric.name, container, &metric.target).await;
                let (replicas, name, current) = found.map_err(invalid(reason))?;
                let (of, container) = (metric.name.clone(), metric.container.clone());
                let status = ContainerResourceMetricStatus { name: of, current, container };
                let mut told = told(spec);
                told.container_resource = Some(Box::new(status));
                Ok(Proposal { replicas, name, status: told })
            }
            (_, MetricSpec { pods: Some(metric), .. }) => {
                let reason = "FailedGetPodsMetric";
                let found = self.pods(&metric.metric, &metric.target).await;
                let (replicas, current) = found.map_err(invalid(reason))?;
                let status = PodsMetricStatus { metric: metric.metric.clone(), current };
                let mut told = told(spec);
                told.pods = Some(Box::new(status));
                let name = format!("pods metric {}", metric.metric.name);
                Ok(Proposal { replicas, name, status: told })
            }
            (_, MetricSpec { object: Some(metric), .. }) => {
                let reason = "FailedGetObjectMetric";
                let value = self
                    .source
                    .object(self.namespace, &metric.described_object, &metric.metric)
                    .await
                    .map_err(|source| failed(&metric.metric, source))
                    .map_err(invalid(reason))?;
                let found = self.whole(value, &metric.target, "object");
                let (replicas, current) = found.map_err(invalid(reason))?;
                let status = ObjectMetricStatus {
                    metric: metric.metric.clone(),
                    current,
                    described_object: metric.described_object.clone(),
                };
                let mut told = told(spec);
                told.object = Some(Box::new(status));
                let of = &metric.described_object;
                let name = format!("{} metric {}", of.kind, metric.metric.name);
                Ok(Proposal { replicas, name, status: told })
            }
            (_, MetricSpec { external: Some(metric), .. }) => {
                let reason = "FailedGetExternalMetric";
                let values = self
                    .source
                    .external(self.namespace, &metric.metric)
                    .await
                    .map_err(|source| failed(&metric.metric, source))
                    .map_err(invalid(reason))?;
                let value = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
                let found = self.whole(value, &metric.target, "external");
                let (replicas, current) = found.map_err(invalid(reason))?;
                let status = ExternalMetricStatus { metric: metric.metric.clone(), current };
                let mut told = told(spec);
                told.external = Some(Box::new(status));
                let name = format!("external metric {}", metric.metric.name);
                Ok(Proposal { replicas, name, status: told })
            }
            (type_, _) => {
                let cause = Cause::UnknownType { type_: type_.as_str().to_owned() };
                Err(Invalid { reason: "InvalidMetricSourceType", cause })
            }
        }
    }

    /// CPU, memory and the like.
    async fn resource(
        &self,
        resource: &str,
        container: Option<&str>,
        target: &MetricTarget,
    ) -> Result<(i32, String, MetricValueStatus), Cause> {
        let metrics = self
            .source
            .resource(self.namespace, self.selector, resource, container)
            .await
            .map_err(|source| Cause::Metrics {
                what: format!("for resource {resource}"),
                source,
            })?;
        let kind = if container.is_some() { "container resource" } else { "resource" };
        let observed = self.observed(metrics, resource == "cpu");
        if let Some(average) = &target.average_value {
            let what = format!("{resource} usage");
            let (replicas, average) = by_usage(observed, average.milli_value())
                .map_err(|source| Cause::Calculation { what, source })?;
            return Ok((replicas, format!("{resource} {kind}"), average_status(average, None)));
        }
        let Some(percent) = target.average_utilization else {
            return Err(Cause::NoTarget { what: "resource" });
        };
        let requests = requests(self.pods, resource, container)?;
        let what = format!("{resource} utilization");
        let (replicas, percent, average) = by_utilization(observed, &requests, percent)
            .map_err(|source| Cause::Calculation { what, source })?;
        let name = format!("{resource} {kind} utilization (percentage of request)");
        Ok((replicas, name, average_status(average, Some(percent))))
    }

    async fn pods(
        &self,
        metric: &MetricIdentifier,
        target: &MetricTarget,
    ) -> Result<(i32, MetricValueStatus), Cause> {
        let Some(average) = &target.average_value else {
            return Err(Cause::NoTarget { what: "pods" });
        };
        let metrics = self.source.pods(self.namespace, self.selector, metric).await;
        let metrics = metrics.map_err(|source| failed(metric, source))?;
        let what = format!("pods metric value {}", metric.name);
        let (replicas, average) = by_usage(self.observed(metrics, false), average.milli_value())
            .map_err(|source| Cause::Calculation { what, source })?;
        Ok((replicas, average_status(average, None)))
    }

    /// A metric that is not of pods: compared as a whole, or shared out among the pods.
    fn whole(
        &self,
        value: i64,
        target: &MetricTarget,
        what: &'static str,
    ) -> Result<(i32, MetricValueStatus), Cause> {
        if let Some(average) = target.average_value.as_ref().filter(|_| target.value.is_none()) {
            let average = average.milli_value().max(1);
            let ratio = value as f64 / (average as f64 * f64::from(self.present));
            let replicas = match self.tolerance.admits(ratio) {
                true => self.present,
                false => (value as f64 / average as f64).ceil() as i32,
            };
            let each = (value as f64 / f64::from(self.present.max(1))).ceil() as i64;
            return Ok((replicas, average_status(each, None)));
        }
        let Some(wanted) = &target.value else { return Err(Cause::NoTarget { what }) };
        let ratio = value as f64 / wanted.milli_value().max(1) as f64;
        let replicas = if self.wanted == 0 {
            ratio.ceil() as i32
        } else if self.tolerance.admits(ratio) {
            self.wanted
        } else {
            let ready = self.pods.iter().filter(|pod| pod.is_ready()).count();
            (ratio * ready as f64).ceil() as i32
        };
        let status =
            MetricValueStatus { value: Some(milli(value)), ..MetricValueStatus::default() };
        Ok((replicas, status))
    }

    fn observed(&self, metrics: PodMetrics, is_cpu: bool) -> Observed<'_> {
        Observed {
            current: self.wanted,
            pods: self.pods,
            metrics,
            is_cpu,
            tolerance: self.tolerance,
            patience: self.patience,
            now: self.now,
        }
    }
}

fn failed(metric: &MetricIdentifier, source: MetricsError) -> Cause {
    Cause::Metrics { what: metric.name.clone(), source }
}

fn told(spec: &MetricSpec) -> MetricStatus {
    MetricStatus { type_: spec.type_.clone(), ..MetricStatus::default() }
}

fn milli(value: i64) -> Quantity {
    let mut quantity = Quantity::parse(&format!("{value}m")).unwrap_or_default();
    quantity = quantity.with_format(Format::DecimalSI);
    quantity
}

fn average_status(average: i64, percent: Option<i32>) -> MetricValueStatus {
    MetricValueStatus {
        value: None,
        average_value: Some(milli(average)),
        average_utilization: percent,
    }
}

/// What each pod requests of a resource, in thousandths.
///
/// # Errors
/// When a container that counts requests nothing of it.
pub(super) fn requests(
    pods: &[Arc<Pod>],
    resource: &str,
    container: Option<&str>,
) -> Result<BTreeMap<String, i64>, Cause> {
    let mut all = BTreeMap::new();
    for pod in pods {
        let name = &pod.metadata.name;
        // What is set for the pod as a whole stands for all its containers.
        let whole = pod.spec.resources.as_deref().and_then(|r| r.requests.get(resource));
        if let Some(whole) = whole.filter(|_| container.is_none()) {
            all.insert(name.clone(), whole.milli_value());
            continue;
        }
        let sidecars = pod.spec.init_containers.iter().filter(|c| c.is_sidecar());
        let counts = |c: &&Container| container.is_none_or(|wanted| c.name == wanted);
        let mut sum = 0_i64;
        for container in pod.spec.containers.iter().chain(sidecars).filter(counts) {
            let request = container.resources.requests.get(resource);
            let request = request.ok_or_else(|| Cause::MissingRequest {
                resource: resource.to_owned(),
                container: container.name.clone(),
                pod: name.clone(),
            })?;
            sum = sum.saturating_add(request.milli_value());
        }
        all.insert(name.clone(), sum);
    }
    Ok(all)
}

/// The metric that an autoscaler without any has.
pub(super) fn default_metric() -> MetricSpec {
    use bowline_api::autoscaling::v2::{MetricTargetType, ResourceMetricSource};
    let target = MetricTarget {
        type_: MetricTargetType::Utilization,
        average_utilization: Some(80),
        ..MetricTarget::default()
    };
    MetricSpec {
        type_: MetricSourceType::Resource,
        resource: Some(Box::new(ResourceMetricSource { name: "cpu".to_owned(), target })),
        ..MetricSpec::default()
    }
}
