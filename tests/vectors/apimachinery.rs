//! Small types: numbers or texts, moments, spans, versions.

use std::cmp::Ordering;

use bowline::api::kinds;
use bowline::apimachinery::codec::{self, MediaType, yaml};
use bowline::apimachinery::int_or_string::{IntOrString, Round};
use bowline::apimachinery::time::{
    Duration, MicroTime, Time, human_duration, short_human_duration,
};
use bowline::apimachinery::version::{compare_api_versions, compare_resource_versions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::harness::{Miss, Outcome, same, same_result, text, topic};

#[test]
fn apimachinery() {
    topic("apimachinery", |kind, input, want| match kind {
        "intorstring" => same_result(int_or_string(input, want), want),
        "time" => {
            let got = decoded::<Time>(input)
                .map(|time| json!({"json": encoded(&time), "zero": time.is_zero()}));
            same_result(got, want)
        }
        "microtime" => {
            let got = decoded::<MicroTime>(input)
                .map(|time| json!({"json": encoded(&time), "zero": time.is_zero()}));
            same_result(got, want)
        }
        "duration" => {
            let got = decoded::<Duration>(input).map(
                |span| json!({"json": encoded(&span), "nanoseconds": span.as_nanos().to_string()}),
            );
            same_result(got, want)
        }
        "humanduration" => {
            let span = Duration::from_secs(input["seconds"].as_i64().expect("seconds"));
            let (human, short) = (human_duration(span), short_human_duration(span));
            same(&json!({"human": human, "short": short}), want)
        }
        "resourceversion" => {
            let got = compare_resource_versions(text(input, "a"), text(input, "b"));
            same_result(got.map(sign), want)
        }
        "apiversion" => same(&sign(compare_api_versions(text(input, "a"), text(input, "b"))), want),
        "strict" => strict(text(input, "text"), want),
        _ => Err(Miss::NotImplemented),
    });
}

/// Reads a text as a server does that is asked for strictness; the complaints are recorded sorted.
fn strict(text: &str, want: &Value) -> Outcome {
    let looks_like_json = text.trim_start().starts_with('{');
    let media_type = if looks_like_json { MediaType::Json } else { MediaType::Yaml };
    let read = || -> Result<Value, String> {
        let value = yaml::from_str(text).map_err(|e| e.to_string())?;
        let types = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
        let (api_version, kind) = (types("apiVersion"), types("kind"));
        let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
        let mut object = kinds::new(group, version, &kind).ok_or("no such kind")?;
        let report = codec::decode(&mut *object, text.as_bytes(), media_type);
        let mut complaints = report.map_err(|e| e.to_string())?.complaints;
        complaints.sort();
        Ok(json!({"messages": complaints}))
    };
    same_result(read(), want)
}

fn decoded<T: DeserializeOwned>(input: &Value) -> Result<T, serde_json::Error> {
    serde_json::from_str(text(input, "json"))
}

fn encoded(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a JSON text")
}

fn sign(order: Ordering) -> Value {
    json!({"compare": order as i8})
}

fn int_or_string(input: &Value, want: &Value) -> Result<Value, serde_json::Error> {
    let value = decoded::<IntOrString>(input)?;
    let scaled = |case: &Value| {
        let total = case["total"].as_i64().expect("a total");
        let taken = |round| value.scaled_value(total, round).ok();
        json!({"total": total, "up": taken(Round::Up), "down": taken(Round::Down)})
    };
    let cases: Vec<_> = want["scaled"].as_array().into_iter().flatten().map(scaled).collect();
    Ok(json!({
        "intValue": value.int_value(),
        "isString": matches!(value, IntOrString::String(_)),
        "json": encoded(&value),
        "scaled": cases,
        "string": value.to_string(),
    }))
}
