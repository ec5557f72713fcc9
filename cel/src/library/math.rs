//! Mathematics, which Kubernetes does not offer but CEL's extensions do.

use std::cmp::Ordering;

use super::operators::ordering;
use super::{Call, Implementation, Library};
use crate::value::{Error, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
math_greatest_1: math.greatest(dyn) -> dyn
math_greatest_2: math.greatest(dyn, dyn) -> dyn
math_greatest_3: math.greatest(dyn, dyn, dyn) -> dyn
math_greatest_4: math.greatest(dyn, dyn, dyn, dyn) -> dyn
math_least_1: math.least(dyn) -> dyn
math_least_2: math.least(dyn, dyn) -> dyn
math_least_3: math.least(dyn, dyn, dyn) -> dyn
math_least_4: math.least(dyn, dyn, dyn, dyn) -> dyn
math_ceil_double: math.ceil(double) -> double
math_floor_double: math.floor(double) -> double
math_round_double: math.round(double) -> double
math_trunc_double: math.trunc(double) -> double
math_sqrt_double: math.sqrt(double) -> double
math_isInf_double: math.isInf(double) -> bool
math_isNaN_double: math.isNaN(double) -> bool
math_isFinite_double: math.isFinite(double) -> bool
math_abs_double: math.abs(double) -> double
math_abs_int: math.abs(int) -> int
math_abs_uint: math.abs(uint) -> uint
math_sign_double: math.sign(double) -> double
math_sign_int: math.sign(int) -> int
math_sign_uint: math.sign(uint) -> uint
math_bitAnd_int_int: math.bitAnd(int, int) -> int
math_bitAnd_uint_uint: math.bitAnd(uint, uint) -> uint
math_bitOr_int_int: math.bitOr(int, int) -> int
math_bitOr_uint_uint: math.bitOr(uint, uint) -> uint
math_bitXor_int_int: math.bitXor(int, int) -> int
math_bitXor_uint_uint: math.bitXor(uint, uint) -> uint
math_bitNot_int_int: math.bitNot(int) -> int
math_bitNot_uint_uint: math.bitNot(uint) -> uint
math_bitShiftLeft_int_int: math.bitShiftLeft(int, int) -> int
math_bitShiftLeft_uint_int: math.bitShiftLeft(uint, int) -> uint
math_bitShiftRight_int_int: math.bitShiftRight(int, int) -> int
math_bitShiftRight_uint_int: math.bitShiftRight(uint, int) -> uint",
    types: &[],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "math.greatest" => |call| extreme(call, "math.greatest", Ordering::Less),
            "math.least" => |call| extreme(call, "math.least", Ordering::Greater),
            "math.ceil" => |call| double(call, "math.ceil", |d| Value::Double(d.ceil())),
            "math.floor" => |call| double(call, "math.floor", |d| Value::Double(d.floor())),
            "math.round" => |call| double(call, "math.round", |d| Value::Double(d.round())),
            "math.trunc" => |call| double(call, "math.trunc", |d| Value::Double(d.trunc())),
            "math.sqrt" => |call| double(call, "math.sqrt", |d| Value::Double(d.sqrt())),
            "math.isInf" => |call| double(call, "math.isInf", |d| Value::Bool(d.is_infinite())),
            "math.isNaN" => |call| double(call, "math.isNaN", |d| Value::Bool(d.is_nan())),
            "math.isFinite" => |call| double(call, "math.isFinite", |d| Value::Bool(d.is_finite())),
            "math.abs" => abs,
            "math.sign" => sign,
            "math.bitAnd" => |call| bits(call, "math.bitAnd", |a, b| a & b),
            "math.bitOr" => |call| bits(call, "math.bitOr", |a, b| a | b),
            "math.bitXor" => |call| bits(call, "math.bitXor", |a, b| a ^ b),
            "math.bitNot" => |call| match call.args {
                [Value::Int(i)] => Ok(Value::Int(!i)),
                [Value::Uint(u)] => Ok(Value::Uint(!u)),
                _ => Err(call.no_overload("math.bitNot")),
            },
            "math.bitShiftLeft" => |call| shift(call, "math.bitShiftLeft", true),
            "math.bitShiftRight" => |call| shift(call, "math.bitShiftRight", false),
            _ => return None,
        })
    },
};

fn extreme<'a>(call: Call<'_, 'a>, name: &str, prefer: Ordering) -> Result<Value<'a>, Error> {
    let values = match call.args {
        [Value::List(list)] => list.values()?,
        args => args.to_vec(),
    };
    let mut best: Option<Value<'a>> = None;
    for value in values {
        if !matches!(value, Value::Int(_) | Value::Uint(_) | Value::Double(_)) {
            return Err(call.no_overload(name));
        }
        let better = match &best {
            Some(best) => ordering(best, &value)? == prefer,
            None => true,
        };
        if better {
            best = Some(value);
        }
    }
    best.ok_or_else(|| Error::other(format!("{name} argument must not be empty")))
}

fn double<'a>(call: Call<'_, 'a>, name: &str, f: fn(f64) -> Value<'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Double(d)] => Ok(f(*d)),
        _ => Err(call.no_overload(name)),
    }
}

fn abs<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Double(d)] => Ok(Value::Double(d.abs())),
        [Value::Uint(u)] => Ok(Value::Uint(*u)),
        [Value::Int(i)] => {
            i.checked_abs().map(Value::Int).ok_or_else(|| Error::range("integer overflow"))
        }
        _ => Err(call.no_overload("math.abs")),
    }
}

fn sign<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Double(d)] if d.is_nan() || *d == 0.0 => Ok(Value::Double(*d)),
        [Value::Double(d)] => Ok(Value::Double(d.signum())),
        [Value::Uint(u)] => Ok(Value::Uint(u64::from(*u > 0))),
        [Value::Int(i)] => Ok(Value::Int(i.signum())),
        _ => Err(call.no_overload("math.sign")),
    }
}

fn bits<'a>(call: Call<'_, 'a>, name: &str, f: fn(u64, u64) -> u64) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::Int(a), Value::Int(b)] => {
            Ok(Value::Int(f(a.cast_unsigned(), b.cast_unsigned()).cast_signed()))
        }
        [Value::Uint(a), Value::Uint(b)] => Ok(Value::Uint(f(*a, *b))),
        _ => Err(call.no_overload(name)),
    }
}

fn shift<'a>(call: Call<'_, 'a>, name: &str, left: bool) -> Result<Value<'a>, Error> {
    let (bits, by, signed) = match call.args {
        [Value::Int(i), Value::Int(by)] => (i.cast_unsigned(), *by, true),
        [Value::Uint(u), Value::Int(by)] => (*u, *by, false),
        _ => return Err(call.no_overload(name)),
    };
    let Ok(by) = u32::try_from(by.max(-1)) else {
        return Err(Error::other(format!("{name}() negative offset: {by}")));
    };
    let shifted = if left { bits.checked_shl(by) } else { bits.checked_shr(by) }.unwrap_or(0);
    Ok(if signed { Value::Int(shifted.cast_signed()) } else { Value::Uint(shifted) })
}
