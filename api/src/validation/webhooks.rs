//! Who is asked before something is stored.
//!
//! *Upstream:* `pkg/apis/admissionregistration/validation`.

use std::collections::BTreeSet;

use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1035_label, fully_qualified_name, port_number};

use super::admission_policies::conditions;
use super::faults::Faults as _;
use crate::admissionregistration::v1::{
    MatchCondition, MutatingWebhookConfiguration, RuleWithOperations,
    ValidatingWebhookConfiguration, WebhookClientConfig,
};

const OPERATIONS: [&str; 5] = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const SIDE_EFFECTS: [&str; 2] = ["None", "NoneOnDryRun"];
const REVIEW_VERSIONS: [&str; 2] = ["v1", "v1beta1"];

/// What both kinds of webhooks have.
struct Hook<'a> {
    name: &'a str,
    client: &'a WebhookClientConfig,
    rules: &'a [RuleWithOperations],
    failure_policy: Option<&'a str>,
    match_policy: Option<&'a str>,
    side_effects: Option<&'a str>,
    timeout: Option<i32>,
    namespaces: Option<&'a LabelSelector>,
    objects: Option<&'a LabelSelector>,
    versions: &'a [String],
    conditions: &'a [MatchCondition],
}

pub(super) fn validating(configuration: &ValidatingWebhookConfiguration, out: &mut ErrorList) {
    let hooks = configuration.webhooks.iter().map(|hook| Hook {
        name: &hook.name,
        client: &hook.client_config,
        rules: &hook.rules,
        failure_policy: hook.failure_policy.as_ref().map(|policy| policy.as_str()),
        match_policy: hook.match_policy.as_ref().map(|policy| policy.as_str()),
        side_effects: hook.side_effects.as_ref().map(|effects| effects.as_str()),
        timeout: hook.timeout_seconds,
        namespaces: hook.namespace_selector.as_deref(),
        objects: hook.object_selector.as_deref(),
        versions: &hook.admission_review_versions,
        conditions: &hook.match_conditions,
    });
    all(hooks, out);
}

pub(super) fn mutating(configuration: &MutatingWebhookConfiguration, out: &mut ErrorList) {
    let hooks = configuration.webhooks.iter().map(|hook| Hook {
        name: &hook.name,
        client: &hook.client_config,
        rules: &hook.rules,
        failure_policy: hook.failure_policy.as_ref().map(|policy| policy.as_str()),
        match_policy: hook.match_policy.as_ref().map(|policy| policy.as_str()),
        side_effects: hook.side_effects.as_ref().map(|effects| effects.as_str()),
        timeout: hook.timeout_seconds,
        namespaces: hook.namespace_selector.as_deref(),
        objects: hook.object_selector.as_deref(),
        versions: &hook.admission_review_versions,
        conditions: &hook.match_conditions,
    });
    all(hooks, out);
    let path = Path::new("webhooks");
    for (i, hook) in configuration.webhooks.iter().enumerate() {
        let policy = hook.reinvocation_policy.as_ref().map(|policy| policy.as_str());
        let known = ["IfNeeded", "Never"];
        if let Some(policy) = policy.filter(|policy| !known.contains(policy)) {
            let path = path.index(i);
            out.unsupported(&path.child("reinvocationPolicy"), policy, &known);
        }
    }
}

fn all<'a>(hooks: impl Iterator<Item = Hook<'a>>, out: &mut ErrorList) {
    let path = Path::new("webhooks");
    let mut names = BTreeSet::new();
    for (i, hook) in hooks.enumerate() {
        let path = path.index(i);
        self::hook(&hook, &path, out);
        review_versions(hook.versions, &path.child("admissionReviewVersions"), out);
        if !hook.name.is_empty() && !names.insert(hook.name) {
            out.duplicate(&path.child("name"), hook.name);
        }
    }
}

fn review_versions(versions: &[String], path: &Path<'_>, out: &mut ErrorList) {
    if versions.is_empty() {
        out.required(path, "must specify one of v1, v1beta1");
        return;
    }
    let mut seen = BTreeSet::new();
    for (i, version) in versions.iter().enumerate() {
        if !seen.insert(version) {
            out.invalid(&path.index(i), version.as_str(), "duplicate version");
        }
        out.complaints(&path.index(i), version, dns1035_label(version));
    }
    if !versions.iter().any(|version| REVIEW_VERSIONS.contains(&version.as_str())) {
        let why = "must include at least one of v1, v1beta1";
        out.invalid(path, versions.to_vec(), why);
    }
}

fn hook(hook: &Hook<'_>, path: &Path<'_>, out: &mut ErrorList) {
    out.extend(fully_qualified_name(&path.child("name"), hook.name));
    out.selector(&path.child("namespaceSelector"), hook.namespaces);
    out.selector(&path.child("objectSelector"), hook.objects);
    let rules = path.child("rules");
    for (i, rule) in hook.rules.iter().enumerate() {
        self::rule(rule, &rules.index(i), out);
    }
    let mut known = |name: &str, value: Option<&str>, known: &[&str]| {
        if let Some(value) = value.filter(|value| !known.contains(value)) {
            out.unsupported(&path.child(name), value, known);
        }
    };
    known("failurePolicy", hook.failure_policy, &["Fail", "Ignore"]);
    known("matchPolicy", hook.match_policy, &["Equivalent", "Exact"]);
    known("sideEffects", hook.side_effects, &SIDE_EFFECTS);
    if hook.side_effects.is_none() {
        let why = "must specify one of None, NoneOnDryRun";
        out.required(&path.child("sideEffects"), why);
    }
    if let Some(seconds) = hook.timeout.filter(|seconds| !(1..=30).contains(seconds)) {
        let why = "the timeout value must be between 1 and 30 seconds";
        out.invalid(&path.child("timeoutSeconds"), seconds, why);
    }
    client(hook.client, &path.child("clientConfig"), out);
    conditions(hook.conditions, &path.child("matchConditions"), out);
}

fn rule(rule: &RuleWithOperations, path: &Path<'_>, out: &mut ErrorList) {
    let operations: Vec<&str> = rule.operations.iter().map(|o| o.as_str()).collect();
    let path_of = path.child("operations");
    if operations.is_empty() {
        out.required(&path_of, "");
    }
    if operations.len() > 1 && operations.contains(&"*") {
        let why = "if '*' is present, must not specify other operations";
        out.invalid(&path_of, operations.clone(), why);
    }
    for (i, operation) in operations.iter().enumerate() {
        if !OPERATIONS.contains(operation) {
            out.unsupported(&path_of.index(i), operation, &OPERATIONS);
        }
    }
    for (name, list) in [
        ("apiGroups", &rule.api_groups),
        ("apiVersions", &rule.api_versions),
        ("resources", &rule.resources),
    ] {
        let path = path.child(name);
        if list.is_empty() {
            out.required(&path, "");
        }
        if name != "resources" && list.len() > 1 && list.iter().any(|item| item == "*") {
            let why = "if '*' is present, must not specify others";
            out.invalid(&path, list.clone(), why);
        }
        for (i, item) in list.iter().enumerate() {
            if item.is_empty() && name != "apiGroups" {
                out.required(&path.index(i), "");
            }
        }
    }
    resources(&rule.resources, &path.child("resources"), out);
    let scopes = ["*", "Cluster", "Namespaced"];
    let scope = rule.scope.as_ref().map(|scope| scope.as_str());
    if let Some(scope) = scope.filter(|scope| !scopes.contains(scope)) {
        out.unsupported(&path.child("scope"), scope, &scopes);
    }
}

/// What is covered by another entry need not be said.
fn resources(resources: &[String], path: &Path<'_>, out: &mut ErrorList) {
    let has = |text: &str| resources.iter().any(|resource| resource == text);
    for (i, resource) in resources.iter().enumerate() {
        let Some((whole, part)) = resource.split_once('/') else { continue };
        for (cover, covers) in
            [(format!("{whole}/*"), part != "*"), (format!("*/{part}"), whole != "*")]
        {
            if covers && has(&cover) {
                let why = format!("if '{cover}' is present, must not specify {resource}");
                out.invalid(&path.index(i), resource.as_str(), &why);
            }
        }
    }
    let list = || resources.to_vec();
    if has("*/*") && resources.len() > 1 {
        let why = "if '*/*' is present, must not specify other resources";
        out.invalid(path, list(), why);
    }
    let others = resources.iter().any(|resource| resource != "*" && !resource.contains('/'));
    if has("*") && others {
        let why = "if '*' is present, must not specify other resources without subresources";
        out.invalid(path, list(), why);
    }
}

fn client(client: &WebhookClientConfig, path: &Path<'_>, out: &mut ErrorList) {
    match (&client.url, &client.service) {
        (Some(_), Some(_)) | (None, None) => {
            out.required(path, "exactly one of url or service is required");
        }
        (Some(url), None) => self::url(url, &path.child("url"), out),
        (None, Some(service)) => {
            let path = path.child("service");
            for (name, text) in [("name", &service.name), ("namespace", &service.namespace)] {
                if text.is_empty() {
                    out.required(&path.child(name), &format!("service {name} is required"));
                }
            }
            if let Some(number) = service.port {
                for why in port_number(i64::from(number)) {
                    out.invalid(&path.child("port"), number, &why);
                }
            }
            if let Some(place) = service.path.as_deref().filter(|p| !p.starts_with('/')) {
                out.invalid(&path.child("path"), place, "must start with a '/'");
            }
        }
    }
}

fn url(url: &str, path: &Path<'_>, out: &mut ErrorList) {
    const FORM: &str = "; desired format: https://host[/path]";
    let Some((scheme, rest)) = url.split_once("://") else {
        let why = format!("'https' is the only allowed URL scheme{FORM}");
        return out.invalid(path, url, &why);
    };
    let mut refuse = |found: &str, why: &str| out.invalid(path, found, why);
    if scheme != "https" {
        refuse(scheme, &format!("'https' is the only allowed URL scheme{FORM}"));
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if host.is_empty() {
        refuse(host, &format!("host must be specified{FORM}"));
    }
    if !user.is_empty() {
        refuse(user, "user information is not permitted in the URL");
    }
    if !fragment.is_empty() {
        refuse(fragment, "fragments are not permitted in the URL");
    }
    if !query.is_empty() {
        refuse(query, "query parameters are not permitted in the URL");
    }
}
