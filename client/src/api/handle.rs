//! A handle to the objects of one resource, in one namespace or in all.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bowline_apimachinery::codec::{DecodeError, MediaType};
use bowline_apimachinery::resource::{ApiResource, Object, path_segment};
use bytes::Bytes;
use http::{Method, Response};

use super::WriteOptions;
use crate::rest::{Outgoing, Query, accept, is_failed_status, media_type_of};
use crate::{Client, Error};

/// The verbs of one resource in one namespace, in all namespaces, or in the cluster.
///
/// Made by [`Client::namespaced`], [`Client::all`], [`Client::cluster`], [`Client::dynamic`];
/// cheap to make and to clone.
pub struct Api<K> {
    client: Client,
    resource: Arc<ApiResource>,
    namespace: String,
    writes: WriteOptions,
    metadata_only: bool,
    kind: PhantomData<fn() -> K>,
}

impl<K> Api<K> {
    pub(crate) fn new(client: Client, resource: ApiResource, namespace: &str) -> Self {
        let namespace = if resource.namespaced { namespace.to_owned() } else { String::new() };
        let writes = client.write_options().clone();
        let resource = Arc::new(resource);
        Self { client, resource, namespace, writes, metadata_only: false, kind: PhantomData }
    }

    pub(crate) fn only_metadata(mut self) -> Self {
        self.metadata_only = true;
        self
    }

    /// The client behind the handle.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The resource.
    #[must_use]
    pub fn resource(&self) -> &ApiResource {
        &self.resource
    }

    pub(crate) fn shared_resource(&self) -> &Arc<ApiResource> {
        &self.resource
    }

    /// The namespace; empty for all of them and for cluster-scoped resources.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The same handle with these options for its writes.
    #[must_use]
    pub fn with_write_options(mut self, writes: WriteOptions) -> Self {
        self.writes = writes;
        self
    }

    /// The same handle whose writes name this field manager.
    #[must_use]
    pub fn field_manager(mut self, manager: impl Into<String>) -> Self {
        self.writes.field_manager = manager.into();
        self
    }

    /// The same handle whose writes are checked by the server and not stored.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.writes.dry_run = true;
        self
    }

    /// The options of writes.
    #[must_use]
    pub fn write_options(&self) -> &WriteOptions {
        &self.writes
    }

    /// The path of the collection, in the namespace given when the handle has none.
    pub(crate) fn collection(&self, fallback_namespace: &str) -> String {
        let own = self.namespace.as_str();
        self.resource.path(if own.is_empty() { fallback_namespace } else { own })
    }

    /// The path of an object, or of something beneath it.
    pub(crate) fn item(
        &self,
        namespace: &str,
        name: &str,
        subresource: &str,
    ) -> Result<String, Error> {
        let namespace = if self.namespace.is_empty() { namespace } else { &self.namespace };
        if self.resource.namespaced && namespace.is_empty() {
            return Err(Error::NamespaceRequired { resource: self.resource.plural.to_string() });
        }
        if name.is_empty() {
            return Err(Error::NameRequired { resource: self.resource.plural.to_string() });
        }
        let mut path = self.resource.path(namespace);
        for part in [name, subresource].into_iter().filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(&path_segment(part));
        }
        Ok(path)
    }
}

impl<K: Object> Api<K> {
    /// The encoding for objects of this kind.
    pub(crate) fn encoding(&self) -> MediaType {
        if K::PROTOBUF { self.client.encoding() } else { MediaType::Json }
    }

    /// What to accept in place of an object.
    pub(crate) fn accept_object(&self) -> &'static str {
        match (self.metadata_only, self.encoding()) {
            (false, encoding) => accept(encoding),
            (true, MediaType::Protobuf) => PARTIAL_PROTOBUF,
            (true, _) => PARTIAL_JSON,
        }
    }

    /// What to accept in place of a list.
    pub(crate) fn accept_list(&self) -> &'static str {
        match (self.metadata_only, self.encoding()) {
            (false, encoding) => accept(encoding),
            (true, MediaType::Protobuf) => PARTIAL_LIST_PROTOBUF,
            (true, _) => PARTIAL_LIST_JSON,
        }
    }

    /// A request whose answer is an object.
    pub(crate) fn outgoing(&self, method: Method, path: String, query: &Query) -> Outgoing {
        Outgoing::new(method, path).query(query).accept(self.accept_object())
    }

    /// Sends a request whose answer is an object of this kind.
    pub(crate) async fn fetch(&self, request: &Outgoing) -> Result<K, Error> {
        let answer = self.client.exchange(request).await?;
        let (body, media_type) = body_of(&answer, request)?;
        self.read(body, media_type, request)
    }

    /// Reads an object out of an answer.
    pub(crate) fn read(
        &self,
        body: &[u8],
        media_type: MediaType,
        request: &Outgoing,
    ) -> Result<K, Error> {
        let mut object =
            K::decode(body, media_type).map_err(|source| undecodable(request, source))?;
        object.fill_type_meta(&self.resource);
        Ok(object)
    }
}

/// The body of an answer and its encoding; a failure that hides under a good code is found.
pub(crate) fn body_of<'a>(
    answer: &'a Response<Bytes>,
    request: &Outgoing,
) -> Result<(&'a Bytes, MediaType), Error> {
    let body = answer.body();
    let media_type = media_type_of(answer.headers(), body, || request.describe())?;
    match is_failed_status(body, media_type) {
        Some(status) => Err(status.into()),
        None => Ok((body, media_type)),
    }
}

pub(crate) fn undecodable(request: &Outgoing, source: DecodeError) -> Error {
    Error::Decode { request: request.describe(), source }
}

const PARTIAL_JSON: &str =
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
const PARTIAL_PROTOBUF: &str = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
const PARTIAL_LIST_JSON: &str =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const PARTIAL_LIST_PROTOBUF: &str = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

impl<K> Clone for Api<K> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            resource: self.resource.clone(),
            namespace: self.namespace.clone(),
            writes: self.writes.clone(),
            metadata_only: self.metadata_only,
            kind: PhantomData,
        }
    }
}

impl<K> fmt::Debug for Api<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("path", &self.collection(""))
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
