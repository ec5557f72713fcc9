//! Handles: the verbs of one resource, typed.

mod handle;
mod params;
mod patch;
mod pod;
mod read;
mod service_account;
mod subresource;
mod write;

pub use handle::Api;
pub use params::{DeleteParams, ListParams, LogParams, WatchParams, WriteOptions};
pub use patch::Patch;
pub use write::Deleted;

#[cfg(test)]
mod tests;
