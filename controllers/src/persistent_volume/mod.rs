//! Claims and volumes find each other, and volumes are freed when their claims go.
//!
//! Upstream: `pkg/controller/volume/persistentvolume`.

pub mod claim;
pub mod matching;
mod reconcile;
pub mod volume;

pub use reconcile::add;

/// The mark of a claim whose binding is complete.
pub const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";
/// The mark of a claim or volume that was bound by this controller, not by a user.
pub const BOUND_BY_CONTROLLER: &str = "pv.kubernetes.io/bound-by-controller";
/// The mark of a volume that was made for a claim; its value is who made it.
pub const PROVISIONED_BY: &str = "pv.kubernetes.io/provisioned-by";
/// On a claim: who is to make a volume for it.
pub const STORAGE_PROVISIONER: &str = "volume.kubernetes.io/storage-provisioner";
/// The same under its older name.
pub const BETA_STORAGE_PROVISIONER: &str = "volume.beta.kubernetes.io/storage-provisioner";
/// On a claim: the node of the first pod that wants it, chosen by the scheduler.
pub const SELECTED_NODE: &str = "volume.kubernetes.io/selected-node";
/// The older place of a claim's or volume's class.
pub const BETA_STORAGE_CLASS: &str = "volume.beta.kubernetes.io/storage-class";
