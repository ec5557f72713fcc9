//! The directory of a store: names, listing, the lock.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::errors::OpenError;

const LOCK: &str = "LOCK";
const LOG: &str = "log-";
const SNAPSHOT: &str = "snapshot-";
const UNFINISHED: &str = ".tmp";

/// A store's directory, locked as long as this lives.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    lock: File,
}

/// The files of a store, each with its revision, the lowest first.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) segments: Vec<(u64, PathBuf)>,
    pub(super) snapshots: Vec<(u64, PathBuf)>,
    /// What a crash left half written.
    pub(super) unfinished: Vec<PathBuf>,
}

impl Directory {
    /// Makes the directory if needed, and locks it.
    pub(super) fn lock(path: &Path) -> Result<Self, OpenError> {
        fs::create_dir_all(path).map_err(OpenError::io("create directory", path))?;
        let lock_path = path.join(LOCK);
        let mut options = OpenOptions::new();
        let lock = options.create(true).truncate(false).write(true).open(&lock_path);
        let lock = lock.map_err(OpenError::io("open", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), lock }),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => {
                Err(OpenError::Io { doing: "lock", path: lock_path, source })
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the directory free before this is dropped.
    pub(super) fn unlock(&self) {
        if let Err(error) = self.lock.unlock() {
            tracing::warn!(path = ?self.path, %error, "storage directory cannot be unlocked");
        }
    }

    /// The name of the segment whose first change has `revision`.
    pub(super) fn segment(&self, revision: u64) -> PathBuf {
        self.path.join(format!("{LOG}{revision:020}"))
    }

    /// The name of the snapshot as of `revision`.
    pub(super) fn snapshot(&self, revision: u64) -> PathBuf {
        self.path.join(format!("{SNAPSHOT}{revision:020}"))
    }

    /// The name under which a snapshot is written until it is whole.
    pub(super) fn unfinished_snapshot(&self, revision: u64) -> PathBuf {
        self.path.join(format!("{SNAPSHOT}{revision:020}{UNFINISHED}"))
    }

    /// The files there are.
    pub(super) fn list(&self) -> Result<Listing, OpenError> {
        let mut listing = Listing::default();
        let entries = fs::read_dir(&self.path).map_err(OpenError::io("list", &self.path))?;
        for entry in entries {
            let entry = entry.map_err(OpenError::io("list", &self.path))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let revision = |kind: &str| name.strip_prefix(kind)?.parse().ok();
            if let Some(revision) = revision(LOG) {
                listing.segments.push((revision, entry.path()));
            } else if let Some(revision) = revision(SNAPSHOT) {
                listing.snapshots.push((revision, entry.path()));
            } else if name.starts_with(SNAPSHOT) && name.ends_with(UNFINISHED) {
                listing.unfinished.push(entry.path());
            }
        }
        listing.segments.sort();
        listing.snapshots.sort();
        Ok(listing)
    }

    /// Makes names that were added or removed durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    /// Removes what a snapshot as of `revision` replaces.
    pub(super) fn remove_before(&self, revision: u64) -> Result<(), OpenError> {
        let listing = self.list()?;
        let ends = listing.segments.iter().skip(1).map(|(first, _)| *first);
        let old = listing.segments.iter().zip(ends).filter(|(_, end)| *end <= revision + 1);
        let old = old.map(|((_, path), _)| path);
        let snapshots = listing.snapshots.iter().filter(|(at, _)| *at < revision);
        for path in old.chain(snapshots.map(|(_, path)| path)) {
            fs::remove_file(path).map_err(OpenError::io("remove", path))?;
        }
        Ok(())
    }
}
