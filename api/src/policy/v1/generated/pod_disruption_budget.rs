//! pod disruption budget of policy/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{
    CONDITION, Condition, LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta,
};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `PodDisruptionBudget` of `policy/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodDisruptionBudget {
    pub metadata: ObjectMeta,
    pub spec: PodDisruptionBudgetSpec,
    pub status: PodDisruptionBudgetStatus,
}

#[doc(hidden)]
pub static POD_DISRUPTION_BUDGET: Descriptor = Descriptor::new(
    "io.k8s.api.policy.v1.PodDisruptionBudget",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&POD_DISRUPTION_BUDGET_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&POD_DISRUPTION_BUDGET_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for PodDisruptionBudget {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_DISRUPTION_BUDGET
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
            _ => panic!("PodDisruptionBudget has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    PodDisruptionBudget,
    "policy",
    "v1",
    "PodDisruptionBudget",
    "poddisruptionbudgets",
    Namespaced
);

/// `io.k8s.api.policy.v1.PodDisruptionBudgetSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodDisruptionBudgetSpec {
    pub min_available: Option<IntOrString>,
    pub selector: Option<Box<LabelSelector>>,
    pub max_unavailable: Option<IntOrString>,
    pub unhealthy_pod_eviction_policy: Option<UnhealthyPodEvictionPolicyType>,
}

#[doc(hidden)]
pub static POD_DISRUPTION_BUDGET_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.policy.v1.PodDisruptionBudgetSpec",
    &[
        Field::new("minAvailable", 1, Type::IntOrString, POINTER | OMITEMPTY),
        Field::new(
            "selector",
            2,
            Type::Message(&LABEL_SELECTOR),
            POINTER | OMITEMPTY | PATCH_REPLACE,
        ),
        Field::new("maxUnavailable", 3, Type::IntOrString, POINTER | OMITEMPTY),
        Field::new(
            "unhealthyPodEvictionPolicy",
            4,
            Type::Enum(UnhealthyPodEvictionPolicyType::VALUES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3],
);

impl Message for PodDisruptionBudgetSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_DISRUPTION_BUDGET_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.min_available.reflect(),
            1 => self.selector.reflect(),
            2 => self.max_unavailable.reflect(),
            3 => self.unhealthy_pod_eviction_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.min_available.reflect_mut(),
            1 => self.selector.reflect_mut(),
            2 => self.max_unavailable.reflect_mut(),
            3 => self.unhealthy_pod_eviction_policy.reflect_mut(),
            _ => panic!("PodDisruptionBudgetSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.min_available.is_some())
            | u64::from(self.selector.is_some()) << 1
            | u64::from(self.max_unavailable.is_some()) << 2
            | u64::from(self.unhealthy_pod_eviction_policy.is_some()) << 3
    }
}

/// `io.k8s.api.policy.v1.PodDisruptionBudgetStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodDisruptionBudgetStatus {
    pub observed_generation: i64,
    pub disrupted_pods: BTreeMap<String, Option<Time>>,
    pub disruptions_allowed: i32,
    pub current_healthy: i32,
    pub desired_healthy: i32,
    pub expected_pods: i32,
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
}

#[doc(hidden)]
pub static POD_DISRUPTION_BUDGET_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.policy.v1.PodDisruptionBudgetStatus",
    &[
        Field::new("observedGeneration", 1, Type::Int64, OMITEMPTY),
        Field::new("disruptedPods", 2, Type::Map(&Type::Time), OMITEMPTY),
        Field::new("disruptionsAllowed", 3, Type::Int32, 0),
        Field::new("currentHealthy", 4, Type::Int32, 0),
        Field::new("desiredHealthy", 5, Type::Int32, 0),
        Field::new("expectedPods", 6, Type::Int32, 0),
        Field::new(
            "conditions",
            7,
            Type::List(&Type::Message(&CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for PodDisruptionBudgetStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_DISRUPTION_BUDGET_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.observed_generation.reflect(),
            1 => self.disrupted_pods.reflect(),
            2 => self.disruptions_allowed.reflect(),
            3 => self.current_healthy.reflect(),
            4 => self.desired_healthy.reflect(),
            5 => self.expected_pods.reflect(),
            6 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.disrupted_pods.reflect_mut(),
            2 => self.disruptions_allowed.reflect_mut(),
            3 => self.current_healthy.reflect_mut(),
            4 => self.desired_healthy.reflect_mut(),
            5 => self.expected_pods.reflect_mut(),
            6 => self.conditions.reflect_mut(),
            _ => panic!("PodDisruptionBudgetStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffbd
            | u64::from(!self.disrupted_pods.is_empty()) << 1
            | u64::from(!self.conditions.is_empty()) << 6
    }
}

bowline_apimachinery::open_enum!(
/// One of `AlwaysAllow`, `IfHealthyBudget`.
UnhealthyPodEvictionPolicyType { AlwaysAllow = "AlwaysAllow", IfHealthyBudget = "IfHealthyBudget" });

bowline_apimachinery::message!(PodDisruptionBudget PodDisruptionBudgetSpec PodDisruptionBudgetStatus);
