//! container of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    ENV_FROM_SOURCE, ENV_VAR, EXEC_ACTION, EnvFromSource, EnvVar, ExecAction, HTTP_GET_ACTION,
    HTTPGetAction, LINUX_CONTAINER_USER, LinuxContainerUser, PROBE, Probe, Protocol,
    RESOURCE_REQUIREMENTS, RESOURCE_STATUS, ResourceRequirements, ResourceResizeRestartPolicy,
    ResourceStatus, SECURITY_CONTEXT, SLEEP_ACTION, SecurityContext, SleepAction,
    TCP_SOCKET_ACTION, TCPSocketAction, VOLUME_DEVICE, VOLUME_MOUNT, VOLUME_MOUNT_STATUS,
    VolumeDevice, VolumeMount, VolumeMountStatus,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `io.k8s.api.core.v1.Container`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Container {
    pub name: String,
    pub image: String,
    pub command: Vec<String>,
    pub args: Vec<String>,
    pub working_dir: String,
    /// List, one item per `containerPort`, `protocol`.
    pub ports: Vec<ContainerPort>,
    pub env_from: Vec<EnvFromSource>,
    /// List, one item per `name`.
    pub env: Vec<EnvVar>,
    pub resources: ResourceRequirements,
    pub resize_policy: Vec<ContainerResizePolicy>,
    pub restart_policy: Option<ContainerRestartPolicy>,
    pub restart_policy_rules: Vec<ContainerRestartRule>,
    /// List, one item per `mountPath`.
    pub volume_mounts: Vec<VolumeMount>,
    /// List, one item per `devicePath`.
    pub volume_devices: Vec<VolumeDevice>,
    pub liveness_probe: Option<Box<Probe>>,
    pub readiness_probe: Option<Box<Probe>>,
    pub startup_probe: Option<Box<Probe>>,
    pub lifecycle: Option<Lifecycle>,
    pub termination_message_path: String,
    pub termination_message_policy: TerminationMessagePolicy,
    pub image_pull_policy: PullPolicy,
    pub security_context: Option<Box<SecurityContext>>,
    pub stdin: bool,
    pub stdin_once: bool,
    pub tty: bool,
}

#[doc(hidden)]
pub static CONTAINER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Container",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("image", 2, Type::String, OMITEMPTY),
        Field::new("command", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("args", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("workingDir", 5, Type::String, OMITEMPTY),
        Field::new(
            "ports",
            6,
            Type::List(&Type::Message(&CONTAINER_PORT)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["containerPort", "protocol"])
        .merge_key("containerPort"),
        Field::new("envFrom", 19, Type::List(&Type::Message(&ENV_FROM_SOURCE)), OMITEMPTY | ATOMIC),
        Field::new(
            "env",
            7,
            Type::List(&Type::Message(&ENV_VAR)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("resources", 8, Type::Message(&RESOURCE_REQUIREMENTS), OMITEMPTY),
        Field::new(
            "resizePolicy",
            23,
            Type::List(&Type::Message(&CONTAINER_RESIZE_POLICY)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "restartPolicy",
            24,
            Type::Enum(ContainerRestartPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "restartPolicyRules",
            25,
            Type::List(&Type::Message(&CONTAINER_RESTART_RULE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "volumeMounts",
            9,
            Type::List(&Type::Message(&VOLUME_MOUNT)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["mountPath"])
        .merge_key("mountPath"),
        Field::new(
            "volumeDevices",
            21,
            Type::List(&Type::Message(&VOLUME_DEVICE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["devicePath"])
        .merge_key("devicePath"),
        Field::new("livenessProbe", 10, Type::Message(&PROBE), POINTER | OMITEMPTY),
        Field::new("readinessProbe", 11, Type::Message(&PROBE), POINTER | OMITEMPTY),
        Field::new("startupProbe", 22, Type::Message(&PROBE), POINTER | OMITEMPTY),
        Field::new("lifecycle", 12, Type::Message(&LIFECYCLE), POINTER | OMITEMPTY),
        Field::new("terminationMessagePath", 13, Type::String, OMITEMPTY),
        Field::new(
            "terminationMessagePolicy",
            20,
            Type::Enum(TerminationMessagePolicy::VALUES),
            OMITEMPTY,
        ),
        Field::new("imagePullPolicy", 14, Type::Enum(PullPolicy::VALUES), OMITEMPTY),
        Field::new("securityContext", 15, Type::Message(&SECURITY_CONTEXT), POINTER | OMITEMPTY),
        Field::new("stdin", 16, Type::Bool, OMITEMPTY),
        Field::new("stdinOnce", 17, Type::Bool, OMITEMPTY),
        Field::new("tty", 18, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 7, 8, 12, 14, 15, 17, 18, 20, 21, 22, 23, 24, 6, 19, 13, 16, 9, 10, 11],
);

impl Message for Container {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.image.reflect(),
            2 => self.command.reflect(),
            3 => self.args.reflect(),
            4 => self.working_dir.reflect(),
            5 => self.ports.reflect(),
            6 => self.env_from.reflect(),
            7 => self.env.reflect(),
            8 => self.resources.reflect(),
            9 => self.resize_policy.reflect(),
            10 => self.restart_policy.reflect(),
            11 => self.restart_policy_rules.reflect(),
            12 => self.volume_mounts.reflect(),
            13 => self.volume_devices.reflect(),
            14 => self.liveness_probe.reflect(),
            15 => self.readiness_probe.reflect(),
            16 => self.startup_probe.reflect(),
            17 => self.lifecycle.reflect(),
            18 => self.termination_message_path.reflect(),
            19 => self.termination_message_policy.reflect(),
            20 => self.image_pull_policy.reflect(),
            21 => self.security_context.reflect(),
            22 => self.stdin.reflect(),
            23 => self.stdin_once.reflect(),
            24 => self.tty.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.image.reflect_mut(),
            2 => self.command.reflect_mut(),
            3 => self.args.reflect_mut(),
            4 => self.working_dir.reflect_mut(),
            5 => self.ports.reflect_mut(),
            6 => self.env_from.reflect_mut(),
            7 => self.env.reflect_mut(),
            8 => self.resources.reflect_mut(),
            9 => self.resize_policy.reflect_mut(),
            10 => self.restart_policy.reflect_mut(),
            11 => self.restart_policy_rules.reflect_mut(),
            12 => self.volume_mounts.reflect_mut(),
            13 => self.volume_devices.reflect_mut(),
            14 => self.liveness_probe.reflect_mut(),
            15 => self.readiness_probe.reflect_mut(),
            16 => self.startup_probe.reflect_mut(),
            17 => self.lifecycle.reflect_mut(),
            18 => self.termination_message_path.reflect_mut(),
            19 => self.termination_message_policy.reflect_mut(),
            20 => self.image_pull_policy.reflect_mut(),
            21 => self.security_context.reflect_mut(),
            22 => self.stdin.reflect_mut(),
            23 => self.stdin_once.reflect_mut(),
            24 => self.tty.reflect_mut(),
            _ => panic!("Container has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffdc0113
            | u64::from(!self.command.is_empty()) << 2
            | u64::from(!self.args.is_empty()) << 3
            | u64::from(!self.ports.is_empty()) << 5
            | u64::from(!self.env_from.is_empty()) << 6
            | u64::from(!self.env.is_empty()) << 7
            | u64::from(!self.resize_policy.is_empty()) << 9
            | u64::from(self.restart_policy.is_some()) << 10
            | u64::from(!self.restart_policy_rules.is_empty()) << 11
            | u64::from(!self.volume_mounts.is_empty()) << 12
            | u64::from(!self.volume_devices.is_empty()) << 13
            | u64::from(self.liveness_probe.is_some()) << 14
            | u64::from(self.readiness_probe.is_some()) << 15
            | u64::from(self.startup_probe.is_some()) << 16
            | u64::from(self.lifecycle.is_some()) << 17
            | u64::from(self.security_context.is_some()) << 21
    }
}

/// `io.k8s.api.core.v1.ContainerExtendedResourceRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerExtendedResourceRequest {
    pub container_name: String,
    pub resource_name: String,
    pub request_name: String,
}

#[doc(hidden)]
pub static CONTAINER_EXTENDED_RESOURCE_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerExtendedResourceRequest",
    &[
        Field::new("containerName", 1, Type::String, REQUIRED),
        Field::new("resourceName", 2, Type::String, REQUIRED),
        Field::new("requestName", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ContainerExtendedResourceRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_EXTENDED_RESOURCE_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.container_name.reflect(),
            1 => self.resource_name.reflect(),
            2 => self.request_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.container_name.reflect_mut(),
            1 => self.resource_name.reflect_mut(),
            2 => self.request_name.reflect_mut(),
            _ => panic!("ContainerExtendedResourceRequest has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ContainerPort`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerPort {
    pub name: String,
    pub host_port: i32,
    pub container_port: i32,
    /// Default: `"TCP"`.
    pub protocol: Protocol,
    pub host_ip: String,
}

#[doc(hidden)]
pub static CONTAINER_PORT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerPort",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("hostPort", 2, Type::Int32, OMITEMPTY),
        Field::new("containerPort", 3, Type::Int32, REQUIRED),
        Field::new("protocol", 4, Type::Enum(Protocol::VALUES), OMITEMPTY).default("\"TCP\""),
        Field::new("hostIP", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ContainerPort {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_PORT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.host_port.reflect(),
            2 => self.container_port.reflect(),
            3 => self.protocol.reflect(),
            4 => self.host_ip.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.host_port.reflect_mut(),
            2 => self.container_port.reflect_mut(),
            3 => self.protocol.reflect_mut(),
            4 => self.host_ip.reflect_mut(),
            _ => panic!("ContainerPort has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ContainerResizePolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerResizePolicy {
    pub resource_name: String,
    pub restart_policy: ResourceResizeRestartPolicy,
}

#[doc(hidden)]
pub static CONTAINER_RESIZE_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerResizePolicy",
    &[
        Field::new("resourceName", 1, Type::String, REQUIRED),
        Field::new("restartPolicy", 2, Type::Enum(ResourceResizeRestartPolicy::VALUES), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ContainerResizePolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESIZE_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_name.reflect(),
            1 => self.restart_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_name.reflect_mut(),
            1 => self.restart_policy.reflect_mut(),
            _ => panic!("ContainerResizePolicy has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ContainerRestartRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerRestartRule {
    pub action: ContainerRestartRuleAction,
    pub exit_codes: Option<Box<ContainerRestartRuleOnExitCodes>>,
}

#[doc(hidden)]
pub static CONTAINER_RESTART_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerRestartRule",
    &[
        Field::new(
            "action",
            1,
            Type::Enum(ContainerRestartRuleAction::VALUES),
            OMITEMPTY | REQUIRED,
        ),
        Field::new(
            "exitCodes",
            2,
            Type::Message(&CONTAINER_RESTART_RULE_ON_EXIT_CODES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for ContainerRestartRule {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESTART_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.action.reflect(),
            1 => self.exit_codes.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.action.reflect_mut(),
            1 => self.exit_codes.reflect_mut(),
            _ => panic!("ContainerRestartRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.exit_codes.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerRestartRuleOnExitCodes {
    pub operator: ContainerRestartRuleOnExitCodesOperator,
    /// List without duplicates.
    pub values: Vec<i32>,
}

#[doc(hidden)]
pub static CONTAINER_RESTART_RULE_ON_EXIT_CODES: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes",
    &[
        Field::new(
            "operator",
            1,
            Type::Enum(ContainerRestartRuleOnExitCodesOperator::VALUES),
            OMITEMPTY | REQUIRED,
        ),
        Field::new("values", 2, Type::List(&Type::Int32), OMITEMPTY | LIST_SET),
    ],
    &[0, 1],
);

impl Message for ContainerRestartRuleOnExitCodes {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESTART_RULE_ON_EXIT_CODES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.operator.reflect(),
            1 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.operator.reflect_mut(),
            1 => self.values.reflect_mut(),
            _ => panic!("ContainerRestartRuleOnExitCodes has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.values.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.ContainerState`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerState {
    pub waiting: Option<Box<ContainerStateWaiting>>,
    pub running: Option<ContainerStateRunning>,
    pub terminated: Option<Box<ContainerStateTerminated>>,
}

#[doc(hidden)]
pub static CONTAINER_STATE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerState",
    &[
        Field::new("waiting", 1, Type::Message(&CONTAINER_STATE_WAITING), POINTER | OMITEMPTY),
        Field::new("running", 2, Type::Message(&CONTAINER_STATE_RUNNING), POINTER | OMITEMPTY),
        Field::new(
            "terminated",
            3,
            Type::Message(&CONTAINER_STATE_TERMINATED),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2],
);

impl Message for ContainerState {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_STATE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.waiting.reflect(),
            1 => self.running.reflect(),
            2 => self.terminated.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.waiting.reflect_mut(),
            1 => self.running.reflect_mut(),
            2 => self.terminated.reflect_mut(),
            _ => panic!("ContainerState has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.waiting.is_some())
            | u64::from(self.running.is_some()) << 1
            | u64::from(self.terminated.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ContainerStateRunning`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerStateRunning {
    pub started_at: Option<Time>,
}

#[doc(hidden)]
pub static CONTAINER_STATE_RUNNING: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerStateRunning",
    &[Field::new("startedAt", 1, Type::Time, OMITEMPTY)],
    &[0],
);

impl Message for ContainerStateRunning {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_STATE_RUNNING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.started_at.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.started_at.reflect_mut(),
            _ => panic!("ContainerStateRunning has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.started_at.is_some())
    }
}

/// `io.k8s.api.core.v1.ContainerStateTerminated`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerStateTerminated {
    pub exit_code: i32,
    pub signal: i32,
    pub reason: String,
    pub message: String,
    pub started_at: Option<Time>,
    pub finished_at: Option<Time>,
    pub container_id: String,
}

#[doc(hidden)]
pub static CONTAINER_STATE_TERMINATED: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerStateTerminated",
    &[
        Field::new("exitCode", 1, Type::Int32, REQUIRED),
        Field::new("signal", 2, Type::Int32, OMITEMPTY),
        Field::new("reason", 3, Type::String, OMITEMPTY),
        Field::new("message", 4, Type::String, OMITEMPTY),
        Field::new("startedAt", 5, Type::Time, OMITEMPTY),
        Field::new("finishedAt", 6, Type::Time, OMITEMPTY),
        Field::new("containerID", 7, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for ContainerStateTerminated {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_STATE_TERMINATED
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.exit_code.reflect(),
            1 => self.signal.reflect(),
            2 => self.reason.reflect(),
            3 => self.message.reflect(),
            4 => self.started_at.reflect(),
            5 => self.finished_at.reflect(),
            6 => self.container_id.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.exit_code.reflect_mut(),
            1 => self.signal.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.message.reflect_mut(),
            4 => self.started_at.reflect_mut(),
            5 => self.finished_at.reflect_mut(),
            6 => self.container_id.reflect_mut(),
            _ => panic!("ContainerStateTerminated has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffcf
            | u64::from(self.started_at.is_some()) << 4
            | u64::from(self.finished_at.is_some()) << 5
    }
}

/// `io.k8s.api.core.v1.ContainerStateWaiting`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerStateWaiting {
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static CONTAINER_STATE_WAITING: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerStateWaiting",
    &[
        Field::new("reason", 1, Type::String, OMITEMPTY),
        Field::new("message", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ContainerStateWaiting {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_STATE_WAITING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.reason.reflect(),
            1 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.reason.reflect_mut(),
            1 => self.message.reflect_mut(),
            _ => panic!("ContainerStateWaiting has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ContainerStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerStatus {
    pub name: String,
    pub state: ContainerState,
    pub last_state: ContainerState,
    pub ready: bool,
    pub restart_count: i32,
    pub image: String,
    pub image_id: String,
    pub container_id: String,
    pub started: Option<bool>,
    pub allocated_resources: BTreeMap<String, Quantity>,
    pub resources: Option<Box<ResourceRequirements>>,
    /// List, one item per `mountPath`.
    pub volume_mounts: Vec<VolumeMountStatus>,
    pub user: Option<ContainerUser>,
    /// List, one item per `name`.
    pub allocated_resources_status: Vec<ResourceStatus>,
    pub stop_signal: Option<String>,
}

#[doc(hidden)]
pub static CONTAINER_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("state", 2, Type::Message(&CONTAINER_STATE), OMITEMPTY),
        Field::new("lastState", 3, Type::Message(&CONTAINER_STATE), OMITEMPTY),
        Field::new("ready", 4, Type::Bool, REQUIRED),
        Field::new("restartCount", 5, Type::Int32, REQUIRED),
        Field::new("image", 6, Type::String, REQUIRED),
        Field::new("imageID", 7, Type::String, REQUIRED),
        Field::new("containerID", 8, Type::String, OMITEMPTY),
        Field::new("started", 9, Type::Bool, POINTER | OMITEMPTY),
        Field::new("allocatedResources", 10, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("resources", 11, Type::Message(&RESOURCE_REQUIREMENTS), POINTER | OMITEMPTY),
        Field::new(
            "volumeMounts",
            12,
            Type::List(&Type::Message(&VOLUME_MOUNT_STATUS)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["mountPath"])
        .merge_key("mountPath"),
        Field::new("user", 13, Type::Message(&CONTAINER_USER), POINTER | OMITEMPTY),
        Field::new(
            "allocatedResourcesStatus",
            14,
            Type::List(&Type::Message(&RESOURCE_STATUS)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("stopSignal", 15, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
);

impl Message for ContainerStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.state.reflect(),
            2 => self.last_state.reflect(),
            3 => self.ready.reflect(),
            4 => self.restart_count.reflect(),
            5 => self.image.reflect(),
            6 => self.image_id.reflect(),
            7 => self.container_id.reflect(),
            8 => self.started.reflect(),
            9 => self.allocated_resources.reflect(),
            10 => self.resources.reflect(),
            11 => self.volume_mounts.reflect(),
            12 => self.user.reflect(),
            13 => self.allocated_resources_status.reflect(),
            14 => self.stop_signal.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.state.reflect_mut(),
            2 => self.last_state.reflect_mut(),
            3 => self.ready.reflect_mut(),
            4 => self.restart_count.reflect_mut(),
            5 => self.image.reflect_mut(),
            6 => self.image_id.reflect_mut(),
            7 => self.container_id.reflect_mut(),
            8 => self.started.reflect_mut(),
            9 => self.allocated_resources.reflect_mut(),
            10 => self.resources.reflect_mut(),
            11 => self.volume_mounts.reflect_mut(),
            12 => self.user.reflect_mut(),
            13 => self.allocated_resources_status.reflect_mut(),
            14 => self.stop_signal.reflect_mut(),
            _ => panic!("ContainerStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffff80ff
            | u64::from(self.started.is_some()) << 8
            | u64::from(!self.allocated_resources.is_empty()) << 9
            | u64::from(self.resources.is_some()) << 10
            | u64::from(!self.volume_mounts.is_empty()) << 11
            | u64::from(self.user.is_some()) << 12
            | u64::from(!self.allocated_resources_status.is_empty()) << 13
            | u64::from(self.stop_signal.is_some()) << 14
    }
}

/// `io.k8s.api.core.v1.ContainerUser`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerUser {
    pub linux: Option<LinuxContainerUser>,
}

#[doc(hidden)]
pub static CONTAINER_USER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerUser",
    &[Field::new("linux", 1, Type::Message(&LINUX_CONTAINER_USER), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for ContainerUser {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_USER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.linux.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.linux.reflect_mut(),
            _ => panic!("ContainerUser has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.linux.is_some())
    }
}

/// `io.k8s.api.core.v1.EphemeralContainer`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EphemeralContainer {
    pub name: String,
    pub image: String,
    pub command: Vec<String>,
    pub args: Vec<String>,
    pub working_dir: String,
    /// List, one item per `containerPort`, `protocol`.
    pub ports: Vec<ContainerPort>,
    pub env_from: Vec<EnvFromSource>,
    /// List, one item per `name`.
    pub env: Vec<EnvVar>,
    pub resources: ResourceRequirements,
    pub resize_policy: Vec<ContainerResizePolicy>,
    pub restart_policy: Option<ContainerRestartPolicy>,
    pub restart_policy_rules: Vec<ContainerRestartRule>,
    /// List, one item per `mountPath`.
    pub volume_mounts: Vec<VolumeMount>,
    /// List, one item per `devicePath`.
    pub volume_devices: Vec<VolumeDevice>,
    pub liveness_probe: Option<Box<Probe>>,
    pub readiness_probe: Option<Box<Probe>>,
    pub startup_probe: Option<Box<Probe>>,
    pub lifecycle: Option<Lifecycle>,
    pub termination_message_path: String,
    pub termination_message_policy: TerminationMessagePolicy,
    pub image_pull_policy: PullPolicy,
    pub security_context: Option<Box<SecurityContext>>,
    pub stdin: bool,
    pub stdin_once: bool,
    pub tty: bool,
    pub target_container_name: String,
}

#[doc(hidden)]
pub static EPHEMERAL_CONTAINER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EphemeralContainer",
    &[
        Field::new("name", 1, Type::String, REQUIRED).via(&[1]),
        Field::new("image", 2, Type::String, OMITEMPTY).via(&[1]),
        Field::new("command", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC).via(&[1]),
        Field::new("args", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC).via(&[1]),
        Field::new("workingDir", 5, Type::String, OMITEMPTY).via(&[1]),
        Field::new(
            "ports",
            6,
            Type::List(&Type::Message(&CONTAINER_PORT)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .via(&[1])
        .keys(&["containerPort", "protocol"])
        .merge_key("containerPort"),
        Field::new("envFrom", 19, Type::List(&Type::Message(&ENV_FROM_SOURCE)), OMITEMPTY | ATOMIC)
            .via(&[1]),
        Field::new(
            "env",
            7,
            Type::List(&Type::Message(&ENV_VAR)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .via(&[1])
        .keys(&["name"])
        .merge_key("name"),
        Field::new("resources", 8, Type::Message(&RESOURCE_REQUIREMENTS), OMITEMPTY).via(&[1]),
        Field::new(
            "resizePolicy",
            23,
            Type::List(&Type::Message(&CONTAINER_RESIZE_POLICY)),
            OMITEMPTY | ATOMIC,
        )
        .via(&[1]),
        Field::new(
            "restartPolicy",
            24,
            Type::Enum(ContainerRestartPolicy::VALUES),
            POINTER | OMITEMPTY,
        )
        .via(&[1]),
        Field::new(
            "restartPolicyRules",
            25,
            Type::List(&Type::Message(&CONTAINER_RESTART_RULE)),
            OMITEMPTY | ATOMIC,
        )
        .via(&[1]),
        Field::new(
            "volumeMounts",
            9,
            Type::List(&Type::Message(&VOLUME_MOUNT)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .via(&[1])
        .keys(&["mountPath"])
        .merge_key("mountPath"),
        Field::new(
            "volumeDevices",
            21,
            Type::List(&Type::Message(&VOLUME_DEVICE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .via(&[1])
        .keys(&["devicePath"])
        .merge_key("devicePath"),
        Field::new("livenessProbe", 10, Type::Message(&PROBE), POINTER | OMITEMPTY).via(&[1]),
        Field::new("readinessProbe", 11, Type::Message(&PROBE), POINTER | OMITEMPTY).via(&[1]),
        Field::new("startupProbe", 22, Type::Message(&PROBE), POINTER | OMITEMPTY).via(&[1]),
        Field::new("lifecycle", 12, Type::Message(&LIFECYCLE), POINTER | OMITEMPTY).via(&[1]),
        Field::new("terminationMessagePath", 13, Type::String, OMITEMPTY).via(&[1]),
        Field::new(
            "terminationMessagePolicy",
            20,
            Type::Enum(TerminationMessagePolicy::VALUES),
            OMITEMPTY,
        )
        .via(&[1]),
        Field::new("imagePullPolicy", 14, Type::Enum(PullPolicy::VALUES), OMITEMPTY).via(&[1]),
        Field::new("securityContext", 15, Type::Message(&SECURITY_CONTEXT), POINTER | OMITEMPTY)
            .via(&[1]),
        Field::new("stdin", 16, Type::Bool, OMITEMPTY).via(&[1]),
        Field::new("stdinOnce", 17, Type::Bool, OMITEMPTY).via(&[1]),
        Field::new("tty", 18, Type::Bool, OMITEMPTY).via(&[1]),
        Field::new("targetContainerName", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 7, 8, 12, 14, 15, 17, 18, 20, 21, 22, 23, 24, 6, 19, 13, 16, 9, 10, 11, 25],
);

impl Message for EphemeralContainer {
    fn descriptor(&self) -> &'static Descriptor {
        &EPHEMERAL_CONTAINER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.image.reflect(),
            2 => self.command.reflect(),
            3 => self.args.reflect(),
            4 => self.working_dir.reflect(),
            5 => self.ports.reflect(),
            6 => self.env_from.reflect(),
            7 => self.env.reflect(),
            8 => self.resources.reflect(),
            9 => self.resize_policy.reflect(),
            10 => self.restart_policy.reflect(),
            11 => self.restart_policy_rules.reflect(),
            12 => self.volume_mounts.reflect(),
            13 => self.volume_devices.reflect(),
            14 => self.liveness_probe.reflect(),
            15 => self.readiness_probe.reflect(),
            16 => self.startup_probe.reflect(),
            17 => self.lifecycle.reflect(),
            18 => self.termination_message_path.reflect(),
            19 => self.termination_message_policy.reflect(),
            20 => self.image_pull_policy.reflect(),
            21 => self.security_context.reflect(),
            22 => self.stdin.reflect(),
            23 => self.stdin_once.reflect(),
            24 => self.tty.reflect(),
            25 => self.target_container_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.image.reflect_mut(),
            2 => self.command.reflect_mut(),
            3 => self.args.reflect_mut(),
            4 => self.working_dir.reflect_mut(),
            5 => self.ports.reflect_mut(),
            6 => self.env_from.reflect_mut(),
            7 => self.env.reflect_mut(),
            8 => self.resources.reflect_mut(),
            9 => self.resize_policy.reflect_mut(),
            10 => self.restart_policy.reflect_mut(),
            11 => self.restart_policy_rules.reflect_mut(),
            12 => self.volume_mounts.reflect_mut(),
            13 => self.volume_devices.reflect_mut(),
            14 => self.liveness_probe.reflect_mut(),
            15 => self.readiness_probe.reflect_mut(),
            16 => self.startup_probe.reflect_mut(),
            17 => self.lifecycle.reflect_mut(),
            18 => self.termination_message_path.reflect_mut(),
            19 => self.termination_message_policy.reflect_mut(),
            20 => self.image_pull_policy.reflect_mut(),
            21 => self.security_context.reflect_mut(),
            22 => self.stdin.reflect_mut(),
            23 => self.stdin_once.reflect_mut(),
            24 => self.tty.reflect_mut(),
            25 => self.target_container_name.reflect_mut(),
            _ => panic!("EphemeralContainer has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffdc0113
            | u64::from(!self.command.is_empty()) << 2
            | u64::from(!self.args.is_empty()) << 3
            | u64::from(!self.ports.is_empty()) << 5
            | u64::from(!self.env_from.is_empty()) << 6
            | u64::from(!self.env.is_empty()) << 7
            | u64::from(!self.resize_policy.is_empty()) << 9
            | u64::from(self.restart_policy.is_some()) << 10
            | u64::from(!self.restart_policy_rules.is_empty()) << 11
            | u64::from(!self.volume_mounts.is_empty()) << 12
            | u64::from(!self.volume_devices.is_empty()) << 13
            | u64::from(self.liveness_probe.is_some()) << 14
            | u64::from(self.readiness_probe.is_some()) << 15
            | u64::from(self.startup_probe.is_some()) << 16
            | u64::from(self.lifecycle.is_some()) << 17
            | u64::from(self.security_context.is_some()) << 21
    }
}

/// `io.k8s.api.core.v1.Lifecycle`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lifecycle {
    pub post_start: Option<Box<LifecycleHandler>>,
    pub pre_stop: Option<Box<LifecycleHandler>>,
    pub stop_signal: Option<String>,
}

#[doc(hidden)]
pub static LIFECYCLE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Lifecycle",
    &[
        Field::new("postStart", 1, Type::Message(&LIFECYCLE_HANDLER), POINTER | OMITEMPTY),
        Field::new("preStop", 2, Type::Message(&LIFECYCLE_HANDLER), POINTER | OMITEMPTY),
        Field::new("stopSignal", 3, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for Lifecycle {
    fn descriptor(&self) -> &'static Descriptor {
        &LIFECYCLE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.post_start.reflect(),
            1 => self.pre_stop.reflect(),
            2 => self.stop_signal.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.post_start.reflect_mut(),
            1 => self.pre_stop.reflect_mut(),
            2 => self.stop_signal.reflect_mut(),
            _ => panic!("Lifecycle has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.post_start.is_some())
            | u64::from(self.pre_stop.is_some()) << 1
            | u64::from(self.stop_signal.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.LifecycleHandler`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifecycleHandler {
    pub exec: Option<ExecAction>,
    pub http_get: Option<Box<HTTPGetAction>>,
    /// Deprecated.
    pub tcp_socket: Option<Box<TCPSocketAction>>,
    pub sleep: Option<SleepAction>,
}

#[doc(hidden)]
pub static LIFECYCLE_HANDLER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LifecycleHandler",
    &[
        Field::new("exec", 1, Type::Message(&EXEC_ACTION), POINTER | OMITEMPTY),
        Field::new("httpGet", 2, Type::Message(&HTTP_GET_ACTION), POINTER | OMITEMPTY),
        Field::new(
            "tcpSocket",
            3,
            Type::Message(&TCP_SOCKET_ACTION),
            POINTER | OMITEMPTY | DEPRECATED,
        ),
        Field::new("sleep", 4, Type::Message(&SLEEP_ACTION), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for LifecycleHandler {
    fn descriptor(&self) -> &'static Descriptor {
        &LIFECYCLE_HANDLER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.exec.reflect(),
            1 => self.http_get.reflect(),
            2 => self.tcp_socket.reflect(),
            3 => self.sleep.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.exec.reflect_mut(),
            1 => self.http_get.reflect_mut(),
            2 => self.tcp_socket.reflect_mut(),
            3 => self.sleep.reflect_mut(),
            _ => panic!("LifecycleHandler has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.exec.is_some())
            | u64::from(self.http_get.is_some()) << 1
            | u64::from(self.tcp_socket.is_some()) << 2
            | u64::from(self.sleep.is_some()) << 3
    }
}

bowline_apimachinery::open_enum!(
/// One of `Always`, `Never`, `OnFailure`.
ContainerRestartPolicy { Always = "Always", Never = "Never", OnFailure = "OnFailure" });

bowline_apimachinery::open_enum!(
/// One of `Restart`, `RestartAllContainers`.
ContainerRestartRuleAction { Restart = "Restart", RestartAllContainers = "RestartAllContainers" });

bowline_apimachinery::open_enum!(
/// One of `In`, `NotIn`.
ContainerRestartRuleOnExitCodesOperator { In = "In", NotIn = "NotIn" });

bowline_apimachinery::open_enum!(
/// One of `Bidirectional`, `HostToContainer`, `None`.
MountPropagationMode { Bidirectional = "Bidirectional", HostToContainer = "HostToContainer", None = "None" });

bowline_apimachinery::open_enum!(
/// One of `Always`, `IfNotPresent`, `Never`.
PullPolicy { Always = "Always", IfNotPresent = "IfNotPresent", Never = "Never" });

bowline_apimachinery::open_enum!(
/// One of `Disabled`, `Enabled`, `IfPossible`.
RecursiveReadOnlyMode { Disabled = "Disabled", Enabled = "Enabled", IfPossible = "IfPossible" });

bowline_apimachinery::open_enum!(
/// One of `FallbackToLogsOnError`, `File`.
TerminationMessagePolicy { FallbackToLogsOnError = "FallbackToLogsOnError", File = "File" });

bowline_apimachinery::message!(Container ContainerExtendedResourceRequest ContainerPort ContainerResizePolicy ContainerRestartRule ContainerRestartRuleOnExitCodes ContainerState ContainerStateRunning ContainerStateTerminated ContainerStateWaiting ContainerStatus ContainerUser EphemeralContainer Lifecycle LifecycleHandler);
