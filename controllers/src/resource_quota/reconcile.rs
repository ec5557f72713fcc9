//! Counting again when something in the namespace has changed, and now and then.
//!
//! Upstream: `pkg/controller/resourcequota/resource_quota_controller.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{
    ConfigMap, PersistentVolumeClaim, Pod, ReplicationController, ResourceList, ResourceQuota,
    Secret, Service,
};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::resource::{ApiResource, NamespacedName, Resource};
use bowline_client::api::ListParams;
use bowline_client::cache::Store;
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, Controller, ReconcileError, Request};

use super::{scopes, usage};
use crate::own_writes::OwnWrites;
use crate::setup::{Setup, keys_matching, now};

/// How often everything is counted again.
const RESYNC: Duration = Duration::from_secs(300);
/// How often kinds are counted that nobody watches here.
const RECOUNT: Duration = Duration::from_secs(30);

struct Quotas {
    client: Client,
    quotas: Store<ResourceQuota>,
    pods: Store<Pod>,
    services: Store<Service>,
    claims: Store<PersistentVolumeClaim>,
    maps: Store<ConfigMap>,
    secrets: Store<Secret>,
    controllers: Store<ReplicationController>,
    writes: OwnWrites,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let quotas = setup.store::<ResourceQuota>();
    let this = Arc::new(Quotas {
        client: setup.client(),
        quotas: quotas.clone(),
        pods: setup.store(),
        services: setup.store(),
        claims: setup.store(),
        maps: setup.store(),
        secrets: setup.store(),
        controllers: setup.store(),
        writes: OwnWrites::default(),
    });
    let mut controller = setup.controller::<ResourceQuota>("resourcequota-controller");
    controller = counts::<Pod>(controller, &quotas);
    controller = counts::<Service>(controller, &quotas);
    controller = counts::<PersistentVolumeClaim>(controller, &quotas);
    controller = counts::<ConfigMap>(controller, &quotas);
    controller = counts::<Secret>(controller, &quotas);
    controller = counts::<ReplicationController>(controller, &quotas);
    let controller = controller
        .concurrency(setup.config.concurrent_resource_quota_syncs)
        .reconcile(move |request: Request<ResourceQuota>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

/// Has all quotas of a namespace counted when an object of a kind comes, changes or goes there.
fn counts<K: Resource>(
    controller: Controller<ResourceQuota>,
    quotas: &Store<ResourceQuota>,
) -> Controller<ResourceQuota> {
    let quotas = quotas.clone();
    controller.watches::<K>(move |object| keys_matching(&quotas, object.namespace(), |_| true))
}

impl Quotas {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.quotas).await?;
        let Some(quota) = self.quotas.get(key) else {
            self.writes.forget(key);
            return Ok(Action::Done);
        };
        let hard = &quota.spec.hard;
        let mut used: ResourceList =
            hard.keys().map(|name| (name.clone(), Quantity::from(0))).collect();
        self.count_known(&quota, &mut used);
        let counts_others = self.count_others(&key.namespace, &mut used).await?;
        if quota.status.hard != *hard || quota.status.used != used {
            let mut told = (*quota).clone();
            told.status.hard.clone_from(hard);
            told.status.used = used;
            let quotas = self.client.namespaced::<ResourceQuota>(&key.namespace);
            match quotas.update_status(&told).await {
                Err(error) if error.is_not_found() => return Ok(Action::Done),
                written => self.writes.wrote(key, &written?),
            }
        }
        Ok(Action::RequeueAfter(if counts_others { RECOUNT } else { RESYNC }))
    }

    /// Kinds with their own ways to use a quota, and kinds that the caches have anyway.
    fn count_known(&self, quota: &ResourceQuota, used: &mut ResourceList) {
        let namespace = &quota.metadata.namespace;
        let now = now(self.client.clock());
        for pod in self.pods.list_in(namespace) {
            if scopes::hold(&quota.spec, &pod) {
                usage::add(used, &usage::of_pod(&pod, now));
            }
        }
        // Scopes are about pods; a quota that has some is about nothing else.
        if !quota.spec.scopes.is_empty() || quota.spec.scope_selector.is_some() {
            return;
        }
        for service in self.services.list_in(namespace) {
            usage::add(used, &usage::of_service(&service));
        }
        for claim in self.claims.list_in(namespace) {
            usage::add(used, &usage::of_claim(&claim));
        }
        for (name, count) in [
            ("configmaps", self.maps.list_in(namespace).len()),
            ("secrets", self.secrets.list_in(namespace).len()),
            ("replicationcontrollers", self.controllers.list_in(namespace).len()),
            ("resourcequotas", self.quotas.list_in(namespace).len()),
        ] {
            let count = Quantity::from(i64::try_from(count).unwrap_or(i64::MAX));
            for name in [name.to_owned(), format!("count/{name}")] {
                usage::add(used, &ResourceList::from([(name, count.clone())]));
            }
        }
    }

    /// Any other kind, by `count/`. Tells whether there is one.
    async fn count_others(&self, namespace: &str, used: &mut ResourceList) -> Result<bool, Error> {
        let is_other = |name: &&String| {
            name.strip_prefix("count/").is_some_and(|kind| !usage::BARE_COUNTS.contains(&kind))
        };
        let others: Vec<String> = used.keys().filter(is_other).cloned().collect();
        if others.is_empty() {
            return Ok(false);
        }
        let discovery = self.client.discover().await?;
        for name in others {
            let kind = name.trim_start_matches("count/");
            let named = |resource: &ApiResource| match &*resource.group {
                "" => *resource.plural == *kind,
                group => kind == format!("{}.{group}", resource.plural),
            };
            let found = discovery
                .preferred_resources()
                .find(|served| served.resource.namespaced && named(&served.resource));
            let Some(found) = found else { continue };
            let objects = self.client.metadata(&found.resource, Some(namespace));
            let count = objects.list_all(&ListParams::default()).await?.items.len();
            used.insert(name, Quantity::from(i64::try_from(count).unwrap_or(i64::MAX)));
        }
        Ok(true)
    }
}
