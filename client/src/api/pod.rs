//! Verbs that only pods have.

use bowline_api::core::v1::{Binding, ObjectReference, Pod};
use bowline_api::policy::v1::Eviction;
use bowline_apimachinery::meta::{DeleteOptions, ObjectMeta};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::Method;
use http_body_util::BodyExt;

use super::{Api, LogParams};
use crate::Error;
use crate::rest::Outgoing;
use crate::transport::{Lane, TransportError};

impl Api<Pod> {
    /// Reads a container's log.
    ///
    /// # Errors
    /// `is_bad_request` when the container has no log yet, or it is not clear which is meant.
    pub async fn logs(&self, name: &str, params: &LogParams) -> Result<String, Error> {
        let answer = self.client().exchange(&self.log_request(name, params)?).await?;
        Ok(String::from_utf8_lossy(answer.body()).into_owned())
    }

    /// Streams a container's log, in pieces that are not lines.
    ///
    /// # Errors
    /// As [`logs`](Self::logs); a connection that breaks is the last item.
    pub async fn log_stream(
        &self,
        name: &str,
        params: &LogParams,
    ) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + use<>, Error> {
        let request = self.log_request(name, params)?.lane(Lane::Watch);
        let described = request.describe();
        let body = self.client().open(&request).await?.into_body();
        Ok(body.into_data_stream().map(move |piece| {
            piece.map_err(|source| Error::Transport {
                request: described.clone(),
                source: TransportError::Body(source),
            })
        }))
    }

    /// Assigns a pod to a node, as a scheduler does.
    ///
    /// # Errors
    /// `is_conflict` when it is assigned already.
    pub async fn bind(&self, pod: &Pod, node: &str) -> Result<(), Error> {
        let binding = Binding {
            metadata: ObjectMeta {
                name: pod.metadata.name.clone(),
                namespace: pod.metadata.namespace.clone(),
                uid: pod.metadata.uid.clone(),
                ..ObjectMeta::default()
            },
            target: ObjectReference {
                kind: "Node".to_owned(),
                name: node.to_owned(),
                ..ObjectReference::default()
            },
        };
        let handle = self.in_namespace_of(pod);
        handle.create_subresource(&pod.metadata.name, "binding", &binding).await.map(drop)
    }

    /// Deletes a pod if no disruption budget forbids it.
    ///
    /// # Errors
    /// `is_too_many_requests` when a budget does.
    pub async fn evict(&self, name: &str, options: Option<DeleteOptions>) -> Result<(), Error> {
        let eviction = Eviction {
            metadata: ObjectMeta::named(name).in_namespace(self.namespace()),
            delete_options: options.map(Box::new),
        };
        self.create_subresource(name, "eviction", &eviction).await.map(drop)
    }

    fn log_request(&self, name: &str, params: &LogParams) -> Result<Outgoing, Error> {
        let path = self.item("", name, "log")?;
        Ok(Outgoing::new(Method::GET, path).query(&params.query()).accept("*/*"))
    }

    fn in_namespace_of(&self, pod: &Pod) -> Self {
        if self.namespace().is_empty() {
            self.client().namespaced(&pod.metadata.namespace)
        } else {
            self.clone()
        }
    }
}
