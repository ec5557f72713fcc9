//! etcd's errors as storage errors.

use tonic::{Code, Status};

use crate::storage::errors::StorageError;

/// Why etcd could not be connected to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The configuration names no endpoint.
    #[error("no etcd endpoint is configured")]
    NoEndpoint,
    /// An endpoint is not a URL that can be spoken to, or its certificates are not usable.
    #[error("etcd endpoint {url:?} cannot be used")]
    Endpoint {
        /// The endpoint.
        url: String,
        /// What is wrong with it.
        #[source]
        source: tonic::transport::Error,
    },
    /// No endpoint answers.
    #[error("etcd does not answer")]
    Unavailable(#[source] StorageError),
}

/// What etcd means by an error, as far as Kubernetes cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Compacted,
    FutureRevision,
    TooLarge,
    LeaseNotFound,
    /// Another member may answer.
    Unavailable,
    Other,
}

/// Reads an error by its text, which is all etcd tells them apart with.
///
/// *Upstream:* `api/v3rpc/rpctypes/error.go` of etcd.
pub(super) fn meaning(status: &Status) -> Meaning {
    match (status.code(), status.message()) {
        (Code::OutOfRange, "etcdserver: mvcc: required revision has been compacted") => {
            Meaning::Compacted
        }
        (Code::OutOfRange, "etcdserver: mvcc: required revision is a future revision") => {
            Meaning::FutureRevision
        }
        (Code::InvalidArgument, "etcdserver: request is too large") => Meaning::TooLarge,
        // Larger still, it is refused before etcd reads it.
        (Code::ResourceExhausted, text) if text.starts_with("grpc: received message larger") => {
            Meaning::TooLarge
        }
        (Code::NotFound, "etcdserver: requested lease not found") => Meaning::LeaseNotFound,
        (Code::Unavailable | Code::DeadlineExceeded, _) => Meaning::Unavailable,
        _ => Meaning::Other,
    }
}

/// Whether the request cannot have reached etcd: the connection was never made.
pub(super) fn was_not_sent(status: &Status) -> bool {
    let mut source = std::error::Error::source(status);
    while let Some(error) = source {
        if error.is::<tonic::ConnectError>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// An error that says nothing about keys or revisions.
pub(super) fn unavailable(doing: &'static str, status: Status) -> StorageError {
    StorageError::unavailable(doing, status)
}
