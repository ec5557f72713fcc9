//! Bytes to messages; unknown fields are passed over.

use super::wire::{DecodeError, Reader};
use crate::byte_string::ByteString;
use crate::descriptor::{Field, Type, WRAPPED};
use crate::int_or_string::IntOrString;
use crate::raw_json::RawJson;
use crate::reflect::{Map, Message, Mut};
use crate::time::{Duration, MicroTime, Time};

/// Nesting that no honest object reaches; Go's decoder stops at the same figure.
const MAX_DEPTH: usize = 10_000 / 64;

/// Fills a message from bytes without envelope.
///
/// # Errors
/// When the bytes are not well formed, or a wire type does not fit its field.
pub fn decode_message(message: &mut dyn Message, bytes: &[u8]) -> Result<(), DecodeError> {
    decode_members(message, &[], bytes, MAX_DEPTH)
}

fn decode_members(
    message: &mut dyn Message,
    via: &[u32],
    bytes: &[u8],
    depth: usize,
) -> Result<(), DecodeError> {
    let depth = depth.checked_sub(1).ok_or(DecodeError::Depth(MAX_DEPTH))?;
    let fields = message.descriptor().fields;
    let mut reader = Reader::new(bytes);
    let mut hint = 0;
    while let Some((number, wire_type)) = reader.tag()? {
        // Slices are compared last: that is a call even where both are empty.
        let fits = |f: &Field| {
            f.number == number && f.via.len() == via.len() && (via.is_empty() || f.via == via)
        };
        // Fields mostly come in table order, lists repeat theirs.
        let (before, after) = fields.split_at(hint);
        let found = after.iter().position(fits).map(|at| at + hint);
        if let Some(index) = found.or_else(|| before.iter().position(fits)) {
            hint = index;
            let field = &fields[index];
            let wrapped = field.has(WRAPPED);
            let mut value = Wire { reader: &mut reader, number, wire_type, field: field.name };
            value.fill(message.get_mut(index), &field.ty, wrapped, depth)?;
        } else if let Some(inner) = fields.iter().find_map(|f| nested(f.via, via, number))
            && wire_type == 2
        {
            decode_members(message, inner, reader.bytes()?, depth)?;
        } else {
            reader.skip(wire_type)?;
        }
    }
    Ok(())
}

fn micro_time(seconds: i64, nanos: i64) -> MicroTime {
    let micros = seconds.saturating_mul(1_000_000).saturating_add(nanos / 1000);
    MicroTime::from_unix_micros(micros)
}

/// Whether values of the type are length-delimited, so that a run of them can be counted.
fn holds_bytes(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::Int32 | Type::Int64 | Type::Double)
}

/// The path one step further in, when `number` begins an inlined struct below `via`.
fn nested(path: &'static [u32], via: &[u32], number: u32) -> Option<&'static [u32]> {
    let rest = path.strip_prefix(via)?;
    (rest.first() == Some(&number)).then(|| &path[..=via.len()])
}

/// One value on the wire and where it belongs.
struct Wire<'r, 'a> {
    reader: &'r mut Reader<'a>,
    number: u32,
    wire_type: u8,
    field: &'static str,
}

impl<'a> Wire<'_, 'a> {
    fn expect(&self, wire_type: u8) -> Result<(), DecodeError> {
        if self.wire_type == wire_type {
            return Ok(());
        }
        Err(DecodeError::WireType { number: self.number, wire_type: self.wire_type })
    }

    fn varint(&mut self) -> Result<u64, DecodeError> {
        self.expect(0)?;
        self.reader.varint()
    }

    fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        self.expect(2)?;
        self.reader.bytes()
    }

    fn text(&mut self) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| DecodeError::Utf8)
    }

    fn fill(
        &mut self,
        to: Mut<'_>,
        ty: &Type,
        wrapped: bool,
        depth: usize,
    ) -> Result<(), DecodeError> {
        match to {
            Mut::Bool(v) => *v = self.varint()? != 0,
            Mut::Int32(v) => *v = self.varint()? as i32,
            Mut::Int64(v) => *v = self.varint()? as i64,
            Mut::Double(v) => {
                self.expect(1)?;
                *v = self.reader.double()?;
            }
            Mut::Str(v) => self.text()?.clone_into(v),
            Mut::Enum(v) => v.set(self.text()?),
            Mut::Bytes(v) => *v = ByteString(self.bytes()?.to_vec()),
            Mut::Time(v) => *v = Time::from_unix_seconds(self.stamp()?.unwrap_or_default().0),
            Mut::MicroTime(v) => {
                let (seconds, nanos) = self.stamp()?.unwrap_or_default();
                *v = micro_time(seconds, nanos);
            }
            Mut::Duration(v) => {
                *v = Duration::from_nanos(self.numbers()?[0].unwrap_or_default() as i64);
            }
            Mut::Quantity(v) => {
                let text = self.inner_text(1)?.unwrap_or("0");
                let invalid = DecodeError::Text { field: self.field, what: "quantity" };
                *v = text.parse().map_err(|_| invalid)?;
            }
            Mut::IntOrString(v) => *v = self.int_or_string()?,
            Mut::Raw(v) => *v = RawJson::from_wire(self.inner_text(1)?.unwrap_or("").as_bytes()),
            Mut::Message(m) => decode_members(m, &[], self.bytes()?, depth)?,
            Mut::Optional(option) => {
                // An empty time message is the zero time, which is absence.
                let absent = match option.insert() {
                    Mut::Time(v) => match self.stamp()? {
                        None => true,
                        Some((seconds, _)) => {
                            *v = Time::from_unix_seconds(seconds);
                            false
                        }
                    },
                    Mut::MicroTime(v) => match self.stamp()? {
                        None => true,
                        Some((seconds, nanos)) => {
                            *v = micro_time(seconds, nanos);
                            false
                        }
                    },
                    slot => {
                        self.fill(slot, ty, wrapped, depth)?;
                        false
                    }
                };
                if absent {
                    option.clear();
                }
            }
            Mut::List(list) if wrapped => {
                let Type::List(item) = ty else { return self.reader.skip(self.wire_type) };
                let mut inner = Reader::new(self.bytes()?);
                while let Some((number, wire_type)) = inner.tag()? {
                    if number == 1 {
                        let field = self.field;
                        Wire { reader: &mut inner, number, wire_type, field }.fill(
                            list.push(),
                            item,
                            false,
                            depth,
                        )?;
                    } else {
                        inner.skip(wire_type)?;
                    }
                }
            }
            Mut::List(list) => match ty {
                Type::List(item) if self.wire_type == 2 && list.is_empty() && holds_bytes(item) => {
                    list.reserve(self.reader.count_run(self.number));
                    self.fill(list.push(), item, false, depth)?;
                }
                // Packed scalars are legal wherever repeated ones are.
                Type::List(item @ (Type::Int32 | Type::Int64 | Type::Bool))
                    if self.wire_type == 2 =>
                {
                    let mut packed = Reader::new(self.reader.bytes()?);
                    while !packed.is_empty() {
                        let (number, field) = (self.number, self.field);
                        Wire { reader: &mut packed, number, wire_type: 0, field }.fill(
                            list.push(),
                            item,
                            false,
                            depth,
                        )?;
                    }
                }
                Type::List(item) => self.fill(list.push(), item, false, depth)?,
                _ => self.reader.skip(self.wire_type)?,
            },
            Mut::Map(map) => self.entry(map, ty, depth)?,
        }
        Ok(())
    }

    fn entry(&mut self, map: &mut dyn Map, ty: &Type, depth: usize) -> Result<(), DecodeError> {
        let Type::Map(item) = ty else { return self.reader.skip(self.wire_type) };
        // The key may follow the value, and either may be missing.
        let mut key = "";
        let mut value = None;
        let mut scan = Reader::new(self.bytes()?);
        while let Some((number, wire_type)) = scan.tag()? {
            if number == 1 && wire_type == 2 {
                key = std::str::from_utf8(scan.bytes()?).map_err(|_| DecodeError::Utf8)?;
                continue;
            }
            if number == 2 {
                value = Some((scan.clone(), wire_type));
            }
            scan.skip(wire_type)?;
        }
        let slot = map.insert(key.to_owned());
        let Some((mut reader, wire_type)) = value else { return Ok(()) };
        // Lists as map values are always messages with one repeated field.
        let wrapped = matches!(slot, Mut::List(_));
        Wire { reader: &mut reader, number: 2, wire_type, field: self.field }
            .fill(slot, item, wrapped, depth)
    }

    /// The varints in fields 1 to 3 of a nested message.
    fn numbers(&mut self) -> Result<[Option<u64>; 3], DecodeError> {
        let mut found = [None; 3];
        let mut inner = Reader::new(self.bytes()?);
        while let Some((number, wire_type)) = inner.tag()? {
            match (number, wire_type) {
                (1..=3, 0) => found[number as usize - 1] = Some(inner.varint()?),
                _ => inner.skip(wire_type)?,
            }
        }
        Ok(found)
    }

    /// Seconds and nanoseconds of a time; `None` for the empty message.
    fn stamp(&mut self) -> Result<Option<(i64, i64)>, DecodeError> {
        let [seconds, nanos, _] = self.numbers()?;
        if seconds.is_none() && nanos.is_none() {
            return Ok(None);
        }
        Ok(Some((seconds.unwrap_or_default() as i64, nanos.unwrap_or_default() as i64)))
    }

    fn inner_text(&mut self, wanted: u32) -> Result<Option<&'a str>, DecodeError> {
        let mut text = None;
        let mut inner = Reader::new(self.bytes()?);
        while let Some((number, wire_type)) = inner.tag()? {
            if number == wanted && wire_type == 2 {
                text = Some(std::str::from_utf8(inner.bytes()?).map_err(|_| DecodeError::Utf8)?);
            } else {
                inner.skip(wire_type)?;
            }
        }
        Ok(text)
    }

    fn int_or_string(&mut self) -> Result<IntOrString, DecodeError> {
        let (mut kind, mut int, mut text) = (0, 0, "");
        let mut inner = Reader::new(self.bytes()?);
        while let Some((number, wire_type)) = inner.tag()? {
            match (number, wire_type) {
                (1, 0) => kind = inner.varint()?,
                (2, 0) => int = inner.varint()? as i32,
                (3, 2) => {
                    text = std::str::from_utf8(inner.bytes()?).map_err(|_| DecodeError::Utf8)?;
                }
                _ => inner.skip(wire_type)?,
            }
        }
        Ok(if kind == 1 { IntOrString::String(text.to_owned()) } else { IntOrString::Int(int) })
    }
}
