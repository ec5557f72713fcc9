//! An API server in memory, and what tests ask of it.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{Container, Namespace, Pod, PodSpec, RestartPolicy};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::random::SeededRandom;
use bowline_apiserver::authentication::User;
use bowline_apiserver::storage::MemoryStorage;
use bowline_apiserver::{Config, Server};
use bowline_client::{Client, TokioClock};
use tokio_util::sync::CancellationToken;

pub(crate) struct Cluster {
    pub(crate) client: Client,
    pub(crate) shutdown: CancellationToken,
}

impl Cluster {
    pub(crate) async fn start() -> Self {
        let clock =
            Arc::new(TokioClock::starting_at("2026-01-01T00:00:00.000000Z".parse().unwrap()));
        let random = Arc::new(SeededRandom::new(1));
        let config = Config::new(Arc::new(MemoryStorage::default()))
            .clock(clock.clone())
            .random(random.clone());
        let server = Server::builder(config).build();
        let user = User::named("kubelets").group("system:masters");
        let client = Client::in_process(server.as_user(user)).with_clock(clock).with_random(random);
        for name in ["default", "kube-node-lease"] {
            let namespace = Namespace { metadata: ObjectMeta::named(name), ..Namespace::default() };
            let created = client.cluster::<Namespace>().create(&namespace).await;
            assert!(created.is_ok() || created.unwrap_err().is_already_exists());
        }
        Self { client, shutdown: CancellationToken::new() }
    }

    pub(crate) async fn create(&self, pod: Pod) -> Pod {
        self.client.namespaced::<Pod>("default").create(&pod).await.unwrap()
    }

    pub(crate) async fn get(&self, name: &str) -> Option<Pod> {
        self.client.namespaced::<Pod>("default").get_opt(name).await.unwrap()
    }

    /// Waits until the pod is as wanted; a pod that is gone is `None`.
    pub(crate) async fn until(
        &self,
        name: &str,
        wanted: impl Fn(Option<&Pod>) -> bool,
    ) -> Option<Pod> {
        let mut last = None;
        for _ in 0..2000 {
            last = self.get(name).await;
            if wanted(last.as_ref()) {
                return last;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{name} never came to be as wanted: {:#?}", last.map(|pod| pod.status));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

pub(crate) fn pod(name: &str, node: &str, restart_policy: RestartPolicy) -> Pod {
    Pod {
        metadata: ObjectMeta::named(name).in_namespace("default"),
        spec: PodSpec {
            node_name: node.to_owned(),
            restart_policy,
            containers: vec![container("main", &[])],
            ..PodSpec::default()
        },
        ..Pod::default()
    }
}

pub(crate) fn container(name: &str, command: &[&str]) -> Container {
    Container {
        name: name.to_owned(),
        image: "registry.example/app:1".to_owned(),
        command: command.iter().map(|word| (*word).to_owned()).collect(),
        ..Container::default()
    }
}
