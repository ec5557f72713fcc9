//! The server's streaming subresources, by way of the nodes.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{Node, NodeAddressType, Pod, PodLogOptions, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_apimachinery::codec::json;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode, Uri};
use serde_json::Value;

use super::error::ProxyError;
use super::forward::{Proxy, Purpose};
use super::location::{Destination, Location, SchemeNamePort};
use super::{node, pod, query, service};
use crate::body::{Body, empty, full};
use crate::connector::Connector;
use crate::registry::Registry;
use crate::registry::store::invalid;
use crate::request_info::RequestInfo;

/// Serves `log`, `exec`, `attach`, `portforward` of pods and `proxy` of pods, services and nodes.
#[derive(Clone, Debug)]
pub struct NodeConnector {
    proxy: Proxy,
    registry: Registry,
    preferred_address_types: Arc<[NodeAddressType]>,
}

impl NodeConnector {
    /// A connector that finds nodes and endpoints in `registry`, and prefers their addresses as
    /// upstream does.
    pub fn new(proxy: Proxy, registry: Registry) -> Self {
        let preferred_address_types = Arc::new(node::PREFERRED_ADDRESS_TYPES);
        Self { proxy, registry, preferred_address_types }
    }

    /// The same with another order of preference among the nodes' addresses.
    #[must_use]
    pub fn prefer_addresses(mut self, types: impl Into<Arc<[NodeAddressType]>>) -> Self {
        self.preferred_address_types = types.into();
        self
    }

    async fn answer(
        &self,
        request: Request<Body>,
        info: &RequestInfo,
        object: Value,
    ) -> Result<Response<Body>, ProxyError> {
        let uri = request.uri().clone();
        let options = uri.query().unwrap_or_default();
        let (location, purpose) = match (info.resource.as_str(), info.subresource.as_str()) {
            ("pods", "exec") => {
                let pod = read::<Pod>(object)?;
                let kubelet = self.kubelet(&pod).await?;
                let options = query::exec_options(options);
                (pod::exec_location(&pod, kubelet, &options)?, Purpose::Stream)
            }
            ("pods", "attach") => {
                let pod = read::<Pod>(object)?;
                let kubelet = self.kubelet(&pod).await?;
                let options = query::attach_options(options);
                (pod::attach_location(&pod, kubelet, &options)?, Purpose::Stream)
            }
            ("pods", "portforward") => {
                let pod = read::<Pod>(object)?;
                let kubelet = self.kubelet(&pod).await?;
                let options = query::port_forward_options(options)?;
                (pod::port_forward_location(&pod, kubelet, &options)?, Purpose::Stream)
            }
            ("pods", "log") => {
                let pod = read::<Pod>(object)?;
                let options = query::log_options(options)?;
                validate_log_options(&options, &info.name)?;
                pod::container_name(&pod, &options.container)?;
                if !pod::is_scheduled(&pod) {
                    return Ok(no_log());
                }
                let kubelet = self.kubelet(&pod).await?;
                let location = pod::log_location(&pod, kubelet, &options)?;
                (location, Purpose::Log { pod: info.name.clone() })
            }
            (_, "proxy") => self.proxied(&uri, info, object).await?,
            (resource, subresource) => {
                let what = format!("{resource}/{subresource}");
                return Err(Status::not_found(&info.group, &what, &info.name).into());
            }
        };
        self.proxy.forward(request, location, purpose, None).await
    }

    /// Where a `proxy` subresource leads.
    async fn proxied(
        &self,
        uri: &Uri,
        info: &RequestInfo,
        object: Value,
    ) -> Result<(Location, Purpose), ProxyError> {
        let (prefix, path) = split_path(uri.path(), info.parts.len())?;
        let id = SchemeNamePort::parse(&info.name).ok_or_else(|| {
            let kind = info.resource.trim_end_matches('s');
            Status::bad_request(format!("invalid {kind} request {:?}", info.name))
        })?;
        let location = match info.resource.as_str() {
            "pods" => pod::proxy_location(&read(object)?, &id, path)?,
            "nodes" => {
                let preferred = &self.preferred_address_types;
                node::proxy_location(&read(object)?, &id, preferred, path)?
            }
            "services" => {
                let service: Service = read(object)?;
                let slices = self.endpoint_slices(&service).await?;
                let slices: Vec<_> = slices.iter().collect();
                let choice = self.registry.environment().random.next_u64();
                service::proxy_location(&service, &slices, &id, path, choice)?
            }
            resource => {
                let what = format!("{resource}/proxy");
                return Err(Status::not_found(&info.group, &what, &info.name).into());
            }
        };
        Ok((location, Purpose::Proxy { prefix }))
    }

    /// The kubelet of the pod's node; of a pod without one, a destination that is never dialed.
    async fn kubelet(&self, pod: &Pod) -> Result<Destination, ProxyError> {
        let name = &pod.spec.node_name;
        if name.is_empty() {
            return Ok(node::kubelet(&Node::default(), &[]));
        }
        let node = self.registry.get("", "nodes", "", name).await?;
        let node = node.ok_or_else(|| Status::not_found("", "nodes", name))?;
        Ok(node::kubelet(&read(node)?, &self.preferred_address_types))
    }

    async fn endpoint_slices(&self, service: &Service) -> Result<Vec<EndpointSlice>, ProxyError> {
        let namespace = &service.metadata.namespace;
        let all = self.registry.list("discovery.k8s.io", "endpointslices", namespace).await?;
        let name = Some(service.metadata.name.as_str());
        let own = all.iter().filter(|slice| slice.label("kubernetes.io/service-name") == name);
        own.map(|slice| read(slice.value())).collect()
    }
}

#[async_trait]
impl Connector for NodeConnector {
    async fn connect(
        &self,
        request: Request<Body>,
        info: &RequestInfo,
        object: Value,
    ) -> Response<Body> {
        match self.answer(request, info, object).await {
            Ok(response) => response,
            Err(error) => {
                let status = error.to_status();
                tracing::debug!(
                    resource = info.resource_path(),
                    namespace = info.namespace,
                    name = info.name,
                    code = status.code,
                    message = status.message,
                    "request was not forwarded"
                );
                failure(&status)
            }
        }
    }
}

/// A stored object as its type.
fn read<T: Message + Default>(object: Value) -> Result<T, ProxyError> {
    let mut typed = T::default();
    match json::from_value(&mut typed, object) {
        Ok(_) => Ok(typed),
        Err(error) => Err(Status::internal(error).into()),
    }
}

fn failure(status: &Status) -> Response<Body> {
    let code = u16::try_from(status.code).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let body = json::encode(status, Some(("v1", "Status"))).unwrap_or_default();
    let mut response = Response::new(full(body));
    *response.status_mut() = code.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The log of a pod that has no node yet.
fn no_log() -> Response<Body> {
    let mut response = Response::new(empty());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

/// Upstream: `ValidatePodLogOptions`.
fn validate_log_options(options: &PodLogOptions, name: &str) -> Result<(), Status> {
    let mut errors = ErrorList::new();
    let root = Path::root();
    if let Some(lines @ ..0) = options.tail_lines {
        let detail = "must be greater than or equal to 0";
        errors.push(FieldError::invalid(&root.child("tailLines"), lines, detail));
    }
    if let Some(bytes @ ..1) = options.limit_bytes {
        let detail = "must be greater than 0";
        errors.push(FieldError::invalid(&root.child("limitBytes"), bytes, detail));
    }
    match (options.since_seconds, &options.since_time) {
        (Some(_), Some(_)) => {
            let detail = "at most one of `sinceTime` or `sinceSeconds` may be specified";
            errors.push(FieldError::forbidden(&root, detail));
        }
        (Some(seconds @ ..1), None) => {
            let detail = "must be greater than 0";
            errors.push(FieldError::invalid(&root.child("sinceSeconds"), seconds, detail));
        }
        _ => {}
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(invalid("", "PodLogOptions", name, &errors)),
    }
}

/// The path up to and with `/proxy`, and what follows it. `parts` counts the segments from the
/// resource on: resource, name, `proxy`, and the rest.
fn split_path(path: &str, parts: usize) -> Result<(String, PathAndQuery), ProxyError> {
    let segments = path.trim_matches('/').split('/').count();
    let before = segments.saturating_sub(parts.saturating_sub(3));
    let mut slashes = path.match_indices('/').map(|(index, _)| index).skip(before);
    let (prefix, rest) = path.split_at(slashes.next().unwrap_or(path.len()));
    let rest = if rest.is_empty() { "/" } else { rest };
    Ok((prefix.to_owned(), rest.parse().map_err(http::Error::from)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_split_behind_proxy() {
        let pod = "/api/v1/namespaces/ns/pods/web:80/proxy";
        let node = "/api/v1/nodes/n1/proxy";
        let rows = [
            (pod.to_owned(), 3, pod, "/"),
            (format!("{pod}/"), 3, pod, "/"),
            (format!("{pod}/a/b%2Fc"), 5, pod, "/a/b%2Fc"),
            (format!("{pod}/a/"), 4, pod, "/a/"),
            (format!("{node}/metrics"), 4, node, "/metrics"),
        ];
        for (path, parts, prefix, rest) in rows {
            let (got, after) = split_path(&path, parts).unwrap();
            assert_eq!((got.as_str(), after.as_str()), (prefix, rest), "{path}");
        }
    }

    #[test]
    fn log_options_are_validated() {
        let said = |options: PodLogOptions| {
            validate_log_options(&options, "web").err().map(|status| status.message)
        };
        let default = PodLogOptions::default;
        assert_eq!(said(PodLogOptions { tail_lines: Some(0), ..default() }), None);
        let want = "PodLogOptions \"web\" is invalid: [tailLines: Invalid value: -1: must be \
                    greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than \
                    0]";
        let options = PodLogOptions { tail_lines: Some(-1), limit_bytes: Some(0), ..default() };
        assert_eq!(said(options).as_deref(), Some(want));
    }
}
