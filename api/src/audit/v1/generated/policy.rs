//! policy of audit.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{Level, Stage};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Policy` of `audit.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    pub metadata: ObjectMeta,
    pub rules: Vec<PolicyRule>,
    pub omit_stages: Vec<Stage>,
    pub omit_managed_fields: bool,
}

#[doc(hidden)]
pub static POLICY: Descriptor = Descriptor::new(
    "io.k8s.apiserver.pkg.apis.audit.v1.Policy",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("rules", 2, Type::List(&Type::Message(&POLICY_RULE)), REQUIRED | ATOMIC),
        Field::new("omitStages", 3, Type::List(&Type::Enum(Stage::VALUES)), OMITEMPTY | ATOMIC),
        Field::new("omitManagedFields", 4, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for Policy {
    fn descriptor(&self) -> &'static Descriptor {
        &POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.rules.reflect(),
            2 => self.omit_stages.reflect(),
            3 => self.omit_managed_fields.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.rules.reflect_mut(),
            2 => self.omit_stages.reflect_mut(),
            3 => self.omit_managed_fields.reflect_mut(),
            _ => panic!("Policy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.rules.is_empty()) << 1
            | u64::from(!self.omit_stages.is_empty()) << 2
    }
}

bowline_apimachinery::kind!(Policy, "audit.k8s.io", "v1", "Policy");

/// `io.k8s.apiserver.pkg.apis.audit.v1.GroupResources`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupResources {
    pub group: String,
    pub resources: Vec<String>,
    pub resource_names: Vec<String>,
}

#[doc(hidden)]
pub static GROUP_RESOURCES: Descriptor = Descriptor::new(
    "io.k8s.apiserver.pkg.apis.audit.v1.GroupResources",
    &[
        Field::new("group", 1, Type::String, OMITEMPTY),
        Field::new("resources", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("resourceNames", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for GroupResources {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_RESOURCES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.resources.reflect(),
            2 => self.resource_names.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.resources.reflect_mut(),
            2 => self.resource_names.reflect_mut(),
            _ => panic!("GroupResources has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.resources.is_empty()) << 1
            | u64::from(!self.resource_names.is_empty()) << 2
    }
}

/// `io.k8s.apiserver.pkg.apis.audit.v1.PolicyRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyRule {
    pub level: Level,
    pub users: Vec<String>,
    pub user_groups: Vec<String>,
    pub verbs: Vec<String>,
    pub resources: Vec<GroupResources>,
    pub namespaces: Vec<String>,
    pub non_resource_urls: Vec<String>,
    pub omit_stages: Vec<Stage>,
    pub omit_managed_fields: Option<bool>,
}

#[doc(hidden)]
pub static POLICY_RULE: Descriptor = Descriptor::new(
    "io.k8s.apiserver.pkg.apis.audit.v1.PolicyRule",
    &[
        Field::new("level", 1, Type::Enum(Level::VALUES), REQUIRED),
        Field::new("users", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("userGroups", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("verbs", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new(
            "resources",
            5,
            Type::List(&Type::Message(&GROUP_RESOURCES)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("namespaces", 6, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("nonResourceURLs", 7, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("omitStages", 8, Type::List(&Type::Enum(Stage::VALUES)), OMITEMPTY | ATOMIC),
        Field::new("omitManagedFields", 9, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8],
);

impl Message for PolicyRule {
    fn descriptor(&self) -> &'static Descriptor {
        &POLICY_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.level.reflect(),
            1 => self.users.reflect(),
            2 => self.user_groups.reflect(),
            3 => self.verbs.reflect(),
            4 => self.resources.reflect(),
            5 => self.namespaces.reflect(),
            6 => self.non_resource_urls.reflect(),
            7 => self.omit_stages.reflect(),
            8 => self.omit_managed_fields.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.level.reflect_mut(),
            1 => self.users.reflect_mut(),
            2 => self.user_groups.reflect_mut(),
            3 => self.verbs.reflect_mut(),
            4 => self.resources.reflect_mut(),
            5 => self.namespaces.reflect_mut(),
            6 => self.non_resource_urls.reflect_mut(),
            7 => self.omit_stages.reflect_mut(),
            8 => self.omit_managed_fields.reflect_mut(),
            _ => panic!("PolicyRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe01
            | u64::from(!self.users.is_empty()) << 1
            | u64::from(!self.user_groups.is_empty()) << 2
            | u64::from(!self.verbs.is_empty()) << 3
            | u64::from(!self.resources.is_empty()) << 4
            | u64::from(!self.namespaces.is_empty()) << 5
            | u64::from(!self.non_resource_urls.is_empty()) << 6
            | u64::from(!self.omit_stages.is_empty()) << 7
            | u64::from(self.omit_managed_fields.is_some()) << 8
    }
}

bowline_apimachinery::message!(Policy GroupResources PolicyRule);
