//! `apiserverinternal/v1alpha1`.

mod generated;

pub use generated::*;
