//! Carrying out what is planned for a Service.
//!
//! Upstream: `pkg/controller/endpoint/endpoints_controller.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{Endpoints, Pod, Service};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::api::DeleteParams;
use bowline_client::cache::{Delta, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::queue::QueueOptions;
use bowline_controller_runtime::{Action, ReconcileError, Request};

use super::plan::{LEADER, Observed, Plan, plan};
use crate::endpoint_slice::trigger_time::TriggerTimes;
use crate::endpoint_slice::{has_endpoints, services_concerned};
use crate::own_writes::OwnWrites;
use crate::setup::Setup;

/// The source of events, as upstream.
const COMPONENT: &str = "endpoint-controller";

struct Keeper {
    client: Client,
    services: Store<Service>,
    pods: Store<Pod>,
    endpoints: Store<Endpoints>,
    recorder: Recorder,
    trigger_times: TriggerTimes,
    writes: OwnWrites,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let services = setup.store::<Service>();
    let pods = setup.store::<Pod>();
    let endpoints = setup.store::<Endpoints>();
    let this = Arc::new(Keeper {
        client: setup.client(),
        services: services.clone(),
        pods: pods.clone(),
        endpoints: endpoints.clone(),
        recorder: setup.recorder(COMPONENT),
        trigger_times: TriggerTimes::default(),
        writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<Service>("endpoints-controller")
        .watches_deltas(&pods, move |delta: &Delta<Pod>, queue| {
            services_concerned(&services, delta).into_iter().for_each(|key| queue.add(key));
        })
        // Those that go are made again; those of Services that went unseen go after them.
        .watches_deltas(&endpoints, move |delta: &Delta<Endpoints>, queue| match delta {
            Delta::Applied { new: endpoints, initial: true, .. }
            | Delta::Deleted { last: endpoints, .. } => queue.add(endpoints.key()),
            _ => {}
        })
        .queue(QueueOptions { base_delay: Duration::from_secs(1), ..QueueOptions::default() })
        .concurrency(setup.config.concurrent_endpoint_syncs)
        .reconcile(move |request: Request<Service>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl Keeper {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Action, ReconcileError> {
        self.writes.settle(key, &self.endpoints).await?;
        let existing = self.endpoints.get(key);
        let Some(service) = self.services.get(key) else {
            self.writes.forget(key);
            self.trigger_times.forget(key);
            if let Some(existing) = existing {
                self.delete(&existing).await?;
            }
            return Ok(Action::Done);
        };
        if !has_endpoints(&service) {
            return Ok(Action::Done);
        }
        let selector = Selector::from_set(&service.spec.selector);
        let pods = self.pods.select(&key.namespace, &selector);
        let trigger_time = self.trigger_times.next(key, &service, &pods);
        let plan = plan(&Observed { service: service.clone(), pods, existing, trigger_time });
        let api = self.client.namespaced::<Endpoints>(&key.namespace);
        match plan {
            Plan::Keep => {}
            Plan::Create(endpoints) => match api.create(&endpoints).await {
                Ok(created) => self.writes.wrote(key, &created),
                Err(error) if error.is_namespace_terminating() => {}
                Err(error) => {
                    let message = format!("Failed to create endpoint for service {key}: {error}");
                    self.tell(&endpoints, "FailedToCreateEndpoint", message);
                    return Err(error.into());
                }
            },
            Plan::Update(endpoints) => match api.update(&endpoints).await {
                Ok(updated) => self.writes.wrote(key, &updated),
                Err(error) => {
                    let message = format!("Failed to update endpoint {key}: {error}");
                    self.tell(&endpoints, "FailedToUpdateEndpoint", message);
                    return Err(error.into());
                }
            },
        }
        Ok(Action::Done)
    }

    /// Deletes Endpoints without a Service, unless they serve an election.
    async fn delete(&self, endpoints: &Endpoints) -> Result<(), Error> {
        if endpoints.metadata.annotations.contains_key(LEADER) {
            return Ok(());
        }
        let api = self.client.namespaced::<Endpoints>(&endpoints.metadata.namespace);
        let params = DeleteParams::default().if_uid(&endpoints.metadata.uid);
        api.delete_if_present(&endpoints.metadata.name, &params).await.map(drop)
    }

    fn tell(&self, endpoints: &Endpoints, reason: &str, message: String) {
        let about = object_reference(endpoints);
        self.recorder.event(about, EventType::Warning, reason, message);
    }
}
