//! The server as clients see it: requests in, answers out, in one process.

mod changes;
mod client;
mod documents;
mod kinds;
mod pages;
mod pods;
mod verbs;
mod watches;
