//! Reading a watch: frames out of bytes, events out of frames.

mod event;
mod frames;
mod stream;

pub(crate) use event::RawEvent;
pub use event::{Bookmark, Undecodable, WatchEvent};
pub(crate) use frames::Frames;
pub use stream::WatchStream;
pub(crate) use stream::typed;
