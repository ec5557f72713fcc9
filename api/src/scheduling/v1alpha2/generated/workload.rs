//! workload of scheduling.k8s.io/v1alpha2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    DisruptionMode, POD_GROUP_RESOURCE_CLAIM, POD_GROUP_SCHEDULING_CONSTRAINTS,
    POD_GROUP_SCHEDULING_POLICY, PodGroupResourceClaim, PodGroupSchedulingConstraints,
    PodGroupSchedulingPolicy,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Workload` of `scheduling.k8s.io/v1alpha2`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workload {
    pub metadata: ObjectMeta,
    pub spec: WorkloadSpec,
}

#[doc(hidden)]
pub static WORKLOAD: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.Workload",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&WORKLOAD_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for Workload {
    fn descriptor(&self) -> &'static Descriptor {
        &WORKLOAD
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("Workload has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    Workload,
    "scheduling.k8s.io",
    "v1alpha2",
    "Workload",
    "workloads",
    Namespaced
);

/// `io.k8s.api.scheduling.v1alpha2.PodGroupTemplate`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupTemplate {
    pub name: String,
    pub scheduling_policy: PodGroupSchedulingPolicy,
    pub scheduling_constraints: Option<PodGroupSchedulingConstraints>,
    /// List, one item per `name`.
    pub resource_claims: Vec<PodGroupResourceClaim>,
    pub disruption_mode: Option<DisruptionMode>,
    pub priority_class_name: String,
    pub priority: Option<i32>,
}

#[doc(hidden)]
pub static POD_GROUP_TEMPLATE: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupTemplate",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("schedulingPolicy", 2, Type::Message(&POD_GROUP_SCHEDULING_POLICY), REQUIRED),
        Field::new(
            "schedulingConstraints",
            3,
            Type::Message(&POD_GROUP_SCHEDULING_CONSTRAINTS),
            POINTER,
        ),
        Field::new(
            "resourceClaims",
            4,
            Type::List(&Type::Message(&POD_GROUP_RESOURCE_CLAIM)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE | PATCH_RETAIN,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("disruptionMode", 5, Type::Enum(DisruptionMode::VALUES), POINTER | OMITEMPTY),
        Field::new("priorityClassName", 6, Type::String, OMITEMPTY),
        Field::new("priority", 7, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for PodGroupTemplate {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_TEMPLATE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.scheduling_policy.reflect(),
            2 => self.scheduling_constraints.reflect(),
            3 => self.resource_claims.reflect(),
            4 => self.disruption_mode.reflect(),
            5 => self.priority_class_name.reflect(),
            6 => self.priority.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.scheduling_policy.reflect_mut(),
            2 => self.scheduling_constraints.reflect_mut(),
            3 => self.resource_claims.reflect_mut(),
            4 => self.disruption_mode.reflect_mut(),
            5 => self.priority_class_name.reflect_mut(),
            6 => self.priority.reflect_mut(),
            _ => panic!("PodGroupTemplate has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffa3
            | u64::from(self.scheduling_constraints.is_some()) << 2
            | u64::from(!self.resource_claims.is_empty()) << 3
            | u64::from(self.disruption_mode.is_some()) << 4
            | u64::from(self.priority.is_some()) << 6
    }
}

/// `io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedLocalObjectReference {
    pub api_group: String,
    pub kind: String,
    pub name: String,
}

#[doc(hidden)]
pub static TYPED_LOCAL_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference",
    &[
        Field::new("apiGroup", 1, Type::String, OMITEMPTY),
        Field::new("kind", 2, Type::String, REQUIRED),
        Field::new("name", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for TypedLocalObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &TYPED_LOCAL_OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_group.reflect(),
            1 => self.kind.reflect(),
            2 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_group.reflect_mut(),
            1 => self.kind.reflect_mut(),
            2 => self.name.reflect_mut(),
            _ => panic!("TypedLocalObjectReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.scheduling.v1alpha2.WorkloadSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkloadSpec {
    pub controller_ref: Option<Box<TypedLocalObjectReference>>,
    /// List, one item per `name`.
    pub pod_group_templates: Vec<PodGroupTemplate>,
}

#[doc(hidden)]
pub static WORKLOAD_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.WorkloadSpec",
    &[
        Field::new(
            "controllerRef",
            1,
            Type::Message(&TYPED_LOCAL_OBJECT_REFERENCE),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "podGroupTemplates",
            2,
            Type::List(&Type::Message(&POD_GROUP_TEMPLATE)),
            REQUIRED | LIST_MAP,
        )
        .keys(&["name"]),
    ],
    &[0, 1],
);

impl Message for WorkloadSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &WORKLOAD_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.controller_ref.reflect(),
            1 => self.pod_group_templates.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.controller_ref.reflect_mut(),
            1 => self.pod_group_templates.reflect_mut(),
            _ => panic!("WorkloadSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.controller_ref.is_some())
            | u64::from(!self.pod_group_templates.is_empty()) << 1
    }
}

bowline_apimachinery::message!(Workload PodGroupTemplate TypedLocalObjectReference WorkloadSpec);
