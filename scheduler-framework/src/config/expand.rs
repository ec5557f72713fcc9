//! From what is enabled and disabled to the plugins that run, point by point.
//!
//! Upstream: `expandMultiPointPlugins` in `pkg/scheduler/framework/runtime/framework.go`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::plugins::{PluginSet, Plugins, default_multi_point};
use super::types::{KubeSchedulerConfiguration, KubeSchedulerProfile, PluginConfig};
use crate::extenders::{ExtenderError, HttpExtender};
use crate::plugin::{ExtensionPoints, Plugin};
use crate::profile::Profile;
use crate::registry::{Handle, Registry};
use crate::verdict::BoxError;

/// Why profiles cannot be made of a configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// A plugin is enabled that nobody knows.
    #[error("profile {profile:?}: {point} plugin {plugin:?} does not exist")]
    Unknown {
        /// The profile's scheduler name.
        profile: String,
        /// The extension point.
        point: &'static str,
        /// The plugin.
        plugin: String,
    },
    /// A plugin cannot be made.
    #[error("profile {profile:?}: initializing plugin {plugin:?}: {source}")]
    Init {
        /// The profile's scheduler name.
        profile: String,
        /// The plugin.
        plugin: String,
        /// What it said.
        source: BoxError,
    },
    /// A plugin is enabled at a point where it cannot stand.
    #[error("profile {profile:?}: plugin {plugin:?} does not extend {point} plugin")]
    WrongPoint {
        /// The profile's scheduler name.
        profile: String,
        /// The extension point.
        point: &'static str,
        /// The plugin.
        plugin: String,
    },
    /// A plugin is enabled twice at a point.
    #[error("profile {profile:?}: plugin {plugin:?} already registered as {point:?}")]
    Twice {
        /// The profile's scheduler name.
        profile: String,
        /// The extension point.
        point: &'static str,
        /// The plugin.
        plugin: String,
    },
    /// There must be exactly one plugin at `QueueSort`.
    #[error(
        "only one queue sort plugin required for profile with scheduler name {profile:?}, but got \
         {count}"
    )]
    QueueSort {
        /// The profile's scheduler name.
        profile: String,
        /// How many there are.
        count: usize,
    },
    /// Nobody binds.
    #[error("at least one bind plugin is needed for profile with scheduler name {profile:?}")]
    NoBind {
        /// The profile's scheduler name.
        profile: String,
    },
    /// An extender cannot be asked.
    #[error(transparent)]
    Extender(#[from] ExtenderError),
    /// The greatest possible score is too great.
    #[error("profile {profile:?}: total score of Score plugins could overflow")]
    Overflow {
        /// The profile's scheduler name.
        profile: String,
    },
}

/// The profiles of a configuration with their plugins, the defaults included.
///
/// Default plugins that the registry lacks are left out; any other plugin that it lacks is a
/// fault.
///
/// # Errors
/// When a plugin is unknown, cannot be made, or stands where it cannot; or when the address of an
/// extender is not usable.
pub fn profiles(
    configuration: &KubeSchedulerConfiguration,
    registry: &Registry,
    handle: &Handle,
) -> Result<Vec<Profile>, ProfileError> {
    let extenders = HttpExtender::all(&configuration.extenders)?;
    let managed = configuration.extenders.iter().flat_map(|it| &it.managed_resources);
    let ignored: Vec<&str> =
        managed.filter(|it| it.ignored_by_scheduler).map(|it| it.name.as_str()).collect();
    let expanded = |profile: &KubeSchedulerProfile| {
        let mut profile = profile.clone();
        if !ignored.is_empty() {
            leave_alone(&mut profile, &ignored);
        }
        let expanded = Expansion::new(&profile, registry, handle)?.expand()?;
        Ok(expanded.with_extenders(&extenders))
    };
    configuration.profiles.iter().map(expanded).collect()
}

/// Resources that extenders keep the books of are none of `NodeResourcesFit`'s business.
fn leave_alone(profile: &mut KubeSchedulerProfile, resources: &[&str]) {
    const FIT: &str = "NodeResourcesFit";
    let index = profile.plugin_config.iter().position(|it| it.name == FIT).unwrap_or_else(|| {
        profile
            .plugin_config
            .push(PluginConfig { name: FIT.to_owned(), ..PluginConfig::default() });
        profile.plugin_config.len() - 1
    });
    let args = &mut profile.plugin_config[index].args;
    if args.is_null() {
        *args = Value::Object(Map::new());
    }
    if let Some(fields) = args.as_object_mut() {
        fields.insert("ignoredResources".to_owned(), resources.into());
    }
}

/// Where a plugin stands.
struct Made {
    name: &'static str,
    at: ExtensionPoints,
}

struct Expansion<'a> {
    profile: &'a KubeSchedulerProfile,
    multi_point: PluginSet,
    made: BTreeMap<String, Made>,
}

impl<'a> Expansion<'a> {
    fn new(
        profile: &'a KubeSchedulerProfile,
        registry: &Registry,
        handle: &Handle,
    ) -> Result<Self, ProfileError> {
        let own = &profile.plugins.multi_point;
        let mut multi_point = own.over(&default_multi_point());
        let known = |name: &str| registry.get(name).is_some() || own.enables(name);
        multi_point.enabled.retain(|plugin| known(&plugin.name));
        let mut expansion = Self { profile, multi_point, made: BTreeMap::new() };
        let multi = expansion.multi_point.clone();
        expansion.make("multiPoint", &multi, registry, handle)?;
        for (point, set) in profile.plugins.sets().filter(|(point, _)| *point != "multiPoint") {
            expansion.make(point, set, registry, handle)?;
        }
        Ok(expansion)
    }

    fn make(
        &mut self,
        point: &'static str,
        set: &PluginSet,
        registry: &Registry,
        handle: &Handle,
    ) -> Result<(), ProfileError> {
        let profile = || self.profile.scheduler_name.clone();
        for plugin in &set.enabled {
            if self.made.contains_key(&plugin.name) {
                continue;
            }
            let Some(factory) = registry.get(&plugin.name) else {
                let plugin = plugin.name.clone();
                return Err(ProfileError::Unknown { profile: profile(), point, plugin });
            };
            let config = self.profile.plugin_config.iter().find(|it| it.name == plugin.name);
            let args = config.map(|it| it.args.clone()).unwrap_or_default();
            let made: Arc<dyn Plugin> = factory(args, handle).map_err(|source| {
                ProfileError::Init { profile: profile(), plugin: plugin.name.clone(), source }
            })?;
            let mut at = ExtensionPoints::default();
            let name = made.name();
            made.register(&mut at);
            self.made.insert(plugin.name.clone(), Made { name, at });
        }
        Ok(())
    }

    fn expand(&self) -> Result<Profile, ProfileError> {
        let Plugins { pre_enqueue, queue_sort, pre_filter, filter, post_filter, .. } =
            &self.profile.plugins;
        let Plugins { pre_score, score, reserve, permit, pre_bind, bind, post_bind, .. } =
            &self.profile.plugins;
        let weights = self.weights()?;
        let scores = self.at("score", score, |at| at.score.clone())?.into_iter();
        let sorts = self.at("queueSort", queue_sort, |at| at.queue_sort.clone())?;
        let mut profile = Profile {
            scheduler_name: self.profile.scheduler_name.clone(),
            percentage_of_nodes_to_score: self.profile.percentage_of_nodes_to_score,
            pre_enqueue: self.at("preEnqueue", pre_enqueue, |at| at.pre_enqueue.clone())?,
            pre_filter: self.at("preFilter", pre_filter, |at| at.pre_filter.clone())?,
            filter: self.at("filter", filter, |at| at.filter.clone())?,
            post_filter: self.at("postFilter", post_filter, |at| at.post_filter.clone())?,
            pre_score: self.at("preScore", pre_score, |at| at.pre_score.clone())?,
            score: scores.map(|it| (Arc::clone(&it), weights[it.name()])).collect(),
            reserve: self.at("reserve", reserve, |at| at.reserve.clone())?,
            permit: self.at("permit", permit, |at| at.permit.clone())?,
            pre_bind: self.at("preBind", pre_bind, |at| at.pre_bind.clone())?,
            bind: self.at("bind", bind, |at| at.bind.clone())?,
            post_bind: self.at("postBind", post_bind, |at| at.post_bind.clone())?,
            ..Profile::default()
        };
        let name = || self.profile.scheduler_name.clone();
        match <[_; 1]>::try_from(sorts) {
            Ok([sort]) => profile.queue_sort = Some(sort),
            Err(sorts) => {
                return Err(ProfileError::QueueSort { profile: name(), count: sorts.len() });
            }
        }
        if profile.bind.is_empty() {
            return Err(ProfileError::NoBind { profile: name() });
        }
        self.listen(&mut profile);
        Ok(profile)
    }

    /// The plugins of a point: those that the point and `multiPoint` both name, as the point
    /// orders them; those of `multiPoint`; then the point's others.
    fn at<P: ?Sized>(
        &self,
        point: &'static str,
        set: &PluginSet,
        stands: impl Fn(&ExtensionPoints) -> Option<Arc<P>>,
    ) -> Result<Vec<Arc<P>>, ProfileError> {
        let profile = || self.profile.scheduler_name.clone();
        let all_disabled = set.disabled.iter().any(|it| it.name == "*");
        let multi = self.multi_point.enabled.iter().map(|it| it.name.as_str());
        let can_stand = |name: &&str| stands(&self.made[*name].at).is_some();
        let multi: Vec<_> = multi.filter(can_stand).collect();
        let own: Vec<_> = set.enabled.iter().map(|it| it.name.as_str()).collect();
        for (index, name) in own.iter().enumerate() {
            let plugin = (*name).to_owned();
            if own[..index].contains(name) {
                return Err(ProfileError::Twice { profile: profile(), point, plugin });
            }
            if !can_stand(name) {
                return Err(ProfileError::WrongPoint { profile: profile(), point, plugin });
            }
        }
        let mut order = Vec::new();
        if !all_disabled {
            order.extend(own.iter().copied().filter(|name| multi.contains(name)));
            for name in multi {
                if own.contains(&name) || set.disables(name) {
                    continue;
                }
                if order.contains(&name) {
                    let plugin = name.to_owned();
                    return Err(ProfileError::Twice { profile: profile(), point, plugin });
                }
                order.push(name);
            }
        }
        let rest: Vec<_> = own.into_iter().filter(|name| !order.contains(name)).collect();
        order.extend(rest);
        Ok(order.into_iter().filter_map(|name| stands(&self.made[name].at)).collect())
    }

    /// The weight that the point gives goes before that of `multiPoint`; 0 counts as 1.
    fn weights(&self) -> Result<BTreeMap<&'static str, i64>, ProfileError> {
        let named = self.profile.plugins.score.enabled.iter().chain(&self.multi_point.enabled);
        let mut weights = BTreeMap::new();
        for plugin in named {
            let Made { name, at } = &self.made[&plugin.name];
            if at.score.is_some() {
                weights.entry(*name).or_insert_with(|| i64::from(plugin.weight).max(1));
            }
        }
        let total = weights.values().try_fold(0_i64, |sum, weight: &i64| {
            sum.checked_add(weight.checked_mul(crate::plugin::MAX_NODE_SCORE)?)
        });
        match total {
            Some(_) => Ok(weights),
            None => Err(ProfileError::Overflow { profile: self.profile.scheduler_name.clone() }),
        }
    }

    /// Registers what the plugins that stand anywhere want to hear of.
    fn listen(&self, profile: &mut Profile) {
        let rejectors: BTreeSet<&'static str> = (profile.pre_enqueue.iter().map(|it| it.name()))
            .chain(profile.pre_filter.iter().map(|it| it.name()))
            .chain(profile.filter.iter().map(|it| it.name()))
            .chain(profile.reserve.iter().map(|it| it.name()))
            .chain(profile.permit.iter().map(|it| it.name()))
            .collect();
        let listening = self.made.values().filter(|made| rejectors.contains(made.name));
        profile.enqueue_extensions =
            listening.filter_map(|made| made.at.enqueue_extensions.clone()).collect();
        profile.rejectors = rejectors.into_iter().collect();
    }
}

#[cfg(test)]
mod tests;
