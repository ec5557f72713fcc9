//! Storage in a directory: what was acknowledged survives the process, and `kill -9`.
//!
//! The key space lives in memory, as [`MemoryStorage`](super::MemoryStorage)'s does. Every change
//! is appended to a log and synced before it takes effect; writes that arrive during a sync share
//! the next one. When the log is long it is cut: a snapshot of the whole key space replaces it.
//!
//! The directory holds
//! - `LOCK`, locked while the store is open;
//! - `log-<revision>`, the changes from that revision on;
//! - `snapshot-<revision>`, every key as of that revision.
//!
//! History before the snapshot is gone after a restart, and a time to live starts again, as with
//! etcd.

mod commit;
mod crc32c;
mod directory;
mod errors;
mod frame;
mod log_file;
mod record;
mod recovery;
mod segment;
mod shared;
mod snapshot;
mod store;

#[cfg(test)]
mod tests;

pub use errors::{Corruption, OpenError};
pub use store::{FileConfig, FileStorage};
