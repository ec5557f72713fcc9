//! A local copy of the objects of one kind, kept up to date by one watch.
//!
//! - [`Informer`] declares what to hold and runs; [`Store`] is what readers hold.
//! - [`Delta`] is what changed, for handlers and subscribers.
//! - [`reflector`] decides when to list, to watch and to wait; [`SyncState`] says where it stands.

mod delta;
mod informer;
pub mod reflector;
mod store;
mod sync_state;

pub use delta::Delta;
pub use informer::Informer;
pub use store::{HandlerId, Index, Snapshot, Store, StoreClosed, Subscription, Writer, store};
pub use sync_state::{Obstacle, SyncState};

#[cfg(test)]
mod tests;
