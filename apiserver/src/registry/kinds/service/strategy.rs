//! What a new or changed service gets, keeps and gives back.

use std::net::IpAddr;

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::validation::field::{FieldError, Path};
use serde_json::{Value, json};

use super::{cluster_ip, node_port};
use crate::registry::object::ObjectAccess as _;
use crate::registry::store::{WriteContext, invalid};
use crate::registry::strategy::{Strategy, Traits};

const NONE: &str = "None";

#[derive(Debug)]
pub(crate) struct ServiceStrategy(pub(crate) Traits);

#[async_trait]
impl Strategy for ServiceStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_create(&self, cx: &WriteContext<'_>, service: &mut Value) {
        same_first_ip(service);
        default_families(cx, service);
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, service: &mut Value, old: &Value) {
        if !cx.subresource.is_empty() {
            return;
        }
        follow_client(service, old);
        keep_allocated(service, old);
        same_first_ip(service);
        default_families(cx, service);
    }

    async fn acquire(
        &self,
        cx: &WriteContext<'_>,
        service: &mut Value,
        old: &Value,
    ) -> Result<(), Status> {
        if !cx.subresource.is_empty() {
            return Ok(());
        }
        let before = service.clone();
        let taken = take_all(cx, service, old).await;
        if taken.is_err() && !cx.dry_run {
            // What was taken before the refusal differs from what came in.
            give_back(cx, service, &before, old).await;
        }
        taken
    }

    async fn release(&self, cx: &WriteContext<'_>, gone: &Value, kept: &Value) {
        give_back(cx, gone, kept, &Value::Null).await;
    }
}

async fn take_all(cx: &WriteContext<'_>, service: &mut Value, old: &Value) -> Result<(), Status> {
    take_ip(cx, service, old).await?;
    take_ports(cx, service, old).await
}

async fn take_ip(cx: &WriteContext<'_>, service: &mut Value, old: &Value) -> Result<(), Status> {
    let wanted = service.text("spec.clusterIP").to_owned();
    if !has_ip_by_type(service) || wanted == NONE {
        return Ok(());
    }
    if !wanted.is_empty() && ips(old).contains(&wanted) {
        return Ok(());
    }
    let range = cx.registry.environment().service_ranges.cluster_ips;
    let (namespace, name) = (cx.namespace, service.name().to_owned());
    let outcome = if wanted.is_empty() {
        let taken = cluster_ip::take_any(cx.registry, range, namespace, &name, cx.dry_run).await;
        taken.map(|ip| ip.to_string())
    } else {
        match wanted.parse() {
            Ok(ip) => cluster_ip::take(cx.registry, range, ip, namespace, &name, cx.dry_run)
                .await
                .map(|()| wanted.clone()),
            Err(_) => {
                let path = Path::new("spec");
                let list = path.child("clusterIPs");
                let why = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
                let fault = FieldError::invalid(&list.index(0), wanted.as_str(), why);
                return Err(invalid("", "Service", &name, &fault.into()));
            }
        }
    };
    let why = match outcome {
        Ok(ip) => {
            service.set("spec.clusterIP", ip.as_str());
            service.set("spec.clusterIPs", json!([ip]));
            return Ok(());
        }
        Err(cluster_ip::Refusal::Taken) => "provided IP is already allocated".to_owned(),
        Err(cluster_ip::Refusal::OutOfRange) => format!(
            "the provided network does not match the current range: provided IP is not in the \
             valid range. The range of valid IPs is {range}"
        ),
        Err(cluster_ip::Refusal::Full) => {
            return Err(Status::internal("failed to allocate a serviceIP: range is full"));
        }
        Err(cluster_ip::Refusal::Failed(status)) => return Err(status),
    };
    let path = Path::new("spec");
    let list = path.child("clusterIPs");
    let why = format!("failed to allocate IP {wanted}: {why}");
    let fault = FieldError::invalid(&list, json!([wanted]), why);
    Err(invalid("", "Service", &name, &fault.into()))
}

async fn take_ports(cx: &WriteContext<'_>, service: &mut Value, old: &Value) -> Result<(), Status> {
    let range = cx.registry.environment().service_ranges.node_ports;
    let name = service.name().to_owned();
    let held = node_ports(old);
    // Ports of one number for several protocols are one port.
    let mut mine: Vec<(u16, String)> = Vec::new();
    let count = if has_node_ports(service) {
        service.at("spec.ports").as_array().map_or(0, Vec::len)
    } else {
        0
    };
    for i in 0..count {
        let port = &service.at("spec.ports")[i];
        let wanted = port_number(port.at("nodePort"));
        let protocol = port.text("protocol").to_owned();
        let again = mine.iter().any(|(number, p)| *number == wanted && *p != protocol);
        if wanted != 0 && (held.contains(&wanted) || again) {
            mine.push((wanted, protocol));
            continue;
        }
        let outcome = if wanted == 0 {
            node_port::take_any(cx.registry, range, cx.dry_run).await
        } else {
            node_port::take(cx.registry, range, wanted, cx.dry_run).await.map(|()| wanted)
        };
        let number = outcome.map_err(|refusal| refused(refusal, range, &name, i, wanted))?;
        service["spec"]["ports"][i]["nodePort"] = number.into();
        mine.push((number, protocol));
    }
    let wanted = port_number(service.at("spec.healthCheckNodePort"));
    if needs_health_port(service) && (wanted == 0 || !held.contains(&wanted)) {
        let outcome = if wanted == 0 {
            node_port::take_any(cx.registry, range, cx.dry_run).await
        } else {
            node_port::take(cx.registry, range, wanted, cx.dry_run).await.map(|()| wanted)
        };
        let number = outcome.map_err(|refusal| refused(refusal, range, &name, 0, wanted))?;
        service.set("spec.healthCheckNodePort", number);
    }
    Ok(())
}

fn refused(
    refusal: node_port::Refusal,
    range: (u16, u16),
    name: &str,
    index: usize,
    wanted: u16,
) -> Status {
    let why = match refusal {
        node_port::Refusal::Taken => "provided port is already allocated".to_owned(),
        node_port::Refusal::OutOfRange => format!(
            "provided port is not in the valid range. The range of valid ports is {}-{}",
            range.0, range.1
        ),
        node_port::Refusal::Full => {
            return Status::internal("failed to allocate a nodePort: range is full");
        }
        node_port::Refusal::Failed(status) => return status,
    };
    let spec = Path::new("spec");
    let ports = spec.child("ports");
    let port = ports.index(index);
    let fault = FieldError::invalid(&port.child("nodePort"), wanted, why);
    invalid("", "Service", name, &fault.into())
}

/// Gives back what `gone` holds and neither of the others does.
async fn give_back(cx: &WriteContext<'_>, gone: &Value, kept: &Value, also_kept: &Value) {
    let kept_ips = [ips(kept), ips(also_kept)].concat();
    for ip in ips(gone).iter().filter(|ip| !kept_ips.contains(ip)) {
        cluster_ip::give_back(cx.registry, ip).await;
    }
    let kept_ports = [node_ports(kept), node_ports(also_kept)].concat();
    let mut freed = node_ports(gone);
    freed.retain(|port| !kept_ports.contains(port));
    if !freed.is_empty() {
        let range = cx.registry.environment().service_ranges.node_ports;
        node_port::give_back(cx.registry, range, &freed).await;
    }
}

/// The addresses a service holds.
fn ips(service: &Value) -> Vec<String> {
    if !has_ip_by_type(service) {
        return Vec::new();
    }
    let list = service.at("spec.clusterIPs").as_array().cloned().unwrap_or_default();
    let texts = list.iter().filter_map(Value::as_str);
    texts.filter(|ip| !ip.is_empty() && *ip != NONE).map(str::to_owned).collect()
}

/// The node ports a service holds.
fn node_ports(service: &Value) -> Vec<u16> {
    let ports = service.at("spec.ports").as_array().into_iter().flatten();
    let mut numbers: Vec<u16> = ports.map(|port| port_number(port.at("nodePort"))).collect();
    numbers.push(port_number(service.at("spec.healthCheckNodePort")));
    numbers.retain(|number| *number != 0);
    numbers
}

fn port_number(value: &Value) -> u16 {
    value.as_u64().and_then(|number| u16::try_from(number).ok()).unwrap_or(0)
}

fn has_ip_by_type(service: &Value) -> bool {
    !service.is_null() && service.text("spec.type") != "ExternalName"
}

fn has_node_ports(service: &Value) -> bool {
    match service.text("spec.type") {
        "NodePort" => true,
        "LoadBalancer" => service.at("spec.allocateLoadBalancerNodePorts") != &Value::Bool(false),
        _ => false,
    }
}

fn needs_health_port(service: &Value) -> bool {
    service.text("spec.type") == "LoadBalancer"
        && service.text("spec.externalTrafficPolicy") == "Local"
}

/// `clusterIP` is the first of `clusterIPs`.
fn same_first_ip(service: &mut Value) {
    if !has_ip_by_type(service) {
        for field in ["spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy"]
        {
            service.remove(field);
        }
        return;
    }
    let ip = service.text("spec.clusterIP").to_owned();
    let first = service.at("spec.clusterIPs")[0].as_str().unwrap_or("").to_owned();
    if first.is_empty() && !ip.is_empty() {
        service.set("spec.clusterIPs", json!([ip]));
    }
}

/// Clients that know only one of the two fields change only that one.
fn follow_client(service: &mut Value, old: &Value) {
    let (new_ip, old_ip) = (service.text("spec.clusterIP"), old.text("spec.clusterIP"));
    let same_list = service.at("spec.clusterIPs") == old.at("spec.clusterIPs");
    if new_ip == old_ip || !same_list {
        return;
    }
    if new_ip.is_empty() {
        service.remove("spec.clusterIPs");
    } else {
        let ip = json!([new_ip]);
        service.set("spec.clusterIPs", ip);
    }
}

/// What the client left out stays as it was given.
fn keep_allocated(service: &mut Value, old: &Value) {
    if has_ip_by_type(service) && has_ip_by_type(old) {
        for field in ["spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy"]
        {
            let empty = match service.at(field) {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(list) => list.is_empty(),
                _ => false,
            };
            if empty && !old.at(field).is_null() {
                service.set(field, old.at(field).clone());
            }
        }
    }
    if has_node_ports(service) && has_node_ports(old) {
        let old_ports = old.at("spec.ports").as_array().cloned().unwrap_or_default();
        let used = node_ports(service);
        let ports = service.pointer_mut("/spec/ports").and_then(Value::as_array_mut);
        for port in ports.into_iter().flatten() {
            if port_number(port.at("nodePort")) != 0 {
                continue;
            }
            let known = old_ports.iter().find(|old| {
                old.at("protocol") == port.at("protocol") && old.at("port") == port.at("port")
            });
            let number = known.map_or(0, |old| port_number(old.at("nodePort")));
            if number != 0 && !used.contains(&number) {
                port["nodePort"] = number.into();
            }
        }
    }
    if needs_health_port(service)
        && needs_health_port(old)
        && service.at("spec.healthCheckNodePort").as_i64().unwrap_or(0) == 0
    {
        service.set("spec.healthCheckNodePort", old.at("spec.healthCheckNodePort").clone());
    }
}

/// One family, that of the cluster, unless the service says more.
fn default_families(cx: &WriteContext<'_>, service: &mut Value) {
    if !has_ip_by_type(service) {
        return;
    }
    let first = service.at("spec.clusterIPs").as_array().and_then(|ips| ips.first());
    let family = match first.and_then(Value::as_str).and_then(|ip| ip.parse().ok()) {
        Some(IpAddr::V4(_)) => "IPv4",
        Some(IpAddr::V6(_)) => "IPv6",
        None => cx.registry.environment().service_ranges.cluster_ips.family(),
    };
    let headless = service.text("spec.clusterIP") == NONE;
    let selectorless = service.at("spec.selector").as_object().is_none_or(|s| s.is_empty());
    // Nobody can tell which addresses will be put behind such a service.
    let any = headless && selectorless;
    if service.at("spec.ipFamilyPolicy").is_null() {
        let policy = if any { "RequireDualStack" } else { "SingleStack" };
        service.set("spec.ipFamilyPolicy", policy);
    }
    if service.at("spec.ipFamilies").as_array().is_none_or(Vec::is_empty) {
        let other = if family == "IPv4" { "IPv6" } else { "IPv4" };
        let both = any && service.text("spec.ipFamilyPolicy") != "SingleStack";
        let families = if both { json!([family, other]) } else { json!([family]) };
        service.set("spec.ipFamilies", families);
    }
}
