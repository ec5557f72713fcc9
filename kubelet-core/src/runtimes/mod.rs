//! Container runtimes that come with the node agent.
//!
//! - [`hollow`]: containers are only played, for thousands of nodes in a process.
//! - [`process`]: containers are processes of the host.

pub mod hollow;
pub mod process;
