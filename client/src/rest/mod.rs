//! Requests and answers as data: built, read and judged without being sent.

mod media;
mod query;
mod request;
mod response;
mod retry;
mod throttle;

pub(crate) use media::{accept, media_type_of};
pub(crate) use query::Query;
pub(crate) use request::Outgoing;
pub(crate) use response::{failure, is_failed_status, kind_of};
pub(crate) use retry::Attempts;
pub use throttle::Throttle;
