//! resource quota of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ResourceQuota` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceQuota {
    pub metadata: ObjectMeta,
    pub spec: ResourceQuotaSpec,
    pub status: ResourceQuotaStatus,
}

#[doc(hidden)]
pub static RESOURCE_QUOTA: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceQuota",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&RESOURCE_QUOTA_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&RESOURCE_QUOTA_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ResourceQuota {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_QUOTA
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
            _ => panic!("ResourceQuota has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ResourceQuota,
    "",
    "v1",
    "ResourceQuota",
    "resourcequotas",
    Namespaced
);

/// `io.k8s.api.core.v1.ResourceQuotaSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceQuotaSpec {
    pub hard: BTreeMap<String, Quantity>,
    pub scopes: Vec<ResourceQuotaScope>,
    pub scope_selector: Option<ScopeSelector>,
}

#[doc(hidden)]
pub static RESOURCE_QUOTA_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceQuotaSpec",
    &[
        Field::new("hard", 1, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new(
            "scopes",
            2,
            Type::List(&Type::Enum(ResourceQuotaScope::VALUES)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("scopeSelector", 3, Type::Message(&SCOPE_SELECTOR), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for ResourceQuotaSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_QUOTA_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.hard.reflect(),
            1 => self.scopes.reflect(),
            2 => self.scope_selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.hard.reflect_mut(),
            1 => self.scopes.reflect_mut(),
            2 => self.scope_selector.reflect_mut(),
            _ => panic!("ResourceQuotaSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.hard.is_empty())
            | u64::from(!self.scopes.is_empty()) << 1
            | u64::from(self.scope_selector.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ResourceQuotaStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceQuotaStatus {
    pub hard: BTreeMap<String, Quantity>,
    pub used: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static RESOURCE_QUOTA_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceQuotaStatus",
    &[
        Field::new("hard", 1, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("used", 2, Type::Map(&Type::Quantity), OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ResourceQuotaStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_QUOTA_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.hard.reflect(),
            1 => self.used.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.hard.reflect_mut(),
            1 => self.used.reflect_mut(),
            _ => panic!("ResourceQuotaStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.hard.is_empty())
            | u64::from(!self.used.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.ScopeSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScopeSelector {
    pub match_expressions: Vec<ScopedResourceSelectorRequirement>,
}

#[doc(hidden)]
pub static SCOPE_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ScopeSelector",
    &[Field::new(
        "matchExpressions",
        1,
        Type::List(&Type::Message(&SCOPED_RESOURCE_SELECTOR_REQUIREMENT)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
)
.atomic();

impl Message for ScopeSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &SCOPE_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.match_expressions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.match_expressions.reflect_mut(),
            _ => panic!("ScopeSelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.match_expressions.is_empty())
    }
}

/// `io.k8s.api.core.v1.ScopedResourceSelectorRequirement`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScopedResourceSelectorRequirement {
    pub scope_name: ResourceQuotaScope,
    pub operator: ScopeSelectorOperator,
    pub values: Vec<String>,
}

#[doc(hidden)]
pub static SCOPED_RESOURCE_SELECTOR_REQUIREMENT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ScopedResourceSelectorRequirement",
    &[
        Field::new("scopeName", 1, Type::Enum(ResourceQuotaScope::VALUES), REQUIRED),
        Field::new("operator", 2, Type::Enum(ScopeSelectorOperator::VALUES), REQUIRED),
        Field::new("values", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for ScopedResourceSelectorRequirement {
    fn descriptor(&self) -> &'static Descriptor {
        &SCOPED_RESOURCE_SELECTOR_REQUIREMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.scope_name.reflect(),
            1 => self.operator.reflect(),
            2 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.scope_name.reflect_mut(),
            1 => self.operator.reflect_mut(),
            2 => self.values.reflect_mut(),
            _ => panic!("ScopedResourceSelectorRequirement has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.values.is_empty()) << 2
    }
}

bowline_apimachinery::open_enum!(
/// One of `BestEffort`, `CrossNamespacePodAffinity`, `NotBestEffort`, `NotTerminating`, `PriorityClass`, `Terminating`, `VolumeAttributesClass`.
ResourceQuotaScope { BestEffort = "BestEffort", CrossNamespacePodAffinity = "CrossNamespacePodAffinity", NotBestEffort = "NotBestEffort", NotTerminating = "NotTerminating", PriorityClass = "PriorityClass", Terminating = "Terminating", VolumeAttributesClass = "VolumeAttributesClass" });

bowline_apimachinery::open_enum!(
/// One of `DoesNotExist`, `Exists`, `In`, `NotIn`.
ScopeSelectorOperator { DoesNotExist = "DoesNotExist", Exists = "Exists", In = "In", NotIn = "NotIn" });

bowline_apimachinery::message!(ResourceQuota ResourceQuotaSpec ResourceQuotaStatus ScopeSelector ScopedResourceSelectorRequirement);
