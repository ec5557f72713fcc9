//! matching of admissionregistration.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{NAMED_RULE_WITH_OPERATIONS, NamedRuleWithOperations};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.admissionregistration.v1.MatchCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatchCondition {
    pub name: String,
    pub expression: String,
}

#[doc(hidden)]
pub static MATCH_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.MatchCondition",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("expression", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for MatchCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &MATCH_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.expression.reflect_mut(),
            _ => panic!("MatchCondition has no field {index}"),
        }
    }
}

/// `io.k8s.api.admissionregistration.v1.MatchResources`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatchResources {
    pub namespace_selector: Option<Box<LabelSelector>>,
    pub object_selector: Option<Box<LabelSelector>>,
    pub resource_rules: Vec<NamedRuleWithOperations>,
    pub exclude_resource_rules: Vec<NamedRuleWithOperations>,
    pub match_policy: Option<MatchPolicyType>,
}

#[doc(hidden)]
pub static MATCH_RESOURCES: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.MatchResources",
    &[
        Field::new("namespaceSelector", 1, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("objectSelector", 2, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new(
            "resourceRules",
            3,
            Type::List(&Type::Message(&NAMED_RULE_WITH_OPERATIONS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "excludeResourceRules",
            4,
            Type::List(&Type::Message(&NAMED_RULE_WITH_OPERATIONS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("matchPolicy", 7, Type::Enum(MatchPolicyType::VALUES), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
)
.atomic();

impl Message for MatchResources {
    fn descriptor(&self) -> &'static Descriptor {
        &MATCH_RESOURCES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace_selector.reflect(),
            1 => self.object_selector.reflect(),
            2 => self.resource_rules.reflect(),
            3 => self.exclude_resource_rules.reflect(),
            4 => self.match_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace_selector.reflect_mut(),
            1 => self.object_selector.reflect_mut(),
            2 => self.resource_rules.reflect_mut(),
            3 => self.exclude_resource_rules.reflect_mut(),
            4 => self.match_policy.reflect_mut(),
            _ => panic!("MatchResources has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe0
            | u64::from(self.namespace_selector.is_some())
            | u64::from(self.object_selector.is_some()) << 1
            | u64::from(!self.resource_rules.is_empty()) << 2
            | u64::from(!self.exclude_resource_rules.is_empty()) << 3
            | u64::from(self.match_policy.is_some()) << 4
    }
}

/// `io.k8s.api.admissionregistration.v1.ParamKind`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamKind {
    pub api_version: String,
    pub kind: String,
}

#[doc(hidden)]
pub static PARAM_KIND: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.ParamKind",
    &[
        Field::new("apiVersion", 1, Type::String, OMITEMPTY),
        Field::new("kind", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
)
.atomic();

impl Message for ParamKind {
    fn descriptor(&self) -> &'static Descriptor {
        &PARAM_KIND
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_version.reflect(),
            1 => self.kind.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_version.reflect_mut(),
            1 => self.kind.reflect_mut(),
            _ => panic!("ParamKind has no field {index}"),
        }
    }
}

/// `io.k8s.api.admissionregistration.v1.ParamRef`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParamRef {
    pub name: String,
    pub namespace: String,
    pub selector: Option<Box<LabelSelector>>,
    pub parameter_not_found_action: Option<ParameterNotFoundActionType>,
}

#[doc(hidden)]
pub static PARAM_REF: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.ParamRef",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("namespace", 2, Type::String, OMITEMPTY),
        Field::new("selector", 3, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new(
            "parameterNotFoundAction",
            4,
            Type::Enum(ParameterNotFoundActionType::VALUES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3],
)
.atomic();

impl Message for ParamRef {
    fn descriptor(&self) -> &'static Descriptor {
        &PARAM_REF
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.namespace.reflect(),
            2 => self.selector.reflect(),
            3 => self.parameter_not_found_action.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.namespace.reflect_mut(),
            2 => self.selector.reflect_mut(),
            3 => self.parameter_not_found_action.reflect_mut(),
            _ => panic!("ParamRef has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.selector.is_some()) << 2
            | u64::from(self.parameter_not_found_action.is_some()) << 3
    }
}

/// `io.k8s.api.admissionregistration.v1.Variable`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variable {
    pub name: String,
    pub expression: String,
}

#[doc(hidden)]
pub static VARIABLE: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.Variable",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("expression", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
)
.atomic();

impl Message for Variable {
    fn descriptor(&self) -> &'static Descriptor {
        &VARIABLE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.expression.reflect_mut(),
            _ => panic!("Variable has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `Equivalent`, `Exact`.
MatchPolicyType { Equivalent = "Equivalent", Exact = "Exact" });

bowline_apimachinery::open_enum!(
/// One of `Allow`, `Deny`.
ParameterNotFoundActionType { Allow = "Allow", Deny = "Deny" });

bowline_apimachinery::message!(MatchCondition MatchResources ParamKind ParamRef Variable);
