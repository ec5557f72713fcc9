//! Tables; many more cases are recorded in the golden vectors.

use bowline_api::core::v1::{PodCondition, PreemptionPolicy};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::time::Time;

use super::*;
use crate::cycle::{Choice, FilterRunner, ScheduleError, SchedulePod};
use crate::cycle_state::CycleState;
use crate::plugin::{Cycle, CycleMut};
use crate::plugins::NodeResourcesFit;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::Snapshot;
use crate::testing::{PodBuilder, node, pod};

fn sized(name: &str, cpu: &str, priority: i32) -> PodBuilder {
    pod(name).requests(&[("cpu", cpu)]).priority(priority)
}

/// Two nodes of 2 CPUs each.
fn cluster(pods: impl IntoIterator<Item = PodBuilder>) -> Snapshot {
    let nodes = ["n0", "n1"].map(|name| node(name).allocatable(&[("cpu", "2")]).build());
    Snapshot::of(nodes, pods.into_iter().map(PodBuilder::build))
}

fn preempt(snapshot: &Snapshot, pod: PodBuilder) -> PostFilterVerdict {
    let pod = pod.info();
    let plugin = Arc::new(DefaultPreemption::default());
    let fit: Arc<dyn Plugin> = Arc::new(NodeResourcesFit::default());
    let profile = Profile::of("test", [(fit, 0)]);
    let nominator = Nominator::default();
    let mut state = CycleState::default();
    let search = SchedulePod {
        choice: Choice::Upstreams,
        profile: &profile,
        pod: &pod,
        nominator: &nominator,
        start: 0,
        percentage_of_nodes_to_score: 0,
    };
    let (result, _) = search.run(&mut CycleMut::new(&mut state, snapshot));
    let Err(ScheduleError::Unfit(unfit)) = result else { panic!("it fits: {result:?}") };
    let runner = FilterRunner::new(&profile, &unfit.pre_filtered.skipped, &nominator);
    let random = SeededRandom::new(0);
    let cycle = PostFilterCycle::new(Cycle::new(&state, snapshot), &runner, &random);
    plugin.post_filter(&cycle, &pod, &unfit.error.statuses).unwrap()
}

fn outcome(verdict: PostFilterVerdict) -> String {
    match verdict {
        PostFilterVerdict::Schedulable { node, preemption } => {
            let victims = preemption.unwrap().victims;
            let names: Vec<_> = victims.iter().map(|pod| pod.name()).collect();
            format!("{node}: {}", names.join(" "))
        }
        PostFilterVerdict::Unschedulable { message, nomination } => {
            format!("{message} {nomination:?}")
        }
        PostFilterVerdict::Unresolvable { message } => message,
    }
}

#[test]
fn the_cheapest_victims_go() {
    let started = |pod: PodBuilder, seconds| {
        pod.with(|pod| pod.status.start_time = Some(Time::from_unix_seconds(seconds)))
    };
    let big = || sized("p", "2", 10);
    let rows = [
        (
            "the lower priority",
            vec![sized("a", "2", 5).on("n0"), sized("b", "2", 4).on("n1")],
            big(),
            "n1: b",
        ),
        (
            "the lower sum",
            vec![
                sized("a", "2", 5).on("n0"),
                sized("b", "1", 5).on("n1"),
                sized("c", "1", 4).on("n1"),
            ],
            big(),
            "n0: a",
        ),
        (
            "the younger",
            vec![started(sized("a", "2", 5).on("n0"), 1), started(sized("b", "2", 5).on("n1"), 2)],
            big(),
            "n1: b",
        ),
        (
            "no more than needed",
            vec![
                sized("a", "1", 5).on("n0"),
                sized("b", "1", 4).on("n0"),
                sized("c", "2", 9).on("n1"),
            ],
            sized("p", "1", 10),
            "n0: b",
        ),
        (
            "only the less important",
            vec![sized("a", "2", 10).on("n0"), sized("b", "2", 11).on("n1")],
            big(),
            "preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod. Clear",
        ),
        (
            "it would not help",
            vec![],
            sized("p", "3", 10),
            "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. Clear",
        ),
    ];
    for (name, pods, pod, want) in rows {
        assert_eq!(outcome(preempt(&cluster(pods), pod)), want, "{name}");
    }
}

#[test]
fn budgets_are_spared() {
    let web = |name: &str| sized(name, "2", 1).label("app", "web");
    let mut snapshot = cluster([web("a").on("n0"), sized("b", "2", 5).on("n1")]);
    let big = || sized("p", "2", 10);
    assert_eq!(outcome(preempt(&snapshot, big())), "n0: a");
    let metadata = ObjectMeta::named("web").in_namespace("default");
    let mut budget = PodDisruptionBudget { metadata, ..PodDisruptionBudget::default() };
    budget.spec.selector.get_or_insert_default().match_labels =
        [("app".to_owned(), "web".to_owned())].into();
    snapshot.objects_mut().apply(Arc::new(budget.clone()));
    assert_eq!(outcome(preempt(&snapshot, big())), "n1: b");
    budget.status.disrupted_pods = [("a".to_owned(), Some(Time::from_unix_seconds(0)))].into();
    snapshot.objects_mut().apply(Arc::new(budget));
    assert_eq!(outcome(preempt(&snapshot, big())), "n0: a");
}

#[test]
fn not_every_pod_may_preempt() {
    let never = |pod: PodBuilder| {
        pod.with(|pod| pod.spec.preemption_policy = Some(PreemptionPolicy::Never))
    };
    let victim = || {
        sized("a", "2", 1).on("n0").with(|pod| {
            pod.metadata.deletion_timestamp = Some(Time::from_unix_seconds(0));
            pod.status.conditions.push(PodCondition {
                type_: "DisruptionTarget".into(),
                status: "True".into(),
                reason: "PreemptionByScheduler".into(),
                ..PodCondition::default()
            });
        })
    };
    let rows = [
        (
            "its policy",
            never(sized("p", "2", 10)),
            "preemption: not eligible due to preemptionPolicy=Never. Keep",
        ),
        (
            "its victims are going",
            sized("p", "2", 10).nominated("n0"),
            "preemption: not eligible due to a terminating pod on the nominated node. Keep",
        ),
    ];
    for (name, pod, want) in rows {
        let snapshot = cluster([victim(), sized("b", "2", 5).on("n1")]);
        assert_eq!(outcome(preempt(&snapshot, pod)), want, "{name}");
    }
}

#[test]
fn a_pod_waits_while_its_victims_are_evicted() {
    let under_way = Arc::new(Preemptions::default());
    let plugin = DefaultPreemption::new(&DefaultPreemptionArgs::default(), under_way.clone());
    let check = || plugin.pre_enqueue(&Objects::default(), &pod("p").info()).unwrap();
    under_way.begin("p");
    assert_eq!(check(), Verdict::unresolvable(REASON_UNDER_WAY));
    under_way.end("p");
    assert_eq!(check(), Verdict::Fits);
}

#[test]
fn enough_nodes_are_tried() {
    let plugin = DefaultPreemption::default();
    let random = SeededRandom::new(1);
    for (nodes, want) in [(0, 0), (20, 20), (500, 100), (5000, 500)] {
        let (start, enough) = plugin.extent(nodes, &random);
        assert!(start < nodes.max(1));
        assert_eq!(enough, want, "{nodes} nodes");
    }
}
