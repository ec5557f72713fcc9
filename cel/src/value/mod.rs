//! What expressions compute with: values that borrow the object they look at.

mod compare;
mod duration;
mod error;
mod list;
mod map;
mod opaque;
mod timestamp;
mod tree;
mod value_;

pub(crate) use compare::{compare, equal, int_from_double, uint_from_double};
pub use duration::Duration;
pub use error::{Error, ErrorKind};
pub use list::List;
pub use map::Map;
pub use opaque::{Format, Opaque, ResourceCheck, Semver};

pub(crate) use timestamp::Civil;
pub use timestamp::Timestamp;
pub use tree::{ListNode, MapNode, View};
pub use value_::{Text, Value};
