//! The `default` service account of every namespace.
//!
//! *Upstream:* `pkg/controller/serviceaccount/serviceaccounts_controller.go`.

use bowline_api::core::v1::{Namespace, NamespacePhase, ServiceAccount};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::NamespacedName;
use bowline_controller_runtime::{Action, Manager, ReconcileError, Request};

/// The name of the account that pods have unless they name another.
pub const DEFAULT: &str = "default";

/// Adds the controller to a manager.
pub fn add(manager: &mut Manager) {
    let client = manager.client().clone();
    let accounts = manager.caches().store::<ServiceAccount>();
    let controller = manager
        .controller::<Namespace>("serviceaccount")
        .watches::<ServiceAccount>(|account| {
            let metadata = &account.metadata;
            let ours = metadata.name == DEFAULT;
            ours.then(|| NamespacedName::new("", &metadata.namespace)).into_iter().collect()
        })
        .reconcile(move |request: Request<Namespace>| {
            let client = client.clone();
            let exists = accounts.get_by(&request.key.name, DEFAULT).is_some();
            async move {
                let active = request.present().is_some_and(|n| is_active(n));
                if active && !exists {
                    let account = ServiceAccount {
                        metadata: ObjectMeta::named(DEFAULT),
                        ..ServiceAccount::default()
                    };
                    let made = client.namespaced(&request.key.name).create(&account).await;
                    tolerate_existing(made.map(drop))?;
                }
                Ok(Action::Done)
            }
        });
    manager.add(controller);
}

/// Whether things may still be made in the namespace.
pub(crate) fn is_active(namespace: &Namespace) -> bool {
    !namespace.metadata.is_terminating() && namespace.status.phase != NamespacePhase::Terminating
}

/// Somebody else was faster, or the namespace is going: both are fine.
pub(crate) fn tolerate_existing(
    outcome: Result<(), bowline_client::Error>,
) -> Result<(), ReconcileError> {
    match outcome {
        Err(error) if error.is_already_exists() || error.is_not_found() || error.is_forbidden() => {
            Ok(())
        }
        other => Ok(other?),
    }
}
