//! [`CycleError`]: faults, as opposed to rejections.

use crate::verdict::BoxError;

/// Why an attempt to schedule a pod broke off without a verdict.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CycleError {
    /// A plugin failed.
    #[error("running {point} plugin {plugin:?}: {source}")]
    Plugin {
        /// The extension point.
        point: &'static str,
        /// The plugin.
        plugin: &'static str,
        /// What it said.
        source: BoxError,
    },
    /// An extender failed that must not be ignored.
    #[error("running extender {extender:?}: {source}")]
    Extender {
        /// Where it is.
        extender: String,
        /// What went wrong.
        source: BoxError,
    },
    /// A plugin left a score out of range.
    #[error(
        "plugin {plugin:?} returns an invalid score {score}, it should in the range of [0, 100] \
         after normalizing"
    )]
    ScoreOutOfRange {
        /// The plugin.
        plugin: &'static str,
        /// The score.
        score: i64,
    },
}

impl CycleError {
    /// For `map_err` around a call of a plugin.
    pub(crate) fn plugin(
        point: &'static str,
        plugin: &'static str,
    ) -> impl FnOnce(BoxError) -> Self {
        move |source| Self::Plugin { point, plugin, source }
    }
}
