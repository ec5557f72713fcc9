//! All rules together.

use std::sync::LazyLock;

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;

use super::{
    admissionregistration, apiextensions, apps, autoscaling, batch, cluster, container,
    flowcontrol, networking, persistent_volume, pod, resource, service, storage, volume,
};
use crate::walk::{Rules, Walk};

/// Fills in the defaults of an object of a built-in kind, or of any built-in type within one.
///
/// `now` is the time that device taints without one are stamped with. Idempotent.
pub fn apply(object: &mut dyn Message, now: Time) {
    static WALK: LazyLock<Walk> = LazyLock::new(|| Walk::new(&rules()));
    WALK.run(object, now);
}

/// The rules of all groups.
pub(crate) fn rules() -> Rules {
    let groups = [
        admissionregistration::rules(),
        apiextensions::rules(),
        apps::rules(),
        autoscaling::rules(),
        batch::rules(),
        cluster::rules(),
        container::rules(),
        flowcontrol::rules(),
        networking::rules(),
        persistent_volume::rules(),
        pod::rules(),
        resource::rules(),
        service::rules(),
        storage::rules(),
        volume::rules(),
    ];
    groups.into_iter().flatten().collect()
}

/// Puts the value where nothing is set.
pub(super) fn fill<T: Default + PartialEq>(slot: &mut T, value: T) {
    if *slot == T::default() {
        *slot = value;
    }
}
