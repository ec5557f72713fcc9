//! Plugins by name: how each is made from its arguments.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::activations::Activations;
use crate::binding::WaitingPods;
use crate::claim_writes::ClaimWrites;
use crate::plugin::Plugin;
use crate::plugins::{
    DefaultBinder, DefaultPreemption, ImageLocality, InterPodAffinity, NodeAffinity,
    NodeDeclaredFeatures, NodeName, NodePorts, NodeResourcesBalancedAllocation, NodeResourcesFit,
    NodeUnschedulable, NodeVolumeLimits, PodTopologySpread, PrioritySort, SchedulingGates,
    TaintToleration, VolumeBinding, VolumeRestrictions, VolumeZone,
};
use crate::pod_groups::PodGroups;
use crate::preemptions::Preemptions;
use crate::verdict::BoxError;

/// What plugins share with the scheduler that they are made for.
#[derive(Clone, Debug, Default)]
pub struct Handle {
    /// The pods that wait for permits.
    pub waiting: WaitingPods,
    /// The preemptions under way.
    pub preemptions: Arc<Preemptions>,
    /// Pods that are to be tried soon.
    pub activations: Activations,
    /// The pods that belong together.
    pub pod_groups: PodGroups,
    /// Statuses of claims that are to be written.
    pub claim_writes: ClaimWrites,
}

/// Makes a plugin from its arguments; null if there are none.
pub type Factory = Arc<dyn Fn(Value, &Handle) -> Result<Arc<dyn Plugin>, BoxError> + Send + Sync>;

/// The plugins that a configuration can name.
#[derive(Clone)]
pub struct Registry {
    factories: BTreeMap<String, Factory>,
}

impl Registry {
    /// Without any plugin.
    #[must_use]
    pub fn empty() -> Self {
        Self { factories: BTreeMap::new() }
    }

    /// With the built-in plugins.
    ///
    /// Upstream: `pkg/scheduler/framework/plugins/registry.go`.
    #[must_use]
    pub fn in_tree() -> Self {
        let mut it = Self::empty();
        it.plain("DefaultBinder", || DefaultBinder);
        it.register("DefaultPreemption", |args, handle| {
            let args = decoded("DefaultPreemption", args)?;
            Ok(Arc::new(DefaultPreemption::new(&args, Arc::clone(&handle.preemptions))))
        });
        #[cfg(feature = "alpha")]
        it.register("GangScheduling", |_, handle| {
            Ok(Arc::new(crate::plugins::GangScheduling::new(handle)))
        });
        #[cfg(feature = "dynamic-resources")]
        it.register("DynamicResources", |args, handle| {
            let args = decoded("DynamicResources", args)?;
            Ok(Arc::new(crate::plugins::DynamicResources::new(&args, handle)))
        });
        it.plain("ImageLocality", || ImageLocality);
        it.configured("InterPodAffinity", InterPodAffinity::new);
        it.configured("NodeAffinity", NodeAffinity::new);
        it.plain("NodeDeclaredFeatures", || NodeDeclaredFeatures);
        it.plain("NodeName", || NodeName);
        it.plain("NodePorts", || NodePorts);
        it.configured("NodeResourcesBalancedAllocation", NodeResourcesBalancedAllocation::new);
        it.configured("NodeResourcesFit", NodeResourcesFit::new);
        it.plain("NodeUnschedulable", || NodeUnschedulable);
        it.configured("PodTopologySpread", PodTopologySpread::new);
        it.plain("PrioritySort", || PrioritySort);
        it.plain("SchedulingGates", || SchedulingGates);
        it.plain("TaintToleration", || TaintToleration);
        it.plain("NodeVolumeLimits", || NodeVolumeLimits);
        it.configured("VolumeBinding", VolumeBinding::new);
        it.plain("VolumeRestrictions", || VolumeRestrictions);
        it.plain("VolumeZone", || VolumeZone);
        it
    }

    /// Adds a plugin, or replaces the one of that name.
    pub fn register(
        &mut self,
        name: impl Into<String>,
        factory: impl Fn(Value, &Handle) -> Result<Arc<dyn Plugin>, BoxError> + Send + Sync + 'static,
    ) {
        self.factories.insert(name.into(), Arc::new(factory));
    }

    /// How a plugin is made.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Factory> {
        self.factories.get(name)
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.factories.keys().map(String::as_str)
    }

    fn plain<P: Plugin>(&mut self, name: &str, new: fn() -> P) {
        self.register(name, move |_, _| Ok(Arc::new(new())));
    }

    fn configured<A, P>(&mut self, name: &'static str, new: fn(&A) -> P)
    where
        A: DeserializeOwned + Default + 'static,
        P: Plugin,
    {
        self.register(name, move |args, _| Ok(Arc::new(new(&decoded(name, args)?))));
    }
}

/// Arguments from their JSON form; the defaults for null. `apiVersion` and `kind` are dropped.
fn decoded<A: DeserializeOwned + Default>(plugin: &str, mut args: Value) -> Result<A, ArgsError> {
    match &mut args {
        Value::Null => return Ok(A::default()),
        Value::Object(fields) => {
            fields.remove("apiVersion");
            fields.remove("kind");
        }
        _ => {}
    }
    serde_json::from_value(args).map_err(|source| ArgsError { plugin: plugin.to_owned(), source })
}

/// Arguments that are none.
#[derive(Debug, thiserror::Error)]
#[error("decoding args of plugin {plugin:?}: {source}")]
struct ArgsError {
    plugin: String,
    source: serde_json::Error,
}

impl Default for Registry {
    fn default() -> Self {
        Self::in_tree()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.factories.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plugins_bear_the_names_they_are_registered_under() {
        let registry = Registry::in_tree();
        for name in registry.names() {
            let plugin = registry.get(name).unwrap()(Value::Null, &Handle::default()).unwrap();
            assert_eq!(plugin.name(), name);
        }
        let bad = serde_json::json!({"nonsense": 1});
        let error = registry.get("NodeResourcesFit").unwrap()(bad, &Handle::default()).unwrap_err();
        assert!(error.to_string().contains("NodeResourcesFit"), "{error}");
    }
}
