//! Checks of names, addresses and metadata.

use std::collections::{BTreeMap, BTreeSet};

use bowline::apimachinery::meta::ObjectMeta;
use bowline::apimachinery::validation::field::{ErrorList, Path};
use bowline::apimachinery::validation::ip::Strictness;
use bowline::apimachinery::validation::names::{Generated, NameRule};
use bowline::apimachinery::validation::object_meta::{Scope, annotations, object_meta};
use bowline::apimachinery::validation::{ip, names};
use serde_json::{Map, Value, json};

use crate::harness::{Miss, Outcome, same, text, texts, topic};

#[test]
fn names() {
    topic("names", |kind, input, want| match kind {
        "text" => same_checks(text_checks(text(input, "s")), want),
        "ip" => same_checks(ip_checks(text(input, "s")), want),
        "objectmeta" => metadata(input, want),
        "annotationsize" => {
            let length = |field: &str| input[field].as_u64().expect("a length") as usize;
            let (key, value) = ("k".repeat(length("keyLength")), "v".repeat(length("valueLength")));
            let errors = annotations(&BTreeMap::from([(key, value)]), &Path::new("a"));
            let too_long = errors.iter().any(|e| e.kind.as_str() == "FieldValueTooLong");
            same(&json!({"tooLong": too_long}), want)
        }
        "portnum" => {
            let port = input["port"].as_i64().expect("a port");
            same(&json!({"ok": names::port_number(port).is_empty()}), want)
        }
        "uidgid" => {
            let id = input["id"].as_i64().expect("an id");
            let (user, group) = (names::user_id(id), names::group_id(id));
            same(&json!({"uidOK": user.is_empty(), "gidOK": group.is_empty()}), want)
        }
        _ => Err(Miss::NotImplemented),
    });
}

/// The checks by name, each with the number of its complaints.
type Checks = Vec<(&'static str, usize)>;

fn text_checks(s: &str) -> Checks {
    let path = Path::new("f");
    let generated = |rule: NameRule| rule.check(s, Generated::Prefix).len();
    vec![
        ("cIdentifier", names::c_identifier(s).len()),
        ("configMapKey", names::config_map_key(s).len()),
        ("decimalInteger", names::decimal_integer(s).len()),
        ("dns1035Label", names::dns1035_label(s).len()),
        ("dns1123Label", names::dns1123_label(s).len()),
        ("dns1123Subdomain", names::dns1123_subdomain(s).len()),
        ("dns1123SubdomainCaseless", names::dns1123_subdomain_caseless(s).len()),
        ("dns1123SubdomainWithUnderscore", names::dns1123_subdomain_with_underscore(s).len()),
        ("domainPrefixedKey", names::domain_prefixed_key(&path, s).len()),
        ("domainPrefixedPath", names::domain_prefixed_path(&path, s).len()),
        ("envVarName", names::env_var_name(s).len()),
        ("fieldManager", names::field_manager(&path, s).len()),
        ("finalizerName", names::finalizer_name(&path, s).len()),
        ("fullyQualifiedDomainName", names::fully_qualified_domain_name(&path, s).len()),
        ("fullyQualifiedName", names::fully_qualified_name(&path, s).len()),
        ("generateName1035", generated(NameRule::Dns1035Label)),
        ("generateNameLabel", generated(NameRule::Label)),
        ("generateNameSubdomain", generated(NameRule::Subdomain)),
        ("httpHeaderName", names::http_header_name(s).len()),
        ("labelKey", names::label_key(s).len()),
        ("labelName", names::label_key(s).len()),
        ("labelValue", names::label_value(s).len()),
        ("pathSegmentName", names::path_segment_name(s).len()),
        ("pathSegmentPrefix", names::path_segment_prefix(s).len()),
        ("percent", names::percent(s).len()),
        ("portName", names::port_name(s).len()),
        ("qualifiedName", names::qualified_name(s).len()),
        ("relaxedEnvVarName", names::relaxed_env_var_name(s).len()),
        ("wildcardDNS1123Subdomain", names::wildcard_dns1123_subdomain(s).len()),
    ]
}

fn ip_checks(s: &str) -> Checks {
    use Strictness::{Lenient, Strict};
    let path = Path::new("f");
    vec![
        ("cidr", ip::cidr(&path, s).len()),
        ("cidrLegacy", ip::legacy_cidr(&path, s, Lenient, &[]).len()),
        ("cidrLegacyStrict", ip::legacy_cidr(&path, s, Strict, &[]).len()),
        ("cidrWarnings", ip::cidr_warnings(&path, s).len()),
        ("endpointIP", ip::non_special_ip(&path, s).len()),
        ("interfaceAddress", ip::interface_address(&path, s).len()),
        ("ip", ip::ip(&path, s).len()),
        ("ipLegacy", ip::legacy_ip(&path, s, Lenient, &[]).len()),
        ("ipLegacyStrict", ip::legacy_ip(&path, s, Strict, &[]).len()),
        ("ipWarnings", ip::ip_warnings(&path, s).len()),
    ]
}

fn same_checks(checks: Checks, want: &Value) -> Outcome {
    let known: BTreeSet<_> = checks.iter().map(|(name, _)| *name).collect();
    let counted = want["errorCountsAboveOne"].as_object().into_iter().flat_map(Map::keys).cloned();
    let asked: Vec<_> = texts(&want["ok"]).into_iter().chain(counted).collect();
    if let Some(unknown) = asked.iter().find(|name| !known.contains(name.as_str())) {
        return Err(format!("the check {unknown} is not run").into());
    }
    let passed: BTreeSet<_> = checks
        .iter()
        .filter(|(_, count)| *count == 0)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let expected: BTreeSet<_> = texts(&want["ok"]).into_iter().collect();
    if passed != expected {
        let wrong: Vec<_> = passed.symmetric_difference(&expected).collect();
        return Err(format!("these pass for one of us only: {wrong:?}").into());
    }
    let counts: Map<_, _> = checks
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(name, count)| (name.to_owned(), count.into()))
        .collect();
    same(&counts.into(), &want["errorCountsAboveOne"])
}

fn metadata(input: &Value, want: &Value) -> Outcome {
    let meta: ObjectMeta =
        serde_json::from_value(input["metadata"].clone()).map_err(|e| e.to_string())?;
    let rule = match text(input, "nameKind") {
        "subdomain" => NameRule::Subdomain,
        "label" => NameRule::Label,
        "dns1035" => NameRule::Dns1035Label,
        "path" => NameRule::PathSegment,
        other => return Err(format!("unknown rule {other}").into()),
    };
    let scope = if input["namespaced"] == true { Scope::Namespaced } else { Scope::Cluster };
    let errors = object_meta(&meta, scope, rule, &Path::new("metadata"));
    same(&json!({"errors": causes(&errors)}), want)
}

fn causes(errors: &ErrorList) -> Vec<Value> {
    let mut causes: Vec<_> = errors.iter().map(|e| (e.field.clone(), e.kind.as_str())).collect();
    causes.sort();
    causes.iter().map(|(field, kind)| json!({"field": field, "type": kind})).collect()
}
