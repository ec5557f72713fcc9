//! The framings of `exec`, `attach`, `cp` and `port-forward`, without any I/O.
//!
//! Bytes go in, events come out; waiting, sockets and clocks belong to the drivers in `client`,
//! `apiserver` and `kubelet-core`, which share this code and therefore cannot disagree.
//!
//! - [`protocol`]: the names of the subprotocols and how two sides settle on one.
//! - [`channel`]: `channel.k8s.io`, WebSocket messages that begin with a channel number.
//! - [`resize`]: the terminal sizes that travel on the resize channel.
//! - [`status`]: the last word on the error channel, with the exit code.
//! - [`spdy`]: SPDY/3.1, as Go's `moby/spdystream` speaks it.
//! - [`port_forward`]: stream pairs over SPDY, and the raw WebSocket mode.

pub mod channel;
pub mod port_forward;
pub mod protocol;
pub mod resize;
pub mod spdy;
pub mod status;
