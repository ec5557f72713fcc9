//! Bounds of what each call costs.

use super::Range;
use super::estimator::Estimator;
use crate::syntax::{Expr, ExprKind, Literal};
use crate::types::Type;

/// An argument as far as its cost goes.
pub(super) struct Subject<'s> {
    pub(super) expr: &'s Expr,
    pub(super) t: Type,
    pub(super) path: Vec<String>,
    pub(super) size: Option<Range>,
}

impl Subject<'_> {
    pub(super) fn known_size(&self) -> Range {
        self.size.unwrap_or(Range::UNKNOWN)
    }

    fn int(&self) -> Option<u64> {
        match &self.expr.kind {
            ExprKind::Literal(Literal::Int(i)) => Some(u64::try_from(*i).unwrap_or(0)),
            _ => None,
        }
    }
}

/// What a call costs and how large its result may be.
pub(super) struct Estimate {
    pub(super) cost: Range,
    pub(super) size: Option<Range>,
}

fn costs(cost: Range) -> Option<Estimate> {
    Some(Estimate { cost, size: None })
}

fn makes(cost: Range, size: Range) -> Option<Estimate> {
    Some(Estimate { cost, size: Some(size) })
}

/// Bounds of a call, without what its arguments cost.
pub(super) fn call(
    estimator: &Estimator<'_>,
    function: &str,
    overload: &str,
    target: Option<&Subject<'_>>,
    args: &[Subject<'_>],
) -> Estimate {
    list_extension(overload, target, args)
        .or_else(|| kubernetes(estimator, function, overload, target, args))
        .or_else(|| standard(overload, target, args))
        .unwrap_or(Estimate { cost: Range::fixed(1), size: None })
}

fn made_list(factor: f64, size: Range) -> Option<Estimate> {
    makes(size.scaled(factor).plus(Range::fixed(11)), size)
}

fn list_extension(
    overload: &str,
    target: Option<&Subject<'_>>,
    args: &[Subject<'_>],
) -> Option<Estimate> {
    match (overload, target, args) {
        ("list_slice", Some(list), [start, end]) => {
            let end = end.int().unwrap_or(list.known_size().max);
            made_list(1.0, Range::fixed(end.wrapping_sub(start.int().unwrap_or(0))))
        }
        ("lists_range", None, [end]) => made_list(1.0, Range::fixed(end.int().unwrap_or(u64::MAX))),
        ("list_reverse", Some(list), []) => made_list(1.0, list.known_size()),
        ("list_flatten" | "list_flatten_int", Some(list), _) => {
            let depth = args.first().map_or(1, |d| d.int().unwrap_or(u64::MAX));
            made_list(depth as f64, list.known_size())
        }
        ("list_distinct", Some(list), []) => {
            made_list(2.0, list.known_size().times(list.known_size()))
        }
        ("list_sets_contains_list" | "list_sets_intersects_list", _, [a, b]) => {
            costs(a.known_size().times(b.known_size()).scaled(1.0).plus(Range::fixed(1)))
        }
        ("list_sets_equivalent_list", _, [a, b]) => {
            costs(a.known_size().times(b.known_size()).scaled(2.0).plus(Range::fixed(1)))
        }
        (other, Some(list), []) if other.starts_with("list_") && other.ends_with("_sort") => {
            sorted(other, list)
        }
        (other, Some(_), [keys]) if other.ends_with("_sortByAssociatedKeys") => sorted(other, keys),
        _ => None,
    }
}

fn sorted(overload: &str, keys: &Subject<'_>) -> Option<Estimate> {
    let textual = overload.starts_with("list_string_") || overload.starts_with("list_bytes_");
    let size = keys.known_size();
    made_list(if textual { 2.1 } else { 2.0 }, size.times(size))
}

/// The longest pattern of a named format, and how much of it counts.
const FORMAT_PATTERN: f64 = 128.0 * 0.25;
/// The largest size of a named format.
const FORMAT_SIZE: u64 = 64;
const ONE: Range = Range::fixed(1);
/// Bytes of an address.
const ADDRESS: Range = Range { min: 4, max: 16 };

#[expect(clippy::too_many_lines, reason = "one table of functions, read top to bottom")]
fn kubernetes(
    estimator: &Estimator<'_>,
    function: &str,
    overload: &str,
    target: Option<&Subject<'_>>,
    args: &[Subject<'_>],
) -> Option<Estimate> {
    match (function, target, args) {
        ("check", _, _) => costs(Range::fixed(350_000)),
        (
            "serviceAccount"
            | "path"
            | "group"
            | "resource"
            | "subresource"
            | "namespace"
            | "name"
            | "allowed"
            | "reason"
            | "error"
            | "errored"
            | "format.named"
            | "sign"
            | "asInteger"
            | "isInteger"
            | "asApproximateFloat"
            | "isGreaterThan"
            | "isLessThan"
            | "compareTo"
            | "add"
            | "sub"
            | "major"
            | "minor"
            | "patch"
            | "getScheme"
            | "getHostname"
            | "getHost"
            | "getPort"
            | "getEscapedPath"
            | "getQuery"
            | "masked"
            | "prefixLength"
            | "family"
            | "isUnspecified"
            | "isLoopback"
            | "isLinkLocalMulticast"
            | "isLinkLocalUnicast"
            | "isGlobalUnicast",
            _,
            _,
        ) => costs(ONE),
        ("fieldSelector" | "labelSelector", _, [selector]) => {
            let length = selector.known_size();
            let requirements = length.scaled(0.5).scaled(50.0);
            costs(Range::fixed(10).plus(length.scaled(0.1)).plus(requirements))
        }
        ("isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf", Some(list), _) => {
            let Some((element, size)) = element(estimator, list) else {
                return costs(list.known_size().scaled(0.1));
            };
            let mut each = ONE;
            if matches!(element, Type::String | Type::Bytes) {
                each = each.plus(size.scaled(0.1));
            }
            costs(list.known_size().times(each))
        }
        ("url" | "jsonpatch.escapeKey", _, [text]) => {
            makes(text.known_size().scaled(0.1), text.known_size())
        }
        ("lowerAscii" | "upperAscii" | "substring" | "trim", Some(text), _) => {
            makes(text.known_size().scaled(0.1), text.known_size())
        }
        ("replace", Some(text), [from, to, ..]) => {
            let size = text.known_size();
            makes(size.scaled(0.2), replaced(size, from.known_size(), to.known_size()))
        }
        ("split", Some(text), _) => {
            let size = text.known_size();
            let limit = args.get(1).and_then(|limit| match &limit.expr.kind {
                ExprKind::Literal(Literal::Int(i)) => Some(i.cast_unsigned()),
                _ => None,
            });
            makes(size.scaled(0.2), Range { min: 0, max: limit.unwrap_or(size.max) })
        }
        ("join", Some(list), _) => {
            let length = list.known_size();
            let mut size = Range::fixed(0);
            if let Some((_, element)) = element(estimator, list) {
                size = length.times(element);
            }
            if let Some(separator) = args.first() {
                let gaps =
                    Range { min: length.min.saturating_sub(1), max: length.max.saturating_sub(1) };
                size = size.plus(separator.known_size().times(gaps));
            }
            makes(size.scaled(0.1), size)
        }
        ("find" | "findAll", Some(text), [pattern, ..]) => {
            let size = text.known_size();
            let cost = size.plus(ONE).scaled(0.1).times(pattern.known_size().scaled(0.25));
            makes(cost, Range { min: 0, max: size.max })
        }
        (
            "cidr" | "isIP" | "isCIDR" | "ip" | "quantity" | "isQuantity" | "semver" | "isSemver",
            _,
            [text, ..],
        ) => costs(text.known_size().scaled(0.1)),
        ("ip", Some(_), []) => costs(ONE),
        ("ip.isCanonical", _, [text, ..]) => costs(text.known_size().scaled(0.2)),
        ("containsIP", Some(_), [other, ..]) => {
            let mut cost = ADDRESS.plus(ADDRESS).scaled(0.1);
            if overload == "cidr_contains_ip_string" {
                cost = cost.plus(other.known_size().scaled(0.1));
            }
            costs(cost)
        }
        ("containsCIDR", Some(_), [other, ..]) => {
            let mut cost = ADDRESS.plus(ADDRESS).scaled(0.1).plus(ADDRESS.scaled(0.1)).plus(ONE);
            if overload == "cidr_contains_cidr_string" {
                cost = cost.plus(other.known_size().scaled(0.1));
            }
            costs(cost)
        }
        ("validate", Some(_), [text, ..]) => {
            costs(text.known_size().scaled(0.1).scaled(FORMAT_PATTERN))
        }
        ("_==_", _, [a, b]) if a.t == b.t => match a.t.name() {
            "net.IP" | "net.CIDR" | "kubernetes.Quantity" | "kubernetes.Semver" => costs(ONE),
            name if name.starts_with("kubernetes.authorization.") => costs(ONE),
            "kubernetes.NamedFormat" => costs(Range { min: 1, max: FORMAT_SIZE }.scaled(0.1)),
            "kubernetes.URL" => {
                let max = b.size.map_or(1, |size| size.max);
                costs(Range { min: 1, max }.scaled(0.1))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Type and size of the elements of a list; nothing for what has no type parameters.
fn element(estimator: &Estimator<'_>, list: &Subject<'_>) -> Option<(Type, Range)> {
    let t = list.t.parameters().first().map(|t| (*t).clone())?;
    let mut path = list.path.clone();
    if !path.is_empty() {
        path.push("@items".to_owned());
    }
    Some((t, estimator.hint(&path).unwrap_or(Range::UNKNOWN)))
}

/// Size of text after replacements: the longest and the shortest that may come out.
fn replaced(size: Range, from: Range, to: Range) -> Range {
    let (mut count, mut kept) = (Range::fixed(0), Range::fixed(0));
    if from.min == 0 {
        count.max = size.max.saturating_add(1);
        kept.max = size.max;
    } else if to.max <= from.min {
        kept.max = size.max;
    } else {
        count.max = (size.max as f64 / from.min as f64).ceil() as u64;
    }
    if from.max == 0 {
        count.min = size.min.saturating_add(1);
        kept.min = size.min;
    } else if from.max <= to.min {
        kept.min = size.min;
    } else {
        count.min = (size.min as f64 / from.max as f64).ceil() as u64;
    }
    count.times(to).plus(kept)
}

fn standard(
    overload: &str,
    target: Option<&Subject<'_>>,
    args: &[Subject<'_>],
) -> Option<Estimate> {
    match (overload, target, args) {
        ("string_format", Some(text), _) => costs(text.known_size().scaled(0.1)),
        ("string_to_bytes", _, [text]) => {
            let size = text.known_size();
            makes(size.scaled(0.1), Range { min: size.min, max: size.max.wrapping_mul(4) })
        }
        ("bytes_to_string", _, [bytes]) => {
            let size = bytes.known_size();
            makes(size.scaled(0.1), Range { min: size.min / 4, max: size.max })
        }
        ("strings_quote", _, [text]) => {
            let size = text.known_size();
            let max = size.max.wrapping_mul(2).wrapping_add(2);
            makes(size.scaled(0.1), Range { min: size.min + 2, max })
        }
        ("starts_with_string" | "ends_with_string", _, [part]) => {
            costs(part.known_size().scaled(0.1))
        }
        ("in_list", _, [_, list]) => costs(list.known_size().scaled(1.0)),
        ("matches_string", Some(text), [pattern]) => {
            let text = text.known_size().plus(ONE).scaled(0.1);
            costs(text.times(pattern.known_size().scaled(0.25)))
        }
        ("contains_string", Some(text), [part]) => {
            costs(text.known_size().scaled(0.1).times(part.known_size().scaled(0.1)))
        }
        ("add_list", _, [a, b]) => makes(ONE, a.known_size().plus(b.known_size())),
        ("add_string" | "add_bytes", _, [a, b]) => {
            let size = a.known_size().plus(b.known_size());
            makes(size.scaled(0.1), size)
        }
        (
            "less_string"
            | "greater_string"
            | "less_equals_string"
            | "greater_equals_string"
            | "less_bytes"
            | "greater_bytes"
            | "less_equals_bytes"
            | "greater_equals_bytes"
            | "equals"
            | "not_equals",
            _,
            [a, b],
        ) => {
            let max = a.known_size().max.min(b.known_size().max);
            costs(Range { min: u64::from(max > 0), max }.scaled(0.1))
        }
        _ => None,
    }
}
