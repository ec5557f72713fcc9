//! Where the server meets `client`: the two ends of a streaming connection share their transport.

pub(super) use bowline_client::streaming::{
    ChannelFormat, ChannelSession, HalfClose, Heartbeat, IdleTimeout, IncomingStream, SpdySession,
    SpdyStream, StreamingError, Tunnel,
};
