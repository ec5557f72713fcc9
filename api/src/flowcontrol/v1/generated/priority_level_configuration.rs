//! priority level configuration of flowcontrol.apiserver.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::ConditionStatus;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `PriorityLevelConfiguration` of `flowcontrol.apiserver.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityLevelConfiguration {
    pub metadata: ObjectMeta,
    pub spec: PriorityLevelConfigurationSpec,
    pub status: PriorityLevelConfigurationStatus,
}

#[doc(hidden)]
pub static PRIORITY_LEVEL_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&PRIORITY_LEVEL_CONFIGURATION_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&PRIORITY_LEVEL_CONFIGURATION_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for PriorityLevelConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &PRIORITY_LEVEL_CONFIGURATION
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
            _ => panic!("PriorityLevelConfiguration has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    PriorityLevelConfiguration,
    "flowcontrol.apiserver.k8s.io",
    "v1",
    "PriorityLevelConfiguration",
    "prioritylevelconfigurations",
    Cluster
);

/// `io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExemptPriorityLevelConfiguration {
    pub nominal_concurrency_shares: Option<i32>,
    pub lendable_percent: Option<i32>,
}

#[doc(hidden)]
pub static EXEMPT_PRIORITY_LEVEL_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration",
    &[
        Field::new("nominalConcurrencyShares", 1, Type::Int32, POINTER | OMITEMPTY),
        Field::new("lendablePercent", 2, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ExemptPriorityLevelConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &EXEMPT_PRIORITY_LEVEL_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.nominal_concurrency_shares.reflect(),
            1 => self.lendable_percent.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.nominal_concurrency_shares.reflect_mut(),
            1 => self.lendable_percent.reflect_mut(),
            _ => panic!("ExemptPriorityLevelConfiguration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.nominal_concurrency_shares.is_some())
            | u64::from(self.lendable_percent.is_some()) << 1
    }
}

/// `io.k8s.api.flowcontrol.v1.LimitResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitResponse {
    pub type_: LimitResponseType,
    pub queuing: Option<QueuingConfiguration>,
}

#[doc(hidden)]
pub static LIMIT_RESPONSE: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.LimitResponse",
    &[
        Field::new("type", 1, Type::Enum(LimitResponseType::VALUES), REQUIRED | DISCRIMINATOR),
        Field::new("queuing", 2, Type::Message(&QUEUING_CONFIGURATION), POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for LimitResponse {
    fn descriptor(&self) -> &'static Descriptor {
        &LIMIT_RESPONSE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.queuing.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.queuing.reflect_mut(),
            _ => panic!("LimitResponse has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.queuing.is_some()) << 1
    }
}

/// `io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitedPriorityLevelConfiguration {
    pub nominal_concurrency_shares: Option<i32>,
    pub limit_response: LimitResponse,
    pub lendable_percent: Option<i32>,
    pub borrowing_limit_percent: Option<i32>,
}

#[doc(hidden)]
pub static LIMITED_PRIORITY_LEVEL_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration",
    &[
        Field::new("nominalConcurrencyShares", 1, Type::Int32, POINTER),
        Field::new("limitResponse", 2, Type::Message(&LIMIT_RESPONSE), OMITEMPTY),
        Field::new("lendablePercent", 3, Type::Int32, POINTER | OMITEMPTY),
        Field::new("borrowingLimitPercent", 4, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for LimitedPriorityLevelConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &LIMITED_PRIORITY_LEVEL_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.nominal_concurrency_shares.reflect(),
            1 => self.limit_response.reflect(),
            2 => self.lendable_percent.reflect(),
            3 => self.borrowing_limit_percent.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.nominal_concurrency_shares.reflect_mut(),
            1 => self.limit_response.reflect_mut(),
            2 => self.lendable_percent.reflect_mut(),
            3 => self.borrowing_limit_percent.reflect_mut(),
            _ => panic!("LimitedPriorityLevelConfiguration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff2
            | u64::from(self.nominal_concurrency_shares.is_some())
            | u64::from(self.lendable_percent.is_some()) << 2
            | u64::from(self.borrowing_limit_percent.is_some()) << 3
    }
}

/// `io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityLevelConfigurationCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static PRIORITY_LEVEL_CONFIGURATION_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationCondition",
    &[
        Field::new("type", 1, Type::String, OMITEMPTY),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), OMITEMPTY),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for PriorityLevelConfigurationCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &PRIORITY_LEVEL_CONFIGURATION_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_transition_time.reflect(),
            3 => self.reason.reflect(),
            4 => self.message.reflect(),
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
            _ => panic!("PriorityLevelConfigurationCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityLevelConfigurationSpec {
    pub type_: PriorityLevelEnablement,
    pub limited: Option<Box<LimitedPriorityLevelConfiguration>>,
    pub exempt: Option<ExemptPriorityLevelConfiguration>,
}

#[doc(hidden)]
pub static PRIORITY_LEVEL_CONFIGURATION_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec",
    &[
        Field::new(
            "type",
            1,
            Type::Enum(PriorityLevelEnablement::VALUES),
            REQUIRED | DISCRIMINATOR,
        ),
        Field::new(
            "limited",
            2,
            Type::Message(&LIMITED_PRIORITY_LEVEL_CONFIGURATION),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "exempt",
            3,
            Type::Message(&EXEMPT_PRIORITY_LEVEL_CONFIGURATION),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2],
);

impl Message for PriorityLevelConfigurationSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &PRIORITY_LEVEL_CONFIGURATION_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.limited.reflect(),
            2 => self.exempt.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.limited.reflect_mut(),
            2 => self.exempt.reflect_mut(),
            _ => panic!("PriorityLevelConfigurationSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.limited.is_some()) << 1
            | u64::from(self.exempt.is_some()) << 2
    }
}

/// `io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityLevelConfigurationStatus {
    /// List, one item per `type`.
    pub conditions: Vec<PriorityLevelConfigurationCondition>,
}

#[doc(hidden)]
pub static PRIORITY_LEVEL_CONFIGURATION_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationStatus",
    &[Field::new(
        "conditions",
        1,
        Type::List(&Type::Message(&PRIORITY_LEVEL_CONFIGURATION_CONDITION)),
        OMITEMPTY | LIST_MAP | PATCH_MERGE,
    )
    .keys(&["type"])
    .merge_key("type")],
    &[0],
);

impl Message for PriorityLevelConfigurationStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &PRIORITY_LEVEL_CONFIGURATION_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            _ => panic!("PriorityLevelConfigurationStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

/// `io.k8s.api.flowcontrol.v1.QueuingConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueuingConfiguration {
    pub queues: i32,
    pub hand_size: i32,
    pub queue_length_limit: i32,
}

#[doc(hidden)]
pub static QUEUING_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.QueuingConfiguration",
    &[
        Field::new("queues", 1, Type::Int32, 0),
        Field::new("handSize", 2, Type::Int32, 0),
        Field::new("queueLengthLimit", 3, Type::Int32, 0),
    ],
    &[0, 1, 2],
);

impl Message for QueuingConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &QUEUING_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.queues.reflect(),
            1 => self.hand_size.reflect(),
            2 => self.queue_length_limit.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.queues.reflect_mut(),
            1 => self.hand_size.reflect_mut(),
            2 => self.queue_length_limit.reflect_mut(),
            _ => panic!("QueuingConfiguration has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `Queue`, `Reject`.
LimitResponseType { Queue = "Queue", Reject = "Reject" });

bowline_apimachinery::open_enum!(
/// One of `Exempt`, `Limited`.
PriorityLevelEnablement { Exempt = "Exempt", Limited = "Limited" });

bowline_apimachinery::message!(PriorityLevelConfiguration ExemptPriorityLevelConfiguration LimitResponse LimitedPriorityLevelConfiguration PriorityLevelConfigurationCondition PriorityLevelConfigurationSpec PriorityLevelConfigurationStatus QueuingConfiguration);
