//! What may change or refuse a write before it is stored.
//!
//! *Upstream:* `apiserver/pkg/admission`.

mod certificate_subject;
mod chain;
mod claim_resize;
mod default_ingress_class;
mod default_storage_class;
mod default_toleration_seconds;
mod limit_ranger;
mod namespace_lifecycle;
mod pod_security;
mod policy;
mod priority;
mod request;
mod resource_quota;
mod runtime_class;

pub use certificate_subject::CertificateSubjectRestriction;
pub use chain::AdmissionChain;
pub use claim_resize::PersistentVolumeClaimResize;
pub use default_ingress_class::DefaultIngressClass;
pub use default_storage_class::DefaultStorageClass;
pub use default_toleration_seconds::DefaultTolerationSeconds;
pub use limit_ranger::LimitRanger;
pub use namespace_lifecycle::NamespaceLifecycle;
pub use pod_security::PodSecurity;
pub use policy::{MutatingAdmissionPolicies, ValidatingAdmissionPolicies};
pub use priority::Priority;
pub use request::{AdmissionRequest, Operation};
pub use resource_quota::ResourceQuotas;
pub use runtime_class::RuntimeClass;

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;

/// An admission plugin.
///
/// All plugins of a chain admit before the first validates, so `validate` sees the final object.
#[async_trait]
pub trait Admission: Send + Sync + 'static {
    /// The plugin's name, as in `--enable-admission-plugins`.
    fn name(&self) -> &'static str;

    /// Whether the plugin wants to see the request at all.
    fn handles(&self, request: &AdmissionRequest<'_>) -> bool;

    /// Changes the object, or refuses the request.
    ///
    /// # Errors
    /// The answer to the client.
    async fn admit(&self, _request: &mut AdmissionRequest<'_>) -> Result<(), Status> {
        Ok(())
    }

    /// Refuses the request.
    ///
    /// # Errors
    /// The answer to the client.
    async fn validate(&self, _request: &AdmissionRequest<'_>) -> Result<(), Status> {
        Ok(())
    }
}

const _: Option<&dyn Admission> = None;
