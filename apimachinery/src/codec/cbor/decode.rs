//! CBOR to JSON values, with the leniencies and refusals of upstream's decoder.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Number, Value};

use super::SELF_DESCRIBED;
use crate::time::MicroTime;

/// Nesting beyond which an item is refused, as upstream has it.
const MAX_DEPTH: usize = 64;

/// Why bytes are not an object in CBOR.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CborError {
    /// The bytes end inside an item.
    #[error("cbor: unexpected end of input")]
    Truncated,
    /// Bytes are left after the item.
    #[error("cbor: {0} bytes of extraneous data")]
    Trailing(usize),
    /// Items nest too deeply.
    #[error("cbor: exceeded max nested level {MAX_DEPTH}")]
    Depth,
    /// A byte that begins no item.
    #[error("cbor: invalid head 0x{0:02x}")]
    Head(u8),
    /// A map has a key twice.
    #[error("cbor: found duplicate map key {0:?}")]
    Duplicate(String),
    /// A map key that is no string.
    #[error("cbor: map key is no string")]
    Key,
    /// A text or a name is not UTF-8.
    #[error("cbor: invalid UTF-8 string")]
    Utf8,
    /// A number that JSON does not have, or that does not fit 64 bits.
    #[error("cbor: number has no JSON form")]
    Number,
    /// What a tag encloses does not fit it.
    #[error("cbor: tag {0} on content that does not fit it")]
    Tag(u64),
}

/// Reads one item, with or without the self-describing tag.
///
/// Byte strings are taken as strings, as upstream writes strings; under a tag for a later encoding
/// they become the text it names.
///
/// # Errors
/// When the bytes are not one item that JSON can hold.
pub fn from_slice(bytes: &[u8]) -> Result<Value, CborError> {
    let rest = bytes.strip_prefix(&SELF_DESCRIBED).unwrap_or(bytes);
    let mut reader = Reader { rest };
    let value = reader.value(0, None)?;
    match reader.rest.len() {
        0 => Ok(value),
        left => Err(CborError::Trailing(left)),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

/// How many items or bytes an item has.
enum Size {
    Known(u64),
    Open,
}

/// Which text a byte string shall become.
#[derive(Clone, Copy)]
enum Later {
    Base64Url,
    Base64,
    Hex,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], CborError> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(CborError::Truncated)?;
        self.rest = rest;
        Ok(head)
    }

    /// Major type, the low five bits, and the number that they or the bytes after them tell.
    fn head(&mut self) -> Result<(u8, u8, Size), CborError> {
        let first = self.take(1)?[0];
        let (major, low) = (first >> 5, first & 31);
        let number = |bytes: &[u8]| bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
        let size = match low {
            0..24 => Size::Known(u64::from(low)),
            24..28 => Size::Known(number(self.take(1 << (low - 24))?)),
            31 if matches!(major, 2..=5 | 7) => Size::Open,
            _ => return Err(CborError::Head(first)),
        };
        Ok((major, low, size))
    }

    fn at_break(&mut self) -> Result<bool, CborError> {
        match self.rest.first() {
            None => Err(CborError::Truncated),
            Some(0xff) => {
                self.rest = &self.rest[1..];
                Ok(true)
            }
            Some(_) => Ok(false),
        }
    }

    fn value(&mut self, depth: usize, later: Option<Later>) -> Result<Value, CborError> {
        if depth > MAX_DEPTH {
            return Err(CborError::Depth);
        }
        let (major, low, size) = self.head()?;
        match (major, size) {
            (0, Size::Known(n)) => i64::try_from(n).map(Value::from).map_err(|_| CborError::Number),
            (1, Size::Known(n)) => {
                let n = i64::try_from(n).map_err(|_| CborError::Number)?;
                Ok(Value::from(-1 - n))
            }
            (2 | 3, size) => Ok(Value::String(self.string(major, size, later)?)),
            (4, size) => self.array(size, depth, later),
            (5, size) => self.map(size, depth, later),
            (6, Size::Known(tag)) => self.tagged(tag, depth, later),
            (7, Size::Known(bits)) => simple(low, bits),
            _ => Err(CborError::Head(major << 5 | low)),
        }
    }

    fn string(&mut self, major: u8, size: Size, later: Option<Later>) -> Result<String, CborError> {
        let mut bytes = Vec::new();
        match size {
            Size::Known(size) => {
                let size = usize::try_from(size).map_err(|_| CborError::Truncated)?;
                bytes.extend_from_slice(self.take(size)?);
            }
            Size::Open => {
                while !self.at_break()? {
                    match self.head()? {
                        (chunk, _, Size::Known(size)) if chunk == major => {
                            let size = usize::try_from(size).map_err(|_| CborError::Truncated)?;
                            let chunk = self.take(size)?;
                            if major == 3 && std::str::from_utf8(chunk).is_err() {
                                return Err(CborError::Utf8);
                            }
                            bytes.extend_from_slice(chunk);
                        }
                        (chunk, low, _) => return Err(CborError::Head(chunk << 5 | low)),
                    }
                }
            }
        }
        if let (2, Some(later)) = (major, later) {
            return Ok(match later {
                Later::Base64Url => URL_SAFE_NO_PAD.encode(bytes),
                Later::Base64 => STANDARD.encode(bytes),
                Later::Hex => bytes.iter().map(|b| format!("{b:02x}")).collect(),
            });
        }
        String::from_utf8(bytes).map_err(|_| CborError::Utf8)
    }

    fn array(
        &mut self,
        size: Size,
        depth: usize,
        later: Option<Later>,
    ) -> Result<Value, CborError> {
        let mut items = Vec::new();
        match size {
            // Every item takes a byte at least: what is promised beyond that is a lie.
            Size::Known(size) => {
                for _ in 0..size {
                    items.push(self.value(depth + 1, later)?);
                }
            }
            Size::Open => {
                while !self.at_break()? {
                    items.push(self.value(depth + 1, later)?);
                }
            }
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, size: Size, depth: usize, later: Option<Later>) -> Result<Value, CborError> {
        let mut members = Map::new();
        let mut left = match size {
            Size::Known(size) => Some(size),
            Size::Open => None,
        };
        loop {
            match &mut left {
                Some(0) => break,
                Some(left) => *left -= 1,
                None if self.at_break()? => break,
                None => {}
            }
            let key = match self.head()? {
                (major @ (2 | 3), _, size) => self.string(major, size, None)?,
                _ => return Err(CborError::Key),
            };
            let value = self.value(depth + 1, later)?;
            if members.contains_key(&key) {
                return Err(CborError::Duplicate(key));
            }
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }

    fn tagged(&mut self, tag: u64, depth: usize, later: Option<Later>) -> Result<Value, CborError> {
        let later = match tag {
            2 | 3 => return Err(CborError::Number),
            21 => Some(Later::Base64Url),
            22 => Some(Later::Base64),
            23 => Some(Later::Hex),
            _ => later,
        };
        let content = self.value(depth + 1, later)?;
        match tag {
            0 => match &content {
                Value::String(text) if text.parse::<crate::time::Time>().is_ok() => Ok(content),
                _ => Err(CborError::Tag(tag)),
            },
            // Seconds since the epoch.
            1 => {
                let seconds = content.as_f64().ok_or(CborError::Tag(tag))?;
                let micros = (seconds * 1e6).round();
                if micros.abs() > 9e17 {
                    return Err(CborError::Tag(tag));
                }
                let text = MicroTime::from_unix_micros(micros as i64).to_string();
                // Go prints no zeros at the end of a fraction.
                let digits = text.trim_end_matches('Z').trim_end_matches('0').trim_end_matches('.');
                Ok(Value::String(format!("{digits}Z")))
            }
            _ => Ok(content),
        }
    }
}

/// `false`, `true`, `null` and the three widths of floats; nothing else is taken.
fn simple(low: u8, bits: u64) -> Result<Value, CborError> {
    let number = match low {
        20 => return Ok(Value::Bool(false)),
        21 => return Ok(Value::Bool(true)),
        22 => return Ok(Value::Null),
        25 => half(bits as u16),
        26 => f64::from(f32::from_bits(bits as u32)),
        27 => f64::from_bits(bits),
        _ => return Err(CborError::Head(0xe0 | low)),
    };
    Number::from_f64(number).map(Value::Number).ok_or(CborError::Number)
}

fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(bits >> 10 & 31);
    let fraction = f64::from(bits & 0x3ff);
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}
