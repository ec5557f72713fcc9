//! Requests and limits as the kernel takes them: cgroup values of a pod.
//!
//! Upstream: `pkg/kubelet/cm/helpers_linux.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{Pod, PodQOSClass, PodResourcesOptions, ResourceList};
use bowline_apimachinery::quantity::Quantity;

/// The least CPU shares; also what "no request" is.
pub const MIN_SHARES: u64 = 2;
/// The most CPU shares.
pub const MAX_SHARES: u64 = 262_144;
/// The usual CFS period, in microseconds.
pub const DEFAULT_CPU_PERIOD: u64 = 100_000;
/// The least CFS quota, in microseconds.
const MIN_QUOTA: i64 = 1000;

/// CPU shares of a request in thousandths of a CPU.
#[must_use]
pub fn milli_cpu_to_shares(milli_cpu: i64) -> u64 {
    if milli_cpu <= 0 {
        return MIN_SHARES;
    }
    let shares = milli_cpu.saturating_mul(1024) / 1000;
    shares.unsigned_abs().clamp(MIN_SHARES, MAX_SHARES)
}

/// CFS quota, in microseconds of each `period`, of a limit in thousandths of a CPU; 0 is none.
#[must_use]
pub fn milli_cpu_to_quota(milli_cpu: i64, period: i64) -> i64 {
    if milli_cpu == 0 {
        return 0;
    }
    (milli_cpu.saturating_mul(period) / 1000).max(MIN_QUOTA)
}

/// The weight of cgroup v2 for the shares of cgroup v1: a quadratic in the logarithm that keeps
/// least, most and usual value where they are. 0 is unset.
#[must_use]
pub fn cpu_shares_to_weight(shares: u64) -> u64 {
    match shares {
        0 => 0,
        1..=MIN_SHARES => 1,
        MAX_SHARES.. => 10_000,
        _ => {
            let log = (shares as f64).log2();
            let exponent = log * (log + 125.0) / 612.0 - 7.0 / 34.0;
            10_f64.powf(exponent).ceil() as u64
        }
    }
}

/// What the pod's own cgroup is set to; absent values are left to the kernel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceConfig {
    /// CPU shares.
    pub cpu_shares: Option<u64>,
    /// CFS quota in microseconds; -1 is unlimited.
    pub cpu_quota: Option<i64>,
    /// CFS period in microseconds.
    pub cpu_period: Option<u64>,
    /// Memory limit in bytes.
    pub memory: Option<i64>,
    /// Limit in bytes by size of huge page in bytes.
    pub huge_page_limits: BTreeMap<i64, i64>,
}

/// The cgroup values of a pod.
#[must_use]
pub fn resource_config_for_pod(
    pod: &Pod,
    enforce_cpu_limits: bool,
    cpu_period: u64,
) -> ResourceConfig {
    let requests = pod.spec.resource_requests(PodResourcesOptions::default());
    let limits = pod.spec.resource_limits(PodResourcesOptions::default());
    let milli_cpu = |list: &ResourceList| list.get("cpu").map_or(0, Quantity::milli_value);
    let shares = milli_cpu_to_shares(milli_cpu(&requests));
    let period = i64::try_from(cpu_period).unwrap_or(i64::MAX);
    let quota =
        if enforce_cpu_limits { milli_cpu_to_quota(milli_cpu(&limits), period) } else { -1 };
    let memory = limits.get("memory").map_or(0, Quantity::value);
    let mut config = ResourceConfig {
        cpu_shares: Some(shares),
        huge_page_limits: huge_page_limits(&requests),
        ..ResourceConfig::default()
    };
    let (cpu_limited, memory_limited) = match pod.spec.qos_class() {
        PodQOSClass::Guaranteed => (true, true),
        PodQOSClass::Burstable => (is_limited(pod, "cpu"), is_limited(pod, "memory")),
        _ => {
            config.cpu_shares = Some(MIN_SHARES);
            (false, false)
        }
    };
    if cpu_limited {
        config.cpu_quota = Some(quota);
        config.cpu_period = Some(cpu_period);
    }
    config.memory = memory_limited.then_some(memory);
    config
}

/// Whether the sum of limits bounds the pod: it has a limit of its own, or each of its containers
/// has one. An init container is bounded also by the limits of the sidecars before it, with which
/// it is summed.
fn is_limited(pod: &Pod, name: &str) -> bool {
    let set = |list: &ResourceList| list.get(name).is_some_and(|amount| !amount.is_zero());
    if pod.spec.resources.as_deref().is_some_and(|whole| set(&whole.limits)) {
        return true;
    }
    let mut sidecar_limited = false;
    let mut inits_limited = true;
    for container in &pod.spec.init_containers {
        let own = set(&container.resources.limits);
        sidecar_limited |= own && container.is_sidecar();
        inits_limited &= own || sidecar_limited;
    }
    inits_limited && pod.spec.containers.iter().all(|c| set(&c.resources.limits))
}

fn huge_page_limits(list: &ResourceList) -> BTreeMap<i64, i64> {
    let mut out = BTreeMap::new();
    for (name, amount) in list {
        let size = name.strip_prefix("hugepages-").and_then(|size| size.parse::<Quantity>().ok());
        if let Some(size) = size {
            *out.entry(size.value()).or_insert(0) += amount.value();
        }
    }
    out
}
