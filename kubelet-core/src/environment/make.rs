//! The environment of a container, in its order.
//!
//! Upstream: `pkg/kubelet/kubelet_pods.go` (`makeEnvironmentVariables`).

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::{ConfigMap, Container, EnvVarSource, Pod, Secret, Service};
use bowline_apimachinery::quantity::Quantity;

use super::expansion::expand;
use super::field_path::{FieldPathError, PodAddresses, pod_field};
use super::resource_field::{ResourceFieldError, container_resource, with_default_limits};
use super::service::service_variables;

/// The environment of a container cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// A config map or secret is missing and not optional.
    #[error("{kind} {name:?} not found")]
    MissingObject {
        /// `configmap` or `secret`.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// It lacks a key that is not optional.
    #[error("couldn't find key {key} in {kind} {namespace}/{name}")]
    MissingKey {
        /// `ConfigMap` or `Secret`.
        kind: &'static str,
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// The key.
        key: String,
    },
    /// A field that variables cannot have.
    #[error(transparent)]
    Field(#[from] FieldPathError),
    /// A resource that variables cannot have.
    #[error(transparent)]
    Resource(#[from] ResourceFieldError),
    /// A container that the pod does not have.
    #[error("container {0} not found")]
    MissingContainer(String),
}

/// What a container's environment is made of, beside its pod.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentSources {
    /// The services that are named, sorted by name.
    pub services: Vec<Arc<Service>>,
    /// The config maps that are referred to, as far as they exist.
    pub config_maps: BTreeMap<String, Arc<ConfigMap>>,
    /// The secrets that are referred to, as far as they exist.
    pub secrets: BTreeMap<String, Arc<Secret>>,
    /// The addresses of pod and node.
    pub addresses: PodAddresses,
    /// What the node has to give.
    pub allocatable: BTreeMap<String, Quantity>,
}

/// The names of config maps and secrets that a container's environment refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Config maps.
    pub config_maps: Vec<String>,
    /// Secrets.
    pub secrets: Vec<String>,
}

/// What has to be fetched for a container's environment.
#[must_use]
pub fn references(container: &Container) -> References {
    let mut out = References::default();
    let mut add = |config_map: Option<&String>, secret: Option<&String>| {
        out.config_maps.extend(config_map.cloned());
        out.secrets.extend(secret.cloned());
    };
    for source in &container.env_from {
        let config_map = source.config_map_ref.as_ref().map(|r| &r.name);
        add(config_map, source.secret_ref.as_ref().map(|r| &r.name));
    }
    for from in container.env.iter().filter_map(|variable| variable.value_from.as_ref()) {
        let config_map = from.config_map_key_ref.as_ref().map(|r| &r.name);
        add(config_map, from.secret_key_ref.as_ref().map(|r| &r.name));
    }
    out
}

/// The variables of a container: those of `envFrom`, then those of `env`, each seeing the ones
/// before it; and the services', where the pod does not name the variable itself.
///
/// # Errors
/// When something that is not optional is missing.
pub fn make_environment(
    pod: &Pod,
    container: &Container,
    sources: &EnvironmentSources,
) -> Result<Vec<(String, String)>, EnvironmentError> {
    let service_env: BTreeMap<String, String> =
        service_variables(sources.services.iter().map(Arc::as_ref)).into_iter().collect();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    let mut out: Vec<(String, String)> = Vec::new();
    for source in &container.env_from {
        if let Some(reference) = &source.config_map_ref {
            let optional = reference.optional == Some(true);
            match sources.config_maps.get(&reference.name) {
                None if optional => {}
                None => return Err(missing_object("configmap", &reference.name)),
                Some(map) => {
                    for (key, value) in &map.data {
                        set(&mut out, &mut known, format!("{}{key}", source.prefix), value.clone());
                    }
                }
            }
        }
        if let Some(reference) = &source.secret_ref {
            let optional = reference.optional == Some(true);
            match sources.secrets.get(&reference.name) {
                None if optional => {}
                None => return Err(missing_object("secret", &reference.name)),
                Some(secret) => {
                    for (key, value) in &secret.data {
                        let value = String::from_utf8_lossy(value).into_owned();
                        set(&mut out, &mut known, format!("{}{key}", source.prefix), value);
                    }
                }
            }
        }
    }
    for variable in &container.env {
        let value = match &variable.value_from {
            Some(from) => match value_from(pod, container, from, sources)? {
                Some(value) => value,
                None => continue,
            },
            None => expand(&variable.value, |name| {
                known.get(name).or_else(|| service_env.get(name)).cloned()
            }),
        };
        set(&mut out, &mut known, variable.name.clone(), value);
    }
    for (name, value) in service_env {
        if !known.contains_key(&name) {
            out.push((name, value));
        }
    }
    Ok(out)
}

fn set(
    out: &mut Vec<(String, String)>,
    known: &mut BTreeMap<String, String>,
    name: String,
    value: String,
) {
    match out.iter_mut().find(|(other, _)| *other == name) {
        Some((_, old)) => old.clone_from(&value),
        None => out.push((name.clone(), value.clone())),
    }
    known.insert(name, value);
}

fn value_from(
    pod: &Pod,
    container: &Container,
    from: &EnvVarSource,
    sources: &EnvironmentSources,
) -> Result<Option<String>, EnvironmentError> {
    if let Some(field) = &from.field_ref {
        return Ok(Some(pod_field(pod, &sources.addresses, &field.field_path)?));
    }
    if let Some(resource) = &from.resource_field_ref {
        let name = resource.container_name.as_str();
        let spec = &pod.spec;
        let container = match name {
            "" => container,
            _ => spec
                .containers
                .iter()
                .chain(&spec.init_containers)
                .find(|c| c.name == name)
                .ok_or_else(|| EnvironmentError::MissingContainer(name.to_owned()))?,
        };
        let container = with_default_limits(container, &sources.allocatable);
        return Ok(Some(container_resource(&container, resource)?));
    }
    if let Some(reference) = &from.config_map_key_ref {
        let map = sources.config_maps.get(&reference.name);
        let value = map.and_then(|map| map.data.get(&reference.key)).cloned();
        let found = map.is_some();
        return required(
            pod,
            value,
            found,
            reference.optional,
            ("configmap", "ConfigMap"),
            [&reference.name, &reference.key],
        );
    }
    if let Some(reference) = &from.secret_key_ref {
        let secret = sources.secrets.get(&reference.name);
        let value = secret.and_then(|secret| secret.data.get(&reference.key));
        let value = value.map(|value| String::from_utf8_lossy(value).into_owned());
        let found = secret.is_some();
        return required(
            pod,
            value,
            found,
            reference.optional,
            ("secret", "Secret"),
            [&reference.name, &reference.key],
        );
    }
    Ok(Some(String::new()))
}

fn required(
    pod: &Pod,
    value: Option<String>,
    found: bool,
    optional: Option<bool>,
    (resource, kind): (&'static str, &'static str),
    [name, key]: [&str; 2],
) -> Result<Option<String>, EnvironmentError> {
    match value {
        Some(value) => Ok(Some(value)),
        None if optional == Some(true) => Ok(None),
        None if found => Err(EnvironmentError::MissingKey {
            kind,
            namespace: pod.metadata.namespace.clone(),
            name: name.to_owned(),
            key: key.to_owned(),
        }),
        None => Err(missing_object(resource, name)),
    }
}

fn missing_object(kind: &'static str, name: &str) -> EnvironmentError {
    EnvironmentError::MissingObject { kind, name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::{
        ConfigMapEnvSource, ConfigMapKeySelector, EnvFromSource, EnvVar, ObjectFieldSelector,
        ServicePort, ServiceSpec,
    };
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;

    fn plain(name: &str, value: &str) -> EnvVar {
        EnvVar { name: name.into(), value: value.into(), value_from: None }
    }

    fn from(name: &str, source: EnvVarSource) -> EnvVar {
        EnvVar { name: name.into(), value: String::new(), value_from: Some(source) }
    }

    fn sources() -> EnvironmentSources {
        let map = ConfigMap {
            data: [("A".to_owned(), "1".to_owned()), ("B".to_owned(), "2".to_owned())].into(),
            ..ConfigMap::default()
        };
        let service = Service {
            metadata: ObjectMeta::named("web"),
            spec: ServiceSpec {
                cluster_ip: "10.0.0.1".into(),
                ports: vec![ServicePort { port: 80, ..ServicePort::default() }],
                ..ServiceSpec::default()
            },
            ..Service::default()
        };
        EnvironmentSources {
            services: vec![Arc::new(service)],
            config_maps: [("m".to_owned(), Arc::new(map))].into(),
            addresses: PodAddresses { host: vec!["1.1.1.1".into()], pod: vec!["2.2.2.2".into()] },
            ..EnvironmentSources::default()
        }
    }

    #[test]
    fn later_variables_see_earlier_ones() {
        let container = Container {
            env_from: vec![EnvFromSource {
                prefix: "P_".into(),
                config_map_ref: Some(ConfigMapEnvSource { name: "m".into(), optional: None }),
                secret_ref: None,
            }],
            env: vec![
                plain("X", "$(P_A)-$(WEB_SERVICE_HOST)-$(Y)"),
                plain("Y", "$(X)"),
                plain("P_B", "own"),
                plain("WEB_SERVICE_PORT", "99"),
                from(
                    "IP",
                    EnvVarSource {
                        field_ref: Some(Box::new(ObjectFieldSelector {
                            field_path: "status.podIP".into(),
                            ..ObjectFieldSelector::default()
                        })),
                        ..EnvVarSource::default()
                    },
                ),
            ],
            ..Container::default()
        };
        let env = make_environment(&Pod::default(), &container, &sources()).unwrap();
        let get = |name: &str| {
            env.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or("?")
        };
        assert_eq!(get("X"), "1-10.0.0.1-$(Y)");
        assert_eq!(get("Y"), "1-10.0.0.1-$(Y)");
        assert_eq!((get("P_A"), get("P_B")), ("1", "own"));
        assert_eq!(get("IP"), "2.2.2.2");
        assert_eq!((get("WEB_SERVICE_PORT"), get("WEB_SERVICE_HOST")), ("99", "10.0.0.1"));
        assert_eq!(env[0].0, "P_A", "what the pod says comes first");
    }

    #[test]
    fn what_is_missing_is_named() {
        let selector = |name: &str, key: &str, optional| EnvVarSource {
            config_map_key_ref: Some(Box::new(ConfigMapKeySelector {
                name: name.into(),
                key: key.into(),
                optional,
            })),
            ..EnvVarSource::default()
        };
        let cases = [
            (selector("m", "A", None), Ok(1)),
            (selector("m", "Z", Some(true)), Ok(0)),
            (selector("none", "Z", Some(true)), Ok(0)),
            (selector("m", "Z", None), Err("couldn't find key Z in ConfigMap ns/m")),
            (selector("none", "Z", None), Err("configmap \"none\" not found")),
        ];
        let pod = Pod { metadata: ObjectMeta::named("p").in_namespace("ns"), ..Pod::default() };
        let sources = EnvironmentSources { services: Vec::new(), ..sources() };
        for (source, want) in cases {
            let container = Container { env: vec![from("V", source)], ..Container::default() };
            let got = make_environment(&pod, &container, &sources);
            let got = got.map(|env| env.len()).map_err(|error| error.to_string());
            assert_eq!(got, want.map_err(str::to_owned));
        }
    }
}
