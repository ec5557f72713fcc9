//! What each verb does with a resource: one file a verb.
//!
//! *Upstream:* `apiserver/pkg/endpoints/handlers`.

mod apply;
mod call;
mod create;
mod decode;
mod delete;
mod delete_collection;
mod dispatch;
mod explicit_lists;
pub(crate) mod forms;
mod get;
mod list;
mod list_options;
mod options;
mod ownership;
mod patch;
mod questions;
pub(crate) mod respond;
mod subresources;
mod update;
mod watch;

pub(crate) use call::Call;
pub(crate) use dispatch::{dispatch, not_found};
