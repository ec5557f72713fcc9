//! A cluster without nodes: an API server, the controllers of a test, and pods that become ready
//! by themselves.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{Event, Namespace, Pod, PodPhase};
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::resource::{Namespaced, Resource};
use bowline_apimachinery::time::Time;
use bowline_apiserver::authentication::User;
use bowline_apiserver::storage::MemoryStorage;
use bowline_apiserver::{Config as ServerConfig, Server};
use bowline_client::api::{ListParams, Patch};
use bowline_client::{Client, TokioClock};
use bowline_controller_runtime::{Action, Request};
use bowline_controllers::setup::Setup;
use bowline_controllers::{Config, ControllerManager};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// A running cluster; it ends with the value.
pub(crate) struct Cluster {
    pub(crate) client: Client,
    shutdown: CancellationToken,
    tasks: JoinSet<()>,
}

/// What becomes of new pods.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Pods {
    /// They stay as they are.
    Pend,
    /// They run and become ready.
    BecomeReady,
}

impl Cluster {
    /// Starts the controllers that a selection names; call it on a paused runtime.
    pub(crate) async fn start(controllers: &str, pods: Pods) -> Self {
        // `RUST_LOG` shows what the controllers say.
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
        let start = "2026-01-01T00:00:00.000000Z".parse().expect("a moment");
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(start));
        let random = Arc::new(SeededRandom::new(1));
        let storage = Arc::new(MemoryStorage::default());
        let config = ServerConfig::new(storage).clock(clock.clone()).random(random.clone());
        let server = Server::builder(config).build();
        let admin = User::named("admin").group("system:masters");
        let client =
            Client::in_process(server.as_user(admin)).with_clock(clock).with_random(random);
        let default = Namespace { metadata: ObjectMeta::named("default"), ..Namespace::default() };
        client.cluster().create(&default).await.expect("the first namespace");
        let mut cluster =
            Self { client, shutdown: CancellationToken::new(), tasks: JoinSet::new() };
        cluster.run(controllers, pods);
        cluster
    }

    fn run(&mut self, controllers: &str, pods: Pods) {
        let mut config = Config::default();
        config.controllers = controllers.to_owned();
        let builder = ControllerManager::builder(self.client.clone(), config);
        let builder = match pods {
            Pods::Pend => builder,
            Pods::BecomeReady => builder.with(add_pod_starter),
        };
        let manager = builder.build().expect("known controllers");
        let shutdown = self.shutdown.clone();
        self.tasks.spawn(async move { manager.run(shutdown).await.expect("the manager runs") });
    }

    /// Creates an object from JSON.
    pub(crate) async fn create<K: Resource<Scope = Namespaced>>(&self, object: Value) -> K {
        let object =
            K::decode(object.to_string().as_bytes(), bowline_apimachinery::codec::MediaType::Json)
                .expect("the test's object can be read");
        let created = self.client.namespaced::<K>(object.namespace()).create(&object).await;
        created.expect("the test's object can be created")
    }

    /// Reads an object of the namespace `default`.
    pub(crate) async fn get<K: Resource<Scope = Namespaced>>(&self, name: &str) -> K {
        self.client.namespaced::<K>("default").get(name).await.expect("the object is there")
    }

    /// All objects of the namespace `default`.
    pub(crate) async fn list<K: Resource<Scope = Namespaced>>(&self) -> Vec<K> {
        let list = self.client.namespaced::<K>("default").list(&ListParams::default()).await;
        list.expect("objects can be listed").items
    }

    /// Merges a patch into an object of the namespace `default`.
    pub(crate) async fn patch<K: Resource<Scope = Namespaced>>(&self, name: &str, patch: Value) {
        let objects = self.client.namespaced::<K>("default");
        objects.patch(name, &Patch::Merge(patch)).await.expect("the object can be patched");
    }

    /// Waits until a question is answered with yes; gives up after two minutes of virtual time.
    pub(crate) async fn until<Fut: Future<Output = bool>>(
        &self,
        what: &str,
        ask: impl Fn() -> Fut,
    ) {
        let deadline = Instant::now() + Duration::from_secs(120);
        while !ask().await {
            assert!(Instant::now() < deadline, "it never happens that {what}");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Lets virtual time pass.
    pub(crate) async fn pass(&self, seconds: u64) {
        sleep(Duration::from_secs(seconds)).await;
    }

    /// The reasons and messages of the events about objects of a kind, in the order of writing.
    pub(crate) async fn events(&self, kind: &str) -> Vec<(String, String)> {
        let mut events = self.list::<Event>().await;
        events.sort_by_key(|event| {
            event.metadata.resource_version.parse::<u64>().unwrap_or_default()
        });
        let about = events.into_iter().filter(|event| event.involved_object.kind == kind);
        about.map(|event| (event.reason, event.message)).collect()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// Stands in for scheduler and kubelets.
fn add_pod_starter(setup: &mut Setup<'_>) {
    let client = setup.client();
    let controller =
        setup.controller::<Pod>("pod-starter").reconcile(move |request: Request<Pod>| {
            let client = client.clone();
            async move {
                let Some(pod) = request.present() else { return Ok(Action::Done) };
                if pod.is_active() && pod.status.phase != PodPhase::Running {
                    let now: Time = client.clock().now().into();
                    let now = now.to_string();
                    let ready =
                        json!({"type": "Ready", "status": "True", "lastTransitionTime": now});
                    let status = json!({"phase": "Running", "conditions": [ready]});
                    let pods = client.namespaced::<Pod>(&request.key.namespace);
                    let patch = Patch::Merge(json!({ "status": status }));
                    pods.patch_status(&request.key.name, &patch).await?;
                }
                Ok(Action::Done)
            }
        });
    setup.add(controller);
}
