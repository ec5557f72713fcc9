//! How requests are divided and limited.
//!
//! *Upstream:* `pkg/apis/flowcontrol/validation`.

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_label, dns1123_subdomain};

use super::faults::Faults as _;
use crate::flowcontrol::v1::{
    FlowSchema, LimitedPriorityLevelConfiguration, NonResourcePolicyRule,
    PriorityLevelConfiguration, QueuingConfiguration, ResourcePolicyRule, Subject,
};

const VERBS: [&str; 9] =
    ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];
const DISTINGUISHERS: [&str; 2] = ["ByNamespace", "ByUser"];
const SUBJECTS: [&str; 3] = ["Group", "ServiceAccount", "User"];
/// The most queues of a level.
const MAX_QUEUES: i32 = 10_000_000;
/// The most bits of chance that choosing queues may take.
const MAX_BITS: f64 = 60.0;
/// The last place in the order of schemas.
const LAST: i32 = 10_000;

pub(super) fn flow_schema(schema: &FlowSchema, out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &schema.spec;
    let precedence = path.child("matchingPrecedence");
    if spec.matching_precedence <= 0 {
        let why = "must be a positive value";
        out.invalid(&precedence, spec.matching_precedence, why);
    }
    if spec.matching_precedence > LAST {
        let why = format!("must not be greater than {LAST}");
        out.invalid(&precedence, spec.matching_precedence, &why);
    }
    if spec.matching_precedence == 1 && schema.metadata.name != "exempt" {
        out.invalid(&precedence, 1, "only the schema named 'exempt' may have matchingPrecedence 1");
    }
    if let Some(method) = &spec.distinguisher_method
        && !DISTINGUISHERS.contains(&method.type_.as_str())
    {
        let path = path.child("distinguisherMethod");
        out.unsupported(&path.child("type"), method.type_.as_str(), &DISTINGUISHERS);
    }
    let level = spec.priority_level_configuration.name.as_str();
    let level_path = path.child("priorityLevelConfiguration");
    let level_path = level_path.child("name");
    if level.is_empty() {
        out.required(&level_path, "must reference a priority level");
    } else {
        out.complaints(&level_path, level, dns1123_subdomain(level));
    }
    let rules = path.child("rules");
    for (i, rule) in spec.rules.iter().enumerate() {
        let path = rules.index(i);
        let subjects = path.child("subjects");
        if rule.subjects.is_empty() {
            out.required(&subjects, "subjects must contain at least one value");
        }
        for (j, subject) in rule.subjects.iter().enumerate() {
            self::subject(subject, &subjects.index(j), out);
        }
        if rule.resource_rules.is_empty() && rule.non_resource_rules.is_empty() {
            let why = "at least one of resourceRules and nonResourceRules has to be non-empty";
            out.required(&path, why);
        }
        let resources = path.child("resourceRules");
        for (j, rule) in rule.resource_rules.iter().enumerate() {
            resource_rule(rule, &resources.index(j), out);
        }
        let others = path.child("nonResourceRules");
        for (j, rule) in rule.non_resource_rules.iter().enumerate() {
            non_resource_rule(rule, &others.index(j), out);
        }
    }
}

fn subject(subject: &Subject, path: &Path<'_>, out: &mut ErrorList) {
    match subject.kind.as_str() {
        "User" => match &subject.user {
            None => {
                out.required(&path.child("user"), "user is required when subject kind is 'User'")
            }
            Some(user) => {
                let path = path.child("user");
                out.needed(&path.child("name"), &user.name);
            }
        },
        "Group" => match &subject.group {
            None => {
                out.required(
                    &path.child("group"),
                    "group is required when subject kind is 'Group'",
                );
            }
            Some(group) => {
                let path = path.child("group");
                out.needed(&path.child("name"), &group.name);
            }
        },
        "ServiceAccount" => match &subject.service_account {
            None => {
                let why = "serviceAccount is required when subject kind is 'ServiceAccount'";
                out.required(&path.child("serviceAccount"), why);
            }
            Some(account) => {
                let path = path.child("serviceAccount");
                let name = path.child("name");
                if out.needed(&name, &account.name) && account.name != "*" {
                    out.complaints(&name, &account.name, dns1123_subdomain(&account.name));
                }
                if account.namespace.is_empty() {
                    let why = "must specify namespace for service account";
                    out.required(&path.child("namespace"), why);
                }
            }
        },
        other => out.unsupported(&path.child("kind"), other, &SUBJECTS),
    }
}

fn verbs(verbs: &[String], known: &[&str], path: &Path<'_>, out: &mut ErrorList) {
    if verbs.is_empty() {
        out.required(path, "verbs must contain at least one value");
    } else if verbs.iter().any(|verb| verb == "*") {
        if verbs.len() > 1 {
            let why = "if '*' is present, must not specify other verbs";
            out.invalid(path, verbs.to_vec(), why);
        }
    } else if let Some(verb) = verbs.iter().find(|verb| !known.contains(&verb.as_str())) {
        // The whole list is shown, in any case.
        let _ = verb;
        out.push(bowline_apimachinery::validation::field::FieldError::not_supported(
            path,
            verbs.to_vec(),
            known,
        ));
    }
}

fn all_or_some(list: &[String], what: &str, path: &Path<'_>, out: &mut ErrorList) {
    if list.is_empty() {
        out.required(path, &format!("resource rules must supply at least one {what}"));
    }
    if list.len() > 1 && list.iter().any(|item| item == "*") {
        let why = "if '*' is present, must not specify others";
        out.invalid(path, list.to_vec(), why);
    }
}

fn resource_rule(rule: &ResourcePolicyRule, path: &Path<'_>, out: &mut ErrorList) {
    verbs(&rule.verbs, &VERBS, &path.child("verbs"), out);
    all_or_some(&rule.api_groups, "api group", &path.child("apiGroups"), out);
    all_or_some(&rule.resources, "resource", &path.child("resources"), out);
    let namespaces = path.child("namespaces");
    if rule.namespaces.is_empty() && !rule.cluster_scope {
        let why = "resource rules that are not cluster scoped must supply at least one namespace";
        out.required(&namespaces, why);
    } else if rule.namespaces.iter().any(|namespace| namespace == "*") {
        if rule.namespaces.len() > 1 {
            let why = "may not contain \"*\" if it contains other values";
            out.invalid(&namespaces, rule.namespaces.clone(), why);
        }
    } else {
        for (i, namespace) in rule.namespaces.iter().enumerate() {
            for why in dns1123_label(namespace) {
                let why = format!("namespace names are either \"*\" or {why}");
                out.invalid(&namespaces.index(i), namespace.as_str(), &why);
            }
        }
    }
}

fn non_resource_rule(rule: &NonResourcePolicyRule, path: &Path<'_>, out: &mut ErrorList) {
    let known = ["delete", "get", "head", "options", "patch", "post", "put"];
    verbs(&rule.verbs, &known, &path.child("verbs"), out);
    let urls = path.child("nonResourceURLs");
    if rule.non_resource_urls.is_empty() {
        out.required(&urls, "nonResourceURLs must contain at least one value");
    } else if rule.non_resource_urls.len() > 1 && rule.non_resource_urls.iter().any(|u| u == "*") {
        let why = "if '*' is present, must not specify other non-resource URLs";
        out.invalid(&urls, rule.non_resource_urls.clone(), why);
    } else {
        for (i, url) in rule.non_resource_urls.iter().enumerate().filter(|(_, url)| *url != "*") {
            if !url.starts_with('/') {
                out.invalid(&urls.index(i), url.as_str(), "must start with slash");
            }
        }
    }
}

pub(super) fn priority_level(level: &PriorityLevelConfiguration, out: &mut ErrorList) {
    let path = Path::new("spec");
    match level.spec.type_.as_str() {
        "Exempt" => {
            if level.spec.limited.is_some() {
                let why = "must be nil if the type is not Limited";
                out.forbidden(&path.child("limited"), why);
            }
            if let Some(exempt) = &level.spec.exempt {
                let path = path.child("exempt");
                let shares = path.child("nominalConcurrencyShares");
                share(exempt.nominal_concurrency_shares, &shares, out);
                lendable(exempt.lendable_percent, &path.child("lendablePercent"), out);
            }
        }
        "Limited" => {
            if level.spec.exempt.is_some() {
                let why = "must be nil if the type is Limited";
                out.forbidden(&path.child("exempt"), why);
            }
            match &level.spec.limited {
                None => {
                    let why = "must not be empty when type is Limited";
                    out.required(&path.child("limited"), why);
                }
                Some(limited) => self::limited(limited, &path.child("limited"), out),
            }
        }
        other => out.unsupported(&path.child("type"), other, &["Exempt", "Limited"]),
    }
}

fn share(count: Option<i32>, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(count) = count.filter(|count| *count < 0) {
        out.invalid(path, count, "must be a non-negative integer");
    }
}

fn lendable(percent: Option<i32>, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(percent) = percent.filter(|percent| !(0..=100).contains(percent)) {
        out.invalid(path, percent, "must be between 0 and 100, inclusive");
    }
}

fn queuing(queues: &QueuingConfiguration, path: &Path<'_>, out: &mut ErrorList) {
    for (name, number) in [
        ("queues", queues.queues),
        ("queueLengthLimit", queues.queue_length_limit),
        ("handSize", queues.hand_size),
    ] {
        if number <= 0 {
            out.invalid(&path.child(name), number, "must be positive");
        }
    }
    if queues.queues > MAX_QUEUES {
        let why = format!("must not be greater than {MAX_QUEUES}");
        out.invalid(&path.child("queues"), queues.queues, &why);
    }
    let hand = path.child("handSize");
    if queues.hand_size > queues.queues {
        let why = format!("should not be greater than queues ({})", queues.queues);
        out.invalid(&hand, queues.hand_size, &why);
    } else if queues.queues > 0 && queues.hand_size > 0 {
        // Drawing a hand of queues takes this much chance.
        let bits = (f64::from(queues.queues).log2() * f64::from(queues.hand_size)).ceil();
        if bits > MAX_BITS {
            let why = format!(
                "required entropy bits of deckSize {} and handSize {} should not be greater than \
                 {MAX_BITS}",
                queues.queues, queues.hand_size
            );
            out.invalid(&hand, queues.hand_size, &why);
        }
    }
}

fn limited(limited: &LimitedPriorityLevelConfiguration, path: &Path<'_>, out: &mut ErrorList) {
    let shares = path.child("nominalConcurrencyShares");
    share(limited.nominal_concurrency_shares, &shares, out);
    lendable(limited.lendable_percent, &path.child("lendablePercent"), out);
    if let Some(percent) = limited.borrowing_limit_percent.filter(|percent| *percent < 0) {
        let why = "if specified, must be a non-negative integer";
        out.invalid(&path.child("borrowingLimitPercent"), percent, why);
    }
    let path = path.child("limitResponse");
    let queuing = path.child("queuing");
    match limited.limit_response.type_.as_str() {
        "Reject" => {
            if limited.limit_response.queuing.is_some() {
                let why = "must be nil if limited.limitResponse.type is not Limited";
                out.forbidden(&queuing, why);
            }
        }
        "Queue" => match &limited.limit_response.queuing {
            None => {
                let why = "must not be empty if limited.limitResponse.type is Limited";
                out.required(&queuing, why);
            }
            Some(queues) => self::queuing(queues, &queuing, out),
        },
        other => out.unsupported(&path.child("type"), other, &["Queue", "Reject"]),
    }
}
