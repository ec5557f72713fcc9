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
    pub(super) fn varint(&mut self) -> Result<u64, DecodeError> {
        // Tags and most lengths are one byte.
        if let Some((&byte, rest)) = self.rest.split_first()
            && byte < 0x80
        {
            self.rest = rest;
            return Ok(u64::from(byte));
        }
        self.long_varint()
    }

    fn long_varint(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0u64;
        for shift in (0..70).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or(DecodeError::Truncated)?;
            self.rest = rest;
            if shift == 63 && byte > 1 {
                return Err(DecodeError::Overflow);
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(DecodeError::Overflow)
    }

    /// The next field number and wire type; `None` at the end.
    pub(super) fn tag(&mut self) -> Result<Option<(u32, u8)>, DecodeError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let wire_type = (tag & 7) as u8;
        match u32::try_from(tag >> 3) {
            Ok(number) if number != 0 => Ok(Some((number, wire_type))),
            _ => Err(DecodeError::WireType { number: 0, wire_type }),
        }
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let len = usize::try_from(self.varint()?).map_err(|_| DecodeError::Truncated)?;
        self.take(len)
    }

    pub(super) fn string(&mut self) -> Result<String, DecodeError> {
        std::str::from_utf8(self.bytes()?).map(str::to_owned).map_err(|_| DecodeError::Utf8)
    }

    pub(super) fn double(&mut self) -> Result<f64, DecodeError> {
        let bytes = self.take(8)?;
        Ok(f64::from_le_bytes(bytes.try_into().map_err(|_| DecodeError::Truncated)?))
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], DecodeError> {
        let (head, rest) = self.rest.split_at_checked(len).ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(head)
    }

    /// How many length-delimited values of this field stand here in a row, the first of which has
    /// its tag read already.
    pub(super) fn count_run(&self, number: u32) -> usize {
        let mut ahead = self.clone();
        let mut count = 1;
        while ahead.bytes().is_ok() && matches!(ahead.tag(), Ok(Some((n, 2))) if n == number) {
            count += 1;
        }
        count
    }

    /// Passes over a value of the wire type.
    pub(super) fn skip(&mut self, wire_type: u8) -> Result<(), DecodeError> {
        match wire_type {
            0 => self.varint().map(drop),
            1 => self.take(8).map(drop),
            2 => self.bytes().map(drop),
            5 => self.take(4).map(drop),
            wire_type => Err(DecodeError::WireType { number: 0, wire_type }),
        }
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

pub(super) fn put_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    put_tag(out, number, 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Writes a length-delimited value whose size is known only afterwards.
pub(super) fn put_nested(out: &mut Vec<u8>, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
    put_guessed(out, number, 1, write);
}

/// Writes a length-delimited value whose length will probably take `room` bytes. A wrong guess
/// costs a move of the value.
pub(super) fn put_guessed(
    out: &mut Vec<u8>,
    number: u32,
    room: usize,
    write: impl FnOnce(&mut Vec<u8>),
) {
    put_tag(out, number, 2);
    let at = out.len();
    out.resize(at + room, 0);
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
