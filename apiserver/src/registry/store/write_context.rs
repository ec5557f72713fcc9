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
pub(crate) struct WriteContext<'a> {
    /// All objects.
    pub(crate) registry: &'a Registry,
    /// Who writes.
    pub(crate) user: &'a Arc<User>,
    /// Where texts for the client's user go.
    pub(crate) warnings: &'a Warnings,
    /// The plugins that may change or refuse the write.
    pub(crate) admission: &'a AdmissionChain,
    /// The resource, in the version of the request.
    pub(crate) resource: &'a ServedResource,
    /// Subresource; empty for none.
    pub(crate) subresource: &'a str,
    /// Kind of the body.
    pub(crate) kind: &'a str,
    /// Group and version of the body.
    pub(crate) api_version: &'a str,
    /// Namespace; empty for cluster-scoped resources.
    pub(crate) namespace: &'a str,
    /// Name in the URL; empty when creating.
    pub(crate) name: &'a str,
    /// The options of the request, as plugins see them.
    pub(crate) options: &'a Value,
    /// Whether the object came without labels, before defaulting.
    pub(crate) labels_defaulted: bool,
    /// Whether nothing is to be stored.
    pub(crate) dry_run: bool,
}

impl<'a> WriteContext<'a> {
    /// The present moment.
    #[must_use]
    pub(crate) fn now(&self) -> Time {
        self.registry.environment().now()
    }

    /// The same write, of which the plugins were told in another form already.
    #[must_use]
    pub(crate) fn without_admission(&self) -> Self {
        static NOBODY: AdmissionChain = AdmissionChain::empty();
        Self { admission: &NOBODY, ..*self }
    }

    /// Lets plugins change the object.
    ///
    /// # Errors
    /// The first refusal.
    pub(crate) async fn admit(
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
    pub(crate) async fn judge(
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
