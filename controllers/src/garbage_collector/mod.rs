//! Deletes what nobody owns any more, in the order that the deleter asked for.
//!
//! `graph` holds who owns whom, without I/O; `plan` decides what
//! becomes of one object; `worker` asks the server and acts.
//!
//! *Upstream:* `pkg/controller/garbagecollector`.

mod graph;
mod plan;
mod worker;

pub use worker::add;
