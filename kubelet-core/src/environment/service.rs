//! Environment variables that name the services of a pod's namespace.
//!
//! Upstream: `pkg/kubelet/envvars/envvars.go`.

use bowline_api::core::v1::{Protocol, Service};

/// Variables for each service that has a cluster IP, in the order of the services: first those of
/// the service itself, then one set for each of its ports.
pub fn service_variables<'a>(
    services: impl IntoIterator<Item = &'a Service>,
) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for service in services {
        let ip = service.spec.cluster_ip.as_str();
        if ip.is_empty() || ip == "None" || service.spec.ports.is_empty() {
            continue;
        }
        let prefix = variable_name(&service.metadata.name);
        let port_name = format!("{prefix}_SERVICE_PORT");
        out.push((format!("{prefix}_SERVICE_HOST"), ip.to_owned()));
        out.push((port_name.clone(), service.spec.ports[0].port.to_string()));
        for port in service.spec.ports.iter().filter(|port| !port.name.is_empty()) {
            let name = format!("{port_name}_{}", variable_name(&port.name));
            out.push((name, port.port.to_string()));
        }
        link_variables(&mut out, service, &prefix);
    }
    out
}

/// The variables that Docker's container links had.
fn link_variables(out: &mut Vec<(String, String)>, service: &Service, prefix: &str) {
    let ip = service.spec.cluster_ip.as_str();
    for (i, port) in service.spec.ports.iter().enumerate() {
        let protocol = match &port.protocol {
            Protocol::Unset => "TCP",
            other => other.as_str(),
        };
        let (lower, upper) = (protocol.to_lowercase(), protocol.to_uppercase());
        let host = if ip.contains(':') { format!("[{ip}]") } else { ip.to_owned() };
        let url = format!("{lower}://{host}:{}", port.port);
        if i == 0 {
            out.push((format!("{prefix}_PORT"), url.clone()));
        }
        let port_prefix = format!("{prefix}_PORT_{}_{upper}", port.port);
        out.push((port_prefix.clone(), url));
        out.push((format!("{port_prefix}_PROTO"), lower));
        out.push((format!("{port_prefix}_PORT"), port.port.to_string()));
        out.push((format!("{port_prefix}_ADDR"), ip.to_owned()));
    }
}

fn variable_name(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}
