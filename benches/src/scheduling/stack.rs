//! The whole stack in one process: an API server in memory, clients, watches, the scheduler.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bowline_api::core::v1::{Namespace, Node, Pod, Service};
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::resource::Object;
use bowline_apiserver::authentication::User;
use bowline_apiserver::serve::serve;
use bowline_apiserver::storage::MemoryStorage;
use bowline_apiserver::{Config as ServerConfig, Server};
use bowline_client::api::{DeleteParams, ListParams};
use bowline_client::cache::{Delta, Informer};
use bowline_client::config::Config as ClientConfig;
use bowline_client::{Api, Client};
use bowline_scheduler_framework::driver::{Config, Scheduler};
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::stopwatch::process_time;

use super::{Failure, Outcome, Samples, Step, Workload, is_awaited};

/// Creators at once, as upstream has them.
const CREATORS: usize = 30;

/// How clients reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By calls.
    InProcess,
    /// Over HTTP on the loopback device, without TLS.
    Http,
}

/// Runs a workload.
///
/// # Errors
/// When a request fails, or pods are left without nodes for too long.
pub async fn stack(workload: Workload, reach: Reach) -> Result<Outcome, Failure> {
    let shutdown = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let server = Server::builder(ServerConfig::new(Arc::new(MemoryStorage::default()))).build();
    let service = server.as_user(User::named("perf").group("system:masters"));
    let connect: Box<dyn Fn() -> Result<Client, Failure>> = match reach {
        Reach::InProcess => Box::new(move || {
            Ok(Client::in_process(service.clone()).with_encoding(MediaType::Protobuf))
        }),
        Reach::Http => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            let stop = shutdown.clone();
            tasks.spawn(async move {
                if let Err(error) = serve(listener, None, service, stop).await {
                    tracing::error!(%error, "serving");
                }
            });
            Box::new(move || {
                let config = ClientConfig::new(format!("http://{address}"));
                Ok(Client::new(config)?)
            })
        }
    };
    let scheduler = Scheduler::builder(Config::default(), connect()?).build()?;
    tasks.spawn(scheduler.run(shutdown.clone()));
    let mut bench = Bench::new(connect()?);
    tasks.spawn(bench.watch(&connect()?).run(shutdown.clone()));
    let outcome = bench.run(workload).await;
    bench.churns.shutdown().await;
    shutdown.cancel();
    while tasks.join_next().await.is_some() {}
    outcome
}

struct Bench {
    client: Client,
    /// Pods that have nodes, but for those that only disturb.
    placed: Arc<AtomicUsize>,
    churns: JoinSet<()>,
}

impl Bench {
    fn new(client: Client) -> Self {
        Self { client, placed: Arc::default(), churns: JoinSet::new() }
    }

    fn watch(&self, client: &Client) -> Informer<Pod> {
        let informer = Informer::new(client.all::<Pod>());
        let placed = Arc::clone(&self.placed);
        informer.on_delta(move |delta| {
            let Delta::Applied { old, new, .. } = delta else { return };
            let had = old.as_ref().is_some_and(|it| !it.spec.node_name.is_empty());
            if !had && is_awaited(&new.metadata.name) && !new.spec.node_name.is_empty() {
                placed.fetch_add(1, Ordering::Relaxed);
            }
        });
        informer
    }

    async fn run(&mut self, workload: Workload) -> Result<Outcome, Failure> {
        let mut outcome = Outcome::default();
        for namespace in ["default"] {
            let metadata = bowline_apimachinery::meta::ObjectMeta::named(namespace);
            let namespace = Namespace { metadata, ..Namespace::default() };
            match self.client.cluster().create(&namespace).await {
                Err(error) if !error.is_already_exists() => return Err(error.into()),
                _ => {}
            }
        }
        for step in workload.steps {
            match step {
                Step::Nodes(nodes) => {
                    create(nodes, |_| self.client.cluster::<Node>()).await?;
                }
                Step::Namespaces(namespaces) => {
                    create(namespaces, |_| self.client.cluster::<Namespace>()).await?;
                }
                Step::Service(service) => {
                    self.client.namespaced("default").create(&*service).await?;
                }
                Step::Churn { pods, every } => {
                    let client = self.client.clone();
                    self.churns.spawn(churn(client, pods, every));
                }
                Step::Delete { namespace, every } => {
                    let pods = self.client.namespaced::<Pod>(&namespace);
                    self.churns.spawn(delete(pods, every));
                }
                Step::Recreate { objects, every } => {
                    let client = self.client.clone();
                    self.churns.spawn(recreate(client, *objects, every));
                }
                Step::Pods { pods, left: true, .. } => {
                    create(pods, |pod| self.client.namespaced(&pod.metadata.namespace)).await?;
                }
                Step::Pods { pods, measured, .. } => {
                    let placed = self.place(pods).await?;
                    if measured {
                        outcome = placed;
                    }
                }
            }
        }
        Ok(outcome)
    }

    /// Creates pods and waits until all have nodes.
    async fn place(&self, pods: Vec<Pod>) -> Result<Outcome, Failure> {
        let before = self.placed.load(Ordering::Relaxed);
        let wanted = pods.len();
        let (begin, used) = (Instant::now(), process_time());
        let mut samples = Samples::default();
        let waiting = async {
            let mut quiet = 0;
            let (mut last, mut looked) = (0, begin);
            loop {
                tokio::time::sleep(Duration::from_millis(10)).await;
                let placed = self.placed.load(Ordering::Relaxed) - before;
                if placed >= wanted {
                    return Ok(());
                }
                quiet = if placed == last { quiet + 1 } else { 0 };
                last = placed;
                if quiet > 6000 {
                    return Err(Failure::from(format!("{placed} of {wanted} pods have nodes")));
                }
                if looked.elapsed() >= Duration::from_secs(1) {
                    looked = Instant::now();
                    samples.look(placed, begin.elapsed());
                }
            }
        };
        let client = |pod: &Pod| self.client.namespaced(&pod.metadata.namespace);
        let (created, waited) = tokio::join!(create(pods, client), waiting);
        created?;
        waited?;
        let taken = begin.elapsed();
        let processor = process_time().saturating_sub(used);
        Ok(Outcome { pods: wanted, taken, processor, samples, ..Outcome::default() })
    }
}

/// Creates objects, several at once.
async fn create<K: Object>(objects: Vec<K>, api: impl Fn(&K) -> Api<K>) -> Result<(), Failure> {
    let todo = objects.into_iter().map(|object| (api(&object), object));
    let todo: Arc<Mutex<VecDeque<_>>> = Arc::new(Mutex::new(todo.collect()));
    let mut creators = JoinSet::new();
    for _ in 0..CREATORS {
        let todo = Arc::clone(&todo);
        creators.spawn(async move {
            loop {
                let Some((api, object)) = todo.lock().pop_front() else {
                    return Ok::<_, bowline_client::Error>(());
                };
                api.create(&object).await?;
            }
        });
    }
    while let Some(ended) = creators.join_next().await {
        ended??;
    }
    Ok(())
}

/// Deletes the pods that are there, one after the other.
async fn delete(pods: Api<Pod>, every: Duration) {
    let list = match pods.list(&ListParams::default()).await {
        Ok(list) => list,
        Err(error) => return tracing::warn!(%error, "listing pods to delete"),
    };
    let mut interval = tokio::time::interval(every);
    for pod in list.items {
        interval.tick().await;
        if let Err(error) = pods.delete_if_present(pod.name(), &DeleteParams::default()).await {
            tracing::warn!(%error, "deleting a pod");
        }
    }
}

/// A node, a pod and a service that come and go by turns.
async fn recreate(client: Client, objects: (Node, Pod, Service), every: Duration) {
    let (node, pod, service) = objects;
    let nodes = client.cluster::<Node>();
    let (pods, services) = (client.namespaced("default"), client.namespaced("default"));
    let gone = DeleteParams::default();
    let mut interval = tokio::time::interval(every);
    for there in [false, true].into_iter().cycle() {
        interval.tick().await;
        let done: Result<(), bowline_client::Error> = async {
            if there {
                pods.delete_if_present(pod.name(), &gone).await?;
                nodes.delete_if_present(node.name(), &gone).await?;
                services.delete_if_present(service.name(), &gone).await?;
            } else {
                nodes.create(&node).await?;
                pods.create(&pod).await?;
                services.create(&service).await?;
            }
            Ok(())
        }
        .await;
        if let Err(error) = done {
            tracing::warn!(%error, "what comes and goes");
        }
    }
}

/// Pods that keep coming.
async fn churn(client: Client, pods: Vec<Pod>, every: Duration) {
    let mut interval = tokio::time::interval(every);
    for (index, mut pod) in pods.iter().cycle().cloned().enumerate() {
        interval.tick().await;
        pod.metadata.name = format!("churn-{index}");
        let pods = client.namespaced(&pod.metadata.namespace);
        if let Err(error) = pods.create(&pod).await {
            tracing::warn!(%error, "a pod that was to disturb");
        }
    }
}
