//! Kubernetes quantities such as `500m`.

use std::cmp::Ordering;

use bowline_apimachinery::quantity::{Format, Quantity};

use super::{Call, Implementation, Library, semver};
use crate::value::{Error, Opaque, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
string_to_quantity: quantity(string) -> kubernetes.Quantity
is_quantity_string: isQuantity(string) -> bool
quantity_sign: sign(kubernetes.Quantity) -> int
quantity_is_greater_than: <kubernetes.Quantity>.isGreaterThan(kubernetes.Quantity) -> bool
quantity_is_less_than: <kubernetes.Quantity>.isLessThan(kubernetes.Quantity) -> bool
quantity_compare_to: <kubernetes.Quantity>.compareTo(kubernetes.Quantity) -> int
quantity_get_float: <kubernetes.Quantity>.asApproximateFloat() -> double
quantity_get_int: <kubernetes.Quantity>.asInteger() -> int
quantity_is_integer: <kubernetes.Quantity>.isInteger() -> bool
quantity_add: <kubernetes.Quantity>.add(kubernetes.Quantity) -> kubernetes.Quantity
quantity_add_int: <kubernetes.Quantity>.add(int) -> kubernetes.Quantity
quantity_sub: <kubernetes.Quantity>.sub(kubernetes.Quantity) -> kubernetes.Quantity
quantity_sub_int: <kubernetes.Quantity>.sub(int) -> kubernetes.Quantity",
    types: &["kubernetes.Quantity"],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "quantity" => quantity,
            "isQuantity" => is_quantity,
            "sign" => |call| {
                let q = receiver(&call, "sign")?;
                Ok(Value::Int(q.sign() as i64))
            },
            "isGreaterThan" => |call| compare(call, "isGreaterThan", |o| Value::Bool(o.is_gt())),
            "isLessThan" => |call| compare(call, "isLessThan", |o| Value::Bool(o.is_lt())),
            "compareTo" => |call| compare(call, "compareTo", |o| Value::Int(o as i64)),
            "asApproximateFloat" => |call| {
                let q = receiver(&call, "asApproximateFloat")?;
                Ok(Value::Double(q.as_f64()))
            },
            "asInteger" => |call| {
                let q = receiver(&call, "asInteger")?;
                q.as_int64()
                    .map(Value::Int)
                    .ok_or_else(|| Error::other("cannot convert value to integer"))
            },
            "isInteger" => |call| {
                let q = receiver(&call, "isInteger")?;
                Ok(Value::Bool(q.as_int64().is_some()))
            },
            "add" => |call| combine(call, "add", |a, b| a + b),
            "sub" => |call| combine(call, "sub", |a, b| a - b),
            _ => return None,
        })
    },
};

fn quantity<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text)] = call.args else { return Err(call.no_overload("quantity")) };
    let parsed = Quantity::parse(text).map_err(|e| Error::other(e.to_string()))?;
    Ok(Value::opaque(Opaque::Quantity(parsed)))
}

fn is_quantity<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text)] = call.args else { return Err(call.no_overload("isQuantity")) };
    Ok(Value::Bool(Quantity::parse(text).is_ok()))
}

fn receiver<'c>(call: &Call<'c, '_>, function: &str) -> Result<&'c Quantity, Error> {
    match call.args.first() {
        Some(Value::Opaque(opaque)) => match &**opaque {
            Opaque::Quantity(q) => Ok(q),
            _ => Err(call.no_overload(function)),
        },
        _ => Err(call.no_overload(function)),
    }
}

/// Order of quantities and of versions, which share these names.
fn compare<'a>(
    call: Call<'_, 'a>,
    function: &str,
    answer: fn(Ordering) -> Value<'a>,
) -> Result<Value<'a>, Error> {
    let [Value::Opaque(a), Value::Opaque(b)] = call.args else {
        return Err(call.no_overload(function));
    };
    match (&**a, &**b) {
        (Opaque::Quantity(a), Opaque::Quantity(b)) => Ok(answer(a.cmp(b))),
        (Opaque::Semver(a), Opaque::Semver(b)) => Ok(answer(semver::compare(a, b))),
        _ => Err(call.no_overload(function)),
    }
}

fn combine<'a>(
    call: Call<'_, 'a>,
    function: &str,
    f: fn(Quantity, &Quantity) -> Quantity,
) -> Result<Value<'a>, Error> {
    let a = receiver(&call, function)?.clone();
    let b = match call.args {
        [_, Value::Int(i)] => Quantity::from(*i).with_format(Format::DecimalExponent),
        [_, Value::Opaque(opaque)] => match &**opaque {
            Opaque::Quantity(q) => q.clone(),
            _ => return Err(call.no_overload(function)),
        },
        _ => return Err(call.no_overload(function)),
    };
    Ok(Value::opaque(Opaque::Quantity(f(a, &b))))
}
