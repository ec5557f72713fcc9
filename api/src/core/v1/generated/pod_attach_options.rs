//! pod attach options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodAttachOptions` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodAttachOptions {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
    pub tty: bool,
    pub container: String,
}

#[doc(hidden)]
pub static POD_ATTACH_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodAttachOptions",
    &[
        Field::new("stdin", 1, Type::Bool, OMITEMPTY),
        Field::new("stdout", 2, Type::Bool, OMITEMPTY),
        Field::new("stderr", 3, Type::Bool, OMITEMPTY),
        Field::new("tty", 4, Type::Bool, OMITEMPTY),
        Field::new("container", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
)
.root();

impl Message for PodAttachOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_ATTACH_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.stdin.reflect(),
            1 => self.stdout.reflect(),
            2 => self.stderr.reflect(),
            3 => self.tty.reflect(),
            4 => self.container.reflect(),
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
            _ => panic!("PodAttachOptions has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(PodAttachOptions, "", "v1", "PodAttachOptions");

bowline_apimachinery::message!(PodAttachOptions);
