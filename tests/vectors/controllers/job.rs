//! Jobs: indexes, backoff, policies, names.

use std::collections::BTreeSet;
use std::time::Duration;

use bowline::api::batch::v1::{PodFailurePolicy, SuccessPolicy};
use bowline::api::core::v1::Pod;
use bowline::apimachinery::time::Time;
use bowline::controllers::job::backoff::Failures;
use bowline::controllers::job::failure_policy::judge;
use bowline::controllers::job::indexes::Indexes;
use bowline::controllers::job::pods::generate_name;
use bowline::controllers::job::success_policy;
use serde_json::{Value, json};

use super::number;
use crate::harness::{Outcome, same, text};

pub(super) fn indexes(input: &Value, want: &Value) -> Outcome {
    let completions = number(&input["completions"]);
    let indexes = Indexes::parse(text(input, "text"), completions);
    let told = |indexes: &Indexes| json!({"text": indexes.to_string(), "total": indexes.len()});
    let got = match text(input, "op") {
        "has" => json!({"has": indexes.contains(number(&input["index"]))}),
        "merge" => {
            let add: BTreeSet<i32> =
                input["add"].as_array().into_iter().flatten().map(number).collect();
            told(&indexes.with_sorted(add))
        }
        _ => told(&indexes),
    };
    same(&got, want)
}

pub(super) fn backoff(input: &Value, want: &Value) -> Outcome {
    let seconds = |field: &str| input[field].as_i64().unwrap_or_default();
    let now = Time::from_unix_seconds(1_000_000);
    let last = Time::from_unix_seconds(1_000_000 - seconds("secondsSinceLastFailure"));
    let failures = Failures { count: number(&input["failures"]) as u32, last: Some(last) };
    let span = |field: &str| Duration::from_secs(seconds(field) as u64);
    let left = failures.remaining(span("initialSeconds"), span("maxSeconds"), now);
    same(&json!({"remainingSeconds": left.as_secs()}), want)
}

pub(super) fn success(input: &Value, want: &Value) -> Outcome {
    let completions = number(&input["completions"]);
    let policy: SuccessPolicy = serde_json::from_value(json!({"rules": input["rules"]}))
        .map_err(|error| error.to_string())?;
    let succeeded = Indexes::parse(text(input, "succeededIndexes"), completions);
    let met = success_policy::met(Some(&policy), completions, &succeeded).is_some();
    same(&json!({ "met": met }), want)
}

pub(super) fn failure_policy(input: &Value, want: &Value) -> Outcome {
    let policy: PodFailurePolicy = serde_json::from_value(json!({"rules": input["rules"]}))
        .map_err(|error| error.to_string())?;
    let pod: Pod = serde_json::from_value(json!({"status": input["podStatus"]}))
        .map_err(|error| error.to_string())?;
    let verdict = judge(Some(&policy), &pod);
    let action = verdict.action.as_ref().map(|action| action.as_str());
    same(&json!({"action": action, "countFailed": verdict.counts()}), want)
}

pub(super) fn generate_names(input: &Value, want: &Value) -> Outcome {
    let name = generate_name(text(input, "job"), number(&input["index"]));
    same(&json!({"generateName": name}), want)
}
