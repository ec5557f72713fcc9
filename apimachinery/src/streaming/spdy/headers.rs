//! The headers of a stream, and the block in which they travel before compression.

use super::frame::FrameError;

/// Headers: names in lower case, in the order they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    entries: Vec<(String, String)>,
}

impl Headers {
    /// No headers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The first value of `name`, whatever its case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The same headers with one value more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.append(name, value);
        self
    }

    /// Adds a value, beside those that `name` has already.
    pub fn append(&mut self, name: &str, value: impl Into<String>) {
        self.entries.push((name.to_ascii_lowercase(), value.into()));
    }

    /// Each name and value in order; a name with several values comes several times.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The block before compression: a count, then length-prefixed names and values, the values
    /// of one name joined by zero bytes.
    pub(super) fn to_block(&self) -> Vec<u8> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.iter() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut block = Vec::new();
        put_length(&mut block, names.len());
        for name in names {
            let values: Vec<&str> =
                self.iter().filter(|(known, _)| *known == name).map(|(_, value)| value).collect();
            put_string(&mut block, name);
            put_string(&mut block, &values.join("\0"));
        }
        block
    }

    /// Reads a decompressed block.
    pub(super) fn from_block(mut block: &[u8]) -> Result<Self, FrameError> {
        let count = take_length(&mut block)?;
        let mut headers = Self::new();
        for _ in 0..count {
            let name = take_string(&mut block)?;
            if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                return Err(FrameError::BadHeaderName(name));
            }
            if headers.get(&name).is_some() {
                return Err(FrameError::DuplicateHeader(name));
            }
            for value in take_string(&mut block)?.split('\0') {
                headers.append(&name, value);
            }
        }
        match block.len() {
            0 => Ok(headers),
            rest => Err(FrameError::HeaderBlockTail(rest)),
        }
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Headers {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(entries: I) -> Self {
        let mut headers = Self::new();
        for (name, value) in entries {
            headers.append(name, value);
        }
        headers
    }
}

fn put_length(block: &mut Vec<u8>, length: usize) {
    // Headers past 4 GiB cannot be said in SPDY; nobody can hold them either.
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    block.extend_from_slice(&length.to_be_bytes());
}

fn put_string(block: &mut Vec<u8>, text: &str) {
    put_length(block, text.len());
    block.extend_from_slice(text.as_bytes());
}

fn take_length(block: &mut &[u8]) -> Result<u32, FrameError> {
    let (length, rest) = block.split_first_chunk::<4>().ok_or(FrameError::ShortHeaderBlock)?;
    *block = rest;
    Ok(u32::from_be_bytes(*length))
}

fn take_string(block: &mut &[u8]) -> Result<String, FrameError> {
    let length = usize::try_from(take_length(block)?).unwrap_or(usize::MAX);
    let (text, rest) = block.split_at_checked(length).ok_or(FrameError::ShortHeaderBlock)?;
    *block = rest;
    Ok(String::from_utf8_lossy(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_written_and_read() {
        type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [u8]);
        let rows: &[Row<'_>] = &[
            ("none", &[], b"\0\0\0\0"),
            ("one", &[("streamType", "data")], b"\0\0\0\x01\0\0\0\x0astreamtype\0\0\0\x04data"),
            ("two values", &[("a", "1"), ("a", "2")], b"\0\0\0\x01\0\0\0\x01a\0\0\0\x031\x002"),
            (
                "two names",
                &[("a", ""), ("b", "2")],
                b"\0\0\0\x02\0\0\0\x01a\0\0\0\0\0\0\0\x01b\0\0\0\x012",
            ),
        ];
        for (name, entries, want) in rows {
            let headers: Headers = entries.iter().copied().collect();
            assert_eq!(headers.to_block(), *want, "{name}");
            assert_eq!(Headers::from_block(want).unwrap(), headers, "{name}");
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        let headers = Headers::new().with("requestID", "7");
        assert_eq!(headers.get("Requestid"), Some("7"));
        assert_eq!(headers.get("port"), None);
    }

    #[test]
    fn broken_blocks_are_refused() {
        let rows: &[(&str, &[u8], FrameError)] = &[
            ("empty", b"", FrameError::ShortHeaderBlock),
            ("fewer than announced", b"\0\0\0\x01", FrameError::ShortHeaderBlock),
            ("a length past the end", b"\0\0\0\x01\xff\xff\xff\xffa", FrameError::ShortHeaderBlock),
            ("upper case", b"\0\0\0\x01\0\0\0\x01A\0\0\0\0", FrameError::BadHeaderName("A".into())),
            (
                "twice",
                b"\0\0\0\x02\0\0\0\x01a\0\0\0\0\0\0\0\x01a\0\0\0\0",
                FrameError::DuplicateHeader("a".into()),
            ),
            ("more than announced", b"\0\0\0\0x", FrameError::HeaderBlockTail(1)),
        ];
        for (name, block, want) in rows {
            assert_eq!(Headers::from_block(block), Err(want.clone()), "{name}");
        }
    }
}
