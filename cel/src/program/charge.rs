//! What a call costs once it has run, by its arguments and its result.

use crate::value::{Opaque, Value};

/// How a call is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charge {
    Fixed(u64),
    /// A field or label selector is parsed.
    Selector,
    /// Every element of the first argument is looked at.
    Traversal,
    /// The first argument is read as often as `n` tells.
    Text(u64),
    /// The second argument is read.
    Joined,
    Pattern,
    /// Whether a block holds an address, or a block.
    ContainsIp {
        text: bool,
    },
    ContainsCidr {
        text: bool,
    },
    Validate,
    Equality,
    Smaller,
    InList,
    Concatenation,
    Contains,
    /// A list as long as the result is made.
    MadeList,
    Flatten,
    /// Each element of an argument is compared with each.
    SelfCompare(usize),
    Sets(u64),
}

/// What a fault, or anything without a size, counts.
type Seen<'s, 'a> = Option<&'s Value<'a>>;

/// Finds how a call is counted.
pub(super) fn charge_of(function: &str, overload: &str) -> Charge {
    if let Some(charge) = by_overload(overload) {
        return charge;
    }
    match function {
        "check" => Charge::Fixed(350_000),
        "fieldSelector" | "labelSelector" => Charge::Selector,
        "isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf" => Charge::Traversal,
        "url"
        | "lowerAscii"
        | "upperAscii"
        | "substring"
        | "trim"
        | "jsonpatch.escapeKey"
        | "cidr"
        | "isIP"
        | "isCIDR"
        | "quantity"
        | "isQuantity"
        | "semver"
        | "isSemver" => Charge::Text(1),
        "ip" if overload == "cidr_ip" => Charge::Fixed(1),
        "ip" => Charge::Text(1),
        "replace" | "split" | "ip.isCanonical" => Charge::Text(2),
        "join" => Charge::Joined,
        "find" | "findAll" => Charge::Pattern,
        "containsIP" => Charge::ContainsIp { text: overload == "cidr_contains_ip_string" },
        "containsCIDR" => Charge::ContainsCidr { text: overload == "cidr_contains_cidr_string" },
        "validate" => Charge::Validate,
        "_==_" => Charge::Equality,
        "_!=_" => Charge::Smaller,
        _ => by_standard_overload(overload),
    }
}

/// Extensions that bring their own way of counting.
fn by_overload(overload: &str) -> Option<Charge> {
    Some(match overload {
        "list_slice" | "lists_range" | "list_reverse" => Charge::MadeList,
        "list_flatten" | "list_flatten_int" => Charge::Flatten,
        "list_distinct" => Charge::SelfCompare(0),
        "list_sets_contains_list" | "list_sets_intersects_list" => Charge::Sets(1),
        "list_sets_equivalent_list" => Charge::Sets(2),
        other if other.starts_with("list_") && other.ends_with("_sort") => Charge::SelfCompare(0),
        other if other.ends_with("_sortByAssociatedKeys") => Charge::SelfCompare(1),
        _ => return None,
    })
}

fn by_standard_overload(overload: &str) -> Charge {
    match overload {
        "starts_with_string" | "ends_with_string" | "string_to_bytes" | "bytes_to_string"
        | "strings_quote" | "string_format" => Charge::Text(1),
        "in_list" => Charge::InList,
        "less_string"
        | "greater_string"
        | "less_equals_string"
        | "greater_equals_string"
        | "less_bytes"
        | "greater_bytes"
        | "less_equals_bytes"
        | "greater_equals_bytes" => Charge::Smaller,
        "add_string" | "add_bytes" => Charge::Concatenation,
        "matches_string" => Charge::Pattern,
        "contains_string" => Charge::Contains,
        _ => Charge::Fixed(1),
    }
}

/// A tenth for every character, rounded up.
fn tenth(size: u64) -> u64 {
    (size as f64 * 0.1).ceil() as u64
}

fn size(value: Seen<'_, '_>) -> u64 {
    value.and_then(Value::size).unwrap_or(1)
}

/// The same, looking into optionals.
fn size_within(value: Seen<'_, '_>) -> u64 {
    match value {
        Some(Value::Optional(Some(held))) => size_within(Some(held)),
        other => size(other),
    }
}

impl Charge {
    /// What the call costs; `None` where upstream's counting panics.
    pub(super) fn of(self, args: &[Seen<'_, '_>], result: Seen<'_, '_>) -> Option<u64> {
        let arg = |i: usize| args.get(i).copied().flatten();
        Some(match self {
            Charge::Fixed(n) => n,
            Charge::Selector => selector(size(arg(1))),
            Charge::Traversal => arg(0).map_or(1, traversal),
            Charge::Text(times) => (size(arg(0)) as f64 * times as f64 * 0.1).ceil() as u64,
            Charge::Joined => (size(result) as f64 * 2.0 * 0.1).ceil() as u64,
            Charge::Pattern => tenth(size(arg(0)) + 1) * quarter(size(arg(1))),
            Charge::ContainsIp { text } => {
                tenth(2 * size(arg(0))) + if text { tenth(size(arg(1))) } else { 0 }
            }
            Charge::ContainsCidr { text } => {
                let block = size(arg(0));
                tenth(2 * block) + tenth(block) + 1 + if text { tenth(size(arg(1))) } else { 0 }
            }
            Charge::Validate => match arg(0) {
                Some(Value::Opaque(opaque)) => match &**opaque {
                    Opaque::Format(format) => {
                        tenth(size(arg(1)) + 1) * quarter(format.pattern_length)
                    }
                    _ => 1,
                },
                _ => 1,
            },
            Charge::Equality if matches!(arg(0), Some(Value::Opaque(_))) => 1,
            Charge::Equality | Charge::Smaller => {
                tenth(size_within(arg(0)).min(size_within(arg(1))))
            }
            Charge::InList => size_within(arg(1)),
            Charge::Concatenation => tenth(size_within(arg(0)) + size_within(arg(1))),
            Charge::Contains => tenth(size_within(arg(0))) * tenth(size_within(arg(1))),
            Charge::MadeList => size(result) + 11,
            Charge::Flatten => {
                let depth = match arg(1) {
                    Some(Value::Int(depth)) => *depth as f64,
                    None if args.len() == 2 => return None,
                    _ => 1.0,
                };
                (size(arg(0)) as f64 * depth) as u64 + 11
            }
            Charge::SelfCompare(i) => {
                let Some(Value::List(list)) = arg(i) else { return None };
                let n = list.len() as u64;
                let textual = matches!(list.get(0), Some(Ok(Value::String(_) | Value::Bytes(_))));
                let factor = if textual { 2.1 } else { 2.0 };
                (n.saturating_mul(n) as f64 * factor) as u64 + 11
            }
            Charge::Sets(times) => {
                let pairs = size(arg(0)).saturating_mul(size(arg(1)));
                pairs.saturating_mul(times).saturating_add(1)
            }
        })
    }
}

fn quarter(size: u64) -> u64 {
    (size as f64 * 0.25).ceil() as u64
}

/// A selector: its text, and a requirement for every second character.
pub(crate) fn selector(length: u64) -> u64 {
    let requirements = (length as f64 * 0.5).ceil();
    10 + tenth(length) + (requirements * 50.0).ceil() as u64
}

fn traversal(value: &Value<'_>) -> u64 {
    match value {
        Value::String(text) => (text.len() as f64 * 0.1) as u64,
        Value::Bytes(bytes) => (bytes.len() as f64 * 0.1) as u64,
        Value::List(list) => {
            list.iter().map(|v| v.as_ref().map_or(1, traversal)).fold(0, u64::saturating_add)
        }
        Value::Map(map) => map
            .keys()
            .iter()
            .map(|key| {
                let held = map.get(key).map_or(1, |v| v.as_ref().map_or(1, traversal));
                traversal(key).saturating_add(held)
            })
            .fold(0, u64::saturating_add),
        _ => 1,
    }
}
