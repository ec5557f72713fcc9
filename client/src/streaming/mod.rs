//! `exec`, `attach` and `port_forward`: byte streams over an upgraded connection.
//!
//! Over a [`Client`](crate::Client): `Api::<Pod>::{exec, attach, port_forward}`. The rest needs
//! none: it builds the request, checks the answer and speaks over whatever connection came of it.
//!
//! - [`AttachedProcess`]: a process in a container.
//! - [`PortForwarder`]: connections to a pod's ports.
//! - [`Handshake`]: the request for a WebSocket, and the check of its answer.
//! - [`SpdySession`] and [`ChannelSession`]: a connection as many streams, for either end.
//! - [`Tunnel`]: a byte stream inside a WebSocket.

mod channel_session;
mod error;
mod idle;
mod inbox;
mod pod;
mod port_forward;
mod remote_command;
mod spdy_session;
mod tunnel;
mod upgrade;

pub use channel_session::{
    ChannelDriver, ChannelFormat, ChannelSession, ChannelStream, HalfClose, Heartbeat,
};
pub use error::StreamingError;
pub use idle::IdleTimeout;
pub use port_forward::{PortForwardStream, PortForwarder};
pub use remote_command::{AttachParams, AttachedProcess, Output, PROTOCOLS};
pub use spdy_session::{IncomingStream, SpdyDriver, SpdySession, SpdyStream};
pub use tunnel::Tunnel;
pub use upgrade::{Handshake, finish_spdy, spdy_request, websocket};
