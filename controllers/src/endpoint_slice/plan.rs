//! The slices a Service should have, and the writes that lead there.
//!
//! Upstream: `pkg/controller/endpointslice`, `staging/src/k8s.io/endpointslice/reconciler.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{Node, Pod, Service};
use bowline_api::discovery::v1::{AddressType, EndpointPort, EndpointSlice};
use bowline_controller_runtime::owner::controller_reference;

use super::endpoints::{endpoint, is_candidate, ports};
use super::slices::{Changes, EndpointSet, Target, identity};
use super::{hints, labels};

/// The most endpoints of a slice, unless configured otherwise.
pub const MAX_ENDPOINTS: usize = 100;

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The Service.
    pub service: Arc<Service>,
    /// The pods that its selector chooses.
    pub pods: Vec<Arc<Pod>>,
    /// The nodes of those pods, by name, as far as they exist.
    pub nodes: BTreeMap<String, Arc<Node>>,
    /// The slices that this controller keeps for it.
    pub existing: Vec<Arc<EndpointSlice>>,
    /// How many endpoints a slice holds.
    pub max_endpoints: usize,
}

/// A write.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A new slice; the server completes its name.
    Create(Box<EndpointSlice>),
    /// A slice with other contents.
    Update(Box<EndpointSlice>),
    /// A slice that is not needed any more.
    Delete(Arc<EndpointSlice>),
}

/// The writes, and whether pods were left out because their nodes are not known (yet).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The writes, in this order.
    pub actions: Vec<Action>,
    /// Whether to look again soon.
    pub is_incomplete: bool,
}

/// Decides what to write for a Service.
#[must_use]
pub fn plan(observed: &Observed) -> Plan {
    let families = address_types(&observed.service);
    let mut all = Changes::default();
    let mut is_incomplete = false;
    for address_type in &families {
        let existing: Vec<_> = observed
            .existing
            .iter()
            .filter(|slice| slice.address_type == *address_type)
            .cloned()
            .collect();
        let changes = plan_family(observed, address_type, existing, &mut is_incomplete);
        all.create.extend(changes.create);
        all.update.extend(changes.update);
        all.delete.extend(changes.delete);
    }
    let foreign = observed.existing.iter().filter(|slice| !families.contains(&slice.address_type));
    all.delete.extend(foreign.cloned());
    reuse(&mut all);
    let actions = (all.create.into_iter().map(|slice| Action::Create(Box::new(slice))))
        .filter(|_| !observed.service.metadata.is_terminating())
        .chain(all.update.into_iter().map(|slice| Action::Update(Box::new(slice))))
        .chain(all.delete.into_iter().map(Action::Delete))
        .collect();
    Plan { actions, is_incomplete }
}

/// The address families of a Service, each with slices of its own.
fn address_types(service: &Service) -> Vec<AddressType> {
    let spec = &service.spec;
    if !spec.ip_families.is_empty() {
        return spec.ip_families.iter().map(|family| family.as_str().into()).collect();
    }
    match spec.cluster_ip.as_str() {
        // A headless Service from before families were recorded: its pods decide.
        "" | "None" => vec![AddressType::IPv4, AddressType::IPv6],
        ip if ip.contains(':') => vec![AddressType::IPv6],
        _ => vec![AddressType::IPv4],
    }
}

/// Endpoints by the ports that they have.
type ByPorts = BTreeMap<String, (Vec<EndpointPort>, EndpointSet)>;

fn plan_family(
    observed: &Observed,
    address_type: &AddressType,
    existing: Vec<Arc<EndpointSlice>>,
    is_incomplete: &mut bool,
) -> Changes {
    let wanted = wanted(observed, *address_type == AddressType::IPv6, is_incomplete);
    let target = Target {
        metadata: &observed.service.metadata,
        owner: controller_reference(&*observed.service),
        labels: labels::of(&observed.service),
        annotations: None,
        address_type,
        capacity: observed.max_endpoints.max(1),
    };
    let mut by_ports: BTreeMap<String, Vec<Arc<EndpointSlice>>> = BTreeMap::new();
    for slice in &existing {
        by_ports.entry(port_key(&slice.ports)).or_default().push(slice.clone());
    }
    let mut changes = Changes::default();
    for (key, (ports, endpoints)) in wanted {
        let group = by_ports.remove(&key).unwrap_or_default();
        let group = target.spread(&ports, &group, endpoints);
        changes.create.extend(group.create);
        changes.update.extend(group.update);
        changes.delete.extend(group.delete);
    }
    changes.delete.extend(by_ports.into_values().flatten());
    if existing.len() == changes.delete.len() && changes.create.is_empty() {
        keep_placeholder(&target, &mut changes);
    }
    set_hints(observed, &existing, &mut changes);
    changes
}

fn wanted(observed: &Observed, ipv6: bool, is_incomplete: &mut bool) -> ByPorts {
    let service = &observed.service;
    let mut wanted = ByPorts::new();
    for pod in observed.pods.iter().filter(|pod| is_candidate(pod)) {
        let node = observed.nodes.get(&pod.spec.node_name);
        // Whoever publishes addresses that are not ready wants this one as well.
        if node.is_none() && !service.spec.publish_not_ready_addresses {
            *is_incomplete = true;
            continue;
        }
        let Some(found) = endpoint(pod, service, ipv6, node.map(Arc::as_ref)) else { continue };
        let ports = ports(pod, service);
        let group = wanted.entry(port_key(&ports)).or_insert_with(|| (ports, EndpointSet::new()));
        group.1.insert(identity(&found), found);
    }
    wanted
}

/// What makes two lists of ports the same, whatever their order.
pub(crate) fn port_key(ports: &[EndpointPort]) -> String {
    let mut keys: Vec<_> = ports.iter().map(|port| format!("{port:?}")).collect();
    keys.sort();
    keys.join(",")
}

/// A Service without endpoints has a slice all the same, so that watchers know it was looked at.
fn keep_placeholder(target: &Target<'_>, changes: &mut Changes) {
    let placeholder = target.empty_slice(Vec::new());
    let is_there = matches!(changes.delete.as_slice(), [only] if {
        let (a, b) = (&only.metadata, &placeholder.metadata);
        only.endpoints.is_empty()
            && only.ports.is_empty()
            && a.labels == b.labels
            && a.owner_references == b.owner_references
    });
    if is_there {
        changes.delete.clear();
    } else {
        changes.create.push(placeholder);
    }
}

/// Gives all endpoints the hints they should have; slices in which that changes something are
/// written, too.
fn set_hints(observed: &Observed, existing: &[Arc<EndpointSlice>], changes: &mut Changes) {
    let service = &observed.service;
    let set = |slice: &mut EndpointSlice| {
        for endpoint in &mut slice.endpoints {
            endpoint.hints = hints::of(endpoint, service);
        }
    };
    changes.create.iter_mut().chain(&mut changes.update).for_each(set);
    let is_written = |slice: &Arc<EndpointSlice>| {
        let name = &slice.metadata.name;
        changes.update.iter().any(|changed| changed.metadata.name == *name)
            || changes.delete.iter().any(|deleted| deleted.metadata.name == *name)
    };
    let mut rehinted = Vec::new();
    for slice in existing.iter().filter(|slice| !is_written(slice)) {
        let differs = slice.endpoints.iter().any(|e| e.hints != hints::of(e, service));
        if differs {
            let mut slice = (**slice).clone();
            set(&mut slice);
            rehinted.push(slice);
        }
    }
    changes.update.extend(rehinted);
}

/// Turns the deletion of one slice and the creation of another into an update.
pub(crate) fn reuse(changes: &mut Changes) {
    let mut left = Vec::new();
    for deleted in std::mem::take(&mut changes.delete) {
        let fits = changes.create.last().is_some_and(|new| {
            new.address_type == deleted.address_type
                && new.metadata.owner_references == deleted.metadata.owner_references
        });
        match changes.create.pop_if(|_| fits) {
            Some(mut slice) => {
                slice.metadata.name.clone_from(&deleted.metadata.name);
                slice.metadata.generate_name.clone_from(&deleted.metadata.generate_name);
                slice.metadata.uid.clone_from(&deleted.metadata.uid);
                slice.metadata.resource_version.clone_from(&deleted.metadata.resource_version);
                changes.update.push(slice);
            }
            None => left.push(deleted),
        }
    }
    changes.delete = left;
}
