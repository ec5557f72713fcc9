//! Played nodes.

use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{ConditionStatus, Event, Node, Pod, PodPhase, RestartPolicy};
use bowline_client::api::{DeleteParams, ListParams};
use bowline_kubelet_core::driver::{FleetEvents, run_hollow_fleet};
use bowline_kubelet_core::runtimes::hollow::HollowFleetConfig;

use super::cluster::{Cluster, container, pod};

fn start(cluster: &Cluster, nodes: u32) -> tokio::task::JoinHandle<()> {
    let (client, shutdown) = (cluster.client.clone(), cluster.shutdown.clone());
    tokio::spawn(async move {
        let config = HollowFleetConfig::new(nodes);
        run_hollow_fleet(client, &config, FleetEvents::Told, shutdown).await.unwrap();
    })
}

fn ready(pod: Option<&Pod>) -> bool {
    pod.is_some_and(Pod::is_ready)
}

#[tokio::test(start_paused = true)]
async fn a_bound_pod_becomes_ready_and_goes_when_it_is_deleted() {
    let cluster = Cluster::start().await;
    let fleet = start(&cluster, 2);
    cluster.create(pod("web", "hollow-1", RestartPolicy::Always)).await;
    let web = cluster.until("web", ready).await.unwrap();
    assert_eq!(web.status.phase, PodPhase::Running);
    assert_eq!(web.status.host_ip, "172.16.0.2");
    assert_eq!(web.status.pod_ip, "10.128.1.2");
    assert_eq!(web.status.container_statuses.len(), 1);
    let main = &web.status.container_statuses[0];
    assert!(main.ready && main.started == Some(true) && main.container_id.starts_with("hollow://"));

    let events = cluster.client.namespaced::<Event>("default");
    let events = events.list_all(&ListParams::default()).await.unwrap().items;
    let mut reasons: Vec<String> = events.into_iter().map(|event| event.reason).collect();
    reasons.sort();
    assert_eq!(reasons, ["Created", "Pulled", "Started"]);

    let pods = cluster.client.namespaced::<Pod>("default");
    pods.delete("web", &DeleteParams::default()).await.unwrap();
    cluster.until("web", |pod| pod.is_none()).await;
    cluster.shutdown.cancel();
    fleet.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn pods_that_end_by_themselves_succeed_or_fail() {
    let cluster = Cluster::start().await;
    let _fleet = start(&cluster, 1);
    cluster.create(pod("job", "hollow-0", RestartPolicy::Never)).await;
    let mut failing = pod("failing", "hollow-0", RestartPolicy::Never);
    failing.spec.containers = vec![container("main", &["sh", "-c", "sleep 3; exit 4"])];
    failing.spec.init_containers = vec![container("first", &["true"])];
    cluster.create(failing).await;

    let terminal = |pod: Option<&Pod>| pod.is_some_and(Pod::is_terminal);
    let job = cluster.until("job", terminal).await.unwrap();
    assert_eq!(job.status.phase, PodPhase::Succeeded);
    let ready = job.status.condition("Ready").unwrap();
    assert_eq!((ready.status.as_str(), ready.reason.as_str()), ("False", "PodCompleted"));

    let failing = cluster.until("failing", terminal).await.unwrap();
    assert_eq!(failing.status.phase, PodPhase::Failed);
    let ended = failing.status.container_statuses[0].state.terminated.as_ref().unwrap();
    assert_eq!((ended.exit_code, ended.reason.as_str()), (4, "Error"));
    let first = failing.status.init_container_statuses[0].state.terminated.as_ref().unwrap();
    assert_eq!(first.exit_code, 0);
}

#[tokio::test(start_paused = true)]
async fn a_crashing_container_backs_off() {
    let cluster = Cluster::start().await;
    let _fleet = start(&cluster, 1);
    let mut crashing = pod("crashing", "hollow-0", RestartPolicy::Always);
    crashing.spec.containers = vec![container("main", &["false"])];
    cluster.create(crashing).await;
    let crashing = cluster
        .until("crashing", |pod| {
            pod.is_some_and(|pod| {
                pod.status.container_statuses.iter().any(|c| c.restart_count == 3)
            })
        })
        .await
        .unwrap();
    let main = &crashing.status.container_statuses[0];
    assert_eq!(crashing.status.phase, PodPhase::Running);
    assert_eq!(main.last_state.terminated.as_ref().unwrap().exit_code, 1);
    // The first restart is at once, the others after 10 and 20 seconds.
    let started = crashing.status.start_time.unwrap();
    let last = main.state.terminated.as_ref().or(main.last_state.terminated.as_ref());
    let last = last.unwrap().started_at.unwrap();
    assert!((29..=32).contains(&last.since(started).as_secs()), "{started} {last}");
    let waiting = |pod: Option<&Pod>| {
        pod.is_some_and(|pod| {
            pod.status.container_statuses[0]
                .state
                .waiting
                .as_ref()
                .is_some_and(|waiting| waiting.reason == "CrashLoopBackOff")
        })
    };
    cluster.until("crashing", waiting).await;
}

#[tokio::test(start_paused = true)]
async fn nodes_are_ready_as_soon_as_they_are_there() {
    let cluster = Cluster::start().await;
    let _fleet = start(&cluster, 3);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let nodes = cluster.client.cluster::<Node>().list_all(&ListParams::default()).await.unwrap();
    assert_eq!(nodes.items.len(), 3);
    for node in &nodes.items {
        let ready = node.status.conditions.iter().find(|c| c.type_ == "Ready");
        assert_eq!(ready.map(|c| &c.status), Some(&ConditionStatus::True), "{:?}", node.status);
        assert!(node.spec.taints.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn nodes_register_and_stay_alive() {
    let cluster = Cluster::start().await;
    let _fleet = start(&cluster, 3);
    tokio::time::sleep(std::time::Duration::from_secs(35)).await;
    let nodes = cluster.client.cluster::<Node>().list_all(&ListParams::default()).await.unwrap();
    assert_eq!(nodes.items.len(), 3);
    for node in &nodes.items {
        let ready = node.status.conditions.iter().find(|c| c.type_ == "Ready").unwrap();
        assert_eq!(ready.status, ConditionStatus::True);
        assert!(node.status.allocatable.contains_key("cpu"));
    }
    let leases = cluster.client.namespaced::<Lease>("kube-node-lease");
    let now = cluster.client.clock().now();
    for lease in leases.list_all(&ListParams::default()).await.unwrap().items {
        assert!(now.since(lease.spec.renew_time.unwrap()).as_secs() <= 11, "{lease:?}");
        assert_eq!(lease.metadata.owner_references[0].kind, "Node");
    }
}
