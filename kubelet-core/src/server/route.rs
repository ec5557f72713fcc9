//! Which request is for what.

use http::Method;

use super::query::{Plus, decode};

/// A set of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MetricsEndpoint {
    /// `/metrics`: the kubelet's own.
    Kubelet,
    /// `/metrics/cadvisor`: of containers, in detail.
    Cadvisor,
    /// `/metrics/resource`: of containers, what autoscaling needs.
    Resource,
    /// `/metrics/probes`: of probes.
    Probes,
}

/// Where a pod's path points, before anybody checked that it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PodPath {
    pub(super) namespace: String,
    pub(super) name: String,
    /// The caller means the pod of this uid only.
    pub(super) uid: Option<String>,
}

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Exec(PodPath, String),
    Attach(PodPath, String),
    Run(PodPath, String),
    PortForward(PodPath),
    ContainerLogs(PodPath, String),
    Pods,
    RunningPods,
    Healthz,
    Metrics(MetricsEndpoint),
    StatsSummary,
    Configz,
    /// The path is known, the method is not; `Allow` lists those that are.
    MethodNotAllowed(&'static str),
    NotFound,
}

impl Route {
    pub(super) fn parse(method: &Method, path: &str) -> Self {
        let segments: Vec<String> = path
            .trim_start_matches('/')
            .split('/')
            .map(|segment| decode(segment, Plus::IsPlus))
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let Some(route) = Self::of_path(&segments) else { return Self::NotFound };
        let (methods, allow): (&[Method], _) = match route {
            Self::Exec(..) | Self::Attach(..) | Self::PortForward(..) => {
                (&[Method::GET, Method::POST], "GET, POST")
            }
            Self::Run(..) => (&[Method::POST], "POST"),
            _ => (&[Method::GET], "GET"),
        };
        if methods.contains(method) { route } else { Self::MethodNotAllowed(allow) }
    }

    fn of_path(segments: &[&str]) -> Option<Self> {
        let (first, rest) = segments.split_first()?;
        Some(match (*first, rest) {
            ("exec", _) => PodPath::with_container(rest).map(|(pod, c)| Self::Exec(pod, c))?,
            ("attach", _) => PodPath::with_container(rest).map(|(pod, c)| Self::Attach(pod, c))?,
            ("run", _) => PodPath::with_container(rest).map(|(pod, c)| Self::Run(pod, c))?,
            ("containerLogs", [_, _, _]) => {
                PodPath::with_container(rest).map(|(pod, c)| Self::ContainerLogs(pod, c))?
            }
            ("portForward", _) => Self::PortForward(PodPath::parse(rest)?),
            ("pods", [] | [""]) => Self::Pods,
            ("runningpods", [] | [""]) => Self::RunningPods,
            ("healthz", [] | [""]) => Self::Healthz,
            ("metrics", []) => Self::Metrics(MetricsEndpoint::Kubelet),
            ("metrics", ["cadvisor"]) => Self::Metrics(MetricsEndpoint::Cadvisor),
            ("metrics", ["resource"]) => Self::Metrics(MetricsEndpoint::Resource),
            ("metrics", ["probes"]) => Self::Metrics(MetricsEndpoint::Probes),
            ("stats", ["summary"]) => Self::StatsSummary,
            ("configz", []) => Self::Configz,
            _ => return None,
        })
    }
}

impl PodPath {
    fn with_container(segments: &[&str]) -> Option<(Self, String)> {
        let (container, pod) = segments.split_last()?;
        let pod = Self::parse(pod)?;
        (!container.is_empty()).then(|| (pod, (*container).to_owned()))
    }

    fn parse(segments: &[&str]) -> Option<Self> {
        let (namespace, name, uid) = match segments {
            [namespace, name] => (namespace, name, None),
            [namespace, name, uid] => (namespace, name, Some((*uid).to_owned())),
            _ => return None,
        };
        let named = !namespace.is_empty() && !name.is_empty();
        named.then(|| Self { namespace: (*namespace).to_owned(), name: (*name).to_owned(), uid })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pod(uid: Option<&str>) -> PodPath {
        PodPath { namespace: "ns".into(), name: "web".into(), uid: uid.map(Into::into) }
    }

    #[test]
    fn paths_are_routed() {
        let c = || "c".to_owned();
        let rows = [
            ("GET", "/exec/ns/web/c", Route::Exec(pod(None), c())),
            ("POST", "/exec/ns/web/u-1/c", Route::Exec(pod(Some("u-1")), c())),
            ("PUT", "/exec/ns/web/c", Route::MethodNotAllowed("GET, POST")),
            ("GET", "/exec/ns/web", Route::NotFound),
            ("GET", "/exec/ns//c", Route::NotFound),
            ("POST", "/attach/ns/web/c", Route::Attach(pod(None), c())),
            ("POST", "/run/ns/web/c", Route::Run(pod(None), c())),
            ("GET", "/run/ns/web/c", Route::MethodNotAllowed("POST")),
            ("GET", "/portForward/ns/web", Route::PortForward(pod(None))),
            ("GET", "/portForward/ns/web/u-1", Route::PortForward(pod(Some("u-1")))),
            ("GET", "/portForward/ns", Route::NotFound),
            ("GET", "/containerLogs/ns/web/c", Route::ContainerLogs(pod(None), c())),
            ("GET", "/containerLogs/ns/web/u-1/c", Route::NotFound),
            ("POST", "/containerLogs/ns/web/c", Route::MethodNotAllowed("GET")),
            ("GET", "/exec/ns/w%65b/c", Route::Exec(pod(None), c())),
            ("GET", "/pods", Route::Pods),
            ("GET", "/runningpods/", Route::RunningPods),
            ("GET", "/healthz", Route::Healthz),
            ("GET", "/metrics/cadvisor", Route::Metrics(MetricsEndpoint::Cadvisor)),
            ("GET", "/stats/summary", Route::StatsSummary),
            ("GET", "/", Route::NotFound),
        ];
        for (method, path, want) in rows {
            let method = method.parse().unwrap();
            assert_eq!(Route::parse(&method, path), want, "{method} {path}");
        }
    }
}
