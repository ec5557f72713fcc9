//! From nodes that fit to their scores.

use super::CycleError;
use super::extending::score_by_extenders;
use crate::node_info::NodeInfo;
use crate::plugin::{CycleMut, MAX_NODE_SCORE, MIN_NODE_SCORE, PreScoreVerdict};
use crate::pod_info::PodInfo;
use crate::profile::Profile;

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
    let mut skipped = Vec::new();
    for plugin in &profile.pre_score {
        let verdict = plugin.pre_score(cycle, pod, nodes);
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
        let result = plugin.score_many(&cycle, pod, nodes, &mut raw);
        result.map_err(CycleError::plugin("Score", name))?;
        let mut normalized = raw.clone();
        let result = plugin.normalize(&cycle, pod, nodes, &mut normalized);
        result.map_err(CycleError::plugin("Score", name))?;
        for (total, score) in scores.totals.iter_mut().zip(&normalized) {
            if !(MIN_NODE_SCORE..=MAX_NODE_SCORE).contains(score) {
                return Err(CycleError::ScoreOutOfRange { plugin: name, score: *score });
            }
            *total += score * weight;
        }
        scores.plugins.push(PluginScores { plugin: name, weight: *weight, raw, normalized });
    }
    score_by_extenders(profile, pod, nodes, &mut scores.totals);
    Ok(scores)
}
