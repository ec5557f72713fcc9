//! Opening a directory: the newest snapshot, then the log after it.

use std::fs;
use std::path::PathBuf;

use tokio::time::Instant;

use super::directory::Directory;
use super::errors::{Corruption, OpenError};
use super::log_file::LogFiles;
use super::record::Record;
use super::segment::{self, Segment};
use super::snapshot;
use crate::storage::mvcc::{Mvcc, Retention};

/// A store as it was found.
pub(super) struct Recovered {
    pub(super) mvcc: Mvcc,
    pub(super) segment: Segment,
    /// The size of the newest snapshot, in bytes.
    pub(super) snapshot_bytes: u64,
}

/// Reads the key space that `directory` holds and opens its log for appending.
pub(super) fn recover(
    directory: &Directory,
    files: &dyn LogFiles,
    retention: Retention,
    now: Instant,
) -> Result<Recovered, OpenError> {
    let listing = directory.list()?;
    for path in &listing.unfinished {
        fs::remove_file(path).map_err(OpenError::io("remove", path))?;
    }
    let mut mvcc = Mvcc::new(retention.clone());
    let mut snapshot_bytes = 0;
    if let Some((revision, path)) = listing.snapshots.last() {
        let bytes = fs::read(path).map_err(OpenError::io("read", path))?;
        let items = snapshot::read(path, &bytes, *revision)?;
        snapshot_bytes = bytes.len() as u64;
        mvcc = Mvcc::restore(*revision, items, retention, now);
        directory.remove_before(*revision)?;
    }

    let segments = segments_with_frames(directory)?;
    let mut open = None;
    let mut after_previous = None;
    for (index, (first, path)) in segments.iter().enumerate() {
        let expected = after_previous.unwrap_or(mvcc.revision() + 1);
        if *first > expected || after_previous.is_some_and(|expected| *first < expected) {
            let what = Corruption::Gap { expected, found: *first };
            return Err(OpenError::Corrupt { path: path.clone(), offset: 0, what });
        }
        let bytes = fs::read(path).map_err(OpenError::io("read", path))?;
        let last = index + 1 == segments.len();
        let contents = segment::read(path, &bytes, *first, last)?;
        after_previous = Some(contents.next_revision);
        if contents.length < bytes.len() {
            let bytes = bytes.len() - contents.length;
            tracing::warn!(?path, bytes, "cut off an unfinished write at the end of the log");
        }
        for record in contents.records {
            replay(&mut mvcc, record, now);
        }
        open = Some((path, contents.length as u64));
    }
    let segment = match open {
        Some((path, length)) => {
            Segment::reopen(files, path, length).map_err(OpenError::io("open", path))
        }
        None => {
            let first = mvcc.revision() + 1;
            let path = directory.segment(first);
            Segment::create(directory, files, first).map_err(OpenError::io("create", &path))
        }
    }?;
    Ok(Recovered { mvcc, segment, snapshot_bytes })
}

/// The segments that hold something. One without a frame was made by a store that ended, or failed,
/// before it wrote there; it is removed, so that the log goes on in the segment before it.
fn segments_with_frames(directory: &Directory) -> Result<Vec<(u64, PathBuf)>, OpenError> {
    let mut segments = directory.list()?.segments;
    let mut failed = None;
    segments.retain(|(_, path)| {
        let length = fs::metadata(path).map_or(u64::MAX, |metadata| metadata.len());
        let empty = length <= segment::HEADER as u64;
        if empty && let Err(error) = fs::remove_file(path) {
            failed.get_or_insert(OpenError::io("remove", path)(error));
        }
        !empty
    });
    failed.map_or(Ok(segments), Err)
}

fn replay(mvcc: &mut Mvcc, record: Record, now: Instant) {
    match record {
        // What the snapshot has already is passed over.
        Record::Change(change) if change.revision() <= mvcc.revision() => {}
        Record::Change(change) => mvcc.apply(change, now),
        // Refused where the snapshot starts later, which is as good.
        Record::Compact(revision) => drop(mvcc.compact(revision)),
    }
}
