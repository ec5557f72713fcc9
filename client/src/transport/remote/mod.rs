//! A server over the network: TLS, credentials that renew themselves, connections enough.

mod connections;
mod credentials;
mod exec;
mod material;
mod send;
mod tls;

pub use send::Remote;

#[cfg(test)]
mod tests;
