//! Kubernetes Services to forwarding rules, cluster DNS and ingress.
