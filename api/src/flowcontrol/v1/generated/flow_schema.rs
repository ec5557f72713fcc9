//! flow schema of flowcontrol.apiserver.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `FlowSchema` of `flowcontrol.apiserver.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSchema {
    pub metadata: ObjectMeta,
    pub spec: FlowSchemaSpec,
    pub status: FlowSchemaStatus,
}

#[doc(hidden)]
pub static FLOW_SCHEMA: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.FlowSchema",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&FLOW_SCHEMA_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&FLOW_SCHEMA_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for FlowSchema {
    fn descriptor(&self) -> &'static Descriptor {
        &FLOW_SCHEMA
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
            _ => panic!("FlowSchema has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    FlowSchema,
    "flowcontrol.apiserver.k8s.io",
    "v1",
    "FlowSchema",
    "flowschemas",
    Cluster
);

/// `io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowDistinguisherMethod {
    pub type_: FlowDistinguisherMethodType,
}

#[doc(hidden)]
pub static FLOW_DISTINGUISHER_METHOD: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod",
    &[Field::new("type", 1, Type::Enum(FlowDistinguisherMethodType::VALUES), REQUIRED)],
    &[0],
);

impl Message for FlowDistinguisherMethod {
    fn descriptor(&self) -> &'static Descriptor {
        &FLOW_DISTINGUISHER_METHOD
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            _ => panic!("FlowDistinguisherMethod has no field {index}"),
        }
    }
}

/// `io.k8s.api.flowcontrol.v1.FlowSchemaCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSchemaCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static FLOW_SCHEMA_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.FlowSchemaCondition",
    &[
        Field::new("type", 1, Type::String, OMITEMPTY),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), OMITEMPTY),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for FlowSchemaCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &FLOW_SCHEMA_CONDITION
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
            _ => panic!("FlowSchemaCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.flowcontrol.v1.FlowSchemaSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSchemaSpec {
    pub priority_level_configuration: PriorityLevelConfigurationReference,
    pub matching_precedence: i32,
    pub distinguisher_method: Option<FlowDistinguisherMethod>,
    pub rules: Vec<PolicyRulesWithSubjects>,
}

#[doc(hidden)]
pub static FLOW_SCHEMA_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.FlowSchemaSpec",
    &[
        Field::new(
            "priorityLevelConfiguration",
            1,
            Type::Message(&PRIORITY_LEVEL_CONFIGURATION_REFERENCE),
            REQUIRED,
        ),
        Field::new("matchingPrecedence", 2, Type::Int32, 0),
        Field::new(
            "distinguisherMethod",
            3,
            Type::Message(&FLOW_DISTINGUISHER_METHOD),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "rules",
            4,
            Type::List(&Type::Message(&POLICY_RULES_WITH_SUBJECTS)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3],
);

impl Message for FlowSchemaSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &FLOW_SCHEMA_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.priority_level_configuration.reflect(),
            1 => self.matching_precedence.reflect(),
            2 => self.distinguisher_method.reflect(),
            3 => self.rules.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.priority_level_configuration.reflect_mut(),
            1 => self.matching_precedence.reflect_mut(),
            2 => self.distinguisher_method.reflect_mut(),
            3 => self.rules.reflect_mut(),
            _ => panic!("FlowSchemaSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.distinguisher_method.is_some()) << 2
            | u64::from(!self.rules.is_empty()) << 3
    }
}

/// `io.k8s.api.flowcontrol.v1.FlowSchemaStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowSchemaStatus {
    /// List, one item per `type`.
    pub conditions: Vec<FlowSchemaCondition>,
}

#[doc(hidden)]
pub static FLOW_SCHEMA_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.FlowSchemaStatus",
    &[Field::new(
        "conditions",
        1,
        Type::List(&Type::Message(&FLOW_SCHEMA_CONDITION)),
        OMITEMPTY | LIST_MAP | PATCH_MERGE,
    )
    .keys(&["type"])
    .merge_key("type")],
    &[0],
);

impl Message for FlowSchemaStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &FLOW_SCHEMA_STATUS
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
            _ => panic!("FlowSchemaStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

/// `io.k8s.api.flowcontrol.v1.GroupSubject`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupSubject {
    pub name: String,
}

#[doc(hidden)]
pub static GROUP_SUBJECT: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.GroupSubject",
    &[Field::new("name", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for GroupSubject {
    fn descriptor(&self) -> &'static Descriptor {
        &GROUP_SUBJECT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            _ => panic!("GroupSubject has no field {index}"),
        }
    }
}

/// `io.k8s.api.flowcontrol.v1.NonResourcePolicyRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NonResourcePolicyRule {
    /// List without duplicates.
    pub verbs: Vec<String>,
    /// List without duplicates.
    pub non_resource_urls: Vec<String>,
}

#[doc(hidden)]
pub static NON_RESOURCE_POLICY_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.NonResourcePolicyRule",
    &[
        Field::new("verbs", 1, Type::List(&Type::String), REQUIRED | LIST_SET),
        Field::new("nonResourceURLs", 6, Type::List(&Type::String), REQUIRED | LIST_SET),
    ],
    &[0, 1],
);

impl Message for NonResourcePolicyRule {
    fn descriptor(&self) -> &'static Descriptor {
        &NON_RESOURCE_POLICY_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.verbs.reflect(),
            1 => self.non_resource_urls.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.verbs.reflect_mut(),
            1 => self.non_resource_urls.reflect_mut(),
            _ => panic!("NonResourcePolicyRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.verbs.is_empty())
            | u64::from(!self.non_resource_urls.is_empty()) << 1
    }
}

/// `io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyRulesWithSubjects {
    pub subjects: Vec<Subject>,
    pub resource_rules: Vec<ResourcePolicyRule>,
    pub non_resource_rules: Vec<NonResourcePolicyRule>,
}

#[doc(hidden)]
pub static POLICY_RULES_WITH_SUBJECTS: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects",
    &[
        Field::new("subjects", 1, Type::List(&Type::Message(&SUBJECT)), REQUIRED | ATOMIC),
        Field::new(
            "resourceRules",
            2,
            Type::List(&Type::Message(&RESOURCE_POLICY_RULE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "nonResourceRules",
            3,
            Type::List(&Type::Message(&NON_RESOURCE_POLICY_RULE)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2],
);

impl Message for PolicyRulesWithSubjects {
    fn descriptor(&self) -> &'static Descriptor {
        &POLICY_RULES_WITH_SUBJECTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.subjects.reflect(),
            1 => self.resource_rules.reflect(),
            2 => self.non_resource_rules.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.subjects.reflect_mut(),
            1 => self.resource_rules.reflect_mut(),
            2 => self.non_resource_rules.reflect_mut(),
            _ => panic!("PolicyRulesWithSubjects has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.subjects.is_empty())
            | u64::from(!self.resource_rules.is_empty()) << 1
            | u64::from(!self.non_resource_rules.is_empty()) << 2
    }
}

/// `io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityLevelConfigurationReference {
    pub name: String,
}

#[doc(hidden)]
pub static PRIORITY_LEVEL_CONFIGURATION_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference",
    &[Field::new("name", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for PriorityLevelConfigurationReference {
    fn descriptor(&self) -> &'static Descriptor {
        &PRIORITY_LEVEL_CONFIGURATION_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            _ => panic!("PriorityLevelConfigurationReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.flowcontrol.v1.ResourcePolicyRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePolicyRule {
    /// List without duplicates.
    pub verbs: Vec<String>,
    /// List without duplicates.
    pub api_groups: Vec<String>,
    /// List without duplicates.
    pub resources: Vec<String>,
    pub cluster_scope: bool,
    /// List without duplicates.
    pub namespaces: Vec<String>,
}

#[doc(hidden)]
pub static RESOURCE_POLICY_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.ResourcePolicyRule",
    &[
        Field::new("verbs", 1, Type::List(&Type::String), REQUIRED | LIST_SET),
        Field::new("apiGroups", 2, Type::List(&Type::String), REQUIRED | LIST_SET),
        Field::new("resources", 3, Type::List(&Type::String), REQUIRED | LIST_SET),
        Field::new("clusterScope", 4, Type::Bool, OMITEMPTY),
        Field::new("namespaces", 5, Type::List(&Type::String), LIST_SET),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ResourcePolicyRule {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_POLICY_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.verbs.reflect(),
            1 => self.api_groups.reflect(),
            2 => self.resources.reflect(),
            3 => self.cluster_scope.reflect(),
            4 => self.namespaces.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.verbs.reflect_mut(),
            1 => self.api_groups.reflect_mut(),
            2 => self.resources.reflect_mut(),
            3 => self.cluster_scope.reflect_mut(),
            4 => self.namespaces.reflect_mut(),
            _ => panic!("ResourcePolicyRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe8
            | u64::from(!self.verbs.is_empty())
            | u64::from(!self.api_groups.is_empty()) << 1
            | u64::from(!self.resources.is_empty()) << 2
            | u64::from(!self.namespaces.is_empty()) << 4
    }
}

/// `io.k8s.api.flowcontrol.v1.ServiceAccountSubject`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceAccountSubject {
    pub namespace: String,
    pub name: String,
}

#[doc(hidden)]
pub static SERVICE_ACCOUNT_SUBJECT: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.ServiceAccountSubject",
    &[
        Field::new("namespace", 1, Type::String, REQUIRED),
        Field::new("name", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for ServiceAccountSubject {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_ACCOUNT_SUBJECT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            1 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            1 => self.name.reflect_mut(),
            _ => panic!("ServiceAccountSubject has no field {index}"),
        }
    }
}

/// `io.k8s.api.flowcontrol.v1.Subject`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    pub kind: SubjectKind,
    pub user: Option<UserSubject>,
    pub group: Option<GroupSubject>,
    pub service_account: Option<Box<ServiceAccountSubject>>,
}

#[doc(hidden)]
pub static SUBJECT: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.Subject",
    &[
        Field::new("kind", 1, Type::Enum(SubjectKind::VALUES), REQUIRED | DISCRIMINATOR),
        Field::new("user", 2, Type::Message(&USER_SUBJECT), POINTER | OMITEMPTY),
        Field::new("group", 3, Type::Message(&GROUP_SUBJECT), POINTER | OMITEMPTY),
        Field::new(
            "serviceAccount",
            4,
            Type::Message(&SERVICE_ACCOUNT_SUBJECT),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3],
);

impl Message for Subject {
    fn descriptor(&self) -> &'static Descriptor {
        &SUBJECT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.kind.reflect(),
            1 => self.user.reflect(),
            2 => self.group.reflect(),
            3 => self.service_account.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.kind.reflect_mut(),
            1 => self.user.reflect_mut(),
            2 => self.group.reflect_mut(),
            3 => self.service_account.reflect_mut(),
            _ => panic!("Subject has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.user.is_some()) << 1
            | u64::from(self.group.is_some()) << 2
            | u64::from(self.service_account.is_some()) << 3
    }
}

/// `io.k8s.api.flowcontrol.v1.UserSubject`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserSubject {
    pub name: String,
}

#[doc(hidden)]
pub static USER_SUBJECT: Descriptor = Descriptor::new(
    "io.k8s.api.flowcontrol.v1.UserSubject",
    &[Field::new("name", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for UserSubject {
    fn descriptor(&self) -> &'static Descriptor {
        &USER_SUBJECT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            _ => panic!("UserSubject has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `False`, `True`, `Unknown`.
ConditionStatus { False = "False", True = "True", Unknown = "Unknown" });

bowline_apimachinery::open_enum!(
/// One of `ByNamespace`, `ByUser`.
FlowDistinguisherMethodType { ByNamespace = "ByNamespace", ByUser = "ByUser" });

bowline_apimachinery::open_enum!(
/// One of `Group`, `ServiceAccount`, `User`.
SubjectKind { Group = "Group", ServiceAccount = "ServiceAccount", User = "User" });

bowline_apimachinery::message!(FlowSchema FlowDistinguisherMethod FlowSchemaCondition FlowSchemaSpec FlowSchemaStatus GroupSubject NonResourcePolicyRule PolicyRulesWithSubjects PriorityLevelConfigurationReference ResourcePolicyRule ServiceAccountSubject Subject UserSubject);
