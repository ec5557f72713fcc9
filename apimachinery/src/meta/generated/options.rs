//! options of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ApplyOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApplyOptions {
    pub dry_run: Vec<String>,
    pub force: bool,
    pub field_manager: String,
}

#[doc(hidden)]
pub static APPLY_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ApplyOptions",
    &[
        Field::new("dryRun", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("force", 2, Type::Bool, REQUIRED),
        Field::new("fieldManager", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ApplyOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &APPLY_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.dry_run.reflect(),
            1 => self.force.reflect(),
            2 => self.field_manager.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.dry_run.reflect_mut(),
            1 => self.force.reflect_mut(),
            2 => self.field_manager.reflect_mut(),
            _ => panic!("ApplyOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.dry_run.is_empty())
    }
}

crate::kind!(ApplyOptions, "", "v1", "ApplyOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateOptions {
    pub dry_run: Vec<String>,
    pub field_manager: String,
    pub field_validation: String,
}

#[doc(hidden)]
pub static CREATE_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions",
    &[
        Field::new("dryRun", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("fieldManager", 3, Type::String, OMITEMPTY),
        Field::new("fieldValidation", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for CreateOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &CREATE_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.dry_run.reflect(),
            1 => self.field_manager.reflect(),
            2 => self.field_validation.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.dry_run.reflect_mut(),
            1 => self.field_manager.reflect_mut(),
            2 => self.field_validation.reflect_mut(),
            _ => panic!("CreateOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.dry_run.is_empty())
    }
}

crate::kind!(CreateOptions, "", "v1", "CreateOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteOptions {
    pub grace_period_seconds: Option<i64>,
    pub preconditions: Option<Box<Preconditions>>,
    /// Deprecated.
    pub orphan_dependents: Option<bool>,
    pub propagation_policy: Option<DeletionPropagation>,
    pub dry_run: Vec<String>,
    pub ignore_store_read_error_with_cluster_breaking_potential: Option<bool>,
}

#[doc(hidden)]
pub static DELETE_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
    &[
        Field::new("gracePeriodSeconds", 1, Type::Int64, POINTER | OMITEMPTY),
        Field::new("preconditions", 2, Type::Message(&PRECONDITIONS), POINTER | OMITEMPTY),
        Field::new("orphanDependents", 3, Type::Bool, POINTER | OMITEMPTY | DEPRECATED),
        Field::new(
            "propagationPolicy",
            4,
            Type::Enum(DeletionPropagation::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("dryRun", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new(
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            6,
            Type::Bool,
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4, 5],
)
.root();

impl Message for DeleteOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &DELETE_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.grace_period_seconds.reflect(),
            1 => self.preconditions.reflect(),
            2 => self.orphan_dependents.reflect(),
            3 => self.propagation_policy.reflect(),
            4 => self.dry_run.reflect(),
            5 => self.ignore_store_read_error_with_cluster_breaking_potential.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.grace_period_seconds.reflect_mut(),
            1 => self.preconditions.reflect_mut(),
            2 => self.orphan_dependents.reflect_mut(),
            3 => self.propagation_policy.reflect_mut(),
            4 => self.dry_run.reflect_mut(),
            5 => self.ignore_store_read_error_with_cluster_breaking_potential.reflect_mut(),
            _ => panic!("DeleteOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc0
            | u64::from(self.grace_period_seconds.is_some())
            | u64::from(self.preconditions.is_some()) << 1
            | u64::from(self.orphan_dependents.is_some()) << 2
            | u64::from(self.propagation_policy.is_some()) << 3
            | u64::from(!self.dry_run.is_empty()) << 4
            | u64::from(self.ignore_store_read_error_with_cluster_breaking_potential.is_some()) << 5
    }
}

crate::kind!(DeleteOptions, "", "v1", "DeleteOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.GetOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetOptions {
    pub resource_version: String,
}

#[doc(hidden)]
pub static GET_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.GetOptions",
    &[Field::new("resourceVersion", 1, Type::String, OMITEMPTY)],
    &[0],
)
.root();

impl Message for GetOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &GET_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_version.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_version.reflect_mut(),
            _ => panic!("GetOptions has no field {index}"),
        }
    }
}

crate::kind!(GetOptions, "", "v1", "GetOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.Patch`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {}

#[doc(hidden)]
pub static PATCH: Descriptor =
    Descriptor::new("io.k8s.apimachinery.pkg.apis.meta.v1.Patch", &[], &[]);

impl Message for Patch {
    fn descriptor(&self) -> &'static Descriptor {
        &PATCH
    }
    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Null
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        panic!("Patch has no field {index}")
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.PatchOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PatchOptions {
    pub dry_run: Vec<String>,
    pub force: Option<bool>,
    pub field_manager: String,
    pub field_validation: String,
}

#[doc(hidden)]
pub static PATCH_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.PatchOptions",
    &[
        Field::new("dryRun", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("force", 2, Type::Bool, POINTER | OMITEMPTY),
        Field::new("fieldManager", 3, Type::String, OMITEMPTY),
        Field::new("fieldValidation", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for PatchOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &PATCH_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.dry_run.reflect(),
            1 => self.force.reflect(),
            2 => self.field_manager.reflect(),
            3 => self.field_validation.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.dry_run.reflect_mut(),
            1 => self.force.reflect_mut(),
            2 => self.field_manager.reflect_mut(),
            3 => self.field_validation.reflect_mut(),
            _ => panic!("PatchOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.dry_run.is_empty())
            | u64::from(self.force.is_some()) << 1
    }
}

crate::kind!(PatchOptions, "", "v1", "PatchOptions");

/// `io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preconditions {
    pub uid: Option<String>,
    pub resource_version: Option<String>,
}

#[doc(hidden)]
pub static PRECONDITIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions",
    &[
        Field::new("uid", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("resourceVersion", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for Preconditions {
    fn descriptor(&self) -> &'static Descriptor {
        &PRECONDITIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            1 => self.resource_version.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            1 => self.resource_version.reflect_mut(),
            _ => panic!("Preconditions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.uid.is_some())
            | u64::from(self.resource_version.is_some()) << 1
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.UpdateOptions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateOptions {
    pub dry_run: Vec<String>,
    pub field_manager: String,
    pub field_validation: String,
}

#[doc(hidden)]
pub static UPDATE_OPTIONS: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.UpdateOptions",
    &[
        Field::new("dryRun", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("fieldManager", 2, Type::String, OMITEMPTY),
        Field::new("fieldValidation", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for UpdateOptions {
    fn descriptor(&self) -> &'static Descriptor {
        &UPDATE_OPTIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.dry_run.reflect(),
            1 => self.field_manager.reflect(),
            2 => self.field_validation.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.dry_run.reflect_mut(),
            1 => self.field_manager.reflect_mut(),
            2 => self.field_validation.reflect_mut(),
            _ => panic!("UpdateOptions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.dry_run.is_empty())
    }
}

crate::kind!(UpdateOptions, "", "v1", "UpdateOptions");

crate::open_enum!(
/// One of `Background`, `Foreground`, `Orphan`.
DeletionPropagation { Background = "Background", Foreground = "Foreground", Orphan = "Orphan" });

crate::open_enum!(
/// One of `Exact`, `NotOlderThan`.
ResourceVersionMatch { Exact = "Exact", NotOlderThan = "NotOlderThan" });

crate::message!(ApplyOptions CreateOptions DeleteOptions GetOptions Patch PatchOptions Preconditions UpdateOptions);
