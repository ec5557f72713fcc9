//! Volumes and their sources.

use bowline_apimachinery::reflect::{Message, Ref};

use super::container::default_pull_policy;
use super::fill;
use crate::core::v1::{
    AzureDataDiskCachingMode, AzureDataDiskKind, AzureDiskVolumeSource, ConfigMapVolumeSource,
    DownwardAPIVolumeSource, HostPathVolumeSource, ISCSIPersistentVolumeSource, ISCSIVolumeSource,
    ProjectedVolumeSource, RBDPersistentVolumeSource, RBDVolumeSource,
    ScaleIOPersistentVolumeSource, ScaleIOVolumeSource, SecretVolumeSource,
    ServiceAccountTokenProjection, Volume,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        Volume => volume;
        HostPathVolumeSource => |source: &mut HostPathVolumeSource| {
            source.type_.get_or_insert_default();
        };
        ConfigMapVolumeSource => |source: &mut ConfigMapVolumeSource| mode(&mut source.default_mode);
        DownwardAPIVolumeSource => |source: &mut DownwardAPIVolumeSource| {
            mode(&mut source.default_mode);
        };
        ProjectedVolumeSource => |source: &mut ProjectedVolumeSource| mode(&mut source.default_mode);
        SecretVolumeSource => |source: &mut SecretVolumeSource| mode(&mut source.default_mode);
        ServiceAccountTokenProjection => |token: &mut ServiceAccountTokenProjection| {
            token.expiration_seconds.get_or_insert(60 * 60);
        };
        ISCSIVolumeSource => |source: &mut ISCSIVolumeSource| {
            fill(&mut source.iscsi_interface, "default".to_owned());
        };
        ISCSIPersistentVolumeSource => |source: &mut ISCSIPersistentVolumeSource| {
            fill(&mut source.iscsi_interface, "default".to_owned());
        };
        RBDVolumeSource => |source: &mut RBDVolumeSource| {
            ceph(&mut source.pool, &mut source.user, &mut source.keyring);
        };
        RBDPersistentVolumeSource => |source: &mut RBDPersistentVolumeSource| {
            ceph(&mut source.pool, &mut source.user, &mut source.keyring);
        };
        ScaleIOVolumeSource => |source: &mut ScaleIOVolumeSource| {
            scale_io(&mut source.storage_mode, &mut source.fs_type);
        };
        ScaleIOPersistentVolumeSource => |source: &mut ScaleIOPersistentVolumeSource| {
            scale_io(&mut source.storage_mode, &mut source.fs_type);
        };
        AzureDiskVolumeSource => azure_disk;
    }
}

fn volume(volume: &mut Volume) {
    if has_no_source(volume) {
        volume.empty_dir = Some(Box::default());
    }
    if let Some(image) = volume.image.as_deref_mut() {
        default_pull_policy(&mut image.pull_policy, &image.reference);
    }
}

/// Every field but the name is a source.
fn has_no_source(volume: &Volume) -> bool {
    let fields = volume.descriptor().fields;
    (0..fields.len())
        .all(|index| fields[index].name == "name" || matches!(volume.get(index), Ref::Null))
}

/// Mode of projected files: readable by all.
fn mode(mode: &mut Option<i32>) {
    mode.get_or_insert(0o644);
}

fn ceph(pool: &mut String, user: &mut String, keyring: &mut String) {
    fill(pool, "rbd".to_owned());
    fill(user, "admin".to_owned());
    fill(keyring, "/etc/ceph/keyring".to_owned());
}

fn scale_io(storage_mode: &mut String, fs_type: &mut String) {
    fill(storage_mode, "ThinProvisioned".to_owned());
    fill(fs_type, "xfs".to_owned());
}

fn azure_disk(disk: &mut AzureDiskVolumeSource) {
    disk.caching_mode.get_or_insert(AzureDataDiskCachingMode::ReadWrite);
    disk.fs_type.get_or_insert_with(|| "ext4".to_owned());
    disk.read_only.get_or_insert(false);
    disk.kind.get_or_insert(AzureDataDiskKind::Shared);
}
