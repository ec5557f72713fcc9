//! Writing down what was decided, and waiting until it is done.

use std::time::Duration;

use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim};
use bowline_client::resource_version::is_older;

use super::Decision;
use super::claims::{SELECTED_NODE, is_bound};
use super::matching::is_reachable;
use crate::plugin::BindCycle;
use crate::verdict::BoxError;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(1);

/// What was written, as the server answered.
pub(super) struct Written {
    bindings: Vec<(PersistentVolume, PersistentVolumeClaim)>,
    provisions: Vec<PersistentVolumeClaim>,
}

/// Gives volumes to claims, and tells provisioners for which node to make others.
pub(super) async fn write(cycle: &BindCycle, decision: &Decision) -> Result<Written, BoxError> {
    let mut written = Written { bindings: Vec::new(), provisions: Vec::new() };
    for (volume, claim) in &decision.bindings {
        let volume = cycle.api.update_volume(volume).await?;
        written.bindings.push((volume, (**claim).clone()));
    }
    for claim in &decision.provisions {
        written.provisions.push(cycle.api.update_claim(claim).await?);
    }
    Ok(written)
}

/// Waits until all claims are bound, for so many seconds.
pub(super) async fn wait(
    cycle: &BindCycle,
    node: &str,
    written: &Written,
    seconds: i64,
) -> Result<(), BoxError> {
    for _ in 0..seconds {
        (cycle.sleep)(EVERY).await;
        if is_done(cycle, node, written).await? {
            return Ok(());
        }
    }
    Err("binding volumes: context deadline exceeded".into())
}

async fn is_done(cycle: &BindCycle, node: &str, written: &Written) -> Result<bool, BoxError> {
    for (volume, claim) in &written.bindings {
        let now = cycle.api.get_volume(&volume.metadata.name).await?;
        if is_older(&now.metadata.resource_version, &volume.metadata.resource_version) {
            return Ok(false);
        }
        check_reach(cycle, node, &now)?;
        let name = &now.metadata.name;
        if now.spec.claim_ref.as_ref().is_none_or(|it| it.uid.is_empty()) {
            return Err(format!("ClaimRef got reset for pv {name:?}").into());
        }
        let metadata = &claim.metadata;
        if !is_bound(&cycle.api.get_claim(&metadata.namespace, &metadata.name).await?) {
            return Ok(false);
        }
    }
    for claim in &written.provisions {
        let metadata = &claim.metadata;
        let now = cycle.api.get_claim(&metadata.namespace, &metadata.name).await?;
        if is_older(&now.metadata.resource_version, &metadata.resource_version) {
            return Ok(false);
        }
        let name = &metadata.name;
        match now.metadata.annotations.get(SELECTED_NODE) {
            None if now.metadata.annotations.is_empty() => {
                return Err(format!("selectedNode annotation reset for PVC {name:?}").into());
            }
            Some(selected) if selected == node => {}
            // That is how a provisioner says that it cannot.
            _ => return Err(format!("provisioning failed for PVC {name:?}").into()),
        }
        if !is_bound(&now) {
            return Ok(false);
        }
        check_reach(cycle, node, &cycle.api.get_volume(&now.spec.volume_name).await?)?;
    }
    Ok(true)
}

fn check_reach(cycle: &BindCycle, node: &str, volume: &PersistentVolume) -> Result<(), BoxError> {
    let info = cycle.snapshot.node(node).ok_or_else(|| format!("failed to get node {node:?}"))?;
    if is_reachable(volume, info.node()) {
        return Ok(());
    }
    let name = &volume.metadata.name;
    let message = format!(
        "pv {name:?} node affinity doesn't match node {node:?}: no matching NodeSelectorTerms"
    );
    Err(message.into())
}
