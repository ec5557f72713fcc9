//! From nodes that fit to their scores.

use super::CycleError;
use super::extending::score_by_extenders;
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, MAX_NODE_SCORE, MIN_NODE_SCORE, Normalization, PreScore, PreScoreVerdict,
    Score,
};
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::snapshot::NodeIndex;
use crate::verdict::BoxError;

/// The scores of nodes, in the order of the nodes given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// The sum of weighted scores of each node.
    pub totals: Vec<i64>,
    /// What each plugin contributed; plugins that were skipped are missing.
    pub plugins: Vec<PluginScores>,
}

/// The scores that one plugin gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginScores {
    /// The plugin.
    pub plugin: &'static str,
    /// Its weight.
    pub weight: i64,
    /// What it said of each node at first.
    pub raw: Vec<i64>,
    /// The same brought into range, before the weight.
    pub normalized: Vec<i64>,
}

/// Runs the `PreScore` and `Score` plugins of a profile on nodes that fit.
///
/// Without any `Score` plugin and any extender in the profile, every node gets 1.
///
/// # Errors
/// When a plugin fails or leaves a score out of range.
pub fn score_nodes(
    profile: &Profile,
    cycle: &mut CycleMut<'_>,
    pod: &PodInfo,
    nodes: &[&NodeInfo],
) -> Result<Scores, CycleError> {
    let pre_score =
        |plugin: &dyn PreScore, cycle: &mut CycleMut<'_>| plugin.pre_score(cycle, pod, nodes);
    let score = |plugin: &dyn Score, cycle: &Cycle<'_>, scores: &mut [i64]| {
        plugin.score_many(cycle, pod, nodes, scores)
    };
    score_all(profile, cycle, pod, nodes, pre_score, score)
}

/// The same for nodes of the snapshot by their places.
///
/// # Errors
/// As [`score_nodes`].
pub fn score_nodes_at(
    profile: &Profile,
    cycle: &mut CycleMut<'_>,
    pod: &PodInfo,
    nodes: &[NodeIndex],
) -> Result<Scores, CycleError> {
    let infos: Vec<_> = nodes.iter().map(|index| cycle.snapshot.node_at(*index)).collect();
    let pre_score =
        |plugin: &dyn PreScore, cycle: &mut CycleMut<'_>| plugin.pre_score_at(cycle, pod, nodes);
    let score = |plugin: &dyn Score, cycle: &Cycle<'_>, scores: &mut [i64]| {
        plugin.score_at(cycle, pod, nodes, scores)
    };
    score_all(profile, cycle, pod, &infos, pre_score, score)
}

fn score_all(
    profile: &Profile,
    cycle: &mut CycleMut<'_>,
    pod: &PodInfo,
    nodes: &[&NodeInfo],
    pre_score: impl Fn(&dyn PreScore, &mut CycleMut<'_>) -> Result<PreScoreVerdict, BoxError>,
    score: impl Fn(&dyn Score, &Cycle<'_>, &mut [i64]) -> Result<(), BoxError>,
) -> Result<Scores, CycleError> {
    let mut skipped = Vec::new();
    for plugin in &profile.pre_score {
        let verdict = pre_score(&**plugin, cycle);
        match verdict.map_err(CycleError::plugin("PreScore", plugin.name()))? {
            PreScoreVerdict::Continue => {}
            PreScoreVerdict::Skip => skipped.push(plugin.name()),
        }
    }
    if profile.score.is_empty() && profile.extenders.is_empty() {
        return Ok(Scores { totals: vec![1; nodes.len()], plugins: Vec::new() });
    }
    let mut scores = Scores { totals: vec![0; nodes.len()], plugins: Vec::new() };
    let cycle = cycle.read();
    for (plugin, weight) in &profile.score {
        let name = plugin.name();
        if skipped.contains(&name) {
            continue;
        }
        let mut raw = vec![0; nodes.len()];
        let result = score(&**plugin, &cycle, &mut raw);
        result.map_err(CycleError::plugin("Score", name))?;
        let mut normalized = raw.clone();
        let result = plugin.normalize(&cycle, pod, nodes, &mut normalized);
        result.map_err(CycleError::plugin("Score", name))?;
        add(name, *weight, &normalized, &mut scores.totals)?;
        scores.plugins.push(PluginScores { plugin: name, weight: *weight, raw, normalized });
    }
    score_by_extenders(profile, pod, nodes, &mut scores.totals);
    Ok(scores)
}

/// Adds what some plugins say to the sums of nodes.
pub(super) fn add_scores<'a>(
    plugins: impl Iterator<Item = (&'a dyn Score, i64)>,
    cycle: &Cycle<'_>,
    pod: &PodInfo,
    nodes: &[NodeIndex],
    totals: &mut [i64],
) -> Result<(), CycleError> {
    let mut infos: Vec<&NodeInfo> = Vec::new();
    for (plugin, weight) in plugins {
        let name = plugin.name();
        let mut scores = vec![0; nodes.len()];
        let result = plugin.score_at(cycle, pod, nodes, &mut scores);
        result.map_err(CycleError::plugin("Score", name))?;
        let by_nodes = plugin.normalization() == Normalization::ByNodes;
        if by_nodes && infos.is_empty() {
            infos.extend(nodes.iter().map(|index| cycle.snapshot.node_at(*index)));
        }
        let nodes = if by_nodes { &infos[..] } else { &[] };
        let result = plugin.normalize(cycle, pod, nodes, &mut scores);
        result.map_err(CycleError::plugin("Score", name))?;
        add(name, weight, &scores, totals)?;
    }
    Ok(())
}

fn add(
    plugin: &'static str,
    weight: i64,
    scores: &[i64],
    totals: &mut [i64],
) -> Result<(), CycleError> {
    for (total, score) in totals.iter_mut().zip(scores) {
        if !(MIN_NODE_SCORE..=MAX_NODE_SCORE).contains(score) {
            return Err(CycleError::ScoreOutOfRange { plugin, score: *score });
        }
        *total += score * weight;
    }
    Ok(())
}
