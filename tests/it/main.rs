//! Stories across the crates: whole clusters in one process, no root, no network.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bring_up;
mod containers;
mod extending;
mod node_agents;
