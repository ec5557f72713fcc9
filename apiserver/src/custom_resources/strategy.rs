//! How custom resources are created and changed.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/registry/customresource`.

use bowline_apimachinery::validation::field::ErrorList;
use bowline_apimachinery::validation::names::NameRule;
use serde_json::Value;

use crate::registry::store::WriteContext;
use crate::registry::strategy::{Dependents, Generation, StatusKeeps, Strategy, Traits};

/// The strategy of one definition's objects.
#[derive(Debug)]
pub(crate) struct CustomStrategy(Traits);

impl CustomStrategy {
    pub(crate) fn new(has_status: bool) -> Self {
        Self(Traits {
            names: NameRule::Subdomain,
            generation: Generation::Content,
            status: has_status,
            status_keeps: StatusKeeps::All,
            create_on_update: false,
            unconditional_update: false,
            returns_deleted: false,
            dependents: Dependents::Background,
        })
    }
}

impl Strategy for CustomStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn validate(&self, cx: &WriteContext<'_>, object: &Value) -> ErrorList {
        match cx.resource.schema.custom() {
            Some(schema) => schema.validator().validate(object, None),
            None => ErrorList::new(),
        }
    }

    fn validate_update(&self, cx: &WriteContext<'_>, object: &Value, old: &Value) -> ErrorList {
        match cx.resource.schema.custom() {
            Some(schema) => schema.validator().validate(object, Some(old)),
            None => ErrorList::new(),
        }
    }
}
