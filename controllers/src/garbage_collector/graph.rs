//! Who owns whom, as far as the caches know.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};
use bowline_apimachinery::resource::ApiResource;

/// The finalizer of foreground deletion.
pub(super) const FOREGROUND: &str = "foregroundDeletion";
/// The finalizer of orphaning deletion.
pub(super) const ORPHAN: &str = "orphan";

/// Where an object lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) resource: Arc<ApiResource>,
    pub(super) namespace: String,
    pub(super) name: String,
}

/// An object, as its owners and dependents see it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) identity: Identity,
    pub(super) owners: Vec<OwnerReference>,
    /// Deletion has begun, and waits for dependents or for orphaning.
    pub(super) deleting: Option<Deleting>,
}

/// How a deletion that waits goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deleting {
    /// Dependents go first.
    Foreground,
    /// Dependents are let go first.
    Orphaning,
    /// Some other finalizer holds it.
    Otherwise,
}

/// Objects by uid. Owners that were never seen are not in it, but have dependents all the same.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: HashMap<String, Node>,
    dependents: HashMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Takes an object that is new or has changed; gives the uids that need a look.
    pub(super) fn apply(&mut self, identity: Identity, metadata: &ObjectMeta) -> Vec<String> {
        let uid = metadata.uid.clone();
        let node = Node {
            identity,
            owners: metadata.owner_references.clone(),
            deleting: metadata.is_terminating().then(|| {
                if metadata.has_finalizer(FOREGROUND) {
                    Deleting::Foreground
                } else if metadata.has_finalizer(ORPHAN) {
                    Deleting::Orphaning
                } else {
                    Deleting::Otherwise
                }
            }),
        };
        let old = self.nodes.insert(uid.clone(), node.clone());
        let before: Vec<String> = old.as_ref().map(|o| owner_uids(&o.owners)).unwrap_or_default();
        let after = owner_uids(&node.owners);
        for gone in before.iter().filter(|o| !after.contains(o)) {
            self.forget_dependent(gone, &uid);
        }
        for owner in &after {
            self.dependents.entry(owner.clone()).or_default().insert(uid.clone());
        }
        let mut look = Vec::new();
        if !after.is_empty() || node.deleting.is_some() {
            look.push(uid.clone());
        }
        // A waiting owner may go on once a dependent has let go of it.
        look.extend(before.into_iter().filter(|o| !after.contains(o)));
        if node.deleting == Some(Deleting::Foreground) {
            look.extend(self.dependents_of(&uid));
        }
        look
    }

    /// Takes an object that is gone; gives the uids that need a look.
    pub(super) fn remove(&mut self, uid: &str) -> Vec<String> {
        let mut look: Vec<String> = self.dependents_of(uid);
        if let Some(node) = self.nodes.remove(uid) {
            for owner in owner_uids(&node.owners) {
                self.forget_dependent(&owner, uid);
                look.push(owner);
            }
        }
        look
    }

    pub(super) fn get(&self, uid: &str) -> Option<&Node> {
        self.nodes.get(uid)
    }

    pub(super) fn dependents_of(&self, uid: &str) -> Vec<String> {
        self.dependents.get(uid).into_iter().flatten().cloned().collect()
    }

    /// Dependents that a foreground deletion of their owner has to wait for.
    pub(super) fn blocking_dependents(&self, uid: &str) -> Vec<String> {
        let blocks = |dependent: &String| {
            self.nodes.get(dependent).is_some_and(|node| {
                let mut owners = node.owners.iter();
                owners.any(|o| o.uid == uid && o.block_owner_deletion == Some(true))
            })
        };
        self.dependents_of(uid).into_iter().filter(blocks).collect()
    }

    fn forget_dependent(&mut self, owner: &str, dependent: &str) {
        if let Some(dependents) = self.dependents.get_mut(owner) {
            dependents.remove(dependent);
            if dependents.is_empty() {
                self.dependents.remove(owner);
            }
        }
    }
}

fn owner_uids(owners: &[OwnerReference]) -> Vec<String> {
    owners.iter().map(|o| o.uid.clone()).collect()
}
