//! Secrets, whose type may be left out of a change.
//!
//! *Upstream:* `pkg/registry/core/secret/strategy.go`.

use serde_json::Value;

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct SecretStrategy(pub(crate) Traits);

impl Strategy for SecretStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_update(&self, _: &WriteContext<'_>, secret: &mut Value, old: &Value) {
        if secret.text("type").is_empty() {
            secret.set("type", old.at("type").clone());
        }
    }
}
