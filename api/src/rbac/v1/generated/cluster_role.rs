//! cluster role of rbac.authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{POLICY_RULE, PolicyRule};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ClusterRole` of `rbac.authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterRole {
    pub metadata: ObjectMeta,
    pub rules: Vec<PolicyRule>,
    pub aggregation_rule: Option<AggregationRule>,
}

#[doc(hidden)]
pub static CLUSTER_ROLE: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.ClusterRole",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("rules", 2, Type::List(&Type::Message(&POLICY_RULE)), ATOMIC),
        Field::new("aggregationRule", 3, Type::Message(&AGGREGATION_RULE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ClusterRole {
    fn descriptor(&self) -> &'static Descriptor {
        &CLUSTER_ROLE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.rules.reflect(),
            2 => self.aggregation_rule.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.rules.reflect_mut(),
            2 => self.aggregation_rule.reflect_mut(),
            _ => panic!("ClusterRole has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.rules.is_empty()) << 1
            | u64::from(self.aggregation_rule.is_some()) << 2
    }
}

bowline_apimachinery::resource!(
    ClusterRole,
    "rbac.authorization.k8s.io",
    "v1",
    "ClusterRole",
    "clusterroles",
    Cluster
);

/// `io.k8s.api.rbac.v1.AggregationRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AggregationRule {
    pub cluster_role_selectors: Vec<LabelSelector>,
}

#[doc(hidden)]
pub static AGGREGATION_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.rbac.v1.AggregationRule",
    &[Field::new(
        "clusterRoleSelectors",
        1,
        Type::List(&Type::Message(&LABEL_SELECTOR)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for AggregationRule {
    fn descriptor(&self) -> &'static Descriptor {
        &AGGREGATION_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.cluster_role_selectors.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.cluster_role_selectors.reflect_mut(),
            _ => panic!("AggregationRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.cluster_role_selectors.is_empty())
    }
}

bowline_apimachinery::message!(ClusterRole AggregationRule);
