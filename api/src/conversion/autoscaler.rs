//! Autoscalers of version 1, which know the processor only and keep the rest in annotations.

use bowline_apimachinery::codec::json;
use bowline_apimachinery::reflect::Message;
use serde_json::{Map, Value, json};

use crate::autoscaling::v1;

const PREFIX: &str = "autoscaling.alpha.kubernetes.io/";
/// What version 1 assumes when it names no metric at all, in percent of the request.
const DEFAULT_CPU_UTILIZATION: i64 = 80;

/// From version 2 to version 1.
pub(super) fn to_v1(object: &mut Value) {
    if !has_parts(object) {
        return;
    }
    let mut annotations = Vec::new();
    let metrics = list(object.pointer("/spec/metrics"));
    let utilization = |metric: &Value, at: &str| -> Option<Value> {
        let found = metric["resource"][at]["averageUtilization"].clone();
        (is_cpu(metric) && !found.is_null()).then_some(found)
    };
    // The first metric of the processor decides, even if it has no share.
    if let Some(share) = metrics.iter().find(|m| is_cpu(m)).and_then(|m| utilization(m, "target")) {
        object["spec"]["targetCPUUtilizationPercentage"] = share;
    }
    let others = metrics.iter().filter(|m| utilization(m, "target").is_none());
    let others: Vec<_> = others.map(spec_to_v1).collect();
    if !others.is_empty() {
        annotations.push(("metrics", texts::<v1::MetricSpec>(others)));
    }
    let current = list(object.pointer("/status/currentMetrics"));
    if let Some(share) = current.iter().filter_map(|m| utilization(m, "current")).next_back() {
        object["status"]["currentCPUUtilizationPercentage"] = share;
    }
    if !current.is_empty() {
        let current = current.iter().map(status_to_v1).collect();
        annotations.push(("current-metrics", texts::<v1::MetricStatus>(current)));
    }
    let conditions = list(object.pointer("/status/conditions"));
    if !conditions.is_empty() {
        annotations.push((
            "conditions",
            texts::<v1::HorizontalPodAutoscalerCondition>(conditions.to_vec()),
        ));
    }
    if let Some(behavior) = object.pointer("/spec/behavior").filter(|b| !b.is_null()) {
        // Upstream writes its internal type there, whose names begin with capitals.
        annotations.push(("behavior", renamed(behavior, &capitalized).to_string()));
    }
    for (part, moved) in
        [("spec", ["metrics", "behavior"]), ("status", ["currentMetrics", "conditions"])]
    {
        if let Some(members) = object.get_mut(part).and_then(Value::as_object_mut) {
            moved.into_iter().for_each(|name| drop(members.remove(name)));
        }
    }
    if annotations.is_empty() {
        return;
    }
    let held = &mut object["metadata"]["annotations"];
    if !held.is_object() {
        *held = json!({});
    }
    for (key, text) in annotations {
        held[format!("{PREFIX}{key}")] = text.into();
    }
}

/// From version 1 to version 2.
pub(super) fn to_v2(object: &mut Value) {
    if !has_parts(object) {
        return;
    }
    let mut kept = |key: &str| -> Option<Value> {
        let annotations = object.pointer_mut("/metadata/annotations")?.as_object_mut()?;
        let text = annotations.remove(&format!("{PREFIX}{key}"))?;
        // What does not parse is dropped, as upstream has it.
        serde_json::from_str(text.as_str()?).ok()
    };
    let (metrics, current) = (kept("metrics"), kept("current-metrics"));
    let (conditions, behavior) = (kept("conditions"), kept("behavior"));
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
        && metadata.get("annotations").and_then(Value::as_object).is_some_and(Map::is_empty)
    {
        metadata.remove("annotations");
    }

    let cpu = |place: &str, share: Value| {
        let held = if place == "target" {
            json!({"type": "Utilization", "averageUtilization": share})
        } else {
            json!({"averageUtilization": share})
        };
        json!({"type": "Resource", "resource": {"name": "cpu", place: held}})
    };
    let mut wanted: Vec<Value> = list(metrics.as_ref()).iter().map(spec_to_v2).collect();
    let mut taken = |part: &str, name: &str| -> Value {
        let members = object.get_mut(part).and_then(Value::as_object_mut);
        members.and_then(|members| members.remove(name)).unwrap_or_default()
    };
    let share = taken("spec", "targetCPUUtilizationPercentage");
    let current_share = taken("status", "currentCPUUtilizationPercentage");
    if !share.is_null() {
        wanted.push(cpu("target", share));
    }
    if wanted.is_empty() {
        wanted.push(cpu("target", DEFAULT_CPU_UTILIZATION.into()));
    }
    object["spec"]["metrics"] = wanted.into();
    if let Some(behavior) = behavior {
        object["spec"]["behavior"] = renamed(&behavior, &uncapitalized);
    }
    match current {
        // The annotation has the raw values too.
        Some(Value::Array(current)) => {
            object["status"]["currentMetrics"] = current.iter().map(status_to_v2).collect();
        }
        _ if !current_share.is_null() => {
            object["status"]["currentMetrics"] = json!([cpu("current", current_share)]);
        }
        _ => {}
    }
    if let Some(conditions) = conditions {
        object["status"]["conditions"] = conditions;
    }
}

/// Whether what is looked into is an object or nothing: the rest is for the type to refuse.
fn has_parts(object: &Value) -> bool {
    let fits = |part: Option<&Value>| part.is_none_or(|p| p.is_null() || p.is_object());
    object.is_object() && ["metadata", "spec", "status"].into_iter().all(|p| fits(object.get(p)))
}

fn list(value: Option<&Value>) -> Vec<Value> {
    value.and_then(Value::as_array).cloned().unwrap_or_default()
}

fn is_cpu(metric: &Value) -> bool {
    metric["type"] == "Resource" && metric["resource"]["name"] == "cpu"
}

/// A list as Go prints it, through the type of its items.
fn texts<T: Message + Default>(items: Vec<Value>) -> String {
    let texts = items.into_iter().filter_map(|item| {
        let mut typed = T::default();
        json::from_value(&mut typed, item).ok()?;
        String::from_utf8(json::encode(&typed, None).ok()?).ok()
    });
    format!("[{}]", texts.collect::<Vec<_>>().join(","))
}

/// Where a metric keeps what, for each type: its key, and whether the metric has a name of its own.
fn source(metric: &Value) -> Option<(&'static str, bool)> {
    match metric["type"].as_str()? {
        "Resource" => Some(("resource", false)),
        "ContainerResource" => Some(("containerResource", false)),
        "Pods" => Some(("pods", true)),
        "Object" => Some(("object", true)),
        "External" => Some(("external", true)),
        _ => None,
    }
}

/// Moves a member to another name, where it is given.
fn put(to: &mut Map<String, Value>, name: &str, value: &Value) {
    if !value.is_null() {
        to.insert(name.to_owned(), value.clone());
    }
}

/// The names of version 1 for a target or current value, by the type of metric.
fn flat_names(key: &str, current: bool) -> [(&'static str, &'static str); 3] {
    match (key, current) {
        ("object", false) => [("value", "targetValue"), ("averageValue", "averageValue"), ("", "")],
        ("object", true) => [("value", "currentValue"), ("averageValue", "averageValue"), ("", "")],
        (_, false) => [
            ("value", "targetValue"),
            ("averageValue", "targetAverageValue"),
            ("averageUtilization", "targetAverageUtilization"),
        ],
        (_, true) => [
            ("value", "currentValue"),
            ("averageValue", "currentAverageValue"),
            ("averageUtilization", "currentAverageUtilization"),
        ],
    }
}

fn to_flat(metric: &Value, current: bool) -> Value {
    let Some((key, named)) = source(metric) else { return metric.clone() };
    let held = &metric[key];
    let mut flat = Map::new();
    if named {
        put(&mut flat, "metricName", &held["metric"]["name"]);
        let selector = if key == "external" { "metricSelector" } else { "selector" };
        put(&mut flat, selector, &held["metric"]["selector"]);
    }
    put(&mut flat, "name", &held["name"]);
    put(&mut flat, "container", &held["container"]);
    put(&mut flat, "target", &held["describedObject"]);
    let values = &held[if current { "current" } else { "target" }];
    for (from, to) in flat_names(key, current) {
        put(&mut flat, to, &values[from]);
    }
    json!({"type": metric["type"], key: flat})
}

fn from_flat(metric: &Value, current: bool) -> Value {
    let Some((key, named)) = source(metric) else { return metric.clone() };
    let flat = &metric[key];
    let mut held = Map::new();
    if named {
        let mut own = Map::new();
        put(&mut own, "name", &flat["metricName"]);
        let selector = if key == "external" { "metricSelector" } else { "selector" };
        put(&mut own, "selector", &flat[selector]);
        held.insert("metric".to_owned(), own.into());
    }
    put(&mut held, "name", &flat["name"]);
    put(&mut held, "container", &flat["container"]);
    put(&mut held, "describedObject", &flat["target"]);
    let mut values = Map::new();
    for (to, from) in flat_names(key, current) {
        put(&mut values, to, &flat[from]);
    }
    if !current {
        let given = |name: &str| values.contains_key(name);
        let kind = match key {
            "resource" | "containerResource" if given("averageUtilization") => "Utilization",
            "object" if !given("averageValue") => "Value",
            "external" if given("value") => "Value",
            _ => "AverageValue",
        };
        values.insert("type".to_owned(), kind.into());
    }
    held.insert(if current { "current" } else { "target" }.to_owned(), values.into());
    json!({"type": metric["type"], key: held})
}

fn spec_to_v1(metric: &Value) -> Value {
    to_flat(metric, false)
}

fn status_to_v1(metric: &Value) -> Value {
    to_flat(metric, true)
}

fn spec_to_v2(metric: &Value) -> Value {
    from_flat(metric, false)
}

fn status_to_v2(metric: &Value) -> Value {
    from_flat(metric, true)
}

fn capitalized(name: &str) -> String {
    let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
    first.to_ascii_uppercase() + rest
}

fn uncapitalized(name: &str) -> String {
    let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
    first.to_ascii_lowercase() + rest
}

/// The same value under other names, without what is null.
fn renamed(value: &Value, rename: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| renamed(item, rename)).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (rename(name), renamed(value, rename)))
            .collect(),
        other => other.clone(),
    }
}
