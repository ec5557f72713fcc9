//! Bytes that are base64 in JSON and plain in protobuf.

use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes; JSON and YAML carry them as padded standard base64.
///
/// *Upstream:* Go's `[]byte` under `encoding/json`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteString(pub Vec<u8>);

impl ByteString {
    /// The base64 text.
    #[must_use]
    pub fn to_base64(&self) -> String {
        Self::base64_of(&self.0)
    }

    pub(crate) fn base64_of(bytes: &[u8]) -> String {
        STANDARD.encode(bytes)
    }

    /// Reads base64; line breaks are skipped as Go does.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        if text.contains(['\n', '\r']) {
            let joined: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
            return STANDARD.decode(joined).ok().map(Self);
        }
        STANDARD.decode(text).ok().map(Self)
    }
}

impl Deref for ByteString {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for ByteString {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<Vec<u8>> for ByteString {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// Secrets are bytes too: the length is all that a log may show.
impl fmt::Debug for ByteString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ByteString({} bytes)", self.0.len())
    }
}
