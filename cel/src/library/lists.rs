//! Lists: Kubernetes' own functions and the extension it took over.

use std::cmp::Ordering;

use super::operators::{ordering, plus};
use super::{Call, Implementation, Library};
use crate::value::{Duration, Error, ErrorKind, List, Value, equal};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
list_int_is_sorted_bool: <list(int)>.isSorted() -> bool
list_uint_is_sorted_bool: <list(uint)>.isSorted() -> bool
list_double_is_sorted_bool: <list(double)>.isSorted() -> bool
list_bool_is_sorted_bool: <list(bool)>.isSorted() -> bool
list_duration_is_sorted_bool: <list(duration)>.isSorted() -> bool
list_timestamp_is_sorted_bool: <list(timestamp)>.isSorted() -> bool
list_string_is_sorted_bool: <list(string)>.isSorted() -> bool
list_bytes_is_sorted_bool: <list(bytes)>.isSorted() -> bool
list_int_sum_int: <list(int)>.sum() -> int
list_uint_sum_uint: <list(uint)>.sum() -> uint
list_double_sum_double: <list(double)>.sum() -> double
list_duration_sum_duration: <list(duration)>.sum() -> duration
list_int_max_int: <list(int)>.max() -> int
list_uint_max_uint: <list(uint)>.max() -> uint
list_double_max_double: <list(double)>.max() -> double
list_bool_max_bool: <list(bool)>.max() -> bool
list_duration_max_duration: <list(duration)>.max() -> duration
list_timestamp_max_timestamp: <list(timestamp)>.max() -> timestamp
list_string_max_string: <list(string)>.max() -> string
list_bytes_max_bytes: <list(bytes)>.max() -> bytes
list_int_min_int: <list(int)>.min() -> int
list_uint_min_uint: <list(uint)>.min() -> uint
list_double_min_double: <list(double)>.min() -> double
list_bool_min_bool: <list(bool)>.min() -> bool
list_duration_min_duration: <list(duration)>.min() -> duration
list_timestamp_min_timestamp: <list(timestamp)>.min() -> timestamp
list_string_min_string: <list(string)>.min() -> string
list_bytes_min_bytes: <list(bytes)>.min() -> bytes
list_a_index_of_int: <list(A)>.indexOf(A) -> int
list_a_last_index_of_int: <list(A)>.lastIndexOf(A) -> int",
    types: &[],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "isSorted" => is_sorted,
            "sum" => sum,
            "max" => |call| extreme(call, "max", Ordering::Less),
            "min" => |call| extreme(call, "min", Ordering::Greater),
            _ => return None,
        })
    },
};

/// The extension: sorting, slices, ranges.
pub(crate) const EXTENDED: Library = Library {
    declarations: "
list_slice: <list(T)>.slice(int, int) -> list(T)
list_flatten: <list(list(T))>.flatten() -> list(T)
list_flatten_int: <list(dyn)>.flatten(int) -> list(dyn)
list_int_sort: <list(int)>.sort() -> list(int)
list_uint_sort: <list(uint)>.sort() -> list(uint)
list_double_sort: <list(double)>.sort() -> list(double)
list_bool_sort: <list(bool)>.sort() -> list(bool)
list_google.protobuf.Duration_sort: <list(duration)>.sort() -> list(duration)
list_google.protobuf.Timestamp_sort: <list(timestamp)>.sort() -> list(timestamp)
list_string_sort: <list(string)>.sort() -> list(string)
list_bytes_sort: <list(bytes)>.sort() -> list(bytes)
list_int_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(int)) -> list(T)
list_uint_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(uint)) -> list(T)
list_double_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(double)) -> list(T)
list_bool_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(bool)) -> list(T)
list_google.protobuf.Duration_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(duration)) -> list(T)
list_google.protobuf.Timestamp_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(timestamp)) -> list(T)
list_string_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(string)) -> list(T)
list_bytes_sortByAssociatedKeys: <list(T)>.@sortByAssociatedKeys(list(bytes)) -> list(T)
lists_range: lists.range(int) -> list(int)
list_reverse: <list(T)>.reverse() -> list(T)
list_distinct: <list(T)>.distinct() -> list(T)",
    types: &[],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "slice" => slice,
            "flatten" => flatten,
            "sort" => sort,
            "@sortByAssociatedKeys" => sort_by,
            "lists.range" => range,
            "reverse" => reverse,
            "distinct" => distinct,
            _ => return None,
        })
    },
};

/// The longest range there may be; longer ones cost more than any budget has.
const MAX_RANGE: i64 = 10_000_000;

fn refuse<'a>() -> Result<Value<'a>, Error> {
    Err(Error::new(ErrorKind::NoSuchOverload, "no such overload"))
}

fn is_sorted<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return refuse() };
    let mut before: Option<Value<'a>> = None;
    for value in list.iter() {
        let value = value?;
        if let Some(before) = &before
            && ordering(before, &value)? == Ordering::Greater
        {
            return Ok(Value::Bool(false));
        }
        before = Some(value);
    }
    Ok(Value::Bool(true))
}

fn sum<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return refuse() };
    let mut values = list.iter();
    let Some(first) = values.next() else {
        return Ok(match call.overload {
            "list_uint_sum_uint" => Value::Uint(0),
            "list_double_sum_double" => Value::Double(0.0),
            "list_duration_sum_duration" => Value::Duration(Duration::from_nanoseconds(0)),
            _ => Value::Int(0),
        });
    };
    let first = first?;
    if !matches!(first, Value::Int(_) | Value::Uint(_) | Value::Double(_) | Value::Duration(_)) {
        return refuse();
    }
    values.try_fold(first, |sum, value| plus(&sum, &value?))
}

fn extreme<'a>(call: Call<'_, 'a>, name: &str, prefer: Ordering) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return refuse() };
    let mut best: Option<Value<'a>> = None;
    for value in list.iter() {
        let value = value?;
        let better = match &best {
            Some(best) => ordering(best, &value)? == prefer,
            None => true,
        };
        if better {
            best = Some(value);
        }
    }
    best.ok_or_else(|| Error::other(format!("{name} called on empty list")))
}

pub(super) fn index_of<'a>(
    list: &List<'a>,
    value: &Value<'a>,
    last: bool,
) -> Result<Value<'a>, Error> {
    let mut found = -1;
    for (i, element) in list.iter().enumerate() {
        if equal(&element?, value) {
            found = i64::try_from(i).unwrap_or(i64::MAX);
            if !last {
                break;
            }
        }
    }
    Ok(Value::Int(found))
}

fn slice<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list), Value::Int(start), Value::Int(end)] = call.args else {
        return refuse();
    };
    let fail = |why: String| {
        Err(Error::new(ErrorKind::Index, format!("cannot slice({start}, {end}), {why}")))
    };
    let (Ok(from), Ok(to)) = (usize::try_from(*start), usize::try_from(*end)) else {
        return fail("negative indexes not supported".to_owned());
    };
    if from > to {
        return fail("start index must be less than or equal to end index".to_owned());
    }
    if list.len() < to {
        return fail(format!("list is length {}", list.len()));
    }
    let values: Result<_, _> = (from..to).filter_map(|i| list.get(i)).collect();
    Ok(Value::list(values?))
}

fn flatten<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (list, depth) = match call.args {
        [Value::List(list)] => (list, 1),
        [Value::List(list), Value::Int(depth)] => (list, *depth),
        _ => return Err(call.no_overload("flatten")),
    };
    if depth < 0 {
        return Err(Error::other("level must be non-negative"));
    }
    let mut out = Vec::new();
    flatten_into(list, depth, &mut out)?;
    Ok(Value::list(out))
}

fn flatten_into<'a>(list: &List<'a>, depth: i64, out: &mut Vec<Value<'a>>) -> Result<(), Error> {
    for value in list.iter() {
        match value? {
            Value::List(inner) if depth > 0 => flatten_into(&inner, depth - 1, out)?,
            other => out.push(other),
        }
    }
    Ok(())
}

fn sort<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return refuse() };
    sorted(list, list)
}

fn sort_by<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list), Value::List(keys)] = call.args else { return refuse() };
    if list.len() != keys.len() {
        return Err(Error::other(format!(
            "@sortByAssociatedKeys() expected a list of the same size as the associated keys \
             list, but got {} and {} elements respectively",
            list.len(),
            keys.len()
        )));
    }
    sorted(list, keys)
}

fn sorted<'a>(list: &List<'a>, keys: &List<'a>) -> Result<Value<'a>, Error> {
    let keys = keys.values()?;
    let Some(first) = keys.first() else { return Ok(Value::List(list.clone())) };
    let comparable = matches!(
        first,
        Value::Bool(_)
            | Value::Int(_)
            | Value::Uint(_)
            | Value::Double(_)
            | Value::String(_)
            | Value::Bytes(_)
            | Value::Duration(_)
            | Value::Timestamp(_)
    );
    if !comparable {
        return Err(Error::other("list elements must be comparable"));
    }
    if keys.iter().any(|k| k.type_name() != first.type_name()) {
        return Err(Error::other("list elements must have the same type"));
    }
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| ordering(&keys[*a], &keys[*b]).unwrap_or(Ordering::Equal));
    let values: Result<_, _> = order.into_iter().filter_map(|i| list.get(i)).collect();
    Ok(Value::list(values?))
}

fn range<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::Int(end)] = call.args else { return refuse() };
    if *end > MAX_RANGE {
        return Err(Error::cost(u64::try_from(*end).unwrap_or(u64::MAX).saturating_add(11)));
    }
    Ok(Value::list((0..*end).map(Value::Int).collect()))
}

fn reverse<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return refuse() };
    let mut values = list.values()?;
    values.reverse();
    Ok(Value::list(values))
}

fn distinct<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return refuse() };
    let mut seen: Vec<Value<'a>> = Vec::new();
    for value in list.iter() {
        let value = value?;
        if !seen.iter().any(|s| equal(&value, s)) {
            seen.push(value);
        }
    }
    Ok(Value::list(seen))
}
