//! Forwarding in the kernel by nftables.
//!
//! Rules are told as one transaction, a text for `nft -f`: a connection sees all of them as they
//! were before, or all as they are after. What clients were sent where, under session affinity, is
//! kept as long as the endpoint is there.
//!
//! *Upstream:* `pkg/proxy/nftables/proxier.go`; the table has a name of its own, so that both can
//! stand side by side on a host.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::Stdio;

use async_trait::async_trait;
use bowline_api::core::v1::Protocol;
use tokio::io::AsyncWriteExt as _;

use crate::backend::{Backend, BackendError};
use crate::rule_set::{Rule, RuleSet, ServicePortName};

/// The name of the tables, one a family.
const TABLE: &str = "bowline-proxy";
/// The mark of packets whose source is to be replaced; the bit that upstream uses.
const MASQUERADE: &str = "0x4000";
/// The longest name of a chain; the kernel takes some more.
const MAX_NAME: usize = 128;

/// Has the kernel forward, by the program `nft`. Needs the right to administer the network.
#[derive(Debug, Default)]
pub struct Nftables {
    /// What the kernel has, as far as this process has told it.
    held: tokio::sync::Mutex<Option<RuleSet>>,
}

#[async_trait]
impl Backend for Nftables {
    async fn apply(&self, rules: &RuleSet) -> Result<(), BackendError> {
        let mut held = self.held.lock().await;
        let text = transaction(held.as_ref(), rules);
        // Whatever comes of it: what the kernel has is known again only when it has worked.
        *held = None;
        run(&text).await?;
        *held = Some(rules.clone());
        Ok(())
    }
}

async fn run(text: &str) -> Result<(), BackendError> {
    let failed = |message: String| BackendError::Program { program: "nft", message };
    let spawned = tokio::process::Command::new("nft")
        .args(["-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut child = spawned.map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        let written = stdin.write_all(text.as_bytes()).await;
        written.map_err(|error| failed(error.to_string()))?;
    }
    let output = child.wait_with_output().await.map_err(|error| failed(error.to_string()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// The text for `nft -f` that takes the kernel from one set of rules to another; without a former
/// one the tables are made anew.
#[must_use]
pub fn transaction(held: Option<&RuleSet>, wanted: &RuleSet) -> String {
    let mut out = String::new();
    for family in [Family::V4, Family::V6] {
        let before = held.map(|held| Table::new(family, held)).unwrap_or_default();
        let after = Table::new(family, wanted);
        let table = format!("{} {TABLE}", family.word());
        if held.is_none() {
            // Deleting what is not there would fail.
            let _ = writeln!(out, "add table {table}\ndelete table {table}\nadd table {table}");
            base(&mut out, family);
        }
        after.write(&mut out, &table, &before, family);
    }
    out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    V4,
    V6,
}

impl Family {
    fn word(self) -> &'static str {
        match self {
            Self::V4 => "ip",
            Self::V6 => "ip6",
        }
    }

    fn address(self) -> &'static str {
        match self {
            Self::V4 => "ipv4_addr",
            Self::V6 => "ipv6_addr",
        }
    }

    fn has(self, address: &SocketAddr) -> bool {
        address.is_ipv4() == (self == Self::V4)
    }
}

/// What does not change with the Services.
fn base(out: &mut String, family: Family) {
    let (ip, address) = (family.word(), family.address());
    let table = format!("{ip} {TABLE}");
    let lines = [
        format!(
            "add map {table} service-ips {{ type {address} . inet_proto . inet_service : verdict; }}"
        ),
        format!(
            "add map {table} service-nodeports {{ type inet_proto . inet_service : verdict; }}"
        ),
        format!("add set {table} no-endpoints {{ type {address} . inet_proto . inet_service; }}"),
        format!("add set {table} hairpins {{ type {address} . {address}; }}"),
        format!("add chain {table} services"),
        format!("add chain {table} without-endpoints"),
        format!("add rule {table} services {ip} daddr . meta l4proto . th dport vmap @service-ips"),
        format!(
            "add rule {table} services fib daddr type local meta l4proto . th dport \
             vmap @service-nodeports"
        ),
        format!(
            "add rule {table} without-endpoints {ip} daddr . meta l4proto . th dport @no-endpoints reject"
        ),
    ];
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    for (name, hook, jump) in [
        ("nat-prerouting", "nat hook prerouting priority -100", "services"),
        ("nat-output", "nat hook output priority -100", "services"),
        ("filter-input", "filter hook input priority -110", "without-endpoints"),
        ("filter-forward", "filter hook forward priority -110", "without-endpoints"),
        ("filter-output", "filter hook output priority -90", "without-endpoints"),
    ] {
        let _ = writeln!(out, "add chain {table} {name} {{ type {hook}; }}");
        let new = if jump != "services" { "ct state new " } else { "" };
        let _ = writeln!(out, "add rule {table} {name} {new}jump {jump}");
    }
    let post = format!("{table} nat-postrouting");
    let _ = writeln!(out, "add chain {post} {{ type nat hook postrouting priority 100; }}");
    let _ = writeln!(
        out,
        "add rule {post} meta mark & {MASQUERADE} != 0 meta mark set meta mark ^ {MASQUERADE} \
         masquerade fully-random"
    );
    let _ = writeln!(
        out,
        "add rule {post} ct status dnat {ip} saddr . {ip} daddr @hairpins masquerade fully-random"
    );
}

/// The chains, sets and elements of one family that come of the rules.
#[derive(Clone, Debug, Default)]
struct Table {
    chains: BTreeMap<String, Vec<String>>,
    /// Sets of clients, with the seconds that one stays.
    affinities: BTreeMap<String, u64>,
    addresses: BTreeMap<String, String>,
    node_ports: BTreeMap<String, String>,
    refused: BTreeSet<String>,
    hairpins: BTreeSet<String>,
}

impl Table {
    fn new(family: Family, rules: &RuleSet) -> Self {
        let mut table = Self::default();
        for (name, rule) in &rules.rules {
            table.add(family, name, rule);
        }
        table
    }

    fn add(&mut self, family: Family, name: &ServicePortName, rule: &Rule) {
        let Some(protocol) = protocol(&name.protocol) else { return };
        let of_family = |endpoints: &[SocketAddr]| -> Vec<SocketAddr> {
            endpoints.iter().filter(|endpoint| family.has(endpoint)).copied().collect()
        };
        let (inside, outside) = (of_family(&rule.endpoints), of_family(&rule.external_endpoints));
        for address in rule.addresses.iter().filter(|address| family.has(address)) {
            let key = format!("{} . {protocol} . {}", address.ip(), address.port());
            if inside.is_empty() {
                self.refused.insert(key);
            } else {
                let chain = self.service(family, "service", name, protocol, rule, &inside);
                self.addresses.insert(key, format!("goto {chain}"));
            }
        }
        if let Some(port) = rule.node_port
            && !outside.is_empty()
        {
            let chain = self.service(family, "external", name, protocol, rule, &outside);
            if !rule.keeps_source {
                let mark = format!("meta mark set meta mark | {MASQUERADE}");
                self.chains.entry(chain.clone()).or_default().insert(0, mark);
            }
            self.node_ports.insert(format!("{protocol} . {port}"), format!("goto {chain}"));
        }
    }

    /// The chain that chooses among endpoints, and theirs; gives its name.
    fn service(
        &mut self,
        family: Family,
        kind: &str,
        name: &ServicePortName,
        protocol: &str,
        rule: &Rule,
        endpoints: &[SocketAddr],
    ) -> String {
        let ip = family.word();
        let chain = chain_name(kind, name, protocol, None);
        if self.chains.contains_key(&chain) {
            return chain;
        }
        let (mut sticky, mut choices) = (Vec::new(), Vec::new());
        for (index, endpoint) in endpoints.iter().enumerate() {
            let own = chain_name("endpoint", name, protocol, Some(endpoint));
            choices.push(format!("{index} : goto {own}"));
            let mut lines = Vec::new();
            if let Some(time) = rule.affinity {
                let clients = own.replacen("endpoint", "affinity", 1);
                sticky.push(format!("{ip} saddr @{clients} goto {own}"));
                lines.push(format!("update @{clients} {{ {ip} saddr }}"));
                self.affinities.insert(clients, time.as_secs());
            }
            lines.push(format!("meta l4proto {protocol} dnat to {endpoint}"));
            self.chains.insert(own, lines);
            self.hairpins.insert(format!("{0} . {0}", endpoint.ip()));
        }
        let among = endpoints.len();
        sticky.push(format!("numgen random mod {among} vmap {{ {} }}", choices.join(", ")));
        self.chains.insert(chain.clone(), sticky);
        chain
    }

    /// Tells how to come here from what was before.
    fn write(&self, out: &mut String, table: &str, before: &Self, family: Family) {
        let mut line = |text: String| {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{text}");
        };
        // A set whose time has changed cannot stay.
        let changed =
            |name: &String, time: &u64| before.affinities.get(name).is_some_and(|t| t != time);
        for (name, time) in &self.affinities {
            if changed(name, time) {
                for chain in before.chains.keys() {
                    line(format!("flush chain {table} {chain}"));
                }
                line(format!("delete set {table} {name}"));
            }
            line(format!(
                "add set {table} {name} {{ type {}; flags dynamic,timeout; timeout {time}s; }}",
                family.address()
            ));
        }
        for name in self.chains.keys() {
            line(format!("add chain {table} {name}"));
            line(format!("flush chain {table} {name}"));
        }
        for (name, rules) in &self.chains {
            for rule in rules {
                line(format!("add rule {table} {name} {rule}"));
            }
        }
        let pairs = |pairs: &BTreeMap<String, String>| -> Vec<String> {
            pairs.iter().map(|(key, value)| format!("{key} : {value}")).collect()
        };
        let contents = [
            ("map", "service-ips", pairs(&self.addresses)),
            ("map", "service-nodeports", pairs(&self.node_ports)),
            ("set", "no-endpoints", self.refused.iter().cloned().collect()),
            ("set", "hairpins", self.hairpins.iter().cloned().collect()),
        ];
        for (kind, name, elements) in contents {
            line(format!("flush {kind} {table} {name}"));
            if !elements.is_empty() {
                line(format!("add element {table} {name} {{ {} }}", elements.join(", ")));
            }
        }
        let gone: Vec<&String> =
            before.chains.keys().filter(|name| !self.chains.contains_key(*name)).collect();
        // Chains refer to each other: all are emptied before the first is deleted.
        for name in &gone {
            line(format!("flush chain {table} {name}"));
        }
        for name in &gone {
            line(format!("delete chain {table} {name}"));
        }
        for name in before.affinities.keys().filter(|name| !self.affinities.contains_key(*name)) {
            line(format!("delete set {table} {name}"));
        }
    }
}

fn protocol(protocol: &Protocol) -> Option<&'static str> {
    match protocol {
        Protocol::Tcp => Some("tcp"),
        Protocol::Udp => Some("udp"),
        Protocol::Sctp => Some("sctp"),
        _ => None,
    }
}

/// A name that people can read, and that no other port or endpoint has.
fn chain_name(
    kind: &str,
    name: &ServicePortName,
    protocol: &str,
    endpoint: Option<&SocketAddr>,
) -> String {
    let ServicePortName { namespace, name, port, .. } = name;
    let mut whole = format!("{namespace}/{name}/{protocol}/{port}");
    if let Some(endpoint) = endpoint {
        let _ =
            write!(whole, "__{}/{}", endpoint.ip().to_string().replace(':', "."), endpoint.port());
    }
    // FNV-1a.
    let hash = whole.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut name = format!("{kind}-{:08X}-{whole}", hash as u32);
    // Names of the API are ASCII.
    name.truncate(MAX_NAME);
    name
}

#[cfg(test)]
mod tests;
