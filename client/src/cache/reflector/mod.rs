//! Keeping a store equal to what the server holds: a state machine, and a driver that obeys it.

mod driver;
mod state;

pub(crate) use driver::{Projection, Reflector};
pub(crate) use state::Machine;
pub use state::ReflectorOptions;
