//! When a probe runs, and when its result counts.
//!
//! Upstream: `pkg/kubelet/prober/worker.go`.
