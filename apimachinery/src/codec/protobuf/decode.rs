//! Bytes to messages; unknown fields are passed over.

use super::wire::{DecodeError, Fault, Reader, fault};
use crate::byte_string::ByteString;
use crate::descriptor::{Field, Type, WRAPPED};
use crate::int_or_string::IntOrString;
use crate::raw_json::RawJson;
use crate::reflect::{List, Map, Message, Mut};
use crate::time::{Duration, MicroTime, Time};

/// Nesting that no honest object reaches; Go's decoder stops at the same figure.
const MAX_DEPTH: usize = 10_000 / 64;

/// Fills a message from bytes without envelope.
///
/// # Errors
/// When the bytes are not well formed, or a wire type does not fit its field.
pub fn decode_message(message: &mut dyn Message, bytes: &[u8]) -> Result<(), DecodeError> {
    decode_members(message, bytes, MAX_DEPTH).map_err(|fault| *fault)
}

fn deeper(depth: usize) -> Result<usize, Fault> {
    match depth.checked_sub(1) {
        Some(depth) => Ok(depth),
        None => fault(DecodeError::Depth(MAX_DEPTH)),
    }
}

fn decode_members(message: &mut dyn Message, bytes: &[u8], depth: usize) -> Result<(), Fault> {
    let depth = deeper(depth)?;
    let descriptor = message.descriptor();
    let fields = descriptor.fields;
    let mut reader = Reader::new(bytes);
    loop {
        let (number, wire_type) = reader.tag()?;
        if let Some(index) = descriptor.lookup.by_number(fields, number) {
            let field = &fields[index];
            let mut value = Wire { reader: &mut reader, number, wire_type, field };
            value.fill(message.get_mut(index), &field.ty, field.has(WRAPPED), depth)?;
        } else if number == 0 {
            return Ok(());
        } else if let Some(inner) = fields.iter().find_map(|f| nested(f.via, &[], number))
            && wire_type == 2
        {
            decode_inlined(message, inner, reader.bytes()?, depth)?;
        } else {
            reader.skip(wire_type)?;
        }
    }
}

/// Reads the nested message that protobuf makes of an inlined struct.
fn decode_inlined(
    message: &mut dyn Message,
    via: &[u32],
    bytes: &[u8],
    depth: usize,
) -> Result<(), Fault> {
    let depth = deeper(depth)?;
    let fields = message.descriptor().fields;
    let mut reader = Reader::new(bytes);
    loop {
        let (number, wire_type) = reader.tag()?;
        if number == 0 {
            return Ok(());
        }
        if let Some(index) = fields.iter().position(|f| f.number == number && f.via == via) {
            let field = &fields[index];
            let mut value = Wire { reader: &mut reader, number, wire_type, field };
            value.fill(message.get_mut(index), &field.ty, field.has(WRAPPED), depth)?;
        } else if let Some(inner) = fields.iter().find_map(|f| nested(f.via, via, number))
            && wire_type == 2
        {
            decode_inlined(message, inner, reader.bytes()?, depth)?;
        } else {
            reader.skip(wire_type)?;
        }
    }
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
    field: &'static Field,
}

impl<'a> Wire<'_, 'a> {
    #[inline]
    fn expect(&self, wire_type: u8) -> Result<(), Fault> {
        if self.wire_type == wire_type {
            return Ok(());
        }
        fault(DecodeError::WireType { number: self.number, wire_type: self.wire_type })
    }

    #[inline]
    fn varint(&mut self) -> Result<u64, Fault> {
        self.expect(0)?;
        self.reader.varint()
    }

    #[inline]
    fn bytes(&mut self) -> Result<&'a [u8], Fault> {
        self.expect(2)?;
        self.reader.bytes()
    }

    #[inline]
    fn text(&mut self) -> Result<&'a str, Fault> {
        self.expect(2)?;
        self.reader.text()
    }

    /// The same field with another reader: a value within it.
    fn within<'r, 'b>(
        &self,
        reader: &'r mut Reader<'b>,
        number: u32,
        wire_type: u8,
    ) -> Wire<'r, 'b> {
        Wire { reader, number, wire_type, field: self.field }
    }

    fn fill(&mut self, to: Mut<'_>, ty: &Type, wrapped: bool, depth: usize) -> Result<(), Fault> {
        match to {
            Mut::Bool(v) => *v = self.varint()? != 0,
            Mut::Int32(v) => *v = self.varint()? as i32,
            Mut::Int64(v) => *v = self.varint()? as i64,
            Mut::Double(v) => {
                self.expect(1)?;
                *v = self.reader.double()?;
            }
            // Room for just this text, where assigning in place would make some to grow in.
            Mut::Str(v) => *v = self.text()?.to_owned(),
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
                let text = self.inner_text()?.unwrap_or("0");
                *v = match text.parse() {
                    Ok(quantity) => quantity,
                    Err(_) => {
                        let field = self.field.name;
                        return fault(DecodeError::Text { field, what: "quantity" });
                    }
                };
            }
            Mut::IntOrString(v) => *v = self.int_or_string()?,
            Mut::Raw(v) => *v = RawJson::from_text(self.inner_text()?.unwrap_or("")),
            Mut::Message(m) => decode_members(m, self.bytes()?, depth)?,
            Mut::Optional(option) => {
                if !matches!(ty, Type::Time | Type::MicroTime) {
                    return self.fill(option.insert(), ty, wrapped, depth);
                }
                // An empty time message is the zero time, which is absence.
                match (self.stamp()?, option.insert()) {
                    (Some((seconds, _)), Mut::Time(v)) => *v = Time::from_unix_seconds(seconds),
                    (Some((seconds, nanos)), Mut::MicroTime(v)) => *v = micro_time(seconds, nanos),
                    _ => option.clear(),
                }
            }
            Mut::List(list) => self.list(list, ty, wrapped, depth)?,
            Mut::Map(map) => self.entry(map, ty, depth)?,
        }
        Ok(())
    }

    fn list(
        &mut self,
        list: &mut dyn List,
        ty: &Type,
        wrapped: bool,
        depth: usize,
    ) -> Result<(), Fault> {
        let Type::List(item) = ty else { return self.reader.skip(self.wire_type) };
        if wrapped {
            let mut inner = Reader::new(self.bytes()?);
            loop {
                match inner.tag()? {
                    (0, _) => return Ok(()),
                    (1, wire_type) => {
                        self.within(&mut inner, 1, wire_type).fill(
                            list.push(),
                            item,
                            false,
                            depth,
                        )?;
                    }
                    (_, wire_type) => inner.skip(wire_type)?,
                }
            }
        }
        if self.wire_type == 2 && holds_bytes(item) {
            if list.is_empty() {
                list.reserve(self.reader.count_run(self.number));
            }
        } else if self.wire_type == 2 && !matches!(item, Type::Double) {
            // Packed scalars are legal wherever repeated ones are.
            let mut packed = Reader::new(self.reader.bytes()?);
            while !packed.is_empty() {
                let number = self.number;
                self.within(&mut packed, number, 0).fill(list.push(), item, false, depth)?;
            }
            return Ok(());
        }
        self.fill(list.push(), item, false, depth)
    }

    fn entry(&mut self, map: &mut dyn Map, ty: &Type, depth: usize) -> Result<(), Fault> {
        let Type::Map(item) = ty else { return self.reader.skip(self.wire_type) };
        // The key may follow the value, and either may be missing.
        let mut key = "";
        let mut value = None;
        let mut scan = Reader::new(self.bytes()?);
        loop {
            match scan.tag()? {
                (0, _) => break,
                (1, 2) => {
                    key = scan.text()?;
                    continue;
                }
                (number, wire_type) => {
                    if number == 2 {
                        value = Some((scan.clone(), wire_type));
                    }
                    scan.skip(wire_type)?;
                }
            }
        }
        let slot = map.insert(key.to_owned());
        let Some((mut reader, wire_type)) = value else { return Ok(()) };
        // Lists as map values are always messages with one repeated field.
        let wrapped = matches!(slot, Mut::List(_));
        self.within(&mut reader, 2, wire_type).fill(slot, item, wrapped, depth)
    }

    /// The varints in fields 1 to 3 of a nested message.
    fn numbers(&mut self) -> Result<[Option<u64>; 3], Fault> {
        let mut found = [None; 3];
        let mut inner = Reader::new(self.bytes()?);
        loop {
            match inner.tag()? {
                (0, _) => return Ok(found),
                (number @ 1..=3, 0) => found[number as usize - 1] = Some(inner.varint()?),
                (_, wire_type) => inner.skip(wire_type)?,
            }
        }
    }

    /// Seconds and nanoseconds of a time; `None` for the empty message.
    fn stamp(&mut self) -> Result<Option<(i64, i64)>, Fault> {
        let [seconds, nanos, _] = self.numbers()?;
        if seconds.is_none() && nanos.is_none() {
            return Ok(None);
        }
        Ok(Some((seconds.unwrap_or_default() as i64, nanos.unwrap_or_default() as i64)))
    }

    /// The text in field 1 of a nested message.
    fn inner_text(&mut self) -> Result<Option<&'a str>, Fault> {
        let mut text = None;
        let mut inner = Reader::new(self.bytes()?);
        loop {
            match inner.tag()? {
                (0, _) => return Ok(text),
                (1, 2) => text = Some(inner.text()?),
                (_, wire_type) => inner.skip(wire_type)?,
            }
        }
    }

    fn int_or_string(&mut self) -> Result<IntOrString, Fault> {
        let (mut kind, mut int, mut text) = (0, 0, "");
        let mut inner = Reader::new(self.bytes()?);
        loop {
            match inner.tag()? {
                (0, _) => break,
                (1, 0) => kind = inner.varint()?,
                (2, 0) => int = inner.varint()? as i32,
                (3, 2) => text = inner.text()?,
                (_, wire_type) => inner.skip(wire_type)?,
            }
        }
        Ok(if kind == 1 { IntOrString::String(text.to_owned()) } else { IntOrString::Int(int) })
    }
}
