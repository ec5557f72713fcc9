//! `VolumeBinding` chooses nodes on which the pod's volumes are or can be, and has volumes bound
//! and provisioned before the pod is.

mod claims;
mod finding;
mod hints;
mod matching;
mod provisioning;
mod waiting;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim};

use crate::config::VolumeBindingArgs;
use crate::cycle_state::CycleState;
use crate::node_info::NodeInfo;
use crate::plugin::{
    BindCycle, Cycle, CycleMut, ExtensionPoints, Filter, Plugin, PreBind, PreBindPreFlight,
    PreFilter, PreFilterVerdict, PreScore, PreScoreVerdict, Reserve, Score,
};
use crate::plugins::assumed::Assumed;
use crate::plugins::node_resources_fit::Shape;
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Reasons, Rejection, RejectionCode, Verdict};

use claims::PodClaims;
use finding::{Found, find};

/// What the pod is told of a node where no volume suits a claim and none can be provisioned.
pub const REASON_NO_VOLUME: &str = "node(s) didn't find available persistent volumes to bind";
/// What the pod is told of a node that a bound volume cannot be reached from.
pub const REASON_NODE_CONFLICT: &str = "node(s) didn't match PersistentVolume's node affinity";
/// What the pod is told of a node where provisioning would exceed the storage.
pub const REASON_NO_SPACE: &str = "node(s) did not have enough free storage";
/// What the pod is told if the volume of a claim is gone.
pub const REASON_NO_SUCH_VOLUME: &str =
    "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";
/// What the pod is told while claims wait that do not depend on it.
pub const REASON_UNBOUND: &str = "pod has unbound immediate PersistentVolumeClaims";

/// The plugin. Upstream: `plugins/volumebinding`.
#[derive(Debug)]
pub struct VolumeBinding {
    /// In seconds; waiting looks once a second.
    timeout: i64,
    shape: Option<Shape>,
    volumes: Assumed<PersistentVolume>,
    claims: Assumed<PersistentVolumeClaim>,
}

/// What is to be written for the pod on its node, before it is bound.
#[derive(Clone, Debug)]
struct Decision {
    /// Volumes with their new claims, each with the claim.
    bindings: Vec<(PersistentVolume, Arc<PersistentVolumeClaim>)>,
    /// Claims with the node that their volumes are to be made for.
    provisions: Vec<PersistentVolumeClaim>,
}

impl Default for VolumeBinding {
    fn default() -> Self {
        Self::new(&VolumeBindingArgs::default())
    }
}

impl VolumeBinding {
    /// The plugin with its arguments. It scores nodes by the use of their storage if there is a
    /// curve.
    #[must_use]
    pub fn new(args: &VolumeBindingArgs) -> Self {
        Self {
            timeout: args.bind_timeout_seconds,
            shape: (!args.shape.is_empty()).then(|| Shape::new(&args.shape)),
            volumes: Assumed::default(),
            claims: Assumed::default(),
        }
    }

    fn found(
        &self,
        cycle: &Cycle<'_>,
        node: &NodeInfo,
    ) -> Result<Option<Result<Found, Vec<&'static str>>>, BoxError> {
        let Some(claims) = cycle.get::<PodClaims>() else { return Ok(None) };
        find(cycle.snapshot.objects(), &self.volumes, claims, node).map(Some)
    }

    /// Forgets what was assumed for a pod.
    fn revert(&self, state: &CycleState) {
        let Some(decision) = state.get::<Decision>() else { return };
        decision.bindings.iter().for_each(|(volume, _)| self.volumes.revert(volume));
        decision.provisions.iter().for_each(|claim| self.claims.revert(claim));
    }
}

impl Plugin for VolumeBinding {
    fn name(&self) -> &'static str {
        "VolumeBinding"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone()).reserve(self.clone());
        at.pre_bind(self.clone()).enqueue_extensions(self.clone());
        if self.shape.is_some() {
            at.pre_score(self.clone()).score(self);
        }
    }
}

impl PreFilter for VolumeBinding {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let objects = cycle.snapshot.objects();
        match claims::check(objects, pod.pod()) {
            Ok(true) => {}
            Ok(false) => return Ok(PreFilterVerdict::Skip),
            Err(reason) => return Ok(Rejection::unresolvable(reason.to_string()).into()),
        }
        let claims = PodClaims::of(objects, &self.claims, &self.volumes, pod.pod())?;
        if claims.unbound_immediate {
            return Ok(Rejection::unresolvable(REASON_UNBOUND).into());
        }
        cycle.insert(claims);
        Ok(PreFilterVerdict::Continue)
    }
}

impl Filter for VolumeBinding {
    fn filter(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        Ok(match self.found(cycle, node)? {
            None | Some(Ok(_)) => Verdict::Fits,
            Some(Err(reasons)) => {
                let code = RejectionCode::UnschedulableAndUnresolvable;
                let reasons: Reasons = reasons.into_iter().map(Into::into).collect();
                Verdict::Rejected(Rejection { code, reasons, plugin: "" })
            }
        })
    }
}

impl PreScore for VolumeBinding {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        _: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        Ok(match cycle.read().get::<PodClaims>() {
            Some(claims) if !claims.unbound.is_empty() => PreScoreVerdict::Continue,
            _ => PreScoreVerdict::Skip,
        })
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for VolumeBinding {
    fn score(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let (Some(shape), Some(Ok(found))) = (&self.shape, self.found(cycle, node)?) else {
            return Ok(0);
        };
        let mut classes = BTreeMap::<String, (i64, i64)>::new();
        for (class, requested, capacity) in found.usage() {
            let sum = classes.entry(class).or_default();
            sum.0 = sum.0.saturating_add(requested);
            sum.1 = sum.1.saturating_add(capacity);
        }
        if classes.is_empty() {
            return Ok(0);
        }
        let score = |(requested, capacity): &(i64, i64)| {
            shape.at(match *capacity {
                capacity if capacity == 0 || *requested > capacity => 100,
                capacity => requested.saturating_mul(100) / capacity,
            })
        };
        let sum: i64 = classes.values().map(score).sum();
        Ok((sum as f64 / classes.len() as f64).round() as i64)
    }
}

impl Reserve for VolumeBinding {
    fn reserve(
        &self,
        cycle: &mut CycleMut<'_>,
        _: &PodInfo,
        node: &str,
    ) -> Result<Verdict, BoxError> {
        let read = cycle.read();
        let Some(info) = cycle.snapshot.node(node) else { return Ok(Verdict::Fits) };
        let found = match self.found(&read, info)? {
            None => return Ok(Verdict::Fits),
            Some(Ok(found)) => found,
            Some(Err(reasons)) => return Ok(Verdict::unresolvable(reasons.join(", "))),
        };
        let bindings = found
            .bindings
            .into_iter()
            .map(|(volume, claim)| (matching::bound_to(&volume, &claim), claim));
        let provisions = found.provisions.into_iter().map(|it| claims::selected(&it.claim, node));
        let decision = Decision { bindings: bindings.collect(), provisions: provisions.collect() };
        decision.bindings.iter().for_each(|(volume, _)| self.volumes.assume(volume));
        decision.provisions.iter().for_each(|claim| self.claims.assume(claim));
        if !decision.bindings.is_empty() || !decision.provisions.is_empty() {
            cycle.insert(decision);
        }
        Ok(Verdict::Fits)
    }

    fn unreserve(&self, state: &mut CycleState, _: &PodInfo, _: &str) {
        self.revert(state);
        state.remove::<Decision>();
    }
}

#[async_trait]
impl PreBind for VolumeBinding {
    fn pre_flight(&self, cycle: &BindCycle, _: &PodInfo, _: &str) -> PreBindPreFlight {
        match cycle.state.get::<Decision>() {
            Some(_) => PreBindPreFlight::RunInParallel,
            None => PreBindPreFlight::Skip,
        }
    }

    async fn pre_bind(
        &self,
        cycle: &BindCycle,
        _: &PodInfo,
        node: &str,
    ) -> Result<Verdict, BoxError> {
        if let Some(decision) = cycle.state.get::<Decision>() {
            let written = waiting::write(cycle, decision).await?;
            waiting::wait(cycle, node, &written, self.timeout).await?;
        }
        Ok(Verdict::Fits)
    }
}

#[cfg(test)]
mod tests;
