//! What a node can do for the claims of a pod.
//!
//! Upstream: `FindPodVolumes` in `plugins/volumebinding/binder.go`.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim};

use super::claims::{PodClaims, SELECTED_NODE};
use super::matching::{capacity, class_of_volume, is_reachable, match_volume, requested};
use super::provisioning::{Provision, Provisioning, provision};
use super::{REASON_NO_SPACE, REASON_NO_SUCH_VOLUME, REASON_NO_VOLUME, REASON_NODE_CONFLICT};
use crate::node_info::NodeInfo;
use crate::plugins::assumed::Assumed;
use crate::plugins::volume_claims::class_of_claim;
use crate::snapshot::Objects;
use crate::verdict::BoxError;

/// What is to be done on a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) bindings: Vec<(Arc<PersistentVolume>, Arc<PersistentVolumeClaim>)>,
    pub(super) provisions: Vec<Provision>,
}

impl Found {
    /// By class, how much is asked for of how much. Storage to be provisioned counts only where
    /// no volume is taken that is there.
    pub(super) fn usage(&self) -> Vec<(String, i64, i64)> {
        if !self.bindings.is_empty() {
            let usage = self.bindings.iter().map(|(volume, claim)| {
                let class = class_of_volume(volume).to_owned();
                (class, requested(claim).value(), capacity(volume).value())
            });
            return usage.collect();
        }
        let known = self.provisions.iter().filter_map(|it| {
            let offered = it.capacity.as_ref()?.capacity.as_ref()?;
            let class = class_of_claim(&it.claim).to_owned();
            Some((class, requested(&it.claim).value(), offered.value()))
        });
        known.collect()
    }
}

/// Volumes for all claims, or why there are none.
pub(super) fn find(
    objects: &Objects,
    volumes: &Assumed<PersistentVolume>,
    claims: &PodClaims,
    node: &NodeInfo,
) -> Result<Result<Found, Vec<&'static str>>, BoxError> {
    let mut reasons = Vec::new();
    for claim in &claims.bound {
        match volumes.get(objects, "", &claim.spec.volume_name) {
            None => {
                reasons.push(REASON_NO_SUCH_VOLUME);
                break;
            }
            Some(volume) if !is_reachable(&volume, node.node()) => {
                reasons.push(REASON_NODE_CONFLICT);
                break;
            }
            Some(_) => {}
        }
    }
    let mut found = Found::default();
    match unbound(objects, claims, node, &mut found)? {
        None => {}
        // Upstream tells a volume that is gone last.
        Some(reason) if reasons == [REASON_NO_SUCH_VOLUME] => reasons.insert(0, reason),
        Some(reason) => reasons.push(reason),
    }
    Ok(if reasons.is_empty() { Ok(found) } else { Err(reasons) })
}

fn unbound(
    objects: &Objects,
    claims: &PodClaims,
    node: &NodeInfo,
    found: &mut Found,
) -> Result<Option<&'static str>, BoxError> {
    let mut to_provision = Vec::new();
    let mut to_match = Vec::new();
    for claim in &claims.unbound {
        match claim.metadata.annotations.get(SELECTED_NODE) {
            Some(selected) if selected != node.name() => return Ok(Some(REASON_NO_VOLUME)),
            Some(_) => to_provision.push(claim),
            None => to_match.push(claim),
        }
    }
    let mut taken = BTreeSet::new();
    for claim in to_match {
        let volumes = claims.volumes.get(class_of_claim(claim)).map_or(&[][..], Vec::as_slice);
        match match_volume(claim, volumes, node.node(), &taken)? {
            Some(volume) => {
                taken.insert(volume.metadata.name.clone());
                found.bindings.push((volume, Arc::clone(claim)));
            }
            None => to_provision.push(claim),
        }
    }
    for claim in to_provision {
        match provision(objects, claim, node)? {
            Provisioning::Possible(it) => found.provisions.push(it),
            Provisioning::Impossible => return Ok(Some(REASON_NO_VOLUME)),
            Provisioning::NoSpace => return Ok(Some(REASON_NO_SPACE)),
        }
    }
    Ok(None)
}
