//! What is asked for: claims, their requests, and for each request its alternatives.

use std::sync::Arc;

use bowline_api::resource::v1::{
    CapacityRequirements, DeviceAllocationMode, DeviceClass, DeviceSelector, DeviceToleration,
    ResourceClaim,
};

use crate::snapshot::Objects;
use crate::verdict::BoxError;

/// How many devices a claim may have.
pub(super) const MAX_RESULTS: usize = 32;

/// How many alternatives a request may have; the first scores so much.
pub(super) const MAX_ALTERNATIVES: i64 = 8;

/// The claims to be allocated.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) claims: Vec<ClaimPlan>,
}

#[derive(Debug)]
pub(super) struct ClaimPlan {
    pub(super) claim: Arc<ResourceClaim>,
    pub(super) requests: Vec<RequestPlan>,
}

#[derive(Debug)]
pub(super) struct RequestPlan {
    pub(super) name: String,
    /// Whether only one of several is needed.
    pub(super) is_choice: bool,
    pub(super) alternatives: Vec<Wanted>,
}

/// Devices that are wanted.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The request, or request and alternative with a slash between.
    pub(super) name: String,
    pub(super) class: Arc<DeviceClass>,
    pub(super) selectors: Vec<DeviceSelector>,
    /// None for all there are.
    pub(super) count: Option<usize>,
    pub(super) admin: bool,
    pub(super) tolerations: Vec<DeviceToleration>,
    pub(super) capacity: Option<CapacityRequirements>,
}

/// The parts that requests and their alternatives have in common.
struct Parts<'a> {
    class: &'a str,
    selectors: &'a [DeviceSelector],
    mode: &'a DeviceAllocationMode,
    count: i64,
    admin: bool,
    tolerations: &'a [DeviceToleration],
    capacity: Option<&'a CapacityRequirements>,
}

impl Plan {
    pub(super) fn of(objects: &Objects, claims: Vec<Arc<ResourceClaim>>) -> Result<Self, BoxError> {
        let plan = |claim: Arc<ResourceClaim>| {
            let requests = requests(objects, &claim)?;
            Ok(ClaimPlan { claim, requests })
        };
        let claims = claims.into_iter().map(plan).collect::<Result<_, BoxError>>()?;
        Ok(Self { claims })
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = &ResourceClaim> {
        self.claims.iter().map(|it| &*it.claim)
    }

    pub(super) fn has_alternatives(&self) -> bool {
        self.claims.iter().flat_map(|it| &it.requests).any(|it| it.is_choice)
    }
}

fn requests(objects: &Objects, claim: &ResourceClaim) -> Result<Vec<RequestPlan>, BoxError> {
    let mut plans = Vec::with_capacity(claim.spec.devices.requests.len());
    for request in &claim.spec.devices.requests {
        let is_choice = !request.first_available.is_empty();
        let mut alternatives = Vec::new();
        for it in &request.first_available {
            let parts = Parts {
                class: &it.device_class_name,
                selectors: &it.selectors,
                mode: &it.allocation_mode,
                count: it.count,
                admin: false,
                tolerations: &it.tolerations,
                capacity: it.capacity.as_ref(),
            };
            let name = format!("{}/{}", request.name, it.name);
            alternatives.push(wanted(objects, claim, name, &parts)?);
        }
        if let Some(it) = request.exactly.as_ref().filter(|_| !is_choice) {
            let parts = Parts {
                class: &it.device_class_name,
                selectors: &it.selectors,
                mode: &it.allocation_mode,
                count: it.count,
                admin: it.admin_access == Some(true),
                tolerations: &it.tolerations,
                capacity: it.capacity.as_ref(),
            };
            alternatives.push(wanted(objects, claim, request.name.clone(), &parts)?);
        }
        if alternatives.is_empty() {
            return Err(format!("request {}: unsupported request type", request.name).into());
        }
        plans.push(RequestPlan { name: request.name.clone(), is_choice, alternatives });
    }
    Ok(plans)
}

fn wanted(
    objects: &Objects,
    claim: &ResourceClaim,
    name: String,
    parts: &Parts<'_>,
) -> Result<Wanted, BoxError> {
    let class = parts.class;
    if class.is_empty() {
        return Err(format!("request {name}: unsupported request type").into());
    }
    let class = objects
        .get::<DeviceClass>("", class)
        .ok_or_else(|| format!("request {name}: device class {class} does not exist"))?;
    let metadata = &claim.metadata;
    let count = match parts.mode {
        DeviceAllocationMode::All => None,
        // What the server would have filled in.
        DeviceAllocationMode::ExactCount | DeviceAllocationMode::Unset => {
            let count = usize::try_from(parts.count.max(1)).unwrap_or(usize::MAX);
            if count > MAX_RESULTS {
                return Err(format!(
                    "claim {}/{}: number of requested devices {count} exceeds the claim limit of \
                     {MAX_RESULTS}",
                    metadata.namespace, metadata.name
                )
                .into());
            }
            Some(count)
        }
        DeviceAllocationMode::Other(mode) => {
            return Err(format!(
                "claim {}/{}, request {name}: unsupported count mode {mode}",
                metadata.namespace, metadata.name
            )
            .into());
        }
    };
    Ok(Wanted {
        name,
        class: Arc::clone(class),
        selectors: parts.selectors.to_vec(),
        count,
        admin: parts.admin,
        tolerations: parts.tolerations.to_vec(),
        capacity: parts.capacity.cloned(),
    })
}
