//! The server as clients see it: requests in, answers out, in one process.

mod client;
mod verbs;
