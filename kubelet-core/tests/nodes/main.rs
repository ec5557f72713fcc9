//! Nodes against an API server in the same process, the played ones under virtual time.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod cluster;
mod hollow;
mod process;
mod static_pods;
mod volumes;
