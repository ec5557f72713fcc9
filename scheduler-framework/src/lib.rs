//! A Kubernetes scheduling core: plugins, queue, cache and cycle, with kube-scheduler's decisions.
