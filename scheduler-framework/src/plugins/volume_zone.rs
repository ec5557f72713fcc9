//! `VolumeZone` keeps pods to the zones of their volumes.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim};
use bowline_api::storage::v1::StorageClass;

use super::volume_claims::{ClaimOf, claims_of, class_of_claim, storage_class, waits_for_consumer};
use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Plugin, PreFilter,
    PreFilterVerdict,
};
use crate::pod_info::PodInfo;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Rejection, Verdict};

/// What the pod is told of a node in another zone than its volume.
pub const REASON: &str = "node(s) had no available volume zone";

/// Labels of topology, those of old beside those of today.
const KEYS: [(&str, &str); 4] = [
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("topology.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("topology.kubernetes.io/region", "topology.kubernetes.io/region"),
];

/// The plugin. Upstream: `plugins/volumezone/volume_zone.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct VolumeZone;

/// Where the pod's volumes are: labels, each with the values that a node may have.
#[derive(Clone, Debug, Default)]
struct Topologies(Vec<(usize, BTreeSet<String>)>);

impl Topologies {
    fn of_pod(objects: &Objects, pod: &PodInfo) -> Result<Self, Rejection> {
        let mut found = Self::default();
        for (name, _) in claims_of(pod.pod()).filter(|(_, of)| *of == ClaimOf::Named) {
            if let Some(volume) = volume_of_claim(objects, pod.namespace(), &name)? {
                found.0.extend(topologies_of(&volume));
            }
        }
        Ok(found)
    }
}

fn volume_of_claim(
    objects: &Objects,
    namespace: &str,
    name: &str,
) -> Result<Option<Arc<PersistentVolume>>, Rejection> {
    if name.is_empty() {
        return Err(Rejection::unresolvable("PersistentVolumeClaim had no name"));
    }
    let claim = objects.get::<PersistentVolumeClaim>(namespace, name);
    let claim = claim.ok_or_else(|| not_found("persistentvolumeclaim", name))?;
    let volume = claim.spec.volume_name.as_str();
    if !volume.is_empty() {
        let found = objects.get::<PersistentVolume>("", volume);
        return Ok(Some(found.ok_or_else(|| not_found("persistentvolume", volume))?.clone()));
    }
    let class_name = class_of_claim(claim);
    if class_name.is_empty() {
        let reason = "PersistentVolumeClaim had no pv name and storageClass name";
        return Err(Rejection::unresolvable(reason));
    }
    let class = storage_class(objects, class_name)
        .ok_or_else(|| not_found("storageclass.storage.k8s.io", class_name))?;
    if class.volume_binding_mode.is_none() {
        let reason = format!("VolumeBindingMode not set for StorageClass \"{class_name}\"");
        return Err(Rejection::unresolvable(reason));
    }
    if waits_for_consumer(class) {
        return Ok(None);
    }
    Err(Rejection::unresolvable("PersistentVolume had no name"))
}

fn not_found(kind: &str, name: &str) -> Rejection {
    Rejection::unresolvable(format!("{kind} \"{name}\" not found"))
}

/// A volume in several zones has their names joined by two underscores.
fn topologies_of(volume: &PersistentVolume) -> Vec<(usize, BTreeSet<String>)> {
    let labels = &volume.metadata.labels;
    let label = |(index, (key, _)): (usize, &(&str, &str))| {
        let values: BTreeSet<_> =
            labels.get(*key)?.split("__").map(|it| it.trim().to_owned()).collect();
        (!values.contains("")).then_some((index, values))
    };
    KEYS.iter().enumerate().filter_map(label).collect()
}

impl Plugin for VolumeZone {
    fn name(&self) -> &'static str {
        "VolumeZone"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for VolumeZone {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let topologies = match Topologies::of_pod(cycle.snapshot.objects(), pod) {
            Ok(topologies) => topologies,
            Err(rejection) => return Ok(rejection.into()),
        };
        if topologies.0.is_empty() {
            return Ok(PreFilterVerdict::Skip);
        }
        cycle.insert(topologies);
        Ok(PreFilterVerdict::Continue)
    }
}

impl Filter for VolumeZone {
    fn filter(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        let Some(Topologies(topologies)) = cycle.get() else { return Ok(Verdict::Fits) };
        // A node that is in no zone is not kept from any.
        if KEYS.iter().all(|(key, _)| node.label(key).is_none()) {
            return Ok(Verdict::Fits);
        }
        let here = |(index, values): &(usize, BTreeSet<String>)| {
            let (key, today) = KEYS[*index];
            node.label(key).or_else(|| node.label(today)).is_some_and(|it| values.contains(it))
        };
        Ok(match topologies.iter().all(here) {
            true => Verdict::Fits,
            false => Verdict::unresolvable(REASON),
        })
    }
}

impl EnqueueExtensions for VolumeZone {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let queue_if = |helped| if helped { QueueingHint::Queue } else { QueueingHint::Skip };
        let change = ActionType::ADD | ActionType::UPDATE;
        let node = ActionType::ADD | ActionType::UPDATE_NODE_LABEL;
        vec![
            EventHint::when(EventResource::StorageClass, ActionType::ADD, move |_, objects| {
                let class = objects.after::<StorageClass>();
                Ok(queue_if(class.is_none_or(waits_for_consumer)))
            }),
            EventHint::always(EventResource::Node, node),
            EventHint::when(EventResource::PersistentVolumeClaim, change, move |pod, objects| {
                let claim = objects.after::<PersistentVolumeClaim>();
                Ok(queue_if(claim.is_none_or(|claim| uses(pod, claim))))
            }),
            EventHint::when(EventResource::PersistentVolume, change, move |_, objects| {
                let topologies = |volume: Option<&PersistentVolume>| volume.map(topologies_of);
                Ok(queue_if(topologies(objects.before()) != topologies(objects.after())))
            }),
        ]
    }
}

fn uses(pod: &PodInfo, claim: &PersistentVolumeClaim) -> bool {
    claim.metadata.namespace == pod.namespace()
        && claims_of(pod.pod()).any(|(name, _)| name == claim.metadata.name)
}

#[cfg(test)]
mod tests {
    use bowline_api::storage::v1::VolumeBindingMode;
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;
    use crate::cycle_state::CycleState;
    use crate::snapshot::Snapshot;
    use crate::testing::{NodeBuilder, assert_verdict, node, pod};

    const ZONE: &str = "topology.kubernetes.io/zone";
    const OLD_ZONE: &str = "failure-domain.beta.kubernetes.io/zone";

    fn snapshot(volume: &str, class: &str, label: (&str, &str)) -> Snapshot {
        let mut snapshot = Snapshot::default();
        let metadata = ObjectMeta::named("data").in_namespace("default");
        let mut claim = PersistentVolumeClaim { metadata, ..Default::default() };
        claim.spec.volume_name = volume.into();
        claim.spec.storage_class_name = Some(class.into());
        let metadata = ObjectMeta::named("v").label(label.0, label.1);
        let waiting = StorageClass {
            metadata: ObjectMeta::named("waiting"),
            volume_binding_mode: Some(VolumeBindingMode::WaitForFirstConsumer),
            ..StorageClass::default()
        };
        let immediate = StorageClass {
            metadata: ObjectMeta::named("immediate"),
            volume_binding_mode: Some(VolumeBindingMode::Immediate),
            ..StorageClass::default()
        };
        let objects = snapshot.objects_mut();
        objects.apply(Arc::new(claim));
        objects.apply(Arc::new(PersistentVolume { metadata, ..Default::default() }));
        objects.apply(Arc::new(waiting));
        objects.apply(Arc::new(immediate));
        snapshot
    }

    fn pre_filter(snapshot: &Snapshot, state: &mut CycleState, claim: &str) -> PreFilterVerdict {
        let pod = pod("p").claim(claim).info();
        VolumeZone.pre_filter(&mut CycleMut::new(state, snapshot), &pod).unwrap()
    }

    #[test]
    fn nodes_in_other_zones_will_not_do() {
        let labelled = |key: &str, value: &str| node("n").label(key, value);
        let rows: [(&str, (&str, &str), NodeBuilder, bool); 7] = [
            ("the same zone", (ZONE, "a"), labelled(ZONE, "a"), true),
            ("another zone", (ZONE, "a"), labelled(ZONE, "b"), false),
            ("one of several", (ZONE, "a__b"), labelled(ZONE, "b"), true),
            ("a node in no zone", (ZONE, "a"), node("n"), true),
            (
                "a node in a region only",
                (ZONE, "a"),
                labelled("topology.kubernetes.io/region", "r"),
                false,
            ),
            ("an old label", (OLD_ZONE, "a"), labelled(OLD_ZONE, "a"), true),
            ("an old label of the volume", (OLD_ZONE, "a"), labelled(ZONE, "a"), true),
        ];
        for (name, label, node, fits) in rows {
            let snapshot = snapshot("v", "", label);
            let mut state = CycleState::default();
            assert_eq!(pre_filter(&snapshot, &mut state, "data"), PreFilterVerdict::Continue);
            let cycle = Cycle::new(&state, &snapshot);
            let verdict = VolumeZone.filter(&cycle, &pod("p").info(), &node.info()).unwrap();
            let want = (!fits).then_some(("UnschedulableAndUnresolvable", REASON));
            assert_verdict(name, &verdict, want);
        }
    }

    #[test]
    fn claims_that_lead_nowhere() {
        let rejected = |reason: &'static str| Rejection::unresolvable(reason).into();
        let rows = [
            (
                "no such claim",
                "v",
                "",
                "other",
                rejected("persistentvolumeclaim \"other\" not found"),
            ),
            ("no such volume", "w", "", "data", rejected("persistentvolume \"w\" not found")),
            (
                "neither volume nor class",
                "",
                "",
                "data",
                rejected("PersistentVolumeClaim had no pv name and storageClass name"),
            ),
            (
                "no such class",
                "",
                "none",
                "data",
                rejected("storageclass.storage.k8s.io \"none\" not found"),
            ),
            ("not bound yet", "", "immediate", "data", rejected("PersistentVolume had no name")),
            ("to be bound when placed", "", "waiting", "data", PreFilterVerdict::Skip),
        ];
        for (name, volume, class, claim, want) in rows {
            let snapshot = snapshot(volume, class, (ZONE, "a"));
            assert_eq!(pre_filter(&snapshot, &mut CycleState::default(), claim), want, "{name}");
        }
        let nowhere = snapshot("v", "", ("other", "a"));
        let verdict = pre_filter(&nowhere, &mut CycleState::default(), "data");
        assert_eq!(verdict, PreFilterVerdict::Skip);
    }
}
