//! One recorded case: a cluster, a pod, and what became of it.

use std::sync::Arc;

use bowline::api::core::v1::{Namespace, Pod, Service};
use bowline::api::policy::v1::PodDisruptionBudget;
use bowline::apimachinery::random::SeededRandom;
use bowline::apimachinery::resource::Object;
use bowline::scheduler_framework::cycle::{
    FilterRunner, NodeStatuses, PluginScores, run_pre_filters, score_nodes,
};
use bowline::scheduler_framework::plugin::{CycleMut, ExtensionPoints, Plugin, PostFilterCycle};
use bowline::scheduler_framework::plugins::default_preemption::{best_candidates, is_eligible};
use bowline::scheduler_framework::plugins::{DefaultPreemption, default_plugins};
use bowline::scheduler_framework::queue::Nominator;
use bowline::scheduler_framework::{
    CycleState, PodInfo, Profile, RejectionCode, Snapshot, Verdict,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Plugins that the recording leaves out: claims and devices are not covered.
const NOT_RECORDED: [&str; 5] =
    ["NodeVolumeLimits", "VolumeBinding", "VolumeZone", "DynamicResources", "NodeDeclaredFeatures"];

/// What differs, each with its place in the expected output.
#[derive(Default)]
pub(crate) struct Differences(Vec<String>);

impl Differences {
    fn check(&mut self, place: &str, got: Value, want: &Value) {
        if got != *want {
            self.0.push(format!("{place}: got {got}, want {want}"));
        }
    }

    pub(crate) fn into_texts(self) -> Vec<String> {
        self.0
    }
}

pub(crate) struct Case {
    pub(crate) snapshot: Snapshot,
    pub(crate) pod: PodInfo,
    pub(crate) want: Value,
}

fn list<T: DeserializeOwned>(input: &Value, name: &str) -> Vec<T> {
    match &input[name] {
        Value::Null => Vec::new(),
        list => serde_json::from_value(list.clone()).unwrap(),
    }
}

impl Case {
    /// With counts, the plugins need not walk over all pods.
    pub(crate) fn read(input: &Value, want: &Value, with_counts: bool) -> Self {
        let mut snapshot = Snapshot::of(list(input, "nodes"), list::<Pod>(input, "pods"));
        fn add<T: Object + DeserializeOwned>(snapshot: &mut Snapshot, input: &Value, name: &str) {
            for object in list::<T>(input, name) {
                snapshot.objects_mut().apply(Arc::new(object));
            }
        }
        add::<Namespace>(&mut snapshot, input, "namespaces");
        add::<Service>(&mut snapshot, input, "services");
        add::<PodDisruptionBudget>(&mut snapshot, input, "pdbs");
        let pod: Pod = serde_json::from_value(input["pod"].clone()).unwrap();
        let pod = PodInfo::from(pod);
        if with_counts {
            snapshot.track_topologies(&pod);
            snapshot.track_topology("kubernetes.io/hostname");
            snapshot.track_topology("topology.kubernetes.io/zone");
        }
        Self { snapshot, pod, want: want.clone() }
    }

    pub(crate) fn profile() -> Profile {
        Profile::of("default-scheduler", default_plugins())
    }

    fn name(&self, index: usize) -> &str {
        self.snapshot.node_at(index).name()
    }

    /// The whole profile, then each filter and each score on its own.
    pub(crate) fn profile_differences(&self) -> Differences {
        let mut differences = Differences::default();
        let profile = Self::profile();
        let mut state = CycleState::default();
        let feasible = self.check_profile(&profile, &mut state, &mut differences);
        for (plugin, _) in default_plugins() {
            if NOT_RECORDED.contains(&plugin.name()) {
                continue;
            }
            self.check_filter(plugin, &mut differences);
        }
        self.check_scores(&profile, &mut state, &feasible, &mut differences);
        differences
    }

    /// The nodes that fit.
    pub(crate) fn check_profile(
        &self,
        profile: &Profile,
        state: &mut CycleState,
        differences: &mut Differences,
    ) -> Vec<usize> {
        let want = &self.want["profile"];
        let mut cycle = CycleMut::new(state, &self.snapshot);
        let pre_filtered = run_pre_filters(profile, &mut cycle, &self.pod).unwrap();
        let status = pre_filtered.rejected.as_ref().map_or("Success", |it| it.code.as_str());
        differences.check("profile.preFilter", json!(status), &want["preFilter"]);
        let nominator = Nominator::default();
        let runner = FilterRunner::new(profile, &pre_filtered.skipped, &nominator);
        let nodes: Vec<_> = self.snapshot.nodes().collect();
        let verdicts = runner.filter_many(&cycle.read(), &self.pod, &nodes).unwrap();
        let (mut feasible, mut rejected) = (Vec::new(), Map::new());
        for (index, verdict) in verdicts.into_iter().enumerate() {
            match verdict {
                Verdict::Fits => feasible.push(index),
                // The recording names what a plugin had left out beforehand in its own way.
                Verdict::Rejected(it) => {
                    let only = pre_filtered.only_nodes.as_ref();
                    let left_out = only.is_some_and(|only| !only.contains(self.name(index)));
                    let plugin = if left_out { "prefilter-nodes" } else { it.plugin };
                    let value = json!({"code": it.code.as_str(), "plugin": plugin});
                    rejected.insert(self.name(index).into(), value);
                }
            }
        }
        feasible.sort_by_key(|index| self.name(*index).to_owned());
        let names: Vec<_> = feasible.iter().map(|index| self.name(*index)).collect();
        differences.check("profile.feasible", json!(names), &want["feasible"]);
        differences.check("profile.rejected", Value::Object(rejected), &want["rejected"]);
        feasible
    }

    /// The rejections, then which pods would have to go where.
    pub(crate) fn preemption_differences(&self) -> Differences {
        let mut differences = Differences::default();
        let profile = Self::profile();
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &self.snapshot);
        self.check_profile(&profile, &mut CycleState::default(), &mut differences);

        let skipped = run_pre_filters(&profile, &mut cycle, &self.pod).unwrap().skipped;
        let nominator = Nominator::default();
        let runner = FilterRunner::new(&profile, &skipped, &nominator);
        let nodes: Vec<_> = self.snapshot.nodes().collect();
        let verdicts = runner.filter_many(&cycle.read(), &self.pod, &nodes).unwrap();
        let mut statuses = NodeStatuses::default();
        for (index, verdict) in verdicts.into_iter().enumerate() {
            if let Verdict::Rejected(rejection) = verdict {
                statuses.push(index, rejection);
            }
        }
        let want = &self.want["preemption"];
        let eligible = is_eligible(&self.snapshot, &self.pod, &statuses).is_ok();
        differences.check("eligible", json!(eligible), &want["eligible"]);
        if !eligible {
            return differences;
        }
        let potential = statuses.nodes_with(RejectionCode::Unschedulable, nodes.len());
        let mut names: Vec<_> = potential.iter().map(|index| self.name(*index)).collect();
        names.sort_unstable();
        differences.check("potentialNodes", json!(names), &want["potentialNodes"]);
        let random = SeededRandom::new(7);
        let cycle = PostFilterCycle::new(cycle.read(), &runner, &random);
        let found = DefaultPreemption::default().search(&cycle, &self.pod, &potential).unwrap();
        if found.candidates.is_empty() && want["candidates"].is_null() {
            return differences;
        }
        let candidates = found.candidates.iter().map(|it| {
            let key = |pod: &PodInfo| format!("{}/{}", pod.namespace(), pod.name());
            let victims: Vec<_> = it.victims.pods.iter().map(|pod| key(pod)).collect();
            let violations = it.victims.budget_violations;
            (it.node.clone(), json!({"pdbViolations": violations, "victims": victims}))
        });
        differences.check("candidates", Value::Object(candidates.collect()), &want["candidates"]);
        let best = best_candidates(&found.candidates);
        let mut best: Vec<_> = best.into_iter().map(|it| &found.candidates[it].node).collect();
        best.sort_unstable();
        differences.check("choices", json!(best), &want["choices"]);
        differences
    }

    fn check_filter(&self, plugin: Arc<dyn Plugin>, differences: &mut Differences) {
        let name = plugin.name();
        let want = &self.want["filter"][name];
        let mut at = ExtensionPoints::default();
        Arc::clone(&plugin).register(&mut at);
        if !at.names().contains(&"Filter") {
            return;
        }
        let profile = Profile::of("alone", [(plugin, 0)]);
        let mut state = CycleState::default();
        let mut cycle = CycleMut::new(&mut state, &self.snapshot);
        let found = run_pre_filters(&profile, &mut cycle, &self.pod).unwrap();
        let mut got = Map::new();
        if found.skipped.contains(name) {
            got.insert("preFilter".into(), "Skip".into());
        } else {
            if at.names().contains(&"PreFilter") {
                let status = found.rejected.as_ref().map_or("Success", |it| it.code.as_str());
                got.insert("preFilter".into(), status.into());
            }
            if let Some(only) = found.only_nodes {
                got.insert("preFilterNodes".into(), json!(only));
            }
            let nominator = Nominator::default();
            let runner = FilterRunner::new(&profile, &found.skipped, &nominator);
            let mut rejected = Map::new();
            for node in self.snapshot.nodes() {
                match runner.filter(&cycle.read(), &self.pod, node).unwrap() {
                    Verdict::Fits => {}
                    Verdict::Rejected(it) => {
                        rejected.insert(node.name().into(), it.code.as_str().into());
                    }
                }
            }
            got.insert("rejected".into(), Value::Object(rejected));
        }
        differences.check(name, Value::Object(got), want);
    }

    fn check_scores(
        &self,
        profile: &Profile,
        state: &mut CycleState,
        feasible: &[usize],
        differences: &mut Differences,
    ) {
        if feasible.is_empty() {
            return;
        }
        let nodes: Vec<_> = feasible.iter().map(|index| self.snapshot.node_at(*index)).collect();
        let mut cycle = CycleMut::new(state, &self.snapshot);
        let scores = score_nodes(profile, &mut cycle, &self.pod, &nodes).unwrap();
        let want = &self.want["profile"];
        differences.check("totalScores", json!(scores.totals), &want["totalScores"]);
        let best = scores.totals.iter().max().unwrap();
        let best = nodes.iter().zip(&scores.totals).filter(|(_, total)| *total == best);
        let best: Vec<_> = best.map(|(node, _)| node.name()).collect();
        differences.check("best", json!(best), &want["best"]);
        for (name, want) in self.want["score"].as_object().unwrap() {
            let own = scores.plugins.iter().find(|it| it.plugin == name);
            let got = match own {
                None => json!({"preScore": "Skip"}),
                Some(PluginScores { weight, raw, normalized, .. }) => {
                    let mut got = json!({"raw": raw, "normalised": normalized, "weight": weight});
                    if want["preScore"] == "Success" {
                        got["preScore"] = "Success".into();
                    }
                    got
                }
            };
            differences.check(name, got, want);
        }
    }
}
