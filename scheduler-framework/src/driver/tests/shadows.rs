//! A scheduler that only watches.

use std::sync::Arc;

use parking_lot::Mutex;

use super::*;

/// Watches while others bind; tells what it thought of each.
async fn shadowed(client: &Client) -> (Running, Arc<Mutex<Vec<String>>>) {
    let told = Arc::<Mutex<Vec<String>>>::default();
    let lines = Arc::clone(&told);
    let on_decision: OnDecision = Arc::new(move |it| {
        let line = format!("{} on {}: {}", it.pod.metadata.name, it.node, it.judgement);
        lines.lock().push(line);
    });
    let shutdown = CancellationToken::new();
    let scheduler = Scheduler::builder(Config::default(), client.clone()).build().unwrap();
    let task = tokio::spawn(scheduler.shadow(shutdown.clone(), on_decision));
    sleep(Duration::from_secs(2)).await;
    (Running { shutdown, task }, told)
}

#[tokio::test(start_paused = true)]
async fn a_shadow_agrees_with_its_like_and_writes_nothing() {
    let client = cluster().await;
    for name in ["a", "b", "c"] {
        add_node(&client, big(name)).await;
    }
    add_pod(&client, cpu("early", "1")).await;
    let (shadow, told) = shadowed(&client).await;
    assert!(get(&client, "early").await.spec.node_name.is_empty());
    let running = Running::start(&client);
    for index in 0..6 {
        add_pod(&client, cpu(&format!("p{index}"), "500m")).await;
        placed(&client, &format!("p{index}")).await;
    }
    sleep(Duration::from_secs(2)).await;
    let told = told.lock().clone();
    assert_eq!(told.len(), 7);
    assert!(told.iter().all(|line| line.ends_with(": agreed")), "{told:?}");
    running.stop().await;
    shadow.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_shadow_tells_where_it_differs() {
    let client = cluster().await;
    add_node(&client, big("busy")).await;
    add_node(&client, big("idle")).await;
    add_node(&client, node("small").allocatable(&[("cpu", "1"), ("memory", "8Gi")])).await;
    add_pod(&client, cpu("first", "3")).await;
    let pods = client.namespaced::<Pod>("default");
    pods.bind(&get(&client, "first").await, "busy").await.unwrap();
    let (shadow, told) = shadowed(&client).await;
    for (name, amount, node) in [("lower", "500m", "busy"), ("unfit", "2", "small")] {
        add_pod(&client, cpu(name, amount)).await;
        pods.bind(&get(&client, name).await, node).await.unwrap();
        sleep(Duration::from_secs(1)).await;
    }
    let told = told.lock().clone();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("lower on busy: its score is lower by "), "{told:?}");
    let want = "unfit on small: the pod does not fit: NodeResourcesFit: Insufficient cpu";
    assert_eq!(told[1], want);
    shadow.stop().await;
}
