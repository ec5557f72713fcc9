//! Storage: an ordered, revisioned key space, as Kubernetes uses etcd's.
//!
//! [`Storage`] is the seam: `get`, `range`, conditional writes, `watch` from a revision, `compact`,
//! expiry. [`MemoryStorage`] keeps everything in the process, [`FileStorage`] in a directory. The [`watch_cache`] stands between a
//! store and the requests for one resource. Every implementation passes the checks of
//! [`conformance`].

pub mod conformance;
mod errors;
#[cfg(feature = "etcd")]
pub mod etcd;
mod event_buffer;
mod expiry;
mod file;
mod interfaces;
mod key_value;
mod memory;
mod mvcc;
mod prefix_map;
mod prefix_range;
pub mod watch_cache;
mod watch_group;
mod watch_groups;

pub use errors::{ErrorCode, StorageError};
pub use file::{Corruption, FileConfig, FileStorage, OpenError};
pub use interfaces::{Got, Page, PrefixRevision, RangeRequest, Storage, WatchStream};
pub use key_value::{KeyValue, WatchEvent};
pub use memory::{MemoryConfig, MemoryStorage};
pub use mvcc::Retention;

/// The largest value a store takes by default, in bytes with its key: etcd's `--max-request-bytes`.
pub const DEFAULT_MAX_VALUE_BYTES: usize = 1_572_864;
