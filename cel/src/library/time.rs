//! The parts of times and durations.

use super::{Call, Implementation};
use crate::value::{Error, Value};

pub(super) fn implementation(name: &str) -> Option<Implementation> {
    Some(match name {
        "getFullYear" => |call| civil(call, |c| c.year),
        "getMonth" => |call| civil(call, |c| c.month - 1),
        "getDayOfYear" => |call| civil(call, |c| c.day_of_year),
        "getDayOfMonth" => |call| civil(call, |c| c.day - 1),
        "getDate" => |call| civil(call, |c| c.day),
        "getDayOfWeek" => |call| civil(call, |c| c.day_of_week),
        "getHours" => |call| part(call, 3_600_000_000_000, |c| c.hour),
        "getMinutes" => |call| part(call, 60_000_000_000, |c| c.minute),
        "getSeconds" => |call| part(call, 1_000_000_000, |c| c.second),
        "getMilliseconds" => |call| part(call, 1_000_000, |c| c.millisecond),
        _ => return None,
    })
}

type Pick = fn(&crate::value::Civil) -> i64;

fn part<'a>(call: Call<'_, 'a>, unit: i64, pick: Pick) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Duration(d)] => Ok(Value::Int(d.nanoseconds() / unit)),
        _ => civil(call, pick),
    }
}

fn civil<'a>(call: Call<'_, 'a>, pick: Pick) -> Result<Value<'a>, Error> {
    let (time, zone) = match call.args {
        [Value::Timestamp(t)] => (t, ""),
        [Value::Timestamp(t), Value::String(zone)] => (t, &**zone),
        _ => return Err(Error::new(crate::value::ErrorKind::NoSuchOverload, "no such overload")),
    };
    match time.civil(zone) {
        Some(civil) => Ok(Value::Int(pick(&civil))),
        None => Err(Error::other(format!("unknown time zone {zone}"))),
    }
}
