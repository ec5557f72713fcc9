//! A volume that is deleted stays while it is bound.
//!
//! Upstream: `pkg/controller/volume/pvprotection`.

use bowline_api::core::v1::{PersistentVolume, PersistentVolumePhase};
use bowline_controller_runtime::{Action, Request};

use crate::setup::Setup;

/// The finalizer that this controller answers for.
pub const FINALIZER: &str = "kubernetes.io/pv-protection";

/// The volume with its finalizer as it should be; `None` when it is so.
#[must_use]
pub fn plan(volume: &PersistentVolume) -> Option<PersistentVolume> {
    let mut changed = volume.clone();
    let is_bound = volume.status.phase == PersistentVolumePhase::Bound;
    let has_changed = match volume.metadata.is_terminating() {
        false => changed.metadata.add_finalizer(FINALIZER),
        true => !is_bound && changed.metadata.remove_finalizer(FINALIZER),
    };
    has_changed.then_some(changed)
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller = setup
        .controller::<PersistentVolume>("persistentvolume-protection-controller")
        .reconcile(move |request: Request<PersistentVolume>| {
            let volumes = client.cluster::<PersistentVolume>();
            async move {
                let Some(changed) = request.present().and_then(|volume| plan(volume)) else {
                    return Ok(Action::Done);
                };
                match volumes.update(&changed).await {
                    Err(error) if !error.is_not_found() => Err(error.into()),
                    _ => Ok(Action::Done),
                }
            }
        });
    setup.add(controller);
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::Time;

    use super::*;

    #[test]
    fn a_bound_volume_stays() {
        let mut volume = plan(&PersistentVolume::default()).unwrap();
        assert!(volume.metadata.has_finalizer(FINALIZER));
        assert_eq!(plan(&volume), None);
        volume.metadata.deletion_timestamp = Some(Time::from_unix_seconds(1));
        volume.status.phase = PersistentVolumePhase::Bound;
        assert_eq!(plan(&volume), None);
        volume.status.phase = PersistentVolumePhase::Released;
        assert!(plan(&volume).unwrap().metadata.finalizers.is_empty());
    }
}
