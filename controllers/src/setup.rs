//! What a controller is put together from.

use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::resource::{NamespacedName, Resource};
use bowline_apimachinery::time::Time;
use bowline_client::Client;
use bowline_client::cache::Store;
use bowline_client::events::{EventApi, EventSource, Recorder, recorder};
use bowline_controller_runtime::controller::PreparedController;
use bowline_controller_runtime::{Controller, Manager};

use crate::config::Config;
use crate::owned::Owned;
use crate::pod_control::PodControl;

/// Given to each controller's `add` function: the manager to join, and what all share.
#[derive(Debug)]
pub struct Setup<'a> {
    /// Runs the controllers and has their caches.
    pub manager: &'a mut Manager,
    /// How the controllers are configured.
    pub config: &'a Config,
    pods: Option<Owned<Pod>>,
}

impl<'a> Setup<'a> {
    /// Prepares a manager for controllers.
    #[must_use]
    pub fn new(manager: &'a mut Manager, config: &'a Config) -> Self {
        Self { manager, config, pods: None }
    }

    /// The client to write with.
    #[must_use]
    pub fn client(&self) -> Client {
        self.manager.client().clone()
    }

    /// The cache of a kind, shared by all controllers.
    #[must_use]
    pub fn store<K: Resource>(&self) -> Store<K> {
        self.manager.caches().store::<K>()
    }

    /// Pods by their controllers, one index for all.
    #[must_use]
    pub fn pods(&mut self) -> Owned<Pod> {
        if self.pods.is_none() {
            self.pods = Some(Owned::new(self.store::<Pod>()));
        }
        self.pods.clone().unwrap_or_else(|| Owned::new(self.store::<Pod>()))
    }

    /// A recorder of events under the name of a component.
    #[must_use]
    pub fn recorder(&mut self, component: &str) -> Recorder {
        let source = EventSource { controller: component.to_owned(), ..EventSource::default() };
        let (recorder, writer) = recorder(self.manager.client(), EventApi::Core, source);
        let name = format!("events of {component}");
        self.manager.add_runnable(&name, true, move |shutdown| async move {
            writer.run(shutdown).await;
            Ok(())
        });
        recorder
    }

    /// Writes pods and tells of it under the name of a component.
    #[must_use]
    pub fn pod_control(&mut self, component: &str) -> PodControl {
        PodControl::new(self.client(), self.recorder(component))
    }

    /// A controller of a kind, to be completed and [added](Self::add).
    #[must_use]
    pub fn controller<K: Resource>(&self, name: &str) -> Controller<K> {
        self.manager.controller(name)
    }

    /// Adds a controller that is complete.
    pub fn add(&mut self, controller: PreparedController) {
        self.manager.add(controller);
    }
}

/// The present moment, as far as API objects tell time.
#[must_use]
pub fn now(clock: &Arc<dyn Clock>) -> Time {
    clock.now().into()
}

/// The keys of the objects in a namespace that may want an object nobody controls.
pub fn keys_matching<K: Resource>(
    store: &Store<K>,
    namespace: &str,
    matches: impl Fn(&K) -> bool,
) -> Vec<NamespacedName> {
    let candidates = store.list_in(namespace).into_iter();
    candidates.filter(|object| matches(object)).map(|object| object.key()).collect()
}
