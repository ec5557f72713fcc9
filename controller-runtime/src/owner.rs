//! Owner references: who an object belongs to, and who manages it.
//!
//! *Upstream:* `controller-runtime/pkg/controller/controllerutil` and
//! `apimachinery/pkg/apis/meta/v1/controller_ref.go`.

use bowline_apimachinery::meta::OwnerReference;
use bowline_apimachinery::resource::{NamespacedName, Object, Resource, Scope};

/// Why an object cannot be owned by another.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OwnerError {
    /// Another object manages it already.
    #[error("{object} is already controlled by {} {}", owner.kind, owner.name)]
    AlreadyOwned {
        /// The object.
        object: NamespacedName,
        /// Who manages it.
        owner: Box<OwnerReference>,
    },
    /// An object in a namespace cannot own one outside of it.
    #[error("{owner} cannot own {object}: it is in another namespace")]
    OtherNamespace {
        /// The object.
        object: NamespacedName,
        /// Who was to own it.
        owner: NamespacedName,
    },
    /// The owner has not been created yet.
    #[error("{owner} cannot own anything: it has no uid")]
    NoUid {
        /// Who was to own something.
        owner: NamespacedName,
    },
}

/// A reference that makes `owner` an owner among others.
#[must_use]
pub fn owner_reference<O: Resource>(owner: &O) -> OwnerReference {
    OwnerReference {
        api_version: O::api_version(),
        kind: O::KIND.to_owned(),
        name: owner.name().to_owned(),
        uid: owner.metadata().uid.clone(),
        ..OwnerReference::default()
    }
}

/// A reference that makes `owner` the one that manages: it blocks the owner's foreground deletion.
#[must_use]
pub fn controller_reference<O: Resource>(owner: &O) -> OwnerReference {
    OwnerReference {
        controller: Some(true),
        block_owner_deletion: Some(true),
        ..owner_reference(owner)
    }
}

/// Makes `owner` manage `object`; a reference to the same owner is brought up to date.
///
/// # Errors
/// When another manages it, when scopes do not allow it, when the owner was never created.
pub fn set_controller_reference<O: Resource, K: Object>(
    owner: &O,
    object: &mut K,
) -> Result<(), OwnerError> {
    check::<O, K>(owner, object)?;
    let reference = controller_reference(owner);
    if let Some(known) = object.metadata().controller()
        && !is_same(known, &reference)
    {
        return Err(OwnerError::AlreadyOwned {
            object: object.key(),
            owner: Box::new(known.clone()),
        });
    }
    upsert(object, reference);
    Ok(())
}

/// Makes `owner` one of the owners of `object`; a reference to it that is there is brought up to
/// date and goes on to manage if it did.
///
/// # Errors
/// When scopes do not allow it, when the owner was never created.
pub fn set_owner_reference<O: Resource, K: Object>(
    owner: &O,
    object: &mut K,
) -> Result<(), OwnerError> {
    check::<O, K>(owner, object)?;
    let mut reference = owner_reference(owner);
    let known = object.metadata().owner_references.iter().find(|known| is_same(known, &reference));
    if let Some(known) = known {
        reference.controller = known.controller;
        reference.block_owner_deletion = known.block_owner_deletion;
    }
    upsert(object, reference);
    Ok(())
}

/// Takes `owner` from the owners of `object`; tells whether it was one.
pub fn remove_owner_reference<O: Resource, K: Object>(owner: &O, object: &mut K) -> bool {
    let reference = owner_reference(owner);
    let owners = &mut object.metadata_mut().owner_references;
    let before = owners.len();
    owners.retain(|known| !is_same(known, &reference));
    owners.len() != before
}

/// The key of the owner of kind `O` that manages `object`, if one does; its uid is not compared.
#[must_use]
pub fn controller_key<O: Resource, K: Object>(object: &K) -> Option<NamespacedName> {
    object.metadata().controller().and_then(|owner| key_of::<O>(owner, object.namespace()))
}

/// The keys of all owners of kind `O`.
pub fn owner_keys<O: Resource, K: Object>(object: &K) -> impl Iterator<Item = NamespacedName> {
    let owners = &object.metadata().owner_references;
    owners.iter().filter_map(|owner| key_of::<O>(owner, object.namespace()))
}

fn key_of<O: Resource>(owner: &OwnerReference, namespace: &str) -> Option<NamespacedName> {
    let group = owner.api_version.split_once('/').map_or("", |(group, _)| group);
    if owner.kind != O::KIND || group != O::GROUP {
        return None;
    }
    let namespace = if O::Scope::NAMESPACED { namespace } else { "" };
    Some(NamespacedName::new(namespace, &owner.name))
}

fn check<O: Resource, K: Object>(owner: &O, object: &K) -> Result<(), OwnerError> {
    if owner.metadata().uid.is_empty() {
        return Err(OwnerError::NoUid { owner: owner.key() });
    }
    if O::Scope::NAMESPACED && owner.namespace() != object.namespace() {
        return Err(OwnerError::OtherNamespace { object: object.key(), owner: owner.key() });
    }
    Ok(())
}

/// Same kind in any version of its group, and same name: upstream's rule, which lets a reference
/// to a former owner of the name be replaced.
fn is_same(a: &OwnerReference, b: &OwnerReference) -> bool {
    let group = |version: &str| version.split_once('/').map_or("", |(group, _)| group).to_owned();
    a.kind == b.kind && a.name == b.name && group(&a.api_version) == group(&b.api_version)
}

fn upsert<K: Object>(object: &mut K, reference: OwnerReference) {
    let owners = &mut object.metadata_mut().owner_references;
    match owners.iter_mut().find(|known| is_same(known, &reference)) {
        Some(known) => *known = reference,
        None => owners.push(reference),
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::apps::v1::{Deployment, ReplicaSet};
    use bowline_api::core::v1::{Node, Pod};
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;

    fn meta(name: &str, namespace: &str, uid: &str) -> ObjectMeta {
        let uid = uid.to_owned();
        ObjectMeta { uid, ..ObjectMeta::named(name).in_namespace(namespace) }
    }

    fn replica_set(name: &str, namespace: &str, uid: &str) -> ReplicaSet {
        ReplicaSet { metadata: meta(name, namespace, uid), ..ReplicaSet::default() }
    }

    fn pod() -> Pod {
        Pod { metadata: meta("pod", "ns", "p"), ..Pod::default() }
    }

    #[test]
    fn one_object_manages_and_its_reference_is_kept_up_to_date() {
        let mut pod = pod();
        set_controller_reference(&replica_set("rs", "ns", "1"), &mut pod).unwrap();
        let reference = pod.metadata.controller().unwrap().clone();
        assert_eq!(
            (reference.api_version.as_str(), reference.kind.as_str()),
            ("apps/v1", "ReplicaSet")
        );
        assert_eq!(reference.block_owner_deletion, Some(true));
        set_controller_reference(&replica_set("rs", "ns", "2"), &mut pod).unwrap();
        assert_eq!(pod.metadata.owner_references.len(), 1);
        assert_eq!(pod.metadata.controller().unwrap().uid, "2");
        let error = set_controller_reference(&replica_set("other", "ns", "3"), &mut pod);
        assert_eq!(error.unwrap_err().to_string(), "ns/pod is already controlled by ReplicaSet rs");
        set_owner_reference(&replica_set("other", "ns", "3"), &mut pod).unwrap();
        assert_eq!(pod.metadata.owner_references.len(), 2);
        assert_eq!(pod.metadata.controller().unwrap().name, "rs");
        assert!(remove_owner_reference(&replica_set("rs", "ns", ""), &mut pod));
        assert!(pod.metadata.controller().is_none());
    }

    #[test]
    fn scopes_are_respected() {
        let node = Node { metadata: meta("n", "", "n"), ..Node::default() };
        set_controller_reference(&node, &mut pod()).unwrap();
        for (name, owner, want) in [
            (
                "elsewhere",
                replica_set("rs", "other", "1"),
                "other/rs cannot own ns/pod: it is in another namespace",
            ),
            (
                "not created",
                replica_set("rs", "ns", ""),
                "ns/rs cannot own anything: it has no uid",
            ),
        ] {
            let error = set_controller_reference(&owner, &mut pod()).unwrap_err();
            assert_eq!(error.to_string(), want, "{name}");
        }
    }

    #[test]
    fn owners_are_found_by_kind_and_group() {
        let mut pod = pod();
        set_controller_reference(&replica_set("rs", "ns", "1"), &mut pod).unwrap();
        assert_eq!(controller_key::<ReplicaSet, _>(&pod), Some(NamespacedName::new("ns", "rs")));
        assert_eq!(controller_key::<Deployment, _>(&pod), None);
        let node = Node { metadata: meta("n", "", "n"), ..Node::default() };
        set_owner_reference(&node, &mut pod).unwrap();
        let nodes: Vec<_> = owner_keys::<Node, _>(&pod).collect();
        assert_eq!(nodes, [NamespacedName::new("", "n")]);
    }
}
