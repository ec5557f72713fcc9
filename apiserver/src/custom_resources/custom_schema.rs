//! What a definition says about one version, made ready for use.

use std::sync::Arc;

use bowline_apimachinery::managed_fields::TypeSchema;
use bowline_cel::{Version, rules, schema as cel_schema};
use serde_json::Value;

use super::schema::{Structural, Validator};

/// What a definition says about one version.
#[derive(Debug)]
pub struct CustomSchema {
    /// The `openAPIV3Schema`, as written.
    open_api: Value,
    structural: Arc<Structural>,
    type_schema: TypeSchema,
    validator: Validator,
    /// `x-kubernetes-validations`, where there are any.
    rules: Option<rules::Validator>,
    has_defaults: bool,
    has_status: bool,
    scale: Option<CustomScale>,
    columns: Vec<CustomColumn>,
}

/// Where a custom resource keeps what its scale shows; JSON paths such as `.spec.replicas`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomScale {
    /// The number of replicas wanted.
    pub spec_replicas_path: String,
    /// The number of replicas there are.
    pub status_replicas_path: String,
    /// The selector as text; empty for none.
    pub label_selector_path: String,
}

/// A column that `kubectl get` shows of a custom resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomColumn {
    /// Header.
    pub name: String,
    /// Type of the cells: `string`, `integer`, `date`...
    pub kind: String,
    /// Format of the cells.
    pub format: String,
    /// What the column tells.
    pub description: String,
    /// 0 is always shown, more only in wide tables.
    pub priority: i32,
    /// Where the value is.
    pub json_path: String,
}

impl CustomSchema {
    /// Of one version of a definition, given as JSON.
    #[must_use]
    pub fn of_version(version: &Value) -> Self {
        let open_api = version.pointer("/schema/openAPIV3Schema").cloned().unwrap_or_default();
        let structural = Arc::new(Structural::of(&open_api));
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or("").to_owned();
        let subresources = &version["subresources"];
        let scale = subresources.get("scale").filter(|s| s.is_object()).map(|scale| CustomScale {
            spec_replicas_path: text(scale, "specReplicasPath"),
            status_replicas_path: text(scale, "statusReplicasPath"),
            label_selector_path: text(scale, "labelSelectorPath"),
        });
        let columns = version["additionalPrinterColumns"].as_array();
        let columns = columns.into_iter().flatten().map(|column| CustomColumn {
            name: text(column, "name"),
            kind: text(column, "type"),
            format: text(column, "format"),
            description: text(column, "description"),
            priority: column["priority"].as_i64().and_then(|p| i32::try_from(p).ok()).unwrap_or(0),
            json_path: text(column, "jsonPath"),
        });
        Self {
            type_schema: TypeSchema::of_resource(&open_api),
            validator: Validator::new(&open_api, structural.clone()),
            rules: rules::Validator::new(
                cel_schema::Schema::from_json(&open_api, true),
                Version::STORED,
            ),
            has_defaults: structural.has_defaults(),
            has_status: subresources.get("status").is_some_and(|s| s.is_object()),
            columns: columns.collect(),
            open_api,
            structural,
            scale,
        }
    }

    /// The `openAPIV3Schema`, as written.
    #[must_use]
    pub fn open_api(&self) -> &Value {
        &self.open_api
    }

    /// What the scale subresource shows, where there is one.
    #[must_use]
    pub fn scale(&self) -> Option<&CustomScale> {
        self.scale.as_ref()
    }

    /// Whether the status is written through its own subresource.
    #[must_use]
    pub fn has_status(&self) -> bool {
        self.has_status
    }

    /// The columns of tables, as declared.
    #[must_use]
    pub fn columns(&self) -> &[CustomColumn] {
        &self.columns
    }

    pub(crate) fn structural(&self) -> &Structural {
        &self.structural
    }

    /// Which lists are sets or maps and which parts are owned as one.
    pub(crate) fn type_schema(&self) -> &TypeSchema {
        &self.type_schema
    }

    pub(crate) fn validator(&self) -> &Validator {
        &self.validator
    }

    pub(crate) fn rules(&self) -> Option<&rules::Validator> {
        self.rules.as_ref()
    }

    pub(crate) fn has_defaults(&self) -> bool {
        self.has_defaults
    }

    /// Gives a stored object the defaults that the schema has now.
    pub(crate) fn fill_on_read(&self, object: &mut Value) {
        self.structural.default(object);
    }
}
