//! Types of the crate `k8s_openapi` as objects of this one (feature `k8s-openapi`).
//!
//! [`K8sOpenapi`] wraps such a type, so that typed clients, informers, stores and controllers take
//! it. The program that uses it chooses the version of Kubernetes with a feature of `k8s-openapi`,
//! as that crate demands.

use std::ops::Deref;

use ::k8s_openapi::apimachinery::pkg::apis::meta::v1 as theirs;
use ::k8s_openapi::jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{DecodeError, EncodeError, MediaType};
use crate::dynamic::{decode_serde, encode_serde};
use crate::meta::{ManagedFieldsEntry, ObjectMeta, OwnerReference};
use crate::raw_json::RawJson;
use crate::resource::{Cluster, Kind, Namespaced, Object, Resource, Scope};
use crate::time::Time;

/// An object of a type of `k8s_openapi`.
///
/// It reads as the type that it wraps. The metadata of [`Object`] is what counts: it is taken from
/// the wrapped object, and given back to it by [`K8sOpenapi::into_inner`] and on the wire.
///
/// # Example
/// ```
/// use bowline_apimachinery::interop::K8sOpenapi;
/// use bowline_apimachinery::resource::Object;
/// # fn example<T: bowline_apimachinery::interop::Foreign>(object: T) -> T {
/// let mut object = K8sOpenapi::from(object);
/// object.metadata_mut().labels.insert("tier".into(), "web".into());
/// object.into_inner()
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct K8sOpenapi<T> {
    metadata: ObjectMeta,
    inner: T,
}

/// What a type of `k8s_openapi` must be to be wrapped: a kind with metadata that travels as JSON.
/// All its kinds are, and so are kinds that `kube` derives.
pub trait Foreign:
    ::k8s_openapi::Metadata<Ty = theirs::ObjectMeta, Scope: Extent>
    + Clone
    + std::fmt::Debug
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
}

impl<T> Foreign for T where
    T: ::k8s_openapi::Metadata<Ty = theirs::ObjectMeta, Scope: Extent>
        + Clone
        + std::fmt::Debug
        + Serialize
        + DeserializeOwned
        + Send
        + Sync
        + 'static
{
}

/// Where objects live, in the words of both crates.
pub trait Extent {
    /// The same in ours.
    type Scope: Scope;
}

impl Extent for ::k8s_openapi::NamespaceResourceScope {
    type Scope = Namespaced;
}

impl Extent for ::k8s_openapi::ClusterResourceScope {
    type Scope = Cluster;
}

impl<T: Foreign> K8sOpenapi<T> {
    /// The wrapped object with the metadata as it is now.
    #[must_use]
    pub fn into_inner(self) -> T {
        let Self { metadata, mut inner } = self;
        give(&metadata, inner.metadata_mut());
        inner
    }

    /// Changes the object, metadata included.
    pub fn edit<R>(&mut self, change: impl FnOnce(&mut T) -> R) -> R {
        give(&self.metadata, self.inner.metadata_mut());
        let outcome = change(&mut self.inner);
        self.metadata = taken(self.inner.metadata());
        outcome
    }
}

impl<T: Foreign> From<T> for K8sOpenapi<T> {
    fn from(inner: T) -> Self {
        Self { metadata: taken(inner.metadata()), inner }
    }
}

impl<T> Deref for K8sOpenapi<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: Foreign> Kind for K8sOpenapi<T> {
    const GROUP: &'static str = T::GROUP;
    const VERSION: &'static str = T::VERSION;
    const KIND: &'static str = T::KIND;
}

impl<T: Foreign> Resource for K8sOpenapi<T> {
    const PLURAL: &'static str = T::URL_PATH_SEGMENT;
    type Scope = <T::Scope as Extent>::Scope;
}

impl<T: Foreign> Object for K8sOpenapi<T> {
    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn metadata_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }

    fn encode(&self, media_type: MediaType) -> Result<Vec<u8>, EncodeError> {
        encode_serde(&self.clone().into_inner(), T::KIND, media_type)
    }

    fn decode(bytes: &[u8], media_type: MediaType) -> Result<Self, DecodeError> {
        // Items of lists do not say what they are, and the types of `k8s_openapi` do not ask.
        Ok(decode_serde::<T>(bytes, media_type)?.into())
    }
}

fn some<T: Default + PartialEq + Clone>(value: &T) -> Option<T> {
    (*value != T::default()).then(|| value.clone())
}

fn seconds(time: Option<&theirs::Time>) -> Option<Time> {
    time.map(|time| Time::from_unix_seconds(time.0.as_second()))
}

/// Times beyond the year 9999, which no server sends, are left out.
fn timestamp(time: Option<Time>) -> Option<theirs::Time> {
    let time = time.filter(|time| !time.is_zero())?;
    Timestamp::from_second(time.unix_seconds()).ok().map(theirs::Time)
}

fn taken(from: &theirs::ObjectMeta) -> ObjectMeta {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let owner = |owner: &theirs::OwnerReference| OwnerReference {
        api_version: owner.api_version.clone(),
        kind: owner.kind.clone(),
        name: owner.name.clone(),
        uid: owner.uid.clone(),
        controller: owner.controller,
        block_owner_deletion: owner.block_owner_deletion,
    };
    let manager = |entry: &theirs::ManagedFieldsEntry| ManagedFieldsEntry {
        manager: text(&entry.manager),
        operation: entry.operation.as_deref().unwrap_or_default().into(),
        api_version: text(&entry.api_version),
        time: seconds(entry.time.as_ref()),
        fields_type: text(&entry.fields_type),
        fields_v1: entry.fields_v1.as_ref().map(|fields| RawJson::from_value(&fields.0)),
        subresource: text(&entry.subresource),
    };
    ObjectMeta {
        name: text(&from.name),
        generate_name: text(&from.generate_name),
        namespace: text(&from.namespace),
        self_link: text(&from.self_link),
        uid: text(&from.uid),
        resource_version: text(&from.resource_version),
        generation: from.generation.unwrap_or_default(),
        creation_timestamp: seconds(from.creation_timestamp.as_ref()),
        deletion_timestamp: seconds(from.deletion_timestamp.as_ref()),
        deletion_grace_period_seconds: from.deletion_grace_period_seconds,
        labels: from.labels.clone().unwrap_or_default(),
        annotations: from.annotations.clone().unwrap_or_default(),
        owner_references: from.owner_references.iter().flatten().map(owner).collect(),
        finalizers: from.finalizers.clone().unwrap_or_default(),
        managed_fields: from.managed_fields.iter().flatten().map(manager).collect(),
    }
}

fn give(from: &ObjectMeta, to: &mut theirs::ObjectMeta) {
    let owner = |owner: &OwnerReference| theirs::OwnerReference {
        api_version: owner.api_version.clone(),
        kind: owner.kind.clone(),
        name: owner.name.clone(),
        uid: owner.uid.clone(),
        controller: owner.controller,
        block_owner_deletion: owner.block_owner_deletion,
    };
    let manager = |entry: &ManagedFieldsEntry| theirs::ManagedFieldsEntry {
        manager: some(&entry.manager),
        operation: some(&entry.operation.as_str().to_owned()),
        api_version: some(&entry.api_version),
        time: timestamp(entry.time),
        fields_type: some(&entry.fields_type),
        fields_v1: entry.fields_v1.as_ref().map(|fields| theirs::FieldsV1(fields.to_value())),
        subresource: some(&entry.subresource),
    };
    let owners: Vec<_> = from.owner_references.iter().map(owner).collect();
    let managers: Vec<_> = from.managed_fields.iter().map(manager).collect();
    *to = theirs::ObjectMeta {
        name: some(&from.name),
        generate_name: some(&from.generate_name),
        namespace: some(&from.namespace),
        self_link: some(&from.self_link),
        uid: some(&from.uid),
        resource_version: some(&from.resource_version),
        generation: some(&from.generation),
        creation_timestamp: timestamp(from.creation_timestamp),
        deletion_timestamp: timestamp(from.deletion_timestamp),
        deletion_grace_period_seconds: from.deletion_grace_period_seconds,
        labels: some(&from.labels),
        annotations: some(&from.annotations),
        owner_references: some(&owners),
        finalizers: some(&from.finalizers),
        managed_fields: some(&managers),
    };
}
