//! Built-in controllers at work against an API server in memory, under virtual time.

mod autoscaler;
mod certificates;
mod cluster;
mod collector;
mod daemon_set;
mod deployment;
mod faults;
mod job;
mod load_balancer;
mod network;
mod node;
mod replica_set;
mod resource_quota;
mod service_account;
mod volume;
