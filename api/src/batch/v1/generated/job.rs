//! job of batch/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{ConditionStatus, POD_TEMPLATE_SPEC, PodTemplateSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `Job` of `batch/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Job {
    pub metadata: ObjectMeta,
    pub spec: JobSpec,
    pub status: JobStatus,
}

#[doc(hidden)]
pub static JOB: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.Job",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&JOB_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&JOB_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Job {
    fn descriptor(&self) -> &'static Descriptor {
        &JOB
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
            _ => panic!("Job has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Job, "batch", "v1", "Job", "jobs", Namespaced);

/// `io.k8s.api.batch.v1.JobCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_probe_time: Option<Time>,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static JOB_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.JobCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastProbeTime", 3, Type::Time, OMITEMPTY),
        Field::new("lastTransitionTime", 4, Type::Time, OMITEMPTY),
        Field::new("reason", 5, Type::String, OMITEMPTY),
        Field::new("message", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for JobCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &JOB_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_probe_time.reflect(),
            3 => self.last_transition_time.reflect(),
            4 => self.reason.reflect(),
            5 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.last_probe_time.reflect_mut(),
            3 => self.last_transition_time.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.message.reflect_mut(),
            _ => panic!("JobCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.last_probe_time.is_some()) << 2
            | u64::from(self.last_transition_time.is_some()) << 3
    }
}

/// `io.k8s.api.batch.v1.JobSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobSpec {
    pub parallelism: Option<i32>,
    pub completions: Option<i32>,
    pub active_deadline_seconds: Option<i64>,
    pub pod_failure_policy: Option<PodFailurePolicy>,
    pub success_policy: Option<SuccessPolicy>,
    pub backoff_limit: Option<i32>,
    pub backoff_limit_per_index: Option<i32>,
    pub max_failed_indexes: Option<i32>,
    pub selector: Option<Box<LabelSelector>>,
    pub manual_selector: Option<bool>,
    pub template: PodTemplateSpec,
    pub ttl_seconds_after_finished: Option<i32>,
    pub completion_mode: Option<CompletionMode>,
    pub suspend: Option<bool>,
    pub pod_replacement_policy: Option<PodReplacementPolicy>,
    pub managed_by: Option<String>,
}

#[doc(hidden)]
pub static JOB_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.JobSpec",
    &[
        Field::new("parallelism", 1, Type::Int32, POINTER | OMITEMPTY),
        Field::new("completions", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("activeDeadlineSeconds", 3, Type::Int64, POINTER | OMITEMPTY),
        Field::new("podFailurePolicy", 11, Type::Message(&POD_FAILURE_POLICY), POINTER | OMITEMPTY),
        Field::new("successPolicy", 16, Type::Message(&SUCCESS_POLICY), POINTER | OMITEMPTY),
        Field::new("backoffLimit", 7, Type::Int32, POINTER | OMITEMPTY),
        Field::new("backoffLimitPerIndex", 12, Type::Int32, POINTER | OMITEMPTY),
        Field::new("maxFailedIndexes", 13, Type::Int32, POINTER | OMITEMPTY),
        Field::new("selector", 4, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("manualSelector", 5, Type::Bool, POINTER | OMITEMPTY),
        Field::new("template", 6, Type::Message(&POD_TEMPLATE_SPEC), REQUIRED),
        Field::new("ttlSecondsAfterFinished", 8, Type::Int32, POINTER | OMITEMPTY),
        Field::new("completionMode", 9, Type::Enum(CompletionMode::VALUES), POINTER | OMITEMPTY),
        Field::new("suspend", 10, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "podReplacementPolicy",
            14,
            Type::Enum(PodReplacementPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("managedBy", 15, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 8, 9, 10, 5, 11, 12, 13, 3, 6, 7, 14, 15, 4],
);

impl Message for JobSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &JOB_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.parallelism.reflect(),
            1 => self.completions.reflect(),
            2 => self.active_deadline_seconds.reflect(),
            3 => self.pod_failure_policy.reflect(),
            4 => self.success_policy.reflect(),
            5 => self.backoff_limit.reflect(),
            6 => self.backoff_limit_per_index.reflect(),
            7 => self.max_failed_indexes.reflect(),
            8 => self.selector.reflect(),
            9 => self.manual_selector.reflect(),
            10 => self.template.reflect(),
            11 => self.ttl_seconds_after_finished.reflect(),
            12 => self.completion_mode.reflect(),
            13 => self.suspend.reflect(),
            14 => self.pod_replacement_policy.reflect(),
            15 => self.managed_by.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.parallelism.reflect_mut(),
            1 => self.completions.reflect_mut(),
            2 => self.active_deadline_seconds.reflect_mut(),
            3 => self.pod_failure_policy.reflect_mut(),
            4 => self.success_policy.reflect_mut(),
            5 => self.backoff_limit.reflect_mut(),
            6 => self.backoff_limit_per_index.reflect_mut(),
            7 => self.max_failed_indexes.reflect_mut(),
            8 => self.selector.reflect_mut(),
            9 => self.manual_selector.reflect_mut(),
            10 => self.template.reflect_mut(),
            11 => self.ttl_seconds_after_finished.reflect_mut(),
            12 => self.completion_mode.reflect_mut(),
            13 => self.suspend.reflect_mut(),
            14 => self.pod_replacement_policy.reflect_mut(),
            15 => self.managed_by.reflect_mut(),
            _ => panic!("JobSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffff0400
            | u64::from(self.parallelism.is_some())
            | u64::from(self.completions.is_some()) << 1
            | u64::from(self.active_deadline_seconds.is_some()) << 2
            | u64::from(self.pod_failure_policy.is_some()) << 3
            | u64::from(self.success_policy.is_some()) << 4
            | u64::from(self.backoff_limit.is_some()) << 5
            | u64::from(self.backoff_limit_per_index.is_some()) << 6
            | u64::from(self.max_failed_indexes.is_some()) << 7
            | u64::from(self.selector.is_some()) << 8
            | u64::from(self.manual_selector.is_some()) << 9
            | u64::from(self.ttl_seconds_after_finished.is_some()) << 11
            | u64::from(self.completion_mode.is_some()) << 12
            | u64::from(self.suspend.is_some()) << 13
            | u64::from(self.pod_replacement_policy.is_some()) << 14
            | u64::from(self.managed_by.is_some()) << 15
    }
}

/// `io.k8s.api.batch.v1.JobStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobStatus {
    pub conditions: Vec<JobCondition>,
    pub start_time: Option<Time>,
    pub completion_time: Option<Time>,
    pub active: i32,
    pub succeeded: i32,
    pub failed: i32,
    pub terminating: Option<i32>,
    pub completed_indexes: String,
    pub failed_indexes: Option<String>,
    pub uncounted_terminated_pods: Option<Box<UncountedTerminatedPods>>,
    pub ready: Option<i32>,
}

#[doc(hidden)]
pub static JOB_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.JobStatus",
    &[
        Field::new(
            "conditions",
            1,
            Type::List(&Type::Message(&JOB_CONDITION)),
            OMITEMPTY | ATOMIC | PATCH_MERGE,
        )
        .merge_key("type"),
        Field::new("startTime", 2, Type::Time, POINTER | OMITEMPTY),
        Field::new("completionTime", 3, Type::Time, POINTER | OMITEMPTY),
        Field::new("active", 4, Type::Int32, OMITEMPTY),
        Field::new("succeeded", 5, Type::Int32, OMITEMPTY),
        Field::new("failed", 6, Type::Int32, OMITEMPTY),
        Field::new("terminating", 11, Type::Int32, POINTER | OMITEMPTY),
        Field::new("completedIndexes", 7, Type::String, OMITEMPTY),
        Field::new("failedIndexes", 10, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "uncountedTerminatedPods",
            8,
            Type::Message(&UNCOUNTED_TERMINATED_PODS),
            POINTER | OMITEMPTY,
        ),
        Field::new("ready", 9, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 7, 9, 10, 8, 6],
);

impl Message for JobStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &JOB_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            1 => self.start_time.reflect(),
            2 => self.completion_time.reflect(),
            3 => self.active.reflect(),
            4 => self.succeeded.reflect(),
            5 => self.failed.reflect(),
            6 => self.terminating.reflect(),
            7 => self.completed_indexes.reflect(),
            8 => self.failed_indexes.reflect(),
            9 => self.uncounted_terminated_pods.reflect(),
            10 => self.ready.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            1 => self.start_time.reflect_mut(),
            2 => self.completion_time.reflect_mut(),
            3 => self.active.reflect_mut(),
            4 => self.succeeded.reflect_mut(),
            5 => self.failed.reflect_mut(),
            6 => self.terminating.reflect_mut(),
            7 => self.completed_indexes.reflect_mut(),
            8 => self.failed_indexes.reflect_mut(),
            9 => self.uncounted_terminated_pods.reflect_mut(),
            10 => self.ready.reflect_mut(),
            _ => panic!("JobStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff8b8
            | u64::from(!self.conditions.is_empty())
            | u64::from(self.start_time.is_some()) << 1
            | u64::from(self.completion_time.is_some()) << 2
            | u64::from(self.terminating.is_some()) << 6
            | u64::from(self.failed_indexes.is_some()) << 8
            | u64::from(self.uncounted_terminated_pods.is_some()) << 9
            | u64::from(self.ready.is_some()) << 10
    }
}

/// `io.k8s.api.batch.v1.PodFailurePolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodFailurePolicy {
    pub rules: Vec<PodFailurePolicyRule>,
}

#[doc(hidden)]
pub static POD_FAILURE_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.PodFailurePolicy",
    &[Field::new(
        "rules",
        1,
        Type::List(&Type::Message(&POD_FAILURE_POLICY_RULE)),
        REQUIRED | ATOMIC,
    )],
    &[0],
);

impl Message for PodFailurePolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_FAILURE_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.rules.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.rules.reflect_mut(),
            _ => panic!("PodFailurePolicy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.rules.is_empty())
    }
}

/// `io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodFailurePolicyOnExitCodesRequirement {
    pub container_name: Option<String>,
    pub operator: PodFailurePolicyOnExitCodesOperator,
    /// List without duplicates.
    pub values: Vec<i32>,
}

#[doc(hidden)]
pub static POD_FAILURE_POLICY_ON_EXIT_CODES_REQUIREMENT: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement",
    &[
        Field::new("containerName", 1, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "operator",
            2,
            Type::Enum(PodFailurePolicyOnExitCodesOperator::VALUES),
            REQUIRED,
        ),
        Field::new("values", 3, Type::List(&Type::Int32), REQUIRED | LIST_SET),
    ],
    &[0, 1, 2],
);

impl Message for PodFailurePolicyOnExitCodesRequirement {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_FAILURE_POLICY_ON_EXIT_CODES_REQUIREMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.container_name.reflect(),
            1 => self.operator.reflect(),
            2 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.container_name.reflect_mut(),
            1 => self.operator.reflect_mut(),
            2 => self.values.reflect_mut(),
            _ => panic!("PodFailurePolicyOnExitCodesRequirement has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffa
            | u64::from(self.container_name.is_some())
            | u64::from(!self.values.is_empty()) << 2
    }
}

/// `io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodFailurePolicyOnPodConditionsPattern {
    pub type_: String,
    pub status: ConditionStatus,
}

#[doc(hidden)]
pub static POD_FAILURE_POLICY_ON_POD_CONDITIONS_PATTERN: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), 0),
    ],
    &[0, 1],
);

impl Message for PodFailurePolicyOnPodConditionsPattern {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_FAILURE_POLICY_ON_POD_CONDITIONS_PATTERN
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            _ => panic!("PodFailurePolicyOnPodConditionsPattern has no field {index}"),
        }
    }
}

/// `io.k8s.api.batch.v1.PodFailurePolicyRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodFailurePolicyRule {
    pub action: PodFailurePolicyAction,
    pub on_exit_codes: Option<Box<PodFailurePolicyOnExitCodesRequirement>>,
    pub on_pod_conditions: Vec<PodFailurePolicyOnPodConditionsPattern>,
}

#[doc(hidden)]
pub static POD_FAILURE_POLICY_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.PodFailurePolicyRule",
    &[
        Field::new("action", 1, Type::Enum(PodFailurePolicyAction::VALUES), REQUIRED),
        Field::new(
            "onExitCodes",
            2,
            Type::Message(&POD_FAILURE_POLICY_ON_EXIT_CODES_REQUIREMENT),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "onPodConditions",
            3,
            Type::List(&Type::Message(&POD_FAILURE_POLICY_ON_POD_CONDITIONS_PATTERN)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2],
);

impl Message for PodFailurePolicyRule {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_FAILURE_POLICY_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.action.reflect(),
            1 => self.on_exit_codes.reflect(),
            2 => self.on_pod_conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.action.reflect_mut(),
            1 => self.on_exit_codes.reflect_mut(),
            2 => self.on_pod_conditions.reflect_mut(),
            _ => panic!("PodFailurePolicyRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.on_exit_codes.is_some()) << 1
            | u64::from(!self.on_pod_conditions.is_empty()) << 2
    }
}

/// `io.k8s.api.batch.v1.SuccessPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuccessPolicy {
    pub rules: Vec<SuccessPolicyRule>,
}

#[doc(hidden)]
pub static SUCCESS_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.SuccessPolicy",
    &[Field::new("rules", 1, Type::List(&Type::Message(&SUCCESS_POLICY_RULE)), REQUIRED | ATOMIC)],
    &[0],
);

impl Message for SuccessPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &SUCCESS_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.rules.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.rules.reflect_mut(),
            _ => panic!("SuccessPolicy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.rules.is_empty())
    }
}

/// `io.k8s.api.batch.v1.SuccessPolicyRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuccessPolicyRule {
    pub succeeded_indexes: Option<String>,
    pub succeeded_count: Option<i32>,
}

#[doc(hidden)]
pub static SUCCESS_POLICY_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.SuccessPolicyRule",
    &[
        Field::new("succeededIndexes", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("succeededCount", 2, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for SuccessPolicyRule {
    fn descriptor(&self) -> &'static Descriptor {
        &SUCCESS_POLICY_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.succeeded_indexes.reflect(),
            1 => self.succeeded_count.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.succeeded_indexes.reflect_mut(),
            1 => self.succeeded_count.reflect_mut(),
            _ => panic!("SuccessPolicyRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.succeeded_indexes.is_some())
            | u64::from(self.succeeded_count.is_some()) << 1
    }
}

/// `io.k8s.api.batch.v1.UncountedTerminatedPods`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UncountedTerminatedPods {
    /// List without duplicates.
    pub succeeded: Vec<String>,
    /// List without duplicates.
    pub failed: Vec<String>,
}

#[doc(hidden)]
pub static UNCOUNTED_TERMINATED_PODS: Descriptor = Descriptor::new(
    "io.k8s.api.batch.v1.UncountedTerminatedPods",
    &[
        Field::new("succeeded", 1, Type::List(&Type::String), OMITEMPTY | LIST_SET),
        Field::new("failed", 2, Type::List(&Type::String), OMITEMPTY | LIST_SET),
    ],
    &[0, 1],
);

impl Message for UncountedTerminatedPods {
    fn descriptor(&self) -> &'static Descriptor {
        &UNCOUNTED_TERMINATED_PODS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.succeeded.reflect(),
            1 => self.failed.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.succeeded.reflect_mut(),
            1 => self.failed.reflect_mut(),
            _ => panic!("UncountedTerminatedPods has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.succeeded.is_empty())
            | u64::from(!self.failed.is_empty()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `Indexed`, `NonIndexed`.
CompletionMode { Indexed = "Indexed", NonIndexed = "NonIndexed" });

bowline_apimachinery::open_enum!(
/// One of `Count`, `FailIndex`, `FailJob`, `Ignore`.
PodFailurePolicyAction { Count = "Count", FailIndex = "FailIndex", FailJob = "FailJob", Ignore = "Ignore" });

bowline_apimachinery::open_enum!(
/// One of `In`, `NotIn`.
PodFailurePolicyOnExitCodesOperator { In = "In", NotIn = "NotIn" });

bowline_apimachinery::open_enum!(
/// One of `Failed`, `TerminatingOrFailed`.
PodReplacementPolicy { Failed = "Failed", TerminatingOrFailed = "TerminatingOrFailed" });

bowline_apimachinery::message!(Job JobCondition JobSpec JobStatus PodFailurePolicy PodFailurePolicyOnExitCodesRequirement PodFailurePolicyOnPodConditionsPattern PodFailurePolicyRule SuccessPolicy SuccessPolicyRule UncountedTerminatedPods);
