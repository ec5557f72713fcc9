//! The search for devices on one node.
//!
//! Upstream: `staging/src/k8s.io/dynamic-resource-allocation/structured/internal/stable`.

use std::collections::HashMap;

use bowline_api::core::v1::Node;
use bowline_api::resource::v1::{
    Device, DeviceSelector, DeviceTaint, DeviceTaintEffect, DeviceToleration,
    DeviceTolerationOperator,
};

use super::constraints::Constraint;
use super::inventory::{Counters, DeviceRef, Inventory, consumption, reaches_device};
use super::plan::{MAX_ALTERNATIVES, MAX_RESULTS, Plan, Wanted};
use super::selectors::Selectors;
use crate::verdict::BoxError;

/// Devices for all claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Allocation {
    /// By claim, in the order in which they were chosen.
    pub(super) devices: Vec<Vec<Chosen>>,
    /// By claim and request, which alternative it is.
    pub(super) selected: Vec<Vec<usize>>,
}

/// A device for a request.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) request: usize,
    pub(super) alternative: usize,
    pub(super) device: DeviceRef,
}

impl Allocation {
    /// The better, the earlier the alternatives that were taken.
    pub(super) fn score(&self, plan: &Plan) -> i64 {
        let claims = plan.claims.iter().zip(&self.selected);
        let requests = claims.flat_map(|(claim, selected)| claim.requests.iter().zip(selected));
        let choices = requests.filter(|(request, _)| request.is_choice);
        choices.map(|(_, alternative)| MAX_ALTERNATIVES - *alternative as i64).sum()
    }
}

/// The first solution that an exhaustive search finds; none if there is none.
///
/// # Errors
/// When an expression is faulty, a constraint unknown, or the search takes more steps than it
/// may.
pub(super) fn allocate(
    plan: &Plan,
    inventory: &Inventory,
    selectors: &Selectors,
    node: &Node,
    steps: u64,
) -> Result<Option<Allocation>, BoxError> {
    let mut search = Search::new(plan, inventory, selectors, node, steps)?;
    match search.next(At::default()) {
        Ok(true) => Ok(Some(search.found)),
        Ok(false) | Err(Halt::TooMany) => {
            let mut near = search.slices.iter().map(|(pool, _)| &inventory.pools[*pool]);
            if near.any(|pool| pool.is_invalid) {
                tracing::debug!(node = node.metadata.name, "invalid resource pools");
            }
            Ok(None)
        }
        Err(Halt::Fault(error)) => Err(error),
    }
}

/// Why the search goes back further than to the last choice, or ends.
enum Halt {
    /// The claim would have too many devices.
    TooMany,
    Fault(BoxError),
}

impl From<BoxError> for Halt {
    fn from(error: BoxError) -> Self {
        Self::Fault(error)
    }
}

/// Which device is to be found next. No alternative is chosen at the beginning of a request.
#[derive(Clone, Copy, Debug, Default)]
struct At {
    claim: usize,
    request: usize,
    alternative: Option<usize>,
    device: usize,
}

struct Search<'a> {
    plan: &'a Plan,
    inventory: &'a Inventory,
    selectors: &'a Selectors,
    node: &'a Node,
    slices: Vec<(usize, usize)>,
    steps: u64,
    constraints: Vec<Vec<Constraint>>,
    /// For requests for all devices, which these are.
    all: HashMap<(usize, usize, usize), Vec<DeviceRef>>,
    selectable: HashMap<(usize, usize, usize, DeviceRef), bool>,
    /// The claims that devices are being allocated for.
    allocating: HashMap<DeviceRef, Vec<usize>>,
    /// What those use, by pool.
    consumed: HashMap<usize, Counters>,
    found: Allocation,
}

impl<'a> Search<'a> {
    fn new(
        plan: &'a Plan,
        inventory: &'a Inventory,
        selectors: &'a Selectors,
        node: &'a Node,
        steps: u64,
    ) -> Result<Self, BoxError> {
        let mut constraints = Vec::with_capacity(plan.claims.len());
        for it in &plan.claims {
            let mut own = Vec::new();
            for (index, constraint) in it.claim.spec.devices.constraints.iter().enumerate() {
                own.push(Constraint::of(constraint).ok_or_else(|| {
                    let metadata = &it.claim.metadata;
                    format!(
                        "claim {}/{}, constraint #{index}: empty constraint (unsupported \
                         constraint type?)",
                        metadata.namespace, metadata.name
                    )
                })?);
            }
            constraints.push(own);
        }
        let found = Allocation {
            devices: vec![Vec::new(); plan.claims.len()],
            selected: plan.claims.iter().map(|it| vec![0; it.requests.len()]).collect(),
        };
        let mut search = Self {
            plan,
            inventory,
            selectors,
            node,
            slices: inventory.of_node(node),
            steps,
            constraints,
            all: HashMap::new(),
            selectable: HashMap::new(),
            allocating: HashMap::new(),
            consumed: HashMap::new(),
            found,
        };
        search.gather_all()?;
        Ok(search)
    }

    /// What "all devices" means here.
    fn gather_all(&mut self) -> Result<(), BoxError> {
        let plan = self.plan;
        for (claim, it) in plan.claims.iter().enumerate() {
            for (request, it) in it.requests.iter().enumerate() {
                for (alternative, wanted) in it.alternatives.iter().enumerate() {
                    if wanted.count.is_some() {
                        continue;
                    }
                    let key = (claim, request, alternative);
                    let devices = self.all_devices(key, wanted)?;
                    self.all.insert(key, devices);
                }
            }
        }
        Ok(())
    }

    fn all_devices(
        &mut self,
        key: (usize, usize, usize),
        wanted: &Wanted,
    ) -> Result<Vec<DeviceRef>, BoxError> {
        let mut devices = Vec::new();
        for (pool, slice) in self.slices.clone() {
            let it = &self.inventory.pools[pool];
            if it.is_incomplete || it.is_invalid {
                let what = if it.is_incomplete { "being updated" } else { "invalid" };
                let metadata = &self.plan.claims[key.0].claim.metadata;
                return Err(format!(
                    "claim {}/{}, request {}: asks for all devices, but resource pool {}/{} is \
                     currently {what}",
                    metadata.namespace, metadata.name, wanted.name, it.driver, it.name
                )
                .into());
            }
            for index in 0..it.slices[slice].spec.devices.len() {
                let device = (pool, slice, index);
                if self.is_selectable(key, wanted, device)? {
                    devices.push(device);
                }
            }
        }
        Ok(devices)
    }

    /// Finds devices from `at` on. If it cannot, everything is as it was before.
    fn next(&mut self, at: At) -> Result<bool, Halt> {
        self.steps = self
            .steps
            .checked_sub(1)
            .ok_or_else(|| Halt::Fault("timed out trying to allocate devices".into()))?;
        let plan = self.plan;
        let Some(claim) = plan.claims.get(at.claim) else { return Ok(true) };
        let Some(request) = claim.requests.get(at.request) else {
            return match self.next(At { claim: at.claim + 1, ..At::default() }) {
                // Earlier claims may choose other alternatives.
                Err(Halt::TooMany) => Ok(false),
                other => other,
            };
        };
        let Some(alternative) = at.alternative else {
            return self.choose(at, request.alternatives.len());
        };
        let key = (at.claim, at.request, alternative);
        let wanted = &request.alternatives[alternative];
        let count = wanted.count.unwrap_or_else(|| self.all[&key].len());
        if wanted.count.is_none() && count == 0 {
            return Ok(false);
        }
        if at.device >= count {
            return self.next(At { claim: at.claim, request: at.request + 1, ..At::default() });
        }
        if self.found.devices[at.claim].len() + count - at.device > MAX_RESULTS {
            return Err(Halt::TooMany);
        }
        if wanted.count.is_none() {
            let device = self.all[&key][at.device];
            return Ok(self.take(at, alternative, device, true)? && self.go_on(at, device)?);
        }
        for (pool, slice) in self.slices.clone() {
            let it = &self.inventory.pools[pool];
            if it.is_incomplete || it.is_invalid {
                continue;
            }
            for index in 0..it.slices[slice].spec.devices.len() {
                let device = (pool, slice, index);
                if self.is_in_use(at.claim, wanted, device)
                    || !self.is_selectable(key, wanted, device)?
                    || !self.take(at, alternative, device, false)?
                {
                    continue;
                }
                if self.go_on(at, device)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Tries the alternatives of a request in order.
    fn choose(&mut self, at: At, alternatives: usize) -> Result<bool, Halt> {
        let mut all_too_many = true;
        for alternative in 0..alternatives {
            self.found.selected[at.claim][at.request] = alternative;
            match self.next(At { alternative: Some(alternative), ..at }) {
                Err(Halt::TooMany) => {}
                Ok(false) => all_too_many = false,
                other => return other,
            }
        }
        if all_too_many { Err(Halt::TooMany) } else { Ok(false) }
    }

    /// Looks for the device after one that was taken; gives that back if there is none.
    fn go_on(&mut self, at: At, device: DeviceRef) -> Result<bool, Halt> {
        let done = self.next(At { device: at.device + 1, ..at });
        if !matches!(done, Ok(true)) {
            self.give_back(at, device);
        }
        done
    }

    fn is_in_use(&self, claim: usize, wanted: &Wanted, device: DeviceRef) -> bool {
        let users = self.allocating.get(&device).map_or(&[][..], Vec::as_slice);
        match wanted.admin {
            true => users.contains(&claim),
            false => {
                !users.is_empty() || self.inventory.allocated.contains(&self.inventory.id(device))
            }
        }
    }

    /// Whether class and request pick a device, and the node reaches it.
    fn is_selectable(
        &mut self,
        (claim, request, alternative): (usize, usize, usize),
        wanted: &Wanted,
        device: DeviceRef,
    ) -> Result<bool, BoxError> {
        let key = (claim, request, alternative, device);
        if let Some(known) = self.selectable.get(&key) {
            return Ok(*known);
        }
        let class = format!("class {}", wanted.class.metadata.name);
        let metadata = &self.plan.claims[claim].claim.metadata;
        let own = format!("claim {}/{}", metadata.namespace, metadata.name);
        let of_class = self.picks(&class, &wanted.class.spec.selectors, device)?;
        let picked = of_class && self.picks(&own, &wanted.selectors, device)?;
        let description = self.inventory.device(device);
        let chosen_alone = self.inventory.slice(device).spec.per_device_node_selection;
        let selectable = picked
            && (chosen_alone != Some(true) || reaches_device(self.node, description))
            && has_capacity(wanted, description);
        self.selectable.insert(key, selectable);
        Ok(selectable)
    }

    fn picks(
        &self,
        whose: &str,
        selectors: &[DeviceSelector],
        device: DeviceRef,
    ) -> Result<bool, BoxError> {
        for (index, selector) in selectors.iter().enumerate() {
            let fault = |what: String| format!("{whose}: selector #{index}{what}");
            let Some(cel) = &selector.cel else {
                let what = ": CEL expression empty (unsupported selector type?)".to_owned();
                return Err(fault(what).into());
            };
            let compiled = self.selectors.get(&cel.expression);
            let compiled =
                compiled.map_err(|error| fault(format!(": CEL compile error: {error}")))?;
            let driver = &self.inventory.pools[device.0].driver;
            let matches = compiled.matches(driver, self.inventory.device(device));
            let matches = matches.map_err(|error| {
                let (driver, pool, name) = self.inventory.id(device);
                fault(format!(" on device {driver}/{pool}/{name}: CEL runtime error: {error}"))
            })?;
            if !matches {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes a device if it is free, tolerated, and allowed by counters and constraints.
    fn take(
        &mut self,
        at: At,
        alternative: usize,
        device: DeviceRef,
        must: bool,
    ) -> Result<bool, BoxError> {
        let request = &self.plan.claims[at.claim].requests[at.request];
        let wanted = &request.alternatives[alternative];
        if self.is_in_use(at.claim, wanted, device) {
            return Ok(false);
        }
        let description = self.inventory.device(device);
        if !is_tolerated(&description.taints, &wanted.tolerations) {
            return Ok(false);
        }
        if !self.consume(device) {
            return Ok(false);
        }
        let driver = &self.inventory.pools[device.0].driver;
        let constraints = &mut self.constraints[at.claim];
        let refused = constraints
            .iter_mut()
            .position(|it| !it.add(&request.name, &wanted.name, driver, description));
        if let Some(refused) = refused {
            for it in &mut constraints[..refused] {
                it.remove(&request.name, &wanted.name, driver, description);
            }
            self.release(device);
            if must {
                let metadata = &self.plan.claims[at.claim].claim.metadata;
                let (driver, pool, name) = self.inventory.id(device);
                return Err(format!(
                    "claim {}/{}, request {}: cannot add device {driver}/{pool}/{name} because a \
                     claim constraint would not be satisfied",
                    metadata.namespace, metadata.name, wanted.name
                )
                .into());
            }
            return Ok(false);
        }
        self.allocating.entry(device).or_default().push(at.claim);
        let chosen = Chosen { request: at.request, alternative, device };
        self.found.devices[at.claim].push(chosen);
        Ok(true)
    }

    fn give_back(&mut self, at: At, device: DeviceRef) {
        let Some(chosen) = self.found.devices[at.claim].pop() else { return };
        let request = &self.plan.claims[at.claim].requests[at.request];
        let wanted = &request.alternatives[chosen.alternative];
        let driver = &self.inventory.pools[device.0].driver;
        let description = self.inventory.device(device);
        for it in &mut self.constraints[at.claim] {
            it.remove(&request.name, &wanted.name, driver, description);
        }
        self.release(device);
        if let Some(users) = self.allocating.get_mut(&device)
            && let Some(index) = users.iter().rposition(|it| *it == at.claim)
        {
            users.remove(index);
        }
    }

    /// Whether the counters of the pool suffice; then what the device uses is counted.
    fn consume(&mut self, device: DeviceRef) -> bool {
        let description = self.inventory.device(device);
        if description.consumes_counters.is_empty() {
            return true;
        }
        let left = &self.inventory.pools[device.0].counters;
        let consumed = self.consumed.entry(device.0).or_default();
        for (key, amount) in consumption(description) {
            *consumed.entry(key).or_default() += amount;
        }
        let suffices = left.iter().all(|(key, left)| consumed.get(key).is_none_or(|it| it <= left));
        if !suffices {
            self.release(device);
        }
        suffices
    }

    fn release(&mut self, device: DeviceRef) {
        let Some(consumed) = self.consumed.get_mut(&device.0) else { return };
        for (key, amount) in consumption(self.inventory.device(device)) {
            if let Some(sum) = consumed.get_mut(&key) {
                *sum -= amount;
            }
        }
    }
}

/// Whether a device has as much of everything as is asked for.
fn has_capacity(wanted: &Wanted, device: &Device) -> bool {
    let asked = wanted.capacity.iter().flat_map(|it| &it.requests);
    let mut asked = asked.map(|(name, amount)| (device.capacity.get(name), amount));
    asked.all(|(offered, amount)| offered.is_some_and(|it| it.value >= *amount))
}

fn is_tolerated(taints: &[DeviceTaint], tolerations: &[DeviceToleration]) -> bool {
    let mut keeping = taints.iter().filter(|it| {
        matches!(it.effect, DeviceTaintEffect::NoSchedule | DeviceTaintEffect::NoExecute)
    });
    keeping.all(|taint| tolerations.iter().any(|it| tolerates(it, taint)))
}

/// Upstream: `ToleratesTaint` in `resourceclaim/devicetoleration.go`.
fn tolerates(toleration: &DeviceToleration, taint: &DeviceTaint) -> bool {
    let effect = toleration.effect == DeviceTaintEffect::Unset || toleration.effect == taint.effect;
    let key = toleration.key.is_empty() || toleration.key == taint.key;
    effect
        && key
        && match toleration.operator {
            DeviceTolerationOperator::Exists => true,
            DeviceTolerationOperator::Equal | DeviceTolerationOperator::Unset => {
                toleration.value == taint.value
            }
            DeviceTolerationOperator::Other(_) => false,
        }
}
