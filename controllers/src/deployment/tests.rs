//! Whole rollouts: the plan is carried out on a toy cluster until nothing changes.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::apps::v1::{Deployment, ReplicaSet};
use bowline_api::core::v1::{Container, Pod};
use bowline_apimachinery::time::Time;

use super::conditions::{self, PROGRESSING};
use super::plan::{Collision, collision};
use super::replica_sets::{REVISION, size};
use super::{Action, Observed, Plan, plan};

fn at(second: i64) -> Time {
    Time::from_unix_seconds(second)
}

fn deployment(replicas: i32, strategy: &str) -> Deployment {
    let mut deployment = Deployment::default();
    deployment.metadata.name = "web".into();
    deployment.metadata.namespace = "d".into();
    deployment.metadata.uid = "u".into();
    deployment.metadata.generation = 1;
    deployment.spec.replicas = Some(replicas);
    deployment.spec.strategy.type_ = strategy.into();
    let rolling = deployment.spec.strategy.rolling_update.get_or_insert_default();
    rolling.max_surge = Some("25%".into());
    rolling.max_unavailable = Some("25%".into());
    deployment.spec.progress_deadline_seconds = Some(600);
    deployment.spec.revision_history_limit = Some(1);
    let selector = deployment.spec.selector.get_or_insert_default();
    selector.match_labels.insert("app".into(), "web".into());
    deployment.spec.template.metadata.labels.insert("app".into(), "web".into());
    set_image(&mut deployment, "v1");
    deployment
}

fn set_image(deployment: &mut Deployment, image: &str) {
    deployment.spec.template.spec.containers =
        vec![Container { name: "c".into(), image: image.into(), ..Container::default() }];
}

/// Deployment and replica sets, without pods: replica sets make theirs at once.
struct Toy {
    deployment: Deployment,
    sets: Vec<ReplicaSet>,
    now: i64,
    scaled: Vec<(i32, i32)>,
    pods_come_up: bool,
}

impl Toy {
    fn new(deployment: Deployment) -> Self {
        Self { deployment, sets: Vec::new(), now: 1, scaled: Vec::new(), pods_come_up: true }
    }

    fn plan(&self, pods: &[Arc<Pod>]) -> Plan {
        let observed = Observed {
            deployment: Arc::new(self.deployment.clone()),
            replica_sets: self.sets.iter().cloned().map(Arc::new).collect(),
            pods: pods.to_vec(),
        };
        plan(&observed, at(self.now))
    }

    fn step(&mut self) -> Plan {
        let plan = self.plan(&[]);
        for action in plan.actions.clone() {
            match action {
                Action::Create(mut set) => {
                    set.metadata.uid = format!("set-{}", self.sets.len());
                    set.metadata.creation_timestamp = Some(at(self.now));
                    self.sets.push(*set);
                }
                Action::Update(set) => {
                    let found = self.sets.iter_mut().find(|s| s.metadata.uid == set.metadata.uid);
                    *found.expect("the set is there") = *set;
                }
                Action::Delete(set) => {
                    self.sets.retain(|s| s.metadata.uid != set.metadata.uid);
                }
                Action::Scaled { from, to, .. } => self.scaled.push((from, to)),
                Action::UpdateStatus(deployment) => self.deployment = *deployment,
            }
        }
        self.now += 1;
        for set in &mut self.sets {
            let replicas = size(set);
            set.status.replicas = replicas;
            let ready = if self.pods_come_up { replicas } else { set.status.ready_replicas };
            set.status.ready_replicas = ready.min(replicas);
            set.status.available_replicas = set.status.ready_replicas;
            set.status.terminating_replicas = Some(0);
        }
        plan
    }

    fn settle(&mut self) {
        for _ in 0..50 {
            if self.step().actions.is_empty() {
                return;
            }
        }
        panic!("never settles");
    }

    fn sizes(&self) -> Vec<i32> {
        self.sets.iter().map(size).collect()
    }

    fn progress(&self) -> &str {
        conditions::get(&self.deployment.status, PROGRESSING).map_or("", |c| &c.reason)
    }
}

#[test]
fn a_rollout_replaces_pods_in_steps_and_keeps_the_history() {
    let mut toy = Toy::new(deployment(4, "RollingUpdate"));
    toy.settle();
    assert_eq!(toy.sizes(), [4]);
    assert_eq!(toy.progress(), "NewReplicaSetAvailable");
    assert_eq!(toy.deployment.metadata.annotations[REVISION], "1");
    assert_eq!(toy.deployment.status.available_replicas, 4);

    toy.scaled.clear();
    set_image(&mut toy.deployment, "v2");
    toy.deployment.metadata.generation = 2;
    toy.settle();
    assert_eq!(toy.sizes(), [0, 4]);
    // One beyond, one missing: up 1, down 1 at once; then by what became available.
    assert_eq!(toy.scaled[0], (0, 1));
    assert_eq!(toy.scaled[1], (4, 3));
    assert_eq!(toy.deployment.metadata.annotations[REVISION], "2");

    // Back to the first template: its set is found again and gets the next number.
    set_image(&mut toy.deployment, "v1");
    toy.deployment.metadata.generation = 3;
    toy.settle();
    assert_eq!(toy.sizes(), [4, 0]);
    assert_eq!(toy.sets[0].metadata.annotations[REVISION], "3");
    assert_eq!(toy.deployment.metadata.annotations[REVISION], "3");

    set_image(&mut toy.deployment, "v3");
    toy.deployment.metadata.generation = 4;
    toy.settle();
    let images = |toy: &Toy| -> Vec<String> {
        toy.sets.iter().map(|s| s.spec.template.spec.containers[0].image.clone()).collect()
    };
    assert_eq!(images(&toy), ["v1", "v3"], "the set of v2 is beyond the history's limit");
}

#[test]
fn a_stuck_rollout_is_late_after_its_deadline() {
    let mut toy = Toy::new(deployment(4, "RollingUpdate"));
    toy.settle();
    toy.pods_come_up = false;
    set_image(&mut toy.deployment, "v2");
    toy.deployment.metadata.generation = 2;
    toy.settle();
    assert_eq!(toy.sizes(), [3, 2]);
    assert_eq!(toy.progress(), "ReplicaSetUpdated");
    let again = toy.plan(&[]).again.expect("looks again at the deadline");
    assert!(again <= Duration::from_secs(601) && again > Duration::from_secs(590), "{again:?}");
    toy.now += 700;
    toy.settle();
    assert_eq!(toy.progress(), "ProgressDeadlineExceeded");
    assert_eq!(toy.plan(&[]).again, None);

    // Resized while stuck: shared out, not rolled on.
    toy.deployment.spec.replicas = Some(8);
    toy.deployment.metadata.generation = 3;
    toy.settle();
    assert_eq!(toy.sizes(), [6, 4]);
}

#[test]
fn recreation_waits_until_the_last_old_pod_is_gone() {
    let mut toy = Toy::new(deployment(2, "Recreate"));
    toy.settle();
    assert_eq!(toy.sizes(), [2]);
    set_image(&mut toy.deployment, "v2");
    toy.step();
    assert_eq!(toy.sizes(), [0]);
    let mut pod = Pod::default();
    pod.status.phase = "Running".into();
    let waiting = toy.plan(&[Arc::new(pod.clone())]);
    assert!(!waiting.actions.iter().any(|a| matches!(a, Action::Create(_))));
    pod.status.phase = "Failed".into();
    let going = toy.plan(&[Arc::new(pod)]);
    assert!(going.actions.iter().any(|a| matches!(a, Action::Create(_))));
    toy.settle();
    assert_eq!(toy.sizes(), [0, 2]);
}

#[test]
fn a_paused_deployment_scales_and_does_not_roll() {
    let mut toy = Toy::new(deployment(2, "RollingUpdate"));
    toy.settle();
    toy.deployment.spec.paused = true;
    toy.deployment.spec.replicas = Some(3);
    set_image(&mut toy.deployment, "v2");
    toy.settle();
    assert_eq!(toy.sizes(), [3]);
    assert_eq!(toy.progress(), "DeploymentPaused");
    toy.deployment.spec.paused = false;
    toy.settle();
    assert_eq!(toy.sizes(), [0, 3]);
    assert_eq!(toy.progress(), "NewReplicaSetAvailable");
}

#[test]
fn a_taken_name_is_ours_or_a_collision() {
    let toy = Toy::new(deployment(1, "RollingUpdate"));
    let plan = toy.plan(&[]);
    let Some(Action::Create(set)) = plan.actions.first() else { panic!("creates first") };
    assert_eq!(collision(&toy.deployment, set), Collision::Same);
    let mut other = (**set).clone();
    other.spec.template.spec.hostname = "x".into();
    assert_eq!(collision(&toy.deployment, &other), Collision::Count(1));
    let mut counted = toy.deployment.clone();
    counted.status.collision_count = Some(1);
    let again = Toy::new(counted).plan(&[]);
    let Some(Action::Create(again)) = again.actions.first() else { panic!("creates first") };
    assert_ne!(again.metadata.name, set.metadata.name);
}

#[test]
fn an_empty_selector_does_nothing() {
    let mut all = deployment(1, "RollingUpdate");
    all.spec.selector = Some(Box::default());
    let mut toy = Toy::new(all);
    toy.settle();
    assert!(toy.sets.is_empty());
    assert_eq!(toy.deployment.status.observed_generation, 1);
}
