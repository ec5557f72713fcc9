//! The server as clients see it: requests in, answers out, in one process.

mod changes;
mod client;
mod pages;
mod verbs;
mod watches;
