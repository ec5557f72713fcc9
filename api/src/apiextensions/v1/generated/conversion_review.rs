//! conversion review of apiextensions.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{STATUS, Status};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ConversionReview` of `apiextensions.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConversionReview {
    pub request: Option<Box<ConversionRequest>>,
    pub response: Option<Box<ConversionResponse>>,
}

#[doc(hidden)]
pub static CONVERSION_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionReview",
    &[
        Field::new("request", 1, Type::Message(&CONVERSION_REQUEST), POINTER | OMITEMPTY),
        Field::new("response", 2, Type::Message(&CONVERSION_RESPONSE), POINTER | OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for ConversionReview {
    fn descriptor(&self) -> &'static Descriptor {
        &CONVERSION_REVIEW
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.request.reflect(),
            1 => self.response.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.request.reflect_mut(),
            1 => self.response.reflect_mut(),
            _ => panic!("ConversionReview has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.request.is_some())
            | u64::from(self.response.is_some()) << 1
    }
}

bowline_apimachinery::kind!(ConversionReview, "apiextensions.k8s.io", "v1", "ConversionReview");

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConversionRequest {
    pub uid: String,
    pub desired_api_version: String,
    pub objects: Vec<RawJson>,
}

#[doc(hidden)]
pub static CONVERSION_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionRequest",
    &[
        Field::new("uid", 1, Type::String, REQUIRED),
        Field::new("desiredAPIVersion", 2, Type::String, REQUIRED),
        Field::new("objects", 3, Type::List(&Type::Raw), REQUIRED | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for ConversionRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &CONVERSION_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            1 => self.desired_api_version.reflect(),
            2 => self.objects.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            1 => self.desired_api_version.reflect_mut(),
            2 => self.objects.reflect_mut(),
            _ => panic!("ConversionRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.objects.is_empty()) << 2
    }
}

/// `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConversionResponse {
    pub uid: String,
    pub converted_objects: Vec<RawJson>,
    pub result: Status,
}

#[doc(hidden)]
pub static CONVERSION_RESPONSE: Descriptor = Descriptor::new(
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ConversionResponse",
    &[
        Field::new("uid", 1, Type::String, REQUIRED),
        Field::new("convertedObjects", 2, Type::List(&Type::Raw), REQUIRED | ATOMIC),
        Field::new("result", 3, Type::Message(&STATUS), REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ConversionResponse {
    fn descriptor(&self) -> &'static Descriptor {
        &CONVERSION_RESPONSE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            1 => self.converted_objects.reflect(),
            2 => self.result.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            1 => self.converted_objects.reflect_mut(),
            2 => self.result.reflect_mut(),
            _ => panic!("ConversionResponse has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.converted_objects.is_empty()) << 1
    }
}

bowline_apimachinery::message!(ConversionReview ConversionRequest ConversionResponse);
