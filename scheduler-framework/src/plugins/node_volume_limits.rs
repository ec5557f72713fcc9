//! `NodeVolumeLimits` keeps pods off nodes that cannot attach as many volumes of a driver.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, Volume};
use bowline_api::storage::v1::{CSINode, VolumeAttachment};

use super::csi_migration::{driver_of, is_migrated, of_inline, of_persistent};
use super::volume_claims::{
    ClaimOf, NotMadeFor, claim_of, claims_of, class_of_claim, made_for, storage_class,
};
use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Plugin, PreFilter,
    PreFilterVerdict,
};
use crate::pod_info::PodInfo;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Verdict};

/// What the pod is told of a node that has no slot left for its volumes.
pub const REASON: &str = "node(s) exceed max volume count";

/// The plugin. Upstream: `plugins/nodevolumelimits/csi.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NodeVolumeLimits;

/// A volume by driver and handle.
type VolumeKey = (String, String);

/// Why the volumes of a pod cannot be told.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    #[error("PersistentVolumeClaim had no name")]
    Unnamed,
    #[error("looking up PVC {namespace}/{name}: persistentvolumeclaim \"{name}\" not found")]
    NoClaim { namespace: String, name: String },
    #[error(transparent)]
    NotMadeFor(#[from] NotMadeFor),
}

/// What one node attaches.
struct OnNode<'a> {
    objects: &'a Objects,
    node: Option<&'a CSINode>,
}

impl OnNode<'_> {
    /// The volumes that a pod needs attached. Claims that are not there matter only for a pod
    /// that is yet to be placed.
    fn volumes(&self, pod: &Pod, is_new: bool) -> Result<BTreeSet<VolumeKey>, Unknown> {
        let mut found = BTreeSet::new();
        for volume in &pod.spec.volumes {
            let Some((name, of)) = claim_of(pod, volume) else {
                found.extend(self.inline(volume));
                continue;
            };
            if name.is_empty() {
                return Err(Unknown::Unnamed);
            }
            let namespace = &pod.metadata.namespace;
            let claim = match self.objects.get::<PersistentVolumeClaim>(namespace, &name) {
                Some(claim) => claim,
                None if !is_new => continue,
                None => return Err(Unknown::NoClaim { namespace: namespace.clone(), name }),
            };
            if of == ClaimOf::Ephemeral {
                made_for(pod, claim)?;
            }
            found.extend(self.of_claim(claim));
        }
        Ok(found)
    }

    fn inline(&self, volume: &Volume) -> Option<VolumeKey> {
        let (plugin, handle) = of_inline(volume)?;
        self.migrated(plugin, handle)
    }

    fn migrated(&self, plugin: &str, handle: String) -> Option<VolumeKey> {
        let driver = driver_of(plugin).filter(|_| is_migrated(self.node, plugin))?;
        (!handle.is_empty()).then(|| (driver.to_owned(), handle))
    }

    fn of_claim(&self, claim: &PersistentVolumeClaim) -> Option<VolumeKey> {
        let volume = self.objects.get::<PersistentVolume>("", &claim.spec.volume_name);
        let Some(volume) = volume.filter(|_| !claim.spec.volume_name.is_empty()) else {
            return self.to_be_provisioned(claim);
        };
        if let Some(csi) = &volume.spec.csi {
            return Some((csi.driver.clone(), csi.volume_handle.clone()));
        }
        let (plugin, handle) = of_persistent(volume)?;
        self.migrated(plugin, handle)
    }

    /// A volume that does not exist yet is known by its claim.
    fn to_be_provisioned(&self, claim: &PersistentVolumeClaim) -> Option<VolumeKey> {
        let class = storage_class(self.objects, class_of_claim(claim))?;
        let handle = format!("\0unbound/{}/{}", claim.metadata.namespace, claim.metadata.name);
        match driver_of(&class.provisioner) {
            Some(_) => self.migrated(&class.provisioner, handle),
            None => Some((class.provisioner.clone(), handle)),
        }
    }

    /// Volumes that are attached, or being so, whether or not a pod still uses them.
    fn attached(&self, node: &str) -> BTreeSet<VolumeKey> {
        let all = self.objects.list::<VolumeAttachment>();
        let here = all.filter(|it| it.spec.node_name == node);
        here.filter_map(|it| {
            let name = it.spec.source.persistent_volume_name.as_deref()?;
            let volume = self.objects.get::<PersistentVolume>("", name)?;
            if let Some(csi) = &volume.spec.csi {
                return Some((csi.driver.clone(), csi.volume_handle.clone()));
            }
            let (plugin, handle) = of_persistent(volume)?;
            self.migrated(plugin, handle)
        })
        .collect()
    }

    fn limits(&self) -> BTreeMap<&str, i64> {
        let drivers = self.node.iter().flat_map(|node| &node.spec.drivers);
        drivers
            .filter_map(|it| Some((it.name.as_str(), it.allocatable.as_ref()?.count?)))
            .map(|(name, count)| (name, i64::from(count)))
            .collect()
    }
}

impl Plugin for NodeVolumeLimits {
    fn name(&self) -> &'static str {
        "NodeVolumeLimits"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for NodeVolumeLimits {
    fn pre_filter(
        &self,
        _: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let counts =
            |volume: &Volume| claim_of(pod.pod(), volume).is_some() || of_inline(volume).is_some();
        Ok(match pod.pod().spec.volumes.iter().any(counts) {
            true => PreFilterVerdict::Continue,
            false => PreFilterVerdict::Skip,
        })
    }
}

impl Filter for NodeVolumeLimits {
    fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, BoxError> {
        if pod.pod().spec.volumes.is_empty() {
            return Ok(Verdict::Fits);
        }
        let objects = cycle.snapshot.objects();
        let csi_node = objects.get::<CSINode>("", node.name()).map(|node| &**node);
        let here = OnNode { objects, node: csi_node };
        let mut new = match here.volumes(pod.pod(), true) {
            Ok(volumes) => volumes,
            // Without its claim the pod can run nowhere.
            Err(error @ Unknown::NoClaim { .. }) => {
                return Ok(Verdict::unresolvable(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let limits = here.limits();
        if new.is_empty() || limits.is_empty() {
            return Ok(Verdict::Fits);
        }
        let mut attached = here.attached(node.name());
        for other in node.pods() {
            attached.append(&mut here.volumes(other.pod(), false)?);
        }
        new.retain(|volume| !attached.contains(volume));
        let count = |volumes: &BTreeSet<VolumeKey>, driver: &str| {
            i64::try_from(volumes.iter().filter(|(own, _)| own == driver).count())
        };
        for (driver, limit) in limits {
            let more = count(&new, driver)?;
            if more > 0 && count(&attached, driver)? + more > limit {
                return Ok(Verdict::unschedulable(REASON));
            }
        }
        Ok(Verdict::Fits)
    }
}

impl EnqueueExtensions for NodeVolumeLimits {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let queue_if = |helped| if helped { QueueingHint::Queue } else { QueueingHint::Skip };
        let change = ActionType::ADD | ActionType::UPDATE;
        vec![
            EventHint::always(EventResource::CsiNode, change),
            EventHint::when(EventResource::Pod, ActionType::DELETE, move |_, objects| {
                let gone = objects.before::<PodInfo>();
                Ok(queue_if(gone.is_none_or(|gone| {
                    let volumes = &gone.pod().spec.volumes;
                    let counts =
                        |it: &Volume| claim_of(gone.pod(), it).is_some() || of_inline(it).is_some();
                    !gone.pod().spec.node_name.is_empty() && volumes.iter().any(counts)
                })))
            }),
            EventHint::when(
                EventResource::PersistentVolumeClaim,
                ActionType::ADD,
                move |pod, objects| {
                    let claim = objects.after::<PersistentVolumeClaim>();
                    Ok(queue_if(claim.is_none_or(|claim| {
                        claim.metadata.namespace == pod.namespace()
                            && claims_of(pod.pod()).any(|(name, _)| name == claim.metadata.name)
                    })))
                },
            ),
            EventHint::always(EventResource::VolumeAttachment, ActionType::DELETE),
        ]
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::{AWSElasticBlockStoreVolumeSource, CSIPersistentVolumeSource};
    use bowline_api::storage::v1::{CSINodeDriver, StorageClass, VolumeNodeResources};
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;
    use crate::cycle_state::CycleState;
    use crate::snapshot::Snapshot;
    use crate::testing::{PodBuilder, assert_verdict, node, pod};

    /// Claims `c0`, `c1`, ... bound to volumes of `csi.x`, `new` to be provisioned, and a node that
    /// attaches so many.
    fn snapshot(limit: i32, pods: impl IntoIterator<Item = PodBuilder>) -> Snapshot {
        let pods = pods.into_iter().map(|pod| pod.on("n").build());
        let mut snapshot = Snapshot::of([node("n").build()], pods);
        let objects = snapshot.objects_mut();
        for index in 0..5 {
            let metadata = ObjectMeta::named(format!("c{index}")).in_namespace("default");
            let mut claim = PersistentVolumeClaim { metadata, ..Default::default() };
            claim.spec.volume_name = format!("v{index}");
            objects.apply(Arc::new(claim));
            let metadata = ObjectMeta::named(format!("v{index}"));
            let mut volume = PersistentVolume { metadata, ..Default::default() };
            volume.spec.csi = Some(Box::new(CSIPersistentVolumeSource {
                driver: "csi.x".into(),
                volume_handle: format!("h{index}"),
                ..Default::default()
            }));
            objects.apply(Arc::new(volume));
        }
        let metadata = ObjectMeta::named("new").in_namespace("default");
        let mut claim = PersistentVolumeClaim { metadata, ..Default::default() };
        claim.spec.storage_class_name = Some("class".into());
        objects.apply(Arc::new(claim));
        objects.apply(Arc::new(StorageClass {
            metadata: ObjectMeta::named("class"),
            provisioner: "csi.x".into(),
            ..StorageClass::default()
        }));
        let driver = |name: &str| CSINodeDriver {
            name: name.into(),
            allocatable: Some(VolumeNodeResources { count: Some(limit) }),
            ..CSINodeDriver::default()
        };
        let metadata = ObjectMeta::named("n").annotation(MIGRATED_KEY, "kubernetes.io/aws-ebs");
        let mut csi_node = CSINode { metadata, ..CSINode::default() };
        csi_node.spec.drivers = vec![driver("csi.x"), driver("ebs.csi.aws.com")];
        objects.apply(Arc::new(csi_node));
        snapshot
    }

    const MIGRATED_KEY: &str = "storage.alpha.kubernetes.io/migrated-plugins";

    fn ebs(name: &str, id: &str) -> PodBuilder {
        let disk = AWSElasticBlockStoreVolumeSource { volume_id: id.into(), ..Default::default() };
        let aws_elastic_block_store = Some(Box::new(disk));
        pod(name).with(|pod| {
            pod.spec.volumes.push(Volume { aws_elastic_block_store, ..Volume::default() });
        })
    }

    #[test]
    fn slots_are_counted_by_driver_and_volume() {
        let full = Some(("Unschedulable", REASON));
        let user = |name, claim| pod(name).claim(claim);
        let rows = [
            ("room", 2, vec![user("a", "c0")], user("p", "c1"), None),
            ("full", 1, vec![user("a", "c0")], user("p", "c1"), full),
            ("the same volume", 1, vec![user("a", "c0")], user("p", "c0"), None),
            ("two at once", 2, vec![user("a", "c0")], pod("p").claim("c1").claim("c2"), full),
            ("to be provisioned", 1, vec![user("a", "c0")], user("p", "new"), full),
            ("of another driver", 1, vec![user("a", "c0")], ebs("p", "vol-1"), None),
            ("migrated", 1, vec![ebs("a", "aws://zone/vol-1")], ebs("p", "vol-2"), full),
            ("migrated, the same", 1, vec![ebs("a", "aws://zone/vol-1")], ebs("p", "vol-1"), None),
            ("a lost claim of another", 1, vec![user("a", "lost")], user("p", "c1"), None),
        ];
        for (name, limit, pods, pod, want) in rows {
            let snapshot = snapshot(limit, pods);
            let state = CycleState::default();
            let cycle = Cycle::new(&state, &snapshot);
            let verdict = NodeVolumeLimits.filter(&cycle, &pod.info(), snapshot.node_at(0));
            assert_verdict(name, &verdict.unwrap(), want);
        }
    }

    #[test]
    fn attachments_without_pods_count() {
        let mut snapshot = snapshot(1, []);
        let mut attachment = VolumeAttachment::default();
        attachment.metadata.name = "a".into();
        attachment.spec.node_name = "n".into();
        attachment.spec.source.persistent_volume_name = Some("v0".into());
        snapshot.objects_mut().apply(Arc::new(attachment));
        let state = CycleState::default();
        let cycle = Cycle::new(&state, &snapshot);
        let node = snapshot.node_at(0);
        let check = |claim| {
            let pod = pod("p").claim(claim).info();
            NodeVolumeLimits.filter(&cycle, &pod, node).unwrap().fits()
        };
        assert!(check("c0") && !check("c1"));
    }

    #[test]
    fn pods_that_are_not_concerned() {
        let snapshot = snapshot(0, []);
        let skips = |pod: PodBuilder| {
            let mut state = CycleState::default();
            let mut cycle = CycleMut::new(&mut state, &snapshot);
            let verdict = NodeVolumeLimits.pre_filter(&mut cycle, &pod.info()).unwrap();
            verdict == PreFilterVerdict::Skip
        };
        assert!(skips(pod("p")) && !skips(pod("p").claim("c0")) && !skips(ebs("p", "v")));
        let state = CycleState::default();
        let cycle = Cycle::new(&state, &snapshot);
        let lost = pod("p").claim("lost").info();
        let verdict = NodeVolumeLimits.filter(&cycle, &lost, snapshot.node_at(0)).unwrap();
        let want = "looking up PVC default/lost: persistentvolumeclaim \"lost\" not found";
        assert_verdict("lost", &verdict, Some(("UnschedulableAndUnresolvable", want)));
    }
}
