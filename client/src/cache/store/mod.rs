//! The objects of one kind in memory: one writer, many readers.

mod index;
mod listener;
mod ordered;
mod read;
mod shared;
mod snapshot;
mod standing;
mod write;

pub use index::Index;
pub use listener::{HandlerId, Subscription};
pub use read::{Store, StoreClosed};
pub use snapshot::Snapshot;
pub use write::Writer;

use bowline_apimachinery::resource::Object;

/// An empty store and the one hand that writes it.
///
/// An [`Informer`](super::Informer) makes its own; this is for other sources of objects, and for
/// tests of code that reads stores.
#[must_use]
pub fn store<K: Object>() -> (Store<K>, Writer<K>) {
    let shared = shared::Shared::new();
    (Store::new(shared.clone()), Writer::new(shared))
}

#[cfg(test)]
mod tests;
