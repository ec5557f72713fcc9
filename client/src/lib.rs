//! Speaking to a Kubernetes API server: configuration, transport, typed and dynamic verbs, informers.

pub mod streaming;
