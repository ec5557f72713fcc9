//! What goes wrong: watches that break, schedulers that die half-way, bindings that collide.

use bowline_client::transport::InProcess;
use http::Method;

use super::faults::{Faults, Faulty, Hold};
use super::*;

/// A client of the same server over a connection that fails on demand.
fn faulty(cluster: &Cluster) -> (Client, Faulty) {
    let connection = Faults::of(InProcess::new(cluster.service.clone()));
    let client = Client::from_transport(Arc::new(connection.clone()));
    let client = client
        .with_clock(cluster.client.clock().clone())
        .with_random(cluster.client.random().clone());
    (client, connection)
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} never came");
}

async fn delete(client: &Client, name: &str) {
    let now = DeleteParams::default().grace_period(0);
    client.namespaced::<Pod>("default").delete(name, &now).await.unwrap();
}

/// As `kill -9` does: nothing is finished.
async fn kill(running: Running) {
    running.task.abort();
    assert!(running.task.await.unwrap_err().is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn what_happens_while_the_watches_are_gone_is_made_up_for() {
    let cluster = Cluster::new().await;
    let (scheduling, connection) = faulty(&cluster);
    let client = &cluster.client;
    add_node(client, big("a")).await;
    let running = Running::start(&scheduling);
    add_pod(client, cpu("goes", "3")).await;
    assert_eq!(placed(client, "goes").await, "a");
    connection.0.down();
    delete(client, "goes").await;
    add_pod(client, cpu("comes", "3")).await;
    add_pod(client, cpu("elsewhere", "3")).await;
    add_node(client, big("b")).await;
    client.namespaced::<Pod>("default").bind(&get(client, "elsewhere").await, "b").await.unwrap();
    sleep(Duration::from_secs(5)).await;
    assert_eq!(get(client, "comes").await.spec.node_name, "");
    connection.0.up();
    assert_eq!(placed(client, "comes").await, "a");
    add_pod(client, cpu("more", "3")).await;
    sleep(Duration::from_secs(5)).await;
    assert_eq!(get(client, "more").await.spec.node_name, "", "both nodes are full");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_dies_before_the_binding_is_written() {
    let cluster = Cluster::new().await;
    let (scheduling, connection) = faulty(&cluster);
    let client = &cluster.client;
    add_node(client, big("a")).await;
    add_pod(client, cpu("p", "3")).await;
    connection.0.hold(Method::POST, "/p/binding", Hold::Before);
    let first = Running::start(&scheduling);
    until("the binding", || connection.0.held() == 1).await;
    kill(first).await;
    assert_eq!(get(client, "p").await.spec.node_name, "");
    let second = Running::start(client);
    assert_eq!(placed(client, "p").await, "a");
    second.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_dies_before_it_hears_that_the_binding_is_written() {
    let cluster = Cluster::new().await;
    let (scheduling, connection) = faulty(&cluster);
    let client = &cluster.client;
    add_node(client, big("a")).await;
    add_pod(client, cpu("p", "3")).await;
    connection.0.hold(Method::POST, "/p/binding", Hold::After);
    let first = Running::start(&scheduling);
    until("the binding", || connection.0.held() == 1).await;
    kill(first).await;
    let second = Running::start(client);
    add_pod(client, cpu("q", "3")).await;
    sleep(Duration::from_secs(5)).await;
    assert_eq!(get(client, "p").await.spec.node_name, "a");
    assert_eq!(get(client, "q").await.spec.node_name, "", "the room of p is not given twice");
    second.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_binding_that_somebody_else_was_quicker_with_is_undone() {
    let cluster = Cluster::new().await;
    let (scheduling, connection) = faulty(&cluster);
    let client = &cluster.client;
    add_node(client, big("a")).await;
    add_pod(client, cpu("p", "3")).await;
    connection.0.hold(Method::POST, "/p/binding", Hold::Before);
    let running = Running::start(&scheduling);
    until("the binding", || connection.0.held() == 1).await;
    add_node(client, big("b")).await;
    client.namespaced::<Pod>("default").bind(&get(client, "p").await, "b").await.unwrap();
    connection.0.release();
    // All of a is free, and b is taken.
    add_pod(client, cpu("q", "4")).await;
    assert_eq!(placed(client, "q").await, "a");
    assert_eq!(get(client, "p").await.spec.node_name, "b");
    running.stop().await;
}

/// A victim runs, and `important` needs its room.
async fn preemption(cluster: &Cluster, scheduling: &Client) -> Running {
    let client = &cluster.client;
    let metadata = ObjectMeta::named("high");
    let class = PriorityClass { metadata, value: 1000, ..PriorityClass::default() };
    client.cluster::<PriorityClass>().create(&class).await.unwrap();
    add_node(client, big("a")).await;
    let victim = cpu("victim", "3").with(|it| it.spec.termination_grace_period_seconds = Some(0));
    add_pod(client, victim).await;
    let running = Running::start(scheduling);
    assert_eq!(placed(client, "victim").await, "a");
    let important = cpu("important", "3").with(|it| {
        it.spec.priority_class_name = "high".into();
        it.spec.priority = Some(1000);
    });
    add_pod(client, important).await;
    running
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_dies_wherever_in_a_preemption() {
    let steps = [
        (Method::PATCH, "/important/status", Hold::Before, "before the nomination"),
        (Method::PATCH, "/victim/status", Hold::Before, "before the condition of the victim"),
        (Method::PATCH, "/victim/status", Hold::After, "after it"),
        (Method::DELETE, "/victim", Hold::Before, "before the eviction"),
        (Method::DELETE, "/victim", Hold::After, "after it, before anything is heard of it"),
    ];
    for (method, path, hold, when) in steps {
        let cluster = Cluster::new().await;
        let (scheduling, connection) = faulty(&cluster);
        connection.0.hold(method, path, hold);
        let first = preemption(&cluster, &scheduling).await;
        until(when, || connection.0.held() == 1).await;
        kill(first).await;
        let client = &cluster.client;
        let second = Running::start(client);
        assert_eq!(placed(client, "important").await, "a", "{when}");
        let victim = client.namespaced::<Pod>("default").get_opt("victim").await.unwrap();
        assert!(victim.is_none(), "{when}");
        second.stop().await;
    }
}
