//! Daemon sets, which count the versions of their template in an annotation.

use serde_json::{Value, json};

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";

#[derive(Debug)]
pub(crate) struct DaemonSetStrategy(pub(crate) Traits);

impl Strategy for DaemonSetStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, _: &WriteContext<'_>, set: &mut Value) {
        let given = generation(set);
        stamp(set, given.max(1));
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, set: &mut Value, old: &Value) {
        if !cx.subresource.is_empty() {
            return;
        }
        let changed = set.at("spec.template") != old.at("spec.template");
        stamp(set, generation(old) + i64::from(changed));
    }
}

fn generation(set: &Value) -> i64 {
    set.annotation(TEMPLATE_GENERATION).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn stamp(set: &mut Value, generation: i64) {
    let annotations = set.metadata_mut().entry("annotations").or_insert_with(|| json!({}));
    annotations[TEMPLATE_GENERATION] = generation.to_string().into();
}
