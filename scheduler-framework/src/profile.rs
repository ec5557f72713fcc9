//! A profile: the plugins that schedule the pods of one scheduler name, point by point in order.

use std::fmt;
use std::sync::Arc;

use crate::cycle::EXTENDER;
use crate::extenders::Extender;
use crate::plugin::{
    Bind, EnqueueExtensions, ExtensionPoints, Filter, Permit, Plugin, PostBind, PostFilter,
    PreBind, PreEnqueue, PreFilter, PreScore, QueueSort, Reserve, Score,
};

/// The plugins of a profile.
#[derive(Clone, Default)]
pub struct Profile {
    /// The `spec.schedulerName` of the pods that it schedules.
    pub scheduler_name: String,
    /// How many nodes that fit are enough, in percent; 0 to adapt, none to use the scheduler's.
    pub percentage_of_nodes_to_score: Option<i32>,
    pub(crate) queue_sort: Option<Arc<dyn QueueSort>>,
    pub(crate) pre_enqueue: Vec<Arc<dyn PreEnqueue>>,
    pub(crate) enqueue_extensions: Vec<Arc<dyn EnqueueExtensions>>,
    /// Names of the plugins that stand at a point whose rejections may be lifted by events.
    pub(crate) rejectors: Vec<&'static str>,
    pub(crate) pre_filter: Vec<Arc<dyn PreFilter>>,
    pub(crate) filter: Vec<Arc<dyn Filter>>,
    pub(crate) post_filter: Vec<Arc<dyn PostFilter>>,
    pub(crate) pre_score: Vec<Arc<dyn PreScore>>,
    pub(crate) score: Vec<(Arc<dyn Score>, i64)>,
    pub(crate) reserve: Vec<Arc<dyn Reserve>>,
    pub(crate) permit: Vec<Arc<dyn Permit>>,
    pub(crate) pre_bind: Vec<Arc<dyn PreBind>>,
    pub(crate) bind: Vec<Arc<dyn Bind>>,
    pub(crate) post_bind: Vec<Arc<dyn PostBind>>,
    pub(crate) extenders: Vec<Arc<dyn Extender>>,
}

impl Profile {
    /// A profile in which each plugin stands at all its points, in the order given. A weight of 0
    /// counts as 1.
    #[must_use]
    pub fn of(
        scheduler_name: impl Into<String>,
        plugins: impl IntoIterator<Item = (Arc<dyn Plugin>, i64)>,
    ) -> Self {
        let mut profile = Self { scheduler_name: scheduler_name.into(), ..Self::default() };
        for (plugin, weight) in plugins {
            let name = plugin.name();
            let mut at = ExtensionPoints::default();
            plugin.register(&mut at);
            profile.stand(name, at, weight);
        }
        profile
    }

    /// Lets a plugin stand at all the given points.
    pub(crate) fn stand(&mut self, name: &'static str, at: ExtensionPoints, weight: i64) {
        let rejects = at.pre_enqueue.is_some()
            || at.pre_filter.is_some()
            || at.filter.is_some()
            || at.reserve.is_some()
            || at.permit.is_some();
        if rejects && !self.rejectors.contains(&name) {
            self.rejectors.push(name);
        }
        self.queue_sort = at.queue_sort.or(self.queue_sort.take());
        self.pre_enqueue.extend(at.pre_enqueue);
        self.enqueue_extensions.extend(at.enqueue_extensions);
        self.pre_filter.extend(at.pre_filter);
        self.filter.extend(at.filter);
        self.post_filter.extend(at.post_filter);
        self.pre_score.extend(at.pre_score);
        self.score.extend(at.score.map(|score| (score, weight.max(1))));
        self.reserve.extend(at.reserve);
        self.permit.extend(at.permit);
        self.pre_bind.extend(at.pre_bind);
        self.bind.extend(at.bind);
        self.post_bind.extend(at.post_bind);
    }

    /// The same profile with extenders, to be asked in that order.
    #[must_use]
    pub fn with_extenders(mut self, extenders: &[Arc<dyn Extender>]) -> Self {
        self.extenders = extenders.to_vec();
        if !extenders.is_empty() && !self.rejectors.contains(&EXTENDER) {
            self.rejectors.push(EXTENDER);
        }
        self
    }

    /// The names of the plugins at `Filter`, in order.
    pub fn filters(&self) -> impl Iterator<Item = &'static str> {
        self.filter.iter().map(|plugin| plugin.name())
    }

    /// The names and weights of the plugins at `Score`, in order.
    pub fn scores(&self) -> impl Iterator<Item = (&'static str, i64)> {
        self.score.iter().map(|(plugin, weight)| (plugin.name(), *weight))
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("scheduler_name", &self.scheduler_name)
            .field("filter", &self.filters().collect::<Vec<_>>())
            .field("score", &self.scores().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
