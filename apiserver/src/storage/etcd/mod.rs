//! Storage in etcd, v3 over gRPC: the way past one machine, and a key space that upstream's API
//! server can serve as well.
//!
//! One stream watches the whole key space (`follow`); its recent events are kept and handed to the
//! store's watches (`feed`). Since every revision is seen there, progress needs nothing of etcd
//! that its versions do differently: the store is as new as etcd when the stream has reached etcd's
//! revision.

mod client;
mod codec;
mod compactor;
mod config;
mod errors;
mod feed;
mod follow;
mod history;
mod leases;
mod proto;
mod read;
mod store;
mod write;

#[cfg(test)]
mod tests;

pub use config::{EtcdConfig, EtcdTls};
pub use errors::ConnectError;
pub use store::EtcdStorage;
