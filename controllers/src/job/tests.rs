//! Whole jobs: rounds are carried out on a toy cluster until nothing changes.

use std::collections::HashSet;
use std::sync::Arc;

use bowline_api::batch::v1::Job;
use bowline_api::core::v1::{Pod, PodPhase};
use bowline_apimachinery::time::Time;
use serde_json::{Value, json};

use super::backoff::Failures;
use super::conditions::{self, finished, is_finished};
use super::pods::{TRACKING_FINALIZER, completion_index};
use super::{Manage, Managed, Observed, decide};

struct Toy {
    job: Job,
    pods: Vec<Pod>,
    failures: Failures,
    now: i64,
    made: usize,
    events: Vec<String>,
    waits: Vec<u64>,
    writes: usize,
}

impl Toy {
    fn new(spec: Value) -> Self {
        let mut job: Job = serde_json::from_value(json!({
            "metadata": {"name": "j", "namespace": "d", "uid": "u"},
            "spec": spec,
        }))
        .unwrap();
        let defaults = &mut job.spec;
        defaults.backoff_limit.get_or_insert(6);
        defaults.parallelism.get_or_insert(1);
        Self {
            job,
            pods: vec![],
            failures: Failures::default(),
            now: 100,
            made: 0,
            events: vec![],
            waits: vec![],
            writes: 0,
        }
    }

    fn time(&self) -> Time {
        Time::from_unix_seconds(self.now)
    }

    /// One round; tells whether it changed anything.
    fn round(&mut self) -> bool {
        if is_finished(&self.job) {
            return false;
        }
        let now = self.time();
        let observed = Observed {
            job: Arc::new(self.job.clone()),
            pods: self.pods.iter().cloned().map(Arc::new).collect(),
            failures: self.failures,
        };
        let decision = decide(&observed, now);
        self.waits.extend(decision.again.map(|wait| wait.as_secs()));
        let managed = self.manage(&decision.manage);
        let failures = decision.failures;
        let accounting = decision.account(managed, now);
        let mut changed = managed.done > 0 || accounting.is_dirty;
        let mut written = None;
        if accounting.is_dirty {
            self.writes += 1;
            self.failures = failures;
            written = Some(accounting.job.clone());
        }
        let mut released = HashSet::new();
        for pod in &accounting.release {
            released.insert(pod.metadata.uid.clone());
            let stored = self.pods.iter_mut().find(|p| p.metadata.uid == pod.metadata.uid);
            stored.expect("the pod is there").metadata.remove_finalizer(TRACKING_FINALIZER);
            changed = true;
        }
        self.drop_deleted();
        self.events.extend(accounting.events.iter().map(|event| event.reason.clone()));
        let closing = accounting.close(written, &released, now);
        self.events.extend(closing.events.iter().map(|event| event.reason.clone()));
        self.writes += usize::from(closing.is_dirty);
        if changed || closing.is_dirty {
            self.job = closing.job;
        }
        changed || closing.is_dirty
    }

    fn manage(&mut self, manage: &Manage) -> Managed {
        let now = self.time();
        let delete = |pods: &mut Vec<Pod>, which: &[Arc<Pod>]| {
            let mut ready = 0;
            for pod in pods.iter_mut() {
                if which.iter().any(|gone| gone.metadata.uid == pod.metadata.uid) {
                    pod.metadata.deletion_timestamp = Some(now);
                    ready += usize::from(pod.is_ready());
                }
            }
            Managed { done: which.len(), ready }
        };
        match manage {
            Manage::Nothing => Managed::default(),
            Manage::Finish(pods) => delete(&mut self.pods, pods),
            Manage::Remove(pods) => {
                for pod in &mut self.pods {
                    if pods.iter().any(|gone| gone.metadata.uid == pod.metadata.uid) {
                        pod.metadata.remove_finalizer(TRACKING_FINALIZER);
                    }
                }
                delete(&mut self.pods, pods)
            }
            Manage::Create(creations) => {
                for creation in creations {
                    let mut metadata = creation.template.metadata.clone();
                    self.made += 1;
                    metadata.uid = format!("pod-{}", self.made);
                    metadata.creation_timestamp = Some(now);
                    let mut pod = Pod { metadata, ..Pod::default() };
                    pod.status.phase = PodPhase::Running;
                    self.pods.push(pod);
                }
                Managed { done: creations.len(), ready: 0 }
            }
        }
    }

    /// Deleted pods vanish once nothing holds them.
    fn drop_deleted(&mut self) {
        self.pods.retain(|p| !p.metadata.is_terminating() || !p.metadata.finalizers.is_empty());
    }

    fn settle(&mut self) {
        for _ in 0..50 {
            if !self.round() {
                return;
            }
        }
        panic!("never settles: {:?}", self.job.status);
    }

    fn running(&self) -> usize {
        self.pods.iter().filter(|pod| pod.is_active()).count()
    }

    /// Ends `count` running pods.
    fn end(&mut self, count: usize, phase: PodPhase) {
        let now = self.time();
        for pod in self.pods.iter_mut().filter(|pod| pod.is_active()).take(count) {
            pod.status.phase = phase.clone();
            pod.metadata.creation_timestamp = Some(now);
        }
    }

    fn outcome(&self) -> (&str, &str) {
        finished(&self.job).map_or(("", ""), |c| (c.type_.as_str(), c.reason.as_str()))
    }
}

#[test]
fn a_job_runs_to_completion_and_counts_each_pod_once() {
    let mut toy = Toy::new(json!({"completions": 5, "parallelism": 2}));
    toy.settle();
    assert_eq!((toy.running(), toy.job.status.active), (2, 2));
    for succeeded in 1..=5 {
        toy.end(1, PodPhase::Succeeded);
        toy.settle();
        assert_eq!(toy.job.status.succeeded, succeeded);
        assert_eq!(toy.running(), 2.min(5 - succeeded as usize));
    }
    assert_eq!(toy.outcome(), ("Complete", "CompletionsReached"));
    assert_eq!(toy.made, 5);
    assert_eq!(toy.job.status.completion_time, Some(toy.time()));
    assert_eq!(toy.events, ["Completed"]);
    assert!(toy.pods.iter().all(|pod| pod.metadata.finalizers.is_empty()));
}

#[test]
fn a_settled_job_writes_nothing() {
    let mut toy = Toy::new(json!({"completions": 2, "parallelism": 2}));
    toy.settle();
    let writes = toy.writes;
    toy.now += 1000;
    assert!(!toy.round());
    assert_eq!(toy.writes, writes);
}

#[test]
fn failures_are_replaced_later_and_later_until_the_limit() {
    let mut toy = Toy::new(json!({"completions": 1, "backoffLimit": 2}));
    toy.settle();
    toy.end(1, PodPhase::Failed);
    toy.settle();
    assert_eq!((toy.running(), toy.job.status.failed), (0, 1));
    assert_eq!(toy.waits.last(), Some(&10));
    toy.now += 10;
    toy.settle();
    assert_eq!(toy.running(), 1);
    toy.end(1, PodPhase::Failed);
    toy.settle();
    assert_eq!(toy.waits.last(), Some(&20));
    toy.now += 20;
    toy.settle();
    toy.end(1, PodPhase::Failed);
    toy.settle();
    assert_eq!(toy.outcome(), ("Failed", "BackoffLimitExceeded"));
    assert_eq!((toy.job.status.failed, toy.made), (3, 3));
    assert!(conditions::get_true(&toy.job, "FailureTarget").is_some());
    assert_eq!(toy.events, ["BackoffLimitExceeded"]);
}

#[test]
fn a_failing_job_stops_its_other_pods_and_waits_for_them() {
    let mut toy = Toy::new(json!({"completions": 3, "parallelism": 3, "backoffLimit": 0}));
    toy.settle();
    for pod in &mut toy.pods {
        pod.metadata.finalizers.push("example.com/slow".into());
    }
    toy.end(1, PodPhase::Failed);
    toy.settle();
    assert_eq!(toy.outcome(), ("", ""));
    assert_eq!(toy.job.status.terminating, Some(2));
    for pod in &mut toy.pods {
        pod.metadata.remove_finalizer("example.com/slow");
    }
    toy.drop_deleted();
    toy.settle();
    assert_eq!(toy.outcome(), ("Failed", "BackoffLimitExceeded"));
    assert_eq!((toy.job.status.failed, toy.job.status.terminating), (3, Some(0)));
}

#[test]
fn indexes_each_succeed_once() {
    let spec = json!({"completions": 4, "parallelism": 3, "completionMode": "Indexed"});
    let mut toy = Toy::new(spec);
    toy.settle();
    let running = |toy: &Toy| -> Vec<i32> {
        toy.pods.iter().filter(|p| p.is_active()).filter_map(completion_index).collect()
    };
    assert_eq!(running(&toy), [0, 1, 2]);
    toy.end(1, PodPhase::Succeeded);
    toy.settle();
    assert_eq!(toy.job.status.completed_indexes, "0");
    assert_eq!(running(&toy), [1, 2, 3]);
    toy.end(3, PodPhase::Succeeded);
    toy.settle();
    assert_eq!(toy.job.status.completed_indexes, "0-3");
    assert_eq!(toy.outcome(), ("Complete", "CompletionsReached"));
}

#[test]
fn an_index_that_fails_too_often_fails_alone() {
    let mut toy = Toy::new(json!({
        "completions": 2, "parallelism": 2, "completionMode": "Indexed", "backoffLimitPerIndex": 1,
        "backoffLimit": i32::MAX
    }));
    toy.settle();
    toy.end(1, PodPhase::Failed);
    toy.settle();
    assert_eq!(toy.running(), 1, "index 0 waits");
    toy.now += 10;
    toy.settle();
    assert_eq!(toy.running(), 2);
    let again = toy.pods.iter().find(|p| p.is_active() && completion_index(p) == Some(0));
    let annotations = &again.expect("index 0 runs again").metadata.annotations;
    assert_eq!(annotations["batch.kubernetes.io/job-index-failure-count"], "1");
    for pod in &mut toy.pods {
        if pod.is_active() {
            let failed = completion_index(pod) == Some(0);
            pod.status.phase = if failed { PodPhase::Failed } else { PodPhase::Succeeded };
        }
    }
    toy.settle();
    assert_eq!(toy.job.status.failed_indexes.as_deref(), Some("0"));
    assert_eq!(toy.job.status.completed_indexes, "1");
    assert_eq!(toy.outcome(), ("Failed", "FailedIndexes"));
}

#[test]
fn the_success_policy_ends_the_job_early() {
    let mut toy = Toy::new(json!({
        "completions": 3, "parallelism": 3, "completionMode": "Indexed",
        "successPolicy": {"rules": [{"succeededIndexes": "0"}]}
    }));
    toy.settle();
    toy.end(1, PodPhase::Succeeded);
    toy.settle();
    assert_eq!(toy.outcome(), ("Complete", "SuccessPolicy"));
    assert_eq!((toy.job.status.succeeded, toy.job.status.failed), (1, 0));
    assert_eq!(toy.running(), 0);
}

#[test]
fn a_suspended_job_has_no_pods_and_its_deadline_rests() {
    let mut toy = Toy::new(json!({
        "completions": 2, "parallelism": 2, "activeDeadlineSeconds": 60, "suspend": true
    }));
    toy.settle();
    assert_eq!((toy.made, toy.job.status.start_time), (0, None));
    assert_eq!(toy.events, ["Suspended"]);
    toy.job.spec.suspend = Some(false);
    toy.now += 1000;
    toy.settle();
    assert_eq!(toy.running(), 2);
    toy.now += 30;
    toy.job.spec.suspend = Some(true);
    toy.settle();
    assert_eq!((toy.running(), toy.job.status.failed), (0, 0), "stopped pods are no failures");
    toy.job.spec.suspend = Some(false);
    toy.now += 1000;
    toy.settle();
    toy.now += 59;
    toy.settle();
    assert_eq!(toy.outcome(), ("", ""));
    toy.now += 1;
    toy.settle();
    assert_eq!(toy.outcome(), ("Failed", "DeadlineExceeded"));
}

#[test]
fn without_completions_one_success_is_enough_when_all_pods_have_ended() {
    let mut toy = Toy::new(json!({"parallelism": 3}));
    toy.settle();
    assert_eq!(toy.running(), 3);
    toy.end(1, PodPhase::Succeeded);
    toy.settle();
    assert_eq!((toy.running(), toy.outcome()), (2, ("", "")));
    toy.end(1, PodPhase::Failed);
    toy.settle();
    toy.end(1, PodPhase::Succeeded);
    toy.settle();
    assert_eq!(toy.outcome(), ("Complete", "CompletionsReached"));
    assert_eq!(toy.made, 3);
}

#[test]
fn a_policy_can_fail_the_job_at_once_or_forgive() {
    let policy = json!({"rules": [
        {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}},
        {"action": "Ignore", "onExitCodes": {"operator": "In", "values": [7]}},
    ]});
    let mut toy =
        Toy::new(json!({"completions": 1, "backoffLimit": 0, "podFailurePolicy": policy}));
    toy.settle();
    let fail = |toy: &mut Toy, code: i32| {
        toy.end(1, PodPhase::Failed);
        let last = toy.pods.last_mut().expect("a pod");
        last.status.container_statuses = serde_json::from_value(
            json!([{"name": "c", "state": {"terminated": {"exitCode": code}}}]),
        )
        .unwrap();
    };
    fail(&mut toy, 7);
    toy.settle();
    toy.now += 1000;
    toy.settle();
    assert_eq!((toy.job.status.failed, toy.running()), (0, 1));
    fail(&mut toy, 42);
    toy.settle();
    assert_eq!(toy.outcome(), ("Failed", "PodFailurePolicy"));
}
