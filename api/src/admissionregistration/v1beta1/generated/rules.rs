//! rules of admissionregistration.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::admissionregistration::v1::{OperationType, ScopeType};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.admissionregistration.v1beta1.NamedRuleWithOperations`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedRuleWithOperations {
    pub resource_names: Vec<String>,
    pub operations: Vec<OperationType>,
    pub api_groups: Vec<String>,
    pub api_versions: Vec<String>,
    pub resources: Vec<String>,
    pub scope: Option<ScopeType>,
}

#[doc(hidden)]
pub static NAMED_RULE_WITH_OPERATIONS: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1beta1.NamedRuleWithOperations",
    &[
        Field::new("resourceNames", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new(
            "operations",
            1,
            Type::List(&Type::Enum(OperationType::VALUES)),
            OMITEMPTY | ATOMIC,
        )
        .via(&[2]),
        Field::new("apiGroups", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC).via(&[2, 2]),
        Field::new("apiVersions", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC).via(&[2, 2]),
        Field::new("resources", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC).via(&[2, 2]),
        Field::new("scope", 4, Type::Enum(ScopeType::VALUES), POINTER | OMITEMPTY).via(&[2, 2]),
    ],
    &[0, 1, 2, 3, 4, 5],
)
.atomic();

impl Message for NamedRuleWithOperations {
    fn descriptor(&self) -> &'static Descriptor {
        &NAMED_RULE_WITH_OPERATIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_names.reflect(),
            1 => self.operations.reflect(),
            2 => self.api_groups.reflect(),
            3 => self.api_versions.reflect(),
            4 => self.resources.reflect(),
            5 => self.scope.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_names.reflect_mut(),
            1 => self.operations.reflect_mut(),
            2 => self.api_groups.reflect_mut(),
            3 => self.api_versions.reflect_mut(),
            4 => self.resources.reflect_mut(),
            5 => self.scope.reflect_mut(),
            _ => panic!("NamedRuleWithOperations has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc0
            | u64::from(!self.resource_names.is_empty())
            | u64::from(!self.operations.is_empty()) << 1
            | u64::from(!self.api_groups.is_empty()) << 2
            | u64::from(!self.api_versions.is_empty()) << 3
            | u64::from(!self.resources.is_empty()) << 4
            | u64::from(self.scope.is_some()) << 5
    }
}

bowline_apimachinery::message!(NamedRuleWithOperations);
