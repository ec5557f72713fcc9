//! Speaking to a Kubernetes API server: configuration, transport, typed and dynamic verbs, informers.

pub mod api;
pub mod cache;
mod client;
pub mod clock;
pub mod config;
mod conflict;
pub mod discovery;
mod error;
pub mod events;
mod fence;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod leader_election;
pub mod resource_version;
mod rest;
#[cfg(feature = "streaming")]
pub mod streaming;
pub mod transport;
pub mod watch;

pub use api::Api;
pub use client::Client;
pub use clock::TokioClock;
pub use config::Config;
pub use conflict::retry_on_conflict;
pub use error::Error;
pub use fence::Fence;
pub use rest::Throttle;
pub use watch::WatchEvent;

#[cfg(test)]
mod testing_server;
