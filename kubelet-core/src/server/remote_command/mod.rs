//! Sessions of `exec` and `attach`.
//!
//! - `request`: what the client asks for, and the upgrade.
//! - `websocket`, `spdy`: the client's streams, over either transport.
//! - `session`: bytes between the client and the container, and how it ended.
//!
//! Upstream: `staging/src/k8s.io/cri-streaming/pkg/streaming/remotecommand`.

mod request;
mod session;
mod spdy;
mod websocket;

pub(super) use request::{Command, collect, serve};
