//! Snapshots: a header, frames of put records in key order, and a frame that says how many there
//! were.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::directory::Directory;
use super::errors::{Corruption, OpenError};
use super::frame;
use super::record::{Record, encode_put};
use crate::storage::key_value::KeyValue;
use crate::storage::mvcc::Change;

/// The format and its version.
const MAGIC: [u8; 8] = *b"bowsnap\x01";
/// The size a frame of records is ended at.
const FRAME: usize = 256 * 1024;

/// Every key with its time to live.
pub(super) type Items = Vec<(Arc<KeyValue>, Option<Duration>)>;

/// Writes a snapshot as of `revision`. It is there under its name
/// only when all of it is durable.
pub(super) fn write(directory: &Directory, revision: u64, items: &Items) -> Result<(), OpenError> {
    let unfinished = directory.unfinished_snapshot(revision);
    let path = directory.snapshot(revision);
    let io = |doing| OpenError::io(doing, &unfinished);
    let file = File::create(&unfinished).map_err(io("create"))?;
    let mut writer = BufWriter::new(file);
    writer.write_all(&MAGIC).map_err(io("write"))?;
    let mut size = MAGIC.len() as u64;
    let mut buffer = Vec::new();
    let mut items_left = items.iter().peekable();
    while items_left.peek().is_some() {
        buffer.clear();
        let start = frame::begin(&mut buffer);
        while buffer.len() < FRAME
            && let Some((kv, ttl)) = items_left.next()
        {
            encode_put(kv, *ttl, &mut buffer);
        }
        frame::finish(&mut buffer, start, revision, size);
        writer.write_all(&buffer).map_err(io("write"))?;
        size += buffer.len() as u64;
    }
    buffer.clear();
    let start = frame::begin(&mut buffer);
    buffer.extend_from_slice(&(items.len() as u64).to_le_bytes());
    frame::finish(&mut buffer, start, revision + 1, size);
    writer.write_all(&buffer).map_err(io("write"))?;
    let file = writer.into_inner().map_err(|error| io("write")(error.into_error()))?;
    file.sync_all().map_err(io("sync"))?;
    drop(file);
    fs::rename(&unfinished, &path).map_err(io("rename"))?;
    directory.sync().map_err(OpenError::io("sync", directory.path()))
}

/// Reads the snapshot as of `revision` out of `bytes`, the contents of `path`.
pub(super) fn read(path: &Path, bytes: &[u8], revision: u64) -> Result<Items, OpenError> {
    let corrupt = |offset: usize, what| {
        Err(OpenError::Corrupt { path: path.to_owned(), offset: offset as u64, what })
    };
    if !bytes.starts_with(&MAGIC) {
        return corrupt(0, Corruption::Header);
    }
    let mut offset = MAGIC.len();
    let mut items = Vec::new();
    loop {
        let Some(frame) = frame::read(bytes, offset) else {
            return corrupt(offset, Corruption::Record);
        };
        let mut payload = frame.payload;
        let end = offset + frame.size();
        if frame.first_revision == revision + 1 {
            let whole = payload == (items.len() as u64).to_le_bytes() && end == bytes.len();
            return if whole { Ok(items) } else { corrupt(offset, Corruption::Malformed) };
        }
        if frame.first_revision != revision {
            let found = frame.first_revision;
            return corrupt(offset, Corruption::Gap { expected: revision, found });
        }
        while !payload.is_empty() {
            match Record::decode(&mut payload) {
                Ok(Record::Change(Change::Put { kv, ttl })) => items.push((kv, ttl)),
                _ => return corrupt(offset, Corruption::Malformed),
            }
        }
        offset = end;
    }
}
