//! The built-in controllers of a Kubernetes cluster, each a pure plan and a thin reconcile.
