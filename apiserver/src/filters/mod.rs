//! What stands before the handlers.
//!
//! *Upstream:* `apiserver/pkg/endpoints/filters`, `apiserver/pkg/server/filters`.

pub(crate) mod deadline;
