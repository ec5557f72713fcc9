//! Messages to bytes, as upstream's generated marshallers order and omit.

use super::wire::{
    Small, bytes_len, put_bytes, put_guessed, put_nested, put_tag, put_varint, varint_len,
};
use crate::descriptor::{Field, POINTER, Type, WRAPPED};
use crate::int_or_string::IntOrString;
use crate::reflect::{Message, Ref, may_be_present};

/// Appends a message without envelope.
pub fn encode_message(message: &dyn Message, out: &mut Vec<u8>) {
    let descriptor = message.descriptor();
    let present = message.present() | descriptor.lookup.protobuf_always;
    if descriptor.lookup.inlined {
        return encode_members(message, descriptor.order, present, 0, out);
    }
    for &index in descriptor.order {
        let index = usize::from(index);
        if may_be_present(present, index) {
            encode_field(&descriptor.fields[index], message.get(index), out);
        }
    }
}

/// Writes fields that share their first `depth` nested messages.
fn encode_members(
    message: &dyn Message,
    mut order: &[u16],
    present: u64,
    depth: usize,
    out: &mut Vec<u8>,
) {
    let fields = message.descriptor().fields;
    let outer = |i: u16| fields[usize::from(i)].via.get(depth).copied();
    while let Some((&first, rest)) = order.split_first() {
        let Some(number) = outer(first) else {
            let index = usize::from(first);
            if may_be_present(present, index) {
                encode_field(&fields[index], message.get(index), out);
            }
            order = rest;
            continue;
        };
        // The fields of an inlined struct stand together and share one nested message.
        let len = order.iter().take_while(|&&i| outer(i) == Some(number)).count();
        let (members, rest) = order.split_at(len);
        put_nested(out, number, |out| encode_members(message, members, present, depth + 1, out));
        order = rest;
    }
}

fn encode_field(field: &Field, value: Ref<'_>, out: &mut Vec<u8>) {
    let number = field.number;
    match value {
        Ref::Str(text) => put_bytes(out, number, text.as_bytes()),
        Ref::Null if field.protobuf_writes_absent() => put_bytes(out, number, &[]),
        Ref::List(list) if field.has(WRAPPED) => {
            if !list.is_empty() {
                put_nested(out, number, |out| encode_value(1, Ref::List(list), out));
            }
        }
        Ref::Map(map) if matches!(field.ty, Type::Map(Type::List(_))) => {
            // Lists as map values are always messages with one repeated field.
            map.visit(&mut |key, value| {
                put_nested(out, number, |out| {
                    put_bytes(out, 1, key.as_bytes());
                    put_nested(out, 2, |out| encode_value(1, value, out));
                });
                true
            });
        }
        // Go writes bytes only when the slice is not nil.
        Ref::Bytes([]) if !field.has(POINTER) => {}
        Ref::Raw(raw) if raw.is_empty() && field.has(POINTER) => {}
        value => encode_value(number, value, out),
    }
}

fn encode_value(number: u32, value: Ref<'_>, out: &mut Vec<u8>) {
    let mut varint = |value: u64| {
        let mut small = Small::new();
        small.tag(number, 0);
        small.varint(value);
        out.extend_from_slice(small.as_bytes());
    };
    match value {
        Ref::Null => {}
        Ref::Bool(b) => varint(u64::from(b)),
        Ref::Int(i) => varint(i as u64),
        Ref::Double(d) => {
            put_tag(out, number, 1);
            out.extend_from_slice(&d.to_le_bytes());
        }
        Ref::Str(text) => put_bytes(out, number, text.as_bytes()),
        Ref::Bytes(bytes) => put_bytes(out, number, bytes),
        Ref::Time(t) => stamp(number, t.unix_seconds(), 0, out),
        Ref::MicroTime(t) => {
            let micros = t.unix_micros();
            let nanos = micros.rem_euclid(1_000_000) * 1000;
            stamp(number, micros.div_euclid(1_000_000), nanos, out);
        }
        Ref::Duration(d) => {
            let mut inner = Small::new();
            inner.tag(1, 0);
            inner.varint(d.as_nanos() as u64);
            put_bytes(out, number, inner.as_bytes());
        }
        Ref::Quantity(q) => put_nested(out, number, |out| {
            put_nested(out, 1, |out| q.append_to(out));
        }),
        Ref::IntOrString(v) => {
            let (kind, int, text) = match v {
                IntOrString::Int(i) => (0, *i, ""),
                IntOrString::String(s) => (1, 0, s.as_str()),
            };
            let mut head = Small::new();
            head.tag(1, 0);
            head.varint(kind);
            head.tag(2, 0);
            head.varint(i64::from(int) as u64);
            put_tag(out, number, 2);
            put_varint(out, (head.as_bytes().len() + bytes_len(3, text.len())) as u64);
            out.extend_from_slice(head.as_bytes());
            put_bytes(out, 3, text.as_bytes());
        }
        Ref::Raw(raw) if raw.is_empty() => put_bytes(out, number, &[]),
        Ref::Raw(raw) => {
            put_tag(out, number, 2);
            put_varint(out, bytes_len(1, raw.as_str().len()) as u64);
            put_bytes(out, 1, raw.as_str().as_bytes());
        }
        Ref::Message(m) => {
            // Messages of many fields mostly take more than 127 bytes.
            let room = if m.descriptor().fields.len() > 6 { 2 } else { 1 };
            put_guessed(out, number, room, |out| encode_message(m, out));
        }
        Ref::List(list) => (0..list.len()).for_each(|i| encode_value(number, list.get(i), out)),
        Ref::Map(map) => map.visit(&mut |key, value| {
            entry(number, key, value, out);
            true
        }),
    }
}

fn entry(number: u32, key: &str, value: Ref<'_>, out: &mut Vec<u8>) {
    if let Ref::Str(text) = value {
        put_tag(out, number, 2);
        put_varint(out, (bytes_len(1, key.len()) + bytes_len(2, text.len())) as u64);
        put_bytes(out, 1, key.as_bytes());
        put_bytes(out, 2, text.as_bytes());
        return;
    }
    put_nested(out, number, |out| {
        put_bytes(out, 1, key.as_bytes());
        match value {
            // The zero time is an empty message.
            Ref::Null => put_bytes(out, 2, &[]),
            value => encode_value(2, value, out),
        }
    });
}

fn stamp(number: u32, seconds: i64, nanos: i64, out: &mut Vec<u8>) {
    let mut inner = Small::new();
    inner.tag(1, 0);
    inner.varint(seconds as u64);
    inner.tag(2, 0);
    inner.varint(nanos as u64);
    put_bytes(out, number, inner.as_bytes());
}

/// How many bytes the length of a list's content will probably take, and the content itself: all
/// items are taken to be as large as the first.
pub(super) fn expected_len(first: Option<&dyn Message>, count: usize) -> (usize, usize) {
    let mut sample = Vec::with_capacity(512);
    if let Some(first) = first {
        encode_message(first, &mut sample);
    }
    let each = sample.len() + 8;
    let all = each.saturating_mul(count).saturating_add(64);
    (varint_len(all as u64), all)
}
