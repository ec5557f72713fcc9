//! Where requests for a pod go.
//!
//! Upstream: `pkg/registry/core/pod/strategy.go`.

use std::net::IpAddr;

use bowline_api::core::v1::{
    Pod, PodAttachOptions, PodExecOptions, PodLogOptions, PodPortForwardOptions,
};
use bowline_apimachinery::meta::Status;
use http::uri::PathAndQuery;

use super::error::ProxyError;
use super::location::{Destination, Location, SchemeNamePort};
use super::query::Encoder;

/// The streams that exec and attach have in common.
struct Streams {
    stdin: bool,
    stdout: bool,
    stderr: bool,
    tty: bool,
}

impl Streams {
    fn encode(&self, query: &mut Encoder) {
        // Upstream's names of the parameters on the kubelet's side are older than the API's.
        query.add_if("input", self.stdin);
        query.add_if("output", self.stdout);
        query.add_if("error", self.stderr);
        query.add_if("tty", self.tty);
    }
}

/// Which container is meant: the one asked for, or the only one.
///
/// # Errors
/// The pod has no such container, or several and none is asked for.
pub fn container_name<'a>(pod: &'a Pod, wanted: &'a str) -> Result<&'a str, ProxyError> {
    let containers = pod.spec.containers.iter().map(|container| container.name.as_str());
    let init = pod.spec.init_containers.iter().map(|container| container.name.as_str());
    let ephemeral = pod.spec.ephemeral_containers.iter().map(|container| container.name.as_str());
    let mut all = init.chain(containers).chain(ephemeral);
    let name = &pod.metadata.name;
    if !wanted.is_empty() {
        if all.any(|container| container == wanted) {
            return Ok(wanted);
        }
        let message = format!("container {wanted} is not valid for pod {name}");
        return Err(Status::bad_request(message).into());
    }
    match pod.spec.containers.as_slice() {
        [only] => Ok(&only.name),
        [] => {
            let message = format!("a container name must be specified for pod {name}");
            Err(Status::bad_request(message).into())
        }
        _ => {
            let names = all.collect::<Vec<_>>().join(" ");
            let message = format!(
                "a container name must be specified for pod {name}, choose one of: [{names}]"
            );
            Err(Status::bad_request(message).into())
        }
    }
}

/// Where `pods/exec` leads on `kubelet`, the kubelet of the pod's node.
///
/// # Errors
/// The pod has no such container, or no node yet.
pub fn exec_location(
    pod: &Pod,
    kubelet: Destination,
    options: &PodExecOptions,
) -> Result<Location, ProxyError> {
    let PodExecOptions { stdin, stdout, stderr, tty, container, command } = options;
    let streams = Streams { stdin: *stdin, stdout: *stdout, stderr: *stderr, tty: *tty };
    let mut query = Encoder::default();
    streams.encode(&mut query);
    command.iter().for_each(|word| query.add("command", word));
    container_location(pod, kubelet, "exec", container, query)
}

/// Where `pods/attach` leads on `kubelet`, the kubelet of the pod's node.
///
/// # Errors
/// The pod has no such container, or no node yet.
pub fn attach_location(
    pod: &Pod,
    kubelet: Destination,
    options: &PodAttachOptions,
) -> Result<Location, ProxyError> {
    let PodAttachOptions { stdin, stdout, stderr, tty, container } = options;
    let streams = Streams { stdin: *stdin, stdout: *stdout, stderr: *stderr, tty: *tty };
    let mut query = Encoder::default();
    streams.encode(&mut query);
    container_location(pod, kubelet, "attach", container, query)
}

/// Where `pods/log` leads on `kubelet`, the kubelet of the pod's node. The options are valid.
///
/// # Errors
/// The pod has no such container, or no node yet. Upstream answers the latter with an empty log:
/// see [`is_scheduled`].
pub fn log_location(
    pod: &Pod,
    kubelet: Destination,
    options: &PodLogOptions,
) -> Result<Location, ProxyError> {
    let mut query = Encoder::default();
    let on = |query: &mut Encoder, name, on: bool| {
        if on {
            query.add(name, "true");
        }
    };
    on(&mut query, "follow", options.follow);
    on(&mut query, "previous", options.previous);
    on(&mut query, "timestamps", options.timestamps);
    let numbers = [
        ("sinceSeconds", options.since_seconds),
        ("tailLines", options.tail_lines),
        ("limitBytes", options.limit_bytes),
    ];
    for (name, number) in numbers {
        number.into_iter().for_each(|number| query.add(name, number.to_string()));
    }
    if let Some(time) = &options.since_time {
        query.add("sinceTime", time.to_string());
    }
    if let Some(stream) = &options.stream {
        query.add("stream", stream);
    }
    container_location(pod, kubelet, "containerLogs", &options.container, query)
}

/// Where `pods/portforward` leads on `kubelet`, the kubelet of the pod's node.
///
/// # Errors
/// The pod has no node yet.
pub fn port_forward_location(
    pod: &Pod,
    kubelet: Destination,
    options: &PodPortForwardOptions,
) -> Result<Location, ProxyError> {
    scheduled(pod)?;
    let mut query = Encoder::default();
    if !options.ports.is_empty() {
        let ports: Vec<_> = options.ports.iter().map(ToString::to_string).collect();
        query.add("port", ports.join(","));
    }
    let path = format!("/portForward/{}/{}", pod.metadata.namespace, pod.metadata.name);
    location(kubelet, &path, query)
}

/// Where `pods/proxy` leads: to the pod's address. Without a port, to its first one.
///
/// # Errors
/// The pod has no address that may be proxied to, or no such port.
pub fn proxy_location(
    pod: &Pod,
    id: &SchemeNamePort,
    path: PathAndQuery,
) -> Result<Location, ProxyError> {
    let first_port = || {
        let mut ports = pod.spec.containers.iter().flat_map(|container| &container.ports);
        ports.next().map(|port| port.container_port.to_string())
    };
    let port = if id.port.is_empty() { first_port() } else { Some(id.port.clone()) };
    let scheme = id.scheme.unwrap_or_default();
    let default = match scheme {
        super::Scheme::Http => 80,
        super::Scheme::Https => 443,
    };
    let port = match port {
        None => default,
        Some(port) => port.parse().map_err(|_| {
            Status::bad_request(format!("invalid pod request {:?}: bad port", id.name))
        })?,
    };
    let host = pod.status.pod_ips.first().map(|ip| ip.ip.as_str()).unwrap_or_default();
    let ip: Option<IpAddr> = host.parse().ok();
    match ip.filter(is_global_unicast) {
        Some(_) => Ok(Location {
            destination: Destination::Address { scheme, host: host.to_owned(), port },
            path,
        }),
        None => Err(Status::bad_request("address not allowed").into()),
    }
}

/// Whether the pod has a node. The log of one that has none yet is empty, not an error.
pub fn is_scheduled(pod: &Pod) -> bool {
    !pod.spec.node_name.is_empty()
}

fn scheduled(pod: &Pod) -> Result<(), ProxyError> {
    match is_scheduled(pod) {
        true => Ok(()),
        false => {
            let name = &pod.metadata.name;
            let message = format!("pod {name} does not have a host assigned");
            Err(Status::bad_request(message).into())
        }
    }
}

fn container_location(
    pod: &Pod,
    kubelet: Destination,
    verb: &str,
    container: &str,
    query: Encoder,
) -> Result<Location, ProxyError> {
    let container = container_name(pod, container)?;
    scheduled(pod)?;
    let (namespace, name) = (&pod.metadata.namespace, &pod.metadata.name);
    location(kubelet, &format!("/{verb}/{namespace}/{name}/{container}"), query)
}

fn location(destination: Destination, path: &str, query: Encoder) -> Result<Location, ProxyError> {
    let query = query.finish();
    let path = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let path = PathAndQuery::try_from(path).map_err(http::Error::from)?;
    Ok(Location { destination, path })
}

/// Go's `IsGlobalUnicast`: neither unspecified, loopback, multicast, link-local nor broadcast.
fn is_global_unicast(ip: &IpAddr) -> bool {
    let special = ip.is_unspecified() || ip.is_loopback() || ip.is_multicast();
    let local = match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    !special && !local
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::{Container, ContainerPort, PodIP};

    use super::super::location::Scheme;
    use super::*;

    fn pod(containers: &[&str]) -> Pod {
        let mut pod = Pod::default();
        pod.metadata.namespace = "ns".into();
        pod.metadata.name = "web".into();
        pod.spec.node_name = "n1".into();
        pod.spec.containers = containers
            .iter()
            .map(|name| Container { name: (*name).into(), ..Container::default() })
            .collect();
        pod
    }

    fn kubelet() -> Destination {
        Destination::Kubelet { node: "n1".into(), host: "10.0.0.1".into(), port: 10250 }
    }

    fn said(result: Result<impl std::fmt::Debug, ProxyError>) -> (i32, String) {
        let status = result.unwrap_err().to_status();
        (status.code, status.message)
    }

    #[test]
    fn containers_are_found_or_asked_for() {
        let mut two = pod(&["a", "b"]);
        two.spec.init_containers = vec![Container { name: "i".into(), ..Container::default() }];
        assert_eq!(container_name(&pod(&["a"]), "").unwrap(), "a");
        assert_eq!(container_name(&two, "i").unwrap(), "i");
        let want = "a container name must be specified for pod web, choose one of: [i a b]";
        assert_eq!(said(container_name(&two, "")), (400, want.into()));
        let want = "container c is not valid for pod web";
        assert_eq!(said(container_name(&two, "c")), (400, want.into()));
    }

    #[test]
    fn locations_are_the_kubelets_paths() {
        let exec = PodExecOptions {
            stdin: true,
            stdout: true,
            command: vec!["sh".into(), "-c".into(), "a b".into()],
            ..PodExecOptions::default()
        };
        let attach = PodAttachOptions { stderr: true, tty: true, ..PodAttachOptions::default() };
        let log = PodLogOptions {
            follow: true,
            tail_lines: Some(0),
            since_time: Some("2024-05-01T10:00:00Z".parse().unwrap()),
            ..PodLogOptions::default()
        };
        let ports = PodPortForwardOptions { ports: vec![80, 443] };
        let pod = pod(&["c"]);
        let rows = [
            (
                exec_location(&pod, kubelet(), &exec),
                "/exec/ns/web/c?command=sh&command=-c&command=a+b&input=1&output=1",
            ),
            (attach_location(&pod, kubelet(), &attach), "/attach/ns/web/c?error=1&tty=1"),
            (
                log_location(&pod, kubelet(), &log),
                "/containerLogs/ns/web/c?follow=true&sinceTime=2024-05-01T10%3A00%3A00Z&tailLines=0",
            ),
            (port_forward_location(&pod, kubelet(), &ports), "/portForward/ns/web?port=80%2C443"),
            (
                port_forward_location(&pod, kubelet(), &PodPortForwardOptions::default()),
                "/portForward/ns/web",
            ),
        ];
        for (location, want) in rows {
            assert_eq!(location.unwrap().path.as_str(), want);
        }
    }

    #[test]
    fn pods_without_a_node_cannot_stream() {
        let mut pod = pod(&["c"]);
        pod.spec.node_name.clear();
        let location = exec_location(&pod, kubelet(), &PodExecOptions::default());
        assert_eq!(said(location), (400, "pod web does not have a host assigned".into()));
    }

    #[test]
    fn proxies_lead_to_the_pods_address() {
        let mut pod = pod(&["c"]);
        let path = || PathAndQuery::from_static("/");
        let go = |pod: &Pod, id: &str| {
            let id = SchemeNamePort::parse(id).unwrap();
            proxy_location(pod, &id, path()).map(|location| location.destination)
        };
        assert_eq!(said(go(&pod, "web")), (400, "address not allowed".into()));
        pod.status.pod_ips = vec![PodIP { ip: "127.0.0.1".into() }];
        assert_eq!(said(go(&pod, "web")), (400, "address not allowed".into()));
        pod.status.pod_ips = vec![PodIP { ip: "10.1.0.7".into() }];
        let to = |scheme, port| Destination::Address { scheme, host: "10.1.0.7".into(), port };
        assert_eq!(go(&pod, "web").unwrap(), to(Scheme::Http, 80));
        assert_eq!(go(&pod, "https:web:").unwrap(), to(Scheme::Https, 443));
        let port = ContainerPort { container_port: 8080, ..ContainerPort::default() };
        pod.spec.containers[0].ports = vec![port];
        assert_eq!(go(&pod, "web").unwrap(), to(Scheme::Http, 8080));
        assert_eq!(go(&pod, "https:web:9443").unwrap(), to(Scheme::Https, 9443));
    }
}
