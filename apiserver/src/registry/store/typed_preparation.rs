//! Built-in kinds prepare their objects as their types, which know more than JSON does.

use bowline_api::{create, update};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::meta::Status;
use serde_json::Value;

use super::{Store, WriteContext};

/// Kinds to which something happens on update beyond what all have in common.
const PREPARED_ON_UPDATE: [(&str, &str); 6] = [
    ("", "services"),
    ("", "serviceaccounts"),
    ("", "persistentvolumeclaims"),
    ("apps", "daemonsets"),
    ("discovery.k8s.io", "endpointslices"),
    ("apiextensions.k8s.io", "customresourcedefinitions"),
];

impl Store {
    /// Completes a new object of a built-in kind.
    pub(super) fn prepare_new(
        &self,
        cx: &WriteContext<'_>,
        object: Value,
    ) -> Result<Value, Status> {
        let Some(resource) = self.layout.schema().built_in() else { return Ok(object) };
        let mut message = (resource.new)();
        json::from_value(message.as_mut(), object).map_err(Status::internal)?;
        let creation = create::Creation {
            group: resource.group,
            version: resource.version,
            kind: resource.kind,
            namespace: cx.namespace,
            now: self.environment.now(),
            labels_defaulted: cx.labels_defaulted,
        };
        create::prepare(message.as_mut(), &creation);
        let types = Some((self.layout.api_version(), self.layout.kind()));
        json::to_value(message.as_ref(), types).map_err(Status::internal)
    }

    /// Completes a changed object of a built-in kind.
    pub(super) fn prepare_changed(&self, object: Value, old: &Value) -> Result<Value, Status> {
        let Some(resource) = self.layout.schema().built_in() else { return Ok(object) };
        if !PREPARED_ON_UPDATE.contains(&(resource.group, resource.plural)) {
            return Ok(object);
        }
        let (mut new, mut before) = ((resource.new)(), (resource.new)());
        json::from_value(new.as_mut(), object).map_err(Status::internal)?;
        json::from_value(before.as_mut(), old.clone()).map_err(Status::internal)?;
        update::prepare(new.as_mut(), before.as_ref());
        let types = Some((self.layout.api_version(), self.layout.kind()));
        json::to_value(new.as_ref(), types).map_err(Status::internal)
    }
}
