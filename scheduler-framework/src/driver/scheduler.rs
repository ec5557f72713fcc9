//! [`Scheduler`] and how it is put together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::resource::{ApiResource, Object, Resource};
use bowline_apimachinery::time;
use bowline_client::Client;
use bowline_client::cache::Informer;
use bowline_client::leader_election::LeaderElection;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::informers::Watch;
use super::run;
use crate::ClaimWrites;
use crate::config::{KubeSchedulerConfiguration, PluginRef, ProfileError, profiles};
use crate::engine::{Engine, EngineOptions, Mode};
use crate::events::EventResource;
use crate::metrics::{Metrics, NoMetrics};
use crate::plugin::Plugin;
use crate::queue::Backoff;
use crate::registry::{Handle, Registry};
use crate::verdict::BoxError;

/// How a scheduler runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// What upstream's scheduler reads from its configuration file. How to reach the API server
    /// is the client's business, and who leads that of [`Config::election`].
    pub configuration: KubeSchedulerConfiguration,
    /// Which node is taken: the one that kube-scheduler takes, or any of the best.
    pub mode: Mode,
    /// A rejected pod is tried again after this long even if nothing happens that it waits for.
    pub pod_max_in_unschedulable_pods: Duration,
    /// Where measurements go.
    pub metrics: Arc<dyn Metrics>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            configuration: KubeSchedulerConfiguration::default(),
            mode: Mode::Exact,
            pod_max_in_unschedulable_pods: Duration::from_secs(5 * 60),
            metrics: Arc::new(NoMetrics),
        }
    }
}

impl From<KubeSchedulerConfiguration> for Config {
    fn from(configuration: KubeSchedulerConfiguration) -> Self {
        Self { configuration, ..Self::default() }
    }
}

impl Config {
    /// The election that the configuration asks for, with this process under that identity; none
    /// if it asks for none. Run it around [`Scheduler::run`], with the client that it hands out.
    #[must_use]
    pub fn election(&self, identity: &str) -> Option<LeaderElection> {
        let asked = &self.configuration.leader_election;
        asked.leader_elect.then(|| LeaderElection {
            lease_duration: asked.lease_duration.to_std(),
            renew_deadline: asked.renew_deadline.to_std(),
            retry_period: asked.retry_period.to_std(),
            ..LeaderElection::new(&asked.resource_namespace, &asked.resource_name, identity)
        })
    }

    fn engine_options(&self, client: &Client, handle: &Handle) -> EngineOptions {
        let configuration = &self.configuration;
        EngineOptions {
            mode: self.mode,
            percentage_of_nodes_to_score: configuration.percentage_of_nodes_to_score.unwrap_or(0),
            backoff: Backoff {
                initial: time::Duration::from_secs(configuration.pod_initial_backoff_seconds),
                max: time::Duration::from_secs(configuration.pod_max_backoff_seconds),
            },
            max_unschedulable: self.pod_max_in_unschedulable_pods.into(),
            random: Arc::clone(client.random()),
            metrics: Arc::clone(&self.metrics),
            waiting: handle.waiting.clone(),
            preemptions: Arc::clone(&handle.preemptions),
            activations: handle.activations.clone(),
            pod_groups: handle.pod_groups.clone(),
            ..EngineOptions::default()
        }
    }
}

/// A scheduler, ready to run.
///
/// ```
/// # use bowline_client::Client;
/// # use bowline_scheduler_framework::driver::{Config, Scheduler};
/// # use tokio_util::sync::CancellationToken;
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let scheduler = Scheduler::builder(Config::default(), client).build()?;
/// let shutdown = CancellationToken::new();
/// scheduler.run(shutdown).await;
/// # Ok(())
/// # }
/// ```
pub struct Scheduler {
    client: Client,
    engine: Engine,
    watches: Vec<Watch>,
    claim_writes: ClaimWrites,
    metrics: Arc<dyn Metrics>,
}

/// Puts a [`Scheduler`] together.
pub struct SchedulerBuilder {
    config: Config,
    client: Client,
    registry: Registry,
    added: Vec<PluginRef>,
    watches: Vec<Watch>,
}

impl Scheduler {
    /// A scheduler with the built-in plugins, as the configuration enables them.
    #[must_use]
    pub fn builder(config: Config, client: Client) -> SchedulerBuilder {
        let (registry, added, watches) = (Registry::in_tree(), Vec::new(), Vec::new());
        SchedulerBuilder { config, client, registry, added, watches }
    }

    /// What one needs to watch only.
    pub(super) fn into_watching(self) -> (Client, Engine, Vec<Watch>) {
        (self.client, self.engine, self.watches)
    }

    /// Places pods until told to stop. Bindings that are under way then are finished.
    pub async fn run(self, shutdown: CancellationToken) {
        let Self { client, engine, metrics, watches, claim_writes } = self;
        run::run(client, engine, metrics, shutdown, watches, claim_writes).await;
    }
}

impl SchedulerBuilder {
    /// Adds a plugin behind the others, in every profile that does not mention it, at all points
    /// where it stands. A weight of 0 counts as 1 where it scores.
    #[must_use]
    pub fn plugin(mut self, plugin: Arc<dyn Plugin>, weight: i32) -> Self {
        let name = plugin.name();
        self.registry.register(name, move |_, _| Ok(Arc::clone(&plugin)));
        self.added.push(PluginRef { name: name.to_owned(), weight });
        self
    }

    /// The same for a plugin that shares something with its scheduler: pods that wait, for
    /// example.
    #[must_use]
    pub fn plugin_with(
        mut self,
        name: &str,
        weight: i32,
        factory: impl Fn(&Handle) -> Arc<dyn Plugin> + Send + Sync + 'static,
    ) -> Self {
        self.registry.register(name, move |_, handle| Ok(factory(handle)));
        self.added.push(PluginRef { name: name.to_owned(), weight });
        self
    }

    /// Adds a plugin that the configuration may enable by name, and how it is made from its
    /// arguments (null if there are none). It goes before a built-in one of that name.
    #[must_use]
    pub fn register(
        mut self,
        name: impl Into<String>,
        factory: impl Fn(Value, &Handle) -> Result<Arc<dyn Plugin>, BoxError> + Send + Sync + 'static,
    ) -> Self {
        self.registry.register(name, factory);
        self
    }

    /// Watches objects of another kind for plugins, which find them in a snapshot's
    /// [`Objects`](crate::Objects) and hear of changes as `resource`. The server must have the
    /// kind: nothing is placed before all objects are known.
    #[must_use]
    pub fn watch<K: Resource + Object>(mut self, resource: EventResource) -> Self {
        self.watches.push(Box::new(move |starting, client| {
            starting.object(Informer::new(client.api::<K>("")), resource);
        }));
        self
    }

    /// The same for a kind that has no type here; its objects are
    /// [`DynamicObject`](bowline_apimachinery::dynamic::DynamicObject)s. Objects of several such
    /// kinds must differ in name.
    #[must_use]
    pub fn watch_dynamic(mut self, kind: ApiResource, resource: EventResource) -> Self {
        self.watches.push(Box::new(move |starting, client| {
            starting.object(Informer::new(client.dynamic(&kind, None)), resource);
        }));
        self
    }

    /// Makes the plugins.
    ///
    /// # Errors
    /// When the configuration names a plugin that is unknown, cannot be made, or stands where it
    /// cannot.
    pub fn build(mut self) -> Result<Scheduler, ProfileError> {
        for profile in &mut self.config.configuration.profiles {
            for plugin in &self.added {
                let mentioned = |(_, set): (_, &crate::config::PluginSet)| {
                    let all = set.enabled.iter().chain(&set.disabled);
                    all.into_iter().any(|it| it.name == plugin.name)
                };
                if !profile.plugins.sets().any(mentioned) {
                    profile.plugins.multi_point.enabled.push(plugin.clone());
                }
            }
        }
        let handle = Handle::default();
        let profiles = profiles(&self.config.configuration, &self.registry, &handle)?;
        let engine = Engine::new(self.config.engine_options(&self.client, &handle), profiles);
        let Self { client, watches, .. } = self;
        let (metrics, claim_writes) = (self.config.metrics, handle.claim_writes);
        Ok(Scheduler { client, engine, metrics, watches, claim_writes })
    }
}

impl fmt::Debug for SchedulerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchedulerBuilder").field("config", &self.config).finish_non_exhaustive()
    }
}

impl fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduler").field("engine", &self.engine).finish_non_exhaustive()
    }
}
