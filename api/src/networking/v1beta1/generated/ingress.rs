//! ingress of networking.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{Protocol, TYPED_LOCAL_OBJECT_REFERENCE, TypedLocalObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Ingress` of `networking.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ingress {
    pub metadata: ObjectMeta,
    pub spec: IngressSpec,
    pub status: IngressStatus,
}

#[doc(hidden)]
pub static INGRESS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.Ingress",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&INGRESS_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&INGRESS_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Ingress {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("Ingress has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(Ingress, "networking.k8s.io", "v1beta1", "Ingress");

/// `io.k8s.api.networking.v1beta1.HTTPIngressPath`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HTTPIngressPath {
    pub path: String,
    pub path_type: Option<PathType>,
    pub backend: IngressBackend,
}

#[doc(hidden)]
pub static HTTP_INGRESS_PATH: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.HTTPIngressPath",
    &[
        Field::new("path", 1, Type::String, OMITEMPTY),
        Field::new("pathType", 3, Type::Enum(PathType::VALUES), POINTER | OMITEMPTY),
        Field::new("backend", 2, Type::Message(&INGRESS_BACKEND), REQUIRED),
    ],
    &[0, 2, 1],
);

impl Message for HTTPIngressPath {
    fn descriptor(&self) -> &'static Descriptor {
        &HTTP_INGRESS_PATH
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            1 => self.path_type.reflect(),
            2 => self.backend.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            1 => self.path_type.reflect_mut(),
            2 => self.backend.reflect_mut(),
            _ => panic!("HTTPIngressPath has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.path_type.is_some()) << 1
    }
}

/// `io.k8s.api.networking.v1beta1.HTTPIngressRuleValue`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HTTPIngressRuleValue {
    pub paths: Vec<HTTPIngressPath>,
}

#[doc(hidden)]
pub static HTTP_INGRESS_RULE_VALUE: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.HTTPIngressRuleValue",
    &[Field::new("paths", 1, Type::List(&Type::Message(&HTTP_INGRESS_PATH)), REQUIRED | ATOMIC)],
    &[0],
);

impl Message for HTTPIngressRuleValue {
    fn descriptor(&self) -> &'static Descriptor {
        &HTTP_INGRESS_RULE_VALUE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.paths.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.paths.reflect_mut(),
            _ => panic!("HTTPIngressRuleValue has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.paths.is_empty())
    }
}

/// `io.k8s.api.networking.v1beta1.IngressBackend`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressBackend {
    pub service_name: String,
    pub service_port: IntOrString,
    pub resource: Option<Box<TypedLocalObjectReference>>,
}

#[doc(hidden)]
pub static INGRESS_BACKEND: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressBackend",
    &[
        Field::new("serviceName", 1, Type::String, OMITEMPTY),
        Field::new("servicePort", 2, Type::IntOrString, OMITEMPTY),
        Field::new(
            "resource",
            3,
            Type::Message(&TYPED_LOCAL_OBJECT_REFERENCE),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2],
);

impl Message for IngressBackend {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_BACKEND
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.service_name.reflect(),
            1 => self.service_port.reflect(),
            2 => self.resource.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.service_name.reflect_mut(),
            1 => self.service_port.reflect_mut(),
            2 => self.resource.reflect_mut(),
            _ => panic!("IngressBackend has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.resource.is_some()) << 2
    }
}

/// `io.k8s.api.networking.v1beta1.IngressLoadBalancerIngress`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressLoadBalancerIngress {
    pub ip: String,
    pub hostname: String,
    pub ports: Vec<IngressPortStatus>,
}

#[doc(hidden)]
pub static INGRESS_LOAD_BALANCER_INGRESS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressLoadBalancerIngress",
    &[
        Field::new("ip", 1, Type::String, OMITEMPTY),
        Field::new("hostname", 2, Type::String, OMITEMPTY),
        Field::new(
            "ports",
            4,
            Type::List(&Type::Message(&INGRESS_PORT_STATUS)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2],
);

impl Message for IngressLoadBalancerIngress {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_LOAD_BALANCER_INGRESS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ip.reflect(),
            1 => self.hostname.reflect(),
            2 => self.ports.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ip.reflect_mut(),
            1 => self.hostname.reflect_mut(),
            2 => self.ports.reflect_mut(),
            _ => panic!("IngressLoadBalancerIngress has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.ports.is_empty()) << 2
    }
}

/// `io.k8s.api.networking.v1beta1.IngressLoadBalancerStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressLoadBalancerStatus {
    pub ingress: Vec<IngressLoadBalancerIngress>,
}

#[doc(hidden)]
pub static INGRESS_LOAD_BALANCER_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressLoadBalancerStatus",
    &[Field::new(
        "ingress",
        1,
        Type::List(&Type::Message(&INGRESS_LOAD_BALANCER_INGRESS)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for IngressLoadBalancerStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_LOAD_BALANCER_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ingress.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ingress.reflect_mut(),
            _ => panic!("IngressLoadBalancerStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.ingress.is_empty())
    }
}

/// `io.k8s.api.networking.v1beta1.IngressPortStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressPortStatus {
    pub port: i32,
    pub protocol: Protocol,
    pub error: Option<String>,
}

#[doc(hidden)]
pub static INGRESS_PORT_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressPortStatus",
    &[
        Field::new("port", 1, Type::Int32, REQUIRED),
        Field::new("protocol", 2, Type::Enum(Protocol::VALUES), REQUIRED),
        Field::new("error", 3, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for IngressPortStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_PORT_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.port.reflect(),
            1 => self.protocol.reflect(),
            2 => self.error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.port.reflect_mut(),
            1 => self.protocol.reflect_mut(),
            2 => self.error.reflect_mut(),
            _ => panic!("IngressPortStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.error.is_some()) << 2
    }
}

/// `io.k8s.api.networking.v1beta1.IngressRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressRule {
    pub host: String,
    pub http: Option<HTTPIngressRuleValue>,
}

#[doc(hidden)]
pub static INGRESS_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressRule",
    &[
        Field::new("host", 1, Type::String, OMITEMPTY),
        Field::new("http", 1, Type::Message(&HTTP_INGRESS_RULE_VALUE), POINTER | OMITEMPTY)
            .via(&[2]),
    ],
    &[0, 1],
);

impl Message for IngressRule {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.host.reflect(),
            1 => self.http.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.host.reflect_mut(),
            1 => self.http.reflect_mut(),
            _ => panic!("IngressRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.http.is_some()) << 1
    }
}

/// `io.k8s.api.networking.v1beta1.IngressSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressSpec {
    pub ingress_class_name: Option<String>,
    pub backend: Option<Box<IngressBackend>>,
    pub tls: Vec<IngressTLS>,
    pub rules: Vec<IngressRule>,
}

#[doc(hidden)]
pub static INGRESS_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressSpec",
    &[
        Field::new("ingressClassName", 4, Type::String, POINTER | OMITEMPTY),
        Field::new("backend", 1, Type::Message(&INGRESS_BACKEND), POINTER | OMITEMPTY),
        Field::new("tls", 2, Type::List(&Type::Message(&INGRESS_TLS)), OMITEMPTY | ATOMIC),
        Field::new("rules", 3, Type::List(&Type::Message(&INGRESS_RULE)), OMITEMPTY | ATOMIC),
    ],
    &[1, 2, 3, 0],
);

impl Message for IngressSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ingress_class_name.reflect(),
            1 => self.backend.reflect(),
            2 => self.tls.reflect(),
            3 => self.rules.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ingress_class_name.reflect_mut(),
            1 => self.backend.reflect_mut(),
            2 => self.tls.reflect_mut(),
            3 => self.rules.reflect_mut(),
            _ => panic!("IngressSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.ingress_class_name.is_some())
            | u64::from(self.backend.is_some()) << 1
            | u64::from(!self.tls.is_empty()) << 2
            | u64::from(!self.rules.is_empty()) << 3
    }
}

/// `io.k8s.api.networking.v1beta1.IngressStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressStatus {
    pub load_balancer: IngressLoadBalancerStatus,
}

#[doc(hidden)]
pub static INGRESS_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressStatus",
    &[Field::new("loadBalancer", 1, Type::Message(&INGRESS_LOAD_BALANCER_STATUS), OMITEMPTY)],
    &[0],
);

impl Message for IngressStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.load_balancer.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.load_balancer.reflect_mut(),
            _ => panic!("IngressStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.networking.v1beta1.IngressTLS`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngressTLS {
    pub hosts: Vec<String>,
    pub secret_name: String,
}

#[doc(hidden)]
pub static INGRESS_TLS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IngressTLS",
    &[
        Field::new("hosts", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("secretName", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for IngressTLS {
    fn descriptor(&self) -> &'static Descriptor {
        &INGRESS_TLS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.hosts.reflect(),
            1 => self.secret_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.hosts.reflect_mut(),
            1 => self.secret_name.reflect_mut(),
            _ => panic!("IngressTLS has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.hosts.is_empty())
    }
}

bowline_apimachinery::open_enum!(
/// One of `Exact`, `ImplementationSpecific`, `Prefix`.
PathType { Exact = "Exact", ImplementationSpecific = "ImplementationSpecific", Prefix = "Prefix" });

bowline_apimachinery::message!(Ingress HTTPIngressPath HTTPIngressRuleValue IngressBackend IngressLoadBalancerIngress IngressLoadBalancerStatus IngressPortStatus IngressRule IngressSpec IngressStatus IngressTLS);
