//! Stories across the crates: whole clusters in one process, no root, no network.

mod bring_up;
mod extending;
