//! Varints, tags and length-delimited bytes.

/// Why bytes are not the message they should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The object does not begin with `k8s\0`.
    #[error("provided data does not appear to be a protobuf message, expected prefix 6b 38 73 00")]
    NoMagic,
    /// The bytes end inside a value.
    #[error("protobuf message ends unexpectedly")]
    Truncated,
    /// A varint is longer than ten bytes.
    #[error("protobuf varint overflows 64 bits")]
    Overflow,
    /// A tag or a wire type that does not exist, or does not fit the field.
    #[error("protobuf field {number} has unexpected wire type {wire_type}")]
    WireType {
        /// Field number.
        number: u32,
        /// Wire type found.
        wire_type: u8,
    },
    /// A string is not UTF-8.
    #[error("protobuf string is not valid UTF-8")]
    Utf8,
    /// Messages nest too deeply.
    #[error("protobuf message nests deeper than {0} levels")]
    Depth(usize),
    /// A text inside does not parse (a quantity, say).
    #[error("protobuf field {field:?} holds an invalid {what}")]
    Text {
        /// JSON name of the field.
        field: &'static str,
        /// What the text should be.
        what: &'static str,
    },
}

/// A fault on its way up: one pointer, so that what is read can travel in registers.
pub(super) type Fault = Box<DecodeError>;

#[cold]
pub(super) fn fault<T>(error: DecodeError) -> Result<T, Fault> {
    Err(Box::new(error))
}

/// A cursor over bytes.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Bytes that are not read yet.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(super) fn varint(&mut self) -> Result<u64, Fault> {
        // Tags and most lengths are one byte.
        if let Some((&byte, rest)) = self.rest.split_first()
            && byte < 0x80
        {
            self.rest = rest;
            return Ok(u64::from(byte));
        }
        self.long_varint()
    }

    fn long_varint(&mut self) -> Result<u64, Fault> {
        let mut value = 0u64;
        for (at, &byte) in self.rest.iter().take(10).enumerate() {
            if at == 9 && byte > 1 {
                return fault(DecodeError::Overflow);
            }
            value |= u64::from(byte & 0x7f) << (7 * at);
            if byte < 0x80 {
                self.rest = &self.rest[at + 1..];
                return Ok(value);
            }
        }
        fault(if self.rest.len() < 10 { DecodeError::Truncated } else { DecodeError::Overflow })
    }

    /// The next field number and wire type; number 0 at the end.
    #[inline]
    pub(super) fn tag(&mut self) -> Result<(u32, u8), Fault> {
        if self.rest.is_empty() {
            return Ok((0, 0));
        }
        let tag = self.varint()?;
        let wire_type = (tag & 7) as u8;
        match u32::try_from(tag >> 3) {
            Ok(number) if number != 0 => Ok((number, wire_type)),
            _ => fault(DecodeError::WireType { number: 0, wire_type }),
        }
    }

    #[inline]
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Fault> {
        let len = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
        self.take(len)
    }

    #[inline]
    pub(super) fn text(&mut self) -> Result<&'a str, Fault> {
        match std::str::from_utf8(self.bytes()?) {
            Ok(text) => Ok(text),
            Err(_) => fault(DecodeError::Utf8),
        }
    }

    pub(super) fn double(&mut self) -> Result<f64, Fault> {
        let Some((&bytes, rest)) = self.rest.split_first_chunk::<8>() else {
            return fault(DecodeError::Truncated);
        };
        self.rest = rest;
        Ok(f64::from_le_bytes(bytes))
    }

    #[inline]
    fn take(&mut self, len: usize) -> Result<&'a [u8], Fault> {
        let Some((head, rest)) = self.rest.split_at_checked(len) else {
            return fault(DecodeError::Truncated);
        };
        self.rest = rest;
        Ok(head)
    }

    /// How many length-delimited values of this field stand here in a row, the first of which has
    /// its tag read already.
    pub(super) fn count_run(&self, number: u32) -> usize {
        let mut ahead = self.clone();
        let mut count = 1;
        while ahead.bytes().is_ok() && matches!(ahead.tag(), Ok((n, 2)) if n == number) {
            count += 1;
        }
        count
    }

    /// Passes over a value of the wire type.
    pub(super) fn skip(&mut self, wire_type: u8) -> Result<(), Fault> {
        match wire_type {
            0 => self.varint().map(drop),
            1 => self.take(8).map(drop),
            2 => self.bytes().map(drop),
            5 => self.take(4).map(drop),
            wire_type => fault(DecodeError::WireType { number: 0, wire_type }),
        }
    }
}

/// A few numbers, put together before they are appended at once.
pub(super) struct Small {
    bytes: [u8; 32],
    len: usize,
}

impl Small {
    pub(super) fn new() -> Self {
        Self { bytes: [0; 32], len: 0 }
    }

    #[inline]
    pub(super) fn tag(&mut self, number: u32, wire_type: u8) {
        self.varint(u64::from(number) << 3 | u64::from(wire_type));
    }

    #[inline]
    pub(super) fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.push(value as u8);
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

pub(super) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(super) fn put_tag(out: &mut Vec<u8>, number: u32, wire_type: u8) {
    put_varint(out, u64::from(number) << 3 | u64::from(wire_type));
}

#[inline]
pub(super) fn put_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    out.reserve(bytes.len() + 12);
    if number < 16 && bytes.len() < 0x80 {
        out.extend_from_slice(&[(number as u8) << 3 | 2, bytes.len() as u8]);
    } else {
        put_tag(out, number, 2);
        put_varint(out, bytes.len() as u64);
    }
    out.extend_from_slice(bytes);
}

/// How many bytes [`put_bytes`] appends for so many.
pub(super) fn bytes_len(number: u32, len: usize) -> usize {
    varint_len(u64::from(number) << 3) + varint_len(len as u64) + len
}

/// Writes a length-delimited value whose size is known only afterwards.
pub(super) fn put_nested(out: &mut Vec<u8>, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
    put_guessed(out, number, 1, write);
}

/// Writes a length-delimited value whose length will probably take `room` bytes, at most 10. A
/// wrong guess costs a move of the value.
pub(super) fn put_guessed(
    out: &mut Vec<u8>,
    number: u32,
    room: usize,
    write: impl FnOnce(&mut Vec<u8>),
) {
    put_tag(out, number, 2);
    let at = out.len();
    out.extend_from_slice(&[0; 10][..room]);
    write(out);
    let end = out.len();
    let mut size = end - at - room;
    let needed = varint_len(size as u64);
    if needed > room {
        out.resize(end + needed - room, 0);
        out.copy_within(at + room..end, at + needed);
    } else if needed < room {
        out.copy_within(at + room..end, at + needed);
        out.truncate(end + needed - room);
    }
    for byte in &mut out[at..at + needed - 1] {
        *byte = size as u8 | 0x80;
        size >>= 7;
    }
    out[at + needed - 1] = size as u8;
}

/// How many bytes a varint takes.
pub(super) fn varint_len(value: u64) -> usize {
    (64 - (value | 1).leading_zeros() as usize).div_ceil(7)
}
