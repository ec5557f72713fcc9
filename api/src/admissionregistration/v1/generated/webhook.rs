//! webhook of admissionregistration.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.admissionregistration.v1.ServiceReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceReference {
    pub namespace: String,
    pub name: String,
    pub path: Option<String>,
    pub port: Option<i32>,
}

#[doc(hidden)]
pub static SERVICE_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.ServiceReference",
    &[
        Field::new("namespace", 1, Type::String, REQUIRED),
        Field::new("name", 2, Type::String, REQUIRED),
        Field::new("path", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("port", 4, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for ServiceReference {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            1 => self.name.reflect(),
            2 => self.path.reflect(),
            3 => self.port.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            1 => self.name.reflect_mut(),
            2 => self.path.reflect_mut(),
            3 => self.port.reflect_mut(),
            _ => panic!("ServiceReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.path.is_some()) << 2
            | u64::from(self.port.is_some()) << 3
    }
}

/// `io.k8s.api.admissionregistration.v1.WebhookClientConfig`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WebhookClientConfig {
    pub url: Option<String>,
    pub service: Option<Box<ServiceReference>>,
    pub ca_bundle: ByteString,
}

#[doc(hidden)]
pub static WEBHOOK_CLIENT_CONFIG: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.WebhookClientConfig",
    &[
        Field::new("url", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("service", 1, Type::Message(&SERVICE_REFERENCE), POINTER | OMITEMPTY),
        Field::new("caBundle", 2, Type::Bytes, OMITEMPTY),
    ],
    &[1, 2, 0],
);

impl Message for WebhookClientConfig {
    fn descriptor(&self) -> &'static Descriptor {
        &WEBHOOK_CLIENT_CONFIG
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.url.reflect(),
            1 => self.service.reflect(),
            2 => self.ca_bundle.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.url.reflect_mut(),
            1 => self.service.reflect_mut(),
            2 => self.ca_bundle.reflect_mut(),
            _ => panic!("WebhookClientConfig has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc | u64::from(self.url.is_some()) | u64::from(self.service.is_some()) << 1
    }
}

bowline_apimachinery::message!(ServiceReference WebhookClientConfig);
