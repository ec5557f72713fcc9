//! CustomResourceDefinitions from Rust types.
//!
//! What `#[derive(CustomResource)]` expands to calls in here; a program may do so itself.
//!
//! Fields say more about themselves through `schemars`, wherever they are nested:
//! `#[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]`
//! for merging lists, `#[schemars(extend("x-kubernetes-validations" = [{"rule": "self > 0"}]))]` for
//! rules, `#[serde(default = "...")]` for defaults, `#[schemars(range(min = 1))]` and the like for
//! bounds.

mod merge;
mod structural;

use schemars::Schema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Value, json};

use super::v1::{
    CustomResourceColumnDefinition, CustomResourceDefinition, CustomResourceDefinitionNames,
    CustomResourceDefinitionSpec, CustomResourceDefinitionVersion, CustomResourceSubresourceScale,
    CustomResourceSubresourceStatus, CustomResourceSubresources, CustomResourceValidation,
    JSONSchemaProps, SelectableField,
};
use bowline_apimachinery::codec::json as codec;
use bowline_apimachinery::meta::ObjectMeta;

/// What a kind is called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// API group.
    pub group: &'a str,
    /// API version.
    pub version: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Plural name in URLs.
    pub plural: &'a str,
    /// Singular name.
    pub singular: &'a str,
    /// Short names for command lines.
    pub short_names: &'a [&'a str],
    /// Categories such as `all`.
    pub categories: &'a [&'a str],
    /// Whether objects live in namespaces.
    pub namespaced: bool,
}

/// A printer column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Heading.
    pub name: &'a str,
    /// `integer`, `number`, `string`, `boolean` or `date`.
    pub ty: &'a str,
    /// Simple JSONPath from the object's root.
    pub path: &'a str,
    /// Columns above 0 show in wide output only.
    pub priority: i32,
    /// What the column tells; may be empty.
    pub description: &'a str,
}

pub use merge::{MergeError, merge};
pub use structural::SchemaError;

/// A rule in CEL that objects must keep.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// The expression; `self` is what it is attached to.
    pub rule: &'a str,
    /// What the user is told; may be empty.
    pub message: &'a str,
    /// An expression that gives what the user is told; may be empty.
    pub message_expression: &'a str,
    /// `FieldValueInvalid` and the like; may be empty.
    pub reason: &'a str,
    /// The field that is blamed, such as `.spec.replicas`; may be empty.
    pub field_path: &'a str,
}

/// What else a version's definition says.
#[derive(Clone, Copy, Debug)]
pub struct Details<'a> {
    /// Paths of replicas in spec and status, and of the selector (empty for none).
    pub scale: Option<(&'a str, &'a str, &'a str)>,
    /// Columns of `kubectl get`.
    pub columns: &'a [Column<'a>],
    /// Paths of fields that field selectors know.
    pub selectable: &'a [&'a str],
    /// Rules for the whole object.
    pub rules: &'a [Rule<'a>],
    /// Whether the server serves this version.
    pub served: bool,
    /// Whether objects are stored in this version.
    pub storage: bool,
    /// What users of the version are warned of; `Some("")` for the server's own words.
    pub deprecated: Option<&'a str>,
}

impl Default for Details<'_> {
    fn default() -> Self {
        Self {
            scale: None,
            columns: &[],
            selectable: &[],
            rules: &[],
            served: true,
            storage: true,
            deprecated: None,
        }
    }
}

/// A generator whose schemas [`define`] understands: OpenAPI 3, everything inlined.
#[must_use]
pub fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::openapi3();
    settings.inline_subschemas = true;
    settings.into_generator()
}

/// Builds a definition with one version.
///
/// # Errors
/// When a schema is not structural.
pub fn define(
    names: &Names<'_>,
    spec: Schema,
    status: Option<Schema>,
    details: &Details<'_>,
) -> Result<CustomResourceDefinition, SchemaError> {
    let has_status = status.is_some();
    let mut properties = json!({"spec": structural::structural(spec, "spec")?});
    if let Some(status) = status {
        properties["status"] = structural::structural(status, "status")?;
    }
    let mut root = json!({"type": "object", "required": ["spec"], "properties": properties});
    if !details.rules.is_empty() {
        root["x-kubernetes-validations"] = details.rules.iter().map(rule).collect();
    }
    let mut schema = JSONSchemaProps::default();
    codec::from_value(&mut schema, root).map_err(|e| SchemaError::Unsupported {
        path: e.path.clone(),
        message: e.source.to_string(),
    })?;
    let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let subresources =
        (has_status || details.scale.is_some()).then(|| CustomResourceSubresources {
            status: has_status.then(CustomResourceSubresourceStatus::default),
            scale: details.scale.map(|(spec, status, selector)| {
                Box::new(CustomResourceSubresourceScale {
                    spec_replicas_path: spec.to_owned(),
                    status_replicas_path: status.to_owned(),
                    label_selector_path: Some(selector.to_owned()).filter(|s| !s.is_empty()),
                })
            }),
        });
    let version = CustomResourceDefinitionVersion {
        name: names.version.to_owned(),
        served: details.served,
        storage: details.storage,
        deprecated: details.deprecated.is_some(),
        deprecation_warning: details.deprecated.filter(|w| !w.is_empty()).map(str::to_owned),
        schema: Some(CustomResourceValidation { open_apiv3_schema: Some(Box::new(schema)) }),
        subresources,
        additional_printer_columns: details
            .columns
            .iter()
            .map(|c| CustomResourceColumnDefinition {
                name: c.name.to_owned(),
                type_: c.ty.to_owned(),
                json_path: c.path.to_owned(),
                priority: c.priority,
                description: c.description.to_owned(),
                ..Default::default()
            })
            .collect(),
        selectable_fields: details
            .selectable
            .iter()
            .map(|path| SelectableField { json_path: (*path).to_owned() })
            .collect(),
    };
    Ok(CustomResourceDefinition {
        metadata: ObjectMeta::named(format!("{}.{}", names.plural, names.group)),
        spec: CustomResourceDefinitionSpec {
            group: names.group.to_owned(),
            names: CustomResourceDefinitionNames {
                plural: names.plural.to_owned(),
                singular: names.singular.to_owned(),
                kind: names.kind.to_owned(),
                list_kind: format!("{}List", names.kind),
                short_names: own(names.short_names),
                categories: own(names.categories),
            },
            scope: if names.namespaced { "Namespaced" } else { "Cluster" }.into(),
            versions: vec![version],
            ..Default::default()
        },
        ..Default::default()
    })
}

fn rule(rule: &Rule<'_>) -> Value {
    let mut out = json!({"rule": rule.rule});
    for (name, text) in [
        ("message", rule.message),
        ("messageExpression", rule.message_expression),
        ("reason", rule.reason),
        ("fieldPath", rule.field_path),
    ] {
        if !text.is_empty() {
            out[name] = text.into();
        }
    }
    out
}
