//! Golden vectors: what Kubernetes 1.36 does, recorded, against what this family does.

mod harness;
mod patch;
