//! Golden cases recorded from Kubernetes 1.36, one test a topic.
//!
//! The sample beside this file runs by default; `BOWLINE_VECTORS` names a directory with a whole
//! `kubelet.jsonl` instead.

use std::collections::BTreeMap;

use bowline_api::core::v1::{
    Container, ContainerStatus, Pod, PodResourcesOptions, ResourceFieldSelector, ResourceList,
    Service, Taint, Toleration,
};
use bowline_apimachinery::time::{Duration, MicroTime};
use bowline_kubelet_core::backoff::Backoff;
use bowline_kubelet_core::environment::{expansion, field_path, resource_field, service};
use bowline_kubelet_core::eviction::{self, PodUsage};
use bowline_kubelet_core::resources;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Runs the cases of a topic; a case for which `run` gives nothing is left out.
fn check(topic: &str, run: impl Fn(&Value) -> Value) {
    check_some(topic, |input| Some(run(input)));
}

fn check_some(topic: &str, run: impl Fn(&Value) -> Option<Value>) {
    let path = match std::env::var_os("BOWLINE_VECTORS") {
        Some(dir) => std::path::PathBuf::from(dir).join("kubelet.jsonl"),
        None => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/kubelet.jsonl").into(),
    };
    let text = std::fs::read_to_string(&path).unwrap();
    let (mut passed, mut differences) = (0, Vec::new());
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        if id.rsplit_once('-').unwrap().0 != format!("kubelet-{topic}") {
            continue;
        }
        let (want, Some(got)) = (&case["out"], run(&case["in"])) else { continue };
        let same = match want.get("error") {
            Some(_) => got.get("error").is_some(),
            None => *want == got,
        };
        if same {
            passed += 1;
        } else {
            differences.push(format!("{id}\n  in   {}\n  want {want}\n  got  {got}", case["in"]));
        }
    }
    assert!(passed + differences.len() > 0, "no case of {topic}");
    let shown = differences.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{passed} passed, {} failed\n{shown}", differences.len());
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn error() -> Value {
    json!({"error": true})
}

#[test]
fn cpu() {
    check("cpu", |input| {
        let milli = input["milliCPU"].as_i64().unwrap();
        let mut out = json!({"shares": resources::milli_cpu_to_shares(milli)});
        for period in [1000, 10_000, 50_000, 100_000, 1_000_000] {
            out[format!("quota{period}")] = resources::milli_cpu_to_quota(milli, period).into();
        }
        out
    });
}

#[test]
fn cpuweight() {
    check(
        "cpuweight",
        |input| json!({"cpuWeight": resources::cpu_shares_to_weight(input["cpuShares"].as_u64().unwrap())}),
    );
}

#[test]
fn resource_sums() {
    check_some("resources", |input| {
        if sums_in_place(input) {
            return None;
        }
        let pod: Pod = read(input);
        let list = |l: ResourceList| -> Value {
            l.iter()
                .map(|(n, q)| (n.clone(), q.to_string()))
                .collect::<BTreeMap<_, _>>()
                .into_json()
        };
        let requests = |exclude_overhead, skip_pod_level| {
            list(
                pod.spec
                    .resource_requests(PodResourcesOptions { exclude_overhead, skip_pod_level }),
            )
        };
        let cgroup = |enforce| {
            let config = resources::resource_config_for_pod(&pod, enforce, 100_000);
            let pages: BTreeMap<_, _> =
                config.huge_page_limits.iter().map(|(k, v)| (k.to_string(), *v)).collect();
            let mut out = json!({"hugePageLimits": pages});
            let mut set = |name: &str, value: Option<Value>| {
                if let Some(value) = value {
                    out[name] = value;
                }
            };
            set("cpuShares", config.cpu_shares.map(Value::from));
            set("cpuQuota", config.cpu_quota.map(Value::from));
            set("cpuPeriod", config.cpu_period.map(Value::from));
            set("memory", config.memory.map(Value::from));
            out
        };
        Some(json!({
            "qos": pod.spec.qos_class().as_str(),
            "requests": requests(false, false),
            "requestsWithoutOverhead": requests(true, false),
            "requestsSkipPodLevel": requests(false, true),
            "limits": list(pod.spec.resource_limits(PodResourcesOptions::default())),
            "cgroupEnforceQuotatrue": cgroup(true),
            "cgroupEnforceQuotafalse": cgroup(false),
        }))
    });
}

/// Upstream adds the overhead into the pod's own quantity when that one is kept as a decimal
/// (`1.5Gi`): what comes out then depends on how often it was asked before.
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

trait IntoJson {
    fn into_json(self) -> Value;
}

impl IntoJson for BTreeMap<String, String> {
    fn into_json(self) -> Value {
        serde_json::to_value(self).unwrap()
    }
}

#[test]
fn expand() {
    check("expand", |input| {
        let vars: BTreeMap<String, String> = read(&input["vars"]);
        let text = input["input"].as_str().unwrap();
        json!({"output": expansion::expand(text, |name| vars.get(name).cloned())})
    });
}

#[test]
fn fieldsplit() {
    check("fieldsplit", |input| {
        let path = input["fieldPath"].as_str().unwrap();
        match field_path::split_subscript(path) {
            Some((base, key)) => json!({"ok": true, "path": base, "subscript": key}),
            None => json!({"ok": false, "path": path, "subscript": ""}),
        }
    });
}

#[test]
fn fieldref() {
    check("fieldref", |input| {
        let pod: Pod = read(&input["pod"]);
        match field_path::metadata_field(&pod.metadata, input["fieldPath"].as_str().unwrap()) {
            Ok(value) => json!({"value": value}),
            Err(_) => error(),
        }
    });
}

#[test]
fn formatmap() {
    check("formatmap", |input| json!({"text": field_path::format_map(&read(&input["map"]))}));
}

#[test]
fn resourcefield() {
    check("resourcefield", |input| {
        let container: Container = read(&input["container"]);
        let selector: ResourceFieldSelector = read(&input["ref"]);
        match resource_field::container_resource(&container, &selector) {
            Ok(value) => json!({"value": value}),
            Err(_) => error(),
        }
    });
}

#[test]
fn serviceenv() {
    check("serviceenv", |input| {
        let services: Vec<Service> = read(&input["services"]);
        let env: Vec<String> = service::service_variables(&services)
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        json!({"env": if env.is_empty() { Value::Null } else { json!(env) }})
    });
}

#[test]
fn backoff() {
    check("backoff", |input| {
        let millis = |name: &str| Duration::from_millis(input[name].as_i64().unwrap());
        let mut backoff = Backoff::new(millis("initialMs"), millis("maxMs"));
        let mut now = MicroTime::from_unix_micros(1_700_000_000_000_000);
        let mut out = Vec::new();
        for step in input["steps"].as_array().unwrap() {
            now = now.saturating_add(Duration::from_secs(step["advanceSeconds"].as_i64().unwrap()));
            let mut result = json!({});
            match step["op"].as_str().unwrap() {
                "next" => backoff.next("k", now, now),
                "reset" => backoff.reset(&"k"),
                "gc" => backoff.collect_garbage(now),
                "isInBackOffSince" => {
                    let age = step["eventAgeSeconds"].as_i64().unwrap();
                    let event = MicroTime::from_unix_micros(now.unix_micros() - age * 1_000_000);
                    result["in"] = backoff.is_in_backoff_since(&"k", event, now).into();
                    result["inSinceUpdate"] = backoff.is_in_backoff_since_update(&"k", now).into();
                }
                other => panic!("unknown step {other}"),
            }
            result["delayMs"] = (backoff.delay(&"k").as_nanos() / 1_000_000).into();
            out.push(result);
        }
        json!({"steps": out})
    });
}

#[test]
fn eviction_order() {
    check("eviction", |input| {
        let pods: Vec<Pod> =
            input["pods"].as_array().unwrap().iter().map(|p| read(&p["pod"])).collect();
        let mut usages: Vec<PodUsage<'_>> = pods
            .iter()
            .zip(input["pods"].as_array().unwrap())
            .map(|(pod, line)| PodUsage {
                pod,
                bytes: line["usageBytes"].as_u64(),
                processes: line["processes"].as_u64(),
            })
            .collect();
        match input["signal"].as_str().unwrap() {
            "memory" => eviction::rank_memory_pressure(&mut usages),
            "disk" => eviction::rank_disk_pressure(&mut usages, "ephemeral-storage"),
            "pid" => eviction::rank_pid_pressure(&mut usages),
            other => panic!("unknown signal {other}"),
        }
        let order: Vec<&str> = usages.iter().map(|u| u.pod.metadata.name.as_str()).collect();
        json!({"order": order})
    });
}

#[test]
fn toleration() {
    check("toleration", |input| {
        let toleration: Toleration = read(&input["toleration"]);
        let taint: Taint = read(&input["taint"]);
        json!({
            "tolerates": toleration.tolerates(&taint),
            "toleratesWithComparisonOperators": toleration.tolerates_comparing(&taint),
            "matchSame": toleration.matches(&Toleration {
                key: taint.key.clone(),
                value: taint.value.clone(),
                effect: taint.effect.clone(),
                operator: toleration.operator.clone(),
                toleration_seconds: None,
            }),
        })
    });
}

#[test]
fn phase() {
    check("phase", |input| {
        let pod = Pod { spec: read(&input["spec"]), ..Pod::default() };
        let statuses: Vec<ContainerStatus> = read(&input["statuses"]);
        let phase = bowline_kubelet_core::pod_worker::phase::phase(
            &pod,
            &statuses,
            input["podIsTerminal"].as_bool().unwrap(),
            input["podHasInitialized"].as_bool().unwrap(),
        );
        json!({"phase": phase.as_str()})
    });
}
