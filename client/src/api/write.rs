//! Verbs that write.

use bowline_apimachinery::codec::{self, MediaType};
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::resource::Object;
use http::Method;

use super::handle::{body_of, undecodable};
use super::{Api, DeleteParams, ListParams, Patch};
use crate::Error;
use crate::rest::kind_of;

/// What a deletion brought.
#[derive(Clone, Debug)]
pub enum Deleted<K> {
    /// The object, which is still there: finalizers or a grace period hold it. Some servers send
    /// the last state of an object that is gone.
    Object(Box<K>),
    /// It is gone.
    Status(Status),
}

impl<K: Object> Api<K> {
    /// Creates an object; the answer is what the server made of it.
    ///
    /// # Errors
    /// `is_already_exists` when the name is taken, `is_invalid` with causes when a field is wrong.
    pub async fn create(&self, object: &K) -> Result<K, Error> {
        if self.resource().namespaced
            && self.namespace().is_empty()
            && object.namespace().is_empty()
        {
            return Err(Error::NamespaceRequired { resource: self.resource().plural.to_string() });
        }
        self.send(Method::POST, self.collection(object.namespace()), object).await
    }

    /// Replaces an object; with a resource version in it, only if that is still the present one.
    ///
    /// # Errors
    /// `is_conflict` when the object has changed, `is_not_found` when it is gone.
    pub async fn update(&self, object: &K) -> Result<K, Error> {
        self.update_subresource("", object).await
    }

    /// Replaces the status of an object, and nothing else.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub async fn update_status(&self, object: &K) -> Result<K, Error> {
        self.update_subresource("status", object).await
    }

    /// Replaces what a subresource of the same kind covers, such as `ephemeralcontainers`,
    /// `resize`, `finalize` or `approval`.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub async fn update_subresource(&self, subresource: &str, object: &K) -> Result<K, Error> {
        let path = self.item(object.namespace(), object.name(), subresource)?;
        self.send(Method::PUT, path, object).await
    }

    /// Patches an object.
    ///
    /// # Errors
    /// `is_not_found` when it is gone; `is_conflict` when an apply patch meets another manager,
    /// one cause a field, or a merge patch names an old resource version.
    pub async fn patch(&self, name: &str, patch: &Patch) -> Result<K, Error> {
        self.patch_subresource(name, "", patch).await
    }

    /// Patches the status of an object.
    ///
    /// # Errors
    /// As [`patch`](Self::patch).
    pub async fn patch_status(&self, name: &str, patch: &Patch) -> Result<K, Error> {
        self.patch_subresource(name, "status", patch).await
    }

    /// Patches what a subresource of the same kind covers.
    ///
    /// # Errors
    /// As [`patch`](Self::patch).
    pub async fn patch_subresource(
        &self,
        name: &str,
        subresource: &str,
        patch: &Patch,
    ) -> Result<K, Error> {
        let (content_type, body) = patch.body();
        let query = patch.complete(self.write_options().clone());
        let request = self
            .outgoing(Method::PATCH, self.item("", name, subresource)?, &query)
            .body(content_type, body);
        self.fetch(&request).await
    }

    /// Applies an object as a field manager: see [`Patch::Apply`]. The object's own name and
    /// namespace say where.
    ///
    /// # Errors
    /// `is_conflict` when other managers own a field with another value, unless `force`.
    pub async fn apply(&self, object: &K, manager: &str, force: bool) -> Result<K, Error> {
        self.apply_at("", object, manager, force).await
    }

    /// Applies the status of an object.
    ///
    /// # Errors
    /// As [`apply`](Self::apply); `is_not_found` when the object is not there.
    pub async fn apply_status(&self, object: &K, manager: &str, force: bool) -> Result<K, Error> {
        self.apply_at("status", object, manager, force).await
    }

    async fn apply_at(
        &self,
        subresource: &str,
        object: &K,
        manager: &str,
        force: bool,
    ) -> Result<K, Error> {
        let mut patch = Patch::apply(object, manager)?;
        if force {
            patch = patch.force();
        }
        let (content_type, body) = patch.body();
        let path = self.item(object.namespace(), object.name(), subresource)?;
        let query = patch.complete(self.write_options().clone());
        self.fetch(&self.outgoing(Method::PATCH, path, &query).body(content_type, body)).await
    }

    /// Deletes an object.
    ///
    /// # Errors
    /// `is_not_found` when it is gone already, `is_conflict` when a precondition does not hold.
    pub async fn delete(&self, name: &str, params: &DeleteParams) -> Result<Deleted<K>, Error> {
        let request = self
            .outgoing(Method::DELETE, self.item("", name, "")?, &Default::default())
            .body(MediaType::Json.as_str(), self.delete_options(params)?);
        let answer = self.client().exchange(&request).await?;
        let (body, media_type) = body_of(&answer, &request)?;
        let is_status = kind_of(body, media_type).is_some_and(|(_, kind)| kind == "Status");
        if is_status && self.resource().kind != "Status" {
            let mut status = Status::default();
            codec::decode(&mut status, body, media_type)
                .map_err(|source| undecodable(&request, source))?;
            return Ok(Deleted::Status(status));
        }
        Ok(Deleted::Object(Box::new(self.read(body, media_type, &request)?)))
    }

    /// Deletes an object and takes its absence for success.
    ///
    /// # Errors
    /// When the request fails otherwise.
    pub async fn delete_if_present(
        &self,
        name: &str,
        params: &DeleteParams,
    ) -> Result<Option<Deleted<K>>, Error> {
        match self.delete(name, params).await {
            Ok(deleted) => Ok(Some(deleted)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes all objects that a list with these parameters would show.
    ///
    /// # Errors
    /// When the server stops on the way: some objects may be gone.
    pub async fn delete_collection(
        &self,
        params: &DeleteParams,
        which: &ListParams,
    ) -> Result<(), Error> {
        let request = self
            .outgoing(Method::DELETE, self.collection(""), &which.query())
            .body(MediaType::Json.as_str(), self.delete_options(params)?);
        let answer = self.client().exchange(&request).await?;
        body_of(&answer, &request).map(drop)
    }

    fn delete_options(&self, params: &DeleteParams) -> Result<Vec<u8>, Error> {
        let options = params.options(self.write_options());
        Ok(codec::encode(&options, "v1", "DeleteOptions", MediaType::Json)?)
    }

    async fn send(&self, method: Method, path: String, object: &K) -> Result<K, Error> {
        match self.send_as(self.encoding(), &method, &path, object).await {
            // The kind may be served by an extension that reads JSON only.
            Err(error)
                if error.is_unsupported_media_type() && self.encoding() != MediaType::Json =>
            {
                self.send_as(MediaType::Json, &method, &path, object).await
            }
            outcome => outcome,
        }
    }

    async fn send_as(
        &self,
        encoding: MediaType,
        method: &Method,
        path: &str,
        object: &K,
    ) -> Result<K, Error> {
        let request = self
            .outgoing(method.clone(), path.to_owned(), &self.write_options().query())
            .body(encoding.as_str(), object.encode(encoding)?);
        self.fetch(&request).await
    }
}
