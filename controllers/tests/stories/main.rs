//! Built-in controllers at work against an API server in memory, under virtual time.

mod cluster;
mod daemon_set;
mod deployment;
mod faults;
mod job;
mod node;
mod replica_set;
