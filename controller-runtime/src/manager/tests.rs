//! Managers from start to stop.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::ConfigMap;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_client::Client;
use bowline_client::leader_election::LeaderElection;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::testing_cluster::client;
use crate::{Action, Request};

#[tokio::test(start_paused = true)]
async fn a_cache_that_cannot_fill_is_named() {
    let service = tower::service_fn(|_: http::Request<bowline_client::transport::Body>| async {
        let forbidden = http::Response::builder().status(403);
        Ok(forbidden.body(bowline_client::transport::body::empty()).unwrap())
    });
    let mut manager = Manager::new(Client::in_process(service), ManagerOptions::default());
    let controller = manager
        .controller::<ConfigMap>("test")
        .reconcile(|_: Request<ConfigMap>| async { Ok(Action::Done) });
    manager.add(controller);
    let error = manager.run(CancellationToken::new()).await.unwrap_err().to_string();
    let want = "cache of ConfigMap (v1) is not there after 120 s: Forbidden: ";
    assert!(error.starts_with(want), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_part_that_fails_ends_the_manager() {
    let mut manager = Manager::new(client().await, ManagerOptions::default());
    manager.add_runnable("fragile", false, |_| async {
        sleep(Duration::from_secs(1)).await;
        Err("broken".into())
    });
    manager.add_runnable("sturdy", false, |shutdown| async move {
        shutdown.cancelled().await;
        Ok(())
    });
    let error = manager.run(CancellationToken::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "fragile failed");
}

#[tokio::test(start_paused = true)]
async fn only_the_leader_works_and_the_next_one_takes_over() {
    let client = client().await;
    let worked = Arc::new(Mutex::new(Vec::new()));
    let mut managers = Vec::new();
    for identity in ["a", "b"] {
        let options = ManagerOptions {
            leader_election: Some(LeaderElection::new("ns", "lease", identity)),
            ..ManagerOptions::default()
        };
        let mut manager = Manager::new(client.clone(), options);
        let (log, fenced) = (worked.clone(), manager.client().clone());
        let controller = manager.controller::<ConfigMap>("writer").reconcile(
            move |request: Request<ConfigMap>| {
                let (log, fenced) = (log.clone(), fenced.clone());
                async move {
                    let name = format!("{}-by-{identity}", request.key.name);
                    let map =
                        ConfigMap { metadata: ObjectMeta::named(&name), ..Default::default() };
                    if !request.key.name.contains("-by-") {
                        fenced.namespaced("ns").create(&map).await?;
                        log.lock().push(name);
                    }
                    Ok(Action::Done)
                }
            },
        );
        manager.add(controller);
        let log = worked.clone();
        manager.add_runnable("always", false, move |stop| async move {
            log.lock().push(format!("{identity} is up"));
            stop.cancelled().await;
            Ok(())
        });
        let shutdown = CancellationToken::new();
        managers.push((tokio::spawn(manager.run(shutdown.clone())), shutdown));
        sleep(Duration::from_secs(1)).await;
    }
    let map = ConfigMap { metadata: ObjectMeta::named("one"), ..ConfigMap::default() };
    client.namespaced("ns").create(&map).await.unwrap();
    sleep(Duration::from_secs(60)).await;
    assert_eq!(*worked.lock(), ["a is up", "b is up", "one-by-a"]);
    worked.lock().clear();
    let (task, shutdown) = managers.remove(0);
    shutdown.cancel();
    task.await.unwrap().unwrap();
    sleep(Duration::from_secs(10)).await;
    assert_eq!(*worked.lock(), ["one-by-b"]);
    let lease = client.namespaced::<Lease>("ns").get("lease").await.unwrap();
    assert_eq!(lease.spec.holder_identity.as_deref(), Some("b"));
    let (task, shutdown) = managers.remove(0);
    shutdown.cancel();
    task.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_part_that_does_not_end_is_ended() {
    let options = ManagerOptions::default();
    let mut manager = Manager::new(client().await, options);
    manager.add_runnable("stubborn", true, |_| async {
        sleep(Duration::from_secs(3600)).await;
        Ok(())
    });
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(manager.run(shutdown.clone()));
    sleep(Duration::from_secs(1)).await;
    shutdown.cancel();
    let error = task.await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "not all parts ended within 30 s");
}

#[tokio::test]
async fn health_and_metrics_are_served() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let options = ManagerOptions { serve: Some(address), ..ManagerOptions::default() };
    let mut manager = Manager::new(client().await, options);
    let controller = manager
        .controller::<ConfigMap>("test")
        .reconcile(|_: Request<ConfigMap>| async { Ok(Action::Done) });
    manager.add(controller);
    let (started, mut running) = tokio::sync::mpsc::channel(1);
    manager.add_runnable("signal", true, move |stop| async move {
        started.send(()).await?;
        stop.cancelled().await;
        Ok(())
    });
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(manager.run(shutdown.clone()));
    running.recv().await.unwrap();
    for (path, want) in [
        ("/healthz", "200 OK"),
        ("/readyz?verbose", "[+]cache of ConfigMap (v1) ok"),
        ("/metrics", "controller_runtime_max_concurrent_reconciles{controller=\"test\"} 1"),
        ("/other", "404 Not Found"),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains(want), "{path}: {answer}");
    }
    shutdown.cancel();
    task.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
