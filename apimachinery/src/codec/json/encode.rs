//! Messages straight to JSON text, as Go's `encoding/json` writes them.

use std::io::Write as _;

use serde::de::Error as _;
use serde_json::Error;

use super::go_format::write_double;
use super::scanner::is_json;
use crate::byte_string::ByteString;
use crate::codec::bridge::{is_dropped, whole_form};
use crate::descriptor::{Field, Type};
use crate::digits::Digits;
use crate::int_or_string::IntOrString;
use crate::reflect::{Message, Ref};

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
    let descriptor = message.descriptor();
    let mut one = |index: usize, field: &Field| {
        let held = message.get(index);
        if is_dropped(field, &held) {
            return Ok(());
        }
        key(field.name, &mut separator, out);
        match held {
            Ref::Str(text) => string(text, out),
            // Storage does not tell an empty list or map from none, and Go prints none as `null`.
            held if matches!(field.ty, Type::List(_) | Type::Map(_)) && held.is_empty() => {
                out.extend_from_slice(b"null");
            }
            held => return value(held, out),
        }
        Ok(())
    };
    // The first 64 fields have a bit each; what has none set is passed over unseen.
    let (first, rest) = descriptor.fields.split_at(descriptor.fields.len().min(64));
    let mut todo = message.present() | descriptor.lookup.json_always;
    while let Some(field) = first.get(todo.trailing_zeros() as usize) {
        one(todo.trailing_zeros() as usize, field)?;
        todo &= todo - 1;
    }
    for (at, field) in rest.iter().enumerate() {
        one(64 + at, field)?;
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
        Ref::Time(t) => quoted(out, |out| t.append_to(out)),
        Ref::MicroTime(t) => quoted(out, |out| t.append_to(out)),
        Ref::Duration(d) => write!(out, "\"{d}\"").map_err(Error::io)?,
        // Digits and letters only, unless kept from a text that came so.
        Ref::Quantity(q) => quoted(out, |out| q.append_to(out)),
        Ref::IntOrString(IntOrString::Int(i)) => integer(i64::from(*i), out),
        Ref::IntOrString(IntOrString::String(text)) => string(text, out),
        Ref::Raw(raw) => {
            let text = raw.as_str();
            // Bytes from protobuf are kept unseen; as upstream's, they show when they are written.
            if raw.is_checked() || is_json(text) {
                raw_text(text, out)
            } else {
                out.extend_from_slice(b"null")
            }
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

fn quoted(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

fn integer(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(Digits::of(number).as_bytes());
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
#[inline]
fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = special(u64::from_le_bytes(eight));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    // What is left is looked at together with bytes that were seen already.
    let last = match (bytes.last_chunk::<8>(), bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(&eight), ..) => u64::from_le_bytes(eight),
        (None, Some(&front), Some(&back)) => {
            u64::from(u32::from_le_bytes(front)) << 32 | u64::from(u32::from_le_bytes(back))
        }
        _ => return at,
    };
    if special(last) == 0 { bytes.len() } else { at }
}

/// The high bits of the bytes that need a look; of those behind the first it may have some more.
#[inline]
fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let is = |byte: u8| {
        let x = word ^ (ONES * u64::from(byte));
        x.wrapping_sub(ONES) & !x
    };
    // `<` and `>` differ in one bit.
    let angle = (word & !(ONES * 2)) ^ (ONES * u64::from(b'<'));
    let angle = angle.wrapping_sub(ONES) & !angle;
    let below = word.wrapping_sub(ONES * 0x20) & !word;
    (below | is(b'"') | is(b'\\') | angle | is(b'&') | word) & HIGHS
}

/// Appends a string in quotes.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut from = 0;
    let mut at = plain(bytes);
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
        at = from + plain(&bytes[from..]);
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

/// Whether JSON text has white space or what Go escapes; blocks let the compiler look at many bytes
/// at once.
fn needs_a_look(bytes: &[u8]) -> bool {
    let special = |byte: u8| (byte <= b' ') | (byte & !2 == b'<') | (byte == b'&') | (byte == 0xe2);
    let (blocks, rest) = bytes.as_chunks::<64>();
    blocks.iter().any(|block| block.iter().fold(false, |found, &byte| found | special(byte)))
        || rest.iter().any(|&byte| special(byte))
}

/// Appends JSON text, compact and with what Go escapes escaped.
fn raw_text(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    // Most texts are compact and have nothing to escape.
    if !needs_a_look(bytes) {
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
