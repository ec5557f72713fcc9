//! Managers that die at any write, answers that get lost, and managers that work side by side: what
//! comes out is the same.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bowline_api::apps::v1::{Deployment, ReplicaSet, StatefulSet};
use bowline_api::batch::v1::Job;
use bowline_api::core::v1::{PersistentVolumeClaim, Pod};
use bowline_client::transport::{Body, Transport, TransportError};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use http::{Method, Request, Response};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::cluster::{Cluster, Pods};

/// What becomes of the write at which a client dies.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Last {
    /// The server never sees it.
    Lost,
    /// The server carries it out, and the answer is lost.
    Unanswered,
    /// The same, but nobody dies: the next request is answered again.
    Hiccup,
}

/// A way to the server that ends for good at the n-th write. Events do not count: they are written
/// beside the work.
#[derive(Debug)]
struct Cut {
    inner: Arc<dyn Transport>,
    writes: AtomicUsize,
    at: usize,
    last: Last,
    /// Whether the write has come.
    hit: CancellationToken,
    dead: CancellationToken,
}

fn lost() -> TransportError {
    TransportError::Lost(io::Error::from(io::ErrorKind::BrokenPipe).into())
}

impl Transport for Cut {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        if self.dead.is_cancelled() {
            return async { Err(lost()) }.boxed();
        }
        let is_event = request.uri().path().contains("/events");
        let counts = *request.method() != Method::GET && !is_event;
        if !counts || self.writes.fetch_add(1, Ordering::SeqCst) + 1 != self.at {
            return self.inner.send(request);
        }
        self.hit.cancel();
        if self.last != Last::Hiccup {
            self.dead.cancel();
        }
        match self.last {
            Last::Lost => async { Err(lost()) }.boxed(),
            Last::Unanswered | Last::Hiccup => {
                let answer = self.inner.send(request);
                async move {
                    drop(answer.await);
                    Err(lost())
                }
                .boxed()
            }
        }
    }
}

/// Something to do in a cluster, and what it comes to.
struct Scenario {
    controllers: &'static str,
    pods: Pods,
    steps: &'static [Step],
    state: for<'a> fn(&'a Cluster) -> BoxFuture<'a, Value>,
}

/// Something a user does, and what the user waits for.
struct Step {
    act: for<'a> fn(&'a Cluster) -> BoxFuture<'a, ()>,
    is_done: for<'a> fn(&'a Cluster) -> BoxFuture<'a, bool>,
}

/// Runs a manager that something happens to at a write, and after its death another one. Tells
/// whether it came to that write, and what the scenario came to.
async fn run_with_fault(scenario: &Scenario, at: usize, last: Last) -> (bool, Value) {
    let mut cluster = Cluster::without_controllers().await;
    cluster.start_pods(scenario.pods);
    let (hit, dead) = (CancellationToken::new(), CancellationToken::new());
    let doomed = cluster.client_over(|inner| {
        let (writes, hit, dead) = (AtomicUsize::new(0), hit.clone(), dead.clone());
        Arc::new(Cut { inner, writes, at, last, hit, dead })
    });
    let manager =
        cluster.manager(scenario.controllers, &doomed).build().expect("known controllers");
    let mut first = JoinSet::new();
    first.spawn(async move { drop(manager.run(CancellationToken::new()).await) });
    let mut steps = scenario.steps.iter();
    let mut step = steps.next();
    if let Some(step) = step {
        (step.act)(&cluster).await;
    }
    let mut died = false;
    while let Some(present) = step {
        tokio::select! {
            () = dead.cancelled(), if !died => {
                died = true;
                first.shutdown().await;
                let successor = cluster.manager(scenario.controllers, &cluster.client);
                cluster.run(successor);
            }
            () = cluster.until("the step is done", async || (present.is_done)(&cluster).await) => {
                step = steps.next();
                if let Some(step) = step {
                    (step.act)(&cluster).await;
                }
            }
        }
    }
    // What is still to come must not change anything.
    cluster.pass(2).await;
    (hit.is_cancelled(), (scenario.state)(&cluster).await)
}

/// Lets something happen at every write of a scenario.
async fn faults_anywhere(scenario: &Scenario, last: Last) {
    let (_, want) = run_with_fault(scenario, usize::MAX, last).await;
    for at in 1.. {
        let (hit, got) = run_with_fault(scenario, at, last).await;
        assert_eq!(got, want, "after a fault at write {at}, {last:?}");
        if !hit {
            assert!(at > 5, "the scenario has only {at} writes");
            return;
        }
    }
}

/// Runs a scenario with two managers from the start.
async fn side_by_side(scenario: &Scenario) {
    let (_, want) = run_with_fault(scenario, usize::MAX, Last::Lost).await;
    let mut cluster = Cluster::without_controllers().await;
    cluster.start_pods(scenario.pods);
    for _ in 0..2 {
        let manager = cluster.manager(scenario.controllers, &cluster.client);
        cluster.run(manager);
    }
    for step in scenario.steps {
        (step.act)(&cluster).await;
        cluster.until("the step is done", async || (step.is_done)(&cluster).await).await;
    }
    cluster.pass(2).await;
    assert_eq!((scenario.state)(&cluster).await, want);
}

fn template(image: &str) -> Value {
    json!({
        "metadata": {"labels": {"app": "x"}},
        "spec": {"restartPolicy": "Always", "containers": [{"name": "c", "image": image}]}
    })
}

/// How many pods there are of each image that are not on their way out.
async fn images(cluster: &Cluster) -> BTreeMap<String, usize> {
    let mut images = BTreeMap::new();
    for pod in cluster.list::<Pod>().await.into_iter().filter(|p| !p.metadata.is_terminating()) {
        *images.entry(pod.spec.containers[0].image.clone()).or_default() += 1;
    }
    images
}

const ROLLOUT: Scenario = Scenario {
    controllers: "deployment,replicaset",
    pods: Pods::BecomeReady,
    steps: &[
        Step {
            act: |cluster| {
                async {
                    cluster
                        .create::<Deployment>(json!({
                            "apiVersion": "apps/v1", "kind": "Deployment",
                            "metadata": {"name": "x", "namespace": "default"},
                            "spec": {
                                "replicas": 2, "selector": {"matchLabels": {"app": "x"}},
                                "template": template("v1"),
                            }
                        }))
                        .await;
                }
                .boxed()
            },
            is_done: |cluster| rolled_out(cluster).boxed(),
        },
        Step {
            act: |cluster| {
                let patch = json!({"spec": {"template": template("v2")}});
                async move { cluster.patch::<Deployment>("x", patch).await }.boxed()
            },
            is_done: |cluster| rolled_out(cluster).boxed(),
        },
    ],
    state: |cluster| {
        async {
            let mut sets: Vec<_> = cluster
                .list::<ReplicaSet>()
                .await
                .iter()
                .map(|set| {
                    let revision = &set.metadata.annotations["deployment.kubernetes.io/revision"];
                    json!([revision, set.spec.replicas, set.status.available_replicas])
                })
                .collect();
            sets.sort_by_key(Value::to_string);
            let deployment = cluster.get::<Deployment>("x").await;
            let status = &deployment.status;
            json!({
                "sets": sets, "images": images(cluster).await,
                "replicas": [status.replicas, status.updated_replicas, status.available_replicas],
                "collisions": status.collision_count,
                "revision": deployment.metadata.annotations["deployment.kubernetes.io/revision"],
            })
        }
        .boxed()
    },
};

async fn rolled_out(cluster: &Cluster) -> bool {
    let Deployment { metadata, spec, status } = cluster.get("x").await;
    let replicas = spec.replicas.unwrap_or(1);
    status.observed_generation >= metadata.generation
        && [status.updated_replicas, status.replicas, status.available_replicas] == [replicas; 3]
}

const COMPLETION: Scenario = Scenario {
    controllers: "job",
    pods: Pods::Succeed,
    steps: &[Step {
        act: |cluster| {
            async {
                let mut template = template("v1");
                template["spec"]["restartPolicy"] = json!("Never");
                cluster
                    .create::<Job>(json!({
                        "apiVersion": "batch/v1", "kind": "Job",
                        "metadata": {"name": "x", "namespace": "default"},
                        "spec": {
                            "completions": 3, "parallelism": 2, "completionMode": "Indexed",
                            "manualSelector": true,
                            "selector": {"matchLabels": {"app": "x"}}, "template": template,
                        }
                    }))
                    .await;
            }
            .boxed()
        },
        is_done: |cluster| {
            async {
                let job = cluster.get::<Job>("x").await;
                job.status.conditions.iter().any(|condition| condition.type_ == "Complete")
            }
            .boxed()
        },
    }],
    state: |cluster| {
        async {
            let status = cluster.get::<Job>("x").await.status;
            let pods = cluster.list::<Pod>().await;
            let held = pods.iter().filter(|pod| !pod.metadata.finalizers.is_empty()).count();
            let uncounted = status.uncounted_terminated_pods.unwrap_or_default();
            json!({
                "completed": status.completed_indexes, "active": status.active,
                "failed": status.failed, "succeeded": status.succeeded, "held": held,
                "uncounted": uncounted.succeeded.len() + uncounted.failed.len(),
            })
        }
        .boxed()
    },
};

const ORDERED: Scenario = Scenario {
    controllers: "statefulset",
    pods: Pods::BecomeReady,
    steps: &[
        Step {
            act: |cluster| {
                async {
                    cluster
                        .create::<StatefulSet>(json!({
                            "apiVersion": "apps/v1", "kind": "StatefulSet",
                            "metadata": {"name": "x", "namespace": "default"},
                            "spec": {
                                "replicas": 1, "selector": {"matchLabels": {"app": "x"}},
                                "serviceName": "x", "template": template("v1"),
                                "volumeClaimTemplates": [{
                                    "metadata": {"name": "data"},
                                    "spec": {"accessModes": ["ReadWriteOnce"],
                                             "resources": {"requests": {"storage": "1Gi"}}},
                                }],
                            }
                        }))
                        .await;
                }
                .boxed()
            },
            is_done: |cluster| has_replicas(cluster, 1).boxed(),
        },
        Step {
            act: |cluster| scale(cluster, 3).boxed(),
            is_done: |cluster| has_replicas(cluster, 3).boxed(),
        },
        Step {
            act: |cluster| scale(cluster, 2).boxed(),
            is_done: |cluster| has_replicas(cluster, 2).boxed(),
        },
    ],
    state: |cluster| {
        async {
            let name = |pod: Pod| pod.metadata.name;
            let pods: Vec<_> = cluster.list::<Pod>().await.into_iter().map(name).collect();
            let claims = cluster.list::<PersistentVolumeClaim>().await;
            let claims: Vec<_> = claims.into_iter().map(|claim| claim.metadata.name).collect();
            let status = cluster.get::<StatefulSet>("x").await.status;
            json!({
                "pods": pods, "claims": claims, "ready": status.ready_replicas,
                "current": status.current_replicas, "updated": status.updated_replicas,
                "same": status.current_revision == status.update_revision,
            })
        }
        .boxed()
    },
};

async fn scale(cluster: &Cluster, replicas: i32) {
    cluster.patch::<StatefulSet>("x", json!({"spec": {"replicas": replicas}})).await;
}

async fn has_replicas(cluster: &Cluster, replicas: i32) -> bool {
    let StatefulSet { metadata, status, .. } = cluster.get("x").await;
    status.observed_generation >= metadata.generation
        && [status.replicas, status.ready_replicas, status.updated_replicas] == [replicas; 3]
}

#[tokio::test(start_paused = true)]
async fn a_rollout_goes_on_after_death_before_any_write() {
    faults_anywhere(&ROLLOUT, Last::Lost).await;
}

#[tokio::test(start_paused = true)]
async fn a_rollout_goes_on_after_death_behind_any_write() {
    faults_anywhere(&ROLLOUT, Last::Unanswered).await;
}

#[tokio::test(start_paused = true)]
async fn a_job_completes_after_death_before_any_write() {
    faults_anywhere(&COMPLETION, Last::Lost).await;
}

#[tokio::test(start_paused = true)]
async fn a_job_completes_after_death_behind_any_write() {
    faults_anywhere(&COMPLETION, Last::Unanswered).await;
}

#[tokio::test(start_paused = true)]
async fn a_stateful_set_scales_after_death_before_any_write() {
    faults_anywhere(&ORDERED, Last::Lost).await;
}

#[tokio::test(start_paused = true)]
async fn a_stateful_set_scales_after_death_behind_any_write() {
    faults_anywhere(&ORDERED, Last::Unanswered).await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_does_nothing_twice_in_a_rollout() {
    faults_anywhere(&ROLLOUT, Last::Hiccup).await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_does_nothing_twice_in_a_job() {
    faults_anywhere(&COMPLETION, Last::Hiccup).await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_does_nothing_twice_in_a_stateful_set() {
    faults_anywhere(&ORDERED, Last::Hiccup).await;
}

#[tokio::test(start_paused = true)]
async fn two_managers_come_to_what_one_comes_to() {
    for scenario in [ROLLOUT, COMPLETION, ORDERED] {
        side_by_side(&scenario).await;
    }
}
