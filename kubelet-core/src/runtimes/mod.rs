//! Container runtimes that come with the node agent.
//!
//! - [`hollow`]: containers are only played, for thousands of nodes in a process.

pub mod hollow;
