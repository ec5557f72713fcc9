//! One request to a resource, with all that its handler needs.

use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use serde_json::Value;

use crate::authentication::User;
use crate::negotiation::{Offer, Output, negotiate};
use crate::registry::Registry;
use crate::registry::catalog::ServedResource;
use crate::registry::selection::{FieldLabels, Selection};
use crate::registry::store::{Store, WriteContext};
use crate::registry::warnings::Warnings;
use crate::request_info::{RequestInfo, parameters};
use crate::server::Shared;

/// A request that passed all filters.
pub(crate) struct Call {
    pub(crate) server: Arc<Shared>,
    pub(crate) parts: http::request::Parts,
    pub(crate) info: RequestInfo,
    pub(crate) user: Arc<User>,
    pub(crate) warnings: Warnings,
    pub(crate) resource: Arc<ServedResource>,
    /// The parameters of the query, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) output: Output,
}

impl Call {
    pub(crate) fn new(
        server: Arc<Shared>,
        parts: http::request::Parts,
        info: RequestInfo,
        user: Arc<User>,
        warnings: Warnings,
        resource: Arc<ServedResource>,
    ) -> Result<Self, Status> {
        let query: Vec<_> = parameters(parts.uri.query().unwrap_or("")).collect();
        let offer = match resource.schema.built_in() {
            Some(_) if resource.is_stored() => Offer::BUILT_IN,
            Some(_) => Offer::PLAIN,
            None => Offer::CUSTOM,
        };
        let accept = header(&parts, http::header::ACCEPT);
        let mut output = negotiate(accept, offer)?;
        output.pretty |= wants_pretty(&parts, &query);
        Ok(Self { server, parts, info, user, warnings, resource, query, output })
    }

    pub(crate) fn registry(&self) -> &Registry {
        self.server.registry()
    }

    /// Where the objects are.
    ///
    /// # Errors
    /// 405 for kinds that are not stored.
    pub(crate) fn store(&self) -> Result<&Arc<Store>, Status> {
        self.resource.store.as_ref().ok_or_else(not_allowed)
    }

    /// The first value of a parameter; empty if there is none.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn header(&self, name: http::HeaderName) -> &str {
        header(&self.parts, name)
    }

    /// The namespace of the objects; empty for cluster-scoped ones, whatever the URL says.
    pub(crate) fn namespace(&self) -> &str {
        if self.resource.namespaced { &self.info.namespace } else { "" }
    }

    /// The selectors of the query.
    ///
    /// # Errors
    /// 400 when they are malformed.
    pub(crate) fn selection(&self, store: &Store) -> Result<Selection, Status> {
        let built_in = self.resource.schema.built_in();
        let known = FieldLabels {
            index: store.layout().index(),
            aliases: built_in.map_or(&[], |r| r.field_selector_aliases),
            unindexed: built_in.map_or(&[], |r| r.field_selectors_unindexed),
        };
        Selection::parse(self.parameter("labelSelector"), self.parameter("fieldSelector"), known)
    }

    /// Asks whether the sender may do something else with the same object, too.
    ///
    /// # Errors
    /// 403
    pub(crate) async fn authorize(&self, verb: &str) -> Result<(), Status> {
        let info = RequestInfo { verb: verb.to_owned(), ..self.info.clone() };
        self.server.authorize(&self.user, &info).await
    }

    /// The conditions of a write.
    pub(crate) fn write_context<'a>(
        &'a self,
        options: &'a Value,
        dry_run: bool,
    ) -> WriteContext<'a> {
        WriteContext {
            registry: self.registry(),
            user: &self.user,
            warnings: &self.warnings,
            admission: self.server.admission(),
            resource: &self.resource,
            subresource: &self.info.subresource,
            kind: &self.resource.kind,
            api_version: &self.resource.api_version,
            namespace: self.namespace(),
            name: &self.info.name,
            options,
            labels_defaulted: false,
            dry_run,
        }
    }
}

fn header(parts: &http::request::Parts, name: http::HeaderName) -> &str {
    parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
}

/// People at a command line get indented JSON unless they say otherwise.
fn wants_pretty(parts: &http::request::Parts, query: &[(String, String)]) -> bool {
    if let Some((_, value)) = query.iter().find(|(key, _)| key == "pretty") {
        return value == "1" || value == "true";
    }
    let agent = header(parts, http::header::USER_AGENT);
    ["curl", "Wget", "Mozilla/5.0"].iter().any(|prefix| agent.starts_with(prefix))
}

/// 405
pub(crate) fn not_allowed() -> Status {
    Status::failure(
        405,
        bowline_apimachinery::meta::reason::METHOD_NOT_ALLOWED,
        "the server does not allow this method on the requested resource",
    )
}
