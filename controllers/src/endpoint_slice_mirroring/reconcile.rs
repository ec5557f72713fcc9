//! Carrying out what is planned for Endpoints.
//!
//! Upstream: `pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{Endpoints, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::Client;
use bowline_client::api::DeleteParams;
use bowline_client::cache::{Index, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_controller_runtime::queue::QueueOptions;
use bowline_controller_runtime::{Action as Next, ReconcileError, Request};

use super::plan::{MANAGER, Observed, Plan, is_mirrored, plan};
use crate::endpoint_slice::Action;
use crate::endpoint_slice::labels::{MANAGED_BY, SERVICE_NAME};
use crate::own_writes::OwnWrites;
use crate::setup::Setup;

const NAME: &str = "endpointslice-mirroring-controller";

struct Mirror {
    client: Client,
    endpoints: Store<Endpoints>,
    services: Store<Service>,
    slices: Store<EndpointSlice>,
    by_endpoints: Index<EndpointSlice, NamespacedName>,
    recorder: Recorder,
    writes: OwnWrites,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let slices = setup.store::<EndpointSlice>();
    let this = Arc::new(Mirror {
        client: setup.client(),
        endpoints: setup.store(),
        services: setup.store(),
        by_endpoints: slices.index_by(mirrored),
        slices: slices.clone(),
        recorder: setup.recorder(NAME),
        writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<Endpoints>(NAME)
        .watches::<Service>(|service| vec![service.key()])
        .watches_store(&slices, mirrored)
        .queue(QueueOptions { base_delay: Duration::from_secs(1), ..QueueOptions::default() })
        .concurrency(setup.config.mirroring_concurrent_service_endpoint_syncs)
        .reconcile(move |request: Request<Endpoints>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

/// The Endpoints that a slice of this controller mirrors.
fn mirrored(slice: &EndpointSlice) -> Vec<NamespacedName> {
    let labels = &slice.metadata.labels;
    let ours = labels.get(MANAGED_BY).is_some_and(|manager| manager == MANAGER);
    let name = labels.get(SERVICE_NAME).filter(|_| ours);
    name.map(|name| NamespacedName::new(&slice.metadata.namespace, name)).into_iter().collect()
}

impl Mirror {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Next, ReconcileError> {
        self.writes.settle(key, &self.slices).await?;
        let existing = self.by_endpoints.get(key);
        let existing = self.writes.without_gone::<EndpointSlice, _>(key, existing);
        let endpoints = self.endpoints.get(key).filter(|endpoints| is_mirrored(endpoints));
        let service = self.services.get(key);
        // Where there is a selector, somebody else makes the slices.
        let endpoints =
            endpoints.filter(|_| service.is_some_and(|service| service.spec.selector.is_empty()));
        let Some(endpoints) = endpoints else {
            for slice in existing {
                self.delete(key, &slice).await?;
            }
            self.writes.forget(key);
            return Ok(Next::Done);
        };
        let plan = plan(&Observed { endpoints: endpoints.clone(), existing });
        self.tell(&endpoints, &plan);
        let slices = self.client.namespaced::<EndpointSlice>(&key.namespace);
        for action in plan.actions {
            match action {
                Action::Create(slice) => match slices.create(&slice).await {
                    Err(error) if error.is_namespace_terminating() => return Ok(Next::Done),
                    created => self.writes.wrote(key, &created?),
                },
                Action::Update(slice) => self.writes.wrote(key, &slices.update(&slice).await?),
                Action::Delete(slice) => self.delete(key, &slice).await?,
            }
        }
        Ok(Next::Done)
    }

    async fn delete(
        &self,
        key: &NamespacedName,
        slice: &EndpointSlice,
    ) -> Result<(), bowline_client::Error> {
        let slices = self.client.namespaced::<EndpointSlice>(&key.namespace);
        let params = DeleteParams::default().if_uid(&slice.metadata.uid);
        let deleted = slices.delete_if_present(&slice.metadata.name, &params).await?;
        self.writes.deleted(key, slice, deleted.as_ref());
        Ok(())
    }

    fn tell(&self, endpoints: &Endpoints, plan: &Plan) {
        let warn = |reason: &str, message: String| {
            let about = object_reference(endpoints);
            self.recorder.event(about, EventType::Warning, reason, message);
        };
        if plan.invalid > 0 {
            let count = plan.invalid;
            warn(
                "InvalidIPAddress",
                format!("Skipped {count} invalid IP addresses when mirroring to EndpointSlices"),
            );
        }
        if plan.skipped > 0 {
            let count = plan.skipped;
            warn(
                "TooManyAddressesToMirror",
                format!(
                    "A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints \
                     subset. {count} addresses were skipped"
                ),
            );
        }
    }
}
