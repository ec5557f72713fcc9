//! Messages straight to JSON text, as Go's `encoding/json` writes them.

use std::io::Write as _;

use serde::de::Error as _;
use serde_json::Error;

use super::go_format::write_double;
use super::scanner::is_json;
use crate::byte_string::ByteString;
use crate::codec::bridge::{is_dropped, is_dropped_when_absent, whole_form};
use crate::descriptor::Type;
use crate::int_or_string::IntOrString;
use crate::reflect::{Message, Ref, may_be_present};

/// Appends a message, with `kind` and `apiVersion` first where given.
pub(super) fn message(
    message: &dyn Message,
    types: Option<(&str, &str)>,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    if let Some(only) = whole_form(message) {
        return value(only, out);
    }
    let mut separator = b'{';
    let nested = message.type_meta().map(|t| (t.api_version.as_str(), t.kind.as_str()));
    if let Some((api_version, kind)) = types.or(nested) {
        for (name, text) in [("kind", kind), ("apiVersion", api_version)] {
            if !text.is_empty() {
                key(name, &mut separator, out);
                string(text, out);
            }
        }
    }
    let present = message.present();
    for (index, field) in message.descriptor().fields.iter().enumerate() {
        if !may_be_present(present, index) && is_dropped_when_absent(field) {
            continue;
        }
        let held = message.get(index);
        if is_dropped(field, &held) {
            continue;
        }
        key(field.name, &mut separator, out);
        // Storage does not tell an empty list or map from none, and Go prints none as `null`.
        if matches!(field.ty, Type::List(_) | Type::Map(_)) && held.is_empty() {
            out.extend_from_slice(b"null");
        } else {
            value(held, out)?;
        }
    }
    if separator == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
    Ok(())
}

/// Names of fields have nothing to escape.
#[inline]
fn key(name: &str, separator: &mut u8, out: &mut Vec<u8>) {
    out.push(*separator);
    *separator = b',';
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

fn value(value: Ref<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    match value {
        Ref::Null => out.extend_from_slice(b"null"),
        Ref::Bool(b) => out.extend_from_slice(if b { b"true" } else { b"false" }),
        Ref::Int(i) => integer(i, out),
        Ref::Double(d) if !d.is_finite() => {
            return Err(Error::custom(format!("unsupported value: {d}")));
        }
        Ref::Double(d) if d.fract() == 0.0 && d.abs() < 1e15 => integer(d as i64, out),
        Ref::Double(d) => write_double(out, d).map_err(Error::io)?,
        Ref::Str(text) => string(text, out),
        Ref::Bytes(bytes) => {
            out.push(b'"');
            out.extend_from_slice(ByteString::base64_of(bytes).as_bytes());
            out.push(b'"');
        }
        Ref::Time(t) if t.is_zero() => out.extend_from_slice(b"null"),
        Ref::MicroTime(t) if t.is_zero() => out.extend_from_slice(b"null"),
        Ref::Time(t) => write!(out, "\"{t}\"").map_err(Error::io)?,
        Ref::MicroTime(t) => write!(out, "\"{t}\"").map_err(Error::io)?,
        Ref::Duration(d) => write!(out, "\"{d}\"").map_err(Error::io)?,
        // Digits and letters only, unless kept from a text that came so.
        Ref::Quantity(q) => write!(out, "\"{q}\"").map_err(Error::io)?,
        Ref::IntOrString(IntOrString::Int(i)) => integer(i64::from(*i), out),
        Ref::IntOrString(IntOrString::String(text)) => string(text, out),
        Ref::Raw(raw) => {
            let text = raw.as_str();
            // Bytes from protobuf are kept unseen; as upstream's, they show when they are written.
            if is_json(text) { raw_text(text, out) } else { out.extend_from_slice(b"null") }
        }
        Ref::Message(m) => message(m, None, out)?,
        Ref::List(list) => {
            let mut separator = b'[';
            for index in 0..list.len() {
                out.push(separator);
                separator = b',';
                self::value(list.get(index), out)?;
            }
            if separator == b'[' {
                out.push(b'[');
            }
            out.push(b']');
        }
        Ref::Map(entries) => {
            let mut separator = b'{';
            let mut outcome = Ok(());
            entries.visit(&mut |key, value| {
                out.push(separator);
                separator = b',';
                string(key, out);
                out.push(b':');
                outcome = self::value(value, out);
                outcome.is_ok()
            });
            outcome?;
            if separator == b'{' {
                out.push(b'{');
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn integer(number: i64, out: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// What a byte of a string needs: nothing, an escape, or a look at what follows.
const PLAIN: u8 = 0;
const ESCAPE: u8 = 1;
const LINE_END: u8 = 2;

static NEEDS: [u8; 256] = {
    let mut needs = [PLAIN; 256];
    let mut byte = 0;
    while byte < 0x20 {
        needs[byte] = ESCAPE;
        byte += 1;
    }
    needs[b'"' as usize] = ESCAPE;
    needs[b'\\' as usize] = ESCAPE;
    needs[b'<' as usize] = ESCAPE;
    needs[b'>' as usize] = ESCAPE;
    needs[b'&' as usize] = ESCAPE;
    // U+2028 and U+2029 begin with this byte.
    needs[0xe2] = LINE_END;
    needs
};

/// How many bytes from the beginning surely stand for themselves, looked at eight at a time.
/// `lowest` is the least byte that does.
#[inline]
fn plain(bytes: &[u8], lowest: u8) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut at = 0;
    while let Some(&eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(eight);
        let is = |byte: u8| {
            let x = word ^ (ONES * u64::from(byte));
            x.wrapping_sub(ONES) & !x
        };
        let below = word.wrapping_sub(ONES * u64::from(lowest)) & !word;
        let found = below | is(b'"') | is(b'\\') | is(b'<') | is(b'>') | is(b'&') | word;
        if found & HIGHS != 0 {
            return at + ((found & HIGHS).trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

/// Appends a string in quotes.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut from = 0;
    let mut at = plain(bytes, 0x20);
    while let Some(&byte) = bytes.get(at) {
        let need = NEEDS[usize::from(byte)];
        if need == PLAIN || (need == LINE_END && line_end(&bytes[at..]).is_none()) {
            at += 1;
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x8 => out.extend_from_slice(b"\\b"),
            0xc => out.extend_from_slice(b"\\f"),
            0xe2 => {
                out.extend_from_slice(line_end(&bytes[at..]).unwrap_or_default());
                from = at + 3;
            }
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
        at = from + plain(&bytes[from..], 0x20);
    }
    out.extend_from_slice(&bytes[from..]);
    out.push(b'"');
}

/// The escape of U+2028 or U+2029, if one of them begins here.
fn line_end(bytes: &[u8]) -> Option<&'static [u8]> {
    match bytes {
        [0xe2, 0x80, 0xa8, ..] => Some(b"\\u2028"),
        [0xe2, 0x80, 0xa9, ..] => Some(b"\\u2029"),
        _ => None,
    }
}

/// Bytes that JSON text must be looked at for.
static RAW_NEEDS: [bool; 256] = {
    let mut needs = [false; 256];
    let mut rest: &[u8] = b" \n\t\r<>&\xe2";
    while let [byte, more @ ..] = rest {
        needs[*byte as usize] = true;
        rest = more;
    }
    needs
};

/// Appends JSON text, compact and with what Go escapes escaped.
fn raw_text(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    // Most texts are compact and have nothing to escape.
    if !bytes.iter().any(|&byte| RAW_NEEDS[usize::from(byte)]) {
        return out.extend_from_slice(bytes);
    }
    let mut from = 0;
    let (mut quoted, mut escaped) = (false, false);
    for (at, &byte) in bytes.iter().enumerate() {
        if !quoted && matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
            out.extend_from_slice(&bytes[from..at]);
            from = at + 1;
        } else if matches!(byte, b'<' | b'>' | b'&') {
            out.extend_from_slice(&bytes[from..at]);
            from = at + 1;
            out.extend_from_slice(match byte {
                b'<' => b"\\u003c",
                b'>' => b"\\u003e",
                _ => b"\\u0026",
            });
        } else if byte == 0xe2
            && let Some(escape) = line_end(&bytes[at..])
        {
            out.extend_from_slice(&bytes[from..at]);
            from = at + 3;
            out.extend_from_slice(escape);
        }
        quoted ^= byte == b'"' && !escaped;
        escaped = quoted && byte == b'\\' && !escaped;
    }
    out.extend_from_slice(&bytes[from..]);
}
