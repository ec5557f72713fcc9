//! pod of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    AFFINITY, APP_ARMOR_PROFILE, Affinity, AppArmorProfile, CONTAINER,
    CONTAINER_EXTENDED_RESOURCE_REQUEST, CONTAINER_STATUS, ConditionStatus, Container,
    ContainerExtendedResourceRequest, ContainerStatus, EPHEMERAL_CONTAINER, EphemeralContainer,
    LOCAL_OBJECT_REFERENCE, LocalObjectReference, NODE_ALLOCATABLE_RESOURCE_CLAIM_STATUS,
    NodeAllocatableResourceClaimStatus, RESOURCE_REQUIREMENTS, ResourceRequirements,
    SE_LINUX_OPTIONS, SECCOMP_PROFILE, SELinuxOptions, SYSCTL, SeccompProfile,
    SupplementalGroupsPolicy, Sysctl, TOLERATION, Toleration, VOLUME, Volume,
    WINDOWS_SECURITY_CONTEXT_OPTIONS, WindowsSecurityContextOptions,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{
    LABEL_SELECTOR, LabelSelector, OBJECT_META, OWNER_REFERENCE, ObjectMeta, OwnerReference,
};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `Pod` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pod {
    pub metadata: ObjectMeta,
    pub spec: PodSpec,
    pub status: PodStatus,
}

#[doc(hidden)]
pub static POD: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Pod",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&POD_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&POD_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Pod {
    fn descriptor(&self) -> &'static Descriptor {
        &POD
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
            _ => panic!("Pod has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Pod, "", "v1", "Pod", "pods", Namespaced);

/// `io.k8s.api.core.v1.HostAlias`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostAlias {
    pub ip: String,
    pub hostnames: Vec<String>,
}

#[doc(hidden)]
pub static HOST_ALIAS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.HostAlias",
    &[
        Field::new("ip", 1, Type::String, REQUIRED),
        Field::new("hostnames", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for HostAlias {
    fn descriptor(&self) -> &'static Descriptor {
        &HOST_ALIAS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ip.reflect(),
            1 => self.hostnames.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ip.reflect_mut(),
            1 => self.hostnames.reflect_mut(),
            _ => panic!("HostAlias has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.hostnames.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.HostIP`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostIP {
    pub ip: String,
}

#[doc(hidden)]
pub static HOST_IP: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.HostIP",
    &[Field::new("ip", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for HostIP {
    fn descriptor(&self) -> &'static Descriptor {
        &HOST_IP
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ip.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ip.reflect_mut(),
            _ => panic!("HostIP has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.LinuxContainerUser`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinuxContainerUser {
    pub uid: i64,
    pub gid: i64,
    pub supplemental_groups: Vec<i64>,
}

#[doc(hidden)]
pub static LINUX_CONTAINER_USER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LinuxContainerUser",
    &[
        Field::new("uid", 1, Type::Int64, REQUIRED),
        Field::new("gid", 2, Type::Int64, REQUIRED),
        Field::new("supplementalGroups", 3, Type::List(&Type::Int64), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for LinuxContainerUser {
    fn descriptor(&self) -> &'static Descriptor {
        &LINUX_CONTAINER_USER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            1 => self.gid.reflect(),
            2 => self.supplemental_groups.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            1 => self.gid.reflect_mut(),
            2 => self.supplemental_groups.reflect_mut(),
            _ => panic!("LinuxContainerUser has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.supplemental_groups.is_empty()) << 2
    }
}

/// `io.k8s.api.core.v1.PodCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodCondition {
    pub type_: String,
    pub observed_generation: i64,
    pub status: ConditionStatus,
    pub last_probe_time: Option<Time>,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static POD_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("observedGeneration", 7, Type::Int64, OMITEMPTY),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastProbeTime", 3, Type::Time, OMITEMPTY),
        Field::new("lastTransitionTime", 4, Type::Time, OMITEMPTY),
        Field::new("reason", 5, Type::String, OMITEMPTY),
        Field::new("message", 6, Type::String, OMITEMPTY),
    ],
    &[0, 2, 3, 4, 5, 6, 1],
);

impl Message for PodCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.observed_generation.reflect(),
            2 => self.status.reflect(),
            3 => self.last_probe_time.reflect(),
            4 => self.last_transition_time.reflect(),
            5 => self.reason.reflect(),
            6 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.observed_generation.reflect_mut(),
            2 => self.status.reflect_mut(),
            3 => self.last_probe_time.reflect_mut(),
            4 => self.last_transition_time.reflect_mut(),
            5 => self.reason.reflect_mut(),
            6 => self.message.reflect_mut(),
            _ => panic!("PodCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe7
            | u64::from(self.last_probe_time.is_some()) << 3
            | u64::from(self.last_transition_time.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.PodDNSConfig`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodDNSConfig {
    pub nameservers: Vec<String>,
    pub searches: Vec<String>,
    pub options: Vec<PodDNSConfigOption>,
}

#[doc(hidden)]
pub static POD_DNS_CONFIG: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodDNSConfig",
    &[
        Field::new("nameservers", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("searches", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new(
            "options",
            3,
            Type::List(&Type::Message(&POD_DNS_CONFIG_OPTION)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2],
);

impl Message for PodDNSConfig {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_DNS_CONFIG
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.nameservers.reflect(),
            1 => self.searches.reflect(),
            2 => self.options.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.nameservers.reflect_mut(),
            1 => self.searches.reflect_mut(),
            2 => self.options.reflect_mut(),
            _ => panic!("PodDNSConfig has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.nameservers.is_empty())
            | u64::from(!self.searches.is_empty()) << 1
            | u64::from(!self.options.is_empty()) << 2
    }
}

/// `io.k8s.api.core.v1.PodDNSConfigOption`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodDNSConfigOption {
    pub name: String,
    pub value: Option<String>,
}

#[doc(hidden)]
pub static POD_DNS_CONFIG_OPTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodDNSConfigOption",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("value", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PodDNSConfigOption {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_DNS_CONFIG_OPTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.value.reflect_mut(),
            _ => panic!("PodDNSConfigOption has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.value.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.PodExtendedResourceClaimStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodExtendedResourceClaimStatus {
    pub request_mappings: Vec<ContainerExtendedResourceRequest>,
    pub resource_claim_name: String,
}

#[doc(hidden)]
pub static POD_EXTENDED_RESOURCE_CLAIM_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodExtendedResourceClaimStatus",
    &[
        Field::new(
            "requestMappings",
            1,
            Type::List(&Type::Message(&CONTAINER_EXTENDED_RESOURCE_REQUEST)),
            REQUIRED | ATOMIC,
        ),
        Field::new("resourceClaimName", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for PodExtendedResourceClaimStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_EXTENDED_RESOURCE_CLAIM_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.request_mappings.reflect(),
            1 => self.resource_claim_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.request_mappings.reflect_mut(),
            1 => self.resource_claim_name.reflect_mut(),
            _ => panic!("PodExtendedResourceClaimStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.request_mappings.is_empty())
    }
}

/// `io.k8s.api.core.v1.PodIP`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodIP {
    pub ip: String,
}

#[doc(hidden)]
pub static POD_IP: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodIP",
    &[Field::new("ip", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for PodIP {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_IP
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ip.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ip.reflect_mut(),
            _ => panic!("PodIP has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PodOS`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodOS {
    pub name: OSName,
}

#[doc(hidden)]
pub static POD_OS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodOS",
    &[Field::new("name", 1, Type::Enum(OSName::VALUES), REQUIRED)],
    &[0],
);

impl Message for PodOS {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_OS
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
            _ => panic!("PodOS has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PodReadinessGate`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodReadinessGate {
    pub condition_type: String,
}

#[doc(hidden)]
pub static POD_READINESS_GATE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodReadinessGate",
    &[Field::new("conditionType", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for PodReadinessGate {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_READINESS_GATE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.condition_type.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.condition_type.reflect_mut(),
            _ => panic!("PodReadinessGate has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PodResourceClaim`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodResourceClaim {
    pub name: String,
    pub resource_claim_name: Option<String>,
    pub resource_claim_template_name: Option<String>,
}

#[doc(hidden)]
pub static POD_RESOURCE_CLAIM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodResourceClaim",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("resourceClaimName", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("resourceClaimTemplateName", 4, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for PodResourceClaim {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_RESOURCE_CLAIM
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
            _ => panic!("PodResourceClaim has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.resource_claim_name.is_some()) << 1
            | u64::from(self.resource_claim_template_name.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.PodResourceClaimStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodResourceClaimStatus {
    pub name: String,
    pub resource_claim_name: Option<String>,
}

#[doc(hidden)]
pub static POD_RESOURCE_CLAIM_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodResourceClaimStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("resourceClaimName", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PodResourceClaimStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_RESOURCE_CLAIM_STATUS
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
            _ => panic!("PodResourceClaimStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.resource_claim_name.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.PodSchedulingGate`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSchedulingGate {
    pub name: String,
}

#[doc(hidden)]
pub static POD_SCHEDULING_GATE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodSchedulingGate",
    &[Field::new("name", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for PodSchedulingGate {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_SCHEDULING_GATE
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
            _ => panic!("PodSchedulingGate has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PodSchedulingGroup`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSchedulingGroup {
    pub pod_group_name: Option<String>,
}

#[doc(hidden)]
pub static POD_SCHEDULING_GROUP: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodSchedulingGroup",
    &[Field::new("podGroupName", 1, Type::String, POINTER | OMITEMPTY)],
    &[0],
);

impl Message for PodSchedulingGroup {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_SCHEDULING_GROUP
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_group_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_group_name.reflect_mut(),
            _ => panic!("PodSchedulingGroup has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.pod_group_name.is_some())
    }
}

/// `io.k8s.api.core.v1.PodSecurityContext`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSecurityContext {
    pub se_linux_options: Option<Box<SELinuxOptions>>,
    pub windows_options: Option<Box<WindowsSecurityContextOptions>>,
    pub run_as_user: Option<i64>,
    pub run_as_group: Option<i64>,
    pub run_as_non_root: Option<bool>,
    pub supplemental_groups: Vec<i64>,
    pub supplemental_groups_policy: Option<SupplementalGroupsPolicy>,
    pub fs_group: Option<i64>,
    pub sysctls: Vec<Sysctl>,
    pub fs_group_change_policy: Option<PodFSGroupChangePolicy>,
    pub seccomp_profile: Option<Box<SeccompProfile>>,
    pub app_armor_profile: Option<Box<AppArmorProfile>>,
    pub se_linux_change_policy: Option<PodSELinuxChangePolicy>,
}

#[doc(hidden)]
pub static POD_SECURITY_CONTEXT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodSecurityContext",
    &[
        Field::new("seLinuxOptions", 1, Type::Message(&SE_LINUX_OPTIONS), POINTER | OMITEMPTY),
        Field::new(
            "windowsOptions",
            8,
            Type::Message(&WINDOWS_SECURITY_CONTEXT_OPTIONS),
            POINTER | OMITEMPTY,
        ),
        Field::new("runAsUser", 2, Type::Int64, POINTER | OMITEMPTY),
        Field::new("runAsGroup", 6, Type::Int64, POINTER | OMITEMPTY),
        Field::new("runAsNonRoot", 3, Type::Bool, POINTER | OMITEMPTY),
        Field::new("supplementalGroups", 4, Type::List(&Type::Int64), OMITEMPTY | ATOMIC),
        Field::new(
            "supplementalGroupsPolicy",
            12,
            Type::Enum(SupplementalGroupsPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("fsGroup", 5, Type::Int64, POINTER | OMITEMPTY),
        Field::new("sysctls", 7, Type::List(&Type::Message(&SYSCTL)), OMITEMPTY | ATOMIC),
        Field::new(
            "fsGroupChangePolicy",
            9,
            Type::Enum(PodFSGroupChangePolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("seccompProfile", 10, Type::Message(&SECCOMP_PROFILE), POINTER | OMITEMPTY),
        Field::new("appArmorProfile", 11, Type::Message(&APP_ARMOR_PROFILE), POINTER | OMITEMPTY),
        Field::new(
            "seLinuxChangePolicy",
            13,
            Type::Enum(PodSELinuxChangePolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 2, 4, 5, 7, 3, 8, 1, 9, 10, 11, 6, 12],
);

impl Message for PodSecurityContext {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_SECURITY_CONTEXT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.se_linux_options.reflect(),
            1 => self.windows_options.reflect(),
            2 => self.run_as_user.reflect(),
            3 => self.run_as_group.reflect(),
            4 => self.run_as_non_root.reflect(),
            5 => self.supplemental_groups.reflect(),
            6 => self.supplemental_groups_policy.reflect(),
            7 => self.fs_group.reflect(),
            8 => self.sysctls.reflect(),
            9 => self.fs_group_change_policy.reflect(),
            10 => self.seccomp_profile.reflect(),
            11 => self.app_armor_profile.reflect(),
            12 => self.se_linux_change_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.se_linux_options.reflect_mut(),
            1 => self.windows_options.reflect_mut(),
            2 => self.run_as_user.reflect_mut(),
            3 => self.run_as_group.reflect_mut(),
            4 => self.run_as_non_root.reflect_mut(),
            5 => self.supplemental_groups.reflect_mut(),
            6 => self.supplemental_groups_policy.reflect_mut(),
            7 => self.fs_group.reflect_mut(),
            8 => self.sysctls.reflect_mut(),
            9 => self.fs_group_change_policy.reflect_mut(),
            10 => self.seccomp_profile.reflect_mut(),
            11 => self.app_armor_profile.reflect_mut(),
            12 => self.se_linux_change_policy.reflect_mut(),
            _ => panic!("PodSecurityContext has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffe000
            | u64::from(self.se_linux_options.is_some())
            | u64::from(self.windows_options.is_some()) << 1
            | u64::from(self.run_as_user.is_some()) << 2
            | u64::from(self.run_as_group.is_some()) << 3
            | u64::from(self.run_as_non_root.is_some()) << 4
            | u64::from(!self.supplemental_groups.is_empty()) << 5
            | u64::from(self.supplemental_groups_policy.is_some()) << 6
            | u64::from(self.fs_group.is_some()) << 7
            | u64::from(!self.sysctls.is_empty()) << 8
            | u64::from(self.fs_group_change_policy.is_some()) << 9
            | u64::from(self.seccomp_profile.is_some()) << 10
            | u64::from(self.app_armor_profile.is_some()) << 11
            | u64::from(self.se_linux_change_policy.is_some()) << 12
    }
}

/// `io.k8s.api.core.v1.PodSignature`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSignature {
    pub pod_controller: Option<Box<OwnerReference>>,
}

#[doc(hidden)]
pub static POD_SIGNATURE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodSignature",
    &[Field::new("podController", 1, Type::Message(&OWNER_REFERENCE), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for PodSignature {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_SIGNATURE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_controller.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_controller.reflect_mut(),
            _ => panic!("PodSignature has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.pod_controller.is_some())
    }
}

/// `io.k8s.api.core.v1.PodSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSpec {
    /// List, one item per `name`.
    pub volumes: Vec<Volume>,
    /// List, one item per `name`.
    pub init_containers: Vec<Container>,
    /// List, one item per `name`.
    pub containers: Vec<Container>,
    /// List, one item per `name`.
    pub ephemeral_containers: Vec<EphemeralContainer>,
    pub restart_policy: RestartPolicy,
    pub termination_grace_period_seconds: Option<i64>,
    pub active_deadline_seconds: Option<i64>,
    pub dns_policy: DNSPolicy,
    pub node_selector: BTreeMap<String, String>,
    pub service_account_name: String,
    /// Deprecated.
    pub service_account: String,
    pub automount_service_account_token: Option<bool>,
    pub node_name: String,
    pub host_network: bool,
    pub host_pid: bool,
    pub host_ipc: bool,
    pub share_process_namespace: Option<bool>,
    pub security_context: Option<Box<PodSecurityContext>>,
    /// List, one item per `name`.
    pub image_pull_secrets: Vec<LocalObjectReference>,
    pub hostname: String,
    pub subdomain: String,
    pub affinity: Option<Affinity>,
    pub scheduler_name: String,
    pub tolerations: Vec<Toleration>,
    /// List, one item per `ip`.
    pub host_aliases: Vec<HostAlias>,
    pub priority_class_name: String,
    pub priority: Option<i32>,
    pub dns_config: Option<Box<PodDNSConfig>>,
    pub readiness_gates: Vec<PodReadinessGate>,
    pub runtime_class_name: Option<String>,
    pub enable_service_links: Option<bool>,
    pub preemption_policy: Option<PreemptionPolicy>,
    pub overhead: BTreeMap<String, Quantity>,
    /// List, one item per `topologyKey`, `whenUnsatisfiable`.
    pub topology_spread_constraints: Vec<TopologySpreadConstraint>,
    pub set_hostname_as_fqdn: Option<bool>,
    pub os: Option<PodOS>,
    pub host_users: Option<bool>,
    /// List, one item per `name`.
    pub scheduling_gates: Vec<PodSchedulingGate>,
    /// List, one item per `name`.
    pub resource_claims: Vec<PodResourceClaim>,
    pub resources: Option<Box<ResourceRequirements>>,
    pub hostname_override: Option<String>,
    pub scheduling_group: Option<PodSchedulingGroup>,
}

#[doc(hidden)]
pub static POD_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodSpec",
    &[
        Field::new(
            "volumes",
            1,
            Type::List(&Type::Message(&VOLUME)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE | PATCH_RETAIN,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "initContainers",
            20,
            Type::List(&Type::Message(&CONTAINER)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "containers",
            2,
            Type::List(&Type::Message(&CONTAINER)),
            REQUIRED | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "ephemeralContainers",
            34,
            Type::List(&Type::Message(&EPHEMERAL_CONTAINER)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("restartPolicy", 3, Type::Enum(RestartPolicy::VALUES), OMITEMPTY),
        Field::new("terminationGracePeriodSeconds", 4, Type::Int64, POINTER | OMITEMPTY),
        Field::new("activeDeadlineSeconds", 5, Type::Int64, POINTER | OMITEMPTY),
        Field::new("dnsPolicy", 6, Type::Enum(DNSPolicy::VALUES), OMITEMPTY),
        Field::new("nodeSelector", 7, Type::Map(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("serviceAccountName", 8, Type::String, OMITEMPTY),
        Field::new("serviceAccount", 9, Type::String, OMITEMPTY | DEPRECATED),
        Field::new("automountServiceAccountToken", 21, Type::Bool, POINTER | OMITEMPTY),
        Field::new("nodeName", 10, Type::String, OMITEMPTY),
        Field::new("hostNetwork", 11, Type::Bool, OMITEMPTY),
        Field::new("hostPID", 12, Type::Bool, OMITEMPTY),
        Field::new("hostIPC", 13, Type::Bool, OMITEMPTY),
        Field::new("shareProcessNamespace", 27, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "securityContext",
            14,
            Type::Message(&POD_SECURITY_CONTEXT),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "imagePullSecrets",
            15,
            Type::List(&Type::Message(&LOCAL_OBJECT_REFERENCE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("hostname", 16, Type::String, OMITEMPTY),
        Field::new("subdomain", 17, Type::String, OMITEMPTY),
        Field::new("affinity", 18, Type::Message(&AFFINITY), POINTER | OMITEMPTY),
        Field::new("schedulerName", 19, Type::String, OMITEMPTY),
        Field::new("tolerations", 22, Type::List(&Type::Message(&TOLERATION)), OMITEMPTY | ATOMIC),
        Field::new(
            "hostAliases",
            23,
            Type::List(&Type::Message(&HOST_ALIAS)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["ip"])
        .merge_key("ip"),
        Field::new("priorityClassName", 24, Type::String, OMITEMPTY),
        Field::new("priority", 25, Type::Int32, POINTER | OMITEMPTY),
        Field::new("dnsConfig", 26, Type::Message(&POD_DNS_CONFIG), POINTER | OMITEMPTY),
        Field::new(
            "readinessGates",
            28,
            Type::List(&Type::Message(&POD_READINESS_GATE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("runtimeClassName", 29, Type::String, POINTER | OMITEMPTY),
        Field::new("enableServiceLinks", 30, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "preemptionPolicy",
            31,
            Type::Enum(PreemptionPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("overhead", 32, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new(
            "topologySpreadConstraints",
            33,
            Type::List(&Type::Message(&TOPOLOGY_SPREAD_CONSTRAINT)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["topologyKey", "whenUnsatisfiable"])
        .merge_key("topologyKey"),
        Field::new("setHostnameAsFQDN", 35, Type::Bool, POINTER | OMITEMPTY),
        Field::new("os", 36, Type::Message(&POD_OS), POINTER | OMITEMPTY),
        Field::new("hostUsers", 37, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "schedulingGates",
            38,
            Type::List(&Type::Message(&POD_SCHEDULING_GATE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "resourceClaims",
            39,
            Type::List(&Type::Message(&POD_RESOURCE_CLAIM)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE | PATCH_RETAIN,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("resources", 40, Type::Message(&RESOURCE_REQUIREMENTS), POINTER | OMITEMPTY),
        Field::new("hostnameOverride", 41, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "schedulingGroup",
            43,
            Type::Message(&POD_SCHEDULING_GROUP),
            POINTER | OMITEMPTY,
        ),
    ],
    &[
        0, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 1, 11, 23, 24, 25, 26,
        27, 16, 28, 29, 30, 31, 32, 33, 3, 34, 35, 36, 37, 38, 39, 40, 41,
    ],
);

impl Message for PodSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volumes.reflect(),
            1 => self.init_containers.reflect(),
            2 => self.containers.reflect(),
            3 => self.ephemeral_containers.reflect(),
            4 => self.restart_policy.reflect(),
            5 => self.termination_grace_period_seconds.reflect(),
            6 => self.active_deadline_seconds.reflect(),
            7 => self.dns_policy.reflect(),
            8 => self.node_selector.reflect(),
            9 => self.service_account_name.reflect(),
            10 => self.service_account.reflect(),
            11 => self.automount_service_account_token.reflect(),
            12 => self.node_name.reflect(),
            13 => self.host_network.reflect(),
            14 => self.host_pid.reflect(),
            15 => self.host_ipc.reflect(),
            16 => self.share_process_namespace.reflect(),
            17 => self.security_context.reflect(),
            18 => self.image_pull_secrets.reflect(),
            19 => self.hostname.reflect(),
            20 => self.subdomain.reflect(),
            21 => self.affinity.reflect(),
            22 => self.scheduler_name.reflect(),
            23 => self.tolerations.reflect(),
            24 => self.host_aliases.reflect(),
            25 => self.priority_class_name.reflect(),
            26 => self.priority.reflect(),
            27 => self.dns_config.reflect(),
            28 => self.readiness_gates.reflect(),
            29 => self.runtime_class_name.reflect(),
            30 => self.enable_service_links.reflect(),
            31 => self.preemption_policy.reflect(),
            32 => self.overhead.reflect(),
            33 => self.topology_spread_constraints.reflect(),
            34 => self.set_hostname_as_fqdn.reflect(),
            35 => self.os.reflect(),
            36 => self.host_users.reflect(),
            37 => self.scheduling_gates.reflect(),
            38 => self.resource_claims.reflect(),
            39 => self.resources.reflect(),
            40 => self.hostname_override.reflect(),
            41 => self.scheduling_group.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volumes.reflect_mut(),
            1 => self.init_containers.reflect_mut(),
            2 => self.containers.reflect_mut(),
            3 => self.ephemeral_containers.reflect_mut(),
            4 => self.restart_policy.reflect_mut(),
            5 => self.termination_grace_period_seconds.reflect_mut(),
            6 => self.active_deadline_seconds.reflect_mut(),
            7 => self.dns_policy.reflect_mut(),
            8 => self.node_selector.reflect_mut(),
            9 => self.service_account_name.reflect_mut(),
            10 => self.service_account.reflect_mut(),
            11 => self.automount_service_account_token.reflect_mut(),
            12 => self.node_name.reflect_mut(),
            13 => self.host_network.reflect_mut(),
            14 => self.host_pid.reflect_mut(),
            15 => self.host_ipc.reflect_mut(),
            16 => self.share_process_namespace.reflect_mut(),
            17 => self.security_context.reflect_mut(),
            18 => self.image_pull_secrets.reflect_mut(),
            19 => self.hostname.reflect_mut(),
            20 => self.subdomain.reflect_mut(),
            21 => self.affinity.reflect_mut(),
            22 => self.scheduler_name.reflect_mut(),
            23 => self.tolerations.reflect_mut(),
            24 => self.host_aliases.reflect_mut(),
            25 => self.priority_class_name.reflect_mut(),
            26 => self.priority.reflect_mut(),
            27 => self.dns_config.reflect_mut(),
            28 => self.readiness_gates.reflect_mut(),
            29 => self.runtime_class_name.reflect_mut(),
            30 => self.enable_service_links.reflect_mut(),
            31 => self.preemption_policy.reflect_mut(),
            32 => self.overhead.reflect_mut(),
            33 => self.topology_spread_constraints.reflect_mut(),
            34 => self.set_hostname_as_fqdn.reflect_mut(),
            35 => self.os.reflect_mut(),
            36 => self.host_users.reflect_mut(),
            37 => self.scheduling_gates.reflect_mut(),
            38 => self.resource_claims.reflect_mut(),
            39 => self.resources.reflect_mut(),
            40 => self.hostname_override.reflect_mut(),
            41 => self.scheduling_group.reflect_mut(),
            _ => panic!("PodSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffc000258f690
            | u64::from(!self.volumes.is_empty())
            | u64::from(!self.init_containers.is_empty()) << 1
            | u64::from(!self.containers.is_empty()) << 2
            | u64::from(!self.ephemeral_containers.is_empty()) << 3
            | u64::from(self.termination_grace_period_seconds.is_some()) << 5
            | u64::from(self.active_deadline_seconds.is_some()) << 6
            | u64::from(!self.node_selector.is_empty()) << 8
            | u64::from(self.automount_service_account_token.is_some()) << 11
            | u64::from(self.share_process_namespace.is_some()) << 16
            | u64::from(self.security_context.is_some()) << 17
            | u64::from(!self.image_pull_secrets.is_empty()) << 18
            | u64::from(self.affinity.is_some()) << 21
            | u64::from(!self.tolerations.is_empty()) << 23
            | u64::from(!self.host_aliases.is_empty()) << 24
            | u64::from(self.priority.is_some()) << 26
            | u64::from(self.dns_config.is_some()) << 27
            | u64::from(!self.readiness_gates.is_empty()) << 28
            | u64::from(self.runtime_class_name.is_some()) << 29
            | u64::from(self.enable_service_links.is_some()) << 30
            | u64::from(self.preemption_policy.is_some()) << 31
            | u64::from(!self.overhead.is_empty()) << 32
            | u64::from(!self.topology_spread_constraints.is_empty()) << 33
            | u64::from(self.set_hostname_as_fqdn.is_some()) << 34
            | u64::from(self.os.is_some()) << 35
            | u64::from(self.host_users.is_some()) << 36
            | u64::from(!self.scheduling_gates.is_empty()) << 37
            | u64::from(!self.resource_claims.is_empty()) << 38
            | u64::from(self.resources.is_some()) << 39
            | u64::from(self.hostname_override.is_some()) << 40
            | u64::from(self.scheduling_group.is_some()) << 41
    }
}

/// `io.k8s.api.core.v1.PodStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodStatus {
    pub observed_generation: i64,
    pub phase: PodPhase,
    /// List, one item per `type`.
    pub conditions: Vec<PodCondition>,
    pub message: String,
    pub reason: String,
    pub nominated_node_name: String,
    pub host_ip: String,
    pub host_ips: Vec<HostIP>,
    pub pod_ip: String,
    /// List, one item per `ip`.
    pub pod_ips: Vec<PodIP>,
    pub start_time: Option<Time>,
    pub init_container_statuses: Vec<ContainerStatus>,
    pub container_statuses: Vec<ContainerStatus>,
    pub qos_class: PodQOSClass,
    pub ephemeral_container_statuses: Vec<ContainerStatus>,
    /// Deprecated.
    pub resize: PodResizeStatus,
    /// List, one item per `name`.
    pub resource_claim_statuses: Vec<PodResourceClaimStatus>,
    pub extended_resource_claim_status: Option<Box<PodExtendedResourceClaimStatus>>,
    pub allocated_resources: BTreeMap<String, Quantity>,
    pub resources: Option<Box<ResourceRequirements>>,
    pub node_allocatable_resource_claim_statuses: Vec<NodeAllocatableResourceClaimStatus>,
}

#[doc(hidden)]
pub static POD_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodStatus",
    &[
        Field::new("observedGeneration", 17, Type::Int64, OMITEMPTY),
        Field::new("phase", 1, Type::Enum(PodPhase::VALUES), OMITEMPTY),
        Field::new(
            "conditions",
            2,
            Type::List(&Type::Message(&POD_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("message", 3, Type::String, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("nominatedNodeName", 11, Type::String, OMITEMPTY),
        Field::new("hostIP", 5, Type::String, OMITEMPTY),
        Field::new(
            "hostIPs",
            16,
            Type::List(&Type::Message(&HOST_IP)),
            OMITEMPTY | ATOMIC | PATCH_MERGE,
        )
        .merge_key("ip"),
        Field::new("podIP", 6, Type::String, OMITEMPTY),
        Field::new(
            "podIPs",
            12,
            Type::List(&Type::Message(&POD_IP)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["ip"])
        .merge_key("ip"),
        Field::new("startTime", 7, Type::Time, POINTER | OMITEMPTY),
        Field::new(
            "initContainerStatuses",
            10,
            Type::List(&Type::Message(&CONTAINER_STATUS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "containerStatuses",
            8,
            Type::List(&Type::Message(&CONTAINER_STATUS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("qosClass", 9, Type::Enum(PodQOSClass::VALUES), OMITEMPTY),
        Field::new(
            "ephemeralContainerStatuses",
            13,
            Type::List(&Type::Message(&CONTAINER_STATUS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("resize", 14, Type::Enum(PodResizeStatus::VALUES), OMITEMPTY | DEPRECATED),
        Field::new(
            "resourceClaimStatuses",
            15,
            Type::List(&Type::Message(&POD_RESOURCE_CLAIM_STATUS)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE | PATCH_RETAIN,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new(
            "extendedResourceClaimStatus",
            18,
            Type::Message(&POD_EXTENDED_RESOURCE_CLAIM_STATUS),
            POINTER | OMITEMPTY,
        ),
        Field::new("allocatedResources", 19, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("resources", 20, Type::Message(&RESOURCE_REQUIREMENTS), POINTER | OMITEMPTY),
        Field::new(
            "nodeAllocatableResourceClaimStatuses",
            21,
            Type::List(&Type::Message(&NODE_ALLOCATABLE_RESOURCE_CLAIM_STATUS)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[1, 2, 3, 4, 6, 8, 10, 12, 13, 11, 5, 9, 14, 15, 16, 7, 0, 17, 18, 19, 20],
);

impl Message for PodStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.observed_generation.reflect(),
            1 => self.phase.reflect(),
            2 => self.conditions.reflect(),
            3 => self.message.reflect(),
            4 => self.reason.reflect(),
            5 => self.nominated_node_name.reflect(),
            6 => self.host_ip.reflect(),
            7 => self.host_ips.reflect(),
            8 => self.pod_ip.reflect(),
            9 => self.pod_ips.reflect(),
            10 => self.start_time.reflect(),
            11 => self.init_container_statuses.reflect(),
            12 => self.container_statuses.reflect(),
            13 => self.qos_class.reflect(),
            14 => self.ephemeral_container_statuses.reflect(),
            15 => self.resize.reflect(),
            16 => self.resource_claim_statuses.reflect(),
            17 => self.extended_resource_claim_status.reflect(),
            18 => self.allocated_resources.reflect(),
            19 => self.resources.reflect(),
            20 => self.node_allocatable_resource_claim_statuses.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.phase.reflect_mut(),
            2 => self.conditions.reflect_mut(),
            3 => self.message.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.nominated_node_name.reflect_mut(),
            6 => self.host_ip.reflect_mut(),
            7 => self.host_ips.reflect_mut(),
            8 => self.pod_ip.reflect_mut(),
            9 => self.pod_ips.reflect_mut(),
            10 => self.start_time.reflect_mut(),
            11 => self.init_container_statuses.reflect_mut(),
            12 => self.container_statuses.reflect_mut(),
            13 => self.qos_class.reflect_mut(),
            14 => self.ephemeral_container_statuses.reflect_mut(),
            15 => self.resize.reflect_mut(),
            16 => self.resource_claim_statuses.reflect_mut(),
            17 => self.extended_resource_claim_status.reflect_mut(),
            18 => self.allocated_resources.reflect_mut(),
            19 => self.resources.reflect_mut(),
            20 => self.node_allocatable_resource_claim_statuses.reflect_mut(),
            _ => panic!("PodStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffe0a17b
            | u64::from(!self.conditions.is_empty()) << 2
            | u64::from(!self.host_ips.is_empty()) << 7
            | u64::from(!self.pod_ips.is_empty()) << 9
            | u64::from(self.start_time.is_some()) << 10
            | u64::from(!self.init_container_statuses.is_empty()) << 11
            | u64::from(!self.container_statuses.is_empty()) << 12
            | u64::from(!self.ephemeral_container_statuses.is_empty()) << 14
            | u64::from(!self.resource_claim_statuses.is_empty()) << 16
            | u64::from(self.extended_resource_claim_status.is_some()) << 17
            | u64::from(!self.allocated_resources.is_empty()) << 18
            | u64::from(self.resources.is_some()) << 19
            | u64::from(!self.node_allocatable_resource_claim_statuses.is_empty()) << 20
    }
}

/// `io.k8s.api.core.v1.TopologySpreadConstraint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopologySpreadConstraint {
    pub max_skew: i32,
    pub topology_key: String,
    pub when_unsatisfiable: UnsatisfiableConstraintAction,
    pub label_selector: Option<Box<LabelSelector>>,
    pub min_domains: Option<i32>,
    pub node_affinity_policy: Option<NodeInclusionPolicy>,
    pub node_taints_policy: Option<NodeInclusionPolicy>,
    pub match_label_keys: Vec<String>,
}

#[doc(hidden)]
pub static TOPOLOGY_SPREAD_CONSTRAINT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.TopologySpreadConstraint",
    &[
        Field::new("maxSkew", 1, Type::Int32, REQUIRED),
        Field::new("topologyKey", 2, Type::String, REQUIRED),
        Field::new(
            "whenUnsatisfiable",
            3,
            Type::Enum(UnsatisfiableConstraintAction::VALUES),
            REQUIRED,
        ),
        Field::new("labelSelector", 4, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("minDomains", 5, Type::Int32, POINTER | OMITEMPTY),
        Field::new(
            "nodeAffinityPolicy",
            6,
            Type::Enum(NodeInclusionPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "nodeTaintsPolicy",
            7,
            Type::Enum(NodeInclusionPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("matchLabelKeys", 8, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for TopologySpreadConstraint {
    fn descriptor(&self) -> &'static Descriptor {
        &TOPOLOGY_SPREAD_CONSTRAINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.max_skew.reflect(),
            1 => self.topology_key.reflect(),
            2 => self.when_unsatisfiable.reflect(),
            3 => self.label_selector.reflect(),
            4 => self.min_domains.reflect(),
            5 => self.node_affinity_policy.reflect(),
            6 => self.node_taints_policy.reflect(),
            7 => self.match_label_keys.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.max_skew.reflect_mut(),
            1 => self.topology_key.reflect_mut(),
            2 => self.when_unsatisfiable.reflect_mut(),
            3 => self.label_selector.reflect_mut(),
            4 => self.min_domains.reflect_mut(),
            5 => self.node_affinity_policy.reflect_mut(),
            6 => self.node_taints_policy.reflect_mut(),
            7 => self.match_label_keys.reflect_mut(),
            _ => panic!("TopologySpreadConstraint has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff07
            | u64::from(self.label_selector.is_some()) << 3
            | u64::from(self.min_domains.is_some()) << 4
            | u64::from(self.node_affinity_policy.is_some()) << 5
            | u64::from(self.node_taints_policy.is_some()) << 6
            | u64::from(!self.match_label_keys.is_empty()) << 7
    }
}

bowline_apimachinery::open_enum!(
/// One of `ClusterFirst`, `ClusterFirstWithHostNet`, `Default`, `None`.
DNSPolicy { ClusterFirst = "ClusterFirst", ClusterFirstWithHostNet = "ClusterFirstWithHostNet", Default = "Default", None = "None" });

bowline_apimachinery::open_enum!(
/// One of `Honor`, `Ignore`.
NodeInclusionPolicy { Honor = "Honor", Ignore = "Ignore" });

bowline_apimachinery::open_enum!(
/// One of `linux`, `windows`.
OSName { Linux = "linux", Windows = "windows" });

bowline_apimachinery::open_enum!(
/// One of `Always`, `OnRootMismatch`.
PodFSGroupChangePolicy { Always = "Always", OnRootMismatch = "OnRootMismatch" });

bowline_apimachinery::open_enum!(
/// One of `Failed`, `Pending`, `Running`, `Succeeded`, `Unknown`.
PodPhase { Failed = "Failed", Pending = "Pending", Running = "Running", Succeeded = "Succeeded", Unknown = "Unknown" });

bowline_apimachinery::open_enum!(
/// One of `BestEffort`, `Burstable`, `Guaranteed`.
PodQOSClass { BestEffort = "BestEffort", Burstable = "Burstable", Guaranteed = "Guaranteed" });

bowline_apimachinery::open_enum!(
/// One of `Deferred`, `InProgress`, `Infeasible`.
PodResizeStatus { Deferred = "Deferred", InProgress = "InProgress", Infeasible = "Infeasible" });

bowline_apimachinery::open_enum!(
/// One of `MountOption`, `Recursive`.
PodSELinuxChangePolicy { MountOption = "MountOption", Recursive = "Recursive" });

bowline_apimachinery::open_enum!(
/// One of `Never`, `PreemptLowerPriority`.
PreemptionPolicy { Never = "Never", PreemptLowerPriority = "PreemptLowerPriority" });

bowline_apimachinery::open_enum!(
/// One of `Always`, `Never`, `OnFailure`.
RestartPolicy { Always = "Always", Never = "Never", OnFailure = "OnFailure" });

bowline_apimachinery::open_enum!(
/// One of `DoNotSchedule`, `ScheduleAnyway`.
UnsatisfiableConstraintAction { DoNotSchedule = "DoNotSchedule", ScheduleAnyway = "ScheduleAnyway" });

bowline_apimachinery::message!(Pod HostAlias HostIP LinuxContainerUser PodCondition PodDNSConfig PodDNSConfigOption PodExtendedResourceClaimStatus PodIP PodOS PodReadinessGate PodResourceClaim PodResourceClaimStatus PodSchedulingGate PodSchedulingGroup PodSecurityContext PodSignature PodSpec PodStatus TopologySpreadConstraint);
