//! pod log options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `PodLogOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodLogOptions {
    pub container: String,
    pub follow: bool,
    pub previous: bool,
    pub since_seconds: Option<i64>,
    pub since_time: Option<Time>,
    pub timestamps: bool,
    pub tail_lines: Option<i64>,
    pub limit_bytes: Option<i64>,
    pub insecure_skip_tls_verify_backend: bool,
    pub stream: Option<String>,
}

#[doc(hidden)]
pub static POD_LOG_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodLogOptions",
    &[
        Field::new("container", 1, Type::String, OMITEMPTY),
        Field::new("follow", 2, Type::Bool, OMITEMPTY),
        Field::new("previous", 3, Type::Bool, OMITEMPTY),
        Field::new("sinceSeconds", 4, Type::Int64, POINTER | OMITEMPTY),
        Field::new("sinceTime", 5, Type::Time, POINTER | OMITEMPTY),
        Field::new("timestamps", 6, Type::Bool, OMITEMPTY),
        Field::new("tailLines", 7, Type::Int64, POINTER | OMITEMPTY),
        Field::new("limitBytes", 8, Type::Int64, POINTER | OMITEMPTY),
        Field::new("insecureSkipTLSVerifyBackend", 9, Type::Bool, OMITEMPTY),
        Field::new("stream", 10, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
)
.root();

impl Message for PodLogOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_LOG_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.container.reflect(),
            1 => self.follow.reflect(),
            2 => self.previous.reflect(),
            3 => self.since_seconds.reflect(),
            4 => self.since_time.reflect(),
            5 => self.timestamps.reflect(),
            6 => self.tail_lines.reflect(),
            7 => self.limit_bytes.reflect(),
            8 => self.insecure_skip_tls_verify_backend.reflect(),
            9 => self.stream.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.container.reflect_mut(),
            1 => self.follow.reflect_mut(),
            2 => self.previous.reflect_mut(),
            3 => self.since_seconds.reflect_mut(),
            4 => self.since_time.reflect_mut(),
            5 => self.timestamps.reflect_mut(),
            6 => self.tail_lines.reflect_mut(),
            7 => self.limit_bytes.reflect_mut(),
            8 => self.insecure_skip_tls_verify_backend.reflect_mut(),
            9 => self.stream.reflect_mut(),
            _ => panic!("PodLogOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffd27
            | u64::from(self.since_seconds.is_some()) << 3
            | u64::from(self.since_time.is_some()) << 4
            | u64::from(self.tail_lines.is_some()) << 6
            | u64::from(self.limit_bytes.is_some()) << 7
            | u64::from(self.stream.is_some()) << 9
    }
}

bowline_apimachinery::kind!(PodLogOptions, "", "v1", "PodLogOptions");

bowline_apimachinery::message!(PodLogOptions);
