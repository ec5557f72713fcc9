//! Where requests for a service go.
//!
//! Upstream: `pkg/registry/core/service/storage/storage.go` (`ResourceLocation`).

use bowline_api::core::v1::Service;
use bowline_api::discovery::v1::EndpointSlice;
use bowline_apimachinery::meta::{Status, reason};
use http::uri::PathAndQuery;

use super::error::ProxyError;
use super::location::{Destination, Location, SchemeNamePort};

/// Where `services/proxy` leads: to one of the ready endpoints behind the port.
///
/// `slices` are those of the service; `choice` is any number, at random, and decides which endpoint
/// is taken.
///
/// # Errors
/// There is no such port, or nobody behind it.
pub fn proxy_location(
    service: &Service,
    slices: &[&EndpointSlice],
    id: &SchemeNamePort,
    path: PathAndQuery,
    choice: u64,
) -> Result<Location, ProxyError> {
    let name = port_name(service, &id.port)?;
    let mut endpoints = Vec::new();
    for slice in slices {
        let port = slice.ports.iter().find(|port| port.name.as_deref().unwrap_or_default() == name);
        let Some(port) = port.and_then(|port| u16::try_from(port.port?).ok()) else { continue };
        let ready = slice.endpoints.iter().filter(|it| it.conditions.ready.unwrap_or(true));
        endpoints.extend(ready.filter_map(|it| Some((it.addresses.first()?, port))));
    }
    let count = u64::try_from(endpoints.len()).unwrap_or(u64::MAX);
    let index = choice.checked_rem(count).and_then(|index| usize::try_from(index).ok());
    let Some((host, port)) = index.and_then(|index| endpoints.get(index)) else {
        let message = format!("no endpoints available for service {:?}", service.metadata.name);
        return Err(unavailable(message));
    };
    let scheme = id.scheme.unwrap_or_default();
    let destination = Destination::Address { scheme, host: (*host).clone(), port: *port };
    Ok(Location { destination, path })
}

/// The name of the port: asked for by number or by name, or the only one.
fn port_name<'a>(service: &'a Service, wanted: &'a str) -> Result<&'a str, ProxyError> {
    let ports = &service.spec.ports;
    if wanted.is_empty() {
        return Ok(match ports.as_slice() {
            [only] => &only.name,
            _ => "",
        });
    }
    let Ok(number) = wanted.parse::<i64>() else { return Ok(wanted) };
    match ports.iter().find(|port| i64::from(port.port) == number) {
        Some(port) => Ok(&port.name),
        None => {
            let name = &service.metadata.name;
            let message = format!("no service port {number} found for service {name:?}");
            Err(unavailable(message))
        }
    }
}

fn unavailable(message: String) -> ProxyError {
    ProxyError::refused(Status::failure(503, reason::SERVICE_UNAVAILABLE, message))
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::ServicePort;
    use bowline_api::discovery::v1::{Endpoint, EndpointPort};

    use super::*;

    fn service(ports: &[(&str, i32)]) -> Service {
        let mut service = Service::default();
        service.metadata.name = "web".into();
        service.spec.ports = ports
            .iter()
            .map(|(name, port)| ServicePort {
                name: (*name).into(),
                port: *port,
                ..ServicePort::default()
            })
            .collect();
        service
    }

    fn slice(ports: &[(&str, i32)], addresses: &[(&str, Option<bool>)]) -> EndpointSlice {
        let port = |(name, port): &(&str, i32)| EndpointPort {
            name: Some((*name).into()),
            port: Some(*port),
            ..EndpointPort::default()
        };
        let endpoint = |(address, ready): &(&str, Option<bool>)| {
            let mut endpoint =
                Endpoint { addresses: vec![(*address).into()], ..Endpoint::default() };
            endpoint.conditions.ready = *ready;
            endpoint
        };
        EndpointSlice {
            ports: ports.iter().map(port).collect(),
            endpoints: addresses.iter().map(endpoint).collect(),
            ..EndpointSlice::default()
        }
    }

    fn go(service: &Service, slices: &[&EndpointSlice], id: &str, choice: u64) -> String {
        let id = SchemeNamePort::parse(id).unwrap();
        let path = PathAndQuery::from_static("/");
        match proxy_location(service, slices, &id, path, choice) {
            Ok(location) => location.destination.authority(),
            Err(error) => error.to_status().message,
        }
    }

    #[test]
    fn a_ready_endpoint_behind_the_port_is_taken() {
        let service = service(&[("http", 80), ("metrics", 9100)]);
        let one = slice(
            &[("http", 8080), ("metrics", 9999)],
            &[("10.0.0.1", Some(true)), ("10.0.0.2", Some(false)), ("10.0.0.3", None)],
        );
        let two = slice(&[("metrics", 9998)], &[("10.0.0.4", Some(true))]);
        let slices = [&one, &two];
        let rows = [
            ("web:80", 0, "10.0.0.1:8080"),
            ("web:http", 1, "10.0.0.3:8080"),
            ("web:http", 2, "10.0.0.1:8080"),
            ("web:9100", 2, "10.0.0.4:9998"),
            ("web:81", 0, "no service port 81 found for service \"web\""),
            ("web:nothing", 0, "no endpoints available for service \"web\""),
            ("web", 0, "no endpoints available for service \"web\""),
        ];
        for (id, choice, want) in rows {
            assert_eq!(go(&service, &slices, id, choice), want, "{id} {choice}");
        }
    }

    #[test]
    fn the_only_port_need_not_be_named() {
        let service = service(&[("http", 80)]);
        let slice = slice(&[("http", 8080)], &[("10.0.0.1", None)]);
        assert_eq!(go(&service, &[&slice], "web", 7), "10.0.0.1:8080");
    }
}
