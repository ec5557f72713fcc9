//! validating admission policy of admissionregistration.k8s.io/v1alpha1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    FailurePolicyType, MATCH_CONDITION, MATCH_RESOURCES, MatchCondition, MatchResources,
    PARAM_KIND, ParamKind, VARIABLE, Variable,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ValidatingAdmissionPolicy` of `admissionregistration.k8s.io/v1alpha1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidatingAdmissionPolicy {
    pub metadata: ObjectMeta,
    pub spec: ValidatingAdmissionPolicySpec,
    pub status: ValidatingAdmissionPolicyStatus,
}

#[doc(hidden)]
pub static VALIDATING_ADMISSION_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicy",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&VALIDATING_ADMISSION_POLICY_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&VALIDATING_ADMISSION_POLICY_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ValidatingAdmissionPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATING_ADMISSION_POLICY
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
            _ => panic!("ValidatingAdmissionPolicy has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(
    ValidatingAdmissionPolicy,
    "admissionregistration.k8s.io",
    "v1alpha1",
    "ValidatingAdmissionPolicy"
);

/// `io.k8s.api.admissionregistration.v1alpha1.AuditAnnotation`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditAnnotation {
    pub key: String,
    pub value_expression: String,
}

#[doc(hidden)]
pub static AUDIT_ANNOTATION: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.AuditAnnotation",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("valueExpression", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for AuditAnnotation {
    fn descriptor(&self) -> &'static Descriptor {
        &AUDIT_ANNOTATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.value_expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.value_expression.reflect_mut(),
            _ => panic!("AuditAnnotation has no field {index}"),
        }
    }
}

/// `io.k8s.api.admissionregistration.v1alpha1.ExpressionWarning`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExpressionWarning {
    pub field_ref: String,
    pub warning: String,
}

#[doc(hidden)]
pub static EXPRESSION_WARNING: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.ExpressionWarning",
    &[
        Field::new("fieldRef", 2, Type::String, REQUIRED),
        Field::new("warning", 3, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for ExpressionWarning {
    fn descriptor(&self) -> &'static Descriptor {
        &EXPRESSION_WARNING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.field_ref.reflect(),
            1 => self.warning.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.field_ref.reflect_mut(),
            1 => self.warning.reflect_mut(),
            _ => panic!("ExpressionWarning has no field {index}"),
        }
    }
}

/// `io.k8s.api.admissionregistration.v1alpha1.TypeChecking`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypeChecking {
    pub expression_warnings: Vec<ExpressionWarning>,
}

#[doc(hidden)]
pub static TYPE_CHECKING: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.TypeChecking",
    &[Field::new(
        "expressionWarnings",
        1,
        Type::List(&Type::Message(&EXPRESSION_WARNING)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for TypeChecking {
    fn descriptor(&self) -> &'static Descriptor {
        &TYPE_CHECKING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.expression_warnings.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.expression_warnings.reflect_mut(),
            _ => panic!("TypeChecking has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.expression_warnings.is_empty())
    }
}

/// `io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicySpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidatingAdmissionPolicySpec {
    pub param_kind: Option<Box<ParamKind>>,
    pub match_constraints: Option<Box<MatchResources>>,
    pub validations: Vec<Validation>,
    pub failure_policy: Option<FailurePolicyType>,
    pub audit_annotations: Vec<AuditAnnotation>,
    /// List, one item per `name`.
    pub match_conditions: Vec<MatchCondition>,
    /// List, one item per `name`.
    pub variables: Vec<Variable>,
}

#[doc(hidden)]
pub static VALIDATING_ADMISSION_POLICY_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicySpec",
    &[
        Field::new("paramKind", 1, Type::Message(&PARAM_KIND), POINTER | OMITEMPTY),
        Field::new("matchConstraints", 2, Type::Message(&MATCH_RESOURCES), POINTER | OMITEMPTY),
        Field::new("validations", 3, Type::List(&Type::Message(&VALIDATION)), OMITEMPTY | ATOMIC),
        Field::new("failurePolicy", 4, Type::Enum(FailurePolicyType::VALUES), POINTER | OMITEMPTY),
        Field::new(
            "auditAnnotations",
            5,
            Type::List(&Type::Message(&AUDIT_ANNOTATION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "matchConditions",
            6,
            Type::List(&Type::Message(&MATCH_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "variables",
            7,
            Type::List(&Type::Message(&VARIABLE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for ValidatingAdmissionPolicySpec {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATING_ADMISSION_POLICY_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.param_kind.reflect(),
            1 => self.match_constraints.reflect(),
            2 => self.validations.reflect(),
            3 => self.failure_policy.reflect(),
            4 => self.audit_annotations.reflect(),
            5 => self.match_conditions.reflect(),
            6 => self.variables.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.param_kind.reflect_mut(),
            1 => self.match_constraints.reflect_mut(),
            2 => self.validations.reflect_mut(),
            3 => self.failure_policy.reflect_mut(),
            4 => self.audit_annotations.reflect_mut(),
            5 => self.match_conditions.reflect_mut(),
            6 => self.variables.reflect_mut(),
            _ => panic!("ValidatingAdmissionPolicySpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff80
            | u64::from(self.param_kind.is_some())
            | u64::from(self.match_constraints.is_some()) << 1
            | u64::from(!self.validations.is_empty()) << 2
            | u64::from(self.failure_policy.is_some()) << 3
            | u64::from(!self.audit_annotations.is_empty()) << 4
            | u64::from(!self.match_conditions.is_empty()) << 5
            | u64::from(!self.variables.is_empty()) << 6
    }
}

/// `io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicyStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidatingAdmissionPolicyStatus {
    pub observed_generation: i64,
    pub type_checking: Option<TypeChecking>,
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
}

#[doc(hidden)]
pub static VALIDATING_ADMISSION_POLICY_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicyStatus",
    &[
        Field::new("observedGeneration", 1, Type::Int64, OMITEMPTY),
        Field::new("typeChecking", 2, Type::Message(&TYPE_CHECKING), POINTER | OMITEMPTY),
        Field::new("conditions", 3, Type::List(&Type::Message(&CONDITION)), OMITEMPTY | LIST_MAP)
            .keys(&["type"]),
    ],
    &[0, 1, 2],
);

impl Message for ValidatingAdmissionPolicyStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATING_ADMISSION_POLICY_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.observed_generation.reflect(),
            1 => self.type_checking.reflect(),
            2 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.type_checking.reflect_mut(),
            2 => self.conditions.reflect_mut(),
            _ => panic!("ValidatingAdmissionPolicyStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.type_checking.is_some()) << 1
            | u64::from(!self.conditions.is_empty()) << 2
    }
}

/// `io.k8s.api.admissionregistration.v1alpha1.Validation`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validation {
    pub expression: String,
    pub message: String,
    pub reason: Option<String>,
    pub message_expression: String,
}

#[doc(hidden)]
pub static VALIDATION: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.Validation",
    &[
        Field::new("expression", 1, Type::String, REQUIRED),
        Field::new("message", 2, Type::String, OMITEMPTY),
        Field::new("reason", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("messageExpression", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for Validation {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.expression.reflect(),
            1 => self.message.reflect(),
            2 => self.reason.reflect(),
            3 => self.message_expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.expression.reflect_mut(),
            1 => self.message.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.message_expression.reflect_mut(),
            _ => panic!("Validation has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.reason.is_some()) << 2
    }
}

bowline_apimachinery::message!(ValidatingAdmissionPolicy AuditAnnotation ExpressionWarning TypeChecking ValidatingAdmissionPolicySpec ValidatingAdmissionPolicyStatus Validation);
