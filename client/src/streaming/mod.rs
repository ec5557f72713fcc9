//! `exec`, `attach` and `port_forward`: byte streams over an upgraded connection.
//!
//! This half needs no `Client`: it builds the request, checks the answer and speaks over whatever
//! connection came of it.
//!
//! - [`SpdySession`] and [`ChannelSession`]: a connection as many streams, for either end.
//! - [`Tunnel`]: a byte stream inside a WebSocket.

mod channel_session;
mod error;
mod idle;
mod inbox;
mod spdy_session;
mod tunnel;

pub use channel_session::{
    ChannelDriver, ChannelFormat, ChannelSession, ChannelStream, HalfClose, Heartbeat,
};
pub use error::StreamingError;
pub use idle::IdleTimeout;
pub use spdy_session::{IncomingStream, SpdyDriver, SpdySession, SpdyStream};
pub use tunnel::Tunnel;
