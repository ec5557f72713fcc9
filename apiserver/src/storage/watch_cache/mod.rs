//! The watch cache: the decoded objects of one resource, their recent changes, and everyone who
//! watches them.
//!
//! One task reads the storage watch, decodes each change once and shares it with every watcher.
//! Lists and watches are answered from memory; a consistent list only asks the store how far it
//! is.
//!
//! *Upstream:* `staging/src/k8s.io/apiserver/pkg/storage/cacher`.

mod cache;
mod config;
mod contents;
mod dispatch;
mod errors;
mod event;
mod freshness;
mod reflector;
mod request;
mod ring;
mod watch;

#[cfg(test)]
mod tests;

pub use cache::WatchCache;
pub use config::{DecodeError, WatchCacheConfig};
pub use errors::CacheError;
pub use event::CacheEvent;
pub use request::{CacheList, Freshness, ListRequest, Scope, WatchRequest, WatchStart};
pub use watch::{BookmarkRequester, CacheWatch};
