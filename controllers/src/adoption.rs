//! Which objects a controller owns: adopting orphans that match its selector, releasing objects
//! that no longer do.
//!
//! Upstream: `pkg/controller/controller_ref_manager.go`.

use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};
use bowline_apimachinery::resource::{Kind, Object, group_version};
use serde_json::{Value, json};

/// What to do about an object that a controller may own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is the controller's and stays so.
    Keep,
    /// It belongs to nobody and matches: take it.
    Adopt,
    /// It is the controller's and no longer matches: let it go.
    Release,
    /// It is somebody else's, or must be left alone.
    Ignore,
}

/// What the controller with metadata `owner` should do about an object, given whether the object
/// matches its selector.
#[must_use]
pub fn claim(owner: &ObjectMeta, object: &ObjectMeta, matches: bool) -> Claim {
    match object.controller() {
        Some(controller) if controller.uid != owner.uid => Claim::Ignore,
        Some(_) if matches => Claim::Keep,
        // Releasing is left to the garbage collector once the owner itself goes.
        Some(_) if owner.is_terminating() => Claim::Ignore,
        Some(_) => Claim::Release,
        None if owner.is_terminating() || !matches || object.is_terminating() => Claim::Ignore,
        None if owner.namespace != object.namespace => Claim::Ignore,
        None => Claim::Adopt,
    }
}

/// Objects sorted by claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims<T> {
    /// Those that are the controller's already.
    pub keep: Vec<T>,
    /// Those to adopt.
    pub adopt: Vec<T>,
    /// Those to release.
    pub release: Vec<T>,
}

/// Sorts `objects` by what the controller should do about them; ignored ones are left out.
pub fn claims<K, T, I>(owner: &ObjectMeta, selector: &Selector, objects: I) -> Claims<T>
where
    K: Object,
    T: AsRef<K>,
    I: IntoIterator<Item = T>,
{
    let mut claims = Claims { keep: Vec::new(), adopt: Vec::new(), release: Vec::new() };
    for object in objects {
        let metadata = object.as_ref().metadata();
        match claim(owner, metadata, selector.matches(&metadata.labels)) {
            Claim::Keep => claims.keep.push(object),
            Claim::Adopt => claims.adopt.push(object),
            Claim::Release => claims.release.push(object),
            Claim::Ignore => {}
        }
    }
    claims
}

/// The reference by which an object says that `owner` controls it.
///
/// Upstream: `apimachinery/pkg/apis/meta/v1/controller_ref.go`.
#[must_use]
pub fn controller_ref<K: Object + Kind>(owner: &K) -> OwnerReference {
    OwnerReference {
        api_version: group_version(K::GROUP, K::VERSION),
        kind: K::KIND.to_owned(),
        name: owner.name().to_owned(),
        uid: owner.metadata().uid.clone(),
        controller: Some(true),
        block_owner_deletion: Some(true),
    }
}

/// The strategic merge patch that adopts the object with that uid, giving it `finalizers` too.
#[must_use]
pub fn adopt_patch(reference: &OwnerReference, uid: &str, finalizers: &[&str]) -> Value {
    let mut metadata = json!({"uid": uid, "ownerReferences": [reference]});
    if !finalizers.is_empty() {
        metadata["finalizers"] = json!(finalizers);
    }
    json!({ "metadata": metadata })
}

/// The strategic merge patch that releases the object with that uid from the owner with that uid,
/// taking `finalizers` away too.
#[must_use]
pub fn release_patch(owner_uid: &str, uid: &str, finalizers: &[&str]) -> Value {
    let mut metadata =
        json!({"uid": uid, "ownerReferences": [{"$patch": "delete", "uid": owner_uid}]});
    if !finalizers.is_empty() {
        metadata["$deleteFromPrimitiveList/finalizers"] = json!(finalizers);
    }
    json!({ "metadata": metadata })
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::Time;

    use super::*;

    fn owned_by(uid: &str) -> ObjectMeta {
        let reference =
            OwnerReference { uid: uid.into(), controller: Some(true), ..OwnerReference::default() };
        ObjectMeta { owner_references: vec![reference], ..ObjectMeta::named("p") }
    }

    fn terminating(mut metadata: ObjectMeta) -> ObjectMeta {
        metadata.deletion_timestamp = Some(Time::from_unix_seconds(1));
        metadata
    }

    #[test]
    fn an_object_is_kept_adopted_released_or_ignored() {
        let owner = ObjectMeta { uid: "u1".into(), ..ObjectMeta::named("rs") };
        let ending = terminating(owner.clone());
        let orphan = ObjectMeta::named("p");
        for (name, owner, object, matches, want) in [
            ("own, matching", &owner, owned_by("u1"), true, Claim::Keep),
            ("own, not matching", &owner, owned_by("u1"), false, Claim::Release),
            ("own, owner going", &ending, owned_by("u1"), false, Claim::Ignore),
            ("own and matching, owner going", &ending, owned_by("u1"), true, Claim::Keep),
            ("another's", &owner, owned_by("u2"), true, Claim::Ignore),
            ("orphan", &owner, orphan.clone(), true, Claim::Adopt),
            ("orphan, not matching", &owner, orphan.clone(), false, Claim::Ignore),
            ("orphan, owner going", &ending, orphan.clone(), true, Claim::Ignore),
            ("orphan, going", &owner, terminating(orphan.clone()), true, Claim::Ignore),
            ("orphan elsewhere", &owner, orphan.in_namespace("x"), true, Claim::Ignore),
        ] {
            assert_eq!(claim(owner, &object, matches), want, "{name}");
        }
    }
}
