//! Controllers against an API server in memory, under virtual time.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::ReplicaSet;
use bowline_api::core::v1::{ConfigMap, Pod};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::metrics::Registry;
use bowline_apimachinery::resource::NamespacedName;
use bowline_client::api::DeleteParams;
use parking_lot::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::manager::{Manager, ManagerError, ManagerOptions};
use crate::owner::set_controller_reference;
use crate::predicate;
use crate::testing_cluster::client;
use crate::{Action, Observed, ReconcileError, Request};

/// A manager that runs beside a test.
struct Running {
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), ManagerError>>,
}

impl Running {
    fn start(manager: Manager) -> Self {
        let shutdown = CancellationToken::new();
        Self { task: tokio::spawn(manager.run(shutdown.clone())), shutdown }
    }

    async fn stop(self) -> Result<(), ManagerError> {
        self.shutdown.cancel();
        self.task.await.unwrap()
    }
}

/// What a controller saw, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: impl Into<String>) {
        self.0.lock().push(line.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock())
    }
}

fn config_map(name: &str) -> ConfigMap {
    ConfigMap { metadata: ObjectMeta::named(name).in_namespace("ns"), ..ConfigMap::default() }
}

/// Long enough for everything that is not waiting for a longer time.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn objects_are_reconciled_when_they_come_change_and_go() {
    let client = client().await;
    let maps = client.namespaced::<ConfigMap>("ns");
    maps.create(&config_map("before")).await.unwrap();
    let log = Log::default();
    let mut manager = Manager::new(client.clone(), ManagerOptions::default());
    let seen = log.clone();
    let controller =
        manager.controller::<ConfigMap>("test").reconcile(move |request: Request<ConfigMap>| {
            let what = match &request.object {
                Observed::Present(map) => format!("{:?}", map.data.values().collect::<Vec<_>>()),
                Observed::Gone(Some(last)) => format!("gone, had {}", last.data.len()),
                Observed::Gone(None) => "gone".to_owned(),
            };
            seen.add(format!("{} {what}", request.key));
            async { Ok(Action::Done) }
        });
    manager.add(controller);
    let running = Running::start(manager);
    settle().await;
    assert_eq!(log.take(), ["ns/before []"]);
    let mut map = maps.create(&config_map("new")).await.unwrap();
    settle().await;
    map.data.insert("k".into(), "v".into());
    maps.update(&map).await.unwrap();
    settle().await;
    maps.delete("new", &DeleteParams::default()).await.unwrap();
    settle().await;
    assert_eq!(log.take(), ["ns/new []", "ns/new [\"v\"]", "ns/new gone, had 1"]);
    running.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn failures_come_back_ever_later_and_success_forgets_them() {
    let client = client().await;
    client.namespaced::<ConfigMap>("ns").create(&config_map("a")).await.unwrap();
    let log = Log::default();
    let mut manager = Manager::new(client, ManagerOptions::default());
    let (seen, start) = (log.clone(), Instant::now());
    let controller =
        manager.controller::<ConfigMap>("test").reconcile(move |request: Request<ConfigMap>| {
            seen.add(format!("{}@{}ms", request.failures, start.elapsed().as_millis()));
            async move {
                match request.failures {
                    0..3 => Err(ReconcileError::from("not yet")),
                    _ => Ok(Action::RequeueAfter(Duration::from_secs(60))),
                }
            }
        });
    manager.add(controller);
    let metrics = manager.metrics().clone();
    let running = Running::start(manager);
    sleep(Duration::from_secs(61)).await;
    running.stop().await.unwrap();
    let lines = log.take();
    assert_eq!(
        lines.iter().map(|l| &l[..1]).collect::<Vec<_>>(),
        ["0", "1", "2", "3", "0", "1", "2", "3"]
    );
    let times: Vec<u64> =
        lines.iter().map(|line| line.split(['@', 'm']).nth(1).unwrap().parse().unwrap()).collect();
    let gaps: Vec<_> = times.windows(2).map(|t| t[1] - t[0]).collect();
    assert!((5..=7).contains(&gaps[0]) && (10..=12).contains(&gaps[1]), "{gaps:?}");
    assert!((60_000..60_010).contains(&gaps[3]), "{gaps:?}");
    let text = metrics.render();
    for line in [
        r#"controller_runtime_reconcile_total{controller="test",result="requeue_after"} 2"#,
        r#"controller_runtime_reconcile_errors_total{controller="test"} 6"#,
        r#"workqueue_retries_total{name="test",controller="test"} 6"#,
    ] {
        assert!(text.contains(line), "{line}\nnot in\n{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn panics_timeouts_and_terminal_errors_are_contained() {
    let client = client().await;
    for name in ["panics", "hangs", "hopeless", "fine"] {
        client.namespaced::<ConfigMap>("ns").create(&config_map(name)).await.unwrap();
    }
    let log = Log::default();
    let mut manager = Manager::new(client, ManagerOptions::default());
    let seen = log.clone();
    let controller = manager
        .controller::<ConfigMap>("test")
        .timeout(Duration::from_secs(5))
        .reconcile(move |request: Request<ConfigMap>| {
            seen.add(format!("{}{}", request.key.name, request.failures));
            async move {
                match (request.key.name.as_str(), request.failures) {
                    ("panics", 0) => panic!("on purpose"),
                    ("hangs", 0) => sleep(Duration::from_secs(3600)).await,
                    ("hopeless", _) => return Err(ReconcileError::terminal("no way")),
                    _ => {}
                }
                Ok(Action::Done)
            }
        });
    manager.add(controller);
    let metrics = manager.metrics().clone();
    let running = Running::start(manager);
    sleep(Duration::from_secs(60)).await;
    running.stop().await.unwrap();
    let mut lines = log.take();
    lines.sort();
    assert_eq!(lines, ["fine0", "hangs0", "hangs1", "hopeless0", "panics0", "panics1"]);
    let text = metrics.render();
    for metric in ["reconcile_panics", "reconcile_timeouts", "terminal_reconcile_errors"] {
        let line = format!("controller_runtime_{metric}_total{{controller=\"test\"}} 1");
        assert!(text.contains(&line), "{line}\nnot in\n{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn owners_and_mapped_objects_are_reconciled() {
    let client = client().await;
    let sets = client.namespaced::<ReplicaSet>("ns");
    let mut set = ReplicaSet {
        metadata: ObjectMeta::named("owner").in_namespace("ns"),
        ..ReplicaSet::default()
    };
    set.spec.selector.get_or_insert_default().match_labels.insert("a".into(), "b".into());
    set.spec.template.metadata.labels.insert("a".into(), "b".into());
    let container = bowline_api::core::v1::Container {
        name: "c".into(),
        image: "i".into(),
        ..Default::default()
    };
    set.spec.template.spec.containers.push(container.clone());
    let set = sets.create(&set).await.unwrap();
    let log = Log::default();
    let mut manager = Manager::new(client.clone(), ManagerOptions::default());
    let seen = log.clone();
    let controller = manager
        .controller::<ReplicaSet>("test")
        .when(predicate::generation_changed)
        .owns::<Pod>()
        .watches::<ConfigMap>(|map| vec![NamespacedName::new("mapped", &map.metadata.name)])
        .reconcile(move |request: Request<ReplicaSet>| {
            seen.add(request.key.to_string());
            async { Ok(Action::Done) }
        });
    manager.add(controller);
    let running = Running::start(manager);
    settle().await;
    assert_eq!(log.take(), ["ns/owner"]);
    let mut pod = Pod { metadata: ObjectMeta::named("child").in_namespace("ns"), ..Pod::default() };
    pod.spec.containers.push(container);
    set_controller_reference(&set, &mut pod).unwrap();
    client.namespaced::<Pod>("ns").create(&pod).await.unwrap();
    client.namespaced::<ConfigMap>("ns").create(&config_map("m")).await.unwrap();
    settle().await;
    let mut lines = log.take();
    lines.sort();
    assert_eq!(lines, ["mapped/m", "ns/owner"]);
    let mut labelled = set.clone();
    labelled.metadata.labels.insert("x".into(), "y".into());
    sets.update(&labelled).await.unwrap();
    settle().await;
    assert_eq!(log.take(), [""; 0], "the generation is the same");
    running.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn no_more_keys_are_worked_on_at_once_than_allowed() {
    let client = client().await;
    for n in 0..10 {
        client.namespaced::<ConfigMap>("ns").create(&config_map(&n.to_string())).await.unwrap();
    }
    let now = Arc::new(Mutex::new((0, 0)));
    let mut manager = Manager::new(client, ManagerOptions::default());
    let count = now.clone();
    let controller = manager.controller::<ConfigMap>("test").concurrency(3).reconcile(
        move |_: Request<ConfigMap>| {
            let count = count.clone();
            async move {
                {
                    let mut count = count.lock();
                    count.0 += 1;
                    count.1 = count.1.max(count.0);
                }
                sleep(Duration::from_secs(1)).await;
                count.lock().0 -= 1;
                Ok(Action::Done)
            }
        },
    );
    manager.add(controller);
    let running = Running::start(manager);
    sleep(Duration::from_millis(4500)).await;
    running.stop().await.unwrap();
    assert_eq!(*now.lock(), (0, 3));
}

#[tokio::test(start_paused = true)]
async fn a_controller_runs_without_a_manager() {
    let (store, mut writer) = bowline_client::cache::store::<ConfigMap>();
    let manager = Manager::new(client().await, ManagerOptions::default());
    let log = Log::default();
    let seen = log.clone();
    let controller = Controller::with_store("test", manager.caches(), store).reconcile(
        move |request: Request<ConfigMap>| {
            seen.add(request.key.to_string());
            async { Ok(Action::Done) }
        },
    );
    let shutdown = CancellationToken::new();
    let metrics = Registry::default();
    let stop = shutdown.clone();
    let task = tokio::spawn(async move { controller.run(&metrics, stop).await });
    writer.apply(config_map("a"));
    settle().await;
    assert_eq!(log.take(), [""; 0], "not before the store is whole");
    writer.replace([config_map("a")], "1", &Default::default());
    settle().await;
    assert_eq!(log.take(), ["ns/a"]);
    shutdown.cancel();
    task.await.unwrap();
}
