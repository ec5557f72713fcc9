//! Values that may be absent.

use super::{Call, Implementation, Library};
use crate::value::{Error, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
optional_of: optional.of(V) -> optional(V)
optional_ofNonZeroValue: optional.ofNonZeroValue(V) -> optional(V)
optional_none: optional.none() -> optional(V)
optional_value: <optional(V)>.value() -> V
optional_hasValue: <optional(V)>.hasValue() -> bool
optional_or_optional: <optional(V)>.or(optional(V)) -> optional(V)
optional_orValue_value: <optional(V)>.orValue(V) -> V
select_optional_field: _?._(dyn, string) -> optional(V)
list_optindex_optional_int: _[?_](list(V), int) -> optional(V)
optional_list_optindex_optional_int: _[?_](optional(list(V)), int) -> optional(V)
map_optindex_optional_value: _[?_](map(K, V), K) -> optional(V)
optional_map_optindex_optional_value: _[?_](optional(map(K, V)), K) -> optional(V)
optional_list_index_int: _[_](optional(list(V)), int) -> optional(V)
optional_map_index_value: _[_](optional(map(K, V)), K) -> optional(V)",
    types: &["optional_type"],
    implementation,
};

/// What version 2 of the library adds.
pub(crate) const FIRST_LAST: Library = Library {
    declarations: "
list_last: <list(V)>.last() -> optional(V)
list_first: <list(V)>.first() -> optional(V)
optional_unwrap: optional.unwrap(list(optional(V))) -> list(V)
optional_unwrapOpt: <list(optional(V))>.unwrapOpt() -> list(V)",
    types: &[],
    implementation,
};

fn implementation(name: &str) -> Option<Implementation> {
    Some(match name {
        "optional.of" => |call| match call.args {
            [value] => Ok(Value::some(value.clone())),
            _ => Err(call.no_overload("optional.of")),
        },
        "optional.ofNonZeroValue" => |call| match call.args {
            [value] if value.is_zero() => Ok(Value::Optional(None)),
            [value] => Ok(Value::some(value.clone())),
            _ => Err(call.no_overload("optional.ofNonZeroValue")),
        },
        "optional.none" => |_| Ok(Value::Optional(None)),
        "value" => value,
        "hasValue" => |call| match call.args {
            [Value::Optional(held)] => Ok(Value::Bool(held.is_some())),
            _ => Err(call.no_overload("hasValue")),
        },
        "first" => |call| end(call, "first", |_| 0),
        "last" => |call| end(call, "last", |len| len - 1),
        "optional.unwrap" | "unwrapOpt" => unwrap,
        _ => return None,
    })
}

fn value<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Optional(Some(held))] => Ok((**held).clone()),
        [Value::Optional(None)] => Err(Error::other("optional.none() dereference")),
        _ => Err(call.no_overload("value")),
    }
}

fn end<'a>(call: Call<'_, 'a>, name: &str, at: fn(usize) -> usize) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::List(list)] if list.is_empty() => Ok(Value::Optional(None)),
        [Value::List(list)] => match list.get(at(list.len())) {
            Some(value) => value.map(Value::some),
            None => Ok(Value::Optional(None)),
        },
        _ => Err(call.no_overload(name)),
    }
}

fn unwrap<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::List(list)] = call.args else { return Err(call.no_overload("optional.unwrap")) };
    let mut out = Vec::new();
    for value in list.iter() {
        match value? {
            Value::Optional(held) => out.extend(held.map(|h| (*h).clone())),
            other => {
                return Err(Error::other(format!(
                    "optional.unwrap() argument must be a list of optional values, got {other}"
                )));
            }
        }
    }
    Ok(Value::list(out))
}
