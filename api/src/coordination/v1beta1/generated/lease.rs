//! lease of coordination.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::coordination::v1::CoordinatedLeaseStrategy;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::MicroTime;

/// `Lease` of `coordination.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lease {
    pub metadata: ObjectMeta,
    pub spec: LeaseSpec,
}

#[doc(hidden)]
pub static LEASE: Descriptor = Descriptor::new(
    "io.k8s.api.coordination.v1beta1.Lease",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&LEASE_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for Lease {
    fn descriptor(&self) -> &'static Descriptor {
        &LEASE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("Lease has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(Lease, "coordination.k8s.io", "v1beta1", "Lease");

/// `io.k8s.api.coordination.v1beta1.LeaseSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeaseSpec {
    pub holder_identity: Option<String>,
    pub lease_duration_seconds: Option<i32>,
    pub acquire_time: Option<MicroTime>,
    pub renew_time: Option<MicroTime>,
    pub lease_transitions: Option<i32>,
    pub strategy: Option<CoordinatedLeaseStrategy>,
    pub preferred_holder: Option<String>,
}

#[doc(hidden)]
pub static LEASE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.coordination.v1beta1.LeaseSpec",
    &[
        Field::new("holderIdentity", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("leaseDurationSeconds", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("acquireTime", 3, Type::MicroTime, POINTER | OMITEMPTY),
        Field::new("renewTime", 4, Type::MicroTime, POINTER | OMITEMPTY),
        Field::new("leaseTransitions", 5, Type::Int32, POINTER | OMITEMPTY),
        Field::new(
            "strategy",
            6,
            Type::Enum(CoordinatedLeaseStrategy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("preferredHolder", 7, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for LeaseSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &LEASE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.holder_identity.reflect(),
            1 => self.lease_duration_seconds.reflect(),
            2 => self.acquire_time.reflect(),
            3 => self.renew_time.reflect(),
            4 => self.lease_transitions.reflect(),
            5 => self.strategy.reflect(),
            6 => self.preferred_holder.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.holder_identity.reflect_mut(),
            1 => self.lease_duration_seconds.reflect_mut(),
            2 => self.acquire_time.reflect_mut(),
            3 => self.renew_time.reflect_mut(),
            4 => self.lease_transitions.reflect_mut(),
            5 => self.strategy.reflect_mut(),
            6 => self.preferred_holder.reflect_mut(),
            _ => panic!("LeaseSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff80
            | u64::from(self.holder_identity.is_some())
            | u64::from(self.lease_duration_seconds.is_some()) << 1
            | u64::from(self.acquire_time.is_some()) << 2
            | u64::from(self.renew_time.is_some()) << 3
            | u64::from(self.lease_transitions.is_some()) << 4
            | u64::from(self.strategy.is_some()) << 5
            | u64::from(self.preferred_holder.is_some()) << 6
    }
}

bowline_apimachinery::message!(Lease LeaseSpec);
