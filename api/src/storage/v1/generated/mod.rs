//! The types of storage.k8s.io/v1. Written by `cargo xtask generate`.

mod csi_driver;
mod csi_node;
mod csi_storage_capacity;
mod storage_class;
mod volume_attachment;
mod volume_attributes_class;

pub use csi_driver::*;
pub use csi_node::*;
pub use csi_storage_capacity::*;
pub use storage_class::*;
pub use volume_attachment::*;
pub use volume_attributes_class::*;
