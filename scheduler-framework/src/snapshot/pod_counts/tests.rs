//! Counts that were kept up to date are those of a recount, and answer as a walk over all pods
//! does.

use bowline_api::core::v1::{Pod, TopologySpreadConstraint, UnsatisfiableConstraintAction};
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::time::Time;

use super::*;
use crate::cycle::{FilterRunner, Scores, run_pre_filters, score_nodes};
use crate::cycle_state::CycleState;
use crate::plugin::{CycleMut, Plugin};
use crate::plugins::{InterPodAffinity, PodTopologySpread};
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::Snapshot;
use crate::testing::{NodeBuilder, PodBuilder, node, pod};

const KEYS: [&str; 3] = ["kubernetes.io/hostname", "zone", "rack"];
const NODES: u64 = 8;

struct Dice(SeededRandom);

impl Dice {
    fn below(&self, limit: u64) -> u64 {
        self.0.next_u64() % limit
    }

    fn one_in(&self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn key(&self) -> &'static str {
        KEYS[self.below(3) as usize]
    }

    fn selector(&self) -> String {
        format!("app={}", self.below(3))
    }

    fn node(&self, name: &str) -> NodeBuilder {
        let mut made = node(name);
        if !self.one_in(5) {
            made = made.label("zone", &format!("z{}", self.below(3)));
        }
        if self.one_in(2) {
            made = made.label("rack", &format!("r{}", self.below(4)));
        }
        made
    }

    fn pod(&self, name: &str) -> PodBuilder {
        let mut made = pod(name).label("app", &self.below(3).to_string());
        if self.one_in(4) {
            made = made.namespace("other");
        }
        if self.one_in(4) {
            made = made.affinity_to(&self.selector(), self.key());
        }
        if self.one_in(4) {
            made = made.anti_affinity_to(&self.selector(), self.key());
        }
        if self.one_in(4) {
            made = made.prefers_pods(self.below(100) as i32, &self.selector(), self.key());
        }
        if self.one_in(4) {
            made = made.shuns_pods(self.below(100) as i32, &self.selector(), self.key());
        }
        if self.one_in(8) {
            made = made.node_selector("zone", "z1");
        }
        if self.one_in(8) {
            let gone = Some(Time::from_unix_seconds(1));
            made = made.with(|pod| pod.metadata.deletion_timestamp = gone);
        }
        let constraints = self.below(3);
        made.with(|pod| (0..constraints).for_each(|_| self.constrain(pod)))
    }

    fn constrain(&self, pod: &mut Pod) {
        let key = self.key();
        let hard = self.one_in(2);
        let selector = LabelSelector {
            match_labels: [("app".to_owned(), self.below(3).to_string())].into(),
            ..LabelSelector::default()
        };
        pod.spec.topology_spread_constraints.push(TopologySpreadConstraint {
            max_skew: 1 + self.below(2) as i32,
            topology_key: key.to_owned(),
            when_unsatisfiable: match hard {
                true => UnsatisfiableConstraintAction::DoNotSchedule,
                false => UnsatisfiableConstraintAction::ScheduleAnyway,
            },
            label_selector: Some(Box::new(selector)),
            ..TopologySpreadConstraint::default()
        });
    }

    /// Something happens.
    fn happen(&self, snapshot: &mut Snapshot, made: &mut u64) {
        let name = format!("n{}", self.below(NODES));
        match self.below(20) {
            0 => drop(snapshot.remove_node(&name)),
            1 | 2 => {
                // With other labels, but the pods that it had.
                let mut info = self.node(&name).info();
                let old = snapshot.node(&name);
                let pods = old.map(|it| it.pods().to_vec()).unwrap_or_default();
                pods.into_iter().for_each(|pod| info.add_pod(pod));
                snapshot.add_node(info);
            }
            3..10 => {
                let uid = snapshot.node(&name).and_then(|node| {
                    let pods = node.pods();
                    let index = self.below(pods.len().max(1) as u64) as usize;
                    Some(pods.get(index)?.uid().to_owned())
                });
                if let Some(uid) = uid {
                    assert!(snapshot.remove_pod(&uid, &name));
                }
            }
            _ => {
                *made += 1;
                snapshot.add_pod(self.pod(&format!("p{made}")).info(), &name);
            }
        }
    }
}

fn recounted(snapshot: &Snapshot) -> PodCounts {
    let mut anew = snapshot.pod_counts().unwrap().clone();
    let nodes: Vec<_> = snapshot.nodes().map(|node| Arc::new(node.clone())).collect();
    anew.recount(&nodes);
    anew
}

#[test]
fn counts_are_those_of_a_recount_whatever_happens() {
    let dice = Dice(SeededRandom::new(7));
    let mut snapshot = Snapshot::default();
    snapshot.add_node(dice.node("n0").info());
    let mut made = 0;
    for step in 0..6_000 {
        let fork = dice.one_in(10).then(|| snapshot.clone());
        let before = fork.as_ref().map(|it| it.pod_counts().unwrap().told());
        dice.happen(&mut snapshot, &mut made);
        let told = snapshot.pod_counts().unwrap().told();
        assert_eq!(told, recounted(&snapshot).told(), "after step {step}");
        let untouched = fork.map(|it| it.pod_counts().unwrap().told());
        assert_eq!(untouched, before, "a fork after step {step}");
    }
    let pods = snapshot.nodes().map(|node| node.pods().len()).sum::<usize>();
    let counts = snapshot.pod_counts().unwrap();
    assert_eq!(counts.classes().map(|class| class.len).sum::<usize>(), pods);
    assert_eq!(counts.numbers.len(), counts.classes().count());
}

/// Everything that affinity and spreading say about a pod, node by node.
fn said(profile: &Profile, snapshot: &Snapshot, pod: &PodInfo) -> (Vec<String>, Option<Scores>) {
    let mut state = CycleState::default();
    let mut cycle = CycleMut::new(&mut state, snapshot);
    let found = run_pre_filters(profile, &mut cycle, pod).unwrap();
    let nominator = Nominator::default();
    let runner = FilterRunner::new(profile, &found.skipped, &nominator);
    let nodes: Vec<_> = snapshot.nodes().collect();
    let verdicts = runner.filter_many(&cycle.read(), pod, &nodes).unwrap();
    let mut said: Vec<_> = verdicts.iter().map(|verdict| format!("{verdict:?}")).collect();
    said.push(format!("{:?}", found.skipped));
    // Trials, as preemption makes them, start from the same counts.
    if let Some((node, gone)) = nodes.iter().find_map(|node| Some((*node, node.pods().first()?))) {
        let mut without = node.clone();
        without.remove_pod(gone.uid());
        runner.remove_pod(&mut cycle, pod, gone, &without).unwrap();
        let verdict = runner.filter(&cycle.read(), pod, &without).unwrap();
        said.push(format!("without {}: {verdict:?}", gone.name()));
        runner.add_pod(&mut cycle, pod, gone, node).unwrap();
    }
    let scores = (nodes.len() > 1).then(|| score_nodes(profile, &mut cycle, pod, &nodes).unwrap());
    (said, scores)
}

#[test]
fn plugins_say_the_same_with_and_without_counts() {
    let dice = Dice(SeededRandom::new(11));
    let plugins: [Arc<dyn Plugin>; 2] =
        [Arc::new(InterPodAffinity::default()), Arc::new(PodTopologySpread::default())];
    let profile = Profile::of("test", plugins.map(|plugin| (plugin, 1)));
    let mut snapshot = Snapshot::default();
    snapshot.add_node(dice.node("n0").info());
    let mut made = 0;
    let mut by_class = 0;
    for step in 0..3_000 {
        dice.happen(&mut snapshot, &mut made);
        let pod = dice.pod("incoming").info();
        snapshot.track_topologies(&pod);
        let counts = snapshot.pod_counts().unwrap();
        by_class += usize::from(keys(&pod).all(|key| counts.topology(key).is_some()));
        let counted = said(&profile, &snapshot, &pod);
        let walked = said(&profile, &snapshot.without_counts(), &pod);
        assert_eq!(counted, walked, "after step {step}");
    }
    assert!(by_class > 2_000, "only {by_class} pods were answered by counts");
}
