//! Messages to bytes, as upstream's generated marshallers order and omit.

use super::wire::{put_bytes, put_guessed, put_nested, put_tag, put_varint};
use crate::descriptor::{Field, POINTER, Type, WRAPPED};
use crate::int_or_string::IntOrString;
use crate::reflect::{Message, Ref, may_be_present};

/// Appends a message without envelope.
pub fn encode_message(message: &dyn Message, out: &mut Vec<u8>) {
    encode_members(message, message.descriptor().order, 0, out);
}

/// Writes fields that share their first `depth` nested messages.
fn encode_members(message: &dyn Message, mut order: &[u16], depth: usize, out: &mut Vec<u8>) {
    let fields = message.descriptor().fields;
    let present = message.present();
    let outer = |i: u16| fields[usize::from(i)].via.get(depth).copied();
    while let Some((&first, rest)) = order.split_first() {
        let Some(number) = outer(first) else {
            let index = usize::from(first);
            let field = &fields[index];
            if may_be_present(present, index) || is_written_when_absent(field) {
                encode_field(field, message.get(index), out);
            }
            order = rest;
            continue;
        };
        // The fields of an inlined struct stand together and share one nested message.
        let len = order.iter().take_while(|&&i| outer(i) == Some(number)).count();
        let (members, rest) = order.split_at(len);
        put_nested(out, number, |out| encode_members(message, members, depth + 1, out));
        order = rest;
    }
}

/// A zero time that is not a pointer is an empty message.
fn is_written_when_absent(field: &Field) -> bool {
    matches!(field.ty, Type::Time | Type::MicroTime) && !field.has(POINTER)
}

fn encode_field(field: &Field, value: Ref<'_>, out: &mut Vec<u8>) {
    let number = field.number;
    match (value, &field.ty) {
        (Ref::Null, _) if is_written_when_absent(field) => {
            put_bytes(out, number, &[]);
        }
        (Ref::List(list), Type::List(_)) if field.has(WRAPPED) => {
            if !list.is_empty() {
                put_nested(out, number, |out| encode_value(1, Ref::List(list), out));
            }
        }
        (Ref::Map(map), Type::Map(Type::List(_))) => {
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
        (Ref::Bytes([]), _) if !field.has(POINTER) => {}
        (Ref::Raw(raw), _) if raw.is_empty() && field.has(POINTER) => {}
        (value, _) => encode_value(number, value, out),
    }
}

fn encode_value(number: u32, value: Ref<'_>, out: &mut Vec<u8>) {
    let mut varint = |v: u64| {
        put_tag(out, number, 0);
        put_varint(out, v);
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
        Ref::Duration(d) => put_nested(out, number, |out| {
            put_tag(out, 1, 0);
            put_varint(out, d.as_nanos() as u64);
        }),
        Ref::Quantity(q) => {
            put_nested(out, number, |out| put_bytes(out, 1, q.to_string().as_bytes()));
        }
        Ref::IntOrString(v) => put_nested(out, number, |out| {
            let (kind, int, text) = match v {
                IntOrString::Int(i) => (0, *i, ""),
                IntOrString::String(s) => (1, 0, s.as_str()),
            };
            put_tag(out, 1, 0);
            put_varint(out, kind);
            put_tag(out, 2, 0);
            put_varint(out, i64::from(int) as u64);
            put_bytes(out, 3, text.as_bytes());
        }),
        Ref::Raw(raw) => put_nested(out, number, |out| {
            if !raw.is_empty() {
                put_bytes(out, 1, raw.as_str().as_bytes());
            }
        }),
        Ref::Message(m) => {
            // Messages of many fields mostly take more than 127 bytes.
            let room = if m.descriptor().fields.len() > 7 { 2 } else { 1 };
            put_guessed(out, number, room, |out| encode_message(m, out));
        }
        Ref::List(list) => (0..list.len()).for_each(|i| encode_value(number, list.get(i), out)),
        Ref::Map(map) => map.visit(&mut |key, value| {
            put_nested(out, number, |out| {
                put_bytes(out, 1, key.as_bytes());
                match value {
                    // The zero time is an empty message.
                    Ref::Null => put_bytes(out, 2, &[]),
                    value => encode_value(2, value, out),
                }
            });
            true
        }),
    }
}

fn stamp(number: u32, seconds: i64, nanos: i64, out: &mut Vec<u8>) {
    put_nested(out, number, |out| {
        put_tag(out, 1, 0);
        put_varint(out, seconds as u64);
        put_tag(out, 2, 0);
        put_varint(out, nanos as u64);
    });
}
