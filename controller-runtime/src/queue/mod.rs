//! A work queue of keys: each is worked on by one worker at a time, and none is lost.
//!
//! - [`QueueCore`] decides, given the time; [`Queue`] waits, and hands keys to workers.
//! - [`QueueOptions`] say how failures are slowed down and how fair the queue is.

mod core;
mod key;
mod lanes;
mod options;
mod waiting;

pub use self::core::{QueueCore, Stats};
pub use key::QueueKey;
pub use options::QueueOptions;
pub use waiting::{Queue, Work};

/// Which key goes first: the higher number. Keys that are added twice keep the higher priority.
pub type Priority = i32;

/// The priority of changes.
pub const NORMAL: Priority = 0;

/// The priority of what was there when a controller started, so that a restart does not hold up
/// what happens now.
///
/// *Upstream:* `LowPriority` of controller-runtime's `handler` package.
pub const INITIAL_LIST: Priority = -100;
