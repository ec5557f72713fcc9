//! Telling people what happened to an object.
//!
//! A [`Recorder`] takes notes without waiting; an [`EventWriter`] writes them to the cluster, many
//! alike as one. Two forms, as upstream has them: [`EventApi::Core`] (`v1`), which most components
//! use, and [`EventApi::Series`] (`events.k8s.io/v1`), which the scheduler uses.
//!
//! *Upstream:* `client-go/tools/record` and `client-go/tools/events`.

mod aggregate;
mod event;
mod lru;
mod recorder;
mod series;
mod spam;
mod writer;

pub use event::{EventApi, EventSource, EventType, Note, object_reference};
pub use recorder::{Recorder, recorder};
pub use writer::EventWriter;

#[cfg(test)]
mod tests;
