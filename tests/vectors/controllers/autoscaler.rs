//! Horizontal pod autoscalers: ratios, whole counts, limits of speed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bowline::api::autoscaling::v2::HorizontalPodAutoscalerBehavior;
use bowline::api::core::v1::Pod;
use bowline::apimachinery::time::Time;
use bowline::controllers::horizontal_pod_autoscaler::metrics::{
    PodMetric, PodMetrics, Tolerance, usage, utilization,
};
use bowline::controllers::horizontal_pod_autoscaler::normalize::{
    History, Recommendation, ScaleEvent, Wish, normalize,
};
use bowline::controllers::horizontal_pod_autoscaler::replicas::{
    Observed, Patience, by_usage, by_utilization,
};
use serde_json::{Value, json};

use super::number;
use crate::harness::{Outcome, same, same_result, text};

const NOW: i64 = 1_000_000;

fn ago(value: &Value) -> Time {
    Time::from_unix_seconds(NOW - value.as_i64().unwrap_or_default())
}

fn metric(value: i64) -> PodMetric {
    let time = Time::from_unix_seconds(NOW);
    PodMetric { time, window: Duration::from_secs(60), value }
}

fn metrics(input: &Value) -> PodMetrics {
    let metrics = input["metrics"].as_object().into_iter().flatten();
    metrics.map(|(pod, value)| (pod.clone(), metric(value.as_i64().unwrap_or_default()))).collect()
}

pub(super) fn usages(input: &Value, want: &Value) -> Outcome {
    let target = input["target"].as_i64().unwrap_or_default();
    let got = usage(&metrics(input), target)
        .map(|(ratio, average)| json!({"average": average, "ratio": plain(ratio)}))
        .ok_or("no metrics");
    same_result(got, want)
}

/// A number as Go writes it: without a fraction where there is none.
fn plain(number: f64) -> Value {
    let whole = number as i64;
    if whole as f64 == number { json!(whole) } else { json!(number) }
}

pub(super) fn ratio(input: &Value, want: &Value) -> Outcome {
    let requests: BTreeMap<String, i64> =
        serde_json::from_value(input["requests"].clone()).map_err(|error| error.to_string())?;
    let got = utilization(&metrics(input), &requests, number(&input["target"])).map(|found| {
        json!({
            "currentUtilisation": found.percent, "ratio": plain(found.ratio),
            "rawAverage": found.average,
        })
    });
    same_result(got, want)
}

pub(super) fn tolerance(input: &Value, want: &Value) -> Outcome {
    let float = |field: &str| input[field].as_f64().unwrap_or_default();
    let tolerance = Tolerance { down: float("down"), up: float("up") };
    same(&json!({"within": tolerance.admits(float("ratio"))}), want)
}

fn pods(input: &Value) -> Vec<Arc<Pod>> {
    let told = input["pods"].as_array().into_iter().flatten();
    told.map(|told| {
        let status = if told["ready"] == true { "True" } else { "False" };
        let changed = ago(&told["readyTransitionSecondsAgo"]);
        let deleted = (told["deleting"] == true).then(|| Time::from_unix_seconds(NOW));
        let pod = json!({
            "metadata": {"name": told["name"], "deletionTimestamp": deleted},
            "status": {
                "phase": told["phase"], "startTime": ago(&told["startedSecondsAgo"]),
                "conditions":
                    [{"type": "Ready", "status": status, "lastTransitionTime": changed}],
            },
        });
        Arc::new(serde_json::from_value(pod).expect("a pod"))
    })
    .collect()
}

/// A number of each pod, where it has one.
fn of_pods(input: &Value, field: &str) -> BTreeMap<String, i64> {
    let told = input["pods"].as_array().into_iter().flatten();
    told.filter_map(|told| Some((text(told, "name").to_owned(), told[field].as_i64()?))).collect()
}

fn observed<'a>(input: &Value, pods: &'a [Arc<Pod>]) -> Observed<'a> {
    let float = |field: &str| input[field].as_f64().unwrap_or_default();
    let span = |field: &str| Duration::from_secs(input[field].as_u64().unwrap_or_default());
    Observed {
        current: number(&input["currentReplicas"]),
        pods,
        metrics: of_pods(input, "usageMilliCPU")
            .into_iter()
            .map(|(pod, value)| (pod, metric(value)))
            .collect(),
        is_cpu: true,
        tolerance: Tolerance { down: float("toleranceDown"), up: float("toleranceUp") },
        patience: Patience {
            cpu_initialization: span("cpuInitialisationSeconds"),
            initial_readiness: span("readinessDelaySeconds"),
        },
        now: Time::from_unix_seconds(NOW),
    }
}

pub(super) fn replicas(input: &Value, want: &Value) -> Outcome {
    let pods = pods(input);
    let requests = of_pods(input, "requestMilliCPU");
    let target = number(&input["targetUtilisation"]);
    let got = by_utilization(observed(input, &pods), &requests, target).map(
        |(replicas, percent, average)| {
            json!({"replicas": replicas, "utilisation": percent, "rawAverage": average})
        },
    );
    same_result(got, want)
}

pub(super) fn raw_replicas(input: &Value, want: &Value) -> Outcome {
    let pods = pods(input);
    let target = input["targetAverageMilli"].as_i64().unwrap_or_default();
    let got = by_usage(observed(input, &pods), target)
        .map(|(replicas, average)| json!({"replicas": replicas, "average": average}));
    same_result(got, want)
}

pub(super) fn normalised(input: &Value, want: &Value) -> Outcome {
    let behavior: Option<HorizontalPodAutoscalerBehavior> =
        serde_json::from_value(input["behavior"].clone()).map_err(|error| error.to_string())?;
    let list = |field: &str| input[field].as_array().cloned().unwrap_or_default();
    let events = |field: &str| -> Vec<ScaleEvent> {
        let event = |told: &Value| ScaleEvent {
            time: ago(&told["ageSeconds"]),
            change: number(&told["change"]),
        };
        list(field).iter().map(event).collect()
    };
    let history = History {
        recommendations: list("recommendations")
            .iter()
            .map(|told| Recommendation {
                time: ago(&told["ageSeconds"]),
                replicas: number(&told["value"]),
            })
            .collect(),
        ups: events("scaleUpEvents"),
        downs: events("scaleDownEvents"),
    };
    let wish = Wish {
        current: number(&input["current"]),
        desired: number(&input["desired"]),
        min: number(&input["min"]),
        max: number(&input["max"]),
        behavior: behavior.as_ref(),
        downscale_window: number(&input["downscaleWindowSeconds"]),
        now: Time::from_unix_seconds(NOW),
    };
    let got = normalize(&wish, &history);
    let limited = if got.is_limited { "True" } else { "False" };
    let conditions = [
        format!("AbleToScale=True:{}", got.able_to_scale.reason),
        format!("ScalingLimited={limited}:{}", got.limited.reason),
    ];
    same(&json!({"replicas": got.replicas, "conditions": conditions}), want)
}
