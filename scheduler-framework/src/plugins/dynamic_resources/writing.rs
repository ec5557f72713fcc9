//! Writing down which devices a claim has and who uses them.

use std::time::Duration;

use bowline_api::resource::v1::{AllocationResult, ResourceClaim, ResourceClaimConsumerReference};

use super::books::add_finalizer;
use crate::plugin::BindCycle;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// How often a claim is written when others write it, too.
const ATTEMPTS: usize = 5;

/// How often it is looked whether devices are ready.
const EVERY: Duration = Duration::from_secs(5);

/// Allocates the claim, if that is to be done, and reserves it for the pod.
pub(super) async fn bind(
    cycle: &BindCycle,
    claim: &ResourceClaim,
    allocation: Option<&AllocationResult>,
    pod: &PodInfo,
) -> Result<ResourceClaim, BoxError> {
    let mut claim = claim.clone();
    let key = format!("{}/{}", claim.metadata.namespace, claim.metadata.name);
    for attempt in 1.. {
        if claim.metadata.is_terminating() {
            return Err(format!("claim {key} got deleted in the meantime").into());
        }
        match write(cycle, &claim, &key, allocation, pod).await {
            Ok(written) => return Ok(written),
            Err(error) if attempt >= ATTEMPTS => return Err(error),
            Err(error) => {
                // It may only be that somebody else was faster.
                let now =
                    cycle.api.get_resource_claim(&claim.metadata.namespace, &claim.metadata.name);
                let now = now.await.map_err(|source| {
                    format!("get updated claim {key} after conflict: {source}")
                })?;
                if now.metadata.resource_version == claim.metadata.resource_version {
                    return Err(error);
                }
                if allocation.is_some() && now.status.allocation.is_some() {
                    let message = format!("claim {key} got allocated elsewhere in the meantime");
                    return Err(message.into());
                }
                claim = now;
            }
        }
    }
    Ok(claim)
}

async fn write(
    cycle: &BindCycle,
    claim: &ResourceClaim,
    key: &str,
    allocation: Option<&AllocationResult>,
    pod: &PodInfo,
) -> Result<ResourceClaim, BoxError> {
    let mut claim = claim.clone();
    if let Some(allocation) = allocation {
        if add_finalizer(&mut claim) {
            let updated = cycle.api.update_resource_claim(&claim).await;
            claim = updated.map_err(|error| format!("add finalizer to claim {key}: {error}"))?;
        }
        claim.status.allocation = Some(Box::new(allocation.clone()));
    }
    claim.status.reserved_for.push(ResourceClaimConsumerReference {
        resource: "pods".to_owned(),
        name: pod.name().to_owned(),
        uid: pod.uid().to_owned(),
        ..ResourceClaimConsumerReference::default()
    });
    let what = if allocation.is_some() { "allocation and reservation" } else { "reservation" };
    let written = cycle.api.update_resource_claim_status(&claim).await;
    Ok(written.map_err(|error| format!("add {what} to claim {key}: {error}"))?)
}

/// Waits until the devices that have conditions for that are ready.
pub(super) async fn wait(
    cycle: &BindCycle,
    claim: &ResourceClaim,
    patience: Duration,
) -> Result<(), BoxError> {
    let metadata = &claim.metadata;
    let mut claim = claim.clone();
    let looks = patience.as_secs() / EVERY.as_secs();
    for _ in 0..=looks {
        if is_ready(&claim)? {
            return Ok(());
        }
        (cycle.sleep)(EVERY).await;
        claim = cycle.api.get_resource_claim(&metadata.namespace, &metadata.name).await?;
    }
    let (namespace, name) = (&metadata.namespace, &metadata.name);
    Err(format!("device binding timeout of claim {namespace}/{name}").into())
}

fn is_ready(claim: &ResourceClaim) -> Result<bool, BoxError> {
    let results = claim.status.allocation.iter().flat_map(|it| &it.devices.results);
    let mut ready = true;
    for result in results.filter(|it| !it.binding_conditions.is_empty()) {
        let mut statuses = claim.status.devices.iter();
        let status = statuses.find(|it| {
            it.driver == result.driver && it.pool == result.pool && it.device == result.device
        });
        let holds = |type_: &String| {
            let mut conditions = status.iter().flat_map(|it| &it.conditions);
            conditions.any(|it| it.type_ == *type_ && it.status.as_str() == "True")
        };
        if let Some(failure) = result.binding_failure_conditions.iter().find(|it| holds(it)) {
            let (driver, pool, device) = (&result.driver, &result.pool, &result.device);
            return Err(format!(
                "claim {} binding failed: device {driver}/{pool}/{device} has condition {failure}",
                claim.metadata.name
            )
            .into());
        }
        ready &= result.binding_conditions.iter().all(holds);
    }
    Ok(ready)
}
