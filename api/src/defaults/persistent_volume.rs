//! Persistent volumes and claims.

use super::fill;
use super::pod::round;
use crate::core::v1::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimPhase, PersistentVolumeClaimSpec,
    PersistentVolumeClaimStatus, PersistentVolumeMode, PersistentVolumePhase,
    PersistentVolumeReclaimPolicy, PersistentVolumeSpec, VolumeResourceRequirements,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        PersistentVolume => persistent_volume;
        PersistentVolumeSpec => |spec: &mut PersistentVolumeSpec| round(&mut spec.capacity);
        PersistentVolumeClaim => |claim: &mut PersistentVolumeClaim| {
            fill(&mut claim.status.phase, PersistentVolumeClaimPhase::Pending);
        };
        PersistentVolumeClaimSpec => |spec: &mut PersistentVolumeClaimSpec| {
            spec.volume_mode.get_or_insert(PersistentVolumeMode::Filesystem);
        };
        PersistentVolumeClaimStatus => |status: &mut PersistentVolumeClaimStatus| {
            round(&mut status.capacity);
            round(&mut status.allocated_resources);
        };
        VolumeResourceRequirements => |resources: &mut VolumeResourceRequirements| {
            round(&mut resources.limits);
            round(&mut resources.requests);
        };
    }
}

fn persistent_volume(volume: &mut PersistentVolume) {
    fill(&mut volume.status.phase, PersistentVolumePhase::Pending);
    fill(&mut volume.spec.persistent_volume_reclaim_policy, PersistentVolumeReclaimPolicy::Retain);
    volume.spec.volume_mode.get_or_insert(PersistentVolumeMode::Filesystem);
}
