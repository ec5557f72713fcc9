//! Nodes, namespaces, configuration, events, leases and definitions.

use bowline_api::apiregistration::v1::APIService;
use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{
    ComponentStatus, ConfigMap, Event, Namespace, Node, Secret, ServiceAccount,
};
use bowline_api::events::v1::Event as EventV1;
use bowline_api::flowcontrol::v1::{FlowSchema, PriorityLevelConfiguration};
use bowline_api::node::v1::RuntimeClass;
use bowline_apimachinery::time::{MicroTime, Time};

use super::cell::{Row, age, cells, joined, or};

pub(super) fn node(n: &Node, now: Time) -> Row {
    let mut status: Vec<&str> = Vec::new();
    if let Some(ready) = n.status.conditions.iter().find(|c| c.type_ == "Ready") {
        status.push(if ready.status.as_str() == "True" { "Ready" } else { "NotReady" });
    }
    if status.is_empty() {
        status.push("Unknown");
    }
    if n.spec.unschedulable {
        status.push("SchedulingDisabled");
    }
    let address = |ty: &str| {
        let found = n.status.addresses.iter().find(|a| a.type_.as_str() == ty);
        found.map_or("<none>", |a| a.address.as_str()).to_owned()
    };
    let info = &n.status.node_info;
    Row::from(cells![
        n.metadata.name,
        status.join(","),
        roles(n),
        age(n.metadata.creation_timestamp, now),
        info.kubelet_version,
        address("InternalIP"),
        address("ExternalIP"),
        or(&info.os_image, "<unknown>"),
        or(&info.kernel_version, "<unknown>"),
        or(&info.container_runtime_version, "<unknown>"),
    ])
}

/// Roles from `node-role.kubernetes.io/<role>` and `kubernetes.io/role`, sorted.
fn roles(n: &Node) -> String {
    let mut roles: Vec<&str> = n
        .metadata
        .labels
        .iter()
        .filter_map(|(key, value)| match key.strip_prefix("node-role.kubernetes.io/") {
            Some(role) => Some(role),
            None => (key == "kubernetes.io/role").then_some(value.as_str()),
        })
        .filter(|role| !role.is_empty())
        .collect();
    roles.sort_unstable();
    roles.dedup();
    joined(roles)
}

pub(super) fn namespace(n: &Namespace, now: Time) -> Row {
    Row::from(cells![
        n.metadata.name,
        n.status.phase.as_str(),
        age(n.metadata.creation_timestamp, now),
    ])
}

pub(super) fn config_map(c: &ConfigMap, now: Time) -> Row {
    Row::from(cells![
        c.metadata.name,
        c.data.len() + c.binary_data.len(),
        age(c.metadata.creation_timestamp, now),
    ])
}

pub(super) fn secret(s: &Secret, now: Time) -> Row {
    Row::from(cells![
        s.metadata.name,
        s.type_,
        s.data.len(),
        age(s.metadata.creation_timestamp, now),
    ])
}

pub(super) fn service_account(s: &ServiceAccount, now: Time) -> Row {
    Row::from(cells![s.metadata.name, age(s.metadata.creation_timestamp, now)])
}

pub(super) fn component_status(c: &ComponentStatus, _: Time) -> Row {
    let healthy = c.conditions.iter().find(|c| c.type_ == "Healthy");
    let status = match healthy.map(|h| h.status.as_str()) {
        Some("True") => "Healthy",
        Some("False") => "Unhealthy",
        _ => "Unknown",
    };
    let (message, error) = healthy.map_or(("", ""), |h| (h.message.as_str(), h.error.as_str()));
    Row::from(cells![c.metadata.name, status, message, error])
}

pub(super) fn event(e: &Event, now: Time) -> Row {
    let micro = |t: Option<MicroTime>| t.filter(|t| !t.is_zero()).map(Time::from);
    let first = e.first_timestamp.filter(|t| !t.is_zero()).or_else(|| micro(e.event_time));
    let (last, count) = match &e.series {
        Some(series) => (micro(series.last_observed_time), series.count),
        None => (
            e.last_timestamp.filter(|t| !t.is_zero()).or(first),
            if e.count == 0 { 1 } else { e.count },
        ),
    };
    let object = &e.involved_object;
    let target = if object.name.is_empty() {
        object.kind.to_lowercase()
    } else {
        format!("{}/{}", object.kind.to_lowercase(), object.name)
    };
    let source = match (e.source.component.as_str(), e.source.host.as_str()) {
        ("", "") => e.reporting_component.clone(),
        (component, "") => component.to_owned(),
        (component, host) => format!("{component}, {host}"),
    };
    Row::from(cells![
        age(last, now),
        e.type_,
        e.reason,
        target,
        object.field_path,
        source,
        e.message.trim(),
        age(first, now),
        count,
        e.metadata.name,
    ])
}

/// The newer form shows as the older one does.
pub(super) fn event_v1(e: &EventV1, now: Time) -> Row {
    let older = Event {
        metadata: e.metadata.clone(),
        involved_object: e.regarding.clone(),
        reason: e.reason.clone(),
        message: e.note.clone(),
        source: e.deprecated_source.clone(),
        first_timestamp: e.deprecated_first_timestamp,
        last_timestamp: e.deprecated_last_timestamp,
        count: e.deprecated_count,
        type_: e.type_.clone(),
        event_time: e.event_time,
        reporting_component: e.reporting_controller.clone(),
        series: e.series.as_ref().map(|s| bowline_api::core::v1::EventSeries {
            count: s.count,
            last_observed_time: s.last_observed_time,
        }),
        ..Event::default()
    };
    event(&older, now)
}

pub(super) fn lease(l: &Lease, now: Time) -> Row {
    Row::from(cells![
        l.metadata.name,
        l.spec.holder_identity.as_deref().unwrap_or_default(),
        age(l.metadata.creation_timestamp, now),
    ])
}

pub(super) fn runtime_class(r: &RuntimeClass, now: Time) -> Row {
    Row::from(cells![r.metadata.name, r.handler, age(r.metadata.creation_timestamp, now)])
}

pub(super) fn api_service(a: &APIService, now: Time) -> Row {
    let service = a
        .spec
        .service
        .as_deref()
        .map_or_else(|| "Local".to_owned(), |s| format!("{}/{}", s.namespace, s.name));
    let available = a.status.conditions.iter().find(|c| c.type_ == "Available");
    let available = available.map_or_else(
        || "Unknown".to_owned(),
        |c| match c.status.as_str() {
            "True" => "True".to_owned(),
            other => format!("{other} ({})", c.reason),
        },
    );
    Row::from(cells![a.metadata.name, service, available, age(a.metadata.creation_timestamp, now),])
}

pub(super) fn flow_schema(f: &FlowSchema, now: Time) -> Row {
    let method = f.spec.distinguisher_method.as_ref().map_or("<none>", |m| m.type_.as_str());
    let dangling = f.status.conditions.iter().find(|c| c.type_ == "Dangling");
    Row::from(cells![
        f.metadata.name,
        f.spec.priority_level_configuration.name,
        f.spec.matching_precedence,
        method,
        age(f.metadata.creation_timestamp, now),
        dangling.map_or("?", |c| c.status.as_str()),
    ])
}

pub(super) fn priority_level(p: &PriorityLevelConfiguration, now: Time) -> Row {
    let none = || "<none>".to_owned();
    let limited = p.spec.limited.as_deref();
    let queuing = limited.and_then(|l| l.limit_response.queuing.as_ref());
    let shares = limited.and_then(|l| l.nominal_concurrency_shares);
    let number = |n: Option<i32>| n.map_or_else(none, |n| n.to_string());
    Row::from(cells![
        p.metadata.name,
        p.spec.type_.as_str(),
        number(shares),
        number(queuing.map(|q| q.queues)),
        number(queuing.map(|q| q.hand_size)),
        number(queuing.map(|q| q.queue_length_limit)),
        age(p.metadata.creation_timestamp, now),
    ])
}
