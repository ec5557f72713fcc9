//! Claims for volumes that live and die with a pod.
//!
//! Upstream: `pkg/controller/volume/ephemeral`.

use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolumeClaim, PersistentVolumeClaimTemplate, Pod};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::Client;
use bowline_client::cache::Store;
use bowline_controller_runtime::owner::controller_reference;
use bowline_controller_runtime::{Action, ReconcileError, Request};

use crate::setup::Setup;

/// The name of the claim for a pod's volume.
#[must_use]
pub fn claim_name(pod: &Pod, volume: &str) -> String {
    format!("{}-{volume}", pod.metadata.name)
}

/// The claims that a pod needs for volumes of its own.
pub fn claims(pod: &Pod) -> impl Iterator<Item = PersistentVolumeClaim> {
    let is_going = pod.metadata.is_terminating();
    pod.spec.volumes.iter().filter(move |_| !is_going).filter_map(|volume| {
        let template = volume.ephemeral.as_ref()?.volume_claim_template.as_deref()?;
        Some(claim(pod, &volume.name, template))
    })
}

fn claim(
    pod: &Pod,
    volume: &str,
    template: &PersistentVolumeClaimTemplate,
) -> PersistentVolumeClaim {
    PersistentVolumeClaim {
        metadata: ObjectMeta {
            annotations: template.metadata.annotations.clone(),
            labels: template.metadata.labels.clone(),
            owner_references: vec![controller_reference(pod)],
            ..ObjectMeta::named(claim_name(pod, volume)).in_namespace(&pod.metadata.namespace)
        },
        spec: template.spec.clone(),
        ..PersistentVolumeClaim::default()
    }
}

/// A claim of that name is not the pod's.
#[derive(Debug, thiserror::Error)]
#[error("PVC {claim} was not created for pod {pod} (pod is not owner)")]
struct NotOwner {
    claim: NamespacedName,
    pod: NamespacedName,
}

struct Ephemeral {
    client: Client,
    claims: Store<PersistentVolumeClaim>,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let this = Arc::new(Ephemeral { client: setup.client(), claims: setup.store() });
    let controller = setup
        .controller::<Pod>("ephemeral-volume-controller")
        .when(|delta| delta.object().is_some_and(|pod| claims(pod).next().is_some()))
        .watches::<PersistentVolumeClaim>(|claim| {
            let owner = claim.metadata.controller().filter(|owner| owner.kind == "Pod");
            let key =
                owner.map(|owner| NamespacedName::new(&claim.metadata.namespace, &owner.name));
            key.into_iter().collect()
        })
        .concurrency(setup.config.concurrent_ephemeral_volume_syncs)
        .reconcile(move |request: Request<Pod>| {
            let this = this.clone();
            async move {
                match request.present() {
                    Some(pod) => this.reconcile(pod).await,
                    None => Ok(Action::Done),
                }
            }
        });
    setup.add(controller);
}

impl Ephemeral {
    async fn reconcile(&self, pod: &Pod) -> Result<Action, ReconcileError> {
        for wanted in claims(pod) {
            let not_owner = || NotOwner { claim: wanted.key(), pod: pod.key() };
            if let Some(found) = self.claims.get(&wanted.key()) {
                if !found.metadata.is_controlled_by(&pod.metadata.uid) {
                    return Err(not_owner().into());
                }
                continue;
            }
            let claims = self.client.namespaced::<PersistentVolumeClaim>(wanted.namespace());
            match claims.create(&wanted).await {
                Err(error) if error.is_namespace_terminating() => return Ok(Action::Done),
                Err(error) if error.is_already_exists() => {
                    let found = claims.get(wanted.name()).await?;
                    if !found.metadata.is_controlled_by(&pod.metadata.uid) {
                        return Err(not_owner().into());
                    }
                }
                created => drop(created?),
            }
        }
        Ok(Action::Done)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_claim_is_made_from_the_template_for_the_pod() {
        let mut pod: Pod = serde_json::from_value(json!({
            "metadata": {"name": "p", "namespace": "d", "uid": "u"},
            "spec": {"volumes": [
                {"name": "scratch", "ephemeral": {"volumeClaimTemplate": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"accessModes": ["ReadWriteOnce"]}}}},
                {"name": "other", "emptyDir": {}},
            ]}
        }))
        .unwrap();
        let made: Vec<_> = claims(&pod).collect();
        assert_eq!(made.len(), 1);
        assert_eq!((made[0].name(), made[0].namespace()), ("p-scratch", "d"));
        assert_eq!(made[0].metadata.labels["a"], "b");
        assert!(made[0].metadata.is_controlled_by("u"));
        assert_eq!(made[0].spec.access_modes.len(), 1);
        pod.metadata.deletion_timestamp =
            Some(bowline_apimachinery::time::Time::from_unix_seconds(1));
        assert_eq!(claims(&pod).count(), 0);
    }
}
