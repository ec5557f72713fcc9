//! Port-forward: which streams or channels belong together, and to which port.
//!
//! - [`StreamPairs`]: over SPDY each forwarded connection is a data stream and an error stream,
//!   which arrive one after the other and name each other by a request id.
//! - [`channels`]: over a plain WebSocket each port of the query has two channels and carries one
//!   connection only.
//!
//! Upstream: `staging/src/k8s.io/cri-streaming/pkg/streaming/portforward/{httpstream,websocket}.go`,
//! `staging/src/k8s.io/client-go/tools/portforward/portforward.go`.

pub mod channels;
mod pairs;
mod stream;

pub use pairs::{Expired, HeaderError, Joined, STREAM_CREATION_TIMEOUT, StreamPair, StreamPairs};
pub use stream::{PORT_HEADER, REQUEST_ID_HEADER, StreamKind, failure_message};
