//! Which plugins are enabled and disabled where.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

macro_rules! plugins {
    ($($(#[$doc:meta])* $field:ident = $name:literal;)*) => {
        /// Plugins by extension point.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", default, deny_unknown_fields)]
        pub struct Plugins {
            $($(#[$doc])* pub $field: PluginSet,)*
        }

        impl Plugins {
            /// The sets with the names of their fields, in upstream's order.
            pub fn sets(&self) -> impl Iterator<Item = (&'static str, &PluginSet)> {
                [$(($name, &self.$field)),*].into_iter()
            }
        }
    };
}

plugins! {
    /// Plugins at `PreEnqueue`.
    pre_enqueue = "preEnqueue";
    /// The plugin at `QueueSort`.
    queue_sort = "queueSort";
    /// Plugins at `PreFilter`.
    pre_filter = "preFilter";
    /// Plugins at `Filter`.
    filter = "filter";
    /// Plugins at `PostFilter`.
    post_filter = "postFilter";
    /// Plugins at `PreScore`.
    pre_score = "preScore";
    /// Plugins at `Score`, with their weights.
    score = "score";
    /// Plugins at `Reserve`.
    reserve = "reserve";
    /// Plugins at `Permit`.
    permit = "permit";
    /// Plugins at `PreBind`.
    pre_bind = "preBind";
    /// Plugins at `Bind`.
    bind = "bind";
    /// Plugins at `PostBind`.
    post_bind = "postBind";
    /// Plugins at all points where they can stand.
    multi_point = "multiPoint";
    /// Plugins at `PlacementGenerate`, a point that is alpha.
    placement_generate = "placementGenerate";
    /// Plugins at `PlacementScore`, a point that is alpha.
    placement_score = "placementScore";
}

/// What is enabled and disabled at a point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PluginSet {
    /// In the order in which they are asked, behind the defaults.
    pub enabled: Vec<PluginRef>,
    /// Defaults that are left out; `*` for all.
    pub disabled: Vec<PluginRef>,
}

/// A plugin by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PluginRef {
    /// Name.
    pub name: String,
    /// Weight at `Score`; 0 counts as 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub weight: i32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(weight: &i32) -> bool {
    *weight == 0
}

impl PluginRef {
    /// A plugin without a weight of its own.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), weight: 0 }
    }
}

impl PluginSet {
    /// A set in which plugins are enabled, each with its weight.
    #[must_use]
    pub fn enabling(plugins: impl IntoIterator<Item = (&'static str, i32)>) -> Self {
        let enabled =
            plugins.into_iter().map(|(name, weight)| PluginRef { name: name.into(), weight });
        Self { enabled: enabled.collect(), disabled: Vec::new() }
    }

    /// Whether a plugin is disabled, by name or with all.
    pub(super) fn disables(&self, name: &str) -> bool {
        self.disabled.iter().any(|it| it.name == name || it.name == "*")
    }

    pub(super) fn enables(&self, name: &str) -> bool {
        self.enabled.iter().any(|it| it.name == name)
    }

    /// This set on top of the defaults: those that it names again keep their place and get its
    /// weight, its others come last.
    ///
    /// Upstream: `mergePluginSet` in `pkg/scheduler/apis/config/v1/default_plugins.go`.
    pub(super) fn over(&self, defaults: &Self) -> Self {
        let mut taken = BTreeSet::new();
        let kept = defaults.enabled.iter().filter(|it| !self.disables(&it.name));
        let mut enabled: Vec<_> = kept
            .map(|default| match self.enabled.iter().position(|it| it.name == default.name) {
                Some(index) => {
                    taken.insert(index);
                    self.enabled[index].clone()
                }
                None => default.clone(),
            })
            .collect();
        let others = self.enabled.iter().enumerate().filter(|(index, _)| !taken.contains(index));
        enabled.extend(others.map(|(_, plugin)| plugin.clone()));
        Self { enabled, disabled: self.disabled.clone() }
    }
}

/// The plugins of the default profile with their weights, in the order in which they are asked.
///
/// Upstream: `getDefaultPlugins`, with the feature gates of 1.36 at their defaults.
#[must_use]
pub fn default_multi_point() -> PluginSet {
    PluginSet::enabling([
        ("SchedulingGates", 0),
        ("PrioritySort", 0),
        // Cheap filters come first, so that the costly ones see fewer nodes.
        ("NodeUnschedulable", 0),
        ("NodeName", 0),
        ("TaintToleration", 3),
        ("NodeAffinity", 2),
        ("NodePorts", 0),
        ("NodeResourcesFit", 1),
        ("VolumeRestrictions", 0),
        ("NodeVolumeLimits", 0),
        ("VolumeBinding", 0),
        ("VolumeZone", 0),
        ("PodTopologySpread", 2),
        ("InterPodAffinity", 2),
        ("DynamicResources", 2),
        ("DefaultPreemption", 0),
        ("NodeResourcesBalancedAllocation", 1),
        ("ImageLocality", 1),
        ("DefaultBinder", 0),
        ("NodeDeclaredFeatures", 0),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(set: &PluginSet) -> String {
        let names = set.enabled.iter().map(|it| format!("{}:{}", it.name, it.weight));
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sets_are_laid_over_the_defaults() {
        let defaults = PluginSet::enabling([("A", 1), ("B", 2), ("C", 3)]);
        let disabling = |names: &[&str], set: PluginSet| PluginSet {
            disabled: names.iter().copied().map(PluginRef::new).collect(),
            ..set
        };
        let rows = [
            ("nothing", PluginSet::default(), "A:1 B:2 C:3"),
            ("more", PluginSet::enabling([("D", 4)]), "A:1 B:2 C:3 D:4"),
            ("another weight", PluginSet::enabling([("D", 4), ("B", 9)]), "A:1 B:9 C:3 D:4"),
            ("less", disabling(&["B"], PluginSet::default()), "A:1 C:3"),
            ("all others", disabling(&["*"], PluginSet::enabling([("C", 5), ("A", 6)])), "C:5 A:6"),
            ("moved", disabling(&["A"], PluginSet::enabling([("A", 7)])), "B:2 C:3 A:7"),
        ];
        for (name, set, want) in rows {
            assert_eq!(shown(&set.over(&defaults)), want, "{name}");
        }
    }
}
