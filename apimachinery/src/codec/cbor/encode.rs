//! Messages and JSON values to CBOR.

use serde::ser::Error as _;
use serde_json::{Error, Value};

use super::SELF_DESCRIBED;
use crate::codec::bridge::{is_dropped, whole_form};
use crate::descriptor::Type;
use crate::int_or_string::IntOrString;
use crate::reflect::{Message, Ref};

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
/// Tag 22: to be written as base64 where there are only texts.
const LATER_BASE64: u8 = 0xc0 | 22;
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;

/// Writes a message, with `apiVersion` and `kind` where given.
///
/// # Errors
/// When a number is not finite.
pub fn encode_message(
    message: &dyn Message,
    types: Option<(&str, &str)>,
) -> Result<Vec<u8>, Error> {
    let mut out = SELF_DESCRIBED.to_vec();
    put_message(message, types, &mut out)?;
    Ok(out)
}

/// Writes a JSON value: an object of any kind.
#[must_use]
pub fn encode_value(value: &Value) -> Vec<u8> {
    let mut out = SELF_DESCRIBED.to_vec();
    put_value(value, &mut out);
    out
}

fn head(major: u8, size: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    match size {
        0..24 => out.push(major | size as u8),
        24..0x100 => out.extend_from_slice(&[major | 24, size as u8]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend_from_slice(&(size as u16).to_be_bytes());
        }
        0x1_0000..0x1_0000_0000 => {
            out.push(major | 26);
            out.extend_from_slice(&(size as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend_from_slice(&size.to_be_bytes());
        }
    }
}

/// Go strings need not be UTF-8, so they travel as bytes.
fn string(text: &str, out: &mut Vec<u8>) {
    head(BYTES, text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

fn integer(number: i64, out: &mut Vec<u8>) {
    match u64::try_from(number) {
        Ok(size) => head(UNSIGNED, size, out),
        Err(_) => head(NEGATIVE, number.unsigned_abs() - 1, out),
    }
}

/// The shortest of the three widths that keeps the value.
fn double(number: f64, out: &mut Vec<u8>) {
    let single = number as f32;
    if f64::from(single).to_bits() != number.to_bits() {
        out.push(0xfb);
        out.extend_from_slice(&number.to_be_bytes());
    } else if let Some(half) = half(single) {
        out.push(0xf9);
        out.extend_from_slice(&half.to_be_bytes());
    } else {
        out.push(0xfa);
        out.extend_from_slice(&single.to_be_bytes());
    }
}

/// A finite number in 16 bits, if that loses nothing.
fn half(number: f32) -> Option<u16> {
    let bits = number.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let exponent = (bits >> 23 & 0xff) as i32 - 127;
    let fraction = bits & 0x7f_ffff;
    if number == 0.0 {
        return Some(sign);
    }
    if (-14..=15).contains(&exponent) && fraction & 0x1fff == 0 {
        return Some(sign | ((exponent + 15) as u16) << 10 | (fraction >> 13) as u16);
    }
    // Below the smallest normal number the leading one moves into the fraction.
    if (-24..-14).contains(&exponent) {
        let shift = (-exponent - 1) as u32;
        let whole = fraction | 0x80_0000;
        if whole & ((1 << shift) - 1) == 0 {
            return Some(sign | (whole >> shift) as u16);
        }
    }
    None
}

/// Keys in the order of their encoded bytes: shorter ones first.
fn by_bytes(a: &str, b: &str) -> std::cmp::Ordering {
    (a.len(), a).cmp(&(b.len(), b))
}

fn put_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(NULL),
        Value::Bool(b) => out.push(if *b { TRUE } else { FALSE }),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => integer(number, out),
            (_, Some(number), _) => head(UNSIGNED, number, out),
            (.., number) => double(number.unwrap_or_default(), out),
        },
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            head(ARRAY, items.len() as u64, out);
            items.iter().for_each(|item| put_value(item, out));
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|a, b| by_bytes(a.0, b.0));
            head(MAP, members.len() as u64, out);
            for (key, value) in members {
                string(key, out);
                put_value(value, out);
            }
        }
    }
}

/// What stands at a key of a struct.
enum Member<'a> {
    Text(&'a str),
    Null,
    Held(Ref<'a>),
}

fn put_message(
    message: &dyn Message,
    types: Option<(&str, &str)>,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    if let Some(only) = whole_form(message) {
        return put_ref(only, out);
    }
    let mut members = Vec::new();
    let nested = message.type_meta().map(|t| (t.api_version.as_str(), t.kind.as_str()));
    if let Some((api_version, kind)) = types.or(nested) {
        let types = [("kind", kind), ("apiVersion", api_version)];
        let given = types.into_iter().filter(|(_, text)| !text.is_empty());
        members.extend(given.map(|(name, text)| (name, Member::Text(text))));
    }
    for (index, field) in message.descriptor().fields.iter().enumerate() {
        let held = message.get(index);
        if is_dropped(field, &held) {
            continue;
        }
        let none = matches!(field.ty, Type::List(_) | Type::Map(_)) && held.is_empty();
        members.push((field.name, if none { Member::Null } else { Member::Held(held) }));
    }
    members.sort_by(|a, b| by_bytes(a.0, b.0));
    head(MAP, members.len() as u64, out);
    for (name, member) in members {
        string(name, out);
        match member {
            Member::Text(text) => string(text, out),
            Member::Null => out.push(NULL),
            Member::Held(held) => put_ref(held, out)?,
        }
    }
    Ok(())
}

fn put_ref(held: Ref<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    match held {
        Ref::Null => out.push(NULL),
        Ref::Bool(b) => out.push(if b { TRUE } else { FALSE }),
        Ref::Int(i) => integer(i, out),
        Ref::Double(d) if !d.is_finite() => {
            return Err(Error::custom(format!("unsupported value: {d}")));
        }
        Ref::Double(d) => double(d, out),
        Ref::Str(text) => string(text, out),
        Ref::Bytes(bytes) => {
            out.push(LATER_BASE64);
            head(BYTES, bytes.len() as u64, out);
            out.extend_from_slice(bytes);
        }
        Ref::Time(t) if t.is_zero() => out.push(NULL),
        Ref::MicroTime(t) if t.is_zero() => out.push(NULL),
        Ref::Time(t) => string(&t.to_string(), out),
        Ref::MicroTime(t) => string(&t.to_string(), out),
        Ref::Duration(d) => string(&d.to_string(), out),
        Ref::Quantity(q) => string(&q.to_string(), out),
        Ref::IntOrString(IntOrString::Int(i)) => integer(i64::from(*i), out),
        Ref::IntOrString(IntOrString::String(text)) => string(text, out),
        Ref::Raw(raw) => put_value(&raw.to_value(), out),
        Ref::Message(message) => put_message(message, None, out)?,
        Ref::List(list) => {
            head(ARRAY, list.len() as u64, out);
            for index in 0..list.len() {
                put_ref(list.get(index), out)?;
            }
        }
        Ref::Map(entries) => {
            let mut keys = Vec::new();
            let mut values = Vec::new();
            let mut failed = None;
            entries.visit(&mut |key, held| {
                let mut value = Vec::new();
                failed = put_ref(held, &mut value).err();
                keys.push(key.to_owned());
                values.push(value);
                failed.is_none()
            });
            if let Some(error) = failed {
                return Err(error);
            }
            let mut order: Vec<usize> = (0..keys.len()).collect();
            order.sort_by(|&a, &b| by_bytes(&keys[a], &keys[b]));
            head(MAP, keys.len() as u64, out);
            for index in order {
                string(&keys[index], out);
                out.extend_from_slice(&values[index]);
            }
        }
    }
    Ok(())
}
