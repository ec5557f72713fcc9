//! The text that the kernel gets.

use std::time::Duration;

use super::*;

fn port(name: &str, protocol: Protocol) -> ServicePortName {
    ServicePortName { namespace: "ns".into(), name: name.into(), port: "p".into(), protocol }
}

fn rule(addresses: &[&str], endpoints: &[&str]) -> Rule {
    let parse = |list: &[&str]| -> Vec<SocketAddr> {
        list.iter().map(|text| text.parse().unwrap()).collect()
    };
    Rule {
        addresses: parse(addresses).into_iter().collect(),
        node_port: None,
        affinity: None,
        external_endpoints: parse(endpoints),
        endpoints: parse(endpoints),
        keeps_source: false,
    }
}

fn before() -> RuleSet {
    let web = Rule {
        node_port: Some(30080),
        ..rule(&["10.0.0.1:80", "[fd00::1]:80"], &["10.1.0.1:8080", "[fd01::1]:8080"])
    };
    let sticky = Rule {
        affinity: Some(Duration::from_secs(60)),
        ..rule(&["10.0.0.2:53"], &["10.1.0.1:53", "10.1.0.2:53"])
    };
    RuleSet {
        rules: [
            (port("web", Protocol::Tcp), web),
            (port("sticky", Protocol::Udp), sticky),
            (port("none", Protocol::Tcp), rule(&["10.0.0.3:1"], &[])),
        ]
        .into(),
    }
}

/// One endpoint less, one Service less, one that has found an endpoint.
fn after() -> RuleSet {
    let mut set = before();
    let sticky = Rule {
        affinity: Some(Duration::from_secs(60)),
        ..rule(&["10.0.0.2:53"], &["10.1.0.2:53"])
    };
    set.rules.insert(port("sticky", Protocol::Udp), sticky);
    set.rules.insert(port("none", Protocol::Tcp), rule(&["10.0.0.3:1"], &["10.1.0.9:1"]));
    set.rules.remove(&port("web", Protocol::Tcp));
    set
}

#[test]
fn the_text_is_as_written_down() {
    for (name, text, golden) in [
        ("first", transaction(None, &before()), include_str!("first.nft")),
        ("change", transaction(Some(&before()), &after()), include_str!("change.nft")),
    ] {
        assert_eq!(text, golden, "{name}");
    }
}

#[test]
fn names_are_short_and_apart() {
    let long = ServicePortName { name: "x".repeat(300), ..port("", Protocol::Tcp) };
    let other = ServicePortName { name: "x".repeat(301), ..port("", Protocol::Tcp) };
    let name = |port: &ServicePortName| chain_name("service", port, "tcp", None);
    assert_eq!(name(&long).len(), MAX_NAME);
    assert_ne!(name(&long), name(&other));
}
