//! SPDY/3.1 without I/O, to the extent that `moby/spdystream` speaks it.
//!
//! Feed what arrives into a [`Connection`], take its [`Event`]s, send what it wants sent.
//!
//! Flow control: the draft has windows, Go's package has none. It neither sends `WINDOW_UPDATE`
//! nor heeds one, so an end that waited for updates would hang after 64 KiB. We do as it does:
//! updates and settings are read and ignored, none are sent, and a slow reader slows the whole
//! connection through its socket.
//!
//! Upstream: the draft `mbelshe-httpbis-spdy-00` with the changes of 3.1;
//! `github.com/moby/spdystream`; `staging/src/k8s.io/apimachinery/pkg/util/httpstream/spdy`.

mod compression;
mod connection;
mod decode;
mod dictionary;
mod encode;
mod frame;
mod headers;

pub use connection::{Connection, Event, Limits, OpenError, Role};
pub use decode::Decoder;
pub use encode::Encoder;
pub use frame::{Frame, FrameError, GoAwayStatus, ResetStatus, Setting, StreamId};
pub use headers::Headers;
