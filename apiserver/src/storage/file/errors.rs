//! Why a directory cannot be opened as a store.

use std::io;
use std::path::PathBuf;

/// An error of [`FileStorage::open`](super::FileStorage::open).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another store, of this process or another, has the directory open.
    #[error("storage directory {path:?} is in use by another process")]
    Locked {
        /// The directory.
        path: PathBuf,
    },
    /// A file holds something else than was written; nothing was changed.
    #[error("storage file {path:?} is corrupt at byte {offset}: {what}")]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// Where in the file, in bytes.
        offset: u64,
        /// What is wrong there.
        what: Corruption,
    },
    /// The operating system refused.
    #[error("cannot {doing} {path:?}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The refusal.
        #[source]
        source: io::Error,
    },
    /// The runtime ended before the directory was read.
    #[error("runtime ended while storage was being opened")]
    Interrupted,
}

/// What is wrong with a storage file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Corruption {
    /// The file does not begin as one of its kind, or is of a format this version cannot read.
    #[error("not a file of this format")]
    Header,
    /// A record's checksum is wrong although later records are intact, or where no write can
    /// have been interrupted.
    #[error("a record is damaged")]
    Record,
    /// A record with a right checksum makes no sense.
    #[error("a record cannot be read")]
    Malformed,
    /// The record does not continue the one before it.
    #[error("revision {found} follows where revision {expected} should")]
    Gap {
        /// The revision that is missing.
        expected: u64,
        /// The revision found instead.
        found: u64,
    },
}

impl OpenError {
    /// For `map_err`: `doing` something with `path` failed.
    pub(super) fn io(
        doing: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
