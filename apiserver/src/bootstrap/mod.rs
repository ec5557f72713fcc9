//! The objects that a fresh cluster has before anyone asks for them.
//!
//! *Upstream:* `pkg/controlplane`, `pkg/apis/flowcontrol/bootstrap`.

mod kubernetes_service;
mod objects;

pub(crate) use kubernetes_service::advertise;

use bowline_apimachinery::meta::{Status, reason};

use crate::registry::Registry;
use crate::server::Config;

/// Makes what is missing; what is there stays as it is.
///
/// # Errors
/// When an object cannot be written.
pub(crate) async fn run(registry: &Registry, config: &Config) -> Result<(), Status> {
    for (group, resource, object) in objects::all(registry, config) {
        match registry.create(group, resource, object).await {
            Ok(_) => {}
            Err(status) if status.reason == reason::ALREADY_EXISTS => {}
            Err(status) => return Err(status),
        }
    }
    if let Some(address) = config.advertise_address {
        advertise(registry, config, address).await?;
    }
    Ok(())
}
