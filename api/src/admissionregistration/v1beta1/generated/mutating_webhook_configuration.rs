//! mutating webhook configuration of admissionregistration.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    FailurePolicyType, MATCH_CONDITION, MatchCondition, MatchPolicyType, WEBHOOK_CLIENT_CONFIG,
    WebhookClientConfig,
};
use crate::admissionregistration::v1::{
    RULE_WITH_OPERATIONS, ReinvocationPolicyType, RuleWithOperations,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `MutatingWebhookConfiguration` of `admissionregistration.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MutatingWebhookConfiguration {
    pub metadata: ObjectMeta,
    /// List, one item per `name`.
    pub webhooks: Vec<MutatingWebhook>,
}

#[doc(hidden)]
pub static MUTATING_WEBHOOK_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1beta1.MutatingWebhookConfiguration",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new(
            "webhooks",
            2,
            Type::List(&Type::Message(&MUTATING_WEBHOOK)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
    ],
    &[0, 1],
)
.root();

impl Message for MutatingWebhookConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATING_WEBHOOK_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.webhooks.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.webhooks.reflect_mut(),
            _ => panic!("MutatingWebhookConfiguration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.webhooks.is_empty()) << 1
    }
}

bowline_apimachinery::kind!(
    MutatingWebhookConfiguration,
    "admissionregistration.k8s.io",
    "v1beta1",
    "MutatingWebhookConfiguration"
);

/// `io.k8s.api.admissionregistration.v1beta1.MutatingWebhook`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MutatingWebhook {
    pub name: String,
    pub client_config: WebhookClientConfig,
    pub rules: Vec<RuleWithOperations>,
    pub failure_policy: Option<FailurePolicyType>,
    pub match_policy: Option<MatchPolicyType>,
    pub namespace_selector: Option<Box<LabelSelector>>,
    pub object_selector: Option<Box<LabelSelector>>,
    pub side_effects: Option<SideEffectClass>,
    pub timeout_seconds: Option<i32>,
    pub admission_review_versions: Vec<String>,
    pub reinvocation_policy: Option<ReinvocationPolicyType>,
    /// List, one item per `name`.
    pub match_conditions: Vec<MatchCondition>,
}

#[doc(hidden)]
pub static MUTATING_WEBHOOK: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1beta1.MutatingWebhook",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("clientConfig", 2, Type::Message(&WEBHOOK_CLIENT_CONFIG), REQUIRED),
        Field::new(
            "rules",
            3,
            Type::List(&Type::Message(&RULE_WITH_OPERATIONS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("failurePolicy", 4, Type::Enum(FailurePolicyType::VALUES), POINTER | OMITEMPTY),
        Field::new("matchPolicy", 9, Type::Enum(MatchPolicyType::VALUES), POINTER | OMITEMPTY),
        Field::new("namespaceSelector", 5, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("objectSelector", 11, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("sideEffects", 6, Type::Enum(SideEffectClass::VALUES), POINTER | OMITEMPTY),
        Field::new("timeoutSeconds", 7, Type::Int32, POINTER | OMITEMPTY),
        Field::new("admissionReviewVersions", 8, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new(
            "reinvocationPolicy",
            10,
            Type::Enum(ReinvocationPolicyType::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "matchConditions",
            12,
            Type::List(&Type::Message(&MATCH_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
    ],
    &[0, 1, 2, 3, 5, 7, 8, 9, 4, 10, 6, 11],
);

impl Message for MutatingWebhook {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATING_WEBHOOK
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.client_config.reflect(),
            2 => self.rules.reflect(),
            3 => self.failure_policy.reflect(),
            4 => self.match_policy.reflect(),
            5 => self.namespace_selector.reflect(),
            6 => self.object_selector.reflect(),
            7 => self.side_effects.reflect(),
            8 => self.timeout_seconds.reflect(),
            9 => self.admission_review_versions.reflect(),
            10 => self.reinvocation_policy.reflect(),
            11 => self.match_conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.client_config.reflect_mut(),
            2 => self.rules.reflect_mut(),
            3 => self.failure_policy.reflect_mut(),
            4 => self.match_policy.reflect_mut(),
            5 => self.namespace_selector.reflect_mut(),
            6 => self.object_selector.reflect_mut(),
            7 => self.side_effects.reflect_mut(),
            8 => self.timeout_seconds.reflect_mut(),
            9 => self.admission_review_versions.reflect_mut(),
            10 => self.reinvocation_policy.reflect_mut(),
            11 => self.match_conditions.reflect_mut(),
            _ => panic!("MutatingWebhook has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff003
            | u64::from(!self.rules.is_empty()) << 2
            | u64::from(self.failure_policy.is_some()) << 3
            | u64::from(self.match_policy.is_some()) << 4
            | u64::from(self.namespace_selector.is_some()) << 5
            | u64::from(self.object_selector.is_some()) << 6
            | u64::from(self.side_effects.is_some()) << 7
            | u64::from(self.timeout_seconds.is_some()) << 8
            | u64::from(!self.admission_review_versions.is_empty()) << 9
            | u64::from(self.reinvocation_policy.is_some()) << 10
            | u64::from(!self.match_conditions.is_empty()) << 11
    }
}

bowline_apimachinery::open_enum!(
/// One of `None`, `NoneOnDryRun`, `Some`, `Unknown`.
SideEffectClass { None = "None", NoneOnDryRun = "NoneOnDryRun", Some = "Some", Unknown = "Unknown" });

bowline_apimachinery::message!(MutatingWebhookConfiguration MutatingWebhook);
