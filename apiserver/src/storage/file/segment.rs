//! Log segments: a header, then one frame for each group of changes that was synced together.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::directory::Directory;
use super::errors::{Corruption, OpenError};
use super::frame;
use super::log_file::{LogFile, LogFiles};
use super::record::Record;

/// The format and its version.
const MAGIC: [u8; 8] = *b"bowlog\0\x01";
/// Bytes before the first frame.
pub(super) const HEADER: usize = MAGIC.len();

/// What was read of a segment.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) records: Vec<Record>,
    /// The revision after the last change.
    pub(super) next_revision: u64,
    /// Bytes up to the end of the last intact frame.
    pub(super) length: usize,
}

/// Reads a segment whose first change should have `first_revision`.
///
/// In the `last` segment the end may be torn: what follows the last intact frame was never
/// acknowledged, unless further intact frames follow it, for a group is only written when the one
/// before it is durable.
pub(super) fn read(
    path: &Path,
    bytes: &[u8],
    first_revision: u64,
    last: bool,
) -> Result<Contents, OpenError> {
    let corrupt = |offset: usize, what| {
        Err(OpenError::Corrupt { path: path.to_owned(), offset: offset as u64, what })
    };
    let mut expected = first_revision;
    let torn = |offset: usize| last && !frame::any_from(bytes, offset);
    if !bytes.starts_with(&MAGIC) {
        return corrupt(0, Corruption::Header);
    }
    let mut offset = HEADER;
    let mut records = Vec::new();
    while offset < bytes.len() {
        let Some(frame) = frame::read(bytes, offset) else {
            if torn(offset) {
                break;
            }
            return corrupt(offset, Corruption::Record);
        };
        if frame.first_revision != expected {
            let found = frame.first_revision;
            return corrupt(offset, Corruption::Gap { expected, found });
        }
        let mut payload = frame.payload;
        while !payload.is_empty() {
            let record = match Record::decode(&mut payload) {
                Ok(record) => record,
                Err(what) => return corrupt(offset, what),
            };
            if let Record::Change(change) = &record {
                let found = change.revision();
                if found != expected {
                    return corrupt(offset, Corruption::Gap { expected, found });
                }
                expected += 1;
            }
            records.push(record);
        }
        offset += frame.size();
    }
    Ok(Contents { records, next_revision: expected, length: offset })
}

/// The segment that is being appended to.
pub(super) struct Segment {
    file: Box<dyn LogFile>,
    length: u64,
    /// Why nothing can be appended any more.
    failed: Option<Arc<io::Error>>,
}

impl Segment {
    /// Makes the segment whose first change will have `first_revision`, durably.
    pub(super) fn create(
        directory: &Directory,
        files: &dyn LogFiles,
        first_revision: u64,
    ) -> io::Result<Self> {
        // What a failure leaves behind has no frame, and recovery passes over that.
        let mut file = files.create(&directory.segment(first_revision))?;
        file.append(&MAGIC)?;
        file.sync()?;
        directory.sync()?;
        Ok(Self { file, length: HEADER as u64, failed: None })
    }

    /// Goes on with a segment after its first `length` bytes.
    pub(super) fn reopen(files: &dyn LogFiles, path: &Path, length: u64) -> io::Result<Self> {
        Ok(Self { file: files.open(path, length)?, length, failed: None })
    }

    /// The size of the segment in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Appends a frame, made for the present [`length`](Self::length), and makes it durable.
    ///
    /// After a failed append the segment is cut to what it was and can go on. A failed sync ends
    /// it for good, for nobody knows what is on the disk then.
    pub(super) fn append(&mut self, frame: &[u8]) -> Result<(), Arc<io::Error>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let appended = self.file.append(frame);
        let result = match appended {
            Ok(()) => self.file.sync().inspect_err(|error| {
                tracing::error!(%error, "storage log cannot be synced, the store is read only now");
            }),
            Err(error) => {
                let cut = self.file.truncate(self.length).and_then(|()| self.file.sync());
                if cut.is_ok() {
                    return Err(Arc::new(error));
                }
                tracing::error!(%error, "storage log cannot be written, the store is read only now");
                Err(error)
            }
        };
        match result {
            Ok(()) => {
                self.length += frame.len() as u64;
                Ok(())
            }
            Err(error) => {
                let error = Arc::new(error);
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Refuses every later append.
    pub(super) fn fail(&mut self, error: io::Error) {
        self.failed.get_or_insert_with(|| Arc::new(error));
    }
}
