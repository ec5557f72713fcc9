//! What each verb does with a resource: one file a verb.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers`.

mod call;
mod create;
mod decode;
mod delete;
mod dispatch;
pub(crate) mod forms;
mod get;
mod list;
mod options;
pub(crate) mod respond;

pub(crate) use call::Call;
pub(crate) use dispatch::{dispatch, not_found};
