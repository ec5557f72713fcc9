//! Subresources whose body is of another kind.

use bowline_api::autoscaling::v1::Scale;
use bowline_apimachinery::codec::{self, MediaType};
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::resource::{Kind, Object};
use http::Method;

use super::handle::{body_of, undecodable};
use super::{Api, Patch};
use crate::Error;
use crate::rest::{Outgoing, accept, kind_of};

impl<K: Object> Api<K> {
    /// Reads a subresource of another kind.
    ///
    /// # Errors
    /// `is_not_found` when object or subresource is not there.
    pub async fn get_subresource<T: Message + Kind + Default>(
        &self,
        name: &str,
        subresource: &str,
    ) -> Result<T, Error> {
        let path = self.item("", name, subresource)?;
        self.fetch_kind(Outgoing::new(Method::GET, path)).await
    }

    /// Posts to a subresource of another kind: a binding, an eviction, a token request.
    ///
    /// Servers answer some of these with a `Status`; then the answer is the default value.
    ///
    /// # Errors
    /// As the subresource has it.
    pub async fn create_subresource<T: Message + Kind + Default>(
        &self,
        name: &str,
        subresource: &str,
        body: &T,
    ) -> Result<T, Error> {
        self.send_kind(Method::POST, name, subresource, body).await
    }

    /// Replaces a subresource of another kind.
    ///
    /// # Errors
    /// `is_conflict` when the object has changed.
    pub async fn replace_subresource<T: Message + Kind + Default>(
        &self,
        name: &str,
        subresource: &str,
        body: &T,
    ) -> Result<T, Error> {
        self.send_kind(Method::PUT, name, subresource, body).await
    }

    /// Reads how many replicas are wanted and there.
    ///
    /// # Errors
    /// `is_not_found` when the object is not there or cannot scale.
    pub async fn get_scale(&self, name: &str) -> Result<Scale, Error> {
        self.get_subresource(name, "scale").await
    }

    /// Sets how many replicas are wanted.
    ///
    /// # Errors
    /// `is_conflict` when the object has changed since the scale was read.
    pub async fn update_scale(&self, name: &str, scale: &Scale) -> Result<Scale, Error> {
        self.replace_subresource(name, "scale", scale).await
    }

    /// Patches the scale.
    ///
    /// # Errors
    /// As [`patch`](Self::patch).
    pub async fn patch_scale(&self, name: &str, patch: &Patch) -> Result<Scale, Error> {
        let (content_type, body) = patch.body();
        let request = Outgoing::new(Method::PATCH, self.item("", name, "scale")?)
            .query(&patch.complete(self.write_options().clone()))
            .body(content_type, body);
        self.fetch_kind(request).await
    }

    async fn send_kind<T: Message + Kind + Default>(
        &self,
        method: Method,
        name: &str,
        subresource: &str,
        body: &T,
    ) -> Result<T, Error> {
        // JSON even where objects travel as protobuf: custom resources scale too.
        let media_type = MediaType::Json;
        let bytes = codec::encode(body, &T::api_version(), T::KIND, media_type)?;
        let request = Outgoing::new(method, self.item("", name, subresource)?)
            .query(&self.write_options().query())
            .body(media_type.as_str(), bytes);
        self.fetch_kind(request).await
    }

    async fn fetch_kind<T: Message + Kind + Default>(&self, request: Outgoing) -> Result<T, Error> {
        let mut kind = T::default();
        self.fetch_into(request.accept(accept(MediaType::Json)), &mut kind, T::KIND).await?;
        Ok(kind)
    }

    async fn fetch_into(
        &self,
        request: Outgoing,
        into: &mut dyn Message,
        kind: &str,
    ) -> Result<(), Error> {
        let answer = self.client().exchange(&request).await?;
        let (body, media_type) = body_of(&answer, &request)?;
        let other = kind_of(body, media_type).is_some_and(|(_, found)| found != kind);
        if !other && !body.is_empty() {
            codec::decode(into, body, media_type)
                .map_err(|source| undecodable(&request, source))?;
        }
        Ok(())
    }
}
