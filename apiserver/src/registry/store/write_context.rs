//! Everything about a write but the object.

use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use bowline_apimachinery::time::Time;
use serde_json::Value;

use crate::admission::{AdmissionChain, AdmissionRequest, Operation};
use crate::authentication::User;
use crate::registry::catalog::ServedResource;
use crate::registry::handle::Registry;
use crate::registry::warnings::Warnings;

/// Who writes what, and under which conditions.
#[derive(Clone, Copy, Debug)]
pub struct WriteContext<'a> {
    /// All objects.
    pub registry: &'a Registry,
    /// Who writes.
    pub user: &'a Arc<User>,
    /// Where texts for the client's user go.
    pub warnings: &'a Warnings,
    /// The plugins that may change or refuse the write.
    pub admission: &'a AdmissionChain,
    /// The resource, in the version of the request.
    pub resource: &'a ServedResource,
    /// Subresource; empty for none.
    pub subresource: &'a str,
    /// Kind of the body.
    pub kind: &'a str,
    /// Group and version of the body.
    pub api_version: &'a str,
    /// Namespace; empty for cluster-scoped resources.
    pub namespace: &'a str,
    /// Name in the URL; empty when creating.
    pub name: &'a str,
    /// The options of the request, as plugins see them.
    pub options: &'a Value,
    /// Whether nothing is to be stored.
    pub dry_run: bool,
}

impl<'a> WriteContext<'a> {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Time {
        self.registry.environment().now()
    }

    /// Lets plugins change the object.
    ///
    /// # Errors
    /// The first refusal.
    pub async fn admit(
        &self,
        operation: Operation,
        object: Value,
        old: &Value,
    ) -> Result<Value, Status> {
        let mut request = self.request(operation, object, old);
        self.admission.admit(&mut request).await?;
        Ok(request.object)
    }

    /// Lets plugins judge the final object.
    ///
    /// # Errors
    /// The first refusal.
    pub async fn judge(
        &self,
        operation: Operation,
        object: Value,
        old: &Value,
    ) -> Result<Value, Status> {
        let request = self.request(operation, object, old);
        self.admission.validate(&request).await?;
        Ok(request.object)
    }

    fn request<'b>(
        &'b self,
        operation: Operation,
        object: Value,
        old_object: &'b Value,
    ) -> AdmissionRequest<'b> {
        AdmissionRequest {
            user: self.user,
            operation,
            group: &self.resource.group,
            version: &self.resource.version,
            resource: &self.resource.plural,
            subresource: self.subresource,
            kind: self.kind,
            api_version: self.api_version,
            namespace: self.namespace,
            name: self.name,
            object,
            old_object,
            options: self.options,
            dry_run: self.dry_run,
            warnings: self.warnings,
            registry: self.registry,
        }
    }
}
