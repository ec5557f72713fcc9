//! From chosen devices to what is written into claims.

use std::collections::BTreeMap;

use bowline_api::core::v1::{
    NodeSelector, NodeSelectorOperator, NodeSelectorRequirement, NodeSelectorTerm,
};
use bowline_api::resource::v1::{
    AllocationConfigSource, AllocationResult, DeviceAllocationConfiguration,
    DeviceRequestAllocationResult,
};

use super::allocator::{Allocation, Chosen};
use super::inventory::Inventory;
use super::plan::{ClaimPlan, Plan};
use crate::verdict::BoxError;

/// The results of all claims, in their order.
pub(super) fn results(
    plan: &Plan,
    inventory: &Inventory,
    allocation: &Allocation,
) -> Result<Vec<AllocationResult>, BoxError> {
    let claims = plan.claims.iter().zip(&allocation.devices).enumerate();
    let result = |(index, (claim, chosen)): (usize, (&ClaimPlan, &Vec<Chosen>))| {
        let mut result = AllocationResult::default();
        result.devices.results =
            chosen.iter().map(|it| device_result(claim, inventory, it)).collect();
        result.devices.config = config(claim, &allocation.selected[index]);
        result.node_selector = node_selector(inventory, chosen)?;
        Ok(result)
    };
    claims.map(result).collect()
}

fn device_result(
    claim: &ClaimPlan,
    inventory: &Inventory,
    chosen: &Chosen,
) -> DeviceRequestAllocationResult {
    let wanted = &claim.requests[chosen.request].alternatives[chosen.alternative];
    let device = inventory.device(chosen.device);
    let (driver, pool, name) = inventory.id(chosen.device);
    DeviceRequestAllocationResult {
        request: wanted.name.clone(),
        driver,
        pool,
        device: name,
        admin_access: wanted.admin.then_some(true),
        tolerations: wanted.tolerations.clone(),
        binding_conditions: device.binding_conditions.clone(),
        binding_failure_conditions: device.binding_failure_conditions.clone(),
        ..DeviceRequestAllocationResult::default()
    }
}

/// The configurations of classes, once each with the requests that they are for, and those of the
/// claim. What is for all requests names none.
fn config(claim: &ClaimPlan, selected: &[usize]) -> Vec<DeviceAllocationConfiguration> {
    let mut configs = Vec::<DeviceAllocationConfiguration>::new();
    let mut of_class = BTreeMap::new();
    for (request, alternative) in claim.requests.iter().zip(selected) {
        let wanted = &request.alternatives[*alternative];
        let class = &wanted.class;
        if let Some((from, to)) = of_class.get(&class.metadata.name) {
            let known: &mut [DeviceAllocationConfiguration] = &mut configs[*from..*to];
            known.iter_mut().for_each(|it| it.requests.push(wanted.name.clone()));
            continue;
        }
        let from = configs.len();
        configs.extend(class.spec.config.iter().map(|it| DeviceAllocationConfiguration {
            source: AllocationConfigSource::FromClass,
            requests: vec![wanted.name.clone()],
            opaque: it.opaque.clone(),
        }));
        of_class.insert(class.metadata.name.clone(), (from, configs.len()));
    }
    for it in &claim.claim.spec.devices.config {
        let applies = |(request, alternative): (&super::plan::RequestPlan, &usize)| {
            let full = &request.alternatives[*alternative].name;
            it.requests.iter().any(|name| *name == request.name || name == full)
        };
        let mut requests = claim.requests.iter().zip(selected);
        if it.requests.is_empty() || requests.any(applies) {
            configs.push(DeviceAllocationConfiguration {
                source: AllocationConfigSource::FromClaim,
                requests: it.requests.clone(),
                opaque: it.opaque.clone(),
            });
        }
    }
    for config in &mut configs {
        if config.requests.len() == claim.requests.len() {
            config.requests.clear();
        }
    }
    configs
}

/// The nodes that reach all devices; none if all do.
fn node_selector(
    inventory: &Inventory,
    chosen: &[Chosen],
) -> Result<Option<NodeSelector>, BoxError> {
    let mut term = NodeSelectorTerm::default();
    for it in chosen {
        let (slice, device) = (inventory.slice(it.device), inventory.device(it.device));
        let (name, selector) = match slice.spec.per_device_node_selection {
            Some(true) => (&device.node_name, &device.node_selector),
            _ => (&slice.spec.node_name, &slice.spec.node_selector),
        };
        if let Some(name) = name {
            let requirement = NodeSelectorRequirement {
                key: "metadata.name".to_owned(),
                operator: NodeSelectorOperator::In,
                values: vec![name.clone()],
            };
            let term = NodeSelectorTerm { match_fields: vec![requirement], ..Default::default() };
            return Ok(Some(NodeSelector { node_selector_terms: vec![term] }));
        }
        match selector.as_ref().map(|it| it.node_selector_terms.as_slice()) {
            None | Some([]) => {}
            Some([only]) => {
                add_new(&mut term.match_fields, &only.match_fields);
                add_new(&mut term.match_expressions, &only.match_expressions);
            }
            Some(terms) => {
                let count = terms.len();
                let message = format!("unsupported ResourceSlice.NodeSelector with {count} terms");
                return Err(message.into());
            }
        }
    }
    let empty = term.match_fields.is_empty() && term.match_expressions.is_empty();
    Ok((!empty).then(|| NodeSelector { node_selector_terms: vec![term] }))
}

fn add_new(to: &mut Vec<NodeSelectorRequirement>, from: &[NodeSelectorRequirement]) {
    for requirement in from {
        let same = |it: &NodeSelectorRequirement| {
            it.key == requirement.key
                && it.operator == requirement.operator
                && it.values.iter().all(|value| requirement.values.contains(value))
                && requirement.values.iter().all(|value| it.values.contains(value))
        };
        if !to.iter().any(same) {
            to.push(requirement.clone());
        }
    }
}
