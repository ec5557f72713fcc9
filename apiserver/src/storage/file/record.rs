//! Records: what the payload of a frame says, one after the other.
//!
//! Numbers are in little endian; a time to live is in milliseconds, 0 for none.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::errors::Corruption;
use crate::storage::key_value::KeyValue;
use crate::storage::mvcc::Change;

const PUT: u8 = 1;
const DELETE: u8 = 2;
const COMPACT: u8 = 3;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Record {
    /// A change; in a log each has the revision after the one before.
    Change(Change),
    /// History up to the revision was dropped; takes no revision itself.
    Compact(u64),
}

impl Record {
    /// Appends the record to `buffer`.
    pub(super) fn encode(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Change(Change::Put { kv, ttl }) => encode_put(kv, *ttl, buffer),
            Self::Change(Change::Delete { key, revision }) => {
                buffer.push(DELETE);
                buffer.extend_from_slice(&revision.to_le_bytes());
                encode_bytes(key.as_bytes(), buffer);
            }
            Self::Compact(revision) => {
                buffer.push(COMPACT);
                buffer.extend_from_slice(&revision.to_le_bytes());
            }
        }
    }

    /// Takes one record off the front of `payload`.
    pub(super) fn decode(payload: &mut &[u8]) -> Result<Self, Corruption> {
        Self::try_decode(payload).ok_or(Corruption::Malformed)
    }

    fn try_decode(payload: &mut &[u8]) -> Option<Self> {
        let (&kind, rest) = payload.split_first()?;
        *payload = rest;
        let revision = take_u64(payload)?;
        match kind {
            PUT => {
                let create_revision = take_u64(payload)?;
                let version = take_u64(payload)?;
                let ttl = take_u64(payload)?;
                let key: Arc<str> = std::str::from_utf8(take_bytes(payload)?).ok()?.into();
                let value = Bytes::copy_from_slice(take_bytes(payload)?);
                let kv = KeyValue::from_parts(key, value, create_revision, revision, version);
                let ttl = (ttl > 0).then(|| Duration::from_millis(ttl));
                Some(Self::Change(Change::Put { kv: Arc::new(kv), ttl }))
            }
            DELETE => {
                let key = std::str::from_utf8(take_bytes(payload)?).ok()?.into();
                Some(Self::Change(Change::Delete { key, revision }))
            }
            COMPACT => Some(Self::Compact(revision)),
            _ => None,
        }
    }
}

/// Appends a put record, which is also what snapshots consist of.
pub(super) fn encode_put(kv: &KeyValue, ttl: Option<Duration>, buffer: &mut Vec<u8>) {
    // A time to live below a millisecond must not become none.
    let ttl = ttl.map_or(0, |ttl| u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1));
    buffer.push(PUT);
    for number in [kv.mod_revision, kv.create_revision, kv.version, ttl] {
        buffer.extend_from_slice(&number.to_le_bytes());
    }
    encode_bytes(kv.key.as_bytes(), buffer);
    encode_bytes(&kv.value, buffer);
}

fn encode_bytes(bytes: &[u8], buffer: &mut Vec<u8>) {
    buffer.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    buffer.extend_from_slice(bytes);
}

fn take_u64(payload: &mut &[u8]) -> Option<u64> {
    let (number, rest) = payload.split_first_chunk()?;
    *payload = rest;
    Some(u64::from_le_bytes(*number))
}

fn take_bytes<'a>(payload: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_u64(payload)?).ok()?;
    let (bytes, rest) = payload.split_at_checked(length)?;
    *payload = rest;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_and_cut_ones_do_not() {
        let kv = KeyValue::from_parts("/registry/é", Bytes::from_static(&[0, 255]), 3, 7, 2);
        let records = [
            Record::Change(Change::Put { kv: Arc::new(kv), ttl: Some(Duration::from_secs(5)) }),
            Record::Compact(5),
            Record::Change(Change::Delete { key: "/a".into(), revision: 8 }),
        ];
        let mut buffer = Vec::new();
        for record in &records {
            record.encode(&mut buffer);
        }
        let mut payload = &buffer[..];
        for record in &records {
            assert_eq!(Record::decode(&mut payload).as_ref(), Ok(record));
        }
        assert!(payload.is_empty());
        for record in &records {
            let mut whole = Vec::new();
            record.encode(&mut whole);
            for cut in 0..whole.len() {
                assert_eq!(Record::decode(&mut &whole[..cut]), Err(Corruption::Malformed));
            }
        }
        assert_eq!(Record::decode(&mut &[9; 40][..]), Err(Corruption::Malformed));
    }
}
