//! Derive macros: a Rust struct becomes a Kubernetes custom resource.
