//! From files to plugins.

use super::*;
use crate::plugin::{Cycle, Filter, Score};
use crate::{BoxError, NodeInfo, PodInfo, Verdict};

/// Filters and scores, and does neither well.
struct Mine;

impl Plugin for Mine {
    fn name(&self) -> &'static str {
        "Mine"
    }
    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.filter(self.clone()).score(self);
    }
}
impl Filter for Mine {
    fn filter(&self, _: &Cycle<'_>, _: &PodInfo, _: &NodeInfo) -> Result<Verdict, BoxError> {
        Ok(Verdict::Fits)
    }
}
impl Score for Mine {
    fn score(&self, _: &Cycle<'_>, _: &PodInfo, _: &NodeInfo) -> Result<i64, BoxError> {
        Ok(0)
    }
}

fn expand(profile: &str) -> Result<Profile, String> {
    let text = format!(
        "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n\
         profiles:\n- {}",
        profile.trim().replace('\n', "\n  ")
    );
    let configuration =
        KubeSchedulerConfiguration::from_text(&text).map_err(|it| it.to_string())?;
    let mut registry = Registry::in_tree();
    registry.register("Mine", |_, _| Ok(Arc::new(Mine)));
    let mut profiles = profiles(&configuration, &registry, &Handle::default())
        .map_err(|error| error.to_string())?;
    Ok(profiles.remove(0))
}

fn scores(profile: &Profile) -> String {
    let scores = profile.scores().map(|(name, weight)| format!("{name}:{weight}"));
    scores.collect::<Vec<_>>().join(" ")
}

fn filters(profile: &Profile) -> String {
    profile.filters().collect::<Vec<_>>().join(" ")
}

const DEFAULT_SCORES: &str = "TaintToleration:3 NodeAffinity:2 NodeResourcesFit:1 \
     PodTopologySpread:2 InterPodAffinity:2 DynamicResources:2 \
     NodeResourcesBalancedAllocation:1 ImageLocality:1";

#[test]
fn the_default_profile() {
    let profile = expand("schedulerName: default-scheduler").unwrap();
    let built_in = Registry::in_tree();
    let default_filters = [
        "NodeUnschedulable",
        "NodeName",
        "TaintToleration",
        "NodeAffinity",
        "NodePorts",
        "NodeResourcesFit",
        "VolumeRestrictions",
        "NodeVolumeLimits",
        "VolumeBinding",
        "VolumeZone",
        "PodTopologySpread",
        "InterPodAffinity",
        "DynamicResources",
        "NodeDeclaredFeatures",
    ];
    let want: Vec<_> =
        default_filters.into_iter().filter(|name| built_in.get(name).is_some()).collect();
    assert_eq!(filters(&profile), want.join(" "));
    assert_eq!(scores(&profile), DEFAULT_SCORES);
    assert_eq!(profile.bind.len(), 1);
    assert!(profile.queue_sort.is_some());
}

#[test]
fn what_configurations_change() {
    let rows = [
        (
            "more",
            "plugins: {multiPoint: {enabled: [{name: Mine, weight: 7}]}}",
            format!("{DEFAULT_SCORES} Mine:7"),
        ),
        (
            "at one point",
            "plugins: {score: {enabled: [{name: Mine}]}}",
            format!("{DEFAULT_SCORES} Mine:1"),
        ),
        (
            "the point's weight counts",
            "plugins: {score: {enabled: [{name: ImageLocality, weight: 9}]}}",
            format!("ImageLocality:9 {}", DEFAULT_SCORES.replace(" ImageLocality:1", "")),
        ),
        (
            "another default weight",
            "plugins: {multiPoint: {enabled: [{name: NodeAffinity, weight: 9}]}}",
            DEFAULT_SCORES.replace("NodeAffinity:2", "NodeAffinity:9"),
        ),
        (
            "one less at a point",
            "plugins: {score: {disabled: [{name: ImageLocality}]}}",
            DEFAULT_SCORES.replace(" ImageLocality:1", ""),
        ),
        (
            "one less everywhere",
            "plugins: {multiPoint: {disabled: [{name: ImageLocality}]}}",
            DEFAULT_SCORES.replace(" ImageLocality:1", ""),
        ),
        (
            "only one",
            "plugins: {score: {disabled: [{name: '*'}], enabled: [{name: Mine, weight: 2}]}}",
            "Mine:2".to_owned(),
        ),
    ];
    for (name, profile, want) in rows {
        assert_eq!(scores(&expand(profile).unwrap()), want, "{name}");
    }
    let reordered = expand(
        "plugins:
  filter: {enabled: [{name: NodeResourcesFit}, {name: Mine}], disabled: [{name: NodeName}]}",
    );
    let got = filters(&reordered.unwrap());
    assert!(got.starts_with("NodeResourcesFit NodeUnschedulable TaintToleration"), "{got}");
    assert!(got.ends_with("Mine"), "{got}");
}

#[test]
fn what_configurations_get_wrong() {
    let rows = [
        (
            "plugins: {filter: {enabled: [{name: Unknown}]}}",
            "filter plugin \"Unknown\" does not exist",
        ),
        (
            "plugins: {multiPoint: {enabled: [{name: Unknown}]}}",
            "multiPoint plugin \"Unknown\" does not exist",
        ),
        (
            "plugins: {bind: {enabled: [{name: Mine}]}}",
            "plugin \"Mine\" does not extend bind plugin",
        ),
        (
            "plugins: {filter: {enabled: [{name: Mine}, {name: Mine}]}}",
            "plugin \"Mine\" already registered as \"filter\"",
        ),
        (
            "plugins: {multiPoint: {enabled: [{name: Mine}, {name: Mine}]}}",
            "plugin \"Mine\" already registered",
        ),
        ("plugins: {queueSort: {disabled: [{name: '*'}]}}", "only one queue sort plugin required"),
        (
            "plugins: {bind: {disabled: [{name: DefaultBinder}]}}",
            "at least one bind plugin is needed",
        ),
        (
            "pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: Best}}}]",
            "profiles[0].pluginConfig[0].args",
        ),
    ];
    for (profile, want) in rows {
        let got = expand(profile).unwrap_err();
        assert!(got.contains(want), "{profile}: {got}");
    }
}

#[test]
fn arguments_reach_the_plugins() {
    let profile = expand(
        "pluginConfig:
- name: NodeAffinity
  args: {addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: Exists}]}]}}}",
    );
    let profile = profile.unwrap();
    let filter = profile.filter.iter().find(|it| it.name() == "NodeAffinity").unwrap();
    let (state, snapshot) = Default::default();
    let cycle = Cycle::new(&state, &snapshot);
    let pod = crate::testing::pod("p").info();
    let verdict = filter.filter(&cycle, &pod, &crate::testing::node("n").info()).unwrap();
    assert!(!verdict.fits());
}
