//! Spreading endpoints over slices with as few changes as possible.
//!
//! Upstream: `staging/src/k8s.io/endpointslice/reconciler.go`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::discovery::v1::{AddressType, Endpoint, EndpointPort, EndpointSlice};
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};

/// What makes two endpoints the same: addresses, host name, namespace and name of the target.
type Identity = (Vec<String>, Option<String>, String, String);

/// Endpoints without repetition.
pub(crate) type EndpointSet = BTreeMap<Identity, Endpoint>;

pub(crate) fn identity(endpoint: &Endpoint) -> Identity {
    let mut addresses = endpoint.addresses.clone();
    addresses.sort();
    let target = endpoint.target_ref.as_deref();
    let (namespace, name) =
        target.map_or((String::new(), String::new()), |t| (t.namespace.clone(), t.name.clone()));
    (addresses, endpoint.hostname.clone(), namespace, name)
}

/// Whether two endpoints of the same identity are equal, hints apart: those are set later.
fn is_unchanged(a: &Endpoint, b: &Endpoint) -> bool {
    let uid = |endpoint: &Endpoint| endpoint.target_ref.as_deref().map(|t| t.uid.clone());
    a.conditions == b.conditions
        && a.node_name == b.node_name
        && a.zone == b.zone
        && uid(a) == uid(b)
}

/// Slices to write.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) create: Vec<EndpointSlice>,
    pub(crate) update: Vec<EndpointSlice>,
    pub(crate) delete: Vec<Arc<EndpointSlice>>,
}

/// What slices are made for.
pub(crate) struct Target<'a> {
    /// The object that they tell of.
    pub(crate) metadata: &'a ObjectMeta,
    pub(crate) owner: OwnerReference,
    pub(crate) labels: BTreeMap<String, String>,
    /// Annotations, unless they are no reason to write.
    pub(crate) annotations: Option<BTreeMap<String, String>>,
    pub(crate) address_type: &'a AddressType,
    /// How many endpoints a slice holds.
    pub(crate) capacity: usize,
}

impl Target<'_> {
    /// A slice without endpoints; the server completes its name.
    pub(crate) fn empty_slice(&self, ports: Vec<EndpointPort>) -> EndpointSlice {
        EndpointSlice {
            metadata: ObjectMeta {
                generate_name: format!("{}-", self.metadata.name),
                namespace: self.metadata.namespace.clone(),
                labels: self.labels.clone(),
                annotations: self.annotations.clone().unwrap_or_default(),
                owner_references: vec![self.owner.clone()],
                ..ObjectMeta::default()
            },
            address_type: self.address_type.clone(),
            endpoints: Vec::new(),
            ports,
        }
    }

    /// Puts the endpoints that are wanted under these ports into slices.
    pub(crate) fn spread(
        &self,
        ports: &[EndpointPort],
        existing: &[Arc<EndpointSlice>],
        mut wanted: EndpointSet,
    ) -> Changes {
        let mut changes = Changes::default();
        let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
        for slice in existing {
            match self.keep(slice, &mut wanted) {
                Kept::Nothing => changes.delete.push(slice.clone()),
                Kept::Changed(slice) => changed.push(*slice),
                Kept::Same => unchanged.push((**slice).clone()),
            }
        }
        // Slices that are written anyway are filled up, the fullest first.
        changed.sort_by_key(|slice| Reverse(slice.endpoints.len()));
        for slice in &mut changed {
            self.fill(slice, &mut wanted);
        }
        while !wanted.is_empty() {
            let fitting = self.tightest(&unchanged, wanted.len());
            let mut slice = match fitting {
                Some(at) => unchanged.remove(at),
                None => self.empty_slice(ports.to_vec()),
            };
            self.fill(&mut slice, &mut wanted);
            if fitting.is_some() {
                changed.push(slice);
            } else {
                changes.create.push(slice);
            }
        }
        changes.update = changed;
        changes
    }

    /// Takes the endpoints that are in a slice out of those that are wanted, and the others out of
    /// the slice.
    fn keep(&self, slice: &EndpointSlice, wanted: &mut EndpointSet) -> Kept {
        let mut stay = Vec::with_capacity(slice.endpoints.len());
        let mut all_same = true;
        for present in &slice.endpoints {
            if let Some(new) = wanted.remove(&identity(present)) {
                all_same &= is_unchanged(&new, present);
                // Hints are compared, and set anew where they should be others, at the end.
                stay.push(Endpoint { hints: present.hints.clone(), ..new });
            }
        }
        let complete = stay.len() == slice.endpoints.len();
        let annotated = self.annotations.as_ref();
        let relabelled = slice.metadata.labels != self.labels
            || annotated.is_some_and(|wanted| slice.metadata.annotations != *wanted);
        if stay.is_empty() && !complete {
            return Kept::Nothing;
        }
        if complete && all_same && !relabelled {
            return Kept::Same;
        }
        let mut changed = slice.clone();
        changed.endpoints = stay;
        changed.metadata.labels.clone_from(&self.labels);
        if let Some(annotations) = annotated {
            changed.metadata.annotations.clone_from(annotations);
        }
        Kept::Changed(Box::new(changed))
    }

    fn fill(&self, slice: &mut EndpointSlice, wanted: &mut EndpointSet) {
        while slice.endpoints.len() < self.capacity {
            let Some((_, endpoint)) = wanted.pop_first() else { return };
            slice.endpoints.push(endpoint);
        }
    }

    /// The slice that is fullest after so many endpoints are added, if one has room for them all.
    fn tightest(&self, slices: &[EndpointSlice], count: usize) -> Option<usize> {
        if count >= self.capacity {
            return None;
        }
        let room = |slice: &EndpointSlice| {
            self.capacity.checked_sub(slice.endpoints.len() + count).filter(|r| *r < self.capacity)
        };
        let rooms = slices.iter().enumerate().filter_map(|(at, slice)| Some((room(slice)?, at)));
        rooms.min().map(|(_, at)| at)
    }
}

/// What becomes of a slice.
enum Kept {
    /// None of its endpoints is wanted.
    Nothing,
    /// It stays with other contents.
    Changed(Box<EndpointSlice>),
    /// It stays as it is.
    Same,
}
