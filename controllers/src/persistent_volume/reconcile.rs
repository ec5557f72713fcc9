//! Carrying out what is planned for claims and volumes.
//!
//! Upstream: `pkg/controller/volume/persistentvolume/pv_controller_base.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimPhase, PersistentVolumePhase, Pod,
};
use bowline_api::storage::v1::StorageClass;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::cache::{Delta, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};

use super::claim::{self, Observed, Plan, Tell};
use super::matching::class_of_claim;
use super::volume::{self, Reclaim};
use crate::own_writes::OwnWrites;
use crate::setup::Setup;

/// The source of events, as upstream.
const COMPONENT: &str = "persistentvolume-controller";
/// How often claims without a volume are looked at.
const PERIOD: Duration = Duration::from_secs(15);

struct Binder {
    client: Client,
    claims: Store<PersistentVolumeClaim>,
    volumes: Store<PersistentVolume>,
    classes: Store<StorageClass>,
    pods: Store<Pod>,
    recorder: Recorder,
    claim_writes: OwnWrites,
    volume_writes: OwnWrites,
}

/// Under this key all writes of volumes are noted: every claim chooses among all of them.
fn volumes_key() -> NamespacedName {
    NamespacedName::new("", "volumes")
}

/// Adds the controllers of claims and of volumes.
pub fn add(setup: &mut Setup<'_>) {
    let claims = setup.store::<PersistentVolumeClaim>();
    let volumes = setup.store::<PersistentVolume>();
    let classes = setup.store::<StorageClass>();
    let binder = Arc::new(Binder {
        client: setup.client(),
        claims: claims.clone(),
        volumes: volumes.clone(),
        classes: classes.clone(),
        pods: setup.store(),
        recorder: setup.recorder(COMPONENT),
        claim_writes: OwnWrites::default(),
        volume_writes: OwnWrites::default(),
    });
    let this = binder.clone();
    let (waiting, classless) = (claims.clone(), claims);
    let of_claims = setup
        .controller::<PersistentVolumeClaim>("persistentvolume-binder-controller")
        .watches_deltas(&volumes, move |delta: &Delta<PersistentVolume>, queue| {
            let Some(volume) = delta.object() else { return };
            match volume.spec.claim_ref.as_deref() {
                Some(of) => queue.add(NamespacedName::new(&of.namespace, &of.name)),
                // Whoever waits may take it.
                None => waiting
                    .list()
                    .iter()
                    .filter(|claim| claim.spec.volume_name.is_empty())
                    .for_each(|claim| queue.add(claim.key())),
            }
        })
        .watches_deltas(&classes, move |_: &Delta<StorageClass>, queue| {
            let claims = classless.list();
            let unbound = claims.iter().filter(|claim| claim.spec.volume_name.is_empty());
            unbound.for_each(|claim| queue.add(claim.key()));
        })
        .reconcile(move |request: Request<PersistentVolumeClaim>| {
            let this = this.clone();
            async move { this.claim(&request.key).await }
        });
    setup.add(of_claims);
    let of_volumes = setup
        .controller::<PersistentVolume>("persistentvolume-binder-controller-volumes")
        .watches::<PersistentVolumeClaim>({
            let by_claim = volumes.index_by(|volume: &PersistentVolume| {
                let of = volume.spec.claim_ref.as_deref();
                of.map(|of| NamespacedName::new(&of.namespace, &of.name)).into_iter().collect()
            });
            move |claim| {
                let named = by_claim.get(&claim.key());
                let mut keys: Vec<_> = named.iter().map(|volume| volume.key()).collect();
                if !claim.spec.volume_name.is_empty() {
                    keys.push(NamespacedName::new("", &claim.spec.volume_name));
                }
                keys
            }
        })
        .reconcile(move |request: Request<PersistentVolume>| {
            let this = binder.clone();
            async move { this.volume(&request.key).await }
        });
    setup.add(of_volumes);
}

impl Binder {
    async fn claim(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.claim_writes.settle(key, &self.claims).await?;
        self.volume_writes.settle(&volumes_key(), &self.volumes).await?;
        let Some(claim) = self.claims.get(key) else {
            self.claim_writes.forget(key);
            return Ok(Action::Done);
        };
        let observed = Observed {
            claim: claim.clone(),
            volumes: match claim.spec.volume_name.as_str() {
                "" => self.volumes.list(),
                name => self.volumes.get_by("", name).into_iter().collect(),
            },
            classes: self.classes.list(),
            waiting_pod: self.waiting_pod(&claim),
        };
        match claim::plan(&observed) {
            Plan::Bind(volume) => {
                self.bind(claim, volume).await?;
                return Ok(Action::Done);
            }
            Plan::SetClass(class) => {
                let mut changed = (*claim).clone();
                changed.spec.storage_class_name = Some(class);
                self.update_claim(&changed).await?;
                return Ok(Action::Done);
            }
            Plan::Wait { provisioner, tell } => {
                let mut claim = claim;
                let asked = provisioner.and_then(|name| claim::with_provisioner(&claim, &name));
                if let Some(asked) = asked {
                    claim = Arc::new(self.update_claim(&asked).await?);
                }
                if let Some(tell) = tell {
                    self.tell(&claim, tell);
                }
                let pending = PersistentVolumeClaimPhase::Pending;
                self.report_claim(claim::unbound_status(&claim, pending)).await?;
            }
            Plan::Lost(tell) => {
                let lost = PersistentVolumeClaimPhase::Lost;
                if let Some(told) = claim::unbound_status(&claim, lost) {
                    self.tell(&claim, tell);
                    self.report_claim(Some(told)).await?;
                }
            }
            Plan::Leave => {}
        }
        Ok(Action::RequeueAfter(PERIOD))
    }

    /// Each step is a write that the next round does not repeat.
    async fn bind(
        &self,
        claim: Arc<PersistentVolumeClaim>,
        volume: Arc<PersistentVolume>,
    ) -> Result<(), Error> {
        let reference = object_reference(&*claim);
        let volume = match claim::bind_volume(&volume, &claim, reference) {
            Some(bound) => Arc::new(self.update_volume(&bound).await?),
            None => volume,
        };
        let volume = self.report_volume(&volume, PersistentVolumePhase::Bound, "", "").await?;
        let claim = match claim::bind_claim(&claim, &volume) {
            Some(bound) => Arc::new(self.update_claim(&bound).await?),
            None => claim,
        };
        self.report_claim(claim::bound_status(&claim, &volume)).await
    }

    async fn volume(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.volume_writes.settle(&volumes_key(), &self.volumes).await?;
        let Some(volume) = self.volumes.get(key) else { return Ok(Action::Done) };
        let reference = volume.spec.claim_ref.as_deref();
        let claim = match reference {
            Some(of) => self.claim_of(&of.namespace, &of.name, &of.uid).await?,
            None => None,
        };
        match volume::plan(&volume, claim.as_deref()) {
            volume::Plan::Phase(phase) => {
                self.report_volume(&volume, phase, "", "").await?;
            }
            volume::Plan::Unbind(free) => {
                let free = self.update_volume(&free).await?;
                self.report_volume(&free, PersistentVolumePhase::Available, "", "").await?;
            }
            volume::Plan::Reclaim(reclaim) => self.reclaim(&volume, reclaim).await?,
            // The volume is among those that the claim's own round looks at.
            volume::Plan::LookAtClaim | volume::Plan::Leave => {}
        }
        Ok(Action::Done)
    }

    /// The claim that a volume names: by the cache, and by asking before it counts as gone.
    async fn claim_of(
        &self,
        namespace: &str,
        name: &str,
        uid: &str,
    ) -> Result<Option<Arc<PersistentVolumeClaim>>, Error> {
        let known = self.claims.get_by(namespace, name);
        if known.as_ref().is_some_and(|claim| uid.is_empty() || claim.metadata.uid == uid) {
            return Ok(known);
        }
        let claims = self.client.namespaced::<PersistentVolumeClaim>(namespace);
        Ok(claims.get_opt(name).await?.map(Arc::new))
    }

    async fn reclaim(&self, volume: &PersistentVolume, reclaim: Reclaim) -> Result<(), Error> {
        let released = PersistentVolumePhase::Released;
        let failed = PersistentVolumePhase::Failed;
        match reclaim {
            _ if volume.status.phase == failed => {}
            Reclaim::Retain | Reclaim::DeleteElsewhere => {
                self.report_volume(volume, released, "", "").await?;
            }
            Reclaim::Fail { reason, message } => {
                let told = self.report_volume(volume, released, "", "").await?;
                self.report_volume(&told, failed, reason, &message).await?;
                let about = object_reference(volume);
                self.recorder.event(about, EventType::Warning, reason, message);
            }
        }
        Ok(())
    }

    async fn report_volume(
        &self,
        volume: &PersistentVolume,
        phase: PersistentVolumePhase,
        reason: &str,
        message: &str,
    ) -> Result<PersistentVolume, Error> {
        if volume.status.phase == phase {
            return Ok(volume.clone());
        }
        let mut told = volume.clone();
        told.status.phase = phase;
        told.status.message = message.to_owned();
        told.status.reason = reason.to_owned();
        told.status.last_phase_transition_time = Some(crate::setup::now(self.client.clock()));
        let written = self.client.cluster::<PersistentVolume>().update_status(&told).await?;
        self.volume_writes.wrote(&volumes_key(), &written);
        Ok(written)
    }

    async fn update_volume(&self, volume: &PersistentVolume) -> Result<PersistentVolume, Error> {
        let written = self.client.cluster::<PersistentVolume>().update(volume).await?;
        self.volume_writes.wrote(&volumes_key(), &written);
        Ok(written)
    }

    async fn update_claim(
        &self,
        claim: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, Error> {
        let claims = self.client.namespaced::<PersistentVolumeClaim>(claim.namespace());
        let written = claims.update(claim).await?;
        self.claim_writes.wrote(&claim.key(), &written);
        Ok(written)
    }

    async fn report_claim(&self, told: Option<PersistentVolumeClaim>) -> Result<(), Error> {
        let Some(told) = told else { return Ok(()) };
        let claims = self.client.namespaced::<PersistentVolumeClaim>(told.namespace());
        let written = claims.update_status(&told).await?;
        self.claim_writes.wrote(&told.key(), &written);
        Ok(())
    }

    /// A pod that wants the claim and has no node; asked for only where it matters.
    fn waiting_pod(&self, claim: &PersistentVolumeClaim) -> Option<String> {
        if class_of_claim(claim).is_empty() || !claim.spec.volume_name.is_empty() {
            return None;
        }
        let wants = |pod: &&Arc<Pod>| {
            pod.spec.node_name.is_empty()
                && pod.spec.volumes.iter().any(|volume| {
                    let source = volume.persistent_volume_claim.as_ref();
                    source.is_some_and(|source| source.claim_name == claim.metadata.name)
                })
        };
        let pods = self.pods.list_in(claim.namespace());
        pods.iter().find(wants).map(|pod| pod.metadata.name.clone())
    }

    fn tell(&self, claim: &PersistentVolumeClaim, tell: Tell) {
        self.recorder.event(object_reference(claim), tell.type_, tell.reason, tell.message);
    }
}
