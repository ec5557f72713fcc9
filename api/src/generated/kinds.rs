//! Every kind that has a type here. Written by `cargo xtask generate`; do not edit.

use crate::kinds::KindEntry;

#[doc(hidden)]
pub static KINDS: &[KindEntry] = &[
    KindEntry {
        group: "admission.k8s.io",
        version: "v1",
        kind: "AdmissionReview",
        new: || Box::new(<crate::admission::v1::AdmissionReview>::default()),
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1",
        kind: "MutatingAdmissionPolicy",
        new: || Box::new(<crate::admissionregistration::v1::MutatingAdmissionPolicy>::default()),
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1",
        kind: "MutatingAdmissionPolicyBinding",
        new: || {
            Box::new(<crate::admissionregistration::v1::MutatingAdmissionPolicyBinding>::default())
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1",
        kind: "MutatingWebhookConfiguration",
        new: || {
            Box::new(<crate::admissionregistration::v1::MutatingWebhookConfiguration>::default())
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1",
        kind: "ValidatingAdmissionPolicy",
        new: || Box::new(<crate::admissionregistration::v1::ValidatingAdmissionPolicy>::default()),
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1",
        kind: "ValidatingAdmissionPolicyBinding",
        new: || {
            Box::new(<crate::admissionregistration::v1::ValidatingAdmissionPolicyBinding>::default())
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1",
        kind: "ValidatingWebhookConfiguration",
        new: || {
            Box::new(<crate::admissionregistration::v1::ValidatingWebhookConfiguration>::default())
        },
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1alpha1",
        kind: "MutatingAdmissionPolicy",
        new: || {
            Box::new(<crate::admissionregistration::v1alpha1::MutatingAdmissionPolicy>::default())
        },
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1alpha1",
        kind: "MutatingAdmissionPolicyBinding",
        new: || {
            Box::new(
                <crate::admissionregistration::v1alpha1::MutatingAdmissionPolicyBinding>::default(),
            )
        },
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1alpha1",
        kind: "ValidatingAdmissionPolicy",
        new: || {
            Box::new(<crate::admissionregistration::v1alpha1::ValidatingAdmissionPolicy>::default())
        },
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1alpha1",
        kind: "ValidatingAdmissionPolicyBinding",
        new: || {
            Box::new(
                <crate::admissionregistration::v1alpha1::ValidatingAdmissionPolicyBinding>::default(
                ),
            )
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1beta1",
        kind: "MutatingAdmissionPolicy",
        new: || {
            Box::new(<crate::admissionregistration::v1beta1::MutatingAdmissionPolicy>::default())
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1beta1",
        kind: "MutatingAdmissionPolicyBinding",
        new: || {
            Box::new(
                <crate::admissionregistration::v1beta1::MutatingAdmissionPolicyBinding>::default(),
            )
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1beta1",
        kind: "MutatingWebhookConfiguration",
        new: || {
            Box::new(
                <crate::admissionregistration::v1beta1::MutatingWebhookConfiguration>::default(),
            )
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1beta1",
        kind: "ValidatingAdmissionPolicy",
        new: || {
            Box::new(<crate::admissionregistration::v1beta1::ValidatingAdmissionPolicy>::default())
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1beta1",
        kind: "ValidatingAdmissionPolicyBinding",
        new: || {
            Box::new(
                <crate::admissionregistration::v1beta1::ValidatingAdmissionPolicyBinding>::default(
                ),
            )
        },
    },
    KindEntry {
        group: "admissionregistration.k8s.io",
        version: "v1beta1",
        kind: "ValidatingWebhookConfiguration",
        new: || {
            Box::new(
                <crate::admissionregistration::v1beta1::ValidatingWebhookConfiguration>::default(),
            )
        },
    },
    KindEntry {
        group: "apidiscovery.k8s.io",
        version: "v2",
        kind: "APIGroupDiscovery",
        new: || Box::new(<crate::apidiscovery::v2::APIGroupDiscovery>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "internal.apiserver.k8s.io",
        version: "v1alpha1",
        kind: "StorageVersion",
        new: || Box::new(<crate::apiserverinternal::v1alpha1::StorageVersion>::default()),
    },
    KindEntry {
        group: "apps",
        version: "v1",
        kind: "ControllerRevision",
        new: || Box::new(<crate::apps::v1::ControllerRevision>::default()),
    },
    KindEntry {
        group: "apps",
        version: "v1",
        kind: "DaemonSet",
        new: || Box::new(<crate::apps::v1::DaemonSet>::default()),
    },
    KindEntry {
        group: "apps",
        version: "v1",
        kind: "Deployment",
        new: || Box::new(<crate::apps::v1::Deployment>::default()),
    },
    KindEntry {
        group: "apps",
        version: "v1",
        kind: "ReplicaSet",
        new: || Box::new(<crate::apps::v1::ReplicaSet>::default()),
    },
    KindEntry {
        group: "apps",
        version: "v1",
        kind: "StatefulSet",
        new: || Box::new(<crate::apps::v1::StatefulSet>::default()),
    },
    KindEntry {
        group: "authentication.k8s.io",
        version: "v1",
        kind: "SelfSubjectReview",
        new: || Box::new(<crate::authentication::v1::SelfSubjectReview>::default()),
    },
    KindEntry {
        group: "authentication.k8s.io",
        version: "v1",
        kind: "TokenRequest",
        new: || Box::new(<crate::authentication::v1::TokenRequest>::default()),
    },
    KindEntry {
        group: "authentication.k8s.io",
        version: "v1",
        kind: "TokenReview",
        new: || Box::new(<crate::authentication::v1::TokenReview>::default()),
    },
    KindEntry {
        group: "authorization.k8s.io",
        version: "v1",
        kind: "LocalSubjectAccessReview",
        new: || Box::new(<crate::authorization::v1::LocalSubjectAccessReview>::default()),
    },
    KindEntry {
        group: "authorization.k8s.io",
        version: "v1",
        kind: "SelfSubjectAccessReview",
        new: || Box::new(<crate::authorization::v1::SelfSubjectAccessReview>::default()),
    },
    KindEntry {
        group: "authorization.k8s.io",
        version: "v1",
        kind: "SelfSubjectRulesReview",
        new: || Box::new(<crate::authorization::v1::SelfSubjectRulesReview>::default()),
    },
    KindEntry {
        group: "authorization.k8s.io",
        version: "v1",
        kind: "SubjectAccessReview",
        new: || Box::new(<crate::authorization::v1::SubjectAccessReview>::default()),
    },
    KindEntry {
        group: "autoscaling",
        version: "v1",
        kind: "HorizontalPodAutoscaler",
        new: || Box::new(<crate::autoscaling::v1::HorizontalPodAutoscaler>::default()),
    },
    KindEntry {
        group: "autoscaling",
        version: "v1",
        kind: "Scale",
        new: || Box::new(<crate::autoscaling::v1::Scale>::default()),
    },
    KindEntry {
        group: "autoscaling",
        version: "v2",
        kind: "HorizontalPodAutoscaler",
        new: || Box::new(<crate::autoscaling::v2::HorizontalPodAutoscaler>::default()),
    },
    KindEntry {
        group: "batch",
        version: "v1",
        kind: "CronJob",
        new: || Box::new(<crate::batch::v1::CronJob>::default()),
    },
    KindEntry {
        group: "batch",
        version: "v1",
        kind: "Job",
        new: || Box::new(<crate::batch::v1::Job>::default()),
    },
    KindEntry {
        group: "certificates.k8s.io",
        version: "v1",
        kind: "CertificateSigningRequest",
        new: || Box::new(<crate::certificates::v1::CertificateSigningRequest>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "certificates.k8s.io",
        version: "v1alpha1",
        kind: "ClusterTrustBundle",
        new: || Box::new(<crate::certificates::v1alpha1::ClusterTrustBundle>::default()),
    },
    KindEntry {
        group: "certificates.k8s.io",
        version: "v1beta1",
        kind: "CertificateSigningRequest",
        new: || Box::new(<crate::certificates::v1beta1::CertificateSigningRequest>::default()),
    },
    KindEntry {
        group: "certificates.k8s.io",
        version: "v1beta1",
        kind: "ClusterTrustBundle",
        new: || Box::new(<crate::certificates::v1beta1::ClusterTrustBundle>::default()),
    },
    KindEntry {
        group: "certificates.k8s.io",
        version: "v1beta1",
        kind: "PodCertificateRequest",
        new: || Box::new(<crate::certificates::v1beta1::PodCertificateRequest>::default()),
    },
    KindEntry {
        group: "coordination.k8s.io",
        version: "v1",
        kind: "Lease",
        new: || Box::new(<crate::coordination::v1::Lease>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "coordination.k8s.io",
        version: "v1alpha2",
        kind: "LeaseCandidate",
        new: || Box::new(<crate::coordination::v1alpha2::LeaseCandidate>::default()),
    },
    KindEntry {
        group: "coordination.k8s.io",
        version: "v1beta1",
        kind: "Lease",
        new: || Box::new(<crate::coordination::v1beta1::Lease>::default()),
    },
    KindEntry {
        group: "coordination.k8s.io",
        version: "v1beta1",
        kind: "LeaseCandidate",
        new: || Box::new(<crate::coordination::v1beta1::LeaseCandidate>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Binding",
        new: || Box::new(<crate::core::v1::Binding>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ComponentStatus",
        new: || Box::new(<crate::core::v1::ComponentStatus>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ConfigMap",
        new: || Box::new(<crate::core::v1::ConfigMap>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Endpoints",
        new: || Box::new(<crate::core::v1::Endpoints>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Event",
        new: || Box::new(<crate::core::v1::Event>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "LimitRange",
        new: || Box::new(<crate::core::v1::LimitRange>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Namespace",
        new: || Box::new(<crate::core::v1::Namespace>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Node",
        new: || Box::new(<crate::core::v1::Node>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "NodeProxyOptions",
        new: || Box::new(<crate::core::v1::NodeProxyOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PersistentVolume",
        new: || Box::new(<crate::core::v1::PersistentVolume>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PersistentVolumeClaim",
        new: || Box::new(<crate::core::v1::PersistentVolumeClaim>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Pod",
        new: || Box::new(<crate::core::v1::Pod>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodAttachOptions",
        new: || Box::new(<crate::core::v1::PodAttachOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodExecOptions",
        new: || Box::new(<crate::core::v1::PodExecOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodLogOptions",
        new: || Box::new(<crate::core::v1::PodLogOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodPortForwardOptions",
        new: || Box::new(<crate::core::v1::PodPortForwardOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodProxyOptions",
        new: || Box::new(<crate::core::v1::PodProxyOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodStatusResult",
        new: || Box::new(<crate::core::v1::PodStatusResult>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PodTemplate",
        new: || Box::new(<crate::core::v1::PodTemplate>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "RangeAllocation",
        new: || Box::new(<crate::core::v1::RangeAllocation>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ReplicationController",
        new: || Box::new(<crate::core::v1::ReplicationController>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ResourceQuota",
        new: || Box::new(<crate::core::v1::ResourceQuota>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Secret",
        new: || Box::new(<crate::core::v1::Secret>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "SerializedReference",
        new: || Box::new(<crate::core::v1::SerializedReference>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Service",
        new: || Box::new(<crate::core::v1::Service>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ServiceAccount",
        new: || Box::new(<crate::core::v1::ServiceAccount>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ServiceProxyOptions",
        new: || Box::new(<crate::core::v1::ServiceProxyOptions>::default()),
    },
    KindEntry {
        group: "discovery.k8s.io",
        version: "v1",
        kind: "EndpointSlice",
        new: || Box::new(<crate::discovery::v1::EndpointSlice>::default()),
    },
    KindEntry {
        group: "events.k8s.io",
        version: "v1",
        kind: "Event",
        new: || Box::new(<crate::events::v1::Event>::default()),
    },
    KindEntry {
        group: "flowcontrol.apiserver.k8s.io",
        version: "v1",
        kind: "FlowSchema",
        new: || Box::new(<crate::flowcontrol::v1::FlowSchema>::default()),
    },
    KindEntry {
        group: "flowcontrol.apiserver.k8s.io",
        version: "v1",
        kind: "PriorityLevelConfiguration",
        new: || Box::new(<crate::flowcontrol::v1::PriorityLevelConfiguration>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1",
        kind: "IPAddress",
        new: || Box::new(<crate::networking::v1::IPAddress>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1",
        kind: "Ingress",
        new: || Box::new(<crate::networking::v1::Ingress>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1",
        kind: "IngressClass",
        new: || Box::new(<crate::networking::v1::IngressClass>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1",
        kind: "NetworkPolicy",
        new: || Box::new(<crate::networking::v1::NetworkPolicy>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1",
        kind: "ServiceCIDR",
        new: || Box::new(<crate::networking::v1::ServiceCIDR>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1beta1",
        kind: "IPAddress",
        new: || Box::new(<crate::networking::v1beta1::IPAddress>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1beta1",
        kind: "Ingress",
        new: || Box::new(<crate::networking::v1beta1::Ingress>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1beta1",
        kind: "IngressClass",
        new: || Box::new(<crate::networking::v1beta1::IngressClass>::default()),
    },
    KindEntry {
        group: "networking.k8s.io",
        version: "v1beta1",
        kind: "ServiceCIDR",
        new: || Box::new(<crate::networking::v1beta1::ServiceCIDR>::default()),
    },
    KindEntry {
        group: "node.k8s.io",
        version: "v1",
        kind: "RuntimeClass",
        new: || Box::new(<crate::node::v1::RuntimeClass>::default()),
    },
    KindEntry {
        group: "policy",
        version: "v1",
        kind: "Eviction",
        new: || Box::new(<crate::policy::v1::Eviction>::default()),
    },
    KindEntry {
        group: "policy",
        version: "v1",
        kind: "PodDisruptionBudget",
        new: || Box::new(<crate::policy::v1::PodDisruptionBudget>::default()),
    },
    KindEntry {
        group: "rbac.authorization.k8s.io",
        version: "v1",
        kind: "ClusterRole",
        new: || Box::new(<crate::rbac::v1::ClusterRole>::default()),
    },
    KindEntry {
        group: "rbac.authorization.k8s.io",
        version: "v1",
        kind: "ClusterRoleBinding",
        new: || Box::new(<crate::rbac::v1::ClusterRoleBinding>::default()),
    },
    KindEntry {
        group: "rbac.authorization.k8s.io",
        version: "v1",
        kind: "Role",
        new: || Box::new(<crate::rbac::v1::Role>::default()),
    },
    KindEntry {
        group: "rbac.authorization.k8s.io",
        version: "v1",
        kind: "RoleBinding",
        new: || Box::new(<crate::rbac::v1::RoleBinding>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1",
        kind: "DeviceClass",
        new: || Box::new(<crate::resource::v1::DeviceClass>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1",
        kind: "ResourceClaim",
        new: || Box::new(<crate::resource::v1::ResourceClaim>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1",
        kind: "ResourceClaimTemplate",
        new: || Box::new(<crate::resource::v1::ResourceClaimTemplate>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1",
        kind: "ResourceSlice",
        new: || Box::new(<crate::resource::v1::ResourceSlice>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "resource.k8s.io",
        version: "v1alpha3",
        kind: "DeviceTaintRule",
        new: || Box::new(<crate::resource::v1alpha3::DeviceTaintRule>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "resource.k8s.io",
        version: "v1alpha3",
        kind: "ResourcePoolStatusRequest",
        new: || Box::new(<crate::resource::v1alpha3::ResourcePoolStatusRequest>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta1",
        kind: "DeviceClass",
        new: || Box::new(<crate::resource::v1beta1::DeviceClass>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta1",
        kind: "ResourceClaim",
        new: || Box::new(<crate::resource::v1beta1::ResourceClaim>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta1",
        kind: "ResourceClaimTemplate",
        new: || Box::new(<crate::resource::v1beta1::ResourceClaimTemplate>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta1",
        kind: "ResourceSlice",
        new: || Box::new(<crate::resource::v1beta1::ResourceSlice>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta2",
        kind: "DeviceClass",
        new: || Box::new(<crate::resource::v1beta2::DeviceClass>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta2",
        kind: "DeviceTaintRule",
        new: || Box::new(<crate::resource::v1beta2::DeviceTaintRule>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta2",
        kind: "ResourceClaim",
        new: || Box::new(<crate::resource::v1beta2::ResourceClaim>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta2",
        kind: "ResourceClaimTemplate",
        new: || Box::new(<crate::resource::v1beta2::ResourceClaimTemplate>::default()),
    },
    KindEntry {
        group: "resource.k8s.io",
        version: "v1beta2",
        kind: "ResourceSlice",
        new: || Box::new(<crate::resource::v1beta2::ResourceSlice>::default()),
    },
    KindEntry {
        group: "scheduling.k8s.io",
        version: "v1",
        kind: "PriorityClass",
        new: || Box::new(<crate::scheduling::v1::PriorityClass>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "scheduling.k8s.io",
        version: "v1alpha2",
        kind: "PodGroup",
        new: || Box::new(<crate::scheduling::v1alpha2::PodGroup>::default()),
    },
    #[cfg(feature = "alpha")]
    KindEntry {
        group: "scheduling.k8s.io",
        version: "v1alpha2",
        kind: "Workload",
        new: || Box::new(<crate::scheduling::v1alpha2::Workload>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1",
        kind: "CSIDriver",
        new: || Box::new(<crate::storage::v1::CSIDriver>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1",
        kind: "CSINode",
        new: || Box::new(<crate::storage::v1::CSINode>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1",
        kind: "CSIStorageCapacity",
        new: || Box::new(<crate::storage::v1::CSIStorageCapacity>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1",
        kind: "StorageClass",
        new: || Box::new(<crate::storage::v1::StorageClass>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1",
        kind: "VolumeAttachment",
        new: || Box::new(<crate::storage::v1::VolumeAttachment>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1",
        kind: "VolumeAttributesClass",
        new: || Box::new(<crate::storage::v1::VolumeAttributesClass>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1beta1",
        kind: "CSIDriver",
        new: || Box::new(<crate::storage::v1beta1::CSIDriver>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1beta1",
        kind: "CSINode",
        new: || Box::new(<crate::storage::v1beta1::CSINode>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1beta1",
        kind: "CSIStorageCapacity",
        new: || Box::new(<crate::storage::v1beta1::CSIStorageCapacity>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1beta1",
        kind: "StorageClass",
        new: || Box::new(<crate::storage::v1beta1::StorageClass>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1beta1",
        kind: "VolumeAttachment",
        new: || Box::new(<crate::storage::v1beta1::VolumeAttachment>::default()),
    },
    KindEntry {
        group: "storage.k8s.io",
        version: "v1beta1",
        kind: "VolumeAttributesClass",
        new: || Box::new(<crate::storage::v1beta1::VolumeAttributesClass>::default()),
    },
    KindEntry {
        group: "storagemigration.k8s.io",
        version: "v1beta1",
        kind: "StorageVersionMigration",
        new: || Box::new(<crate::storagemigration::v1beta1::StorageVersionMigration>::default()),
    },
    KindEntry {
        group: "apiextensions.k8s.io",
        version: "v1",
        kind: "ConversionReview",
        new: || Box::new(<crate::apiextensions::v1::ConversionReview>::default()),
    },
    KindEntry {
        group: "apiextensions.k8s.io",
        version: "v1",
        kind: "CustomResourceDefinition",
        new: || Box::new(<crate::apiextensions::v1::CustomResourceDefinition>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "APIGroup",
        new: || Box::new(<bowline_apimachinery::meta::APIGroup>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "APIGroupList",
        new: || Box::new(<bowline_apimachinery::meta::APIGroupList>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "APIResourceList",
        new: || Box::new(<bowline_apimachinery::meta::APIResourceList>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "APIVersions",
        new: || Box::new(<bowline_apimachinery::meta::APIVersions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ApplyOptions",
        new: || Box::new(<bowline_apimachinery::meta::ApplyOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "CreateOptions",
        new: || Box::new(<bowline_apimachinery::meta::CreateOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "DeleteOptions",
        new: || Box::new(<bowline_apimachinery::meta::DeleteOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "GetOptions",
        new: || Box::new(<bowline_apimachinery::meta::GetOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "ListOptions",
        new: || Box::new(<bowline_apimachinery::meta::ListOptions>::default()),
    },
    KindEntry {
        group: "meta.k8s.io",
        version: "v1",
        kind: "PartialObjectMetadata",
        new: || Box::new(<bowline_apimachinery::meta::PartialObjectMetadata>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "PatchOptions",
        new: || Box::new(<bowline_apimachinery::meta::PatchOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "Status",
        new: || Box::new(<bowline_apimachinery::meta::Status>::default()),
    },
    KindEntry {
        group: "meta.k8s.io",
        version: "v1",
        kind: "Table",
        new: || Box::new(<bowline_apimachinery::meta::Table>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "TableOptions",
        new: || Box::new(<bowline_apimachinery::meta::TableOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "UpdateOptions",
        new: || Box::new(<bowline_apimachinery::meta::UpdateOptions>::default()),
    },
    KindEntry {
        group: "",
        version: "v1",
        kind: "WatchEvent",
        new: || Box::new(<bowline_apimachinery::meta::WatchEvent>::default()),
    },
    KindEntry {
        group: "audit.k8s.io",
        version: "v1",
        kind: "Event",
        new: || Box::new(<crate::audit::v1::Event>::default()),
    },
    KindEntry {
        group: "audit.k8s.io",
        version: "v1",
        kind: "Policy",
        new: || Box::new(<crate::audit::v1::Policy>::default()),
    },
    KindEntry {
        group: "apiregistration.k8s.io",
        version: "v1",
        kind: "APIService",
        new: || Box::new(<crate::apiregistration::v1::APIService>::default()),
    },
    KindEntry {
        group: "metrics.k8s.io",
        version: "v1beta1",
        kind: "NodeMetrics",
        new: || Box::new(<crate::metrics::v1beta1::NodeMetrics>::default()),
    },
    KindEntry {
        group: "metrics.k8s.io",
        version: "v1beta1",
        kind: "PodMetrics",
        new: || Box::new(<crate::metrics::v1beta1::PodMetrics>::default()),
    },
];
