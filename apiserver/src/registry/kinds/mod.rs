//! The kinds that need more than the generic store gives: one file a kind.
//!
//! *Upstream:* `pkg/registry`, the `strategy.go` of each kind.

pub(crate) mod certificate_signing_request;
mod event;
mod job;
pub(crate) mod namespace;
mod persistent_volume;
pub(crate) mod pod;
mod secret;
pub(crate) mod service;
mod traits;

use std::sync::Arc;

use bowline_apimachinery::codec::json;
use bowline_apimachinery::reflect::Message;
use serde_json::Value;

use super::strategy::{Plain, Strategy};
use crate::custom_resources::DefinitionStrategy;

/// The strategy of a built-in resource.
pub(crate) fn strategy(group: &str, plural: &str, has_status: bool) -> Arc<dyn Strategy> {
    let traits = traits::of(group, plural, has_status);
    match (group, plural) {
        ("", "namespaces") => Arc::new(namespace::NamespaceStrategy(traits)),
        ("", "pods") => Arc::new(pod::PodStrategy(traits)),
        ("", "secrets") => Arc::new(secret::SecretStrategy(traits)),
        ("", "services") => Arc::new(service::ServiceStrategy(traits)),
        ("", "events") => Arc::new(event::EventStrategy(traits)),
        ("", "persistentvolumes") => Arc::new(persistent_volume::VolumeStrategy(traits)),
        ("batch", "jobs") => Arc::new(job::JobStrategy(traits)),
        ("certificates.k8s.io", "certificatesigningrequests") => {
            Arc::new(certificate_signing_request::RequestStrategy(traits))
        }
        ("apiextensions.k8s.io", "customresourcedefinitions") => {
            Arc::new(DefinitionStrategy(traits))
        }
        _ => Arc::new(Plain(traits)),
    }
}

/// A value as its type; the empty object where it does not fit, which decoding has ruled out.
pub(crate) fn typed<T: Message + Default>(value: &Value) -> T {
    let mut message = T::default();
    if json::from_value(&mut message, value.clone()).is_err() {
        tracing::warn!(kind = message.descriptor().name, "stored object does not fit its type");
    }
    message
}
