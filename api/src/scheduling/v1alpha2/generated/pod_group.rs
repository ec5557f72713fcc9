//! pod group of scheduling.k8s.io/v1alpha2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    BASIC_SCHEDULING_POLICY, BasicSchedulingPolicy, GANG_SCHEDULING_POLICY, GangSchedulingPolicy,
    TOPOLOGY_CONSTRAINT, TopologyConstraint,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodGroup` of `scheduling.k8s.io/v1alpha2`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroup {
    pub metadata: ObjectMeta,
    pub spec: PodGroupSpec,
    pub status: PodGroupStatus,
}

#[doc(hidden)]
pub static POD_GROUP: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroup",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&POD_GROUP_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&POD_GROUP_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for PodGroup {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP
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
            _ => panic!("PodGroup has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    PodGroup,
    "scheduling.k8s.io",
    "v1alpha2",
    "PodGroup",
    "podgroups",
    Namespaced
);

/// `io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaim`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupResourceClaim {
    pub name: String,
    pub resource_claim_name: Option<String>,
    pub resource_claim_template_name: Option<String>,
}

#[doc(hidden)]
pub static POD_GROUP_RESOURCE_CLAIM: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaim",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("resourceClaimName", 2, Type::String, POINTER | OMITEMPTY),
        Field::new("resourceClaimTemplateName", 3, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for PodGroupResourceClaim {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_RESOURCE_CLAIM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.resource_claim_name.reflect(),
            2 => self.resource_claim_template_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.resource_claim_name.reflect_mut(),
            2 => self.resource_claim_template_name.reflect_mut(),
            _ => panic!("PodGroupResourceClaim has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.resource_claim_name.is_some()) << 1
            | u64::from(self.resource_claim_template_name.is_some()) << 2
    }
}

/// `io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaimStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupResourceClaimStatus {
    pub name: String,
    pub resource_claim_name: Option<String>,
}

#[doc(hidden)]
pub static POD_GROUP_RESOURCE_CLAIM_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaimStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("resourceClaimName", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PodGroupResourceClaimStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_RESOURCE_CLAIM_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.resource_claim_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.resource_claim_name.reflect_mut(),
            _ => panic!("PodGroupResourceClaimStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.resource_claim_name.is_some()) << 1
    }
}

/// `io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingConstraints`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupSchedulingConstraints {
    pub topology: Vec<TopologyConstraint>,
}

#[doc(hidden)]
pub static POD_GROUP_SCHEDULING_CONSTRAINTS: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingConstraints",
    &[Field::new(
        "topology",
        1,
        Type::List(&Type::Message(&TOPOLOGY_CONSTRAINT)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for PodGroupSchedulingConstraints {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_SCHEDULING_CONSTRAINTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.topology.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.topology.reflect_mut(),
            _ => panic!("PodGroupSchedulingConstraints has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.topology.is_empty())
    }
}

/// `io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupSchedulingPolicy {
    pub basic: Option<BasicSchedulingPolicy>,
    pub gang: Option<GangSchedulingPolicy>,
}

#[doc(hidden)]
pub static POD_GROUP_SCHEDULING_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupSchedulingPolicy",
    &[
        Field::new("basic", 1, Type::Message(&BASIC_SCHEDULING_POLICY), POINTER | OMITEMPTY),
        Field::new("gang", 2, Type::Message(&GANG_SCHEDULING_POLICY), POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PodGroupSchedulingPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_SCHEDULING_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.basic.reflect(),
            1 => self.gang.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.basic.reflect_mut(),
            1 => self.gang.reflect_mut(),
            _ => panic!("PodGroupSchedulingPolicy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc | u64::from(self.basic.is_some()) | u64::from(self.gang.is_some()) << 1
    }
}

/// `io.k8s.api.scheduling.v1alpha2.PodGroupSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupSpec {
    pub pod_group_template_ref: Option<PodGroupTemplateReference>,
    pub scheduling_policy: PodGroupSchedulingPolicy,
    pub scheduling_constraints: Option<PodGroupSchedulingConstraints>,
    /// List, one item per `name`.
    pub resource_claims: Vec<PodGroupResourceClaim>,
    /// Default: `"Pod"`.
    pub disruption_mode: Option<DisruptionMode>,
    pub priority_class_name: String,
    pub priority: Option<i32>,
}

#[doc(hidden)]
pub static POD_GROUP_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupSpec",
    &[
        Field::new("podGroupTemplateRef", 1, Type::Message(&POD_GROUP_TEMPLATE_REFERENCE), POINTER),
        Field::new("schedulingPolicy", 2, Type::Message(&POD_GROUP_SCHEDULING_POLICY), REQUIRED),
        Field::new(
            "schedulingConstraints",
            3,
            Type::Message(&POD_GROUP_SCHEDULING_CONSTRAINTS),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "resourceClaims",
            4,
            Type::List(&Type::Message(&POD_GROUP_RESOURCE_CLAIM)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE | PATCH_RETAIN,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("disruptionMode", 5, Type::Enum(DisruptionMode::VALUES), POINTER | OMITEMPTY)
            .default("\"Pod\""),
        Field::new("priorityClassName", 6, Type::String, OMITEMPTY),
        Field::new("priority", 7, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for PodGroupSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_group_template_ref.reflect(),
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
            0 => self.pod_group_template_ref.reflect_mut(),
            1 => self.scheduling_policy.reflect_mut(),
            2 => self.scheduling_constraints.reflect_mut(),
            3 => self.resource_claims.reflect_mut(),
            4 => self.disruption_mode.reflect_mut(),
            5 => self.priority_class_name.reflect_mut(),
            6 => self.priority.reflect_mut(),
            _ => panic!("PodGroupSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffa2
            | u64::from(self.pod_group_template_ref.is_some())
            | u64::from(self.scheduling_constraints.is_some()) << 2
            | u64::from(!self.resource_claims.is_empty()) << 3
            | u64::from(self.disruption_mode.is_some()) << 4
            | u64::from(self.priority.is_some()) << 6
    }
}

/// `io.k8s.api.scheduling.v1alpha2.PodGroupStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupStatus {
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
    /// List, one item per `name`.
    pub resource_claim_statuses: Vec<PodGroupResourceClaimStatus>,
}

#[doc(hidden)]
pub static POD_GROUP_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupStatus",
    &[
        Field::new(
            "conditions",
            1,
            Type::List(&Type::Message(&CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new(
            "resourceClaimStatuses",
            2,
            Type::List(&Type::Message(&POD_GROUP_RESOURCE_CLAIM_STATUS)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE | PATCH_RETAIN,
        )
        .keys(&["name"])
        .merge_key("name"),
    ],
    &[0, 1],
);

impl Message for PodGroupStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            1 => self.resource_claim_statuses.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            1 => self.resource_claim_statuses.reflect_mut(),
            _ => panic!("PodGroupStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.conditions.is_empty())
            | u64::from(!self.resource_claim_statuses.is_empty()) << 1
    }
}

/// `io.k8s.api.scheduling.v1alpha2.PodGroupTemplateReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodGroupTemplateReference {
    pub workload: Option<Box<WorkloadPodGroupTemplateReference>>,
}

#[doc(hidden)]
pub static POD_GROUP_TEMPLATE_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.PodGroupTemplateReference",
    &[Field::new("workload", 1, Type::Message(&WORKLOAD_POD_GROUP_TEMPLATE_REFERENCE), POINTER)],
    &[0],
);

impl Message for PodGroupTemplateReference {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_GROUP_TEMPLATE_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.workload.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.workload.reflect_mut(),
            _ => panic!("PodGroupTemplateReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.workload.is_some())
    }
}

/// `io.k8s.api.scheduling.v1alpha2.WorkloadPodGroupTemplateReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkloadPodGroupTemplateReference {
    pub workload_name: String,
    pub pod_group_template_name: String,
}

#[doc(hidden)]
pub static WORKLOAD_POD_GROUP_TEMPLATE_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.WorkloadPodGroupTemplateReference",
    &[
        Field::new("workloadName", 1, Type::String, REQUIRED),
        Field::new("podGroupTemplateName", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for WorkloadPodGroupTemplateReference {
    fn descriptor(&self) -> &'static Descriptor {
        &WORKLOAD_POD_GROUP_TEMPLATE_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.workload_name.reflect(),
            1 => self.pod_group_template_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.workload_name.reflect_mut(),
            1 => self.pod_group_template_name.reflect_mut(),
            _ => panic!("WorkloadPodGroupTemplateReference has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `Pod`, `PodGroup`.
DisruptionMode { Pod = "Pod", PodGroup = "PodGroup" });

bowline_apimachinery::message!(PodGroup PodGroupResourceClaim PodGroupResourceClaimStatus PodGroupSchedulingConstraints PodGroupSchedulingPolicy PodGroupSpec PodGroupStatus PodGroupTemplateReference WorkloadPodGroupTemplateReference);
