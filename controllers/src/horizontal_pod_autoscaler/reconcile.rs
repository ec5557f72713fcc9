//! Asking for measurements now and then, and setting the scale that they ask for.
//!
//! Upstream: `pkg/controller/podautoscaler/horizontal.go`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::autoscaling::v1::Scale;
use bowline_api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior};
use bowline_api::core::v1::Pod;
use bowline_apimachinery::dynamic::DynamicObject;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::resource::{NamespacedName, Object as _};
use bowline_apimachinery::schema::GroupVersionKind;
use bowline_apimachinery::time::Time;
use bowline_client::Client;
use bowline_client::api::Api;
use bowline_client::cache::Store;
use bowline_client::discovery::RestMapper;
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_controller_runtime::predicate::generation_changed;
use bowline_controller_runtime::{Action, ReconcileError, Request};
use parking_lot::Mutex;

use super::conditions::{ABLE_TO_SCALE, SCALING_ACTIVE, SCALING_LIMITED, set};
use super::evaluate::{Invalid, Situation, default_metric};
use super::metrics::Tolerance;
use super::normalize::{History, Recommendation, ScaleEvent, Wish, normalize};
use super::replicas::Patience;
use super::source::{ApiMetrics, MetricsSource};
use crate::own_writes::OwnWrites;
use crate::setup::{Setup, now};

/// The source of events, as upstream.
const COMPONENT: &str = "horizontal-pod-autoscaler";

/// How autoscalers are worked on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How often (15 s).
    pub sync_period: Duration,
    /// For how long the highest recommendation counts (300 s).
    pub downscale_stabilization: Duration,
    /// How far from its target use may be before anything is done about it (0.1).
    pub tolerance: f64,
    /// How long young pods are watched with suspicion.
    pub patience: Patience,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            sync_period: Duration::from_secs(15),
            downscale_stabilization: Duration::from_secs(300),
            tolerance: 0.1,
            patience: Patience::default(),
        }
    }
}

struct Autoscalers {
    client: Client,
    autoscalers: Store<HorizontalPodAutoscaler>,
    pods: Store<Pod>,
    kinds: RestMapper,
    source: Arc<dyn MetricsSource>,
    recorder: Recorder,
    pace: Pace,
    histories: Mutex<HashMap<NamespacedName, History>>,
    /// Which pods each autoscaler last looked at.
    selectors: Mutex<BTreeMap<NamespacedName, Selector>>,
    writes: OwnWrites,
}

/// Adds the controller, which asks the cluster's metrics APIs.
pub fn add(setup: &mut Setup<'_>) {
    let source = Arc::new(ApiMetrics::new(setup.client()));
    add_with(setup, source);
}

/// Adds the controller with measurements from elsewhere.
pub fn add_with(setup: &mut Setup<'_>, source: Arc<dyn MetricsSource>) {
    let this = Arc::new(Autoscalers {
        client: setup.client(),
        autoscalers: setup.store(),
        pods: setup.store(),
        kinds: RestMapper::new(setup.client()),
        source,
        recorder: setup.recorder(COMPONENT),
        pace: setup.config.horizontal_pod_autoscaler,
        histories: Mutex::default(),
        selectors: Mutex::default(),
        writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<HorizontalPodAutoscaler>("horizontal-pod-autoscaler-controller")
        .when(generation_changed)
        .concurrency(setup.config.concurrent_horizontal_pod_autoscaler_syncs)
        .reconcile(move |request: Request<HorizontalPodAutoscaler>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

/// A scale as it was read, and where it is written.
struct Target {
    objects: Api<DynamicObject>,
    scale: Scale,
}

/// What an autoscaler wants for which reason.
struct Desire {
    replicas: i32,
    reason: String,
}

/// A round that could not be done.
#[derive(Debug, thiserror::Error)]
#[error("failed to compute desired number of replicas based on listed metrics for {target}: {why}")]
struct NotComputed {
    target: String,
    why: String,
}

impl Autoscalers {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.autoscalers).await?;
        let Some(before) = self.autoscalers.get(key) else {
            self.writes.forget(key);
            self.histories.lock().remove(key);
            self.selectors.lock().remove(key);
            return Ok(Action::Done);
        };
        let mut scaler = (*before).clone();
        scaler.status.observed_generation = Some(scaler.metadata.generation);
        let outcome = self.round(key, &mut scaler).await;
        if scaler.status != before.status {
            let scalers = self.client.namespaced::<HorizontalPodAutoscaler>(&key.namespace);
            match scalers.update_status(&scaler).await {
                Err(error) if error.is_not_found() => return Ok(Action::Done),
                written => self.writes.wrote(key, &written?),
            }
        }
        // What failed is tried again at the same pace: measurements come no faster.
        if let Err(error) = outcome {
            tracing::debug!(autoscaler = %key, %error, "no scale could be worked out");
        }
        Ok(Action::RequeueAfter(self.pace.sync_period))
    }

    async fn round(
        &self,
        key: &NamespacedName,
        scaler: &mut HorizontalPodAutoscaler,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let now = now(self.client.clock());
        let mut target = match self.target(key, scaler).await {
            Ok(target) => target,
            Err(error) => {
                let message = format!(
                    "the HPA controller was unable to get the target's current scale: {error}"
                );
                set(scaler, ABLE_TO_SCALE, false, "FailedGetScale", &message, now);
                self.warn(scaler, "FailedGetScale", error.to_string());
                return Err(error);
            }
        };
        let able = "the HPA controller was able to get the target's current scale";
        set(scaler, ABLE_TO_SCALE, true, "SucceededGetScale", able, now);
        let current = target.scale.spec.replicas;
        scaler.status.current_replicas = current;
        self.remember_first(key, current, now);
        let desire = self.desire(key, scaler, &target.scale, now).await;
        let desire = match desire {
            Ok(desire) => desire,
            Err(error) => {
                self.warn(scaler, "FailedComputeMetricsReplicas", error.to_string());
                return Err(error.into());
            }
        };
        scaler.status.desired_replicas = desire.replicas;
        if desire.replicas != current {
            target.scale.spec.replicas = desire.replicas;
            let name = &scaler.spec.scale_target_ref.name;
            if let Err(error) = target.objects.update_scale(name, &target.scale).await {
                let message =
                    format!("the HPA controller was unable to update the target scale: {error}");
                set(scaler, ABLE_TO_SCALE, false, "FailedUpdateScale", &message, now);
                let (size, why) = (desire.replicas, desire.reason);
                let message = format!("New size: {size}; reason: {why}; error: {error}");
                self.warn(scaler, "FailedRescale", message);
                scaler.status.desired_replicas = current;
                return Err(error.into());
            }
            let message = format!(
                "the HPA controller was able to update the target scale to {}",
                desire.replicas
            );
            set(scaler, ABLE_TO_SCALE, true, "SucceededRescale", &message, now);
            let message = format!("New size: {}; reason: {}", desire.replicas, desire.reason);
            let about = object_reference(&*scaler);
            self.recorder.event(about, EventType::Normal, "SuccessfulRescale", message);
            scaler.status.last_scale_time = Some(now);
            self.remember_change(key, current, desire.replicas, now);
        }
        Ok(())
    }

    async fn target(
        &self,
        key: &NamespacedName,
        scaler: &HorizontalPodAutoscaler,
    ) -> Result<Target, Box<dyn std::error::Error + Send + Sync>> {
        let reference = &scaler.spec.scale_target_ref;
        let (group, version) =
            reference.api_version.split_once('/').unwrap_or(("", &reference.api_version));
        let kind =
            GroupVersionKind::new(group.to_owned(), version.to_owned(), reference.kind.clone());
        let resource = self.kinds.kind(&kind).await?;
        let objects = self.client.dynamic(&resource, Some(&key.namespace));
        let scale = objects.get_scale(&reference.name).await?;
        Ok(Target { objects, scale })
    }

    /// How many pods there should be.
    async fn desire(
        &self,
        key: &NamespacedName,
        scaler: &mut HorizontalPodAutoscaler,
        scale: &Scale,
        now: Time,
    ) -> Result<Desire, NotComputed> {
        let current = scale.spec.replicas;
        let (min, max) = (scaler.spec.min_replicas.unwrap_or(1), scaler.spec.max_replicas);
        let fixed = |replicas, reason: &str| Ok(Desire { replicas, reason: reason.to_owned() });
        if current == 0 && min != 0 {
            let message = "scaling is disabled since the replica count of the target is zero";
            set(scaler, SCALING_ACTIVE, false, "ScalingDisabled", message, now);
            return fixed(0, "");
        }
        if current > max {
            return fixed(max, "Current number of replicas above Spec.MaxReplicas");
        }
        if current < min {
            return fixed(min, "Current number of replicas below Spec.MinReplicas");
        }
        let (asked, metric) = self.by_metrics(scaler, scale, now).await?;
        let behavior = scaler.spec.behavior.clone();
        let wish = Wish {
            current,
            desired: asked,
            min,
            max,
            behavior: behavior.as_ref(),
            downscale_window: seconds(self.pace.downscale_stabilization),
            now,
        };
        let got = {
            let mut histories = self.histories.lock();
            let history = histories.entry(key.clone()).or_default();
            let got = normalize(&wish, history);
            history.recommendations.push(Recommendation { time: now, replicas: asked });
            history.forget(now, longest(behavior.as_ref(), self.pace.downscale_stabilization));
            got
        };
        let able = got.able_to_scale;
        set(scaler, ABLE_TO_SCALE, true, able.reason, able.message, now);
        let limited = got.limited;
        set(scaler, SCALING_LIMITED, got.is_limited, limited.reason, limited.message, now);
        let reason = match asked.cmp(&current) {
            std::cmp::Ordering::Greater => format!("{metric} above target"),
            _ => "All metrics below target".to_owned(),
        };
        Ok(Desire { replicas: got.replicas, reason })
    }

    /// The highest number that a metric asks for. Metrics that cannot be read hold a decrease up.
    async fn by_metrics(
        &self,
        scaler: &mut HorizontalPodAutoscaler,
        scale: &Scale,
        now: Time,
    ) -> Result<(i32, String), NotComputed> {
        let target = format!(
            "{}/{}/{}",
            scaler.spec.scale_target_ref.kind,
            scaler.metadata.namespace,
            scaler.spec.scale_target_ref.name
        );
        let fail = |why: String| NotComputed { target: target.clone(), why };
        if scale.status.selector.is_empty() {
            let message = "the HPA target's scale is missing a selector";
            set(scaler, SCALING_ACTIVE, false, "InvalidSelector", message, now);
            self.warn(scaler, "SelectorRequired", "selector is required".to_owned());
            return Err(fail("selector is required".to_owned()));
        }
        let selector = match scale.status.selector.parse::<Selector>() {
            Ok(selector) => selector,
            Err(error) => {
                let message = format!(
                    "couldn't convert selector into a corresponding internal selector object: {error}"
                );
                set(scaler, SCALING_ACTIVE, false, "InvalidSelector", &message, now);
                self.warn(scaler, "InvalidSelector", message.clone());
                return Err(fail(message));
            }
        };
        let namespace = scaler.metadata.namespace.clone();
        let pods = self.pods.select(&namespace, &selector);
        let rivals = self.rivals(&scaler.key(), &selector, &pods);
        if rivals.len() > 1 {
            let list = rivals.join(" ");
            let message =
                format!("pods by selector {selector} are controlled by multiple HPAs: [{list}]");
            set(scaler, SCALING_ACTIVE, false, "AmbiguousSelector", &message, now);
            self.warn(scaler, "AmbiguousSelector", message.clone());
            return Err(fail(message));
        }
        let situation = Situation {
            source: &*self.source,
            namespace: &namespace,
            selector: &selector,
            pods: &pods,
            wanted: scale.spec.replicas,
            present: scale.status.replicas,
            tolerance: tolerance(scaler.spec.behavior.as_ref(), self.pace.tolerance),
            patience: self.pace.patience,
            now,
        };
        let mut specs = scaler.spec.metrics.clone();
        if specs.is_empty() {
            specs.push(default_metric());
        }
        let mut best: Option<(i32, String)> = None;
        let mut invalid: Vec<Invalid> = Vec::new();
        scaler.status.current_metrics.clear();
        for spec in &specs {
            match situation.propose(spec).await {
                Ok(proposal) => {
                    scaler.status.current_metrics.push(proposal.status);
                    if best.as_ref().is_none_or(|(most, _)| proposal.replicas > *most) {
                        best = Some((proposal.replicas, proposal.name));
                    }
                }
                Err(error) => {
                    self.warn(scaler, error.reason, error.to_string());
                    invalid.push(error);
                }
            }
        }
        let lowers = best.as_ref().is_none_or(|(most, _)| *most < scale.spec.replicas);
        if let Some(first) = invalid.first().filter(|_| lowers) {
            let message = format!("the HPA was unable to compute the replica count: {first}");
            set(scaler, SCALING_ACTIVE, false, first.reason, &message, now);
            let (bad, all) = (invalid.len(), specs.len());
            return Err(fail(format!(
                "invalid metrics ({bad} invalid out of {all}), first error is: {first}"
            )));
        }
        let (replicas, metric) = best.unwrap_or((scale.spec.replicas, String::new()));
        let message =
            format!("the HPA was able to successfully calculate a replica count from {metric}");
        set(scaler, SCALING_ACTIVE, true, "ValidMetricFound", &message, now);
        Ok((replicas, metric))
    }

    /// The autoscalers that choose any of these pods, this one among them.
    fn rivals(&self, key: &NamespacedName, selector: &Selector, pods: &[Arc<Pod>]) -> Vec<String> {
        let mut selectors = self.selectors.lock();
        selectors.insert(key.clone(), selector.clone());
        let chooses = |(of, selector): &(&NamespacedName, &Selector)| {
            of.namespace == key.namespace
                && pods.iter().any(|pod| selector.matches(&pod.metadata.labels))
        };
        selectors.iter().filter(chooses).map(|(of, _)| of.to_string()).collect()
    }

    /// What is there when an autoscaler is first seen counts as recommended.
    fn remember_first(&self, key: &NamespacedName, current: i32, now: Time) {
        let mut histories = self.histories.lock();
        let history = histories.entry(key.clone()).or_default();
        if history.recommendations.is_empty() {
            history.recommendations.push(Recommendation { time: now, replicas: current });
        }
    }

    fn remember_change(&self, key: &NamespacedName, from: i32, to: i32, now: Time) {
        let mut histories = self.histories.lock();
        let history = histories.entry(key.clone()).or_default();
        let change = ScaleEvent { time: now, change: (to - from).abs() };
        if to > from { history.ups.push(change) } else { history.downs.push(change) }
    }

    fn warn(&self, scaler: &HorizontalPodAutoscaler, reason: &str, message: String) {
        self.recorder.event(object_reference(scaler), EventType::Warning, reason, message);
    }
}

fn seconds(span: Duration) -> i32 {
    i32::try_from(span.as_secs()).unwrap_or(i32::MAX)
}

/// For how long anything that happened may matter.
fn longest(behavior: Option<&HorizontalPodAutoscalerBehavior>, downscale: Duration) -> i32 {
    let rules = behavior.into_iter().flat_map(|b| [b.scale_up.as_deref(), b.scale_down.as_deref()]);
    let spans = rules.flatten().flat_map(|rules| {
        let periods = rules.policies.iter().map(|policy| policy.period_seconds);
        periods.chain(rules.stabilization_window_seconds)
    });
    spans.fold(seconds(downscale), i32::max)
}

fn tolerance(behavior: Option<&HorizontalPodAutoscalerBehavior>, default: f64) -> Tolerance {
    let own = |tolerance: Option<&Quantity>| tolerance.map_or(default, Quantity::as_f64);
    let (up, down) =
        behavior.map_or((None, None), |b| (b.scale_up.as_deref(), b.scale_down.as_deref()));
    Tolerance {
        up: own(up.and_then(|rules| rules.tolerance.as_ref())),
        down: own(down.and_then(|rules| rules.tolerance.as_ref())),
    }
}
