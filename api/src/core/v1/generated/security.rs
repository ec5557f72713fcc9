//! security of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.AppArmorProfile`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppArmorProfile {
    pub type_: AppArmorProfileType,
    pub localhost_profile: Option<String>,
}

#[doc(hidden)]
pub static APP_ARMOR_PROFILE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AppArmorProfile",
    &[
        Field::new("type", 1, Type::Enum(AppArmorProfileType::VALUES), REQUIRED | DISCRIMINATOR),
        Field::new("localhostProfile", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for AppArmorProfile {
    fn descriptor(&self) -> &'static Descriptor {
        &APP_ARMOR_PROFILE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.localhost_profile.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.localhost_profile.reflect_mut(),
            _ => panic!("AppArmorProfile has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.localhost_profile.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.Capabilities`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capabilities {
    pub add: Vec<String>,
    pub drop: Vec<String>,
}

#[doc(hidden)]
pub static CAPABILITIES: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Capabilities",
    &[
        Field::new("add", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("drop", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for Capabilities {
    fn descriptor(&self) -> &'static Descriptor {
        &CAPABILITIES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.add.reflect(),
            1 => self.drop.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.add.reflect_mut(),
            1 => self.drop.reflect_mut(),
            _ => panic!("Capabilities has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc | u64::from(!self.add.is_empty()) | u64::from(!self.drop.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.SELinuxOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SELinuxOptions {
    pub user: String,
    pub role: String,
    pub type_: String,
    pub level: String,
}

#[doc(hidden)]
pub static SE_LINUX_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SELinuxOptions",
    &[
        Field::new("user", 1, Type::String, OMITEMPTY),
        Field::new("role", 2, Type::String, OMITEMPTY),
        Field::new("type", 3, Type::String, OMITEMPTY),
        Field::new("level", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for SELinuxOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &SE_LINUX_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.user.reflect(),
            1 => self.role.reflect(),
            2 => self.type_.reflect(),
            3 => self.level.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.user.reflect_mut(),
            1 => self.role.reflect_mut(),
            2 => self.type_.reflect_mut(),
            3 => self.level.reflect_mut(),
            _ => panic!("SELinuxOptions has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.SeccompProfile`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeccompProfile {
    pub type_: SeccompProfileType,
    pub localhost_profile: Option<String>,
}

#[doc(hidden)]
pub static SECCOMP_PROFILE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SeccompProfile",
    &[
        Field::new("type", 1, Type::Enum(SeccompProfileType::VALUES), REQUIRED | DISCRIMINATOR),
        Field::new("localhostProfile", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for SeccompProfile {
    fn descriptor(&self) -> &'static Descriptor {
        &SECCOMP_PROFILE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.localhost_profile.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.localhost_profile.reflect_mut(),
            _ => panic!("SeccompProfile has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.localhost_profile.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.SecurityContext`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecurityContext {
    pub capabilities: Option<Box<Capabilities>>,
    pub privileged: Option<bool>,
    pub se_linux_options: Option<Box<SELinuxOptions>>,
    pub windows_options: Option<Box<WindowsSecurityContextOptions>>,
    pub run_as_user: Option<i64>,
    pub run_as_group: Option<i64>,
    pub run_as_non_root: Option<bool>,
    pub read_only_root_filesystem: Option<bool>,
    pub allow_privilege_escalation: Option<bool>,
    pub proc_mount: Option<ProcMountType>,
    pub seccomp_profile: Option<Box<SeccompProfile>>,
    pub app_armor_profile: Option<Box<AppArmorProfile>>,
}

#[doc(hidden)]
pub static SECURITY_CONTEXT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SecurityContext",
    &[
        Field::new("capabilities", 1, Type::Message(&CAPABILITIES), POINTER | OMITEMPTY),
        Field::new("privileged", 2, Type::Bool, POINTER | OMITEMPTY),
        Field::new("seLinuxOptions", 3, Type::Message(&SE_LINUX_OPTIONS), POINTER | OMITEMPTY),
        Field::new(
            "windowsOptions",
            10,
            Type::Message(&WINDOWS_SECURITY_CONTEXT_OPTIONS),
            POINTER | OMITEMPTY,
        ),
        Field::new("runAsUser", 4, Type::Int64, POINTER | OMITEMPTY),
        Field::new("runAsGroup", 8, Type::Int64, POINTER | OMITEMPTY),
        Field::new("runAsNonRoot", 5, Type::Bool, POINTER | OMITEMPTY),
        Field::new("readOnlyRootFilesystem", 6, Type::Bool, POINTER | OMITEMPTY),
        Field::new("allowPrivilegeEscalation", 7, Type::Bool, POINTER | OMITEMPTY),
        Field::new("procMount", 9, Type::Enum(ProcMountType::VALUES), POINTER | OMITEMPTY),
        Field::new("seccompProfile", 11, Type::Message(&SECCOMP_PROFILE), POINTER | OMITEMPTY),
        Field::new("appArmorProfile", 12, Type::Message(&APP_ARMOR_PROFILE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 4, 6, 7, 8, 5, 9, 3, 10, 11],
);

impl Message for SecurityContext {
    fn descriptor(&self) -> &'static Descriptor {
        &SECURITY_CONTEXT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.capabilities.reflect(),
            1 => self.privileged.reflect(),
            2 => self.se_linux_options.reflect(),
            3 => self.windows_options.reflect(),
            4 => self.run_as_user.reflect(),
            5 => self.run_as_group.reflect(),
            6 => self.run_as_non_root.reflect(),
            7 => self.read_only_root_filesystem.reflect(),
            8 => self.allow_privilege_escalation.reflect(),
            9 => self.proc_mount.reflect(),
            10 => self.seccomp_profile.reflect(),
            11 => self.app_armor_profile.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.capabilities.reflect_mut(),
            1 => self.privileged.reflect_mut(),
            2 => self.se_linux_options.reflect_mut(),
            3 => self.windows_options.reflect_mut(),
            4 => self.run_as_user.reflect_mut(),
            5 => self.run_as_group.reflect_mut(),
            6 => self.run_as_non_root.reflect_mut(),
            7 => self.read_only_root_filesystem.reflect_mut(),
            8 => self.allow_privilege_escalation.reflect_mut(),
            9 => self.proc_mount.reflect_mut(),
            10 => self.seccomp_profile.reflect_mut(),
            11 => self.app_armor_profile.reflect_mut(),
            _ => panic!("SecurityContext has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff000
            | u64::from(self.capabilities.is_some())
            | u64::from(self.privileged.is_some()) << 1
            | u64::from(self.se_linux_options.is_some()) << 2
            | u64::from(self.windows_options.is_some()) << 3
            | u64::from(self.run_as_user.is_some()) << 4
            | u64::from(self.run_as_group.is_some()) << 5
            | u64::from(self.run_as_non_root.is_some()) << 6
            | u64::from(self.read_only_root_filesystem.is_some()) << 7
            | u64::from(self.allow_privilege_escalation.is_some()) << 8
            | u64::from(self.proc_mount.is_some()) << 9
            | u64::from(self.seccomp_profile.is_some()) << 10
            | u64::from(self.app_armor_profile.is_some()) << 11
    }
}

/// `io.k8s.api.core.v1.Sysctl`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sysctl {
    pub name: String,
    pub value: String,
}

#[doc(hidden)]
pub static SYSCTL: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Sysctl",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("value", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for Sysctl {
    fn descriptor(&self) -> &'static Descriptor {
        &SYSCTL
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
            _ => panic!("Sysctl has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.WindowsSecurityContextOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowsSecurityContextOptions {
    pub gmsa_credential_spec_name: Option<String>,
    pub gmsa_credential_spec: Option<String>,
    pub run_as_user_name: Option<String>,
    pub host_process: Option<bool>,
}

#[doc(hidden)]
pub static WINDOWS_SECURITY_CONTEXT_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.WindowsSecurityContextOptions",
    &[
        Field::new("gmsaCredentialSpecName", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("gmsaCredentialSpec", 2, Type::String, POINTER | OMITEMPTY),
        Field::new("runAsUserName", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("hostProcess", 4, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for WindowsSecurityContextOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &WINDOWS_SECURITY_CONTEXT_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.gmsa_credential_spec_name.reflect(),
            1 => self.gmsa_credential_spec.reflect(),
            2 => self.run_as_user_name.reflect(),
            3 => self.host_process.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.gmsa_credential_spec_name.reflect_mut(),
            1 => self.gmsa_credential_spec.reflect_mut(),
            2 => self.run_as_user_name.reflect_mut(),
            3 => self.host_process.reflect_mut(),
            _ => panic!("WindowsSecurityContextOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.gmsa_credential_spec_name.is_some())
            | u64::from(self.gmsa_credential_spec.is_some()) << 1
            | u64::from(self.run_as_user_name.is_some()) << 2
            | u64::from(self.host_process.is_some()) << 3
    }
}

bowline_apimachinery::open_enum!(
/// One of `Localhost`, `RuntimeDefault`, `Unconfined`.
AppArmorProfileType { Localhost = "Localhost", RuntimeDefault = "RuntimeDefault", Unconfined = "Unconfined" });

bowline_apimachinery::open_enum!(
/// One of `Default`, `Unmasked`.
ProcMountType { Default = "Default", Unmasked = "Unmasked" });

bowline_apimachinery::open_enum!(
/// One of `Localhost`, `RuntimeDefault`, `Unconfined`.
SeccompProfileType { Localhost = "Localhost", RuntimeDefault = "RuntimeDefault", Unconfined = "Unconfined" });

bowline_apimachinery::open_enum!(
/// One of `Merge`, `Strict`.
SupplementalGroupsPolicy { Merge = "Merge", Strict = "Strict" });

bowline_apimachinery::message!(AppArmorProfile Capabilities SELinuxOptions SeccompProfile SecurityContext Sysctl WindowsSecurityContextOptions);
