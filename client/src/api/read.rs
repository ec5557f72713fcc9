//! Verbs that read.

use bowline_apimachinery::list::{Decoded, List};
use bowline_apimachinery::resource::Object;
use http::Method;

use super::handle::{body_of, undecodable};
use super::{Api, ListParams, WatchParams};
use crate::Error;
use crate::rest::{Outgoing, Query, media_type_of};
use crate::transport::Lane;
use crate::watch::{self, WatchStream};

impl<K: Object> Api<K> {
    /// Reads an object.
    ///
    /// # Errors
    /// `is_not_found` when it is not there.
    pub async fn get(&self, name: &str) -> Result<K, Error> {
        self.get_at(name, "").await
    }

    /// Reads an object in a state not older than a resource version; `0` for any state.
    ///
    /// # Errors
    /// `is_not_found` when it is not there; `is_resource_version_too_large` when the server has
    /// not got that far.
    pub async fn get_at(&self, name: &str, resource_version: &str) -> Result<K, Error> {
        let mut query = Query::default();
        query.text("resourceVersion", resource_version);
        self.fetch(&self.outgoing(Method::GET, self.item("", name, "")?, &query)).await
    }

    /// Reads an object, or none when it is not there.
    ///
    /// # Errors
    /// When the request fails otherwise.
    pub async fn get_opt(&self, name: &str) -> Result<Option<K>, Error> {
        match self.get(name).await {
            Ok(object) => Ok(Some(object)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lists objects: one page of them if there is a limit.
    ///
    /// # Errors
    /// `is_gone` when the continue token is too old. An object that cannot be decoded fails the
    /// list; see [`list_each`](Self::list_each).
    pub async fn list(&self, params: &ListParams) -> Result<List<K>, Error> {
        let Decoded { list, faults } = self.list_each(params).await?;
        match faults.into_iter().next() {
            None => Ok(list),
            Some(fault) => {
                let request = Outgoing::new(Method::GET, self.collection(""));
                Err(undecodable(&request, fault.error))
            }
        }
    }

    /// Lists objects and sets aside those that cannot be decoded.
    ///
    /// # Errors
    /// `is_gone` when the continue token is too old.
    pub async fn list_each(&self, params: &ListParams) -> Result<Decoded<K>, Error> {
        let request = Outgoing::new(Method::GET, self.collection(""))
            .query(&params.query())
            .accept(self.accept_list());
        let answer = self.client().exchange(&request).await?;
        let (body, media_type) = body_of(&answer, &request)?;
        let mut decoded = List::<K>::decode_each(body, media_type)
            .map_err(|source| undecodable(&request, source))?;
        for item in &mut decoded.list.items {
            item.fill_type_meta(self.resource());
        }
        Ok(decoded)
    }

    /// Lists all objects, page by page of `params.limit` (500 when 0), all of one state.
    ///
    /// # Errors
    /// `is_gone` when the state expires before the last page.
    pub async fn list_all(&self, params: &ListParams) -> Result<List<K>, Error> {
        let mut params = params.clone();
        if params.limit == 0 {
            params.limit = PAGE_SIZE;
        }
        let mut whole = self.list(&params).await?;
        while !whole.metadata.continue_.is_empty() {
            params.continue_token = std::mem::take(&mut whole.metadata.continue_);
            params.resource_version.clear();
            params.resource_version_match = Default::default();
            let page = self.list(&params).await?;
            whole.metadata = page.metadata;
            whole.items.extend(page.items);
        }
        Ok(whole)
    }

    /// Watches objects from a resource version on, exclusively; from the present state when it is
    /// empty.
    ///
    /// # Errors
    /// When the watch cannot begin. A version that is too old may also come as the first event.
    pub async fn watch(
        &self,
        params: &WatchParams,
        resource_version: &str,
    ) -> Result<WatchStream<K>, Error> {
        let request = self
            .outgoing(Method::GET, self.collection(""), &params.query(resource_version))
            .lane(Lane::Watch);
        let (parts, body) = self.client().open(&request).await?.into_parts();
        let media_type = media_type_of(&parts.headers, b"", || request.describe())?;
        Ok(watch::typed(body, media_type, request.describe(), self.shared_resource().clone()))
    }
}

/// *Upstream:* `client-go/tools/pager`.
const PAGE_SIZE: u32 = 500;
