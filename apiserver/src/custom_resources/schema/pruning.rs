//! Taking out fields that the schema does not know.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/apiserver/schema/pruning`.

use bowline_apimachinery::validation::field::Path;
use serde_json::Value;

use super::structural::{Additional, Structural};

impl Structural {
    /// Drops unknown fields of an object and returns their paths, sorted.
    pub fn prune(&self, object: &mut Value) -> Vec<String> {
        let mut pruned = Vec::new();
        prune(object, self, true, &Path::root(), &mut pruned);
        pruned.sort();
        pruned
    }

    /// Drops unknown fields of what is no whole object.
    pub(super) fn prune_part(&self, value: &mut Value) {
        prune(value, self, self.embedded_resource, &Path::root(), &mut Vec::new());
    }
}

fn prune(
    value: &mut Value,
    schema: &Structural,
    resource: bool,
    path: &Path<'_>,
    out: &mut Vec<String>,
) {
    match value {
        Value::Object(fields) => {
            let resource = resource || schema.embedded_resource;
            let known = |name: &str| {
                schema.preserves_unknown
                    || schema.properties.contains_key(name)
                    || matches!(schema.additional, Additional::Any(true) | Additional::Schema(_))
                    || (resource && matches!(name, "apiVersion" | "kind" | "metadata"))
            };
            fields.retain(|name, _| {
                let keep = known(name);
                if !keep {
                    out.push(path.child(name).to_string());
                }
                keep
            });
            for (name, value) in fields {
                // Metadata has a schema of its own.
                if resource && matches!(name.as_str(), "apiVersion" | "kind" | "metadata") {
                    continue;
                }
                match schema.field(name) {
                    Some(schema) => prune(value, schema, false, &path.child(name), out),
                    None if schema.preserves_unknown => {}
                    None => {}
                }
            }
        }
        Value::Array(items) => {
            // Items without a shape of their own are kept as they are.
            let Some(schema) = &schema.items else { return };
            for (i, item) in items.iter_mut().enumerate() {
                prune(item, schema, false, &path.index(i), out);
            }
        }
        _ => {}
    }
}
