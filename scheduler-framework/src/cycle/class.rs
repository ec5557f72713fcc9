//! What is known of all nodes for one kind of pod.

use std::collections::BTreeMap;

use super::CycleError;
use super::score_tree::ScoreTree;
use crate::plugin::{Cycle, Filter, MAX_NODE_SCORE, MIN_NODE_SCORE, Reach, Score};
use crate::pod_info::PodInfo;
use crate::snapshot::NodeIndex;
use crate::verdict::Verdict;

/// More different scores of one plugin are not normalized one by one.
const MOST_SCORES: usize = 128;

/// What is known of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Unknown,
    Rejected,
    Fits,
}

/// The plugins whose answers are kept, and what they are asked about.
pub(super) struct Asked<'a> {
    pub(super) cycle: Cycle<'a>,
    pub(super) pod: &'a PodInfo,
    pub(super) filters: Vec<(&'a dyn Filter, u64)>,
    /// Those without normalization.
    pub(super) fixed: Vec<(&'a dyn Score, i64, u64)>,
    /// Those that are normalized by the scores that there are.
    pub(super) relative: Vec<(&'a dyn Score, i64, u64)>,
}

impl Asked<'_> {
    /// Answers are good for each other if they were given by the same plugins under the same
    /// conditions.
    pub(super) fn signature(&self) -> Vec<(&'static str, i64, u64)> {
        let filters = self.filters.iter().map(|(it, besides)| (it.name(), 0, *besides));
        let scores = self.fixed.iter().chain(&self.relative);
        let scores = scores.map(|(it, weight, besides)| (it.name(), *weight, *besides));
        filters.chain(scores).collect()
    }
}

/// The scores of one plugin that are yet to be normalized.
#[derive(Debug, Default)]
struct Column {
    values: Vec<i64>,
    /// How many nodes that fit have each score.
    counts: BTreeMap<i64, usize>,
    /// What each comes to, with the plugin's weight.
    worth: BTreeMap<i64, i64>,
}

/// Answers about nodes for one kind of pod.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// Up to which change of nodes the answers are good.
    pub(super) at: u64,
    /// When it was used last.
    pub(super) used: u64,
    signature: Vec<(&'static str, i64, u64)>,
    marks: Vec<Mark>,
    /// Sums of weighted scores without normalization.
    fixed: Vec<i64>,
    columns: Vec<Column>,
    /// Kept only once the best of all nodes was asked for.
    tree: Option<ScoreTree>,
    /// The nodes that the tree does not know of.
    unknown: Vec<NodeIndex>,
}

impl Class {
    /// Forgets everything if other plugins are asked than before, or there are other nodes.
    pub(super) fn prepare(&mut self, asked: &Asked<'_>, node_count: usize) {
        let signature = asked.signature();
        if self.signature == signature && self.marks.len() == node_count {
            return;
        }
        let columns = asked.relative.iter();
        *self = Self {
            at: self.at,
            used: self.used,
            signature,
            marks: vec![Mark::Unknown; node_count],
            fixed: vec![0; node_count],
            columns: columns
                .map(|_| Column { values: vec![0; node_count], ..Column::default() })
                .collect(),
            tree: None,
            unknown: Vec::new(),
        };
    }

    pub(super) fn forget_all(&mut self) {
        self.marks.clear();
    }

    pub(super) fn forget(&mut self, node: NodeIndex) {
        let Some(mark) = self.marks.get_mut(node).filter(|mark| **mark != Mark::Unknown) else {
            return;
        };
        let fitted = std::mem::replace(mark, Mark::Unknown) == Mark::Fits;
        if fitted {
            self.columns.iter_mut().for_each(|column| column.leave(node));
        }
        if let Some(tree) = &mut self.tree {
            if fitted {
                tree.set(node, None);
            }
            self.unknown.push(node);
        }
    }

    pub(super) fn mark(&self, node: NodeIndex) -> Mark {
        self.marks[node]
    }

    /// Asks about nodes of which nothing is known.
    pub(super) fn learn(
        &mut self,
        asked: &Asked<'_>,
        nodes: &[NodeIndex],
    ) -> Result<(), CycleError> {
        let (cycle, pod) = (&asked.cycle, asked.pod);
        let mut fitting = nodes.to_vec();
        let mut verdicts = Vec::with_capacity(nodes.len());
        for (filter, _) in &asked.filters {
            if fitting.is_empty() {
                break;
            }
            verdicts.clear();
            verdicts.resize(fitting.len(), Verdict::Fits);
            let result = filter.filter_at(cycle, pod, &fitting, &mut verdicts);
            result.map_err(CycleError::plugin("Filter", filter.name()))?;
            let mut answers = verdicts.iter();
            fitting.retain(|_| answers.next().is_some_and(Verdict::fits));
        }
        let mut sums = vec![0; fitting.len()];
        let mut scores = vec![0; fitting.len()];
        for (plugin, weight, _) in &asked.fixed {
            let result = plugin.score_at(cycle, pod, &fitting, &mut scores);
            result.map_err(CycleError::plugin("Score", plugin.name()))?;
            for (sum, score) in sums.iter_mut().zip(&mut scores) {
                *sum += in_range(plugin.name(), *score)? * weight;
                *score = 0;
            }
        }
        for (column, (plugin, ..)) in self.columns.iter_mut().zip(&asked.relative) {
            let result = plugin.score_at(cycle, pod, &fitting, &mut scores);
            result.map_err(CycleError::plugin("Score", plugin.name()))?;
            for (node, score) in fitting.iter().zip(&mut scores) {
                column.values[*node] = std::mem::take(score);
            }
        }
        nodes.iter().for_each(|node| self.marks[*node] = Mark::Rejected);
        for (node, sum) in fitting.iter().zip(sums) {
            self.marks[*node] = Mark::Fits;
            self.fixed[*node] = sum;
            self.columns.iter_mut().for_each(|column| column.enter(*node));
        }
        if self.tree.is_some() {
            for node in fitting {
                let total = self.total(node);
                self.tree.iter_mut().for_each(|tree| tree.set(node, Some(total)));
            }
        }
        Ok(())
    }

    /// The tree over all nodes, up to date; none if scores cannot be normalized one by one.
    pub(super) fn tree(&mut self, asked: &Asked<'_>) -> Result<Option<&ScoreTree>, CycleError> {
        if self.tree.is_none() {
            let unknown = (0..self.marks.len()).filter(|it| self.marks[*it] == Mark::Unknown);
            self.unknown = unknown.collect();
        }
        let mut unknown = std::mem::take(&mut self.unknown);
        // One may have been forgotten more than once, or asked about since.
        unknown.sort_unstable();
        unknown.dedup();
        unknown.retain(|node| self.marks[*node] == Mark::Unknown);
        if let Err(error) = unknown.chunks(4096).try_for_each(|nodes| self.learn(asked, nodes)) {
            // It is not known any more which nodes it does not know of.
            self.tree = None;
            return Err(error);
        }
        self.tree_as_it_is(asked)
    }

    /// The same without asking about nodes of which nothing is known: these are left out.
    pub(super) fn tree_as_it_is(
        &mut self,
        asked: &Asked<'_>,
    ) -> Result<Option<&ScoreTree>, CycleError> {
        let mut changed = self.tree.is_none();
        for (column, (plugin, weight, _)) in self.columns.iter_mut().zip(&asked.relative) {
            if column.counts.len() > MOST_SCORES {
                self.tree = None;
                return Ok(None);
            }
            changed |= column.normalize(asked, *plugin, *weight)?;
        }
        if changed {
            let total = |node: usize| (self.marks[node] == Mark::Fits).then(|| self.total(node));
            self.tree = Some(ScoreTree::new((0..self.marks.len()).map(total)));
        }
        Ok(self.tree.as_ref())
    }

    /// Takes a node out of the choice until it is asked about again.
    pub(super) fn turn_down(&mut self, node: NodeIndex) {
        self.forget(node);
    }

    fn total(&self, node: NodeIndex) -> i64 {
        let relative = self.columns.iter().map(|it| it.worth.get(&it.values[node]).unwrap_or(&0));
        self.fixed[node] + relative.sum::<i64>()
    }

    /// The sums of weighted scores of some nodes that fit, normalized among them.
    pub(super) fn totals(
        &self,
        asked: &Asked<'_>,
        nodes: &[NodeIndex],
    ) -> Result<Vec<i64>, CycleError> {
        let mut totals: Vec<_> = nodes.iter().map(|node| self.fixed[*node]).collect();
        for (column, (plugin, weight, _)) in self.columns.iter().zip(&asked.relative) {
            let mut scores: Vec<_> = nodes.iter().map(|node| column.values[*node]).collect();
            let result = plugin.normalize(&asked.cycle, asked.pod, &[], &mut scores);
            result.map_err(CycleError::plugin("Score", plugin.name()))?;
            for (total, score) in totals.iter_mut().zip(scores) {
                *total += in_range(plugin.name(), score)? * weight;
            }
        }
        Ok(totals)
    }
}

#[cfg(test)]
impl Class {
    /// Fails if what is known of a node is not what is found when it is asked about anew.
    pub(super) fn check(&self, asked: &Asked<'_>) {
        let mut anew = Self::default();
        anew.prepare(asked, self.marks.len());
        let all: Vec<_> = (0..self.marks.len()).collect();
        anew.learn(asked, &all).unwrap();
        assert_eq!(self.signature, anew.signature);
        for node in all {
            if self.marks[node] == Mark::Unknown {
                continue;
            }
            assert_eq!(self.marks[node], anew.marks[node], "{node}");
            if self.marks[node] == Mark::Rejected {
                continue;
            }
            assert_eq!(self.fixed[node], anew.fixed[node], "{node}");
            for (ours, theirs) in self.columns.iter().zip(&anew.columns) {
                assert_eq!(ours.values[node], theirs.values[node], "{node}");
            }
        }
        let known = |mark: &Mark| *mark != Mark::Unknown;
        if self.marks.iter().all(known) {
            let counts = |class: &Self| -> Vec<_> {
                class.columns.iter().map(|column| column.counts.clone()).collect()
            };
            assert_eq!(counts(self), counts(&anew));
            // Until it is used next, the tree may hold what scores came to among others.
            let is_current = self.columns.iter().all(|it| it.counts.keys().eq(it.worth.keys()));
            if let Some(tree) = self.tree.as_ref().filter(|_| is_current) {
                let anew = anew.tree(asked).unwrap().unwrap();
                assert_eq!(tree.tops(), anew.tops());
            }
        }
    }
}

impl Column {
    fn enter(&mut self, node: NodeIndex) {
        *self.counts.entry(self.values[node]).or_default() += 1;
    }

    fn leave(&mut self, node: NodeIndex) {
        let value = self.values[node];
        if let Some(count) = self.counts.get_mut(&value) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&value);
            }
        }
    }

    /// Whether scores come to something else than before.
    fn normalize(
        &mut self,
        asked: &Asked<'_>,
        plugin: &dyn Score,
        weight: i64,
    ) -> Result<bool, CycleError> {
        if self.counts.keys().eq(self.worth.keys()) {
            return Ok(false);
        }
        let mut scores: Vec<_> = self.counts.keys().copied().collect();
        let result = plugin.normalize(&asked.cycle, asked.pod, &[], &mut scores);
        result.map_err(CycleError::plugin("Score", plugin.name()))?;
        self.worth.clear();
        for (raw, score) in self.counts.keys().zip(scores) {
            self.worth.insert(*raw, in_range(plugin.name(), score)? * weight);
        }
        Ok(true)
    }
}

fn in_range(plugin: &'static str, score: i64) -> Result<i64, CycleError> {
    if !(MIN_NODE_SCORE..=MAX_NODE_SCORE).contains(&score) {
        return Err(CycleError::ScoreOutOfRange { plugin, score });
    }
    Ok(score)
}

/// The number that stands for what an answer depends on besides the node; none if it depends on
/// more.
pub(super) fn besides(reach: Reach) -> Option<u64> {
    match reach {
        Reach::Cluster => None,
        Reach::Node { besides } => Some(besides),
    }
}
