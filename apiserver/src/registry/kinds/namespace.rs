//! Namespaces: marked as terminating first, gone when nothing in them is left.
//!
//! *Upstream:* `pkg/registry/core/namespace`.

use bowline_apimachinery::time::Time;
use serde_json::{Value, json};

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct NamespaceStrategy(pub(crate) Traits);

impl Strategy for NamespaceStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, _: &WriteContext<'_>, namespace: &mut Value) {
        // A generated name was not known when the label was defaulted.
        let name = namespace.name().to_owned();
        let labels = namespace.metadata_mut().entry("labels").or_insert_with(|| json!({}));
        labels["kubernetes.io/metadata.name"] = name.into();
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, namespace: &mut Value, old: &Value) {
        if cx.subresource.is_empty() {
            namespace.set("spec.finalizers", old.at("spec.finalizers").clone());
        }
    }

    fn awaits_cache(&self) -> bool {
        true
    }

    fn begin_deletion(&self, namespace: &mut Value, now: Time) -> bool {
        if namespace.is_terminating() {
            return false;
        }
        namespace.metadata_mut().insert("deletionTimestamp".into(), now.to_string().into());
        namespace.set("status.phase", "Terminating");
        true
    }

    fn may_vanish(&self, namespace: &Value) -> bool {
        finalizers(namespace).is_empty()
    }
}

fn finalizers(namespace: &Value) -> Vec<String> {
    let list = namespace.at("spec.finalizers").as_array();
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
