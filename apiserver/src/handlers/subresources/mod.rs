//! Subresources with rules of their own: one file each.

pub(super) mod approval;
pub(super) mod binding;
pub(super) mod connect;
pub(super) mod eviction;
pub(super) mod finalize;
pub(super) mod parts;
pub(super) mod pod_parts;
pub(super) mod scale;
pub(super) mod token;
