//! Probes and what happens at the start and the end of a container.
//!
//! *Upstream:* `validateHandler` and its callers.

use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{http_header_name, port_name, port_number};

use super::faults::Faults as _;
use crate::core::v1::{
    ExecAction, GRPCAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe, TCPSocketAction,
};

/// Which probe it is: they differ in what they may say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Liveness,
    Readiness,
    Startup,
}

pub(super) fn probe(probe: &Probe, kind: Kind, path: &Path<'_>, out: &mut ErrorList) {
    let handler = Handler {
        exec: probe.exec.as_ref(),
        http_get: probe.http_get.as_deref(),
        tcp_socket: probe.tcp_socket.as_deref(),
        grpc: probe.grpc.as_ref(),
        sleep: None,
    };
    handler.check(path, out);
    for (name, number) in [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ] {
        out.not_negative(&path.child(name), number);
    }
    if let Some(period) = probe.termination_grace_period_seconds {
        let path = path.child("terminationGracePeriodSeconds");
        if period <= 0 {
            out.invalid(&path, period, "must be greater than 0");
        }
        if kind == Kind::Readiness {
            out.invalid(&path, period, "must not be set for readinessProbes");
        }
    }
    if kind != Kind::Readiness && probe.success_threshold != 1 {
        out.invalid(&path.child("successThreshold"), probe.success_threshold, "must be 1");
    }
}

/// `grace` is how long the pod may take to end, in seconds.
pub(super) fn lifecycle(
    lifecycle: &Lifecycle,
    grace: Option<i64>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let mut check = |name: &str, handler: &LifecycleHandler| {
        let handler = Handler {
            exec: handler.exec.as_ref(),
            http_get: handler.http_get.as_deref(),
            tcp_socket: handler.tcp_socket.as_deref(),
            grpc: None,
            sleep: handler.sleep.as_ref().map(|sleep| (sleep.seconds, grace)),
        };
        handler.check(&path.child(name), out);
    };
    if let Some(handler) = &lifecycle.post_start {
        check("postStart", handler);
    }
    if let Some(handler) = &lifecycle.pre_stop {
        check("preStop", handler);
    }
}

/// What is done: exactly one of these.
struct Handler<'a> {
    exec: Option<&'a ExecAction>,
    http_get: Option<&'a HTTPGetAction>,
    tcp_socket: Option<&'a TCPSocketAction>,
    grpc: Option<&'a GRPCAction>,
    /// Seconds to sleep, and the grace period of the pod.
    sleep: Option<(i64, Option<i64>)>,
}

impl Handler<'_> {
    fn check(&self, path: &Path<'_>, out: &mut ErrorList) {
        let mut any = false;
        let mut first = |name: &str, out: &mut ErrorList| {
            if any {
                out.forbidden(&path.child(name), "may not specify more than 1 handler type");
            }
            !std::mem::replace(&mut any, true)
        };
        if let Some(exec) = self.exec
            && first("exec", out)
            && exec.command.is_empty()
        {
            let path = path.child("exec");
            out.required(&path.child("command"), "");
        }
        if let Some(get) = self.http_get
            && first("httpGet", out)
        {
            http_get(get, &path.child("httpGet"), out);
        }
        if let Some(socket) = self.tcp_socket
            && first("tcpSocket", out)
        {
            let path = path.child("tcpSocket");
            port(&socket.port, &path.child("port"), out);
        }
        if let Some(grpc) = self.grpc
            && first("grpc", out)
        {
            let path = path.child("grpc");
            port(&IntOrString::Int(grpc.port), &path.child("port"), out);
        }
        if let Some((seconds, grace)) = self.sleep
            && first("sleep", out)
            && let Some(grace) = grace.filter(|grace| !(0..=*grace).contains(&seconds))
        {
            let why = format!(
                "must be non-negative and less than terminationGracePeriodSeconds ({grace})"
            );
            out.invalid(&path.child("sleep"), seconds, &why);
        }
        if !any {
            out.required(path, "must specify a handler type");
        }
    }
}

fn http_get(get: &HTTPGetAction, path: &Path<'_>, out: &mut ErrorList) {
    out.needed(&path.child("path"), &get.path);
    port(&get.port, &path.child("port"), out);
    let schemes = ["HTTP", "HTTPS"];
    if !schemes.contains(&get.scheme.as_str()) {
        out.unsupported(&path.child("scheme"), get.scheme.as_str(), &schemes);
    }
    let headers = path.child("httpHeaders");
    for header in &get.http_headers {
        out.complaints(&headers, &header.name, http_header_name(&header.name));
    }
}

/// A port by number or name.
pub(super) fn port(port: &IntOrString, path: &Path<'_>, out: &mut ErrorList) {
    match port {
        IntOrString::Int(number) => {
            for why in port_number(i64::from(*number)) {
                out.invalid(path, *number, &why);
            }
        }
        IntOrString::String(name) => out.complaints(path, name, port_name(name)),
    }
}
