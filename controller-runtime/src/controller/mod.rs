//! A controller: changes in, reconciliations out.

mod builder;
mod run;
mod source;

pub use builder::Controller;
pub(crate) use run::Synced;
pub use run::{ControllerOptions, PreparedController};

#[cfg(test)]
mod tests;
