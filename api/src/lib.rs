//! The built-in kinds of Kubernetes 1.36, generated from data.
