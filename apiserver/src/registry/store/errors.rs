//! Storage errors as clients read them.
//!
//! *Upstream:* `apiserver/pkg/registry/generic/registry/storage_factory.go` and
//! `apiserver/pkg/storage/errors/storage.go`.

use bowline_apimachinery::meta::{Status, reason};

use crate::storage::StorageError;
use crate::storage::watch_cache::CacheError;

/// A storage error during `verb` of `resource` (qualified), about `name` if not empty.
pub(crate) fn storage_error(
    error: &StorageError,
    verb: &str,
    group: &str,
    resource: &str,
    name: &str,
) -> Status {
    match error {
        StorageError::KeyExists { .. } => Status::already_exists(group, resource, name),
        StorageError::KeyNotFound { .. } => Status::not_found(group, resource, name),
        StorageError::Conflict { .. } => Status::conflict(
            group,
            resource,
            name,
            "the object has been modified; please apply your changes to the latest version and \
             try again",
        ),
        StorageError::Compacted { requested, compacted } => {
            Status::expired(format!("too old resource version: {requested} ({compacted})"))
        }
        StorageError::FutureRevision { requested, current } => too_large(*requested, *current),
        StorageError::ValueTooLarge { .. } => {
            Status::failure(500, "", "etcdserver: request is too large")
        }
        StorageError::Closed | StorageError::Unavailable { .. } => {
            tracing::warn!(%error, verb, resource, name, "storage does not answer");
            let qualified = match group {
                "" => resource.to_owned(),
                group => format!("{resource}.{group}"),
            };
            let message = format!(
                "The {verb} operation against {qualified} could not be completed at this time, \
                 please try again."
            );
            Status::failure(500, reason::SERVER_TIMEOUT, message)
                .about(group, resource, verb)
                .retry_after(2)
        }
        error => Status::internal(error),
    }
}

/// An error of the watch cache.
pub(crate) fn cache_error(error: &CacheError, verb: &str, group: &str, resource: &str) -> Status {
    match error {
        CacheError::Expired { requested, oldest } => {
            Status::expired(format!("too old resource version: {requested} ({oldest})"))
        }
        CacheError::TooLargeResourceVersion { requested, current } => {
            too_large(*requested, *current)
        }
        CacheError::Initializing { .. } => {
            Status::failure(429, reason::TOO_MANY_REQUESTS, "storage is (re)initializing")
                .retry_after(1)
        }
        CacheError::Storage(error) => storage_error(error, verb, group, resource, ""),
        error => Status::internal(error),
    }
}

fn too_large(requested: u64, current: u64) -> Status {
    Status::failure(
        504,
        reason::TIMEOUT,
        format!("Timeout: Too large resource version: {requested}, current: {current}"),
    )
    .cause("ResourceVersionTooLarge", "Too large resource version", "")
    .retry_after(1)
}
