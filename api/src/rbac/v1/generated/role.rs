//! role of rbac.authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Role` of `rbac.authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Role {
    pub metadata: ObjectMeta,
    pub rules: Vec<PolicyRule>,
}

#[doc(hidden)]
pub static ROLE: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.Role",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("rules", 2, Type::List(&Type::Message(&POLICY_RULE)), ATOMIC),
    ],
    &[0, 1],
)
.root();

impl Message for Role {
    fn descriptor(&self) -> &'static Descriptor {
        &ROLE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.rules.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.rules.reflect_mut(),
            _ => panic!("Role has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.rules.is_empty()) << 1
    }
}

bowline_apimachinery::resource!(
    Role,
    "rbac.authorization.k8s.io",
    "v1",
    "Role",
    "roles",
    Namespaced
);

/// `io.k8s.api.rbac.v1.PolicyRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyRule {
    pub verbs: Vec<String>,
    pub api_groups: Vec<String>,
    pub resources: Vec<String>,
    pub resource_names: Vec<String>,
    pub non_resource_urls: Vec<String>,
}

#[doc(hidden)]
pub static POLICY_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.PolicyRule",
    &[
        Field::new("verbs", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("apiGroups", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("resources", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("resourceNames", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("nonResourceURLs", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for PolicyRule {
    fn descriptor(&self) -> &'static Descriptor {
        &POLICY_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.verbs.reflect(),
            1 => self.api_groups.reflect(),
            2 => self.resources.reflect(),
            3 => self.resource_names.reflect(),
            4 => self.non_resource_urls.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.verbs.reflect_mut(),
            1 => self.api_groups.reflect_mut(),
            2 => self.resources.reflect_mut(),
            3 => self.resource_names.reflect_mut(),
            4 => self.non_resource_urls.reflect_mut(),
            _ => panic!("PolicyRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe0
            | u64::from(!self.verbs.is_empty())
            | u64::from(!self.api_groups.is_empty()) << 1
            | u64::from(!self.resources.is_empty()) << 2
            | u64::from(!self.resource_names.is_empty()) << 3
            | u64::from(!self.non_resource_urls.is_empty()) << 4
    }
}

bowline_apimachinery::message!(Role PolicyRule);
