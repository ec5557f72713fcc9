//! Reading the configuration, strictly: a field that nobody knows is a fault, and every fault
//! has its place.

use bowline_apimachinery::codec::yaml;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::types::{KubeSchedulerConfiguration, KubeSchedulerProfile};

const GROUP_VERSION: &str = "kubescheduler.config.k8s.io/v1";
const KIND: &str = "KubeSchedulerConfiguration";

/// Why a text is no configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// It is neither YAML nor JSON.
    #[error("scheduler configuration: {0}")]
    Syntax(#[from] yaml::YamlError),
    /// It is another kind of object.
    #[error(
        "scheduler configuration: \"{kind}\" of {api_version:?} is not a \
         KubeSchedulerConfiguration of kubescheduler.config.k8s.io/v1"
    )]
    Kind {
        /// What it calls itself.
        kind: String,
        /// In which version.
        api_version: String,
    },
    /// Fields that are unknown, of the wrong type, or have values that cannot be.
    #[error("scheduler configuration: {0}")]
    Invalid(#[from] ErrorList),
}

impl KubeSchedulerConfiguration {
    /// Reads YAML or JSON, fills in the defaults and checks everything.
    ///
    /// # Errors
    /// With all faults, each with the path of its field.
    pub fn from_text(text: &str) -> Result<Self, ConfigError> {
        let value = yaml::from_str(text)?;
        let Value::Object(mut fields) = value else {
            return Err(ConfigError::Kind { kind: String::new(), api_version: String::new() });
        };
        let mut text = |name: &str| match fields.remove(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let (kind, api_version) = (text("kind"), text("apiVersion"));
        if (kind.as_str(), api_version.as_str()) != (KIND, GROUP_VERSION) {
            return Err(ConfigError::Kind { kind, api_version });
        }
        let mut errors = ErrorList::new();
        let configuration = configuration(Fields::new(&Path::root(), fields, &mut errors));
        if errors.is_empty() {
            errors = configuration.validate();
        }
        Ok(errors.into_result(configuration)?)
    }
}

fn configuration(mut fields: Fields<'_>) -> KubeSchedulerConfiguration {
    let mut it = KubeSchedulerConfiguration::default();
    fields.set("parallelism", &mut it.parallelism);
    fields.set("leaderElection", &mut it.leader_election);
    fields.set("clientConnection", &mut it.client_connection);
    fields.set("enableProfiling", &mut it.enable_profiling);
    fields.set("enableContentionProfiling", &mut it.enable_contention_profiling);
    fields.set("percentageOfNodesToScore", &mut it.percentage_of_nodes_to_score);
    fields.set("podInitialBackoffSeconds", &mut it.pod_initial_backoff_seconds);
    fields.set("podMaxBackoffSeconds", &mut it.pod_max_backoff_seconds);
    fields.set("delayCacheUntilActive", &mut it.delay_cache_until_active);
    if let Some(profiles) = fields.each("profiles", profile) {
        it.profiles = profiles;
    }
    if let Some(extenders) = fields.list("extenders") {
        it.extenders = extenders;
    }
    fields.finish();
    // One profile need not be named.
    if let [only] = it.profiles.as_mut_slice()
        && only.scheduler_name.is_empty()
    {
        only.scheduler_name = KubeSchedulerProfile::default().scheduler_name;
    }
    it
}

fn profile(mut fields: Fields<'_>) -> KubeSchedulerProfile {
    let mut it =
        KubeSchedulerProfile { scheduler_name: String::new(), ..KubeSchedulerProfile::default() };
    fields.set("schedulerName", &mut it.scheduler_name);
    fields.set("percentageOfNodesToScore", &mut it.percentage_of_nodes_to_score);
    fields.set("plugins", &mut it.plugins);
    if let Some(plugin_config) = fields.list("pluginConfig") {
        it.plugin_config = plugin_config;
    }
    fields.finish();
    it
}

/// The fields of an object that are yet to be read.
struct Fields<'a> {
    path: &'a Path<'a>,
    fields: Map<String, Value>,
    errors: &'a mut ErrorList,
}

impl<'a> Fields<'a> {
    fn new(path: &'a Path<'a>, fields: Map<String, Value>, errors: &'a mut ErrorList) -> Self {
        Self { path, fields, errors }
    }

    /// Null counts as nothing.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    fn set<T: DeserializeOwned>(&mut self, name: &str, target: &mut T) {
        if let Some(value) = self.take(name) {
            let path = self.path.child(name);
            if let Some(value) = decode(&path, value, self.errors) {
                *target = value;
            }
        }
    }

    fn elements(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.take(name)? {
            Value::Array(elements) => Some(elements),
            other => {
                let path = self.path.child(name);
                self.errors.push(FieldError::type_invalid(&path, other, "must be a list"));
                None
            }
        }
    }

    fn list<T: DeserializeOwned>(&mut self, name: &str) -> Option<Vec<T>> {
        let elements = self.elements(name)?;
        let path = self.path.child(name);
        let decode_at = |(index, value)| decode(&path.index(index), value, self.errors);
        Some(elements.into_iter().enumerate().filter_map(decode_at).collect())
    }

    fn each<T>(&mut self, name: &str, read: fn(Fields<'_>) -> T) -> Option<Vec<T>> {
        let elements = self.elements(name)?;
        let list = self.path.child(name);
        let mut found = Vec::new();
        for (index, element) in elements.into_iter().enumerate() {
            let path = list.index(index);
            match element {
                Value::Object(fields) => found.push(read(Fields::new(&path, fields, self.errors))),
                other => {
                    self.errors.push(FieldError::type_invalid(&path, other, "must be an object"));
                }
            }
        }
        Some(found)
    }

    fn finish(self) {
        for name in self.fields.keys() {
            let path = self.path.child(name);
            self.errors.push(FieldError::forbidden(&path, "unknown field"));
        }
    }
}

pub(super) fn decode<T: DeserializeOwned>(
    path: &Path<'_>,
    value: Value,
    errors: &mut ErrorList,
) -> Option<T> {
    match serde_json::from_value(value.clone()) {
        Ok(decoded) => Some(decoded),
        Err(error) => {
            let shown = if value.is_object() { Value::Null } else { value };
            errors.push(FieldError::type_invalid(path, shown, error.to_string()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<KubeSchedulerConfiguration, String> {
        let head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";
        KubeSchedulerConfiguration::from_text(&format!("{head}{text}")).map_err(|it| it.to_string())
    }

    #[test]
    fn an_empty_one_is_the_default() {
        assert_eq!(read("").unwrap(), KubeSchedulerConfiguration::default());
        assert_eq!(read("profiles: null\nparallelism: null").unwrap(), Default::default());
    }

    #[test]
    fn everything_can_be_said() {
        let got = read(
            "
parallelism: 4
leaderElection: {leaderElect: false, leaseDuration: 30s}
clientConnection: {qps: 100, burst: 200, kubeconfig: /etc/scheduler.conf}
podMaxBackoffSeconds: 20
profiles:
- schedulerName: a
  percentageOfNodesToScore: 70
  plugins:
    score:
      disabled: [{name: ImageLocality}]
      enabled: [{name: NodeResourcesFit, weight: 5}]
    multiPoint: {enabled: [{name: Mine}]}
  pluginConfig:
  - name: NodeResourcesFit
    args: {scoringStrategy: {type: MostAllocated}}
- schedulerName: b
extenders:
- {urlPrefix: 'http://127.0.0.1:8888', filterVerb: filter, enableHTTPS: false, httpTimeout: 1s}
",
        );
        let got = got.unwrap();
        assert_eq!((got.parallelism, got.pod_max_backoff_seconds), (4, 20));
        assert!(!got.leader_election.leader_elect);
        assert_eq!(got.leader_election.renew_deadline.to_string(), "10s");
        assert_eq!((got.client_connection.qps, got.client_connection.burst), (100.0, 200));
        assert_eq!(got.profiles.len(), 2);
        assert_eq!(got.profiles[0].plugins.score.enabled[0].weight, 5);
        assert_eq!(got.profiles[0].plugin_config[0].name, "NodeResourcesFit");
        assert_eq!(got.extenders[0].http_timeout.to_string(), "1s");
    }

    #[test]
    fn faults_have_places() {
        let rows = [
            ("paralelism: 4", "paralelism: Forbidden: unknown field"),
            ("parallelism: many", "parallelism: Invalid value: \"many\": invalid type"),
            ("profiles: {}", "profiles: Invalid value"),
            ("profiles: [{schedulerName: a, plugin: {}}]", "profiles[0].plugin: Forbidden"),
            (
                "profiles: [{plugins: {score: {enable: []}}}]",
                "profiles[0].plugins: Invalid value: null: unknown field `enable`",
            ),
            (
                "profiles: [{pluginConfig: [{nam: x}]}]",
                "profiles[0].pluginConfig[0]: Invalid value: null: unknown field `nam`",
            ),
            ("parallelism: 0", "parallelism: Invalid value: 0"),
        ];
        for (text, want) in rows {
            let got = read(text).unwrap_err();
            assert!(got.contains(want), "{text}: {got}");
        }
        assert!(read("{").is_err());
        let kind = KubeSchedulerConfiguration::from_text("kind: Pod\napiVersion: v1").unwrap_err();
        assert!(matches!(kind, ConfigError::Kind { .. }));
        assert!(KubeSchedulerConfiguration::from_text("[]").is_err());
    }
}
