//! pod exec options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodExecOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodExecOptions {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
    pub tty: bool,
    pub container: String,
    pub command: Vec<String>,
}

#[doc(hidden)]
pub static POD_EXEC_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodExecOptions",
    &[
        Field::new("stdin", 1, Type::Bool, OMITEMPTY),
        Field::new("stdout", 2, Type::Bool, OMITEMPTY),
        Field::new("stderr", 3, Type::Bool, OMITEMPTY),
        Field::new("tty", 4, Type::Bool, OMITEMPTY),
        Field::new("container", 5, Type::String, OMITEMPTY),
        Field::new("command", 6, Type::List(&Type::String), REQUIRED | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5],
)
.root();

impl Message for PodExecOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_EXEC_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.stdin.reflect(),
            1 => self.stdout.reflect(),
            2 => self.stderr.reflect(),
            3 => self.tty.reflect(),
            4 => self.container.reflect(),
            5 => self.command.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.stdin.reflect_mut(),
            1 => self.stdout.reflect_mut(),
            2 => self.stderr.reflect_mut(),
            3 => self.tty.reflect_mut(),
            4 => self.container.reflect_mut(),
            5 => self.command.reflect_mut(),
            _ => panic!("PodExecOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffdf | u64::from(!self.command.is_empty()) << 5
    }
}

bowline_apimachinery::kind!(PodExecOptions, "", "v1", "PodExecOptions");

bowline_apimachinery::message!(PodExecOptions);
