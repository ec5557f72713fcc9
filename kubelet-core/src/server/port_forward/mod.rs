//! Sessions of port-forward.
//!
//! - `request`: the upgrade.
//! - `spdy`: stream pairs, straight or inside a WebSocket.
//! - `channels`: a pair of WebSocket channels a port.
//! - `forward`: one connection to the pod.
//!
//! Upstream: `staging/src/k8s.io/cri-streaming/pkg/streaming/portforward`.

mod channels;
mod forward;
mod request;
mod spdy;

pub(super) use request::serve;
