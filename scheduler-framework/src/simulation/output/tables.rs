//! CSV and JSON lines.

use std::fmt::Write as _;

use bowline_apimachinery::time::MicroTime;
use serde_json::{Map, Value, json};

use crate::simulation::Comparison;
use crate::simulation::metrics::metrics;

/// A line a policy, seed and metric.
#[must_use]
pub fn metrics_csv(comparison: &Comparison) -> String {
    let mut text = "policy,seed,metric,unit,value\n".to_owned();
    for (policy, reports) in comparison.policies.iter().zip(&comparison.reports) {
        for (seed, report) in comparison.seeds.iter().zip(reports) {
            for metric in metrics(report) {
                let value = metric.value.map(|it| it.to_string()).unwrap_or_default();
                let (name, unit) = (quoted(metric.name), metric.unit);
                line(&mut text, format_args!("{},{seed},{name},{unit},{value}", quoted(policy)));
            }
        }
    }
    text
}

/// An object a policy and seed, with all metrics.
#[must_use]
pub fn metrics_jsonl(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (policy, reports) in comparison.policies.iter().zip(&comparison.reports) {
        for (seed, report) in comparison.seeds.iter().zip(reports) {
            let all = metrics(report).into_iter();
            let all: Map<String, Value> =
                all.map(|it| (it.name.to_owned(), json!(it.value))).collect();
            line(
                &mut text,
                format_args!("{}", json!({"policy": policy, "seed": seed, "metrics": all})),
            );
        }
    }
    text
}

/// A line a policy, seed and pod; moments in seconds.
#[must_use]
pub fn pods_csv(comparison: &Comparison) -> String {
    let mut text =
        "policy,seed,pod,node,arrived,assigned,started,ended,restarts,wasted\n".to_owned();
    let at = |moment: Option<MicroTime>| {
        moment.map(|it| (it.unix_micros() as f64 / 1e6).to_string()).unwrap_or_default()
    };
    for (policy, reports) in comparison.policies.iter().zip(&comparison.reports) {
        for (seed, report) in comparison.seeds.iter().zip(reports) {
            for (pod, it) in &report.pods {
                line(
                    &mut text,
                    format_args!(
                        "{},{seed},{pod},{},{},{},{},{},{},{}",
                        quoted(policy),
                        it.node,
                        at(Some(it.arrived)),
                        at(it.assigned),
                        at(it.started),
                        at(it.ended),
                        it.restarts,
                        it.wasted.as_nanos() as f64 / 1e9
                    ),
                );
            }
        }
    }
    text
}

/// A line a policy, seed and sample.
#[must_use]
pub fn series_csv(comparison: &Comparison) -> String {
    let mut text = "policy,seed,seconds,cpu,memory,gpu,pending,running,fragmentation\n".to_owned();
    for (policy, reports) in comparison.policies.iter().zip(&comparison.reports) {
        for (seed, report) in comparison.seeds.iter().zip(reports) {
            for it in &report.series {
                line(
                    &mut text,
                    format_args!(
                        "{},{seed},{},{},{},{},{},{},{}",
                        quoted(policy),
                        it.at.as_nanos() as f64 / 1e9,
                        it.cpu,
                        it.memory,
                        it.gpu,
                        it.pending,
                        it.running,
                        it.fragmentation
                    ),
                );
            }
        }
    }
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("a string takes all text");
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}
