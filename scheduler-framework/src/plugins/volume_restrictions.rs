//! `VolumeRestrictions` keeps pods off nodes where a disk is mounted that cannot be shared, and
//! single-pod claims to a single pod.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolumeAccessMode, PersistentVolumeClaim, Pod, Volume};

use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Plugin, PreFilter,
    PreFilterExtensions, PreFilterVerdict,
};
use crate::pod_info::PodInfo;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Rejection, Verdict};

/// What the pod is told of a node where its disk is in use.
pub const REASON_DISK: &str = "node(s) had no available disk";
/// What the pod is told if another one uses its `ReadWriteOncePod` claim.
pub const REASON_CLAIM: &str = "node has pod using PersistentVolumeClaim with the same name and \
                                ReadWriteOncePod access mode";

/// The plugin. Upstream: `plugins/volumerestrictions/volume_restrictions.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct VolumeRestrictions;

/// The pod's claims for one pod alone, and how often others use one of them.
#[derive(Clone, Debug, Default)]
struct SinglePodClaims {
    names: BTreeSet<String>,
    users: i64,
}

impl Plugin for VolumeRestrictions {
    fn name(&self) -> &'static str {
        "VolumeRestrictions"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for VolumeRestrictions {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let names = match single_pod_claims(cycle.snapshot.objects(), pod) {
            Ok(names) => names,
            Err(missing) => return Ok(missing.into()),
        };
        let used = |name: &&String| cycle.snapshot.is_claim_used(&claim_key(pod, name));
        let users = i64::try_from(names.iter().filter(used).count())?;
        if users == 0 && !pod.pod().spec.volumes.iter().any(is_exclusive_kind) {
            return Ok(PreFilterVerdict::Skip);
        }
        cycle.insert(SinglePodClaims { names, users });
        Ok(PreFilterVerdict::Continue)
    }

    fn extensions(&self) -> Option<&dyn PreFilterExtensions> {
        Some(self)
    }
}

impl PreFilterExtensions for VolumeRestrictions {
    fn add_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        added: &PodInfo,
        _: &NodeInfo,
    ) -> Result<(), BoxError> {
        count(cycle, pod, added, 1);
        Ok(())
    }

    fn remove_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        removed: &PodInfo,
        _: &NodeInfo,
    ) -> Result<(), BoxError> {
        count(cycle, pod, removed, -1);
        Ok(())
    }
}

fn count(cycle: &mut CycleMut<'_>, pod: &PodInfo, other: &PodInfo, sign: i64) {
    let Some(claims) = cycle.state.get_mut::<SinglePodClaims>() else { return };
    if claims.names.is_empty() || pod.namespace() != other.namespace() {
        return;
    }
    let shared = claim_names(other.pod()).filter(|name| claims.names.contains(*name));
    claims.users += sign * i64::try_from(shared.count()).unwrap_or(0);
}

impl Filter for VolumeRestrictions {
    fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, BoxError> {
        for volume in pod.pod().spec.volumes.iter().filter(|it| is_exclusive_kind(it)) {
            if node.pods().iter().any(|other| in_use(volume, other.pod())) {
                return Ok(Verdict::unschedulable(REASON_DISK));
            }
        }
        if cycle.get::<SinglePodClaims>().is_some_and(|claims| claims.users > 0) {
            return Ok(Verdict::unschedulable(REASON_CLAIM));
        }
        Ok(Verdict::Fits)
    }
}

impl EnqueueExtensions for VolumeRestrictions {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let queue_if = |helped| if helped { QueueingHint::Queue } else { QueueingHint::Skip };
        vec![
            EventHint::when(EventResource::Pod, ActionType::DELETE, move |pod, objects| {
                let Some(gone) = objects.before::<PodInfo>() else {
                    return Ok(QueueingHint::Queue);
                };
                if gone.namespace() != pod.namespace() {
                    return Ok(QueueingHint::Skip);
                }
                let claims: BTreeSet<_> = claim_names(pod.pod()).collect();
                let same_claim = claim_names(gone.pod()).any(|name| claims.contains(name));
                let volumes = &pod.pod().spec.volumes;
                let disk = volumes.iter().any(|it| is_exclusive_kind(it) && in_use(it, gone.pod()));
                Ok(queue_if(same_claim || disk))
            }),
            EventHint::always(EventResource::Node, ActionType::ADD),
            EventHint::when(
                EventResource::PersistentVolumeClaim,
                ActionType::ADD,
                move |pod, objects| {
                    let claim = objects.after::<PersistentVolumeClaim>();
                    Ok(queue_if(claim.is_some_and(|claim| {
                        claim.metadata.namespace == pod.namespace()
                            && claim_names(pod.pod()).any(|name| name == claim.metadata.name)
                    })))
                },
            ),
        ]
    }
}

fn claim_names(pod: &Pod) -> impl Iterator<Item = &str> {
    let claims = pod.spec.volumes.iter().filter_map(|it| it.persistent_volume_claim.as_ref());
    claims.map(|claim| claim.claim_name.as_str())
}

fn claim_key(pod: &PodInfo, name: &str) -> String {
    format!("{}/{name}", pod.namespace())
}

fn single_pod_claims(objects: &Objects, pod: &PodInfo) -> Result<BTreeSet<String>, Rejection> {
    let mut names = BTreeSet::new();
    for name in claim_names(pod.pod()) {
        let Some(claim) = objects.get::<PersistentVolumeClaim>(pod.namespace(), name) else {
            let reason = format!("persistentvolumeclaim \"{name}\" not found");
            return Err(Rejection::unresolvable(reason));
        };
        if claim.spec.access_modes.contains(&PersistentVolumeAccessMode::ReadWriteOncePod) {
            names.insert(name.to_owned());
        }
    }
    Ok(names)
}

/// Whether a volume is of a kind that two pods on a node may not be able to share.
fn is_exclusive_kind(volume: &Volume) -> bool {
    volume.gce_persistent_disk.is_some()
        || volume.aws_elastic_block_store.is_some()
        || volume.rbd.is_some()
        || volume.iscsi.is_some()
}

fn in_use(volume: &Volume, pod: &Pod) -> bool {
    pod.spec.volumes.iter().any(|other| conflict(volume, other))
}

fn conflict(a: &Volume, b: &Volume) -> bool {
    if let (Some(a), Some(b)) = (&a.gce_persistent_disk, &b.gce_persistent_disk)
        && a.pd_name == b.pd_name
        && !(a.read_only && b.read_only)
    {
        return true;
    }
    if let (Some(a), Some(b)) = (&a.aws_elastic_block_store, &b.aws_elastic_block_store)
        && a.volume_id == b.volume_id
    {
        return true;
    }
    if let (Some(a), Some(b)) = (&a.iscsi, &b.iscsi)
        && a.iqn == b.iqn
        && !(a.read_only && b.read_only)
    {
        return true;
    }
    if let (Some(a), Some(b)) = (&a.rbd, &b.rbd)
        && a.monitors.iter().any(|monitor| b.monitors.contains(monitor))
        && a.pool == b.pool
        && a.image == b.image
        && !(a.read_only && b.read_only)
    {
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::{AWSElasticBlockStoreVolumeSource, GCEPersistentDiskVolumeSource};
    use bowline_api::core::v1::{ISCSIVolumeSource, RBDVolumeSource};
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;
    use crate::cycle_state::CycleState;
    use crate::snapshot::Snapshot;
    use crate::testing::{PodBuilder, assert_verdict, check_filter, node, pod};

    fn gce(name: &str, read_only: bool) -> Volume {
        let disk =
            GCEPersistentDiskVolumeSource { pd_name: name.into(), read_only, ..Default::default() };
        Volume { gce_persistent_disk: Some(Box::new(disk)), ..Volume::default() }
    }

    fn ebs(id: &str) -> Volume {
        let disk = AWSElasticBlockStoreVolumeSource {
            volume_id: id.into(),
            read_only: true,
            ..Default::default()
        };
        Volume { aws_elastic_block_store: Some(Box::new(disk)), ..Volume::default() }
    }

    fn iscsi(iqn: &str, read_only: bool) -> Volume {
        let disk = ISCSIVolumeSource { iqn: iqn.into(), read_only, ..Default::default() };
        Volume { iscsi: Some(Box::new(disk)), ..Volume::default() }
    }

    fn rbd(monitors: &[&str], image: &str) -> Volume {
        let disk = RBDVolumeSource {
            monitors: monitors.iter().map(|it| (*it).into()).collect(),
            image: image.into(),
            ..Default::default()
        };
        Volume { rbd: Some(Box::new(disk)), ..Volume::default() }
    }

    fn with(name: &str, volume: Volume) -> PodBuilder {
        pod(name).with(|pod| pod.spec.volumes.push(volume))
    }

    #[test]
    fn disks_that_cannot_be_shared() {
        let rows = [
            ("GCE, both read", gce("d", true), gce("d", true), None),
            (
                "GCE, one writes",
                gce("d", true),
                gce("d", false),
                Some(("Unschedulable", REASON_DISK)),
            ),
            ("GCE, others", gce("d", false), gce("e", false), None),
            ("EBS", ebs("d"), ebs("d"), Some(("Unschedulable", REASON_DISK))),
            ("EBS and GCE", ebs("d"), gce("d", false), None),
            (
                "iSCSI, one writes",
                iscsi("i", true),
                iscsi("i", false),
                Some(("Unschedulable", REASON_DISK)),
            ),
            (
                "RBD, a monitor in common",
                rbd(&["a", "b"], "i"),
                rbd(&["b"], "i"),
                Some(("Unschedulable", REASON_DISK)),
            ),
            ("RBD, another image", rbd(&["a"], "i"), rbd(&["a"], "j"), None),
        ];
        for (name, own, other, want) in rows {
            let row = (name, with("p", own), node("n").with([with("a", other)]), want);
            check_filter(&VolumeRestrictions, [row]);
        }
    }

    fn snapshot(access_mode: &str, users: &[PodBuilder]) -> Snapshot {
        let users = users.iter().map(|user| user.clone().on("n").build());
        let mut snapshot = Snapshot::of([node("n").build()], users);
        let metadata = ObjectMeta::named("data").in_namespace("default");
        let mut claim = PersistentVolumeClaim { metadata, ..Default::default() };
        claim.spec.access_modes = vec![access_mode.into()];
        snapshot.objects_mut().apply(Arc::new(claim));
        snapshot
    }

    #[test]
    fn a_claim_for_one_pod() {
        let rows = [
            ("in use", "ReadWriteOncePod", vec![pod("a").claim("data")], Some(REASON_CLAIM)),
            ("not in use", "ReadWriteOncePod", vec![], None),
            ("for many", "ReadWriteMany", vec![pod("a").claim("data")], None),
        ];
        for (name, mode, users, want) in rows {
            let snapshot = snapshot(mode, &users);
            let mut state = CycleState::default();
            let own = pod("p").claim("data").info();
            let verdict =
                VolumeRestrictions.pre_filter(&mut CycleMut::new(&mut state, &snapshot), &own);
            let skips = verdict.unwrap() == PreFilterVerdict::Skip;
            assert_eq!(skips, want.is_none(), "{name}");
            let Some(reason) = want else { continue };
            let node = snapshot.node_at(0);
            let filter = |state: &CycleState| {
                VolumeRestrictions.filter(&Cycle::new(state, &snapshot), &own, node).unwrap()
            };
            assert_verdict(name, &filter(&state), Some(("Unschedulable", reason)));

            let other = users[0].clone().info();
            let mut cycle = CycleMut::new(&mut state, &snapshot);
            VolumeRestrictions.remove_pod(&mut cycle, &own, &other, node).unwrap();
            assert_verdict(name, &filter(&state), None);
        }
    }

    #[test]
    fn a_claim_that_is_not_there() {
        let (mut state, snapshot) = (CycleState::default(), Snapshot::default());
        let mut cycle = CycleMut::new(&mut state, &snapshot);
        let verdict = VolumeRestrictions.pre_filter(&mut cycle, &pod("p").claim("data").info());
        let want = Rejection::unresolvable("persistentvolumeclaim \"data\" not found");
        assert_eq!(verdict.unwrap(), want.into());
    }
}
