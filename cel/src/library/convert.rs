//! Conversions between types.

use std::sync::Arc;

use super::{Call, Implementation};
use crate::number;
use crate::value::{Duration, Error, Opaque, Timestamp, Value, int_from_double, uint_from_double};

pub(crate) fn implementation(name: &str) -> Option<Implementation> {
    Some(match name {
        "bool" => to_bool,
        "bytes" => to_bytes,
        "double" => to_double,
        "duration" => to_duration,
        "dyn" => |call| Ok(call.args[0].clone()),
        "int" => to_int,
        "string" => to_string,
        "timestamp" => to_timestamp,
        "type" => |call| Ok(Value::Type(call.args[0].type_of())),
        "uint" => to_uint,
        _ => return None,
    })
}

/// Functions that are run while planning when their argument is a literal.
pub(crate) fn is_conversion(name: &str) -> bool {
    implementation(name).is_some()
}

fn refused(from: &str, to: &str) -> Error {
    Error::other(format!("type conversion error from '{from}' to '{to}'"))
}

fn to_bool<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value @ Value::Bool(_)] => Ok(value.clone()),
        [Value::String(text)] => match &**text {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(Value::Bool(true)),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(Value::Bool(false)),
            _ => Err(refused("string", "bool")),
        },
        _ => Err(call.no_overload("bool")),
    }
}

fn to_bytes<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value @ Value::Bytes(_)] => Ok(value.clone()),
        [Value::String(text)] => Ok(Value::Bytes(Arc::from(text.as_bytes()))),
        _ => Err(call.no_overload("bytes")),
    }
}

fn to_double<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value @ Value::Double(_)] => Ok(value.clone()),
        [Value::Int(i)] => Ok(Value::Double(*i as f64)),
        [Value::Uint(u)] => Ok(Value::Double(*u as f64)),
        [Value::String(text)] => {
            number::parse_double(text).map(Value::Double).ok_or_else(|| refused("string", "double"))
        }
        _ => Err(call.no_overload("double")),
    }
}

fn to_duration<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value @ Value::Duration(_)] => Ok(value.clone()),
        [Value::Int(i)] => Ok(Value::Duration(Duration::from_nanoseconds(*i))),
        [Value::String(text)] => Duration::parse(text)
            .map(Value::Duration)
            .ok_or_else(|| refused("string", "google.protobuf.Duration")),
        _ => Err(call.no_overload("duration")),
    }
}

fn to_timestamp<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [value @ Value::Timestamp(_)] => Ok(value.clone()),
        [Value::Int(i)] => Timestamp::from_unix(*i, 0)
            .map(Value::Timestamp)
            .ok_or_else(|| Error::range("timestamp overflow")),
        [Value::String(text)] => Timestamp::parse(text)
            .map(Value::Timestamp)
            .ok_or_else(|| refused("string", "google.protobuf.Timestamp")),
        _ => Err(call.no_overload("timestamp")),
    }
}

fn to_int<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let overflow = || Error::range("integer overflow");
    match call.args {
        [value @ Value::Int(_)] => Ok(value.clone()),
        [Value::Uint(u)] => i64::try_from(*u).map(Value::Int).map_err(|_| overflow()),
        [Value::Double(d)] => int_from_double(*d).map(Value::Int).ok_or_else(overflow),
        [Value::Timestamp(t)] => Ok(Value::Int(t.unix_seconds())),
        [Value::Duration(d)] => Ok(Value::Int(d.nanoseconds())),
        [Value::String(text)] => text.parse().map(Value::Int).map_err(|_| refused("string", "int")),
        _ => Err(call.no_overload("int")),
    }
}

fn to_uint<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let overflow = || Error::range("unsigned integer overflow");
    match call.args {
        [value @ Value::Uint(_)] => Ok(value.clone()),
        [Value::Int(i)] => u64::try_from(*i).map(Value::Uint).map_err(|_| overflow()),
        [Value::Double(d)] => uint_from_double(*d).map(Value::Uint).ok_or_else(overflow),
        [Value::String(text)] if !text.starts_with('+') => {
            text.parse().map(Value::Uint).map_err(|_| refused("string", "uint"))
        }
        [Value::String(_)] => Err(refused("string", "uint")),
        _ => Err(call.no_overload("uint")),
    }
}

fn to_string<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let text = match call.args {
        [value @ Value::String(_)] => return Ok(value.clone()),
        [Value::Bytes(bytes)] => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                return Err(Error::other("invalid UTF-8 in bytes, cannot convert to string"));
            }
        },
        [Value::Duration(d)] => seconds(*d),
        [
            value @ (Value::Bool(_)
            | Value::Int(_)
            | Value::Uint(_)
            | Value::Double(_)
            | Value::Timestamp(_)),
        ] => value.to_string(),
        [Value::Opaque(opaque)] => match &**opaque {
            Opaque::Ip(ip) => ip.to_string(),
            Opaque::Cidr(ip, bits) => format!("{ip}/{bits}"),
            _ => return Err(call.no_overload("string")),
        },
        _ => return Err(call.no_overload("string")),
    };
    Ok(Value::text(text))
}

/// A duration as a decimal of seconds: `5400s`, `0.001s`.
pub(super) fn seconds(d: Duration) -> String {
    format!("{}s", d.seconds())
}
