//! Lives of pods, under a clock that jumps.

use bowline_api::core::v1::{
    ConditionStatus, Container, ContainerRestartPolicy, Pod, PodPhase, PodReadinessGate, PodSpec,
    Probe, RestartPolicy,
};
use bowline_apimachinery::random::{Random as _, SeededRandom};
use bowline_apimachinery::time::Duration;

use super::world::{World, at, container};
use super::{ActionError, Presence, State, TerminationCause};
use crate::probe::{ProbeResult, ProbeType};
use crate::runtime::SandboxState;

fn pod(policy: RestartPolicy, init: &[Container], regular: &[Container]) -> Pod {
    Pod {
        spec: PodSpec {
            restart_policy: policy,
            init_containers: init.to_vec(),
            containers: regular.to_vec(),
            termination_grace_period_seconds: Some(30),
            ..PodSpec::default()
        },
        ..Pod::default()
    }
}

fn sidecar(name: &str) -> Container {
    Container { restart_policy: Some(ContainerRestartPolicy::Always), ..container(name) }
}

fn simple(policy: RestartPolicy) -> World {
    World::new(pod(policy, &[], &[container("c")]))
}

#[test]
fn init_containers_run_in_order_and_sidecars_stay() {
    let init = [container("one"), sidecar("side"), container("two")];
    let mut world = World::new(pod(RestartPolicy::Always, &init, &[container("c")]));
    world.lives.insert("one".into(), Some((2, 0)));
    world.lives.insert("two".into(), Some((3, 0)));
    world.run_until(1);
    assert_eq!(world.status_of("c").state.waiting.as_ref().unwrap().reason, "PodInitializing");
    assert_eq!(world.status.phase, PodPhase::Pending);
    assert!(!world.status.is_condition_true("Initialized"));
    world.run_until(10);
    assert_eq!(
        world.log,
        [
            "0 volumes",
            "0 sandbox 0",
            "0 start one/0",
            "2 start side/0",
            "2 start two/0",
            "5 start c/0"
        ]
    );
    assert_eq!(world.status.phase, PodPhase::Running);
    for condition in ["PodScheduled", "PodReadyToStartContainers", "Initialized", "Ready"] {
        assert!(world.status.is_condition_true(condition), "{condition}");
    }
    world.log.clear();
    world.delete(30);
    world.run_until(11);
    let stops = ["11 stop c(30)", "11 stop side(30)", "11 stop sandbox", "11 tear down"];
    assert_eq!(world.log, stops.map(|line| line.replace("11", "10")));
    assert!(world.worker.is_terminated());
    world.presence = Presence::Gone;
    world.run_until(12);
    assert!(world.is_finished());
}

#[test]
fn restart_policies_decide_how_a_pod_ends() {
    let cases = [
        (RestartPolicy::Never, 0, PodPhase::Succeeded, 1),
        (RestartPolicy::Never, 1, PodPhase::Failed, 1),
        (RestartPolicy::OnFailure, 0, PodPhase::Succeeded, 1),
        (RestartPolicy::OnFailure, 1, PodPhase::Running, 3),
        (RestartPolicy::Always, 0, PodPhase::Running, 3),
    ];
    for (policy, code, phase, starts) in cases {
        let name = format!("{} {code}", policy.as_str());
        let mut world = simple(policy);
        world.lives.insert("c".into(), Some((5, code)));
        world.run_until(22);
        assert_eq!(world.status.phase, phase, "{name}");
        assert_eq!(world.logged("start c").len(), starts, "{name} {:?}", world.log);
        let terminal = matches!(phase, PodPhase::Succeeded | PodPhase::Failed);
        assert_eq!(world.worker.is_terminated(), terminal, "{name}");
    }
}

#[test]
fn a_crashing_container_waits_longer_each_time_and_recovers() {
    let mut world = simple(RestartPolicy::Always);
    world.lives.insert("c".into(), Some((0, 1)));
    world.run_until(1000);
    let starts: Vec<String> = world.logged("start c");
    let times: Vec<&str> = starts.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(times, ["0", "0", "10", "30", "70", "150", "310", "610", "910"]);
    let status = world.status_of("c");
    assert_eq!(status.state.waiting.as_ref().unwrap().reason, "CrashLoopBackOff");
    assert_eq!(status.last_state.terminated.as_ref().unwrap().exit_code, 1);
    assert_eq!(status.restart_count, 8);
    let back_off = world.events.iter().filter(|event| event.reason == "BackOff").count();
    assert_eq!(back_off, 8, "one for each wait");
    assert!(world.observed.containers.len() <= 2, "old ones are removed");

    // It runs for ten minutes; the next crash costs nothing again.
    world.lives.insert("c".into(), Some((601, 1)));
    world.run_until(3000);
    let starts = world.logged("start c");
    let last: Vec<&str> =
        starts.iter().rev().take(3).map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(last, ["2412", "1811", "1210"].map(|t| t), "{starts:?}");
}

#[test]
fn a_failed_init_container_fails_the_pod_or_runs_again() {
    for (policy, phase) in
        [(RestartPolicy::Never, PodPhase::Failed), (RestartPolicy::Always, PodPhase::Pending)]
    {
        let mut world = World::new(pod(policy, &[container("init")], &[container("c")]));
        world.lives.insert("init".into(), Some((1, 1)));
        world.run_until(5);
        assert_eq!(world.status.phase, phase);
        assert!(world.logged("start c").is_empty());
    }
}

#[test]
fn probes_kill_and_hold_back() {
    let mut probed = container("c");
    probed.liveness_probe =
        Some(Box::new(Probe { termination_grace_period_seconds: Some(3), ..Probe::default() }));
    probed.readiness_probe = Some(Box::default());
    let mut world = World::new(pod(RestartPolicy::Always, &[], &[probed]));
    world.run_until(1);
    assert!(!world.status.is_condition_true("Ready"));
    let id = world.observed.containers[0].id.clone();
    world.probes.set(&id, ProbeType::Readiness, ProbeResult::Success);
    world.run_until(2);
    assert!(world.status.is_condition_true("Ready"));
    world.log.clear();
    world.probes.set(&id, ProbeType::Liveness, ProbeResult::Failure);
    world.run_until(3);
    assert_eq!(world.log, ["2 stop c(3)", "2 start c/1"]);
    assert!(!world.status.is_condition_true("Ready"), "the new one has not been probed yet");
}

#[test]
fn sidecars_wait_for_their_startup_probes() {
    let mut side = sidecar("side");
    side.startup_probe = Some(Box::default());
    let mut world = World::new(pod(RestartPolicy::Always, &[side], &[container("c")]));
    world.run_until(5);
    assert!(world.logged("start c").is_empty());
    let id = world.observed.containers[0].id.clone();
    world.probes.set(&id, ProbeType::Startup, ProbeResult::Success);
    world.run_until(6);
    assert_eq!(world.logged("start c"), ["5 start c/0"]);
}

#[test]
fn a_finished_pod_takes_its_sidecars_along() {
    let mut world = World::new(pod(RestartPolicy::Never, &[sidecar("side")], &[container("c")]));
    world.lives.insert("c".into(), Some((5, 0)));
    world.run_until(10);
    assert_eq!(world.status.phase, PodPhase::Succeeded);
    assert_eq!(world.logged("stop side").len(), 1);
}

#[test]
fn readiness_gates_are_asked_of_others() {
    let mut gated = pod(RestartPolicy::Always, &[], &[container("c")]);
    gated.spec.readiness_gates = vec![PodReadinessGate { condition_type: "x/y".into() }];
    let mut world = World::new(gated);
    world.run_until(1);
    let ready = world.status.condition("Ready").unwrap().clone();
    assert_eq!(ready.reason, "ReadinessGatesNotReady");
    assert!(world.status.is_condition_true("ContainersReady"));
    let gate = bowline_api::core::v1::PodCondition {
        type_: "x/y".into(),
        status: ConditionStatus::True,
        ..Default::default()
    };
    world.pod.status.conditions.push(gate);
    world.run_until(2);
    assert!(world.status.is_condition_true("Ready"));
    assert!(world.status.is_condition_true("x/y"), "what others set stays");
}

#[test]
fn a_pod_that_runs_too_long_fails() {
    let mut limited = pod(RestartPolicy::Always, &[], &[container("c")]);
    limited.spec.active_deadline_seconds = Some(50);
    let mut world = World::new(limited);
    world.run_until(49);
    assert_eq!(world.status.phase, PodPhase::Running);
    world.run_until(51);
    assert_eq!(world.status.phase, PodPhase::Failed);
    assert_eq!(world.status.reason, "DeadlineExceeded");
    assert_eq!(world.logged("stop c"), ["50 stop c(30)"]);
}

#[test]
fn an_evicted_pod_says_why() {
    let mut world = simple(RestartPolicy::Always);
    world.run_until(5);
    let cause =
        TerminationCause::Evicted { reason: "Evicted".into(), message: "low on memory".into() };
    world.worker.terminate(cause, Some(Duration::from_secs(1)));
    world.run_until(6);
    assert_eq!(world.status.phase, PodPhase::Failed);
    assert_eq!(
        (world.status.reason.as_str(), world.status.message.as_str()),
        ("Evicted", "low on memory")
    );
    assert_eq!(world.logged("stop c"), ["5 stop c(2)"], "two seconds are left in any case");
}

#[test]
fn a_rejected_pod_never_runs() {
    let mut world = simple(RestartPolicy::Always);
    let cause = TerminationCause::Rejected { reason: "OutOfcpu".into(), message: "no room".into() };
    world.worker.terminate(cause, None);
    world.run_until(1);
    assert_eq!(world.status.phase, PodPhase::Failed);
    assert_eq!(world.status.reason, "OutOfcpu");
    assert_eq!(world.log, ["0 tear down"]);
}

#[test]
fn a_shorter_grace_hurries_the_end() {
    let mut world = simple(RestartPolicy::Always);
    world.run_until(1);
    world.delete(30);
    assert!(world.worker.is_hurried(&world.pod));
    // The stop is under way when the pod is to end sooner.
    world.faults.push(("stop c", ActionError::new("Busy", "called off")));
    world.settle();
    assert!(matches!(world.worker.state(), State::Terminating { .. }));
    assert!(!world.worker.is_hurried(&world.pod));
    world.delete(3);
    assert!(world.worker.is_hurried(&world.pod));
    world.run_until(2);
    assert_eq!(world.logged("1 stop c").len() + world.logged("2 stop c").len(), 1);
    let line = world.log.iter().find(|line| line.contains(" stop c") && !line.contains("failed"));
    assert!(line.unwrap().ends_with("c(2)"), "{line:?}");
}

#[test]
fn a_dead_sandbox_is_made_anew_with_everything_in_it() {
    let mut world = World::new(pod(RestartPolicy::Always, &[container("init")], &[container("c")]));
    world.lives.insert("init".into(), Some((1, 0)));
    world.run_until(5);
    world.log.clear();
    world.observed.sandboxes[0].state = SandboxState::NotReady;
    let id = world.observed.container("c").unwrap().id.clone();
    world.end(&id, at(5), 137);
    world.run_until(10);
    assert_eq!(world.log, ["5 remove container", "5 sandbox 1", "5 start init/1", "6 start c/1"],);
    assert_eq!(world.status_of("c").restart_count, 1);
    assert!(world.events.iter().any(|event| event.reason == "SandboxChanged"));
}

#[test]
fn failures_are_tried_again_later_and_later() {
    let mut world = simple(RestartPolicy::Always);
    for _ in 0..3 {
        world.faults.push(("volumes", ActionError::new("FailedMount", "no config map")));
    }
    world.run_until(10);
    // After half a second, one second and two: the log shows whole seconds.
    assert_eq!(world.logged("failed volumes").len(), 3);
    assert_eq!(world.logged("start c"), ["3 start c/0"]);

    let mut world = simple(RestartPolicy::Always);
    for _ in 0..2 {
        world.faults.push(("start", ActionError::new("ErrImagePull", "no such image")));
    }
    world.run_until(1);
    let waiting = world.status_of("c").state.waiting.clone().unwrap();
    assert_eq!(waiting.reason, "ImagePullBackOff");
    assert_eq!(waiting.message, "Back-off pulling image \"i\": ErrImagePull: no such image");
    assert_eq!(world.status.phase, PodPhase::Pending);
    world.run_until(100);
    assert_eq!(
        world.logged("start c"),
        ["0 failed start c/0", "10 failed start c/0", "30 start c/0"]
    );
}

#[test]
fn a_new_agent_takes_up_what_runs() {
    let mut world = simple(RestartPolicy::Always);
    world.run_until(5);
    world.worker = super::PodWorker::new(Duration::from_secs(300));
    world.log.clear();
    world.run_until(10);
    assert_eq!(world.log, ["5 volumes"], "only what it cannot know stands is set up");

    // And it ends what is to end.
    world.worker = super::PodWorker::new(Duration::from_secs(300));
    world.delete(30);
    world.run_until(11);
    assert!(world.worker.is_terminated());
}

#[test]
fn a_completed_pod_is_left_as_it_is_by_a_new_agent() {
    let mut world = simple(RestartPolicy::Never);
    world.lives.insert("c".into(), Some((1, 0)));
    world.run_until(5);
    let told = world.status.clone();
    world.worker = super::PodWorker::new(Duration::from_secs(300));
    world.observed.containers.clear();
    world.observed.sandboxes.clear();
    world.log.clear();
    world.run_until(10);
    assert_eq!(world.log, ["5 tear down"]);
    assert_eq!(world.status, told);
}

#[test]
fn a_pod_deleted_before_it_ran_fails() {
    let mut world = simple(RestartPolicy::Always);
    world.delete(0);
    world.run_until(1);
    assert_eq!(world.log, ["0 tear down"]);
    assert_eq!(world.status.phase, PodPhase::Failed);
}

/// Whatever goes wrong, no container runs twice at once, regular containers wait for init
/// containers, a terminal phase is final and told only when nothing runs, and a deleted pod goes.
/// [`World`] checks all but the last at each step.
#[test]
fn nothing_that_goes_wrong_breaks_the_rules() {
    for seed in 0..300 {
        let random = SeededRandom::new(seed);
        let policies = [RestartPolicy::Always, RestartPolicy::OnFailure, RestartPolicy::Never];
        let policy = policies[random.below(3) as usize].clone();
        let init = [container("i1"), sidecar("side"), container("i2")];
        let init = &init[..random.below(4) as usize];
        let mut world = World::new(pod(policy, init, &[container("a"), container("b")]));
        for name in ["i1", "i2", "a", "b", "side"] {
            let ends = name.starts_with('i') || random.below(2) == 0;
            let life = (random.below(20) as i64, random.below(2) as i32);
            world.lives.insert(name.into(), ends.then_some(life));
        }
        let mut time = 0;
        for _ in 0..20 {
            time += random.below(30) as i64;
            let faults = ["volumes", "sandbox", "start", "stop", "tear down", "remove"];
            let fault = faults[random.below(6) as usize];
            match random.below(6) {
                0 => world.faults.push((fault, ActionError::new("Fault", "injected"))),
                1 => {
                    if let Some(sandbox) = world.observed.sandboxes.first_mut() {
                        sandbox.state = SandboxState::NotReady;
                        let running: Vec<String> =
                            world.observed.running().map(|c| c.id.clone()).collect();
                        for id in running {
                            world.end(&id, at(time).min(world.now), 137);
                        }
                    }
                }
                2 => world.worker = super::PodWorker::new(Duration::from_secs(300)),
                _ => {}
            }
            world.run_until(time);
        }
        world.delete(5);
        world.run_until(time + 1000);
        assert!(world.worker.is_terminated(), "seed {seed}: {:?}", world.worker.state());
        world.presence = Presence::Gone;
        world.run_until(time + 2000);
        assert!(world.is_finished(), "seed {seed}: {:?}", world.worker.state());
        assert!(world.observed.is_empty(), "seed {seed}: left behind {:?}", world.observed);
    }
}
