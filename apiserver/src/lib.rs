//! An embeddable Kubernetes API server: a tower service over HTTP, with any storage.

pub mod storage;
