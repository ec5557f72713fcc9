//! What the objects of a namespace may ask for, each.
//!
//! *Upstream:* `ValidateLimitRange`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::qualified_name;

use super::faults::Faults as _;
use super::resources;
use crate::core::v1::{LimitRange, LimitRangeItem};

pub(super) fn limit_range(range: &LimitRange, out: &mut ErrorList) {
    let path = Path::new("spec");
    let path = path.child("limits");
    let mut seen = BTreeSet::new();
    for (i, item) in range.spec.limits.iter().enumerate() {
        let path = path.index(i);
        let kind = item.type_.as_str();
        let kind_path = path.child("type");
        let complaints = qualified_name(kind);
        if complaints.is_empty()
            && !kind.contains('/')
            && !["Container", "PersistentVolumeClaim", "Pod"].contains(&kind)
        {
            out.invalid(&kind_path, kind, "must be a standard limit type or fully qualified");
        }
        out.complaints(&kind_path, kind, complaints);
        if !seen.insert(kind) {
            out.duplicate(&kind_path, kind);
        }
        let maps: [(&str, &BTreeMap<String, Quantity>); 5] = [
            ("max", &item.max),
            ("min", &item.min),
            ("default", &item.default),
            ("defaultRequest", &item.default_request),
            ("maxLimitRequestRatio", &item.max_limit_request_ratio),
        ];
        for (name, amounts) in maps {
            // Pods have no defaults, which is told below.
            if kind == "Pod" && name.starts_with("default") {
                continue;
            }
            let path = path.child(name);
            for key in amounts.keys() {
                let path = path.key(key);
                match kind {
                    "Container" | "Pod" => {
                        resources::name_for_containers(key, &path, out);
                    }
                    _ => {
                        resources::name(key, &path, out);
                    }
                }
            }
        }
        if kind == "Pod" {
            for (name, amounts) in
                [("default", &item.default), ("defaultRequest", &item.default_request)]
            {
                if !amounts.is_empty() {
                    let why = "may not be specified when `type` is 'Pod'";
                    out.forbidden(&path.child(name), why);
                }
            }
        }
        if kind == "PersistentVolumeClaim"
            && !item.min.contains_key("storage")
            && !item.max.contains_key("storage")
        {
            let why =
                "either minimum or maximum storage value is required, but neither was provided";
            out.required(&path.child("limits"), why);
        }
        bounds(item, &path, out);
    }
}

fn bounds(item: &LimitRangeItem, path: &Path<'_>, out: &mut ErrorList) {
    let mut above = |name: &str,
                     low: &BTreeMap<String, Quantity>,
                     high: &BTreeMap<String, Quantity>,
                     words: (&str, &str)| {
        let path = path.child(name);
        for (key, low) in low {
            if let Some(high) = high.get(key).filter(|high| low > *high) {
                let why =
                    format!("{} value {low} is greater than {} value {high}", words.0, words.1);
                out.invalid(&path.key(key), low.to_string(), &why);
            }
        }
    };
    above("min", &item.min, &item.max, ("min", "max"));
    above("defaultRequest", &item.min, &item.default_request, ("min", "default request"));
    above("defaultRequest", &item.default_request, &item.max, ("default request", "max"));
    above(
        "defaultRequest",
        &item.default_request,
        &item.default,
        ("default request", "default limit"),
    );
    above("default", &item.min, &item.default, ("min", "default"));
    above("default", &item.default, &item.max, ("default", "max"));
    for (key, request) in &item.default_request {
        if let Some(limit) = item.default.get(key).filter(|limit| *limit != request)
            && !resources::may_overcommit(key)
        {
            let why = format!(
                "default value {limit} must equal to defaultRequest value {request} in \
                 non-overcommit resource"
            );
            out.invalid(&path.child("default").key(key), limit.to_string(), &why);
        }
    }
    let ratio = path.child("maxLimitRequestRatio");
    let one = Quantity::from(1);
    for (key, amount) in &item.max_limit_request_ratio {
        if *amount < one {
            let why = format!("ratio {amount} is less than 1");
            out.invalid(&ratio.key(key), amount.to_string(), &why);
        }
        if let (Some(min), Some(max)) = (item.min.get(key), item.max.get(key))
            && min.as_f64() > 0.0
            && amount.as_f64() > max.as_f64() / min.as_f64()
        {
            let why =
                format!("ratio {amount} is greater than max/min = {}", max.as_f64() / min.as_f64());
            out.invalid(&ratio.key(key), amount.to_string(), &why);
        }
    }
}
