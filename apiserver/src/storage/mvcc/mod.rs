//! Multi-version concurrency control: every version of every key since the last compaction.
//!
//! Pure state: no locks, no tasks, time is an argument. The drivers (`memory`, `file`) decide a
//! write with [`decide`] and let it take effect with [`Mvcc::apply`]; between the two a driver may
//! make it durable.
//!
//! *Upstream:* `server/storage/mvcc` of etcd.

mod change;
mod key_index;
mod lessor;
mod reader;
mod retention;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use change::{Change, Operation, Precondition, Write, decide};
pub(crate) use reader::SharedMvcc;
pub use retention::Retention;
pub(crate) use store::Mvcc;
