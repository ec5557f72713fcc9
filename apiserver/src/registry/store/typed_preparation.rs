//! Built-in kinds prepare their objects as their types, which know more than JSON does.

use bowline_api::{create, update, validation, warnings};
use bowline_apimachinery::codec::json;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::ErrorList;
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

/// What the rules of a built-in kind come to.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) faults: ErrorList,
    /// What the client's user should know; nothing where there are faults.
    pub(super) warnings: Vec<String>,
}

impl Judgement {
    fn new(faults: ErrorList, warnings: impl FnOnce() -> Vec<String>) -> Self {
        let warnings = if faults.is_empty() { warnings() } else { Vec::new() };
        Self { faults, warnings }
    }
}

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

    /// What the rules of a built-in kind say of a new object.
    pub(super) fn judge_type(&self, object: &Value) -> Judgement {
        let Some(message) = self.typed(object) else { return Judgement::default() };
        let faults = validation::create(message.as_ref());
        Judgement::new(faults, || warnings::create(message.as_ref()))
    }

    /// What the rules of a built-in kind say of a change; the parts of an object that have an
    /// endpoint of their own have other rules.
    pub(super) fn judge_change(
        &self,
        cx: &WriteContext<'_>,
        object: &Value,
        old: &Value,
    ) -> Judgement {
        let rules = match cx.subresource {
            "" => validation::update,
            "status" => validation::update_status,
            "ephemeralcontainers" => validation::update_ephemeral_containers,
            "resize" => validation::resize,
            "approval" => validation::approval,
            _ => return Judgement::default(),
        };
        let (Some(new), Some(old)) = (self.typed(object), self.typed(old)) else {
            return Judgement::default();
        };
        Judgement::new(rules(new.as_ref(), old.as_ref()), || match cx.subresource {
            "" => warnings::update(new.as_ref(), old.as_ref()),
            _ => Vec::new(),
        })
    }

    /// An object as its type, of which it was made.
    fn typed(&self, object: &Value) -> Option<Box<dyn Message>> {
        let mut message = (self.layout.schema().built_in()?.new)();
        json::from_value(message.as_mut(), object.clone()).ok()?;
        Some(message)
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
