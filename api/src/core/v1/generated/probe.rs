//! probe of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.ExecAction`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExecAction {
    pub command: Vec<String>,
}

#[doc(hidden)]
pub static EXEC_ACTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ExecAction",
    &[Field::new("command", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC)],
    &[0],
);

impl Message for ExecAction {
    fn descriptor(&self) -> &'static Descriptor {
        &EXEC_ACTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.command.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.command.reflect_mut(),
            _ => panic!("ExecAction has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.command.is_empty())
    }
}

/// `io.k8s.api.core.v1.GRPCAction`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GRPCAction {
    pub port: i32,
    /// Default: `""`.
    pub service: Option<String>,
}

#[doc(hidden)]
pub static GRPC_ACTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.GRPCAction",
    &[
        Field::new("port", 1, Type::Int32, REQUIRED),
        Field::new("service", 2, Type::String, POINTER).default("\"\""),
    ],
    &[0, 1],
);

impl Message for GRPCAction {
    fn descriptor(&self) -> &'static Descriptor {
        &GRPC_ACTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.port.reflect(),
            1 => self.service.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.port.reflect_mut(),
            1 => self.service.reflect_mut(),
            _ => panic!("GRPCAction has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.service.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.HTTPGetAction`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HTTPGetAction {
    pub path: String,
    pub port: IntOrString,
    pub host: String,
    pub scheme: URIScheme,
    pub http_headers: Vec<HTTPHeader>,
}

#[doc(hidden)]
pub static HTTP_GET_ACTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.HTTPGetAction",
    &[
        Field::new("path", 1, Type::String, OMITEMPTY),
        Field::new("port", 2, Type::IntOrString, REQUIRED),
        Field::new("host", 3, Type::String, OMITEMPTY),
        Field::new("scheme", 4, Type::Enum(URIScheme::VALUES), OMITEMPTY),
        Field::new("httpHeaders", 5, Type::List(&Type::Message(&HTTP_HEADER)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for HTTPGetAction {
    fn descriptor(&self) -> &'static Descriptor {
        &HTTP_GET_ACTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            1 => self.port.reflect(),
            2 => self.host.reflect(),
            3 => self.scheme.reflect(),
            4 => self.http_headers.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            1 => self.port.reflect_mut(),
            2 => self.host.reflect_mut(),
            3 => self.scheme.reflect_mut(),
            4 => self.http_headers.reflect_mut(),
            _ => panic!("HTTPGetAction has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(!self.http_headers.is_empty()) << 4
    }
}

/// `io.k8s.api.core.v1.HTTPHeader`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HTTPHeader {
    pub name: String,
    pub value: String,
}

#[doc(hidden)]
pub static HTTP_HEADER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.HTTPHeader",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("value", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for HTTPHeader {
    fn descriptor(&self) -> &'static Descriptor {
        &HTTP_HEADER
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
            _ => panic!("HTTPHeader has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.Probe`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probe {
    pub exec: Option<ExecAction>,
    pub http_get: Option<Box<HTTPGetAction>>,
    pub tcp_socket: Option<Box<TCPSocketAction>>,
    pub grpc: Option<GRPCAction>,
    pub initial_delay_seconds: i32,
    pub timeout_seconds: i32,
    pub period_seconds: i32,
    pub success_threshold: i32,
    pub failure_threshold: i32,
    pub termination_grace_period_seconds: Option<i64>,
}

#[doc(hidden)]
pub static PROBE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Probe",
    &[
        Field::new("exec", 1, Type::Message(&EXEC_ACTION), POINTER | OMITEMPTY).via(&[1]),
        Field::new("httpGet", 2, Type::Message(&HTTP_GET_ACTION), POINTER | OMITEMPTY).via(&[1]),
        Field::new("tcpSocket", 3, Type::Message(&TCP_SOCKET_ACTION), POINTER | OMITEMPTY)
            .via(&[1]),
        Field::new("grpc", 4, Type::Message(&GRPC_ACTION), POINTER | OMITEMPTY).via(&[1]),
        Field::new("initialDelaySeconds", 2, Type::Int32, OMITEMPTY),
        Field::new("timeoutSeconds", 3, Type::Int32, OMITEMPTY),
        Field::new("periodSeconds", 4, Type::Int32, OMITEMPTY),
        Field::new("successThreshold", 5, Type::Int32, OMITEMPTY),
        Field::new("failureThreshold", 6, Type::Int32, OMITEMPTY),
        Field::new("terminationGracePeriodSeconds", 7, Type::Int64, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
);

impl Message for Probe {
    fn descriptor(&self) -> &'static Descriptor {
        &PROBE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.exec.reflect(),
            1 => self.http_get.reflect(),
            2 => self.tcp_socket.reflect(),
            3 => self.grpc.reflect(),
            4 => self.initial_delay_seconds.reflect(),
            5 => self.timeout_seconds.reflect(),
            6 => self.period_seconds.reflect(),
            7 => self.success_threshold.reflect(),
            8 => self.failure_threshold.reflect(),
            9 => self.termination_grace_period_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.exec.reflect_mut(),
            1 => self.http_get.reflect_mut(),
            2 => self.tcp_socket.reflect_mut(),
            3 => self.grpc.reflect_mut(),
            4 => self.initial_delay_seconds.reflect_mut(),
            5 => self.timeout_seconds.reflect_mut(),
            6 => self.period_seconds.reflect_mut(),
            7 => self.success_threshold.reflect_mut(),
            8 => self.failure_threshold.reflect_mut(),
            9 => self.termination_grace_period_seconds.reflect_mut(),
            _ => panic!("Probe has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffdf0
            | u64::from(self.exec.is_some())
            | u64::from(self.http_get.is_some()) << 1
            | u64::from(self.tcp_socket.is_some()) << 2
            | u64::from(self.grpc.is_some()) << 3
            | u64::from(self.termination_grace_period_seconds.is_some()) << 9
    }
}

/// `io.k8s.api.core.v1.SleepAction`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SleepAction {
    pub seconds: i64,
}

#[doc(hidden)]
pub static SLEEP_ACTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SleepAction",
    &[Field::new("seconds", 1, Type::Int64, REQUIRED)],
    &[0],
);

impl Message for SleepAction {
    fn descriptor(&self) -> &'static Descriptor {
        &SLEEP_ACTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.seconds.reflect_mut(),
            _ => panic!("SleepAction has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.TCPSocketAction`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TCPSocketAction {
    pub port: IntOrString,
    pub host: String,
}

#[doc(hidden)]
pub static TCP_SOCKET_ACTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.TCPSocketAction",
    &[
        Field::new("port", 1, Type::IntOrString, REQUIRED),
        Field::new("host", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for TCPSocketAction {
    fn descriptor(&self) -> &'static Descriptor {
        &TCP_SOCKET_ACTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.port.reflect(),
            1 => self.host.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.port.reflect_mut(),
            1 => self.host.reflect_mut(),
            _ => panic!("TCPSocketAction has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `HTTP`, `HTTPS`.
URIScheme { Http = "HTTP", Https = "HTTPS" });

bowline_apimachinery::message!(ExecAction GRPCAction HTTPGetAction HTTPHeader Probe SleepAction TCPSocketAction);
