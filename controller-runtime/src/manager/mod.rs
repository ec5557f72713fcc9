//! Running controllers together: shared caches, one election, health, metrics, an orderly end.

mod cache_tasks;
mod caches;
mod endpoints;
mod error;
mod group;
mod health;
mod options;
mod run;

pub use caches::Caches;
pub use error::ManagerError;
pub use health::{Check, Health};
pub use options::ManagerOptions;
pub use run::Manager;

#[cfg(test)]
mod tests;
