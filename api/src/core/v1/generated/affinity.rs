//! affinity of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.Affinity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affinity {
    pub node_affinity: Option<Box<NodeAffinity>>,
    pub pod_affinity: Option<Box<PodAffinity>>,
    pub pod_anti_affinity: Option<Box<PodAntiAffinity>>,
}

#[doc(hidden)]
pub static AFFINITY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Affinity",
    &[
        Field::new("nodeAffinity", 1, Type::Message(&NODE_AFFINITY), POINTER | OMITEMPTY),
        Field::new("podAffinity", 2, Type::Message(&POD_AFFINITY), POINTER | OMITEMPTY),
        Field::new("podAntiAffinity", 3, Type::Message(&POD_ANTI_AFFINITY), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for Affinity {
    fn descriptor(&self) -> &'static Descriptor {
        &AFFINITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.node_affinity.reflect(),
            1 => self.pod_affinity.reflect(),
            2 => self.pod_anti_affinity.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.node_affinity.reflect_mut(),
            1 => self.pod_affinity.reflect_mut(),
            2 => self.pod_anti_affinity.reflect_mut(),
            _ => panic!("Affinity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.node_affinity.is_some())
            | u64::from(self.pod_affinity.is_some()) << 1
            | u64::from(self.pod_anti_affinity.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.NodeAffinity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeAffinity {
    pub required_during_scheduling_ignored_during_execution: Option<NodeSelector>,
    pub preferred_during_scheduling_ignored_during_execution: Vec<PreferredSchedulingTerm>,
}

#[doc(hidden)]
pub static NODE_AFFINITY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeAffinity",
    &[
        Field::new(
            "requiredDuringSchedulingIgnoredDuringExecution",
            1,
            Type::Message(&NODE_SELECTOR),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "preferredDuringSchedulingIgnoredDuringExecution",
            2,
            Type::List(&Type::Message(&PREFERRED_SCHEDULING_TERM)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
);

impl Message for NodeAffinity {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_AFFINITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.required_during_scheduling_ignored_during_execution.reflect(),
            1 => self.preferred_during_scheduling_ignored_during_execution.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.required_during_scheduling_ignored_during_execution.reflect_mut(),
            1 => self.preferred_during_scheduling_ignored_during_execution.reflect_mut(),
            _ => panic!("NodeAffinity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.required_during_scheduling_ignored_during_execution.is_some())
            | u64::from(!self.preferred_during_scheduling_ignored_during_execution.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.NodeSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeSelector {
    pub node_selector_terms: Vec<NodeSelectorTerm>,
}

#[doc(hidden)]
pub static NODE_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeSelector",
    &[Field::new(
        "nodeSelectorTerms",
        1,
        Type::List(&Type::Message(&NODE_SELECTOR_TERM)),
        REQUIRED | ATOMIC,
    )],
    &[0],
)
.atomic();

impl Message for NodeSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.node_selector_terms.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.node_selector_terms.reflect_mut(),
            _ => panic!("NodeSelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.node_selector_terms.is_empty())
    }
}

/// `io.k8s.api.core.v1.NodeSelectorRequirement`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeSelectorRequirement {
    pub key: String,
    pub operator: NodeSelectorOperator,
    pub values: Vec<String>,
}

#[doc(hidden)]
pub static NODE_SELECTOR_REQUIREMENT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeSelectorRequirement",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("operator", 2, Type::Enum(NodeSelectorOperator::VALUES), REQUIRED),
        Field::new("values", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for NodeSelectorRequirement {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_SELECTOR_REQUIREMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.operator.reflect(),
            2 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.operator.reflect_mut(),
            2 => self.values.reflect_mut(),
            _ => panic!("NodeSelectorRequirement has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.values.is_empty()) << 2
    }
}

/// `io.k8s.api.core.v1.NodeSelectorTerm`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeSelectorTerm {
    pub match_expressions: Vec<NodeSelectorRequirement>,
    pub match_fields: Vec<NodeSelectorRequirement>,
}

#[doc(hidden)]
pub static NODE_SELECTOR_TERM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeSelectorTerm",
    &[
        Field::new(
            "matchExpressions",
            1,
            Type::List(&Type::Message(&NODE_SELECTOR_REQUIREMENT)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "matchFields",
            2,
            Type::List(&Type::Message(&NODE_SELECTOR_REQUIREMENT)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
)
.atomic();

impl Message for NodeSelectorTerm {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_SELECTOR_TERM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.match_expressions.reflect(),
            1 => self.match_fields.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.match_expressions.reflect_mut(),
            1 => self.match_fields.reflect_mut(),
            _ => panic!("NodeSelectorTerm has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.match_expressions.is_empty())
            | u64::from(!self.match_fields.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.PodAffinity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodAffinity {
    pub required_during_scheduling_ignored_during_execution: Vec<PodAffinityTerm>,
    pub preferred_during_scheduling_ignored_during_execution: Vec<WeightedPodAffinityTerm>,
}

#[doc(hidden)]
pub static POD_AFFINITY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodAffinity",
    &[
        Field::new(
            "requiredDuringSchedulingIgnoredDuringExecution",
            1,
            Type::List(&Type::Message(&POD_AFFINITY_TERM)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "preferredDuringSchedulingIgnoredDuringExecution",
            2,
            Type::List(&Type::Message(&WEIGHTED_POD_AFFINITY_TERM)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
);

impl Message for PodAffinity {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_AFFINITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.required_during_scheduling_ignored_during_execution.reflect(),
            1 => self.preferred_during_scheduling_ignored_during_execution.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.required_during_scheduling_ignored_during_execution.reflect_mut(),
            1 => self.preferred_during_scheduling_ignored_during_execution.reflect_mut(),
            _ => panic!("PodAffinity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.required_during_scheduling_ignored_during_execution.is_empty())
            | u64::from(!self.preferred_during_scheduling_ignored_during_execution.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.PodAffinityTerm`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodAffinityTerm {
    pub label_selector: Option<Box<LabelSelector>>,
    pub namespaces: Vec<String>,
    pub topology_key: String,
    pub namespace_selector: Option<Box<LabelSelector>>,
    pub match_label_keys: Vec<String>,
    pub mismatch_label_keys: Vec<String>,
}

#[doc(hidden)]
pub static POD_AFFINITY_TERM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodAffinityTerm",
    &[
        Field::new("labelSelector", 1, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("namespaces", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("topologyKey", 3, Type::String, REQUIRED),
        Field::new("namespaceSelector", 4, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("matchLabelKeys", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("mismatchLabelKeys", 6, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for PodAffinityTerm {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_AFFINITY_TERM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.label_selector.reflect(),
            1 => self.namespaces.reflect(),
            2 => self.topology_key.reflect(),
            3 => self.namespace_selector.reflect(),
            4 => self.match_label_keys.reflect(),
            5 => self.mismatch_label_keys.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.label_selector.reflect_mut(),
            1 => self.namespaces.reflect_mut(),
            2 => self.topology_key.reflect_mut(),
            3 => self.namespace_selector.reflect_mut(),
            4 => self.match_label_keys.reflect_mut(),
            5 => self.mismatch_label_keys.reflect_mut(),
            _ => panic!("PodAffinityTerm has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc4
            | u64::from(self.label_selector.is_some())
            | u64::from(!self.namespaces.is_empty()) << 1
            | u64::from(self.namespace_selector.is_some()) << 3
            | u64::from(!self.match_label_keys.is_empty()) << 4
            | u64::from(!self.mismatch_label_keys.is_empty()) << 5
    }
}

/// `io.k8s.api.core.v1.PodAntiAffinity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodAntiAffinity {
    pub required_during_scheduling_ignored_during_execution: Vec<PodAffinityTerm>,
    pub preferred_during_scheduling_ignored_during_execution: Vec<WeightedPodAffinityTerm>,
}

#[doc(hidden)]
pub static POD_ANTI_AFFINITY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodAntiAffinity",
    &[
        Field::new(
            "requiredDuringSchedulingIgnoredDuringExecution",
            1,
            Type::List(&Type::Message(&POD_AFFINITY_TERM)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "preferredDuringSchedulingIgnoredDuringExecution",
            2,
            Type::List(&Type::Message(&WEIGHTED_POD_AFFINITY_TERM)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
);

impl Message for PodAntiAffinity {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_ANTI_AFFINITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.required_during_scheduling_ignored_during_execution.reflect(),
            1 => self.preferred_during_scheduling_ignored_during_execution.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.required_during_scheduling_ignored_during_execution.reflect_mut(),
            1 => self.preferred_during_scheduling_ignored_during_execution.reflect_mut(),
            _ => panic!("PodAntiAffinity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.required_during_scheduling_ignored_during_execution.is_empty())
            | u64::from(!self.preferred_during_scheduling_ignored_during_execution.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.PreferredSchedulingTerm`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreferredSchedulingTerm {
    pub weight: i32,
    pub preference: NodeSelectorTerm,
}

#[doc(hidden)]
pub static PREFERRED_SCHEDULING_TERM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PreferredSchedulingTerm",
    &[
        Field::new("weight", 1, Type::Int32, REQUIRED),
        Field::new("preference", 2, Type::Message(&NODE_SELECTOR_TERM), REQUIRED),
    ],
    &[0, 1],
);

impl Message for PreferredSchedulingTerm {
    fn descriptor(&self) -> &'static Descriptor {
        &PREFERRED_SCHEDULING_TERM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.weight.reflect(),
            1 => self.preference.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.weight.reflect_mut(),
            1 => self.preference.reflect_mut(),
            _ => panic!("PreferredSchedulingTerm has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.TopologySelectorLabelRequirement`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopologySelectorLabelRequirement {
    pub key: String,
    pub values: Vec<String>,
}

#[doc(hidden)]
pub static TOPOLOGY_SELECTOR_LABEL_REQUIREMENT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.TopologySelectorLabelRequirement",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("values", 2, Type::List(&Type::String), REQUIRED | ATOMIC),
    ],
    &[0, 1],
);

impl Message for TopologySelectorLabelRequirement {
    fn descriptor(&self) -> &'static Descriptor {
        &TOPOLOGY_SELECTOR_LABEL_REQUIREMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.values.reflect_mut(),
            _ => panic!("TopologySelectorLabelRequirement has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.values.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.TopologySelectorTerm`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopologySelectorTerm {
    pub match_label_expressions: Vec<TopologySelectorLabelRequirement>,
}

#[doc(hidden)]
pub static TOPOLOGY_SELECTOR_TERM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.TopologySelectorTerm",
    &[Field::new(
        "matchLabelExpressions",
        1,
        Type::List(&Type::Message(&TOPOLOGY_SELECTOR_LABEL_REQUIREMENT)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
)
.atomic();

impl Message for TopologySelectorTerm {
    fn descriptor(&self) -> &'static Descriptor {
        &TOPOLOGY_SELECTOR_TERM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.match_label_expressions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.match_label_expressions.reflect_mut(),
            _ => panic!("TopologySelectorTerm has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.match_label_expressions.is_empty())
    }
}

/// `io.k8s.api.core.v1.WeightedPodAffinityTerm`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeightedPodAffinityTerm {
    pub weight: i32,
    pub pod_affinity_term: PodAffinityTerm,
}

#[doc(hidden)]
pub static WEIGHTED_POD_AFFINITY_TERM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.WeightedPodAffinityTerm",
    &[
        Field::new("weight", 1, Type::Int32, REQUIRED),
        Field::new("podAffinityTerm", 2, Type::Message(&POD_AFFINITY_TERM), REQUIRED),
    ],
    &[0, 1],
);

impl Message for WeightedPodAffinityTerm {
    fn descriptor(&self) -> &'static Descriptor {
        &WEIGHTED_POD_AFFINITY_TERM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.weight.reflect(),
            1 => self.pod_affinity_term.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.weight.reflect_mut(),
            1 => self.pod_affinity_term.reflect_mut(),
            _ => panic!("WeightedPodAffinityTerm has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `DoesNotExist`, `Exists`, `Gt`, `In`, `Lt`, `NotIn`.
NodeSelectorOperator { DoesNotExist = "DoesNotExist", Exists = "Exists", Gt = "Gt", In = "In", Lt = "Lt", NotIn = "NotIn" });

bowline_apimachinery::message!(Affinity NodeAffinity NodeSelector NodeSelectorRequirement NodeSelectorTerm PodAffinity PodAffinityTerm PodAntiAffinity PreferredSchedulingTerm TopologySelectorLabelRequirement TopologySelectorTerm WeightedPodAffinityTerm);
