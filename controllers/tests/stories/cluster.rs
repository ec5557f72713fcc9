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
use bowline_apiserver::authentication::{AccountLookup, ServiceAccountTokens, User};
use bowline_apiserver::storage::MemoryStorage;
use bowline_apiserver::{Config as ServerConfig, Server};
use bowline_client::api::{ListParams, Patch};
use bowline_client::transport::{InProcess, Transport};
use bowline_client::{Client, TokioClock};
use bowline_controller_runtime::{Action, Request};
use bowline_controllers::setup::Setup;
use bowline_controllers::{Builder, Config, ControllerManager};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// A running cluster; it ends with the value.
pub(crate) struct Cluster {
    pub(crate) client: Client,
    transport: Arc<dyn Transport>,
    shutdown: CancellationToken,
    tasks: JoinSet<()>,
}

/// Tokens are issued here, but nobody comes with one.
struct Nobody;

#[async_trait::async_trait]
impl AccountLookup for Nobody {
    async fn uid(&self, _: &str, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// What becomes of new pods.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Pods {
    /// They stay as they are.
    Pend,
    /// They run and become ready.
    BecomeReady,
    /// They end at once, and well.
    Succeed,
}

impl Cluster {
    /// Starts the controllers that a selection names; call it on a paused runtime.
    pub(crate) async fn start(controllers: &str, pods: Pods) -> Self {
        let mut cluster = Self::without_controllers().await;
        let builder = cluster.manager(controllers, &cluster.client);
        cluster.run(match pods {
            Pods::Pend => builder,
            pods => builder.with(move |setup| add_pod_starter(setup, pods)),
        });
        cluster
    }

    /// Starts a server alone.
    pub(crate) async fn without_controllers() -> Self {
        // `RUST_LOG` shows what the controllers say.
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
        let start = "2026-01-01T00:00:00.000000Z".parse().expect("a moment");
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(start));
        let random = Arc::new(SeededRandom::new(1));
        let storage = Arc::new(MemoryStorage::default());
        let config = ServerConfig::new(storage).clock(clock.clone()).random(random.clone());
        let issuer = "https://kubernetes.default.svc";
        let lookup = Arc::new(Nobody);
        let tokens = ServiceAccountTokens::new(issuer, None, clock.clone(), random.clone(), lookup);
        let tokens = Arc::new(tokens.expect("a key"));
        let server = Server::builder(config).token_issuer(tokens).build();
        let admin = User::named("admin").group("system:masters");
        let transport: Arc<dyn Transport> = Arc::new(InProcess::new(server.as_user(admin)));
        let client =
            Client::from_transport(transport.clone()).with_clock(clock).with_random(random);
        let default = Namespace { metadata: ObjectMeta::named("default"), ..Namespace::default() };
        client.cluster().create(&default).await.expect("the first namespace");
        Self { client, transport, shutdown: CancellationToken::new(), tasks: JoinSet::new() }
    }

    /// A client of the same server over another way there.
    pub(crate) fn client_over(
        &self,
        way: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>,
    ) -> Client {
        Client::from_transport(way(self.transport.clone()))
            .with_clock(self.client.clock().clone())
            .with_random(self.client.random().clone())
    }

    /// Stands in for scheduler and kubelets.
    pub(crate) fn start_pods(&mut self, pods: Pods) {
        let builder = self.manager("", &self.client);
        self.run(builder.with(move |setup| add_pod_starter(setup, pods)));
    }

    /// The controllers that a selection names, over a client.
    pub(crate) fn manager(&self, controllers: &str, client: &Client) -> Builder {
        let mut config = Config::default();
        config.controllers = controllers.to_owned();
        ControllerManager::builder(client.clone(), config)
    }

    /// Runs controllers until the end of the cluster.
    pub(crate) fn run(&mut self, builder: Builder) {
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

fn add_pod_starter(setup: &mut Setup<'_>, pods: Pods) {
    let client = setup.client();
    let controller =
        setup.controller::<Pod>("pod-starter").reconcile(move |request: Request<Pod>| {
            let client = client.clone();
            async move {
                let Some(pod) = request.present() else { return Ok(Action::Done) };
                let phase = match pods {
                    Pods::Succeed => PodPhase::Succeeded,
                    _ => PodPhase::Running,
                };
                if pod.is_active() && pod.status.phase != phase {
                    let now: Time = client.clock().now().into();
                    let now = now.to_string();
                    let ready =
                        json!({"type": "Ready", "status": "True", "lastTransitionTime": now});
                    let status = json!({"phase": phase, "startTime": now, "conditions": [ready]});
                    let pods = client.namespaced::<Pod>(&request.key.namespace);
                    let patch = Patch::Merge(json!({ "status": status }));
                    match pods.patch_status(&request.key.name, &patch).await {
                        Err(error) if error.is_not_found() => {}
                        outcome => drop(outcome?),
                    }
                }
                Ok(Action::Done)
            }
        });
    setup.add(controller);
}
