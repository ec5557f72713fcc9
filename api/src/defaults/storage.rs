//! Storage classes and CSI drivers.

use super::fill;
use crate::core::v1::PersistentVolumeReclaimPolicy;
use crate::storage::v1::{
    CSIDriver, FSGroupPolicy, StorageClass, VolumeBindingMode, VolumeLifecycleMode,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        CSIDriver => csi_driver;
        StorageClass => |class: &mut StorageClass| {
            class.reclaim_policy.get_or_insert(PersistentVolumeReclaimPolicy::Delete);
            class.volume_binding_mode.get_or_insert(VolumeBindingMode::Immediate);
        };
    }
}

fn csi_driver(driver: &mut CSIDriver) {
    let spec = &mut driver.spec;
    spec.attach_required.get_or_insert(true);
    spec.pod_info_on_mount.get_or_insert(false);
    spec.storage_capacity.get_or_insert(false);
    spec.fs_group_policy.get_or_insert(FSGroupPolicy::ReadWriteOnceWithFSType);
    fill(&mut spec.volume_lifecycle_modes, vec![VolumeLifecycleMode::Persistent]);
    spec.requires_republish.get_or_insert(false);
    spec.se_linux_mount.get_or_insert(false);
}
