//! What devices there are, pool by pool, and which are taken.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use bowline_api::core::v1::{Node, NodeSelector};
use bowline_api::resource::v1::{Device, ResourceClaim, ResourceSlice};
use bowline_apimachinery::quantity::Quantity;

use super::books::Books;
use crate::snapshot::Objects;

/// A device by driver, pool and name.
pub(super) type DeviceId = (String, String, String);

/// Counters by set and name.
pub(super) type Counters = BTreeMap<(String, String), Quantity>;

/// Where a device is described: pool, slice and place.
pub(super) type DeviceRef = (usize, usize, usize);

/// All pools, in the order of driver and name.
#[derive(Debug)]
pub(super) struct Inventory {
    pub(super) pools: Vec<Pool>,
    pub(super) allocated: HashSet<DeviceId>,
    /// Pools and slices of one node alone.
    by_node: HashMap<String, Vec<(usize, usize)>>,
    /// Those that other nodes may reach.
    shared: Vec<(usize, usize)>,
}

/// The slices of a pool in its newest generation.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) driver: String,
    pub(super) name: String,
    pub(super) slices: Vec<Arc<ResourceSlice>>,
    /// Some slices are yet to come.
    pub(super) is_incomplete: bool,
    /// Two devices have the same name.
    pub(super) is_invalid: bool,
    /// What is left of its counters.
    pub(super) counters: Counters,
}

impl Inventory {
    pub(super) fn of(objects: &Objects, books: &Books) -> Self {
        let mut grouped = BTreeMap::<(String, String), Vec<Arc<ResourceSlice>>>::new();
        for slice in objects.list::<ResourceSlice>() {
            let key = (slice.spec.driver.clone(), slice.spec.pool.name.clone());
            grouped.entry(key).or_default().push(Arc::clone(slice));
        }
        let allocated = allocated(objects, books);
        let pools = grouped.into_iter();
        let pools: Vec<_> =
            pools.map(|((driver, name), it)| Pool::of(driver, name, it, &allocated)).collect();
        let mut by_node = HashMap::<String, Vec<_>>::new();
        let mut shared = Vec::new();
        for (pool_index, pool) in pools.iter().enumerate() {
            for (index, slice) in pool.slices.iter().enumerate() {
                match slice.spec.node_name.as_deref() {
                    Some(node) if !node.is_empty() => {
                        by_node.entry(node.to_owned()).or_default().push((pool_index, index));
                    }
                    _ => shared.push((pool_index, index)),
                }
            }
        }
        Self { pools, allocated, by_node, shared }
    }

    /// The slices with devices that a node reaches, in the order of their pools.
    pub(super) fn of_node(&self, node: &Node) -> Vec<(usize, usize)> {
        let own = self.by_node.get(&node.metadata.name).into_iter().flatten().copied();
        let shared = self.shared.iter().copied().filter(|(pool, slice)| {
            let slice = &self.pools[*pool].slices[*slice];
            if slice.spec.per_device_node_selection == Some(true) {
                return slice.spec.devices.iter().any(|it| reaches_device(node, it));
            }
            reaches(node, None, slice.spec.all_nodes, slice.spec.node_selector.as_ref())
        });
        let mut all: Vec<_> = own.chain(shared).collect();
        all.sort_unstable();
        all
    }

    pub(super) fn device(&self, (pool, slice, device): DeviceRef) -> &Device {
        &self.pools[pool].slices[slice].spec.devices[device]
    }

    pub(super) fn slice(&self, (pool, slice, _): DeviceRef) -> &ResourceSlice {
        &self.pools[pool].slices[slice]
    }

    pub(super) fn id(&self, device: DeviceRef) -> DeviceId {
        let pool = &self.pools[device.0];
        (pool.driver.clone(), pool.name.clone(), self.device(device).name.clone())
    }
}

/// Whether a device that is chosen node by node can be reached.
pub(super) fn reaches_device(node: &Node, device: &Device) -> bool {
    let name = device.node_name.as_deref();
    reaches(node, name, device.all_nodes, device.node_selector.as_ref())
}

fn reaches(
    node: &Node,
    name: Option<&str>,
    all: Option<bool>,
    selector: Option<&NodeSelector>,
) -> bool {
    match (name, all, selector) {
        (Some(name), ..) if !name.is_empty() => node.metadata.name == name,
        (_, Some(true), _) => true,
        (.., Some(selector)) => selector.matches(node),
        _ => false,
    }
}

/// The devices of all claims. Those looked at for administration are not taken by that.
fn allocated(objects: &Objects, books: &Books) -> HashSet<DeviceId> {
    let mut taken = HashSet::new();
    for shown in objects.list::<ResourceClaim>() {
        let claim = books.current(shown);
        let results = claim.status.allocation.iter().flat_map(|it| &it.devices.results);
        let own = results.filter(|it| it.admin_access != Some(true));
        taken.extend(own.map(|it| (it.driver.clone(), it.pool.clone(), it.device.clone())));
    }
    taken
}

impl Pool {
    fn of(
        driver: String,
        name: String,
        mut slices: Vec<Arc<ResourceSlice>>,
        allocated: &HashSet<DeviceId>,
    ) -> Self {
        let newest = slices.iter().map(|it| it.spec.pool.generation).max().unwrap_or(0);
        slices.retain(|it| it.spec.pool.generation == newest);
        let expected = slices.first().map_or(0, |it| it.spec.pool.resource_slice_count);
        let is_incomplete = i64::try_from(slices.len()) != Ok(expected);
        let mut names = BTreeSet::new();
        let devices = || slices.iter().flat_map(|it| &it.spec.devices);
        let is_invalid = !devices().all(|it| names.insert(it.name.as_str()));
        let mut counters = Counters::new();
        for set in slices.iter().flat_map(|it| &it.spec.shared_counters) {
            let named = set.counters.iter();
            counters.extend(
                named.map(|(counter, it)| ((set.name.clone(), counter.clone()), it.value.clone())),
            );
        }
        for device in devices() {
            let id = (driver.clone(), name.clone(), device.name.clone());
            if !allocated.contains(&id) {
                continue;
            }
            for (key, amount) in consumption(device) {
                if let Some(left) = counters.get_mut(&key) {
                    *left -= amount;
                }
            }
        }
        Self { driver, name, slices, is_incomplete, is_invalid, counters }
    }
}

/// What a device uses of its pool's counters.
pub(super) fn consumption(device: &Device) -> impl Iterator<Item = ((String, String), &Quantity)> {
    device.consumes_counters.iter().flat_map(|set| {
        let counters = set.counters.iter();
        counters.map(|(name, it)| ((set.counter_set.clone(), name.clone()), &it.value))
    })
}
