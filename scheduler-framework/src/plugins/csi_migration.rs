//! In-tree volumes under the names of the CSI drivers that have taken them over.
//!
//! Upstream: `staging/src/k8s.io/csi-translation-lib`.

use bowline_api::core::v1::{PersistentVolume, Volume};
use bowline_api::storage::v1::CSINode;

const MIGRATED: &str = "storage.alpha.kubernetes.io/migrated-plugins";

/// The driver for an in-tree plugin.
pub(super) fn driver_of(plugin: &str) -> Option<&'static str> {
    Some(match plugin {
        "kubernetes.io/aws-ebs" => "ebs.csi.aws.com",
        "kubernetes.io/gce-pd" => "pd.csi.storage.gke.io",
        "kubernetes.io/cinder" => "cinder.csi.openstack.org",
        "kubernetes.io/azure-disk" => "disk.csi.azure.com",
        "kubernetes.io/azure-file" => "file.csi.azure.com",
        "kubernetes.io/vsphere-volume" => "csi.vsphere.vmware.com",
        "kubernetes.io/portworx-volume" => "pxd.portworx.com",
        _ => return None,
    })
}

/// Whether a node attaches the volumes of an in-tree plugin by its driver.
pub(super) fn is_migrated(node: Option<&CSINode>, plugin: &str) -> bool {
    let annotation = node.and_then(|node| node.metadata.annotations.get(MIGRATED));
    annotation.is_some_and(|plugins| plugins.split(',').any(|it| it == plugin))
}

/// The in-tree plugin of a volume that a pod describes itself, and what identifies it there.
pub(super) fn of_inline(volume: &Volume) -> Option<(&'static str, String)> {
    if let Some(disk) = &volume.aws_elastic_block_store {
        return Some(("kubernetes.io/aws-ebs", last_segment(&disk.volume_id)));
    }
    if let Some(disk) = &volume.gce_persistent_disk {
        return Some(("kubernetes.io/gce-pd", disk.pd_name.clone()));
    }
    if let Some(disk) = &volume.cinder {
        return Some(("kubernetes.io/cinder", disk.volume_id.clone()));
    }
    if let Some(disk) = &volume.azure_disk {
        return Some(("kubernetes.io/azure-disk", disk.disk_uri.clone()));
    }
    if let Some(file) = &volume.azure_file {
        return Some(("kubernetes.io/azure-file", file.share_name.clone()));
    }
    if let Some(disk) = &volume.vsphere_volume {
        return Some(("kubernetes.io/vsphere-volume", disk.volume_path.clone()));
    }
    let disk = volume.portworx_volume.as_ref()?;
    Some(("kubernetes.io/portworx-volume", disk.volume_id.clone()))
}

/// The same of a persistent volume.
pub(super) fn of_persistent(volume: &PersistentVolume) -> Option<(&'static str, String)> {
    let spec = &volume.spec;
    if let Some(disk) = &spec.aws_elastic_block_store {
        return Some(("kubernetes.io/aws-ebs", last_segment(&disk.volume_id)));
    }
    if let Some(disk) = &spec.gce_persistent_disk {
        return Some(("kubernetes.io/gce-pd", disk.pd_name.clone()));
    }
    if let Some(disk) = &spec.cinder {
        return Some(("kubernetes.io/cinder", disk.volume_id.clone()));
    }
    if let Some(disk) = &spec.azure_disk {
        return Some(("kubernetes.io/azure-disk", disk.disk_uri.clone()));
    }
    if let Some(file) = &spec.azure_file {
        return Some(("kubernetes.io/azure-file", file.share_name.clone()));
    }
    if let Some(disk) = &spec.vsphere_volume {
        return Some(("kubernetes.io/vsphere-volume", disk.volume_path.clone()));
    }
    let disk = spec.portworx_volume.as_ref()?;
    Some(("kubernetes.io/portworx-volume", disk.volume_id.clone()))
}

/// A volume id may come with its zone: `aws://us-east-1a/vol-1`.
fn last_segment(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).to_owned()
}
