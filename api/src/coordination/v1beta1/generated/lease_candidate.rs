//! lease candidate of coordination.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::coordination::v1::CoordinatedLeaseStrategy;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::MicroTime;

/// `LeaseCandidate` of `coordination.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeaseCandidate {
    pub metadata: ObjectMeta,
    pub spec: LeaseCandidateSpec,
}

#[doc(hidden)]
pub static LEASE_CANDIDATE: Descriptor = Descriptor::new(
    "io.k8s.api.coordination.v1beta1.LeaseCandidate",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&LEASE_CANDIDATE_SPEC), OMITEMPTY | REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for LeaseCandidate {
    fn descriptor(&self) -> &'static Descriptor {
        &LEASE_CANDIDATE
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
            _ => panic!("LeaseCandidate has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    LeaseCandidate,
    "coordination.k8s.io",
    "v1beta1",
    "LeaseCandidate",
    "leasecandidates",
    Namespaced
);

/// `io.k8s.api.coordination.v1beta1.LeaseCandidateSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeaseCandidateSpec {
    pub lease_name: String,
    pub ping_time: Option<MicroTime>,
    pub renew_time: Option<MicroTime>,
    pub binary_version: String,
    pub emulation_version: String,
    pub strategy: CoordinatedLeaseStrategy,
}

#[doc(hidden)]
pub static LEASE_CANDIDATE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.coordination.v1beta1.LeaseCandidateSpec",
    &[
        Field::new("leaseName", 1, Type::String, REQUIRED),
        Field::new("pingTime", 2, Type::MicroTime, POINTER | OMITEMPTY),
        Field::new("renewTime", 3, Type::MicroTime, POINTER | OMITEMPTY),
        Field::new("binaryVersion", 4, Type::String, REQUIRED),
        Field::new("emulationVersion", 5, Type::String, OMITEMPTY),
        Field::new(
            "strategy",
            6,
            Type::Enum(CoordinatedLeaseStrategy::VALUES),
            OMITEMPTY | REQUIRED,
        ),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for LeaseCandidateSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &LEASE_CANDIDATE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.lease_name.reflect(),
            1 => self.ping_time.reflect(),
            2 => self.renew_time.reflect(),
            3 => self.binary_version.reflect(),
            4 => self.emulation_version.reflect(),
            5 => self.strategy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.lease_name.reflect_mut(),
            1 => self.ping_time.reflect_mut(),
            2 => self.renew_time.reflect_mut(),
            3 => self.binary_version.reflect_mut(),
            4 => self.emulation_version.reflect_mut(),
            5 => self.strategy.reflect_mut(),
            _ => panic!("LeaseCandidateSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.ping_time.is_some()) << 1
            | u64::from(self.renew_time.is_some()) << 2
    }
}

bowline_apimachinery::message!(LeaseCandidate LeaseCandidateSpec);
