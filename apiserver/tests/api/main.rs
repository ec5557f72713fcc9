//! The server as clients see it: requests in, answers out, in one process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod admission;
mod bad_input;
mod bad_objects;
mod changes;
mod client;
mod custom;
mod documents;
mod kinds;
mod limits;
mod ownership;
mod pages;
mod pods;
mod policies;
mod validation;
mod verbs;
mod versions;
mod watches;
