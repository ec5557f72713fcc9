//! custom resource definition of apiextensions.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `CustomResourceDefinition` of `apiextensions.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceDefinition {
    pub metadata: ObjectMeta,
    pub spec: CustomResourceDefinitionSpec,
    pub status: CustomResourceDefinitionStatus,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_DEFINITION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&CUSTOM_RESOURCE_DEFINITION_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&CUSTOM_RESOURCE_DEFINITION_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for CustomResourceDefinition {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_DEFINITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("CustomResourceDefinition has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    CustomResourceDefinition,
    "apiextensions.k8s.io",
    "v1",
    "CustomResourceDefinition",
    "customresourcedefinitions",
    Cluster
);

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceColumnDefinition {
    pub name: String,
    pub type_: String,
    pub format: String,
    pub description: String,
    pub priority: i32,
    pub json_path: String,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_COLUMN_DEFINITION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("type", 2, Type::String, REQUIRED),
        Field::new("format", 3, Type::String, OMITEMPTY),
        Field::new("description", 4, Type::String, OMITEMPTY),
        Field::new("priority", 5, Type::Int32, OMITEMPTY),
        Field::new("jsonPath", 6, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for CustomResourceColumnDefinition {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_COLUMN_DEFINITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.type_.reflect(),
            2 => self.format.reflect(),
            3 => self.description.reflect(),
            4 => self.priority.reflect(),
            5 => self.json_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.type_.reflect_mut(),
            2 => self.format.reflect_mut(),
            3 => self.description.reflect_mut(),
            4 => self.priority.reflect_mut(),
            5 => self.json_path.reflect_mut(),
            _ => panic!("CustomResourceColumnDefinition has no field {index}"),
        }
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceConversion {
    pub strategy: ConversionStrategyType,
    pub webhook: Option<WebhookConversion>,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_CONVERSION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion",
    &[
        Field::new("strategy", 1, Type::Enum(ConversionStrategyType::VALUES), REQUIRED),
        Field::new("webhook", 2, Type::Message(&WEBHOOK_CONVERSION), POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for CustomResourceConversion {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_CONVERSION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.strategy.reflect(),
            1 => self.webhook.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.strategy.reflect_mut(),
            1 => self.webhook.reflect_mut(),
            _ => panic!("CustomResourceConversion has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.webhook.is_some()) << 1
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceDefinitionCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
    pub observed_generation: i64,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_DEFINITION_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
        Field::new("observedGeneration", 6, Type::Int64, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for CustomResourceDefinitionCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_DEFINITION_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_transition_time.reflect(),
            3 => self.reason.reflect(),
            4 => self.message.reflect(),
            5 => self.observed_generation.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.last_transition_time.reflect_mut(),
            3 => self.reason.reflect_mut(),
            4 => self.message.reflect_mut(),
            5 => self.observed_generation.reflect_mut(),
            _ => panic!("CustomResourceDefinitionCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceDefinitionNames {
    pub plural: String,
    pub singular: String,
    pub short_names: Vec<String>,
    pub kind: String,
    pub list_kind: String,
    pub categories: Vec<String>,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_DEFINITION_NAMES: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames",
    &[
        Field::new("plural", 1, Type::String, REQUIRED),
        Field::new("singular", 2, Type::String, OMITEMPTY),
        Field::new("shortNames", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("kind", 4, Type::String, REQUIRED),
        Field::new("listKind", 5, Type::String, OMITEMPTY),
        Field::new("categories", 6, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for CustomResourceDefinitionNames {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_DEFINITION_NAMES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.plural.reflect(),
            1 => self.singular.reflect(),
            2 => self.short_names.reflect(),
            3 => self.kind.reflect(),
            4 => self.list_kind.reflect(),
            5 => self.categories.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.plural.reflect_mut(),
            1 => self.singular.reflect_mut(),
            2 => self.short_names.reflect_mut(),
            3 => self.kind.reflect_mut(),
            4 => self.list_kind.reflect_mut(),
            5 => self.categories.reflect_mut(),
            _ => panic!("CustomResourceDefinitionNames has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffdb
            | u64::from(!self.short_names.is_empty()) << 2
            | u64::from(!self.categories.is_empty()) << 5
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceDefinitionSpec {
    pub group: String,
    pub names: CustomResourceDefinitionNames,
    pub scope: ResourceScope,
    pub versions: Vec<CustomResourceDefinitionVersion>,
    pub conversion: Option<Box<CustomResourceConversion>>,
    /// Deprecated.
    pub preserve_unknown_fields: bool,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_DEFINITION_SPEC: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec",
    &[
        Field::new("group", 1, Type::String, REQUIRED),
        Field::new("names", 3, Type::Message(&CUSTOM_RESOURCE_DEFINITION_NAMES), REQUIRED),
        Field::new("scope", 4, Type::Enum(ResourceScope::VALUES), REQUIRED),
        Field::new(
            "versions",
            7,
            Type::List(&Type::Message(&CUSTOM_RESOURCE_DEFINITION_VERSION)),
            REQUIRED | ATOMIC,
        ),
        Field::new(
            "conversion",
            9,
            Type::Message(&CUSTOM_RESOURCE_CONVERSION),
            POINTER | OMITEMPTY,
        ),
        Field::new("preserveUnknownFields", 10, Type::Bool, OMITEMPTY | DEPRECATED),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for CustomResourceDefinitionSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_DEFINITION_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.names.reflect(),
            2 => self.scope.reflect(),
            3 => self.versions.reflect(),
            4 => self.conversion.reflect(),
            5 => self.preserve_unknown_fields.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.names.reflect_mut(),
            2 => self.scope.reflect_mut(),
            3 => self.versions.reflect_mut(),
            4 => self.conversion.reflect_mut(),
            5 => self.preserve_unknown_fields.reflect_mut(),
            _ => panic!("CustomResourceDefinitionSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe7
            | u64::from(!self.versions.is_empty()) << 3
            | u64::from(self.conversion.is_some()) << 4
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceDefinitionStatus {
    /// List, one item per `type`.
    pub conditions: Vec<CustomResourceDefinitionCondition>,
    pub accepted_names: CustomResourceDefinitionNames,
    pub stored_versions: Vec<String>,
    pub observed_generation: i64,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_DEFINITION_STATUS: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus",
    &[
        Field::new(
            "conditions",
            1,
            Type::List(&Type::Message(&CUSTOM_RESOURCE_DEFINITION_CONDITION)),
            LIST_MAP,
        )
        .keys(&["type"]),
        Field::new("acceptedNames", 2, Type::Message(&CUSTOM_RESOURCE_DEFINITION_NAMES), 0),
        Field::new("storedVersions", 3, Type::List(&Type::String), ATOMIC),
        Field::new("observedGeneration", 4, Type::Int64, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for CustomResourceDefinitionStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_DEFINITION_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            1 => self.accepted_names.reflect(),
            2 => self.stored_versions.reflect(),
            3 => self.observed_generation.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            1 => self.accepted_names.reflect_mut(),
            2 => self.stored_versions.reflect_mut(),
            3 => self.observed_generation.reflect_mut(),
            _ => panic!("CustomResourceDefinitionStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffa
            | u64::from(!self.conditions.is_empty())
            | u64::from(!self.stored_versions.is_empty()) << 2
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceDefinitionVersion {
    pub name: String,
    pub served: bool,
    pub storage: bool,
    /// Deprecated.
    pub deprecated: bool,
    pub deprecation_warning: Option<String>,
    pub schema: Option<CustomResourceValidation>,
    pub subresources: Option<CustomResourceSubresources>,
    pub additional_printer_columns: Vec<CustomResourceColumnDefinition>,
    pub selectable_fields: Vec<SelectableField>,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_DEFINITION_VERSION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("served", 2, Type::Bool, REQUIRED),
        Field::new("storage", 3, Type::Bool, REQUIRED),
        Field::new("deprecated", 7, Type::Bool, OMITEMPTY | DEPRECATED),
        Field::new("deprecationWarning", 8, Type::String, POINTER | OMITEMPTY),
        Field::new("schema", 4, Type::Message(&CUSTOM_RESOURCE_VALIDATION), POINTER | OMITEMPTY),
        Field::new(
            "subresources",
            5,
            Type::Message(&CUSTOM_RESOURCE_SUBRESOURCES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "additionalPrinterColumns",
            6,
            Type::List(&Type::Message(&CUSTOM_RESOURCE_COLUMN_DEFINITION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "selectableFields",
            9,
            Type::List(&Type::Message(&SELECTABLE_FIELD)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 5, 6, 7, 3, 4, 8],
);

impl Message for CustomResourceDefinitionVersion {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_DEFINITION_VERSION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.served.reflect(),
            2 => self.storage.reflect(),
            3 => self.deprecated.reflect(),
            4 => self.deprecation_warning.reflect(),
            5 => self.schema.reflect(),
            6 => self.subresources.reflect(),
            7 => self.additional_printer_columns.reflect(),
            8 => self.selectable_fields.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.served.reflect_mut(),
            2 => self.storage.reflect_mut(),
            3 => self.deprecated.reflect_mut(),
            4 => self.deprecation_warning.reflect_mut(),
            5 => self.schema.reflect_mut(),
            6 => self.subresources.reflect_mut(),
            7 => self.additional_printer_columns.reflect_mut(),
            8 => self.selectable_fields.reflect_mut(),
            _ => panic!("CustomResourceDefinitionVersion has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe0f
            | u64::from(self.deprecation_warning.is_some()) << 4
            | u64::from(self.schema.is_some()) << 5
            | u64::from(self.subresources.is_some()) << 6
            | u64::from(!self.additional_printer_columns.is_empty()) << 7
            | u64::from(!self.selectable_fields.is_empty()) << 8
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceSubresourceScale {
    pub spec_replicas_path: String,
    pub status_replicas_path: String,
    pub label_selector_path: Option<String>,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_SUBRESOURCE_SCALE: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale",
    &[
        Field::new("specReplicasPath", 1, Type::String, REQUIRED),
        Field::new("statusReplicasPath", 2, Type::String, REQUIRED),
        Field::new("labelSelectorPath", 3, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for CustomResourceSubresourceScale {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_SUBRESOURCE_SCALE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.spec_replicas_path.reflect(),
            1 => self.status_replicas_path.reflect(),
            2 => self.label_selector_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.spec_replicas_path.reflect_mut(),
            1 => self.status_replicas_path.reflect_mut(),
            2 => self.label_selector_path.reflect_mut(),
            _ => panic!("CustomResourceSubresourceScale has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.label_selector_path.is_some()) << 2
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceSubresourceStatus {}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_SUBRESOURCE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus",
    &[],
    &[],
);

impl Message for CustomResourceSubresourceStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_SUBRESOURCE_STATUS
    }
    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Null
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        panic!("CustomResourceSubresourceStatus has no field {index}")
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceSubresources {
    pub status: Option<CustomResourceSubresourceStatus>,
    pub scale: Option<Box<CustomResourceSubresourceScale>>,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_SUBRESOURCES: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources",
    &[
        Field::new(
            "status",
            1,
            Type::Message(&CUSTOM_RESOURCE_SUBRESOURCE_STATUS),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "scale",
            2,
            Type::Message(&CUSTOM_RESOURCE_SUBRESOURCE_SCALE),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for CustomResourceSubresources {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_SUBRESOURCES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.status.reflect(),
            1 => self.scale.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.status.reflect_mut(),
            1 => self.scale.reflect_mut(),
            _ => panic!("CustomResourceSubresources has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc | u64::from(self.status.is_some()) | u64::from(self.scale.is_some()) << 1
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomResourceValidation {
    pub open_apiv3_schema: Option<Box<JSONSchemaProps>>,
}

#[doc(hidden)]
pub static CUSTOM_RESOURCE_VALIDATION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation",
    &[Field::new("openAPIV3Schema", 1, Type::Message(&JSON_SCHEMA_PROPS), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for CustomResourceValidation {
    fn descriptor(&self) -> &'static Descriptor {
        &CUSTOM_RESOURCE_VALIDATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.open_apiv3_schema.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.open_apiv3_schema.reflect_mut(),
            _ => panic!("CustomResourceValidation has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.open_apiv3_schema.is_some())
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalDocumentation {
    pub description: String,
    pub url: String,
}

#[doc(hidden)]
pub static EXTERNAL_DOCUMENTATION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation",
    &[
        Field::new("description", 1, Type::String, OMITEMPTY),
        Field::new("url", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ExternalDocumentation {
    fn descriptor(&self) -> &'static Descriptor {
        &EXTERNAL_DOCUMENTATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.description.reflect(),
            1 => self.url.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.description.reflect_mut(),
            1 => self.url.reflect_mut(),
            _ => panic!("ExternalDocumentation has no field {index}"),
        }
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JSONSchemaProps {
    pub id: String,
    pub schema: String,
    pub ref_path: Option<String>,
    pub description: String,
    pub type_: String,
    pub format: String,
    pub title: String,
    pub default: Option<RawJson>,
    pub maximum: Option<f64>,
    pub exclusive_maximum: bool,
    pub minimum: Option<f64>,
    pub exclusive_minimum: bool,
    pub max_length: Option<i64>,
    pub min_length: Option<i64>,
    pub pattern: String,
    pub max_items: Option<i64>,
    pub min_items: Option<i64>,
    pub unique_items: bool,
    pub multiple_of: Option<f64>,
    pub enum_: Vec<RawJson>,
    pub max_properties: Option<i64>,
    pub min_properties: Option<i64>,
    pub required: Vec<String>,
    pub items: Option<JSONSchemaPropsOrArray>,
    pub all_of: Vec<JSONSchemaProps>,
    pub one_of: Vec<JSONSchemaProps>,
    pub any_of: Vec<JSONSchemaProps>,
    pub not: Option<Box<JSONSchemaProps>>,
    pub properties: BTreeMap<String, JSONSchemaProps>,
    pub additional_properties: Option<JSONSchemaPropsOrBool>,
    pub pattern_properties: BTreeMap<String, JSONSchemaProps>,
    pub dependencies: BTreeMap<String, JSONSchemaPropsOrStringArray>,
    pub additional_items: Option<JSONSchemaPropsOrBool>,
    pub definitions: BTreeMap<String, JSONSchemaProps>,
    pub external_docs: Option<Box<ExternalDocumentation>>,
    pub example: Option<RawJson>,
    pub nullable: bool,
    pub x_kubernetes_preserve_unknown_fields: Option<bool>,
    pub x_kubernetes_embedded_resource: bool,
    pub x_kubernetes_int_or_string: bool,
    pub x_kubernetes_list_map_keys: Vec<String>,
    pub x_kubernetes_list_type: Option<String>,
    pub x_kubernetes_map_type: Option<String>,
    /// List, one item per `rule`.
    pub x_kubernetes_validations: Vec<ValidationRule>,
}

#[doc(hidden)]
pub static JSON_SCHEMA_PROPS: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
    &[
        Field::new("id", 1, Type::String, OMITEMPTY),
        Field::new("$schema", 2, Type::String, OMITEMPTY),
        Field::new("$ref", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("description", 4, Type::String, OMITEMPTY),
        Field::new("type", 5, Type::String, OMITEMPTY),
        Field::new("format", 6, Type::String, OMITEMPTY),
        Field::new("title", 7, Type::String, OMITEMPTY),
        Field::new("default", 8, Type::Raw, POINTER | OMITEMPTY),
        Field::new("maximum", 9, Type::Double, POINTER | OMITEMPTY),
        Field::new("exclusiveMaximum", 10, Type::Bool, OMITEMPTY),
        Field::new("minimum", 11, Type::Double, POINTER | OMITEMPTY),
        Field::new("exclusiveMinimum", 12, Type::Bool, OMITEMPTY),
        Field::new("maxLength", 13, Type::Int64, POINTER | OMITEMPTY),
        Field::new("minLength", 14, Type::Int64, POINTER | OMITEMPTY),
        Field::new("pattern", 15, Type::String, OMITEMPTY),
        Field::new("maxItems", 16, Type::Int64, POINTER | OMITEMPTY),
        Field::new("minItems", 17, Type::Int64, POINTER | OMITEMPTY),
        Field::new("uniqueItems", 18, Type::Bool, OMITEMPTY),
        Field::new("multipleOf", 19, Type::Double, POINTER | OMITEMPTY),
        Field::new("enum", 20, Type::List(&Type::Raw), OMITEMPTY | ATOMIC),
        Field::new("maxProperties", 21, Type::Int64, POINTER | OMITEMPTY),
        Field::new("minProperties", 22, Type::Int64, POINTER | OMITEMPTY),
        Field::new("required", 23, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("items", 24, Type::Message(&JSON_SCHEMA_PROPS_OR_ARRAY), POINTER | OMITEMPTY),
        Field::new("allOf", 25, Type::List(&Type::Message(&JSON_SCHEMA_PROPS)), OMITEMPTY | ATOMIC),
        Field::new("oneOf", 26, Type::List(&Type::Message(&JSON_SCHEMA_PROPS)), OMITEMPTY | ATOMIC),
        Field::new("anyOf", 27, Type::List(&Type::Message(&JSON_SCHEMA_PROPS)), OMITEMPTY | ATOMIC),
        Field::new("not", 28, Type::Message(&JSON_SCHEMA_PROPS), POINTER | OMITEMPTY),
        Field::new("properties", 29, Type::Map(&Type::Message(&JSON_SCHEMA_PROPS)), OMITEMPTY),
        Field::new(
            "additionalProperties",
            30,
            Type::Message(&JSON_SCHEMA_PROPS_OR_BOOL),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "patternProperties",
            31,
            Type::Map(&Type::Message(&JSON_SCHEMA_PROPS)),
            OMITEMPTY,
        ),
        Field::new(
            "dependencies",
            32,
            Type::Map(&Type::Message(&JSON_SCHEMA_PROPS_OR_STRING_ARRAY)),
            OMITEMPTY,
        ),
        Field::new(
            "additionalItems",
            33,
            Type::Message(&JSON_SCHEMA_PROPS_OR_BOOL),
            POINTER | OMITEMPTY,
        ),
        Field::new("definitions", 34, Type::Map(&Type::Message(&JSON_SCHEMA_PROPS)), OMITEMPTY),
        Field::new("externalDocs", 35, Type::Message(&EXTERNAL_DOCUMENTATION), POINTER | OMITEMPTY),
        Field::new("example", 36, Type::Raw, POINTER | OMITEMPTY),
        Field::new("nullable", 37, Type::Bool, OMITEMPTY),
        Field::new("x-kubernetes-preserve-unknown-fields", 38, Type::Bool, POINTER | OMITEMPTY),
        Field::new("x-kubernetes-embedded-resource", 39, Type::Bool, OMITEMPTY),
        Field::new("x-kubernetes-int-or-string", 40, Type::Bool, OMITEMPTY),
        Field::new("x-kubernetes-list-map-keys", 41, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("x-kubernetes-list-type", 42, Type::String, POINTER | OMITEMPTY),
        Field::new("x-kubernetes-map-type", 43, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "x-kubernetes-validations",
            44,
            Type::List(&Type::Message(&VALIDATION_RULE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["rule"])
        .merge_key("rule"),
    ],
    &[
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    ],
);

impl Message for JSONSchemaProps {
    fn descriptor(&self) -> &'static Descriptor {
        &JSON_SCHEMA_PROPS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.id.reflect(),
            1 => self.schema.reflect(),
            2 => self.ref_path.reflect(),
            3 => self.description.reflect(),
            4 => self.type_.reflect(),
            5 => self.format.reflect(),
            6 => self.title.reflect(),
            7 => self.default.reflect(),
            8 => self.maximum.reflect(),
            9 => self.exclusive_maximum.reflect(),
            10 => self.minimum.reflect(),
            11 => self.exclusive_minimum.reflect(),
            12 => self.max_length.reflect(),
            13 => self.min_length.reflect(),
            14 => self.pattern.reflect(),
            15 => self.max_items.reflect(),
            16 => self.min_items.reflect(),
            17 => self.unique_items.reflect(),
            18 => self.multiple_of.reflect(),
            19 => self.enum_.reflect(),
            20 => self.max_properties.reflect(),
            21 => self.min_properties.reflect(),
            22 => self.required.reflect(),
            23 => self.items.reflect(),
            24 => self.all_of.reflect(),
            25 => self.one_of.reflect(),
            26 => self.any_of.reflect(),
            27 => self.not.reflect(),
            28 => self.properties.reflect(),
            29 => self.additional_properties.reflect(),
            30 => self.pattern_properties.reflect(),
            31 => self.dependencies.reflect(),
            32 => self.additional_items.reflect(),
            33 => self.definitions.reflect(),
            34 => self.external_docs.reflect(),
            35 => self.example.reflect(),
            36 => self.nullable.reflect(),
            37 => self.x_kubernetes_preserve_unknown_fields.reflect(),
            38 => self.x_kubernetes_embedded_resource.reflect(),
            39 => self.x_kubernetes_int_or_string.reflect(),
            40 => self.x_kubernetes_list_map_keys.reflect(),
            41 => self.x_kubernetes_list_type.reflect(),
            42 => self.x_kubernetes_map_type.reflect(),
            43 => self.x_kubernetes_validations.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.id.reflect_mut(),
            1 => self.schema.reflect_mut(),
            2 => self.ref_path.reflect_mut(),
            3 => self.description.reflect_mut(),
            4 => self.type_.reflect_mut(),
            5 => self.format.reflect_mut(),
            6 => self.title.reflect_mut(),
            7 => self.default.reflect_mut(),
            8 => self.maximum.reflect_mut(),
            9 => self.exclusive_maximum.reflect_mut(),
            10 => self.minimum.reflect_mut(),
            11 => self.exclusive_minimum.reflect_mut(),
            12 => self.max_length.reflect_mut(),
            13 => self.min_length.reflect_mut(),
            14 => self.pattern.reflect_mut(),
            15 => self.max_items.reflect_mut(),
            16 => self.min_items.reflect_mut(),
            17 => self.unique_items.reflect_mut(),
            18 => self.multiple_of.reflect_mut(),
            19 => self.enum_.reflect_mut(),
            20 => self.max_properties.reflect_mut(),
            21 => self.min_properties.reflect_mut(),
            22 => self.required.reflect_mut(),
            23 => self.items.reflect_mut(),
            24 => self.all_of.reflect_mut(),
            25 => self.one_of.reflect_mut(),
            26 => self.any_of.reflect_mut(),
            27 => self.not.reflect_mut(),
            28 => self.properties.reflect_mut(),
            29 => self.additional_properties.reflect_mut(),
            30 => self.pattern_properties.reflect_mut(),
            31 => self.dependencies.reflect_mut(),
            32 => self.additional_items.reflect_mut(),
            33 => self.definitions.reflect_mut(),
            34 => self.external_docs.reflect_mut(),
            35 => self.example.reflect_mut(),
            36 => self.nullable.reflect_mut(),
            37 => self.x_kubernetes_preserve_unknown_fields.reflect_mut(),
            38 => self.x_kubernetes_embedded_resource.reflect_mut(),
            39 => self.x_kubernetes_int_or_string.reflect_mut(),
            40 => self.x_kubernetes_list_map_keys.reflect_mut(),
            41 => self.x_kubernetes_list_type.reflect_mut(),
            42 => self.x_kubernetes_map_type.reflect_mut(),
            43 => self.x_kubernetes_validations.reflect_mut(),
            _ => panic!("JSONSchemaProps has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffff0d000024a7b
            | u64::from(self.ref_path.is_some()) << 2
            | u64::from(self.default.is_some()) << 7
            | u64::from(self.maximum.is_some()) << 8
            | u64::from(self.minimum.is_some()) << 10
            | u64::from(self.max_length.is_some()) << 12
            | u64::from(self.min_length.is_some()) << 13
            | u64::from(self.max_items.is_some()) << 15
            | u64::from(self.min_items.is_some()) << 16
            | u64::from(self.multiple_of.is_some()) << 18
            | u64::from(!self.enum_.is_empty()) << 19
            | u64::from(self.max_properties.is_some()) << 20
            | u64::from(self.min_properties.is_some()) << 21
            | u64::from(!self.required.is_empty()) << 22
            | u64::from(self.items.is_some()) << 23
            | u64::from(!self.all_of.is_empty()) << 24
            | u64::from(!self.one_of.is_empty()) << 25
            | u64::from(!self.any_of.is_empty()) << 26
            | u64::from(self.not.is_some()) << 27
            | u64::from(!self.properties.is_empty()) << 28
            | u64::from(self.additional_properties.is_some()) << 29
            | u64::from(!self.pattern_properties.is_empty()) << 30
            | u64::from(!self.dependencies.is_empty()) << 31
            | u64::from(self.additional_items.is_some()) << 32
            | u64::from(!self.definitions.is_empty()) << 33
            | u64::from(self.external_docs.is_some()) << 34
            | u64::from(self.example.is_some()) << 35
            | u64::from(self.x_kubernetes_preserve_unknown_fields.is_some()) << 37
            | u64::from(!self.x_kubernetes_list_map_keys.is_empty()) << 40
            | u64::from(self.x_kubernetes_list_type.is_some()) << 41
            | u64::from(self.x_kubernetes_map_type.is_some()) << 42
            | u64::from(!self.x_kubernetes_validations.is_empty()) << 43
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JSONSchemaPropsOrArray {
    pub schema: Option<Box<JSONSchemaProps>>,
    pub json_schemas: Vec<JSONSchemaProps>,
}

#[doc(hidden)]
pub static JSON_SCHEMA_PROPS_OR_ARRAY: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray",
    &[
        Field::new("Schema", 1, Type::Message(&JSON_SCHEMA_PROPS), POINTER),
        Field::new("JSONSchemas", 2, Type::List(&Type::Message(&JSON_SCHEMA_PROPS)), ATOMIC),
    ],
    &[0, 1],
)
.form(Form::OrArray);

impl Message for JSONSchemaPropsOrArray {
    fn descriptor(&self) -> &'static Descriptor {
        &JSON_SCHEMA_PROPS_OR_ARRAY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.schema.reflect(),
            1 => self.json_schemas.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.schema.reflect_mut(),
            1 => self.json_schemas.reflect_mut(),
            _ => panic!("JSONSchemaPropsOrArray has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.schema.is_some())
            | u64::from(!self.json_schemas.is_empty()) << 1
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JSONSchemaPropsOrBool {
    pub allows: bool,
    pub schema: Option<Box<JSONSchemaProps>>,
}

#[doc(hidden)]
pub static JSON_SCHEMA_PROPS_OR_BOOL: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool",
    &[
        Field::new("Allows", 1, Type::Bool, 0),
        Field::new("Schema", 2, Type::Message(&JSON_SCHEMA_PROPS), POINTER),
    ],
    &[0, 1],
)
.form(Form::OrBool);

impl Message for JSONSchemaPropsOrBool {
    fn descriptor(&self) -> &'static Descriptor {
        &JSON_SCHEMA_PROPS_OR_BOOL
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.allows.reflect(),
            1 => self.schema.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.allows.reflect_mut(),
            1 => self.schema.reflect_mut(),
            _ => panic!("JSONSchemaPropsOrBool has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.schema.is_some()) << 1
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JSONSchemaPropsOrStringArray {
    pub schema: Option<Box<JSONSchemaProps>>,
    pub property: Vec<String>,
}

#[doc(hidden)]
pub static JSON_SCHEMA_PROPS_OR_STRING_ARRAY: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray",
    &[
        Field::new("Schema", 1, Type::Message(&JSON_SCHEMA_PROPS), POINTER),
        Field::new("Property", 2, Type::List(&Type::String), ATOMIC),
    ],
    &[0, 1],
)
.form(Form::OrStringArray);

impl Message for JSONSchemaPropsOrStringArray {
    fn descriptor(&self) -> &'static Descriptor {
        &JSON_SCHEMA_PROPS_OR_STRING_ARRAY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.schema.reflect(),
            1 => self.property.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.schema.reflect_mut(),
            1 => self.property.reflect_mut(),
            _ => panic!("JSONSchemaPropsOrStringArray has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.schema.is_some())
            | u64::from(!self.property.is_empty()) << 1
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectableField {
    pub json_path: String,
}

#[doc(hidden)]
pub static SELECTABLE_FIELD: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField",
    &[Field::new("jsonPath", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for SelectableField {
    fn descriptor(&self) -> &'static Descriptor {
        &SELECTABLE_FIELD
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.json_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.json_path.reflect_mut(),
            _ => panic!("SelectableField has no field {index}"),
        }
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceReference {
    pub namespace: String,
    pub name: String,
    pub path: Option<String>,
    pub port: Option<i32>,
}

#[doc(hidden)]
pub static SERVICE_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference",
    &[
        Field::new("namespace", 1, Type::String, REQUIRED),
        Field::new("name", 2, Type::String, REQUIRED),
        Field::new("path", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("port", 4, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for ServiceReference {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            1 => self.name.reflect(),
            2 => self.path.reflect(),
            3 => self.port.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            1 => self.name.reflect_mut(),
            2 => self.path.reflect_mut(),
            3 => self.port.reflect_mut(),
            _ => panic!("ServiceReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.path.is_some()) << 2
            | u64::from(self.port.is_some()) << 3
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidationRule {
    pub rule: String,
    pub message: String,
    pub message_expression: String,
    pub reason: Option<FieldValueErrorReason>,
    pub field_path: String,
    pub optional_old_self: Option<bool>,
}

#[doc(hidden)]
pub static VALIDATION_RULE: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule",
    &[
        Field::new("rule", 1, Type::String, REQUIRED),
        Field::new("message", 2, Type::String, OMITEMPTY),
        Field::new("messageExpression", 3, Type::String, OMITEMPTY),
        Field::new("reason", 4, Type::Enum(FieldValueErrorReason::VALUES), POINTER | OMITEMPTY),
        Field::new("fieldPath", 5, Type::String, OMITEMPTY),
        Field::new("optionalOldSelf", 6, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for ValidationRule {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATION_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.rule.reflect(),
            1 => self.message.reflect(),
            2 => self.message_expression.reflect(),
            3 => self.reason.reflect(),
            4 => self.field_path.reflect(),
            5 => self.optional_old_self.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.rule.reflect_mut(),
            1 => self.message.reflect_mut(),
            2 => self.message_expression.reflect_mut(),
            3 => self.reason.reflect_mut(),
            4 => self.field_path.reflect_mut(),
            5 => self.optional_old_self.reflect_mut(),
            _ => panic!("ValidationRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffd7
            | u64::from(self.reason.is_some()) << 3
            | u64::from(self.optional_old_self.is_some()) << 5
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WebhookClientConfig {
    pub url: Option<String>,
    pub service: Option<Box<ServiceReference>>,
    pub ca_bundle: ByteString,
}

#[doc(hidden)]
pub static WEBHOOK_CLIENT_CONFIG: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig",
    &[
        Field::new("url", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("service", 1, Type::Message(&SERVICE_REFERENCE), POINTER | OMITEMPTY),
        Field::new("caBundle", 2, Type::Bytes, OMITEMPTY),
    ],
    &[1, 2, 0],
);

impl Message for WebhookClientConfig {
    fn descriptor(&self) -> &'static Descriptor {
        &WEBHOOK_CLIENT_CONFIG
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.url.reflect(),
            1 => self.service.reflect(),
            2 => self.ca_bundle.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.url.reflect_mut(),
            1 => self.service.reflect_mut(),
            2 => self.ca_bundle.reflect_mut(),
            _ => panic!("WebhookClientConfig has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc | u64::from(self.url.is_some()) | u64::from(self.service.is_some()) << 1
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WebhookConversion {
    pub client_config: Option<Box<WebhookClientConfig>>,
    pub conversion_review_versions: Vec<String>,
}

#[doc(hidden)]
pub static WEBHOOK_CONVERSION: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion",
    &[
        Field::new("clientConfig", 2, Type::Message(&WEBHOOK_CLIENT_CONFIG), POINTER | OMITEMPTY),
        Field::new("conversionReviewVersions", 3, Type::List(&Type::String), REQUIRED | ATOMIC),
    ],
    &[0, 1],
);

impl Message for WebhookConversion {
    fn descriptor(&self) -> &'static Descriptor {
        &WEBHOOK_CONVERSION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.client_config.reflect(),
            1 => self.conversion_review_versions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.client_config.reflect_mut(),
            1 => self.conversion_review_versions.reflect_mut(),
            _ => panic!("WebhookConversion has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.client_config.is_some())
            | u64::from(!self.conversion_review_versions.is_empty()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `False`, `True`, `Unknown`.
ConditionStatus { False = "False", True = "True", Unknown = "Unknown" });

bowline_apimachinery::open_enum!(
/// One of `None`, `Webhook`.
ConversionStrategyType { None = "None", Webhook = "Webhook" });

bowline_apimachinery::open_enum!(
/// One of `FieldValueDuplicate`, `FieldValueForbidden`, `FieldValueInvalid`, `FieldValueRequired`.
FieldValueErrorReason { FieldValueDuplicate = "FieldValueDuplicate", FieldValueForbidden = "FieldValueForbidden", FieldValueInvalid = "FieldValueInvalid", FieldValueRequired = "FieldValueRequired" });

bowline_apimachinery::open_enum!(
/// One of `Cluster`, `Namespaced`.
ResourceScope { Cluster = "Cluster", Namespaced = "Namespaced" });

bowline_apimachinery::message!(CustomResourceDefinition CustomResourceColumnDefinition CustomResourceConversion CustomResourceDefinitionCondition CustomResourceDefinitionNames CustomResourceDefinitionSpec CustomResourceDefinitionStatus CustomResourceDefinitionVersion CustomResourceSubresourceScale CustomResourceSubresourceStatus CustomResourceSubresources CustomResourceValidation ExternalDocumentation JSONSchemaProps JSONSchemaPropsOrArray JSONSchemaPropsOrBool JSONSchemaPropsOrStringArray SelectableField ServiceReference ValidationRule WebhookClientConfig WebhookConversion);
