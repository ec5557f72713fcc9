//! A claim that is deleted stays until no pod uses it.
//!
//! Upstream: `pkg/controller/volume/pvcprotection`.

use std::sync::Arc;

use bowline_api::core::v1::{PersistentVolumeClaim, Pod};
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::api::ListParams;
use bowline_client::cache::{Index, Store};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, ReconcileError, Request};

use crate::ephemeral_volume::claim_name;
use crate::setup::Setup;

/// The finalizer that this controller answers for.
pub const FINALIZER: &str = "kubernetes.io/pvc-protection";

/// What to do about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing, or nothing yet.
    Keep,
    /// Hold it from now on.
    Hold,
    /// Let it go.
    Release,
}

/// Decides about a claim; `is_used` is asked only of a claim that is being deleted.
#[must_use]
pub fn plan(claim: &PersistentVolumeClaim, is_used: bool) -> Plan {
    match (claim.metadata.is_terminating(), claim.metadata.has_finalizer(FINALIZER)) {
        (false, false) => Plan::Hold,
        (true, true) if !is_used => Plan::Release,
        _ => Plan::Keep,
    }
}

/// Whether a pod uses a claim: it is on a node, and names the claim itself or by a volume of its
/// own.
#[must_use]
pub fn uses(pod: &Pod, claim: &PersistentVolumeClaim) -> bool {
    if pod.spec.node_name.is_empty() || pod.metadata.namespace != claim.metadata.namespace {
        return false;
    }
    pod.spec.volumes.iter().any(|volume| {
        let named = volume.persistent_volume_claim.as_ref();
        let is_named = named.is_some_and(|source| source.claim_name == claim.metadata.name);
        let is_own = volume.ephemeral.is_some()
            && !pod.is_terminal()
            && claim_name(pod, &volume.name) == claim.metadata.name
            && claim.metadata.is_controlled_by(&pod.metadata.uid);
        is_named || is_own
    })
}

/// The claims that a pod may use.
pub(crate) fn claims_of(pod: &Pod) -> Vec<NamespacedName> {
    let names = pod.spec.volumes.iter().filter_map(|volume| {
        match (&volume.persistent_volume_claim, &volume.ephemeral) {
            (Some(source), _) => Some(source.claim_name.clone()),
            (None, Some(_)) => Some(claim_name(pod, &volume.name)),
            (None, None) => None,
        }
    });
    names.map(|name| NamespacedName::new(&pod.metadata.namespace, &name)).collect()
}

struct Protection {
    client: Client,
    claims: Store<PersistentVolumeClaim>,
    by_claim: Index<Pod, NamespacedName>,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let pods = setup.store::<Pod>();
    let this = Arc::new(Protection {
        client: setup.client(),
        claims: setup.store(),
        by_claim: pods.index_by(claims_of),
    });
    let controller = setup
        .controller::<PersistentVolumeClaim>("persistentvolumeclaim-protection-controller")
        .watches_store(&pods, claims_of)
        .reconcile(move |request: Request<PersistentVolumeClaim>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl Protection {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        let Some(claim) = self.claims.get(key) else { return Ok(Action::Done) };
        let is_used = claim.metadata.is_terminating() && self.is_used(&claim).await?;
        let mut changed = (*claim).clone();
        match plan(&claim, is_used) {
            Plan::Keep => return Ok(Action::Done),
            Plan::Hold => changed.metadata.add_finalizer(FINALIZER),
            Plan::Release => changed.metadata.remove_finalizer(FINALIZER),
        };
        let claims = self.client.namespaced::<PersistentVolumeClaim>(&key.namespace);
        match claims.update(&changed).await {
            Err(error) if !error.is_not_found() => Err(error.into()),
            _ => Ok(Action::Done),
        }
    }

    /// By the cache, and then by asking: the cache may not show the latest pod.
    async fn is_used(&self, claim: &PersistentVolumeClaim) -> Result<bool, Error> {
        let known = self.by_claim.get(&claim.key());
        if known.iter().any(|pod| uses(pod, claim)) {
            return Ok(true);
        }
        let pods = self.client.namespaced::<Pod>(&claim.metadata.namespace);
        let pods = pods.list(&ListParams::default()).await?;
        Ok(pods.items.iter().any(|pod| uses(pod, claim)))
    }
}

#[cfg(test)]
mod tests {
    use bowline_apimachinery::time::Time;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_claim_goes_when_nobody_uses_it() {
        let mut claim = PersistentVolumeClaim::default();
        assert_eq!(plan(&claim, false), Plan::Hold);
        claim.metadata.add_finalizer(FINALIZER);
        assert_eq!(plan(&claim, false), Plan::Keep);
        claim.metadata.deletion_timestamp = Some(Time::from_unix_seconds(1));
        assert_eq!(plan(&claim, true), Plan::Keep);
        assert_eq!(plan(&claim, false), Plan::Release);
    }

    #[test]
    fn a_pod_on_a_node_uses_what_it_names() {
        let claim: PersistentVolumeClaim = serde_json::from_value(json!({
            "metadata": {"name": "p-data", "namespace": "d", "ownerReferences": [
                {"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "controller": true}]},
        }))
        .unwrap();
        let named = json!({"name": "x", "persistentVolumeClaim": {"claimName": "p-data"}});
        let own = json!({"name": "data", "ephemeral": {}});
        let pod = |node: &str, phase: &str, volume: &Value| -> Pod {
            serde_json::from_value(json!({
                "metadata": {"name": "p", "namespace": "d", "uid": "u"},
                "spec": {"nodeName": node, "volumes": [volume]}, "status": {"phase": phase},
            }))
            .unwrap()
        };
        for (node, phase, volume, want) in [
            ("n", "Running", &named, true),
            ("n", "Succeeded", &named, true),
            ("", "Pending", &named, false),
            ("n", "Running", &own, true),
            ("n", "Succeeded", &own, false),
        ] {
            let pod = pod(node, phase, volume);
            assert_eq!(uses(&pod, &claim), want, "{node} {phase} {volume}");
            assert_eq!(claims_of(&pod), [NamespacedName::new("d", "p-data")]);
        }
    }
}
