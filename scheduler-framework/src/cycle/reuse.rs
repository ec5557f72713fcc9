//! Answers of plugins that are kept from cycle to cycle.
//!
//! Most pods are made in numbers from one template. What plugins say of a node for one of them
//! they say for the next as well, unless the node has changed or they look further than the node
//! (see [`Reach`](crate::plugin::Reach)). So for each kind of pod the answers are kept, and only
//! nodes that have changed are asked about again. The result is to the node what it would be if
//! all of them were asked about.

use std::collections::{HashMap, VecDeque};

use super::class::{Asked, Class, Mark, besides};
use super::filtering::Candidates;
use super::{Choice, CycleError, FilterRunner};
use crate::cache::Changed;
use crate::plugin::{CycleMut, Filter, Normalization, PreScoreVerdict, Score};
use crate::pod_info::{PodInfo, PodKind};
use crate::profile::Profile;
use crate::snapshot::{NodeIndex, Snapshot};
use crate::verdict::Verdict;

/// What answers about nodes may take in sum, counted in nodes times kinds of pods.
const MOST_ANSWERS: usize = 8_000_000;

/// Answers that are kept, kind of pod by kind of pod. It belongs to one snapshot and hears of
/// every change of its nodes, and to one set of profiles.
#[derive(Debug, Default)]
pub struct Reuse {
    classes: HashMap<PodKind, Class>,
    /// Nodes that have changed, the latest last.
    changes: VecDeque<NodeIndex>,
    /// How many changes came before those.
    dropped: u64,
    node_count: usize,
    uses: u64,
    /// Whether answers are compared with new ones whenever they are used.
    #[cfg(test)]
    pub(crate) is_checked: bool,
}

/// The choice of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) node: NodeIndex,
    /// How many nodes were gone through.
    pub(super) evaluated: usize,
}

/// One search.
pub(super) struct Search<'a> {
    pub(super) profile: &'a Profile,
    pub(super) pod: &'a PodInfo,
    pub(super) runner: &'a FilterRunner<'a>,
    pub(super) start: usize,
    pub(super) enough: usize,
    pub(super) choice: Choice,
}

impl Reuse {
    /// Nodes of the snapshot have changed.
    pub fn note(&mut self, changed: &Changed, snapshot: &Snapshot) {
        match changed {
            Changed::All => {
                self.classes.clear();
                self.changes.clear();
                self.node_count = snapshot.node_count();
            }
            Changed::Nodes(nodes) => {
                self.changes.extend(nodes);
                let most = 1024.max(self.node_count);
                while self.changes.len() > most {
                    self.changes.pop_front();
                    self.dropped += 1;
                }
            }
        }
    }

    /// How many kinds of pods there are answers for.
    #[must_use]
    pub fn kinds(&self) -> usize {
        self.classes.len()
    }

    /// Brings what is known for a kind of pod up to date.
    fn class(&mut self, kind: PodKind, asked: &Asked<'_>) -> &mut Class {
        let most = (MOST_ANSWERS / self.node_count.max(1)).clamp(4, 512);
        if self.classes.len() >= most && !self.classes.contains_key(&kind) {
            let oldest = self.classes.iter().min_by_key(|(_, class)| class.used);
            if let Some(oldest) = oldest.map(|(kind, _)| *kind) {
                self.classes.remove(&oldest);
            }
        }
        let now = self.dropped + self.changes.len() as u64;
        self.uses += 1;
        let class = self.classes.entry(kind).or_default();
        class.used = self.uses;
        if class.at < self.dropped {
            class.forget_all();
        } else {
            let known = (class.at - self.dropped) as usize;
            self.changes.range(known..).for_each(|node| class.forget(*node));
        }
        class.at = now;
        class.prepare(asked, self.node_count);
        class
    }

    /// Looks for a node as [`Feasibility::search`](super::Feasibility) and scoring would. None if
    /// the plain way has to be gone, be it only to tell why the pod fits nowhere.
    pub(super) fn search(
        &mut self,
        cycle: &mut CycleMut<'_>,
        search: &Search<'_>,
    ) -> Result<Option<Chosen>, CycleError> {
        let (pod, profile) = (search.pod, search.profile);
        let Some(kind) = pod.kind() else { return Ok(None) };
        // What extenders say is never kept.
        let asks_others = !profile.extenders.is_empty() || profile.score.is_empty();
        if self.node_count != cycle.snapshot.node_count() || asks_others {
            return Ok(None);
        }
        let mut skipped = Vec::new();
        let mut late = Vec::new();
        for plugin in &profile.pre_score {
            if plugin.needs_nodes(&cycle.read(), pod) {
                late.push(plugin);
                continue;
            }
            let verdict = plugin.pre_score_at(cycle, pod, &[]);
            let verdict = verdict.map_err(CycleError::plugin("PreScore", plugin.name()))?;
            if verdict == PreScoreVerdict::Skip {
                skipped.push(plugin.name());
            }
        }
        let plan = {
            let late = |name: &str| late.iter().any(|it| it.name() == name);
            Plan::new(search, &cycle.read(), &skipped, late)
        };
        let asked = Asked {
            cycle: cycle.read(),
            pod,
            filters: plan.filters.clone(),
            fixed: plan.fixed.clone(),
            relative: plan.relative.clone(),
        };
        let every_node = search.enough >= self.node_count;
        #[cfg(test)]
        let is_checked = self.is_checked;
        let class = self.class(kind, &asked);
        #[cfg(test)]
        if is_checked {
            class.check(&asked);
        }
        if every_node && plan.further.is_empty() && plan.open.is_empty() && late.is_empty() {
            let best = best_of_all(class, &asked, search);
            #[cfg(test)]
            if is_checked {
                class.check(&asked);
            }
            return best;
        }
        let found = find(class, &asked, &plan, search)?;
        let nodes = found.nodes;
        if nodes.len() < 2 {
            let chosen = |node: &NodeIndex| Chosen { node: *node, evaluated: found.evaluated };
            return Ok(nodes.first().map(chosen));
        }
        let mut totals = class.totals(&asked, &nodes)?;
        drop(asked);
        for plugin in late {
            let verdict = plugin.pre_score_at(cycle, pod, &nodes);
            let verdict = verdict.map_err(CycleError::plugin("PreScore", plugin.name()))?;
            if verdict == PreScoreVerdict::Skip {
                skipped.push(plugin.name());
            }
        }
        let open = plan.open.iter().filter(|(plugin, _)| !skipped.contains(&plugin.name()));
        super::scoring::add_scores(open.copied(), &cycle.read(), pod, &nodes, &mut totals)?;
        let chosen = search.choice.of(&totals);
        Ok(chosen.map(|place| Chosen { node: nodes[place], evaluated: found.evaluated }))
    }
}

/// Whose answers are kept, and who is asked every time.
struct Plan<'a> {
    filters: Vec<(&'a dyn Filter, u64)>,
    /// Filters that are asked every time.
    further: Vec<&'a dyn Filter>,
    fixed: Vec<(&'a dyn Score, i64, u64)>,
    relative: Vec<(&'a dyn Score, i64, u64)>,
    /// Scores that are asked for every time, with their weights.
    open: Vec<(&'a dyn Score, i64)>,
}

impl<'a> Plan<'a> {
    fn new(
        search: &Search<'a>,
        cycle: &crate::plugin::Cycle<'_>,
        skipped: &[&'static str],
        late: impl Fn(&str) -> bool,
    ) -> Self {
        let mut plan = Self {
            filters: Vec::new(),
            further: Vec::new(),
            fixed: Vec::new(),
            relative: Vec::new(),
            open: Vec::new(),
        };
        // Filters keep their order, so that none is asked about a node that one before it has
        // rejected.
        for filter in search.runner.filters() {
            let besides = besides(filter.reach(cycle, search.pod));
            match besides.filter(|_| plan.further.is_empty()) {
                Some(besides) => plan.filters.push((*filter, besides)),
                None => plan.further.push(*filter),
            }
        }
        for (plugin, weight) in &search.profile.score {
            let name = plugin.name();
            if skipped.contains(&name) {
                continue;
            }
            let besides = match late(name) {
                true => None,
                false => besides(plugin.reach(cycle, search.pod)),
            };
            let plugin: &dyn Score = &**plugin;
            match (besides, plugin.normalization()) {
                (Some(besides), Normalization::None) => {
                    plan.fixed.push((plugin, *weight, besides));
                }
                (Some(besides), Normalization::ByScores) => {
                    plan.relative.push((plugin, *weight, besides));
                }
                _ => plan.open.push((plugin, *weight)),
            }
        }
        plan
    }
}

/// The best of all nodes, which are not gone through.
fn best_of_all(
    class: &mut Class,
    asked: &Asked<'_>,
    search: &Search<'_>,
) -> Result<Option<Chosen>, CycleError> {
    let snapshot = asked.cycle.snapshot;
    if class.tree(asked)?.is_none() {
        return Ok(None);
    }
    for name in search.runner.nominator().nodes() {
        let Some(node) = snapshot.index_of(name) else { continue };
        if class.mark(node) == Mark::Fits {
            let info = snapshot.node_at(node);
            let verdict = search.runner.filter_with_nominated(&asked.cycle, asked.pod, info)?;
            if !verdict.fits() {
                class.turn_down(node);
            }
        }
    }
    // Without those turned down, scores may come to something else.
    let Some(tree) = class.tree_as_it_is(asked)? else { return Ok(None) };
    let evaluated = tree.len();
    let node = match search.choice {
        Choice::Upstreams => tree.upstreams_choice(search.start % evaluated.max(1)),
        Choice::First => tree.first_choice(search.start % evaluated.max(1)),
    };
    Ok(node.map(|node| Chosen { node, evaluated }))
}

/// Nodes that fit, in the order in which they are found.
struct Found {
    nodes: Vec<NodeIndex>,
    /// How many nodes were gone through.
    evaluated: usize,
}

/// The nodes that [`Feasibility::search`](super::Feasibility) finds.
fn find(
    class: &mut Class,
    asked: &Asked<'_>,
    plan: &Plan<'_>,
    search: &Search<'_>,
) -> Result<Found, CycleError> {
    let (cycle, pod) = (&asked.cycle, asked.pod);
    let node_count = cycle.snapshot.node_count();
    let nominator = search.runner.nominator();
    let mut found = Found { nodes: Vec::new(), evaluated: 0 };
    let all = Candidates::All(node_count);
    let mut ahead = all.from(search.start).peekable();
    let (mut unknown, mut fitting, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    let mut window: Vec<NodeIndex> = Vec::new();
    while ahead.peek().is_some() {
        let width = super::filtering::WINDOW.min(search.enough + 1 - found.nodes.len());
        window.clear();
        window.extend(ahead.by_ref().take(width));
        unknown.clear();
        unknown.extend(window.iter().filter(|node| class.mark(**node) == Mark::Unknown));
        if !unknown.is_empty() {
            class.learn(asked, &unknown)?;
        }
        // Places in the window of the nodes that fit so far.
        fitting.clear();
        for (place, node) in window.iter().enumerate() {
            if class.mark(*node) == Mark::Fits {
                fitting.push((place, *node));
            }
        }
        let mut crowded = Vec::new();
        if !nominator.is_empty() {
            let expects = |node: NodeIndex| {
                !nominator.pods_for(cycle.snapshot.node_at(node).name()).is_empty()
            };
            for (place, node) in fitting.extract_if(.., |(_, node)| expects(*node)) {
                let info = cycle.snapshot.node_at(node);
                if search.runner.filter_with_nominated(cycle, pod, info)?.fits() {
                    crowded.push((place, node));
                }
            }
        }
        let mut nodes: Vec<_> = fitting.iter().map(|(_, node)| *node).collect();
        for filter in &plan.further {
            if nodes.is_empty() {
                break;
            }
            verdicts.clear();
            verdicts.resize(nodes.len(), Verdict::Fits);
            let result = filter.filter_at(cycle, pod, &nodes, &mut verdicts);
            result.map_err(CycleError::plugin("Filter", filter.name()))?;
            let mut answers = verdicts.iter().map(Verdict::fits);
            fitting.retain(|_| answers.next() == Some(true));
            let mut answers = verdicts.iter().map(Verdict::fits);
            nodes.retain(|_| answers.next() == Some(true));
        }
        if !crowded.is_empty() {
            fitting.append(&mut crowded);
            fitting.sort_unstable();
        }
        for (place, node) in &fitting {
            if found.nodes.len() == search.enough {
                found.evaluated += place;
                return Ok(found);
            }
            found.nodes.push(*node);
        }
        found.evaluated += window.len();
    }
    Ok(found)
}
