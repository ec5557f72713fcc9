//! Which objects a controller owns: adopting orphans that match its selector, releasing objects
//! that no longer do.
//!
//! Upstream: `pkg/controller/controller_ref_manager.go`.

use std::sync::Arc;

use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::{ObjectMeta, OwnerReference};
use bowline_apimachinery::resource::{Namespaced, NamespacedName, Object, Resource};
use bowline_client::api::Patch;
use bowline_client::{Client, Error};
use bowline_controller_runtime::owner::controller_reference;
use serde_json::{Value, json};

use crate::own_writes::OwnWrites;

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

/// The owner has changed since the round began, so that it may adopt nothing.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{owner} is gone or being deleted, and adopts nothing")]
pub struct OwnerGone {
    owner: NamespacedName,
}

/// Adopts and releases on behalf of one owner.
#[derive(Debug)]
pub struct Claimer<'a, O> {
    /// Writes.
    pub client: &'a Client,
    /// Who adopts.
    pub owner: &'a O,
    /// Finalizers that adopted objects get and released ones lose.
    pub finalizers: &'a [&'a str],
    /// Where adoptions are noted.
    pub writes: &'a OwnWrites,
}

impl<O: Resource<Scope = Namespaced>> Claimer<'_, O> {
    /// Carries claims out and gives what the owner has after that.
    ///
    /// # Errors
    /// When the owner itself is gone meanwhile, or a request fails.
    pub async fn claim<K: Resource<Scope = Namespaced>>(
        &self,
        selector: &Selector,
        objects: Vec<Arc<K>>,
    ) -> Result<Vec<Arc<K>>, Box<dyn std::error::Error + Send + Sync>> {
        let Claims { mut keep, adopt, release } =
            claims::<K, _, _>(self.owner.metadata(), selector, objects);
        for object in release {
            self.release(&*object).await?;
        }
        if !adopt.is_empty() {
            self.check_owner().await?;
        }
        for object in adopt {
            keep.extend(self.adopt(&*object).await?.map(Arc::new));
        }
        Ok(keep)
    }

    /// Asks the server, not the cache: an owner that is being deleted must not adopt what it would
    /// take along.
    async fn check_owner(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let owners = self.client.namespaced::<O>(self.owner.namespace());
        let fresh = owners.get_opt(self.owner.name()).await?;
        let same = |fresh: &O| {
            fresh.metadata().uid == self.owner.metadata().uid && !fresh.metadata().is_terminating()
        };
        match fresh.as_ref().is_some_and(same) {
            true => Ok(()),
            false => Err(OwnerGone { owner: self.owner.key() }.into()),
        }
    }

    async fn adopt<K: Resource<Scope = Namespaced>>(&self, object: &K) -> Result<Option<K>, Error> {
        let reference = controller_reference(self.owner);
        let patch = adopt_patch(&reference, &object.metadata().uid, self.finalizers);
        let objects = self.client.namespaced::<K>(object.namespace());
        match objects.patch(object.name(), &Patch::Strategic(patch)).await {
            Ok(adopted) => {
                self.writes.wrote(&self.owner.key(), &adopted);
                Ok(Some(adopted))
            }
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn release<K: Resource<Scope = Namespaced>>(&self, object: &K) -> Result<(), Error> {
        let (owner, uid) = (&self.owner.metadata().uid, &object.metadata().uid);
        let patch = release_patch(owner, uid, self.finalizers);
        let objects = self.client.namespaced::<K>(object.namespace());
        match objects.patch(object.name(), &Patch::Strategic(patch)).await {
            Ok(released) => {
                self.writes.wrote(&self.owner.key(), &released);
                Ok(())
            }
            // It is gone, or another object has its name now, or the reference was gone already.
            Err(error) if error.is_not_found() || error.is_invalid() || error.is_conflict() => {
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
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
