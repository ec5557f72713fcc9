//! Arithmetic, order, membership and size.

use std::cmp::Ordering;

use super::{Call, Implementation};
use crate::value::{Duration, Error, ErrorKind, Map, Value, compare};

pub(super) fn implementation(name: &str) -> Option<Implementation> {
    Some(match name {
        "!_" => not,
        "@not_strictly_false" => |call| Ok(call.args[0].clone()),
        "_+_" => add,
        "_-_" => subtract,
        "_*_" => multiply,
        "_/_" => divide,
        "_%_" => modulo,
        "-_" => negate,
        "_<_" => |call| order(call, |o| o == Ordering::Less),
        "_<=_" => |call| order(call, |o| o != Ordering::Greater),
        "_>_" => |call| order(call, |o| o == Ordering::Greater),
        "_>=_" => |call| order(call, |o| o != Ordering::Less),
        "@in" => is_in,
        "size" => size,
        "cel.@mapInsert" => map_insert,
        _ => return None,
    })
}

fn refuse<'a>() -> Result<Value<'a>, Error> {
    Err(Error::new(ErrorKind::NoSuchOverload, "no such overload"))
}

fn overflow(of: &str) -> Error {
    Error::range(format!("{of} overflow"))
}

fn not<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Bool(b)] => Ok(Value::Bool(!b)),
        _ => refuse(),
    }
}

/// The sum of two values, as `_+_` and `sum()` take it.
pub(super) fn plus<'a>(a: &Value<'a>, b: &Value<'a>) -> Result<Value<'a>, Error> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => {
            a.checked_add(*b).map(Value::Int).ok_or_else(|| overflow("integer"))
        }
        (Value::Uint(a), Value::Uint(b)) => {
            a.checked_add(*b).map(Value::Uint).ok_or_else(|| overflow("unsigned integer"))
        }
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a + b)),
        (Value::String(a), Value::String(b)) => {
            let mut text = String::with_capacity(a.len() + b.len());
            text.push_str(a);
            text.push_str(b);
            Ok(Value::text(text))
        }
        (Value::Bytes(a), Value::Bytes(b)) => {
            Ok(Value::Bytes(a.iter().chain(b.iter()).copied().collect()))
        }
        (Value::List(a), Value::List(b)) => a.add(b).map(Value::List),
        (Value::Duration(a), Value::Duration(b)) => a
            .nanoseconds()
            .checked_add(b.nanoseconds())
            .map(|n| Value::Duration(Duration::from_nanoseconds(n)))
            .ok_or_else(|| overflow("duration")),
        (Value::Timestamp(t), Value::Duration(d)) | (Value::Duration(d), Value::Timestamp(t)) => {
            t.add(*d).map(Value::Timestamp).ok_or_else(|| overflow("timestamp"))
        }
        _ => refuse(),
    }
}

fn add<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [a, b] => plus(a, b),
        _ => refuse(),
    }
}

fn subtract<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Int(a), Value::Int(b)] => {
            a.checked_sub(*b).map(Value::Int).ok_or_else(|| overflow("integer"))
        }
        [Value::Uint(a), Value::Uint(b)] => {
            a.checked_sub(*b).map(Value::Uint).ok_or_else(|| overflow("unsigned integer"))
        }
        [Value::Double(a), Value::Double(b)] => Ok(Value::Double(a - b)),
        [Value::Duration(a), Value::Duration(b)] => a
            .nanoseconds()
            .checked_sub(b.nanoseconds())
            .map(|n| Value::Duration(Duration::from_nanoseconds(n)))
            .ok_or_else(|| overflow("duration")),
        [Value::Timestamp(a), Value::Timestamp(b)] => {
            a.since(*b).map(Value::Duration).ok_or_else(|| overflow("timestamp"))
        }
        [Value::Timestamp(t), Value::Duration(d)] => d
            .nanoseconds()
            .checked_neg()
            .and_then(|n| t.add(Duration::from_nanoseconds(n)))
            .map(Value::Timestamp)
            .ok_or_else(|| overflow("timestamp")),
        _ => refuse(),
    }
}

fn multiply<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Int(a), Value::Int(b)] => {
            a.checked_mul(*b).map(Value::Int).ok_or_else(|| overflow("integer"))
        }
        [Value::Uint(a), Value::Uint(b)] => {
            a.checked_mul(*b).map(Value::Uint).ok_or_else(|| overflow("unsigned integer"))
        }
        [Value::Double(a), Value::Double(b)] => Ok(Value::Double(a * b)),
        _ => refuse(),
    }
}

fn by_zero(what: &str) -> Error {
    Error::new(ErrorKind::DivideByZero, format!("{what} by zero"))
}

fn divide<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => {
            Err(by_zero("division"))
        }
        [Value::Int(a), Value::Int(b)] => {
            a.checked_div(*b).map(Value::Int).ok_or_else(|| overflow("integer"))
        }
        [Value::Uint(a), Value::Uint(b)] => Ok(Value::Uint(a / b)),
        [Value::Double(a), Value::Double(b)] => Ok(Value::Double(a / b)),
        _ => refuse(),
    }
}

fn modulo<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => {
            Err(by_zero("modulus"))
        }
        [Value::Int(a), Value::Int(b)] => {
            a.checked_rem(*b).map(Value::Int).ok_or_else(|| overflow("integer"))
        }
        [Value::Uint(a), Value::Uint(b)] => Ok(Value::Uint(a % b)),
        _ => refuse(),
    }
}

fn negate<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Int(a)] => a.checked_neg().map(Value::Int).ok_or_else(|| overflow("integer")),
        [Value::Double(a)] => Ok(Value::Double(-a)),
        [Value::Duration(d)] => d
            .nanoseconds()
            .checked_neg()
            .map(|n| Value::Duration(Duration::from_nanoseconds(n)))
            .ok_or_else(|| overflow("duration")),
        _ => refuse(),
    }
}

/// The order of two values as lists and operators need it.
pub(super) fn ordering(a: &Value<'_>, b: &Value<'_>) -> Result<Ordering, Error> {
    let nan = |v: &Value<'_>| matches!(v, Value::Double(d) if d.is_nan());
    match compare(a, b) {
        Some(ordering) => Ok(ordering),
        None if nan(a) || nan(b) => Err(Error::other("NaN values cannot be ordered")),
        None => Err(Error::new(ErrorKind::NoSuchOverload, "no such overload")),
    }
}

fn order<'a>(call: Call<'_, 'a>, holds: fn(Ordering) -> bool) -> Result<Value<'a>, Error> {
    match call.args {
        [a, b] => ordering(a, b).map(|o| Value::Bool(holds(o))),
        _ => refuse(),
    }
}

fn is_in<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value, Value::List(list)] => list.contains(value).map(Value::Bool),
        [key, Value::Map(map)] => match map.get(key) {
            Some(Err(e)) => Err(e),
            found => Ok(Value::Bool(found.is_some())),
        },
        _ => refuse(),
    }
}

fn size<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value @ (Value::String(_) | Value::Bytes(_) | Value::List(_) | Value::Map(_))] => {
            Ok(Value::Int(i64::try_from(value.size().unwrap_or(0)).unwrap_or(i64::MAX)))
        }
        _ => refuse(),
    }
}

fn map_insert<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let taken = |key: &Value<'_>| Error::other(format!("insert failed: key {key} already exists"));
    match call.args {
        [Value::Map(map), key, value] => {
            let mut map = map.clone().into_owned()?;
            if map.get(key).is_some() {
                return Err(taken(key));
            }
            map.insert(key.clone(), value.clone());
            Ok(Value::Map(Map::from_owned(map)))
        }
        [Value::Map(map), Value::Map(more)] => {
            let mut map = map.clone().into_owned()?;
            for key in more.keys() {
                if map.get(&key).is_some() {
                    return Err(taken(&key));
                }
                let value = more.get(&key).unwrap_or(Ok(Value::Null))?;
                map.insert(key, value);
            }
            Ok(Value::Map(Map::from_owned(map)))
        }
        _ => Err(call.no_overload("cel.@mapInsert")),
    }
}
