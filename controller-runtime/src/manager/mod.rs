//! Running controllers together: shared caches, one election, health, metrics, an orderly end.

mod caches;
mod error;
mod options;
mod run;

pub use caches::Caches;
pub use error::ManagerError;
pub use options::ManagerOptions;
pub use run::{Manager, Runnable};
