//! info of version. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.apimachinery.pkg.version.Info`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    pub major: String,
    pub minor: String,
    pub emulation_major: String,
    pub emulation_minor: String,
    pub min_compatibility_major: String,
    pub min_compatibility_minor: String,
    pub git_version: String,
    pub git_commit: String,
    pub git_tree_state: String,
    pub build_date: String,
    pub go_version: String,
    pub compiler: String,
    pub platform: String,
}

#[doc(hidden)]
pub static INFO: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.version.Info",
    &[
        Field::new("major", 0, Type::String, REQUIRED),
        Field::new("minor", 0, Type::String, REQUIRED),
        Field::new("emulationMajor", 0, Type::String, OMITEMPTY),
        Field::new("emulationMinor", 0, Type::String, OMITEMPTY),
        Field::new("minCompatibilityMajor", 0, Type::String, OMITEMPTY),
        Field::new("minCompatibilityMinor", 0, Type::String, OMITEMPTY),
        Field::new("gitVersion", 0, Type::String, REQUIRED),
        Field::new("gitCommit", 0, Type::String, REQUIRED),
        Field::new("gitTreeState", 0, Type::String, REQUIRED),
        Field::new("buildDate", 0, Type::String, REQUIRED),
        Field::new("goVersion", 0, Type::String, REQUIRED),
        Field::new("compiler", 0, Type::String, REQUIRED),
        Field::new("platform", 0, Type::String, REQUIRED),
    ],
    &[],
);

impl Message for Info {
    fn descriptor(&self) -> &'static Descriptor {
        &INFO
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.major.reflect(),
            1 => self.minor.reflect(),
            2 => self.emulation_major.reflect(),
            3 => self.emulation_minor.reflect(),
            4 => self.min_compatibility_major.reflect(),
            5 => self.min_compatibility_minor.reflect(),
            6 => self.git_version.reflect(),
            7 => self.git_commit.reflect(),
            8 => self.git_tree_state.reflect(),
            9 => self.build_date.reflect(),
            10 => self.go_version.reflect(),
            11 => self.compiler.reflect(),
            12 => self.platform.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.major.reflect_mut(),
            1 => self.minor.reflect_mut(),
            2 => self.emulation_major.reflect_mut(),
            3 => self.emulation_minor.reflect_mut(),
            4 => self.min_compatibility_major.reflect_mut(),
            5 => self.min_compatibility_minor.reflect_mut(),
            6 => self.git_version.reflect_mut(),
            7 => self.git_commit.reflect_mut(),
            8 => self.git_tree_state.reflect_mut(),
            9 => self.build_date.reflect_mut(),
            10 => self.go_version.reflect_mut(),
            11 => self.compiler.reflect_mut(),
            12 => self.platform.reflect_mut(),
            _ => panic!("Info has no field {index}"),
        }
    }
}

crate::message!(Info);
