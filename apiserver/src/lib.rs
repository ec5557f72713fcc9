//! An embeddable Kubernetes API server: a tower service over HTTP, with any storage.

pub mod admission;
pub mod authentication;
pub mod authorization;
pub mod body;
mod bootstrap;
pub mod certificates;
pub mod cluster;
pub mod connector;
pub mod custom_resources;
pub mod discovery;
mod documents;
mod filters;
#[cfg(fuzzing)]
pub mod fuzzing;
mod handlers;
mod health;
mod metrics;
pub mod negotiation;
pub mod non_resource;
pub mod open_id;
pub mod openapi;
pub mod printers;
pub mod proxy;
pub mod registry;
pub mod request_info;
pub mod reviews;
pub mod serve;
pub mod server;
pub mod storage;
pub mod token_issuer;
pub mod version;

pub use body::Body;
pub use server::{Config, Server};
